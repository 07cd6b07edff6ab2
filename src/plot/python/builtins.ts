import { numpyFunction } from "./numpy.js";
import { formatted } from "./texts.js";
import {
  arrayOf,
  needArray,
  none,
  num,
  numberIn,
  numberOr,
  type PyArguments,
  PyUnknown,
  type PyValue,
  vector,
} from "./values.js";

export const builtins = new Set([
  "range",
  "len",
  "abs",
  "min",
  "max",
  "sum",
  "float",
  "int",
  "round",
  "list",
  "tuple",
  "enumerate",
  "zip",
  "str",
  "sorted",
  "reversed",
  "print",
  "map",
]);

export function callBuiltin(name: string, args: PyArguments): PyValue {
  const { positional } = args;
  const [first] = positional;
  switch (name) {
    case "range": {
      const [a, b, c] = [numberOr(first, 0), positional[1], numberOr(positional[2], 1)];
      const [low, high] = b === undefined ? [0, a] : [a, numberOr(b, 0)];
      const n = Math.max(0, Math.ceil((high - low) / c));
      if (n > 100_000) throw new PyUnknown("it is too large to evaluate here");
      return { kind: "list", items: Array.from({ length: n }, (_, i) => num(low + i * c)) };
    }
    case "len":
      if (first?.kind === "list") return num(first.items.length);
      return num(needArray(first, "the value").shape[0] ?? 0);
    case "enumerate":
      return {
        kind: "list",
        items: itemsOf(first).map((item, i) => ({ kind: "list", items: [num(i), item] })),
      };
    case "zip": {
      const lists = positional.map(itemsOf);
      const n = Math.min(...lists.map(({ length }) => length));
      return {
        kind: "list",
        items: Array.from({ length: n }, (_, i) => ({
          kind: "list",
          items: lists.map((list) => list[i] ?? none),
        })),
      };
    }
    case "list":
    case "tuple":
      return first ? { kind: "list", items: [...itemsOf(first)] } : { kind: "list", items: [] };
    case "reversed":
      return { kind: "list", items: [...itemsOf(first)].reverse() };
    case "float":
    case "int": {
      const value = first?.kind === "text" ? Number(first.text) : numberIn(first);
      if (value === undefined) throw new PyUnknown("the value is not known");
      return num(name === "int" ? Math.trunc(value) : value);
    }
    case "str":
      return { kind: "text", text: first ? formatted(first, "") : "" };
    case "print":
      return none;
    case "min":
    case "max":
    case "sum":
    case "abs":
    case "round": {
      const known = numpyFunction(name);
      const all =
        positional.length > 1 && name !== "round"
          ? { ...args, positional: [vector(positional.map((each) => numberOr(each, Number.NaN)))] }
          : args;
      if (known) return known(all);
    }
  }
  throw new PyUnknown(`${name} is not evaluated here`);
}

/** What a loop goes over. @throws {PyUnknown} */
export function itemsOf(value: PyValue | undefined): readonly PyValue[] {
  if (value?.kind === "list") return value.items;
  if (value?.kind === "unknown") throw new PyUnknown(value.reason);
  const array = arrayOf(value);
  if (!array) throw new PyUnknown("what the loop goes over is not known");
  if (array.shape.length < 2) return [...array.data].map(num);
  const columns = array.shape[1] ?? 1;
  return Array.from({ length: array.shape[0] ?? 0 }, (_, i) =>
    vector(array.data.slice(i * columns, (i + 1) * columns)),
  );
}
