import {
  arrayOf,
  bool,
  doubtIn,
  int,
  needNumbers,
  num,
  numberIn,
  numberOr,
  shapeOf,
  truthOf,
} from "./arrays.js";
import { callDict, setOf } from "./dictionaries.js";
import { type Environment, PyEnded } from "./environment.js";
import { itemsOf } from "./expressions.js";
import { numpyFunction } from "./numpy/functions.js";
import { isOf, memberOf, superOf } from "./objects.js";
import { binary } from "./operators.js";
import { rounded, roundHalfEven } from "./rounding.js";
import { formatted, shown } from "./texts.js";
import {
  list,
  none,
  option,
  type PyArguments,
  PyUnknown,
  type PyValue,
  text,
  textIn,
  tuple,
} from "./values.js";

const mostRounds = 200_000;

type Builtin = (args: PyArguments, environment: Environment) => PyValue;

const apply = (callee: PyValue | undefined, positional: PyValue[], environment: Environment): PyValue => {
  const args: PyArguments = { positional, named: new Map(), written: positional.map(() => "") };
  if (callee?.kind === "function") return callee.call(args);
  if (callee?.kind === "module") {
    const name = callee.name.slice(callee.name.lastIndexOf(".") + 1);
    const known = callee.name.startsWith("builtins.") ? table[name] : numpyFunction(name);
    if (known) return known(args, environment);
  }
  throw new PyUnknown("a function is not evaluated here");
};

/** Which of two values comes first. @throws {PyUnknown} */
function order(a: PyValue, b: PyValue): number {
  const [x, y] = [numberIn(a), numberIn(b)];
  if (x !== undefined && y !== undefined) return x - y;
  if (a.kind === "text" && b.kind === "text") return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
  if (a.kind === "list" && b.kind === "list") {
    for (const [i, each] of a.items.entries()) {
      const other = b.items[i];
      const found = other ? order(each, other) : 1;
      if (found !== 0) return found;
    }
    return a.items.length - b.items.length;
  }
  const doubt = doubtIn(a) ?? doubtIn(b);
  throw doubt ? new PyUnknown(doubt.reason, doubt.line) : new PyUnknown("the order of values is not known");
}

/** In order, by `key` where one is given. @throws {PyUnknown} */
export function sortedItems(items: readonly PyValue[], { named }: PyArguments): PyValue[] {
  const key = named.get("key");
  const by = (item: PyValue): PyValue =>
    key?.kind === "function" ? key.call({ positional: [item], named: new Map(), written: [""] }) : item;
  if (key && key.kind !== "function" && key.kind !== "none")
    throw new PyUnknown("the order of values is not known");
  const sorted = items.map((item) => ({ item, by: by(item) }));
  const turn = truthOf(named.get("reverse")) ? -1 : 1;
  return sorted.sort((a, b) => turn * order(a.by, b.by)).map(({ item }) => item);
}

const extreme =
  (turn: 1 | -1, name: "min" | "max"): Builtin =>
  (args, environment) => {
    const { positional, named } = args;
    const [first] = positional;
    const array = positional.length === 1 ? arrayOf(first) : undefined;
    if (
      array &&
      array.shape.length > 0 &&
      array.data.length > 0 &&
      !named.has("key") &&
      first?.kind === "array"
    ) {
      const found = numpyFunction(name)?.({ ...args, positional: [array] });
      if (found) return found;
    }
    const items = positional.length === 1 ? itemsOf(first) : positional;
    if (items.length === 0) return named.get("default") ?? raise("the smallest of nothing is asked for");
    const key = named.get("key");
    const by = (item: PyValue): PyValue => (key ? apply(key, [item], environment) : item);
    return items.reduce((best, each) => (turn * order(by(each), by(best)) < 0 ? each : best));
  };

function raise(reason: string): never {
  throw new PyUnknown(reason);
}

const isInstance: Builtin = ({ positional: [value, of] }) => {
  const classes = of?.kind === "list" ? of.items : [of];
  let isSure = true;
  for (const each of classes) {
    if (each?.kind === "class" && value?.kind === "object") {
      if (isOf(value.of, each)) return bool(true);
      continue;
    }
    if (each?.kind !== "module") {
      isSure = isSure && each?.kind === "class";
      continue;
    }
    const name = each.name.slice(each.name.lastIndexOf(".") + 1);
    const own = typeName(value);
    if (own === name) return bool(true);
    if (own === undefined) isSure = false;
  }
  if (!isSure) throw new PyUnknown("the type of a value is not known");
  return bool(false);
};

