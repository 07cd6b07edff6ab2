import { array, type Value } from "./values.js";

/**
 * Rounding otherwise, as another processor, library or order of summation would: what a program then draws otherwise is
 * decided by rounding errors (Monte Carlo arithmetic: Parker, Pierce & Eggert, Computing in Science & Engineering 2(4), 2000).
 * `+ - .* ./` and `sqrt` round the same everywhere (IEEE 754) and are left alone.
 */

/** Elementary functions, whose last bit differs from library to library. */
const elementary = new Set(
  "sin cos tan sec csc cot asin acos atan atan2 sinh cosh tanh asinh acosh atanh sind cosd tand exp expm1 log log2 log10 log1p power realpow nthroot gamma gammaln beta erf erfc besselj bessely besseli besselk sinc cospi sinpi".split(
    " ",
  ),
);

/** Sums and products, whose order is free, and recursions over many values. */
const sums = new Set(
  "sum mean var std median dot norm trapz cumtrapz cumsum prod cumprod mtimes conv conv2 filter filter2 polyval polyder interp1 interp2 kron cross corr corrcoef cov xcorr".split(
    " ",
  ),
);

/** What solves equations: no bit of the matrix is safe. */
const solvers = new Set(
  "inv pinv det cond rcond rank eig svd null orth expm logm sqrtm mldivide mrdivide mpower polyfit roots poly lu chol qr lsqr fzero fminsearch ode45 ode23 quad quadl quadgk integral".split(
    " ",
  ),
);

const transforms = new Set("fft ifft fft2 ifft2 fftshift dct idct hilbert".split(" "));

const words = new DataView(new ArrayBuffer(8));

/** −1, 0 or 1, the same for values that differ in nothing but their sign: what is equal stays equal. */
function direction(value: number): number {
  words.setFloat64(0, Math.abs(value));
  const hash = Math.imul(words.getInt32(0) ^ Math.imul(words.getInt32(4), 0x85ebca6b), 0x9e3779b1);
  return ((hash >>> 16) % 3) - 1;
}

/** Short binary fractions come out of most libraries as they are. */
const isExact = (value: number): boolean => Number.isInteger(value * 1024);

const nudged = (value: number): number =>
  Number.isFinite(value) ? value + value * direction(value) * Number.EPSILON : value;

/** With its last bit otherwise, unless it is a short binary fraction. */
export const nudgedUnlessExact = (value: number): number => (isExact(value) ? value : nudged(value));

function mapped(x: Value, f: (value: number) => number): Value {
  if (x.kind !== "array" || (x.class !== "double" && x.class !== "single")) return x;
  return array(x.size, x.re.map(f), x.im?.map(f), x.class);
}

/** By an amount that belongs to the largest element, as the error of a transform does. */
function shaken(x: Value): Value {
  if (x.kind !== "array") return x;
  let largest = 0;
  for (const part of [x.re, x.im])
    for (const value of part ?? []) largest = Math.max(largest, Math.abs(value));
  return mapped(x, (value) =>
    isExact(value) ? value : value + largest * Number.EPSILON * direction(value + largest),
  );
}

/** Singular vectors and eigenvectors are free in their signs. */
const turned = (x: Value): Value => mapped(x, (value) => (value === 0 ? value : -value));

/** The arguments of the function of a name, as they might have been rounded. */
export function argumentsOtherwise(name: string, args: readonly Value[]): readonly Value[] {
  if (solvers.has(name)) return args.map((each) => mapped(each, nudged));
  return sums.has(name) ? args.map((each) => mapped(each, nudgedUnlessExact)) : args;
}

/** Its results, as they might have been rounded. */
export function resultsOtherwise(name: string, results: readonly Value[]): readonly Value[] {
  if (elementary.has(name)) return results.map((each) => mapped(each, nudgedUnlessExact));
  if (transforms.has(name)) return results.map(shaken);
  if (name === "svd" && results.length > 2) return results.map((each, i) => (i === 1 ? each : turned(each)));
  if (name === "eig" && results.length > 1) return results.map((each, i) => (i === 0 ? turned(each) : each));
  return results;
}

const operatorNames: Readonly<Record<string, string>> = {
  "*": "mtimes",
  "/": "mrdivide",
  "\\": "mldivide",
  "^": "mpower",
  ".^": "power",
};

/** `left OP right` as it might have been rounded; `apply` computes it. */
export function operationOtherwise(
  operator: string,
  left: Value,
  right: Value,
  apply: (left: Value, right: Value) => Value,
): Value {
  const isScalar = [left, right].some((x) => x.kind === "array" && x.re.length === 1);
  const name = operatorNames[operator];
  if (name === undefined || (isScalar && operator !== ".^" && operator !== "^")) return apply(left, right);
  const [a = left, b = right] = argumentsOtherwise(isScalar ? "power" : name, [left, right]);
  const [result = left] = resultsOtherwise(isScalar ? "power" : name, [apply(a, b)]);
  return result;
}
