import { SingularValueDecomposition } from "ml-matrix";
import { fromMatrix, spendCubic, toMatrix } from "./denseMatrix.js";
import { allocate, spend } from "./limits.js";
import { type ArrayValue, array } from "./values.js";

/** Householder vectors below the diagonal of R, with their factors; as LAPACK's geqrf leaves them. */
interface Reflectors {
  readonly packed: Float64Array;
  readonly factors: Float64Array;
  readonly m: number;
  readonly n: number;
}

/** The elementary reflectors of a matrix with at least as many rows as columns. */
function reflectors(x: ArrayValue): Reflectors {
  const [m = 0, n = 0] = x.size;
  const packed = x.re.slice();
  const factors = new Float64Array(n);
  spend((m * n * n) >> 1);
  for (let k = 0; k < n; k++) {
    const from = k * m;
    let norm = 0;
    for (let i = k; i < m; i++) norm = Math.hypot(norm, packed[from + i] ?? 0);
    const head = packed[from + k] ?? 0;
    if (norm === 0 || norm === Math.abs(head)) continue;
    const beta = head > 0 ? -norm : norm;
    factors[k] = (beta - head) / beta;
    for (let i = k + 1; i < m; i++) packed[from + i] = (packed[from + i] ?? 0) / (head - beta);
    packed[from + k] = beta;
    for (let j = k + 1; j < n; j++) reflect(packed, from, packed, j * m, k, m, factors[k] ?? 0);
  }
  return { packed, factors, m, n };
}

/** Applies the reflector whose vector begins with 1 in row `k` to one column. */
function reflect(
  vectors: Float64Array,
  vector: number,
  columns: Float64Array,
  column: number,
  k: number,
  m: number,
  factor: number,
): void {
  let sum = columns[column + k] ?? 0;
  for (let i = k + 1; i < m; i++) sum += (vectors[vector + i] ?? 0) * (columns[column + i] ?? 0);
  sum *= factor;
  columns[column + k] = (columns[column + k] ?? 0) - sum;
  for (let i = k + 1; i < m; i++)
    columns[column + i] = (columns[column + i] ?? 0) - (vectors[vector + i] ?? 0) * sum;
}

/** The first `columns` columns of the orthogonal factor. */
function orthogonal({ packed, factors, m, n }: Reflectors, columns: number): ArrayValue {
  const q = allocate(m * columns);
  spend((m * n * columns) >> 1);
  for (let j = 0; j < columns; j++) {
    q[j + j * m] = 1;
    for (let k = Math.min(n - 1, j); k >= 0; k--) reflect(packed, k * m, q, j * m, k, m, factors[k] ?? 0);
  }
  return array([m, columns], q);
}

function upper({ packed, m, n }: Reflectors): ArrayValue {
  const r = new Float64Array(n * n);
  for (let j = 0; j < n; j++) for (let i = 0; i <= j; i++) r[i + j * n] = packed[i + j * m] ?? 0;
  return array([n, n], r);
}

/** `[Q, R] = qr(x)` of a matrix with at least as many rows as columns; all columns of Q, or as many as R has rows. */
export function orthogonalFactors(x: ArrayValue, economy: boolean): { q: ArrayValue; r: ArrayValue } {
  const [m = 0, n = 0] = x.size;
  spendCubic(x);
  const found = reflectors(x);
  const r = upper(found);
  if (economy) return { q: orthogonal(found, n), r };
  const tall = allocate(m * n);
  for (let j = 0; j < n; j++) tall.set(r.re.subarray(j * n, (j + 1) * n), j * m);
  return { q: orthogonal(found, m), r: array([m, n], tall) };
}

interface Factors {
  readonly u: ArrayValue;
  readonly s: readonly number[];
  readonly v: ArrayValue;
}

/**
 * Singular values, largest first, and vectors, as few of them as there are values. A matrix that is much longer than
 * wide is reduced to its triangular factor first, as LAPACK's gesvd does: this is faster, and gives the vectors, which
 * are free in sign, the signs that MATLAB shows.
 */
export function decompose(x: ArrayValue): Factors {
  spendCubic(x);
  const [m = 0, n = 0] = x.size;
  if (m >= longEnough * n && n > 0) {
    const found = reflectors(x);
    const { u, s, v } = direct(upper(found));
    return { u: fromMatrix(toMatrix(orthogonal(found, n)).mmul(toMatrix(u))), s, v };
  }
  return direct(x);
}

/** Rows a column from which gesvd starts with the triangular factor. */
const longEnough = 1.6;

function direct(x: ArrayValue): Factors {
  const found = new SingularValueDecomposition(toMatrix(x), { autoTranspose: true });
  return {
    u: fromMatrix(found.leftSingularVectors),
    s: found.diagonal,
    v: fromMatrix(found.rightSingularVectors),
  };
}

/** All `m` left singular vectors of a long matrix: those beyond the singular values complete the basis. */
export function completed(x: ArrayValue, u: ArrayValue): ArrayValue {
  const [m = 0, n = 0] = x.size;
  const { q } = orthogonalFactors(x, false);
  const re = q.re;
  re.set(u.re.subarray(0, m * n));
  return array([m, m], re);
}
