import { EigenvalueDecomposition } from "ml-matrix";
import { elementwise } from "./arithmetic.js";
import { balanced } from "./balance.js";
import { MatlabError, NotKnown } from "./builtin.js";
import type { Complex } from "./complex.js";
import * as complex from "./complex.js";
import { fromMatrix, spendCubic, toMatrix } from "./denseMatrix.js";
import { orderedEigenvalues } from "./eigenvalueOrder.js";
import { identity, leftDivide, times } from "./matrix.js";
import { type ArrayValue, array, scalar, type Value } from "./values.js";

/** Number of rows of a square matrix. @throws {MatlabError} */
export function orderOf(x: ArrayValue, name: string): number {
  const [m = 0, n = 0] = x.size;
  if (x.size.length > 2 || m !== n)
    throw new MatlabError(`${name}: argument must be a square matrix`, "MATLAB:square");
  return n;
}

export const isSymmetric = (x: ArrayValue): boolean => {
  const [n = 0, m = 0] = x.size;
  if (n !== m || x.im) return false;
  const largest = x.re.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  for (let j = 0; j < n; j++)
    for (let i = 0; i < j; i++)
      if (Math.abs((x.re[i + j * n] ?? 0) - (x.re[j + i * n] ?? 0)) > 1e-14 * largest) return false;
  return true;
};

/**
 * Eigenvalues, ascending for a symmetric matrix and otherwise in the order of LAPACK, and unit eigenvectors as columns.
 * @throws {MatlabError} @throws {NotKnown} for complex matrices.
 */
export function eigen(x: ArrayValue): { values: readonly Complex[]; vectors: ArrayValue } {
  const n = orderOf(x, "eig");
  if (x.re.some((each) => !Number.isFinite(each)))
    throw new MatlabError("eig: matrix contains Inf or NaN values; can't compute");
  if (n === 0) return { values: [], vectors: x };
  spendCubic(x);
  const symmetric = isSymmetric(x);
  const triangular = !symmetric && x.re.every((each, at) => each === 0 || at % n <= Math.floor(at / n));
  const { elements, scale } =
    symmetric || triangular ? { elements: x.re, scale: undefined } : balanced(x.re, n);
  const found = new EigenvalueDecomposition(toMatrix(array(x.size, elements, x.im)), {
    assumeSymmetric: symmetric,
  });
  const { realEigenvalues: real, imaginaryEigenvalues: imaginary } = found;
  const from = fromMatrix(found.eigenvectorMatrix);
  if (scale) for (let at = 0; at < n * n; at++) from.re[at] = (from.re[at] ?? 0) * (scale[at % n] ?? 1);
  const values = real.map((each, i): Complex => [each, imaginary[i] ?? 0]);
  if (symmetric || triangular) return { values, vectors: unitColumns(from.re, undefined, n) };
  const re = from.re.slice();
  const im = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    if ((imaginary[j] ?? 0) <= 0) continue;
    // A conjugate pair shares two real columns: u + iv and u − iv.
    for (let i = 0; i < n; i++) {
      const [u, v] = [from.re[i + j * n] ?? 0, from.re[i + (j + 1) * n] ?? 0];
      re[i + j * n] = u;
      re[i + (j + 1) * n] = u;
      im[i + j * n] = v;
      im[i + (j + 1) * n] = -v;
    }
  }
  const vectors = unitColumns(re, im, n);
  const order = matching(values, orderedEigenvalues(elements, n) ?? values);
  const inOrder = (part: Float64Array) =>
    part.map((_, at) => part[(at % n) + n * (order[Math.floor(at / n)] ?? 0)] ?? 0);
  return {
    values: order.map((i) => values[i] ?? [0, 0]),
    vectors: array(vectors.size, inOrder(vectors.re), vectors.im && inOrder(vectors.im)),
  };
}

/** For each of the values in order which of those found is nearest and not yet taken. */
function matching(found: readonly Complex[], ordered: readonly Complex[]): number[] {
  const left = new Set(found.keys());
  return ordered.map(([re, im]) => {
    let [nearest, least] = [0, Number.POSITIVE_INFINITY];
    for (const i of left) {
      const [a, b] = found[i] ?? [0, 0];
      const distance = Math.hypot(a - re, b - im);
      if (distance < least) [nearest, least] = [i, distance];
    }
    left.delete(nearest);
    return nearest;
  });
}