function typeName(value: PyValue | undefined): string | undefined {
  switch (value?.kind) {
    case "text":
      return "str";
    case "list":
      return value.is === "tuple" ? "tuple" : "list";
    case "dict":
      return value.isSet ? "set" : "dict";
    case "array":
      return value.shape.length > 0 ? "ndarray" : value.dtype;
    default:
      return undefined;
  }
}

const table: Readonly<Record<string, Builtin>> = {
  range({ positional }) {
    const [a, b, c] = [numberOr(positional[0], 0), positional[1], numberOr(positional[2], 1)];
    const [low, high] = b === undefined ? [0, a] : [a, numberOr(b, 0)];
    const n = Math.max(0, Math.ceil((high - low) / c));
    if (!(n <= mostRounds)) throw new PyUnknown("it is too large to evaluate here");
    return list(Array.from({ length: n }, (_, i) => int(low + i * c)));
  },
  len({ positional: [value] }) {
    if (value?.kind === "text") return int([...value.text].length);
    if (value?.kind === "dict") return int(value.entries.size);
    if (value?.kind === "list") return int(value.items.length);
    const shape = shapeOf(value);
    if (shape && shape.length > 0) return int(shape[0] ?? 0);
    if (value?.kind === "object") {
      const length = value.of.fields?.length;
      if (length !== undefined) return int(length);
    }
    return int(needNumbers(value, "the value").shape[0] ?? 0);
  },
  enumerate(args) {
    const start = numberOr(option(args, "start", 1), 0);
    return list(itemsOf(args.positional[0]).map((item, i) => tuple([int(start + i), item])));
  },
  zip({ positional }) {
    // An endless one goes on as long as the others.
    const lists = positional.map(itemsOf);
    const n = positional.length === 0 ? 0 : Math.min(...lists.map(({ length }) => length));
    return list(Array.from({ length: n }, (_, i) => tuple(lists.map((each) => each[i] ?? none))));
  },
  map({ positional: [callee, ...lists] }, environment) {
    const items = lists.map(itemsOf);
    const n = Math.min(...items.map(({ length }) => length));
    return list(
      Array.from({ length: n }, (_, i) =>
        apply(
          callee,
          items.map((each) => each[i] ?? none),
          environment,
        ),
      ),
    );
  },
  filter({ positional: [callee, items] }, environment) {
    return list(
      itemsOf(items).filter((item) => {
        const truth = truthOf(callee?.kind === "none" ? item : apply(callee, [item], environment));
        if (truth === undefined) throw new PyUnknown("the condition is not known");
        return truth;
      }),
    );
  },
  list: ({ positional: [items] }) => list(items ? [...itemsOf(items)] : []),
  tuple: ({ positional: [items] }) => tuple(items ? [...itemsOf(items)] : []),
  set: ({ positional: [items] }) => setOf(items ? itemsOf(items) : []),
  frozenset: ({ positional: [items] }) => setOf(items ? itemsOf(items) : []),
  dict: (args) => callDict(args),
  iter: ({ positional: [items] }) => list([...itemsOf(items)]),
  reversed: ({ positional: [items] }) => list([...itemsOf(items)].reverse()),
  sorted: (args) => list(sortedItems(itemsOf(args.positional[0]), args)),
  min: extreme(1, "min"),
  max: extreme(-1, "max"),
  sum({ positional: [items, start], named }) {
    return itemsOf(items).reduce(
      (total, each) => binary("+", total, each),
      named.get("start") ?? start ?? int(0),
    );
  },
  any({ positional: [items] }) {
    const truths = itemsOf(items).map(truthOf);
    if (truths.includes(true)) return bool(true);
    if (truths.includes(undefined)) throw new PyUnknown("the condition is not known");
    return bool(false);
  },
  all({ positional: [items] }) {
    const truths = itemsOf(items).map(truthOf);
    if (truths.includes(false)) return bool(false);
    if (truths.includes(undefined)) throw new PyUnknown("the condition is not known");
    return bool(true);
  },
  abs: (args) => numpyFunction("abs")?.(args) ?? none,
  round(args) {
    const [value, digits] = args.positional;
    const x = numberIn(value);
    if (x === undefined || value?.kind !== "array") return numpyFunction("round")?.(args) ?? none;
    if (digits === undefined || digits.kind === "none") return int(roundHalfEven(x));
    return num(rounded(x, numberOr(digits, 0)), value.dtype);
  },
  float({ positional: [value] }) {
    const x = value?.kind === "text" ? floatIn(value.text) : value === undefined ? 0 : numberOr(value, 0);
    return num(x);
  },
  int({ positional: [value] }) {
    const x = value?.kind === "text" ? floatIn(value.text) : value === undefined ? 0 : numberOr(value, 0);
    return int(Math.trunc(x));
  },
  bool({ positional: [value] }) {
    const truth = truthOf(value);
    if (truth === undefined) throw new PyUnknown("the condition is not known");
    return bool(truth);
  },
  str: ({ positional: [value] }) => text(value ? formatted(value, "") : ""),
  repr: ({ positional: [value] }) => text(value ? shown(value) : ""),
  format: ({ positional: [value, format] }) => text(value ? formatted(value, textIn(format) ?? "") : ""),
  ord: ({ positional: [value] }) => int(textIn(value)?.codePointAt(0) ?? 0),
  chr: ({ positional: [value] }) =>
    text(String.fromCodePoint(Math.max(0, Math.min(0x10ffff, numberOr(value, 0))))),
  divmod: ({ positional: [a = none, b = none] }) => tuple([binary("//", a, b), binary("%", a, b)]),
  pow: ({ positional: [a = none, b = none] }) => binary("**", a, b),
  print: () => none,
  isinstance: isInstance,
  callable: ({ positional: [value] }) => bool(value?.kind === "function" || value?.kind === "class"),
  hasattr({ positional: [object, name] }, environment) {
    if (object?.kind !== "object") throw new PyUnknown("the type of a value is not known");
    try {
      memberOf(environment, object, textIn(name) ?? "");
      return bool(true);
    } catch (error) {
      if (error instanceof PyUnknown) return bool(false);
      throw error;
    }
  },
  getattr({ positional: [object, name, usual] }, environment) {
    if (object?.kind === "object") return memberOf(environment, object, textIn(name) ?? "");
    if (object?.kind === "axes" || object?.kind === "figure")
      return environment.plotting.attribute(object, textIn(name) ?? "", environment);
    if (object?.kind === "module") return { kind: "module", name: `${object.name}.${textIn(name) ?? ""}` };
    if (usual) return usual;
    throw new PyUnknown("getattr is not evaluated here");
  },
  setattr: ({ positional: [object, name, value] }) => {
    if (object?.kind === "object" && value) object.attributes.set(textIn(name) ?? "", value);
    return none;
  },
  slice({ positional }) {
    const parts = positional.map((each) => (each.kind === "none" ? undefined : numberOr(each, 0)));
    return { kind: "slice", parts: parts.length === 1 ? [undefined, parts[0]] : parts };
  },
  super: (_, environment) => superOf(environment),
  exit: () => {
    throw new PyEnded();
  },
  quit: () => {
    throw new PyEnded();
  },
  next({ positional: [items] }) {
    const [first] = itemsOf(items);
    if (!first) throw new PyUnknown("there is no next one");
    return first;
  },
  complex: ({ positional: [re = int(0), im = int(0)] }) =>
    binary("+", re, binary("*", im, { ...num(0), im: Float64Array.of(1) })),
};

function floatIn(written: string): number {
  const value = Number(written.trim().replace(/^([+-]?)inf(inity)?$/i, "$1Infinity"));
  if (Number.isNaN(value) && !/^[+-]?nan$/i.test(written.trim()))
    throw new PyUnknown(`'${written}' is no number`);
  return value;
}

/** Names of the functions and types that every program has. */
export const builtins: ReadonlySet<string> = new Set([...Object.keys(table), "object", "property"]);

export function callBuiltin(name: string, args: PyArguments, environment: Environment): PyValue {
  const found = table[name];
  if (!found) throw new PyUnknown(`${name} is not evaluated here`);
  return found(args, environment);
}

/** What calls a value as a function, with values alone. */
export const applier =
  (environment: Environment) =>
  (callee: PyValue | undefined, ...positional: PyValue[]): PyValue =>
    apply(callee, positional, environment);
