import { elementwise } from "./arithmetic.js";
import { MatlabError } from "./builtin.js";
import { divide } from "./complex.js";
import { leastSquares } from "./leastSquares.js";
import { allocate, spend } from "./limits.js";
import { affine, spreadUnknown } from "./uncertain.js";
import {
  type ArrayValue,
  array,
  isSingle,
  isUncertain,
  type Size,
  scalar,
  sizeOf,
  type Value,
} from "./values.js";

const isScalar = (x: Value): boolean => {
  const size = sizeOf(x);
  return size !== undefined && size.length === 2 && size[0] === 1 && size[1] === 1;
};

/** `a * b` @throws {MatlabError} */
export function times(a: Value, b: Value): Value {
  if (isScalar(a) || isScalar(b)) return elementwise(".*", a, b);
  if (isUncertain(a) || isUncertain(b)) return affine(".*", a, b) ?? spreadUnknown([a, b], productSize(a, b));
  if (a.kind !== "array" || b.kind !== "array") return elementwise(".*", a, b);
  const [m = 0, n = 0] = a.size;
  const [inner = 0, p = 0] = b.size;
  if (a.size.length > 2 || b.size.length > 2 || n !== inner)
    throw new MatlabError(
      `operator *: nonconformant arguments (op1 is ${a.size.join("x")}, op2 is ${b.size.join("x")})`,
      "MATLAB:innerdim",
    );
  spend((m * n * p) >> 2);
  const product = (x: Float64Array, y: Float64Array): Float64Array => {
    const result = allocate(m * p);
    for (let j = 0; j < p; j++)
      for (let k = 0; k < n; k++) {
        const factor = y[k + j * n] ?? 0;
        for (let i = 0; i < m; i++)
          result[i + j * m] = (result[i + j * m] ?? 0) + (x[i + k * m] ?? 0) * factor;
      }
    return result;
  };
  const size = [m, p];
  if (!a.im && !b.im) return array(size, product(a.re, b.re));
  const zero = new Float64Array(0);
  const [ai, bi] = [a.im ?? zero, b.im ?? zero];
  const re = product(a.re, b.re);
  if (a.im && b.im)
    product(ai, bi).forEach((each, i) => {
      re[i] = (re[i] ?? 0) - each;
    });
  const im = allocate(m * p);
  for (const part of [a.im && product(ai, b.re), b.im && product(a.re, bi)])
    part?.forEach((each, i) => {
      im[i] = (im[i] ?? 0) + each;
    });
  return array(size, re, im);
}

function productSize(a: Value, b: Value): Size | undefined {
  const [x, y] = [sizeOf(a), sizeOf(b)];
  return x && y && x.length === 2 && y.length === 2 && x[1] === y[0] ? [x[0] ?? 0, y[1] ?? 0] : undefined;
}

/** `x.'`, or `x'` with the imaginary parts turned round. @throws {MatlabError} */
export function transpose(x: Value, conjugate: boolean): Value {
  const size = sizeOf(x);
  if (!size) return x;
  if (size.length > 2) throw new MatlabError("transpose not defined for N-D objects");
  const [m = 0, n = 0] = size;
  const turned = [n, m];
  if (x.kind === "random") return { ...x, size: turned };
  if (x.kind === "unknown") return { ...x, size: turned };
  if (isSingle(x)) return x;
  const order = (i: number): number => Math.floor(i / n) + (i % n) * m;
  const list = <T>(data: readonly T[]): T[] => data.map((_, i) => data[order(i)] as T);
  switch (x.kind) {
    case "array": {
      const numbers = (from: Float64Array, sign: number): Float64Array => {
        const to = allocate(from.length);
        for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) to[j + i * n] = sign * (from[i + j * m] ?? 0);
        return to;
      };
      const re = m === 1 || n === 1 ? x.re : numbers(x.re, 1);
      return x.im
        ? { ...x, size: turned, re, im: numbers(x.im, conjugate ? -1 : 1) }
        : { ...x, size: turned, re };
    }
    case "string":
      return { ...x, size: turned, data: list(x.data) };
    case "cell":
      return { ...x, size: turned, data: list(x.data) };
    case "handle":
      return { ...x, size: turned, ids: list(x.ids) };
    case "struct":
      return { ...x, size: turned, fields: new Map([...x.fields].map(([name, data]) => [name, list(data)])) };
  }
}

