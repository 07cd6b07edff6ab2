import { LuDecomposition } from "ml-matrix";
import { mapReal } from "../arithmetic.js";
import { type CallContext, MatlabError, NotKnown } from "../builtin.js";
import type { Complex } from "../complex.js";
import * as complex from "../complex.js";
import { cubicCost, fromMatrix, spendCubic, toMatrix, tooLargeToDecompose } from "../denseMatrix.js";
import { pseudoInverse } from "../leastSquares.js";
import { allocate, isAffordable } from "../limits.js";
import { inverse, times, transpose } from "../matrix.js";
import { eigen, isSymmetric, matrixExponential, ofEigenvalues, orderOf } from "../matrixFunctions.js";
import { completed, decompose, orthogonalFactors } from "../singularValues.js";
import { type ArrayValue, array, column, type Size, scalar, textOf, unknown, type Value } from "../values.js";
import { arrayAt, type Builtins, isVector, numberAt, realAt, textAt } from "./arguments.js";
import { total } from "./reductions.js";

const complexColumn = (values: readonly Complex[]): ArrayValue =>
  array(
    [values.length, 1],
    Float64Array.from(values, (each) => each[0]),
    Float64Array.from(values, (each) => each[1]),
  );

function diagonal(values: readonly Complex[], rows = values.length, columns = rows): ArrayValue {
  const re = allocate(rows * columns);
  const im = allocate(rows * columns);
  values.forEach((each, i) => {
    re[i + i * rows] = each[0];
    im[i + i * rows] = each[1];
  });
  return array([rows, columns], re, im);
}

function eig(args: readonly Value[], outputs: number): readonly Value[] {
  const a = arrayAt(args, 0);
  if (args[1] && textOf(args[1]) === undefined) {
    const b = arrayAt(args, 1);
    const product = times(inverse(b), a);
    return eig([product], outputs);
  }
  const { values, vectors } = eigen(a);
  return outputs > 1 ? [vectors, diagonal(values)] : [complexColumn(values)];
}

/** `svd(x)`, with vectors `svd(x)` in full or `svd(x, "econ")`; of a matrix that is too large the sizes only. */
function svd(args: readonly Value[], outputs: number, { line }: CallContext): readonly Value[] {
  const x = realAt(args, 0);
  if (x.re.some((each) => !Number.isFinite(each)))
    throw new MatlabError("svd: cannot take SVD of matrix containing Inf or NaN values");
  const [m = 0, n = 0] = x.size;
  const k = Math.min(m, n);
  const whole = !args[1];
  const unknownPart = (reason: string, size: Size): Value => unknown(reason, line, size);
  if (!isAffordable(cubicCost(x.size))) {
    const sizes = whole
      ? [[m, m], x.size, [n, n]]
      : [
          [m, k],
          [k, k],
          [n, k],
        ];
    return (outputs <= 1 ? [[k, 1]] : sizes).map((size) => unknownPart(tooLargeToDecompose, size));
  }
  const { u, s, v } = decompose(x);
  if (outputs <= 1) return [column(s.slice(0, k))];
  const cut = (y: ArrayValue): ArrayValue => array([y.size[0] ?? 0, k], y.re.slice(0, (y.size[0] ?? 0) * k));
  const values = s.slice(0, k).map((each): Complex => [each, 0]);
  if (!whole || m === n) return [cut(u), diagonal(values), cut(v)];
  const full = (of: ArrayValue, from: ArrayValue): Value => {
    const [rows = 0, columns = 0] = from.size;
    if (rows * rows <= fullLimit) return completed(from, cut(of));
    return unknownPart(`a basis of ${rows} vectors of which ${columns} are determined is not computed here`, [
      rows,
      rows,
    ]);
  };
  return m > n
    ? [full(u, x), diagonal(values, m, n), cut(v)]
    : [cut(u), diagonal(values, m, n), full(v, transpose(x, false) as ArrayValue)];
}

