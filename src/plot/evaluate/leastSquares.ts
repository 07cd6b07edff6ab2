import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { NotKnown } from "./builtin.js";
import { spend } from "./limits.js";
import { type ArrayValue, array } from "./values.js";

/** A copy for ml-matrix, row by row. @throws {NotKnown} for complex numbers, which it does not have. */
export function toMatrix(x: ArrayValue): Matrix {
  if (x.im) throw new NotKnown("a decomposition of a complex matrix is not computed here");
  const [m = 0, n = 0] = x.size;
  const result = new Matrix(m, n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) result.set(i, j, x.re[i + j * m] ?? 0);
  return result;
}

export function fromMatrix(x: Matrix): ArrayValue {
  const re = new Float64Array(x.rows * x.columns);
  for (let i = 0; i < x.rows; i++) for (let j = 0; j < x.columns; j++) re[i + j * x.rows] = x.get(i, j);
  return array([x.rows, x.columns], re);
}

/** Multiplications beyond which a matrix is not decomposed. */
export const cubicLimit = 3e7;

/** Says before a decomposition of cubic cost what it will cost. */
export function spendCubic(x: ArrayValue): void {
  const [m = 0, n = 0] = x.size;
  const cost = m * n * Math.min(m, n);
  if (cost > cubicLimit) throw new NotKnown("the matrix is too large to decompose here");
  spend(cost >> 1);
}

/** The singular values, largest first, and the vectors, as few of them as there are values. */
export function decompose(x: ArrayValue): { u: Matrix; s: number[]; v: Matrix } {
  spendCubic(x);
  const svd = new SingularValueDecomposition(toMatrix(x), { autoTranspose: true });
  return { u: svd.leftSingularVectors, s: svd.diagonal, v: svd.rightSingularVectors };
}

/** Moore–Penrose inverse by singular values; those below `tolerance` count as zero. */
export function pseudoInverse(x: ArrayValue, tolerance?: number): ArrayValue {
  const { u, s, v } = decompose(x);
  const limit = tolerance ?? Math.max(...x.size) * Math.max(0, ...s) * Number.EPSILON;
  const scaled = v.clone();
  for (let j = 0; j < s.length; j++) {
    const value = s[j] ?? 0;
    for (let i = 0; i < scaled.rows; i++) scaled.set(i, j, value > limit ? scaled.get(i, j) / value : 0);
  }
  return fromMatrix(scaled.mmul(u.transpose()));
}

/** The shortest `x` for which `a x − b` is shortest. */
export function leastSquares(a: ArrayValue, b: ArrayValue): ArrayValue {
  return fromMatrix(toMatrix(pseudoInverse(a)).mmul(toMatrix(b)));
}