/** `a \ b`: solved where `a` is square and not singular, in the least squares sense of least norm otherwise. */
export function leftDivide(a: Value, b: Value): Value {
  if (isScalar(a)) return elementwise(".\\", a, b);
  if (isUncertain(a) || isUncertain(b)) {
    const [x, y] = [sizeOf(a), sizeOf(b)];
    return spreadUnknown([a, b], x && y ? [x[1] ?? 0, y[1] ?? 0] : undefined);
  }
  if (a.kind !== "array" || b.kind !== "array") return elementwise(".\\", a, b);
  const [m = 0, n = 0] = a.size;
  if (m !== b.size[0])
    throw new MatlabError(
      `operator \\: nonconformant arguments (op1 is ${m}x${n}, op2 is ${b.size.join("x")})`,
      "MATLAB:dimagree",
    );
  return (m === n ? solve(a, b) : undefined) ?? leastSquares(a, b);
}

/** `a / b` */
export function rightDivide(a: Value, b: Value): Value {
  if (isScalar(b)) return elementwise("./", a, b);
  const size = sizeOf(a);
  if (size && size[1] !== sizeOf(b)?.[1] && sizeOf(b))
    throw new MatlabError(
      `operator /: nonconformant arguments (op1 is ${size.join("x")}, op2 is ${sizeOf(b)?.join("x")})`,
      "MATLAB:dimagree",
    );
  return transpose(leftDivide(transpose(b, true), transpose(a, true)), true);
}

/** Gaussian elimination with partial pivoting; undefined where `a` is singular to working precision. */
export function solve(a: ArrayValue, b: ArrayValue): ArrayValue | undefined {
  const n = a.size[0] ?? 0;
  const p = b.size[1] ?? 0;
  spend((n * n * (n + p)) >> 2);
  const ar = a.re.slice();
  const br = b.re.slice();
  const isComplex = a.im !== undefined || b.im !== undefined;
  const ai = isComplex ? (a.im?.slice() ?? allocate(n * n)) : undefined;
  const bi = isComplex ? (b.im?.slice() ?? allocate(n * p)) : undefined;
  const size = (i: number, j: number): number => Math.hypot(ar[i + j * n] ?? 0, ai?.[i + j * n] ?? 0);
  let most = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (size(i, k) > size(pivot, k)) pivot = i;
    const magnitude = size(pivot, k);
    most = Math.max(most, magnitude);
    least = Math.min(least, magnitude);
    if (!(magnitude > 0)) return undefined;
    if (pivot !== k) {
      for (const part of [ar, ai]) if (part) swapRows(part, n, k, pivot);
      for (const part of [br, bi]) if (part) swapRows(part, n, k, pivot);
    }
    for (let i = k + 1; i < n; i++) {
      const at = i + k * n;
      const [fr, fi] = divide([ar[at] ?? 0, ai?.[at] ?? 0], [ar[k + k * n] ?? 0, ai?.[k + k * n] ?? 0]);
      if (fr === 0 && fi === 0) continue;
      eliminate(ar, ai, n, i, k, k, n, fr, fi);
      eliminate(br, bi, n, i, k, 0, p, fr, fi);
    }
  }
  if (least < most * n * Number.EPSILON) return undefined;
  for (let j = 0; j < p; j++)
    for (let i = n - 1; i >= 0; i--) {
      let sr = br[i + j * n] ?? 0;
      let si = bi?.[i + j * n] ?? 0;
      for (let k = i + 1; k < n; k++) {
        const [cr, ci] = [ar[i + k * n] ?? 0, ai?.[i + k * n] ?? 0];
        const [xr, xi] = [br[k + j * n] ?? 0, bi?.[k + j * n] ?? 0];
        sr -= cr * xr - ci * xi;
        si -= cr * xi + ci * xr;
      }
      const [xr, xi] = divide([sr, si], [ar[i + i * n] ?? 0, ai?.[i + i * n] ?? 0]);
      br[i + j * n] = xr;
      if (bi) bi[i + j * n] = xi;
    }
  return array([n, p], br, bi);
}

