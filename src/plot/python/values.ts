import type { RandomValue } from "../evaluate/values.js";

/** A number (no extents), a vector or a matrix, row by row as NumPy has them. */
export interface NdArray {
  readonly kind: "array";
  readonly shape: readonly number[];
  readonly data: Float64Array;
  readonly isBoolean?: boolean;
}

export type PyValue =
  | NdArray
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "list"; readonly items: PyValue[] }
  | { readonly kind: "none" }
  | { readonly kind: "function"; readonly call: PyFunction }
  | { readonly kind: "module"; readonly name: string }
  /** Axes or a figure, by the number that the drawing gave. */
  | { readonly kind: "axes" | "figure"; readonly id: number }
  | { readonly kind: "random"; readonly value: RandomValue; readonly shape: readonly number[] }
  | { readonly kind: "unknown"; readonly reason: string; readonly line: number };

export interface PyArguments {
  readonly positional: readonly PyValue[];
  readonly named: ReadonlyMap<string, PyValue>;
  /** How the positional ones were written. */
  readonly written: readonly string[];
}

export type PyFunction = (args: PyArguments) => PyValue;

/** Thrown where a value cannot be known; the statement goes on with an unknown value. */
export class PyUnknown extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

export const none: PyValue = { kind: "none" };
export const nd = (shape: readonly number[], data: Float64Array, isBoolean = false): NdArray => ({
  kind: "array",
  shape,
  data,
  ...(isBoolean && { isBoolean }),
});
export const num = (value: number): NdArray => nd([], Float64Array.of(value));
export const vector = (values: ArrayLike<number>): NdArray => nd([values.length], Float64Array.from(values));

export const numberIn = (value: PyValue | undefined): number | undefined =>
  value?.kind === "array" && value.data.length === 1 ? value.data[0] : undefined;

/** A number that is given, or the usual one where it is left out. @throws {PyUnknown} where what is given is not known. */
export function numberOr(value: PyValue | undefined, usual: number): number {
  if (value === undefined || value.kind === "none") return usual;
  const number = numberIn(value);
  if (number !== undefined) return number;
  needArray(value, "the number");
  throw new PyUnknown("a number is needed here");
}

/** Lists of numbers, and lists of equal lists of them, as arrays; undefined for anything else. */
export function arrayOf(value: PyValue | undefined): NdArray | undefined {
  if (value?.kind === "array") return value;
  if (value?.kind !== "list") return undefined;
  if (value.items.length === 0) return nd([0], new Float64Array(0));
  const rows = value.items.map(arrayOf);
  const [first] = rows;
  if (first === undefined) return undefined;
  const data: number[] = [];
  for (const row of rows) {
    if (row === undefined || String(row.shape) !== String(first.shape)) return undefined;
    data.push(...row.data);
  }
  return nd([rows.length, ...first.shape], Float64Array.from(data));
}

/** @throws {PyUnknown} */
export function needArray(value: PyValue | undefined, what: string): NdArray {
  const found = arrayOf(value);
  if (found) return found;
  if (value?.kind === "unknown") throw new PyUnknown(value.reason);
  if (value?.kind === "list")
    for (const each of value.items) if (each.kind === "unknown") throw new PyUnknown(each.reason);
  if (value?.kind === "random") throw new PyUnknown("it depends on random numbers");
  throw new PyUnknown(`${what} is not evaluated here`);
}

const mostElements = 1_000_000;

/** @throws {PyUnknown} */
export function sized(n: number): number {
  if (!(n <= mostElements)) throw new PyUnknown("it is too large to evaluate here");
  return Math.max(0, Math.floor(n));
}

/** Element by element with NumPy's broadcasting of up to two dimensions. @throws {PyUnknown} */
export function broadcast(
  a: NdArray,
  b: NdArray,
  op: (x: number, y: number) => number,
  isBoolean = false,
): NdArray {
  if (a.shape.length === 0) {
    const [x = 0] = a.data;
    return nd(
      b.shape,
      b.data.map((y) => op(x, y)),
      isBoolean,
    );
  }
  if (b.shape.length === 0) {
    const [y = 0] = b.data;
    return nd(
      a.shape,
      a.data.map((x) => op(x, y)),
      isBoolean,
    );
  }
  if (String(a.shape) === String(b.shape))
    return nd(
      a.shape,
      a.data.map((x, i) => op(x, b.data[i] ?? 0)),
      isBoolean,
    );
  const extents = (value: NdArray): [number, number] => [value.shape.at(-2) ?? 1, value.shape.at(-1) ?? 1];
  const [ar, ac] = extents(a);
  const [br, bc] = extents(b);
  const [rows, columns] = [Math.max(ar, br), Math.max(ac, bc)];
  if (
    (ar !== rows && ar !== 1) ||
    (br !== rows && br !== 1) ||
    (ac !== columns && ac !== 1) ||
    (bc !== columns && bc !== 1)
  ) {
    throw new PyUnknown("the shapes do not fit");
  }
  const data = new Float64Array(sized(rows * columns));
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const x = a.data[(ar === 1 ? 0 : i) * ac + (ac === 1 ? 0 : j)] ?? 0;
      const y = b.data[(br === 1 ? 0 : i) * bc + (bc === 1 ? 0 : j)] ?? 0;
      data[i * columns + j] = op(x, y);
    }
  return nd([rows, columns], data, isBoolean);
}
