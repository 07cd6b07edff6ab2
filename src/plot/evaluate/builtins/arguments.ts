import { type Builtin, MatlabError, NotKnown } from "../builtin.js";
import { reserve } from "../limits.js";
import { doubtOf } from "../uncertain.js";
import {
  type ArrayValue,
  classOf,
  numberOf,
  type Size,
  sizeOf,
  text,
  textOf,
  type Value,
} from "../values.js";

/** A table of functions by name. */
export type Builtins = Readonly<Record<string, Builtin>>;

/** The argument in place `i` as numbers. @throws {MatlabError} @throws {NotKnown} */
export function arrayAt(args: readonly Value[], i: number): ArrayValue {
  const value = args[i];
  if (!value) throw new MatlabError("Invalid call: not enough input arguments", "MATLAB:minrhs");
  if (value.kind === "array") return value;
  if (value.kind === "string") {
    const written = textOf(value);
    if (written !== undefined) return text(written);
  }
  const doubt = doubtOf(value);
  if (doubt) throw new NotKnown(doubt.reason);
  throw new MatlabError(`wrong type argument '${classOf(value)}'`, "MATLAB:UndefinedFunction");
}

/** Like `arrayAt`, but real. @throws {NotKnown} for complex numbers. */
export function realAt(args: readonly Value[], i: number): ArrayValue {
  const value = arrayAt(args, i);
  if (value.im) throw new NotKnown("complex numbers are not handled here by this function");
  return value;
}

/** The scalar in place `i`. @throws {MatlabError} @throws {NotKnown} */
export function numberAt(args: readonly Value[], i: number, standard?: number): number {
  const value = args[i];
  if (!value && standard !== undefined) return standard;
  const number = numberOf(arrayAt(args, i)) ?? arrayAt(args, i).re[0];
  if (number === undefined) throw new MatlabError("a number is expected here");
  return number;
}

/** A number of elements that are about to be made. @throws {MatlabError} @throws {NotKnown} where they are too many. */
export function lengthAt(args: readonly Value[], i: number): number {
  const n = Math.max(0, Math.floor(numberAt(args, i)));
  reserve(n);
  return n;
}

/** The text in place `i`. @throws {MatlabError} */
export function textAt(args: readonly Value[], i: number): string {
  const value = args[i];
  const written = textOf(value);
  if (written !== undefined) return written;
  const doubt = value && doubtOf(value);
  if (doubt) throw new NotKnown(doubt.reason);
  throw new MatlabError("argument must be a string");
}

export const isVector = (size: Size): boolean => size.length === 2 && (size[0] === 1 || size[1] === 1);

/** The first dimension that is not 1, counted from 0. */
export function firstDimension(size: Size): number {
  const found = size.findIndex((each) => each !== 1);
  return found < 0 ? 0 : found;
}

/** The dimension given in place `i`, counted from 0, or the first that is not 1. @throws {MatlabError} */
export function dimensionAt(args: readonly Value[], i: number, size: Size): number {
  const value = args[i];
  if (!value || (value.kind === "array" && value.re.length === 0)) return firstDimension(size);
  const dimension = numberAt(args, i);
  if (!(dimension >= 1) || !Number.isInteger(dimension))
    throw new MatlabError("DIM must be a valid dimension");
  return dimension - 1;
}

/** The size that `zeros(…)` and its like are asked for; class names and the like at the end are left out. @throws {MatlabError} */
export function sizeFrom(args: readonly Value[]): Size {
  const end = args.findIndex((each) => textOf(each) !== undefined);
  const numbers = end < 0 ? args : args.slice(0, end);
  const whole = (n: number): number => {
    if (Number.isNaN(n)) throw new MatlabError("NaN is no size");
    return Math.max(0, Math.trunc(n));
  };
  if (numbers.length === 0) return [1, 1];
  if (numbers.length > 1) {
    const sizes = numbers.map((_, i) => whole(numberAt(numbers, i)));
    while (sizes.length > 2 && sizes.at(-1) === 1) sizes.pop();
    return sizes;
  }
  const { re } = arrayAt(numbers, 0);
  if (re.length === 1) return [whole(re[0] ?? 0), whole(re[0] ?? 0)];
  const sizes = Array.from(re, whole);
  while (sizes.length > 2 && sizes.at(-1) === 1) sizes.pop();
  return sizes;
}

/** Options at the end, `'Name', value, …`, by lower-case name. */
export function optionsFrom(args: readonly Value[], from: number): ReadonlyMap<string, Value> {
  const options = new Map<string, Value>();
  for (let i = from; i < args.length; i++) {
    const name = textOf(args[i]);
    const value = args[i + 1];
    if (name !== undefined && value) {
      options.set(name.toLowerCase(), value);
      i++;
    }
  }
  return options;
}

/** What came first: `sizeOf` of the first argument. */
export const sizeOfFirst = (args: readonly Value[]): Size | undefined => args[0] && sizeOf(args[0]);

/** Is it `[]`, which stands for the usual value? */
export const emptyList = (x: Value | undefined): boolean => x?.kind === "array" && x.re.length === 0;
