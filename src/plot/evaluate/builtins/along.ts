import { allocate, spend } from "../limits.js";
import { type ArrayClass, type ArrayValue, array, count, normalSize, type Size } from "../values.js";

/** How the elements along a dimension lie: `blocks` groups of `inner` interleaved lines of `n` elements. */
function linesAlong(size: Size, dimension: number): { inner: number; n: number; blocks: number } {
  let inner = 1;
  for (let d = 0; d < dimension; d++) inner *= size[d] ?? 1;
  const n = size[dimension] ?? 1;
  const total = count(size);
  let blocks = 1;
  for (let d = dimension + 1; d < size.length; d++) blocks *= size[d] ?? 1;
  return { inner, n, blocks: total === 0 && n !== 0 ? 0 : blocks };
}

export const withLength = (size: Size, dimension: number, n: number): Size => {
  const result = [...size];
  while (result.length <= dimension) result.push(1);
  result[dimension] = n;
  return normalSize(result);
};

/** Calls `visit` with each line along the dimension: where it starts, how far its elements are apart, and its number. */
export function eachLine(
  size: Size,
  dimension: number,
  visit: (start: number, stride: number, n: number, line: number) => void,
): void {
  const { inner, n, blocks } = linesAlong(size, dimension);
  let line = 0;
  for (let b = 0; b < blocks; b++) for (let i = 0; i < inner; i++) visit(b * inner * n + i, inner, n, line++);
}

/** One number from each line of a real array. */
export function reduce(
  x: ArrayValue,
  dimension: number,
  f: (line: Float64Array) => number,
  type: ArrayClass = "double",
): ArrayValue {
  const size = withLength(x.size, dimension, 1);
  const re = allocate(count(size));
  spend(x.re.length);
  const buffer = new Float64Array(x.size[dimension] ?? 1);
  eachLine(x.size, dimension, (start, stride, n, line) => {
    for (let i = 0; i < n; i++) buffer[i] = x.re[start + i * stride] ?? 0;
    re[line] = f(buffer);
  });
  return array(size, re, undefined, type);
}

/** Each line of a real array replaced by another of `length` elements. */
export function transform(
  x: ArrayValue,
  dimension: number,
  length: number,
  f: (
    line: Float64Array,
    imaginary: Float64Array | undefined,
  ) => { re: ArrayLike<number>; im?: ArrayLike<number> | undefined },
): ArrayValue {
  const size = withLength(x.size, dimension, length);
  const re = allocate(count(size));
  spend(x.re.length);
  let im: Float64Array | undefined;
  const { inner } = linesAlong(x.size, dimension);
  eachLine(x.size, dimension, (start, stride, n, line) => {
    const from = new Float64Array(n);
    for (let i = 0; i < n; i++) from[i] = x.re[start + i * stride] ?? 0;
    let imaginary: Float64Array | undefined;
    if (x.im) {
      imaginary = new Float64Array(n);
      for (let i = 0; i < n; i++) imaginary[i] = x.im[start + i * stride] ?? 0;
    }
    const to = f(from, imaginary);
    const first = Math.floor(line / inner) * inner * length + (line % inner);
    for (let i = 0; i < length; i++) re[first + i * stride] = to.re[i] ?? 0;
    if (to.im) {
      im ??= allocate(re.length);
      for (let i = 0; i < length; i++) im[first + i * stride] = to.im[i] ?? 0;
    }
  });
  return array(size, re, im);
}
