import type { Complex } from "./complex.js";

/** A reflection I − tau v vᵀ with v₁ = 1 that leaves of `x` the first element only; `v` is written over `x`. */
function reflection(x: number[]): { readonly tau: number; readonly first: number } {
  const [alpha = 0, ...rest] = x;
  const length = Math.hypot(...rest);
  if (length === 0) return { tau: 0, first: alpha };
  const first = -Math.sign(alpha || 1) * Math.hypot(alpha, length);
  for (let k = 1; k < x.length; k++) x[k] = (x[k] ?? 0) / (alpha - first);
  x[0] = 1;
  return { tau: (first - alpha) / first, first };
}

/** A square matrix by columns, its rows and columns counted from 0. */
class Elements {
  constructor(
    private readonly h: Float64Array,
    readonly n: number,
  ) {}

  at(i: number, j: number): number {
    return this.h[i + j * this.n] ?? 0;
  }

  set(i: number, j: number, value: number): void {
    this.h[i + j * this.n] = value;
  }

  /** Applies a reflection of rows and columns from `k` on to the columns from `left` and to the rows before `below`. */
  reflect(
    v: readonly number[],
    tau: number,
    k: number,
    [left, right, above, below]: readonly number[],
  ): void {
    for (let j = left ?? 0; j < (right ?? this.n); j++) {
      let sum = 0;
      for (const [r, each] of v.entries()) sum += each * this.at(k + r, j);
      for (const [r, each] of v.entries()) this.set(k + r, j, this.at(k + r, j) - sum * tau * each);
    }
    for (let i = above ?? 0; i < (below ?? this.n); i++) {
      let sum = 0;
      for (const [r, each] of v.entries()) sum += each * this.at(i, k + r);
      for (const [r, each] of v.entries()) this.set(i, k + r, this.at(i, k + r) - sum * tau * each);
    }
  }
}

function toHessenberg(h: Elements): void {
  for (let i = 0; i + 2 < h.n; i++) {
    const v = Array.from({ length: h.n - i - 1 }, (_, k) => h.at(i + 1 + k, i));
    const { tau, first } = reflection(v);
    h.reflect(v, tau, i + 1, [i + 1, h.n, 0, h.n]);
    h.set(i + 1, i, first);
    for (let k = i + 2; k < h.n; k++) h.set(k, i, 0);
  }
}

/** The first row of the last block that the subdiagonal does not couple to what is before it. */
function startOfBlock(h: Elements, last: number): number {
  for (let k = last; k > 0; k--) {
    const [below, above] = [Math.abs(h.at(k, k - 1)), Math.abs(h.at(k - 1, k))];
    const [d, e] = [h.at(k, k), h.at(k - 1, k - 1)];
    let size = Math.abs(d) + Math.abs(e);
    if (size === 0) size = Math.abs(h.at(k - 1, k - 2)) + (k + 1 < h.n ? Math.abs(h.at(k + 1, k)) : 0);
    if (below > Number.EPSILON * size && below > 1e-300) continue;
    const [ab, ba] = [Math.max(below, above), Math.min(below, above)];
    const [aa, bb] = [Math.max(Math.abs(d), Math.abs(e - d)), Math.min(Math.abs(d), Math.abs(e - d))];
    const sum = aa + ab;
    if (sum === 0 || ba * (ab / sum) <= Math.max(1e-300, Number.EPSILON * (bb * (aa / sum)))) return k;
  }
  return 0;
}

/** Eigenvalues of [a b; c d] as the diagonal of its Schur form has them. */
function ofPair(a: number, b: number, c: number, d: number): [Complex, Complex] {
  if (c === 0)
    return [
      [a, 0],
      [d, 0],
    ];
  if (b === 0)
    return [
      [d, 0],
      [a, 0],
    ];
  const p = (a - d) / 2;
  const square = p * p + b * c;
  if (square < 0)
    return [
      [d + p, Math.sqrt(-square)],
      [d + p, -Math.sqrt(-square)],
    ];
  const z = p + (p < 0 ? -1 : 1) * Math.sqrt(square);
  return [
    [d + z, 0],
    [z === 0 ? d : d - (b * c) / z, 0],
  ];
}