/** Elements of a full basis beyond which it is not made: so long a matrix is decomposed for its first vectors. */
const fullLimit = 2.5e5;

function norm(args: readonly Value[]): Value {
  const x = arrayAt(args, 0);
  const sizes = x.re.map((each, i) => Math.hypot(each, x.im?.[i] ?? 0));
  const named = textOf(args[1]);
  const p = named === undefined ? numberAt(args, 1, 2) : /^inf$/i.test(named) ? Number.POSITIVE_INFINITY : 2;
  if (sizes.length === 0) return scalar(0);
  const largest = (values: Iterable<number>): number => Math.max(...values);
  if (isVector(x.size) || named === "fro") {
    if (p === Number.POSITIVE_INFINITY) return scalar(largest(sizes));
    if (p === Number.NEGATIVE_INFINITY) return scalar(Math.min(...sizes));
    if (p === 0) return scalar(sizes.filter((each) => each !== 0).length);
    if (p === 1) return scalar(total(sizes));
    const scale = largest(sizes) || 1;
    return scalar(scale * total(sizes.map((each) => (each / scale) ** p)) ** (1 / p));
  }
  const [m = 0, n = 0] = x.size;
  if (p === 1)
    return scalar(largest(Array.from({ length: n }, (_, j) => total(sizes.subarray(j * m, (j + 1) * m)))));
  if (p === Number.POSITIVE_INFINITY)
    return scalar(
      largest(Array.from({ length: m }, (_, i) => total(sizes.filter((_each, at) => at % m === i)))),
    );
  if (x.im) throw new NotKnown("the norm of a complex matrix is not computed here");
  return scalar(decompose(x).s[0] ?? 0);
}

function determinant(args: readonly Value[]): Value {
  const x = arrayAt(args, 0);
  const n = orderOf(x, "det");
  if (n === 0) return scalar(1);
  if (x.im) throw new NotKnown("the determinant of a complex matrix is not computed here");
  spendCubic(x);
  return scalar(new LuDecomposition(toMatrix(x)).determinant);
}

function lu(args: readonly Value[], outputs: number): readonly Value[] {
  const x = realAt(args, 0);
  spendCubic(x);
  const found = new LuDecomposition(toMatrix(x));
  const [m = 0] = x.size;
  const p = found.pivotPermutationVector;
  const permutation = array([m, m], allocate(m * m));
  p.forEach((from, i) => {
    permutation.re[i + from * m] = 1;
  });
  const lower = fromMatrix(found.lowerTriangularMatrix);
  const upper = fromMatrix(found.upperTriangularMatrix);
  return outputs > 2 ? [lower, upper, permutation] : [times(transpose(permutation, false), lower), upper];
}

function qr(args: readonly Value[], outputs: number): readonly Value[] {
  const x = realAt(args, 0);
  const [m = 0, n = 0] = x.size;
  if (m < n || outputs > 2) throw new NotKnown("this form of qr is not computed here");
  const { q, r } = orthogonalFactors(x, args[1] !== undefined);
  return outputs > 1 ? [q, r] : [r];
}

/** `[R, p] = chol(A)` from the upper triangle alone; with `'lower'` from the lower one. */
function chol(args: readonly Value[], outputs: number): readonly Value[] {
  const x = realAt(args, 0);
  const n = orderOf(x, "chol");
  spendCubic(x);
  const isLower = textOf(args[1]) === "lower";
  const r = new Float64Array(n * n);
  let done = 0;
  for (; done < n; done++) {
    for (let i = 0; i <= done; i++) {
      let rest = x.re[isLower ? done + i * n : i + done * n] ?? 0;
      for (let k = 0; k < i; k++) rest -= (r[k + i * n] ?? 0) * (r[k + done * n] ?? 0);
      r[i + done * n] = i < done ? rest / (r[i + i * n] ?? 1) : Math.sqrt(rest);
    }
    if (!((r[done + done * n] ?? 0) > 0)) break;
  }
  if (done < n && outputs < 2) throw new MatlabError("chol: input matrix must be positive definite");
  const upper = array(
    [done, done],
    Float64Array.from({ length: done * done }, (_, at) => r[(at % done) + Math.floor(at / done) * n] ?? 0),
  );
  return [isLower ? transpose(upper, false) : upper, scalar(done < n ? done + 1 : 0)];
}

