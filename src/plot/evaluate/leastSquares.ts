import { fromMatrix, toMatrix } from "./denseMatrix.js";
import { decompose } from "./singularValues.js";
import type { ArrayValue } from "./values.js";

/** Moore–Penrose inverse by singular values; those below `tolerance` count as zero. */
export function pseudoInverse(x: ArrayValue, tolerance?: number): ArrayValue {
  const { u, s, v } = decompose(x);
  const limit = tolerance ?? Math.max(...x.size) * Math.max(0, ...s) * Number.EPSILON;
  const scaled = toMatrix(v);
  for (let j = 0; j < s.length; j++) {
    const value = s[j] ?? 0;
    for (let i = 0; i < scaled.rows; i++) scaled.set(i, j, value > limit ? scaled.get(i, j) / value : 0);
  }
  return fromMatrix(scaled.mmul(toMatrix(u).transpose()));
}

/** The shortest `x` for which `a x − b` is shortest. */
export function leastSquares(a: ArrayValue, b: ArrayValue): ArrayValue {
  return fromMatrix(toMatrix(pseudoInverse(a)).mmul(toMatrix(b)));
}