/** Columns of length 1; the largest element of a complex column real, as LAPACK leaves it. */
function unitColumns(re: Float64Array, im: Float64Array | undefined, n: number): ArrayValue {
  for (let j = 0; j < n; j++) {
    let length = 0;
    let at = j * n;
    for (let i = j * n; i < (j + 1) * n; i++) {
      length = Math.hypot(length, re[i] ?? 0, im?.[i] ?? 0);
      if (Math.hypot(re[i] ?? 0, im?.[i] ?? 0) > Math.hypot(re[at] ?? 0, im?.[at] ?? 0) * (1 + 1e-12)) at = i;
    }
    if (length === 0) continue;
    const hasImaginary = im?.subarray(j * n, (j + 1) * n).some((each) => each !== 0);
    const size = Math.hypot(re[at] ?? 0, im?.[at] ?? 0) * length;
    const turn: Complex = hasImaginary ? [(re[at] ?? 0) / size, -(im?.[at] ?? 0) / size] : [1 / length, 0];
    for (let i = j * n; i < (j + 1) * n; i++) {
      const [a, b] = complex.multiply([re[i] ?? 0, im?.[i] ?? 0], turn);
      re[i] = a;
      if (im) im[i] = hasImaginary && i === at ? 0 : b;
    }
  }
  return array([n, n], re, im);
}

/** f(A) = V f(Λ) V⁻¹, for a matrix with a full set of eigenvectors. @throws {NotKnown} */
export function ofEigenvalues(x: ArrayValue, f: (value: Complex) => Complex): ArrayValue {
  const { values, vectors } = eigen(x);
  const n = values.length;
  const re = new Float64Array(n * n);
  const im = new Float64Array(n * n);
  values.forEach((each, i) => {
    const [a, b] = f(each);
    re[i + i * n] = a;
    im[i + i * n] = b;
  });
  const scaled = times(vectors, array([n, n], re, im));
  const result = dividedBy(scaled, vectors);
  if (result.re.some((each) => !Number.isFinite(each)))
    throw new NotKnown("the matrix has no full set of eigenvectors");
  const largest = result.re.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const realEnough =
    !result.im || result.im.every((each) => Math.abs(each) <= 1e-12 * Math.max(largest, 1e-300));
  return realEnough ? array(result.size, result.re) : result;
}

/** `scaled / vectors` */
function dividedBy(scaled: Value, vectors: ArrayValue): ArrayValue {
  const n = vectors.size[0] ?? 0;
  const inverse = leftDivide(vectors, identity(n));
  const result = times(scaled, inverse);
  if (result.kind !== "array") throw new NotKnown("the matrix is not known");
  return result;
}

/** `a ^ b` for a square matrix and a power that is not whole. @throws {NotKnown} */
export function matrixPower(a: ArrayValue, b: number): Value {
  return ofEigenvalues(a, (value) => complex.power(value, [b, 0]));
}

/** e^A by scaling and squaring with a Padé approximant of order 8. */
export function matrixExponential(a: ArrayValue): Value {
  const n = orderOf(a, "expm");
  const norm = a.re.reduce((sum, each, i) => sum + Math.hypot(each, a.im?.[i] ?? 0), 0);
  if (!Number.isFinite(norm)) throw new NotKnown("the matrix has elements that are not finite");
  const squarings = Math.max(0, Math.ceil(Math.log2(Math.max(norm, 1e-300))) + 1);
  const x = elementwise("./", a, scalar(2 ** squarings));
  const order = 8;
  let c = 1;
  let power: Value = identity(n);
  let numerator: Value = identity(n);
  let denominator: Value = identity(n);
  for (let k = 1; k <= order; k++) {
    c = (c * (order - k + 1)) / (k * (2 * order - k + 1));
    power = times(x, power);
    const term = elementwise(".*", power, scalar(c));
    numerator = elementwise("+", numerator, term);
    denominator = elementwise(k % 2 === 0 ? "+" : "-", denominator, term);
  }
  let result = leftDivide(denominator, numerator);
  for (let k = 0; k < squarings; k++) result = times(result, result);
  return result;
}
