import { MatlabError } from "./builtin.js";
import { type Size, sameSize } from "./values.js";

/** The size that `a` and `b` expand to; undefined where they do not fit. */
export function expandedSize(a: Size, b: Size): Size | undefined {
  if (sameSize(a, b)) return a;
  const n = Math.max(a.length, b.length);
  const size: number[] = [];
  for (let i = 0; i < n; i++) {
    const x = a[i] ?? 1;
    const y = b[i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return undefined;
    size.push(x === 1 ? y : x);
  }
  return size;
}

/** @throws {MatlabError} */
export function commonSize(operation: string, a: Size, b: Size): Size {
  const size = expandedSize(a, b);
  if (!size) {
    const [x, y] = [a.join("x"), b.join("x")];
    throw new MatlabError(
      `operator ${operation}: nonconformant arguments (op1 is ${x}, op2 is ${y})`,
      "MATLAB:sizeDimensionsMustMatch",
    );
  }
  return size;
}

/** For each element of `size`, the index of the element of an array of size `of` that expands to it. */
export function expandedIndex(of: Size, size: Size, total: number): Int32Array {
  const index = new Int32Array(total);
  const strides: number[] = [];
  let stride = 1;
  for (let d = 0; d < size.length; d++) {
    const n = of[d] ?? 1;
    strides.push(n === 1 ? 0 : stride);
    stride *= n;
  }
  const at = new Array<number>(size.length).fill(0);
  let here = 0;
  for (let i = 0; i < total; i++) {
    index[i] = here;
    for (let d = 0; d < size.length; d++) {
      const k = (at[d] ?? 0) + 1;
      const step = strides[d] ?? 0;
      if (k < (size[d] ?? 1)) {
        at[d] = k;
        here += step;
        break;
      }
      at[d] = 0;
      here -= step * (k - 1);
    }
  }
  return index;
}
