import { arrayOf, numberIn } from "./arrays.js";
import { type Environment, touch } from "./environment.js";
import { itemsOf } from "./expressions.js";
import { list, none, type PyDict, type PyFunction, PyUnknown, type PyValue, text, tuple } from "./values.js";

/** What makes two keys the same: equal texts, numbers or tuples of them. @throws {PyUnknown} */
export function keyOf(value: PyValue): string {
  const number = numberIn(value);
  if (number !== undefined) return `n${number}`;
  if (value.kind === "text") return `t${value.text}`;
  if (value.kind === "none") return "none";
  if (value.kind === "list") return `(${value.items.map(keyOf).join(",")})`;
  if (value.kind === "unknown") throw new PyUnknown(value.reason, value.line);
  throw new PyUnknown("a key is not evaluated here");
}

export const textKey = (name: string, value: PyValue): [string, readonly [PyValue, PyValue]] => [
  `t${name}`,
  [text(name), value],
];

/** Of pairs, and of dictionaries whose entries are taken over. @throws {PyUnknown} */
export function dictOf(given: readonly (PyValue | readonly [PyValue, PyValue])[]): PyDict {
  const entries: PyDict["entries"] = new Map();
  for (const each of given) {
    if (!("kind" in each)) entries.set(keyOf(each[0]), each);
    else if (each.kind === "dict" && !each.doubt)
      for (const [key, entry] of each.entries) entries.set(key, entry);
    else throw new PyUnknown("what a dictionary takes over is not known");
  }
  return { kind: "dict", entries };
}

export function setOf(items: readonly PyValue[]): PyDict {
  return { ...dictOf(items.map((item) => [item, none] as const)), isSet: true };
}

const pairsIn = (value: PyValue | undefined): readonly (readonly [PyValue, PyValue])[] => {
  if (value === undefined) return [];
  if (value.kind === "dict" && !value.doubt) return [...value.entries.values()];
  return itemsOf(value).map((each) => {
    const [key, own] = itemsOf(each);
    if (!key || !own) throw new PyUnknown("what a dictionary takes over is not known");
    return [key, own];
  });
};

/** `dict(a=1)`, `dict(pairs)` */
export const callDict: PyFunction = ({ positional, named }) => {
  const made = dictOf(pairsIn(positional[0]));
  for (const [key, value] of named) made.entries.set(...textKey(key, value));
  return made;
};

/** Methods of dictionaries and sets. One that is not known here may change it. */
export function dictMethod(dict: PyDict, name: string, environment: Environment): PyFunction {
  const { entries } = dict;
  const own = methods[name];
  if (!own) throw new PyUnknown(`${name} of a dictionary is not evaluated here`);
  return (args) => {
    if (changing.has(name)) touch(environment, dict);
    return own(entries, args.positional, args.named, dict);
  };
}

const changing: ReadonlySet<string> = new Set([
  "update",
  "setdefault",
  "pop",
  "add",
  "discard",
  "remove",
  "clear",
]);

type Method = (
  entries: PyDict["entries"],
  positional: readonly PyValue[],
  named: ReadonlyMap<string, PyValue>,
  dict: PyDict,
) => PyValue;

const keys = (value: PyValue | undefined): ReadonlySet<string> => new Set(itemsOf(value).map(keyOf));

const methods: Readonly<Record<string, Method>> = {
  keys: (entries) => list([...entries.values()].map(([key]) => key)),
  values: (entries) => list([...entries.values()].map(([, value]) => value)),
  items: (entries) => list([...entries.values()].map(([key, value]) => tuple([key, value]))),
  get: (entries, [key, usual = none]) => entries.get(keyOf(key ?? none))?.[1] ?? usual,
  copy: (entries, _, __, dict) => ({ ...dict, entries: new Map(entries) }),
  update(entries, [other], named) {
    for (const [key, value] of pairsIn(other)) entries.set(keyOf(key), [key, value]);
    for (const [key, value] of named) entries.set(...textKey(key, value));
    return none;
  },
  setdefault(entries, [key = none, usual = none]) {
    const found = entries.get(keyOf(key));
    if (found) return found[1];
    entries.set(keyOf(key), [key, usual]);
    return usual;
  },
  pop(entries, [key, usual]) {
    const at = key ? keyOf(key) : [...entries.keys()].at(-1);
    const found = at === undefined ? undefined : entries.get(at);
    if (at !== undefined) entries.delete(at);
    const value = key ? found?.[1] : found?.[0];
    if (value ?? usual) return value ?? usual ?? none;
    throw new PyUnknown("a dictionary has no such key");
  },
  clear(entries) {
    entries.clear();
    return none;
  },
  add(entries, [item = none]) {
    entries.set(keyOf(item), [item, none]);
    return none;
  },
  discard(entries, [item = none]) {
    entries.delete(keyOf(item));
    return none;
  },
  remove(entries, [item = none]) {
    entries.delete(keyOf(item));
    return none;
  },
  union: (entries, [other]) => setOf([...[...entries.values()].map(([key]) => key), ...itemsOf(other)]),
  intersection: (entries, [other]) => {
    const inner = keys(other);
    return setOf([...entries].flatMap(([key, [item]]) => (inner.has(key) ? [item] : [])));
  },
  difference: (entries, [other]) => {
    const inner = keys(other);
    return setOf([...entries].flatMap(([key, [item]]) => (inner.has(key) ? [] : [item])));
  },
};

/** Whether a value is among others. @throws {PyUnknown} */
export function isIn(value: PyValue, others: PyValue): boolean {
  if (others.kind === "text" && value.kind === "text") return others.text.includes(value.text);
  if (others.kind === "dict" && !others.doubt) return others.entries.has(keyOf(value));
  const number = numberIn(value);
  const array = number === undefined ? undefined : arrayOf(others);
  if (array && number !== undefined) return array.data.includes(number);
  if (others.kind === "list" && !others.doubt) {
    if (others.items.includes(value)) return true;
    const key = keyOf(value);
    return others.items.some((each) => keyOf(each) === key);
  }
  throw new PyUnknown("whether it is among them is not known");
}