function rank(x: ArrayValue, tolerance?: number): number {
  if (x.re.length === 0) return 0;
  const { s } = decompose(x);
  const limit = tolerance ?? Math.max(...x.size) * (s[0] ?? 0) * Number.EPSILON;
  return s.filter((each) => each > limit).length;
}

function cross(args: readonly Value[]): Value {
  const [a, b] = [realAt(args, 0), realAt(args, 1)];
  if (a.re.length % 3 !== 0 || a.re.length !== b.re.length)
    throw new MatlabError("cross: both X and Y must have 3 elements");
  const byRows = a.size[0] !== 3;
  const n = a.re.length / 3;
  const [step, group] = byRows && a.re.length > 3 ? [n, 1] : [1, 3];
  const re = new Float64Array(a.re.length);
  for (let k = 0; k < n; k++)
    for (let i = 0; i < 3; i++) {
      const at = (d: number): number => k * group + (d % 3) * step;
      re[at(i)] =
        (a.re[at(i + 1)] ?? 0) * (b.re[at(i + 2)] ?? 0) - (a.re[at(i + 2)] ?? 0) * (b.re[at(i + 1)] ?? 0);
    }
  return array(a.size, re);
}

/** Orthonormal columns of `u` or `v` for the singular values that the test takes. */
function basis(x: ArrayValue, of: "null" | "orth"): Value {
  const { u, s, v } = decompose(x);
  const limit = Math.max(...x.size) * (s[0] ?? 0) * Number.EPSILON;
  const from = of === "orth" ? u : v;
  const [rows = 0] = from.size;
  const n = x.size[1] ?? 0;
  if (of === "null" && s.length < n)
    throw new NotKnown("the null space of a wide matrix is not computed here");
  const wanted = s
    .map((each, i) => ({ each, i }))
    .filter(({ each }) => (of === "orth" ? each > limit : each <= limit));
  const columns = wanted.flatMap(({ i }) => [...from.re.subarray(i * rows, (i + 1) * rows)]);
  return array([rows, wanted.length], Float64Array.from(columns));
}

const magnitude = ([re, im]: Complex): number => Math.hypot(re, im);

/** How `eigs` orders what it finds, the first ones first. */
const eigenOrders: Readonly<Record<string, (a: Complex, b: Complex) => number>> = {
  lm: (a, b) => magnitude(b) - magnitude(a),
  largestabs: (a, b) => magnitude(b) - magnitude(a),
  sm: (a, b) => magnitude(a) - magnitude(b),
  smallestabs: (a, b) => magnitude(a) - magnitude(b),
  la: (a, b) => b[0] - a[0],
  lr: (a, b) => b[0] - a[0],
  largestreal: (a, b) => b[0] - a[0],
  sa: (a, b) => a[0] - b[0],
  sr: (a, b) => a[0] - b[0],
  smallestreal: (a, b) => a[0] - b[0],
};

/** Some eigenvalues. Their vectors come from an iteration that begins anywhere: their signs are not known. */
function eigs(args: readonly Value[], outputs: number, { line }: CallContext): readonly Value[] {
  const { values } = eigen(arrayAt(args, 0));
  const shift = args[2] && textOf(args[2]) === undefined ? numberAt(args, 2) : undefined;
  const named = eigenOrders[textOf(args[2])?.toLowerCase() ?? "lm"];
  const order =
    shift === undefined
      ? named
      : (a: Complex, b: Complex) => Math.hypot(a[0] - shift, a[1]) - Math.hypot(b[0] - shift, b[1]);
  if (!order) throw new NotKnown("this choice of eigenvalues is not computed here");
  const found = [...values].sort(order).slice(0, args[1] ? numberAt(args, 1) : 6);
  if (outputs <= 1) return [complexColumn(found)];
  const reason = "eigs leaves the signs of the vectors open";
  return [unknown(reason, line, [values.length, found.length]), diagonal(found)];
}

