import { binomial } from "../evaluate/builtins/construct.js";
import { greatestDivisor } from "../evaluate/builtins/elementwise.js";
import { int, type NdArray, nd, needArray, num, numberIn, numberOr } from "./arrays.js";
import { applier } from "./builtins.js";
import { callDict, keyOf } from "./dictionaries.js";
import type { Environment } from "./environment.js";
import { itemsOf } from "./expressions.js";
import { numpyFunction } from "./numpy/functions.js";
import { namedTuple } from "./objects.js";
import { binary } from "./operators.js";
import { fn, list, none, option, type PyFunction, PyUnknown, type PyValue, tuple } from "./values.js";

const whole =
  (of: (x: number) => number): PyFunction =>
  ({ positional: [value] }) =>
    int(of(numberOr(value, Number.NaN)));

/** What `math` has otherwise than NumPy. */
export const mathFunctions: Readonly<Record<string, PyFunction>> = {
  floor: whole(Math.floor),
  ceil: whole(Math.ceil),
  trunc: whole(Math.trunc),
  factorial: whole((n) => {
    let product = 1;
    for (let k = 2; k <= Math.min(n, 171); k++) product *= k;
    return product;
  }),
  comb: ({ positional: [n, k] }) => int(binomial(numberOr(n, 0), numberOr(k, 0))),
  gcd: ({ positional: [a, b] }) => int(greatestDivisor(numberOr(a, 0), numberOr(b, 0))),
  isqrt: whole((x) => Math.floor(Math.sqrt(x))),
  fsum: ({ positional: [items] }) =>
    num(itemsOf(items).reduce((total, each) => total + numberOr(each, 0), 0)),
  prod: (args) => numpyFunction("prod")?.(args) ?? none,
  hypot: ({ positional }) => num(Math.hypot(...positional.map((each) => numberOr(each, Number.NaN)))),
  dist: ({ positional: [a, b] }) => {
    const [p, q] = [needArray(a, "the point").data, needArray(b, "the point").data];
    return num(Math.hypot(...p.map((x, i) => x - (q[i] ?? 0))));
  },
  log: ({ positional: [value, base] }) => {
    const x = numberOr(value, Number.NaN);
    return num(base ? Math.log(x) / Math.log(numberOr(base, Math.E)) : Math.log(x));
  },
};

const most = 100_000;

const product = (lists: readonly (readonly PyValue[])[]): PyValue[][] => {
  if (lists.reduce((n, { length }) => n * length, 1) > most)
    throw new PyUnknown("it is too large to evaluate here");
  return lists.reduce<PyValue[][]>(
    (all, each) => all.flatMap((made) => each.map((item) => [...made, item])),
    [[]],
  );
};

const combinations = (items: readonly PyValue[], k: number): PyValue[][] =>
  k === 0
    ? [[]]
    : items.flatMap((item, i) => combinations(items.slice(i + 1), k - 1).map((rest) => [item, ...rest]));

/** Functions of the standard library that scripts make their data with. */
export const libraryFunctions = (environment: Environment): Readonly<Record<string, PyFunction>> => ({
  "itertools.product": ({ positional, named }) => {
    const times = numberOr(named.get("repeat"), 1);
    const lists = Array.from({ length: times }, () => positional.map(itemsOf)).flat();
    return list(product(lists).map(tuple));
  },
  "itertools.combinations": ({ positional: [items, k] }) => {
    const all = itemsOf(items);
    if (binomial(all.length, numberOr(k, 2)) > most) throw new PyUnknown("it is too large to evaluate here");
    return list(combinations(all, numberOr(k, 2)).map(tuple));
  },
  "itertools.chain": ({ positional }) => list(positional.flatMap((each) => [...itemsOf(each)])),
  "itertools.chain.from_iterable": ({ positional: [items] }) =>
    list(itemsOf(items).flatMap((each) => [...itemsOf(each)])),
  "itertools.repeat": ({ positional: [item = none, n] }) =>
    list(Array.from({ length: Math.min(most, numberOr(n, most)) }, () => item)),
  "itertools.cycle": ({ positional: [items] }) => {
    const all = itemsOf(items);
    // As far as any loop goes beside it.
    return list(Array.from({ length: all.length === 0 ? 0 : 10_000 }, (_, i) => all[i % all.length] ?? none));
  },
  "itertools.count": (args) => {
    const [start, by] = [numberOr(option(args, "start", 0), 0), numberOr(option(args, "step", 1), 1)];
    return list(Array.from({ length: 10_000 }, (_, i) => int(start + i * by)));
  },
  "itertools.accumulate": ({ positional: [items] }) => {
    let total: PyValue = num(0, "int");
    return list(
      itemsOf(items).map((each) => {
        total = binary("+", total, each);
        return total;
      }),
    );
  },
  "functools.partial": ({ positional: [callee, ...first], named }) => {
    const kept = [...named];
    return fn((args) => {
      if (callee?.kind !== "function") throw new PyUnknown("a function is not evaluated here");
      return callee.call({
        positional: [...first, ...args.positional],
        named: new Map([...kept, ...args.named]),
        written: [...first.map(() => ""), ...args.written],
      });
    });
  },
  "functools.reduce": ({ positional: [callee, items, start] }) => {
    const all = [...itemsOf(items)];
    const first = start ?? all.shift();
    if (!first) throw new PyUnknown("there is nothing to reduce");
    return all.reduce((total, each) => applier(environment)(callee, total, each), first);
  },
  "collections.namedtuple": namedTuple,
  "typing.NamedTuple": namedTuple,
  "collections.OrderedDict": callDict,
  "collections.deque": ({ positional: [items], named }) => {
    if (named.has("maxlen")) throw new PyUnknown("a deque with a limit is not evaluated here");
    return list(items ? [...itemsOf(items)] : []);
  },
  "collections.Counter": ({ positional: [items] }) => {
    const counts = new Map<string, readonly [PyValue, PyValue]>();
    for (const each of items ? itemsOf(items) : []) {
      const key = keyOf(each);
      counts.set(key, [each, int((numberIn(counts.get(key)?.[1]) ?? 0) + 1)]);
    }
    return { kind: "dict", entries: counts };
  },
  "copy.copy": ({ positional: [value = none] }) => copied(value, false),
  "copy.deepcopy": ({ positional: [value = none] }) => copied(value, true),
  "operator.itemgetter": ({ positional: [at] }) =>
    fn(({ positional: [items] }) => itemsOf(items).at(numberOr(at, 0)) ?? none),
  "dataclasses.field": ({ named }) => {
    const make = named.get("default_factory");
    const usual = named.get("default");
    if (usual) return usual;
    throw new PyUnknown(make ? "a field is made anew each time" : "a field has no value");
  },
});

function copied(value: PyValue, isDeep: boolean): PyValue {
  const inner = (each: PyValue): PyValue => (isDeep ? copied(each, true) : each);
  switch (value.kind) {
    case "list":
      return { ...value, items: value.items.map(inner) };
    case "dict":
      return {
        ...value,
        entries: new Map([...value.entries].map(([key, [own, each]]) => [key, [own, inner(each)]])),
      };
    case "array":
      return copyOf(value);
    case "object":
      return {
        ...value,
        attributes: new Map([...value.attributes].map(([key, each]) => [key, inner(each)])),
      };
    default:
      return value;
  }
}

const copyOf = (array: NdArray): NdArray => nd(array.shape, array.data.slice(), array.dtype, array.im);