/** The two shifts of a sweep: a conjugate pair, or twice the real one that is nearer to the last element. */
function shiftsOf(h: Elements, first: number, last: number, sweep: number): [Complex, Complex] {
  let [a, b, c, d] = [h.at(last - 1, last - 1), h.at(last - 1, last), h.at(last, last - 1), h.at(last, last)];
  if (sweep % 10 === 0) {
    const from = sweep % 20 === 0 ? last : first;
    const sum =
      sweep % 20 === 0
        ? Math.abs(c) + Math.abs(h.at(last - 1, last - 2))
        : Math.abs(h.at(first + 1, first)) + Math.abs(h.at(first + 2, first + 1));
    a = 0.75 * sum + h.at(from, from);
    [b, c, d] = [-0.4375 * sum, sum, a];
  }
  const middle = (a + d) / 2;
  const determinant = (a - middle) * (d - middle) - b * c;
  const root = Math.sqrt(Math.abs(determinant));
  if (determinant >= 0)
    return [
      [middle, root],
      [middle, -root],
    ];
  const nearer = Math.abs(middle + root - d) <= Math.abs(middle - root - d) ? middle + root : middle - root;
  return [
    [nearer, 0],
    [nearer, 0],
  ];
}

function sweepOnce(h: Elements, first: number, last: number, [one, two]: readonly [Complex, Complex]): void {
  let m = last - 2;
  let start: number[] = [];
  for (; m >= first; m--) {
    const [e, f, below] = [h.at(m, m), h.at(m + 1, m + 1), h.at(m + 1, m)];
    const scale = Math.abs(e - two[0]) + Math.abs(two[1]) + Math.abs(below);
    const c = below / scale;
    const v = [
      c * h.at(m, m + 1) + (e - one[0]) * ((e - two[0]) / scale) - one[1] * (two[1] / scale),
      c * (e + f - one[0] - two[0]),
      c * h.at(m + 2, m + 1),
    ];
    const [x = 0, y = 0, z = 0] = v.map(Math.abs);
    start = v.map((each) => each / (x + y + z));
    if (m === first) break;
    const before = Math.abs(h.at(m - 1, m - 1)) + Math.abs(e) + Math.abs(f);
    if (Math.abs(h.at(m, m - 1)) * (y + z) <= Number.EPSILON * x * before) break;
  }
  for (let k = m; k < last; k++) {
    const rows = Math.min(3, last - k + 1);
    const v = k > m ? Array.from({ length: rows }, (_, r) => h.at(k + r, k - 1)) : start.slice(0, rows);
    const { tau, first: rest } = reflection(v);
    if (k > m) for (let r = 0; r < rows; r++) h.set(k + r, k - 1, r === 0 ? rest : 0);
    else if (m > first) h.set(k, k - 1, h.at(k, k - 1) * (1 - tau));
    v[0] = 1;
    h.reflect(v, tau, k, [k, last + 1, first, Math.min(k + 3, last) + 1]);
  }
}

/** Beyond this order LAPACK takes another algorithm. */
const largestOrder = 75;

/**
 * Eigenvalues of a real matrix (by columns, balanced) in the order in which LAPACK's DHSEQR, and so MATLAB, finds them: by QR with
 * two shifts at once, from the last row upwards (DLAHQR; Golub & Van Loan, Matrix Computations, 7.5). Undefined where it does
 * not converge or the matrix is larger than what DLAHQR is for.
 */
export function orderedEigenvalues(elements: Float64Array, n: number): readonly Complex[] | undefined {
  if (n > largestOrder) return undefined;
  const h = new Elements(elements.slice(), n);
  toHessenberg(h);
  const values = new Array<Complex>(n).fill([0, 0]);
  let last = n - 1;
  for (let sweep = 1; last >= 0; sweep++) {
    const first = startOfBlock(h, last);
    if (first > 0) h.set(first, first - 1, 0);
    if (first < last - 1) {
      if (sweep > 30 * Math.max(10, n)) return undefined;
      sweepOnce(h, first, last, shiftsOf(h, first, last, sweep));
      continue;
    }
    if (first === last) values[last] = [h.at(last, last), 0];
    else {
      const [a, b, c, d] = [h.at(first, first), h.at(first, last), h.at(last, first), h.at(last, last)];
      [values[first], values[last]] = ofPair(a, b, c, d);
    }
    last = first - 1;
    sweep = 0;
  }
  return values;
}