function swapRows(x: Float64Array, n: number, a: number, b: number): void {
  for (let at = 0; at < x.length; at += n) {
    const held = x[at + a] ?? 0;
    x[at + a] = x[at + b] ?? 0;
    x[at + b] = held;
  }
}

/** Row `i` less the factor times row `k`, in columns `from` to `to`. */
function eliminate(
  xr: Float64Array,
  xi: Float64Array | undefined,
  n: number,
  i: number,
  k: number,
  from: number,
  to: number,
  fr: number,
  fi: number,
): void {
  for (let j = from; j < to; j++) {
    const vr = xr[k + j * n] ?? 0;
    const vi = xi?.[k + j * n] ?? 0;
    xr[i + j * n] = (xr[i + j * n] ?? 0) - (fr * vr - fi * vi);
    if (xi) xi[i + j * n] = (xi[i + j * n] ?? 0) - (fr * vi + fi * vr);
  }
}

export function identity(n: number, m = n): ArrayValue {
  const re = allocate(n * m);
  for (let i = 0; i < Math.min(n, m); i++) re[i + i * n] = 1;
  return array([n, m], re);
}

/** The inverse; all Inf where there is none, as MATLAB gives with a warning. @throws {MatlabError} */
export function inverse(a: ArrayValue): ArrayValue {
  const [m = 0, n = 0] = a.size;
  if (m !== n) throw new MatlabError("inverse: argument must be a square matrix", "MATLAB:square");
  return solve(a, identity(n)) ?? array([n, n], allocate(n * n).fill(Number.POSITIVE_INFINITY));
}

/** `a ^ b` for scalars, and for a square matrix to a whole power. @throws {MatlabError} */
export function power(a: Value, b: Value, general: (a: ArrayValue, b: number) => Value): Value {
  if (isScalar(a) && isScalar(b)) return elementwise(".^", a, b);
  if (isUncertain(a) || isUncertain(b)) return spreadUnknown([a, b], sizeOf(isScalar(a) ? b : a));
  if (a.kind !== "array" || b.kind !== "array") return elementwise(".^", a, b);
  const [m = 0, n = 0] = a.size;
  if (m !== n || !isScalar(b))
    throw new MatlabError(
      "for x^y, only square matrix arguments are permitted and one argument must be scalar.  Use .^ for elementwise power.",
    );
  const exponent = b.re[0] ?? 0;
  if (!Number.isInteger(exponent) || b.im) return general(a, exponent);
  let base: Value = exponent < 0 ? inverse(a) : a;
  let result: Value = identity(n);
  for (let k = Math.abs(exponent); k > 0; k = Math.floor(k / 2)) {
    if (k % 2 === 1) result = times(result, base);
    if (k > 1) base = times(base, base);
  }
  return result;
}

/** `start:step:stop` @throws {NotKnown} */
export function range(start: number, step: number, stop: number): ArrayValue {
  if (Number.isNaN(start + step + stop)) return scalar(Number.NaN);
  if (step === 0 || (step > 0 ? start > stop : start < stop)) return array([1, 0], new Float64Array(0));
  // A last step that falls short by rounding only is taken.
  const n = Math.floor(((stop - start) / step) * (1 + Number.EPSILON)) + 1;
  const re = allocate(n);
  for (let i = 0; i < n; i++) re[i] = start + i * step;
  const last = re[n - 1] ?? 0;
  if (step > 0 ? last > stop : last < stop) re[n - 1] = stop;
  return array([1, n], re);
}
