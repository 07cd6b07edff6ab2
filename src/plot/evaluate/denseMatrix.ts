import { Matrix } from "ml-matrix";
import { NotKnown } from "./builtin.js";
import { isAffordable, spend } from "./limits.js";
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

/** Said of a matrix whose decomposition would take longer than there is time. */
export const tooLargeToDecompose = "the matrix is too large to decompose here";

/** Half the multiplications of a decomposition of cubic cost. */
export const cubicCost = ([m = 0, n = 0]: readonly number[]): number => (m * n * Math.min(m, n)) >> 1;

/** Says before a decomposition of cubic cost what it will cost. @throws {NotKnown} where there is no time for it. */
export function spendCubic(x: ArrayValue): void {
  const cost = cubicCost(x.size);
  if (!isAffordable(cost)) throw new NotKnown(tooLargeToDecompose);
  spend(cost);
}
