import { MatlabError } from "./builtin.js";
import type { ArrayClass, ArrayValue, IntegerClass } from "./values.js";

const bounds: Readonly<Record<IntegerClass, readonly [number, number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
  int32: [-2147483648, 2147483647],
  uint32: [0, 4294967295],
  int64: [-(2 ** 63), 2 ** 63],
  uint64: [0, 2 ** 64],
};

export const isIntegerClass = (name: string): name is IntegerClass => name in bounds;

/** Half away from zero, as MATLAB rounds. */
export const roundHalfAway = (x: number): number => {
  if (Math.abs(x) >= 2 ** 52) return x;
  const down = Math.trunc(x);
  return Math.abs(x - down) >= 0.5 ? down + Math.sign(x) : down;
};

/** `x` as a member of the class: saturated and rounded, or in single precision. */
export function fitted(x: number, type: ArrayClass): number {
  if (type === "single") return Math.fround(x);
  if (!isIntegerClass(type)) return x;
  if (Number.isNaN(x)) return 0;
  const [low, high] = bounds[type];
  return Math.min(high, Math.max(low, roundHalfAway(x)));
}

/** Fits all of `values`, in place. */
export function fitAll(values: Float64Array, type: ArrayClass): Float64Array {
  if (type === "double" || type === "logical" || type === "char") return values;
  for (let i = 0; i < values.length; i++) values[i] = fitted(values[i] ?? 0, type);
  return values;
}

/** Class of what arithmetic on `a` and `b` gives. @throws {MatlabError} */
export function arithmeticClass(a: ArrayValue, b: ArrayValue): ArrayClass {
  if (a.class === "double" && b.class === "double") return "double";
  const aInteger = isIntegerClass(a.class);
  const bInteger = isIntegerClass(b.class);
  if (aInteger && bInteger && a.class !== b.class)
    throw new MatlabError(
      "Integers can only be combined with integers of the same class, or scalar doubles.",
    );
  if (aInteger) return a.class;
  if (bInteger) return b.class;
  return a.class === "single" || b.class === "single" ? "single" : "double";
}

/** Class of an array that holds both: of `[a, b]`. */
export function joinedClass(a: ArrayClass, b: ArrayClass): ArrayClass {
  if (a === b) return a;
  if (a === "char" || b === "char") return "char";
  if (isIntegerClass(a)) return a;
  if (isIntegerClass(b)) return b;
  if (a === "single" || b === "single") return "single";
  return "double";
}