export const linearFunctions: Builtins = {
  inv: (args) => inverse(arrayAt(args, 0)),
  pinv: (args) => pseudoInverse(realAt(args, 0), args[1] ? numberAt(args, 1) : undefined),
  eig,
  eigs,
  svd,
  norm,
  det: determinant,
  lu,
  qr,
  chol,
  rank: (args) => scalar(rank(realAt(args, 0), args[1] ? numberAt(args, 1) : undefined)),
  trace: (args) => {
    const x = arrayAt(args, 0);
    const [n = 0] = x.size;
    return scalar(total(Float64Array.from({ length: n }, (_, i) => x.re[i + i * n] ?? 0)));
  },
  cond: (args) => {
    const x = realAt(args, 0);
    if (args[1] && textOf(args[1]) === undefined && numberAt(args, 1) !== 2)
      throw new NotKnown("this condition number is not computed here");
    const { s } = decompose(x);
    return scalar((s[0] ?? 0) / (s.at(-1) ?? 0));
  },
  cross,
  expm: (args) => matrixExponential(arrayAt(args, 0)),
  sqrtm: (args) => ofEigenvalues(arrayAt(args, 0), complex.sqrt),
  logm: (args) => ofEigenvalues(arrayAt(args, 0), complex.log),
  null: (args) => basis(realAt(args, 0), "null"),
  orth: (args) => basis(realAt(args, 0), "orth"),
  rref: (args) => reducedRows(realAt(args, 0)),
  isdefinite: (args) => {
    const x = realAt(args, 0);
    return scalar(isSymmetric(x) && eigen(x).values.every(([re]) => re > 0) ? 1 : 0);
  },
  normalize: (args) => {
    const x = realAt(args, 0);
    if (args.length > 1) throw new NotKnown(`normalize with '${textAt(args, 1)}' is not computed here`);
    const mean = total(x.re) / x.re.length;
    const deviation = Math.sqrt(total(x.re.map((each) => (each - mean) ** 2)) / (x.re.length - 1));
    if (!isVector(x.size)) throw new NotKnown("normalize of a matrix is not computed here");
    return mapReal(x, (each) => (each - mean) / deviation);
  },
};

/** Gauss–Jordan elimination with partial pivoting. */
function reducedRows(x: ArrayValue): Value {
  const [m = 0, n = 0] = x.size;
  const re = x.re.slice();
  const tolerance = Number.EPSILON * Math.max(m, n) * re.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  let lead = 0;
  for (let j = 0; j < n && lead < m; j++) {
    let pivot = lead;
    for (let i = lead; i < m; i++)
      if (Math.abs(re[i + j * m] ?? 0) > Math.abs(re[pivot + j * m] ?? 0)) pivot = i;
    const value = re[pivot + j * m] ?? 0;
    if (Math.abs(value) <= tolerance) {
      for (let i = lead; i < m; i++) re[i + j * m] = 0;
      continue;
    }
    for (let k = j; k < n; k++) {
      const held = re[pivot + k * m] ?? 0;
      re[pivot + k * m] = re[lead + k * m] ?? 0;
      re[lead + k * m] = held / value;
    }
    for (let i = 0; i < m; i++) {
      if (i === lead) continue;
      const factor = re[i + j * m] ?? 0;
      for (let k = j; k < n; k++) re[i + k * m] = (re[i + k * m] ?? 0) - factor * (re[lead + k * m] ?? 0);
    }
    lead++;
  }
  return array([m, n], re);
}
