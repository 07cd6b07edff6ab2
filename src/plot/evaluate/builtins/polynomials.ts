import { Matrix, QrDecomposition } from "ml-matrix";
import { elementwise } from "../arithmetic.js";
import { MatlabError, NotKnown } from "../builtin.js";
import type { Complex } from "../complex.js";
import { multiply } from "../complex.js";
import { spend } from "../limits.js";
import { eigen } from "../matrixFunctions.js";
import { array, column, emptyArray, row, scalar, struct, textOf, type Value } from "../values.js";
import { arrayAt, type Builtins, numberAt, realAt } from "./arguments.js";

/** Coefficients, highest power first, of the polynomial that fits in the least squares sense. */
function fitPolynomial(x: Float64Array, y: Float64Array, degree: number): number[] {
  const n = degree + 1;
  const powers = new Matrix(x.length, n);
  const values = new Matrix(x.length, 1);
  x.forEach((each, i) => {
    for (let j = 0; j < n; j++) powers.set(i, j, each ** (degree - j));
    values.set(i, 0, y[i] ?? 0);
  });
  if (x.length < n) throw new NotKnown("there are fewer points than coefficients");
  spend(x.length * n * n);
  const found = new QrDecomposition(powers);
  if (!found.isFullRank()) throw new NotKnown("the fit is not determined");
  return found.solve(values).to1DArray();
}

function polyfit(args: readonly Value[], outputs: number): readonly Value[] {
  const [x, y] = [realAt(args, 0).re, realAt(args, 1).re];
  const degree = numberAt(args, 2);
  if (x.length !== y.length) throw new MatlabError("polyfit: X and Y must be vectors of the same size");
  if (outputs < 3) {
    const p = fitPolynomial(x, y, degree);
    const residual = Math.sqrt(x.reduce((sum, each, i) => sum + ((y[i] ?? 0) - horner(p, each)) ** 2, 0));
    return [
      row(p),
      struct([
        ["df", scalar(x.length - degree - 1)],
        ["normr", scalar(residual)],
      ]),
    ];
  }
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  const deviation = Math.sqrt(x.reduce((a, b) => a + (b - mean) ** 2, 0) / (x.length - 1));
  const p = fitPolynomial(
    x.map((each) => (each - mean) / deviation),
    y,
    degree,
  );
  return [row(p), struct([["df", scalar(x.length - degree - 1)]]), column([mean, deviation])];
}

const horner = (p: ArrayLike<number>, x: number): number => {
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum = sum * x + (p[i] ?? 0);
  return sum;
};

function polyval(args: readonly Value[]): Value {
  const [p, x] = [arrayAt(args, 0), arrayAt(args, 1)];
  if (!p.im && !x.im) {
    const [mean = 0, deviation = 1] = args[3] ? realAt(args, 3).re : [];
    return array(
      x.size,
      x.re.map((each) => horner(p.re, (each - mean) / deviation)),
    );
  }
  let result: Value = array(x.size, new Float64Array(x.re.length));
  p.re.forEach((each, i) => {
    const c = array([1, 1], Float64Array.of(each), Float64Array.of(p.im?.[i] ?? 0));
    result = elementwise("+", elementwise(".*", result, x), c);
  });
  return result;
}

/** Eigenvalues of the companion matrix, as MATLAB finds roots. */
export function polynomialRoots(p: ArrayLike<number>): Complex[] {
  const all = Array.from(p);
  const first = all.findIndex((each) => each !== 0);
  if (first < 0) return [];
  let last = all.length;
  while (last > first && all[last - 1] === 0) last--;
  const c = all.slice(first, last);
  const n = c.length - 1;
  const zeros = new Array<Complex>(all.length - last).fill([0, 0]);
  if (n < 1) return zeros;
  const companion = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    companion[j * n] = -(c[j + 1] ?? 0) / (c[0] ?? 1);
    if (j + 1 < n) companion[j + 1 + j * n] = 1;
  }
  if (companion.some((each) => !Number.isFinite(each)))
    throw new MatlabError("roots: inputs must not contain Inf or NaN");
  return [...eigen(array([n, n], companion)).values, ...zeros];
}

function roots(args: readonly Value[]): Value {
  const p = realAt(args, 0);
  const found = polynomialRoots(p.re);
  if (found.length === 0) return emptyArray;
  return array(
    [found.length, 1],
    Float64Array.from(found, ([re]) => re),
    Float64Array.from(found, ([, im]) => im),
  );
}

/** Coefficients, highest power first, of the polynomial with these roots and the leading coefficient 1. */
export function coefficientsOf(roots: readonly Complex[]): Complex[] {
  let p: Complex[] = [[1, 0]];
  for (const root of roots) {
    const next: Complex[] = [...p, [0, 0]];
    p.forEach((each, i) => {
      const [re, im] = multiply(each, root);
      const [a, b] = next[i + 1] ?? [0, 0];
      next[i + 1] = [a - re, b - im];
    });
    p = next;
  }
  return p;
}

function poly(args: readonly Value[]): Value {
  const x = arrayAt(args, 0);
  const [m = 0, n = 0] = x.size;
  const values: readonly Complex[] =
    m === n && m > 1 ? eigen(x).values : Array.from(x.re, (each, i): Complex => [each, x.im?.[i] ?? 0]);
  const p = coefficientsOf(values);
  const im = Float64Array.from(p, (each) => each[1]);
  const paired = values.every(
    ([re, i]) =>
      i === 0 ||
      values.some(
        ([r, k]) =>
          Math.abs(r - re) < 1e-12 * (1 + Math.abs(re)) && Math.abs(k + i) < 1e-12 * (1 + Math.abs(i)),
      ),
  );
  return paired
    ? row(p.map((each) => each[0]))
    : array(
        [1, p.length],
        Float64Array.from(p, (each) => each[0]),
        im,
      );
}

export function convolve(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  spend((a.length * b.length) >> 2);
  const result = new Float64Array(Math.max(0, a.length + b.length - 1));
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < b.length; j++) result[i + j] = (result[i + j] ?? 0) + (a[i] ?? 0) * (b[j] ?? 0);
  return result;
}

function conv(args: readonly Value[]): Value {
  const [a, b] = [arrayAt(args, 0), arrayAt(args, 1)];
  const none = new Float64Array(0);
  const sum = (x: Float64Array, y: Float64Array, sign: number): Float64Array =>
    x.map((each, i) => each + sign * (y[i] ?? 0));
  let re = convolve(a.re, b.re);
  let im: Float64Array | undefined;
  if (a.im || b.im) {
    if (a.im && b.im) re = sum(re, convolve(a.im, b.im), -1);
    im = sum(
      a.im ? convolve(a.im, b.re) : new Float64Array(re.length),
      b.im ? convolve(a.re, b.im) : none,
      1,
    );
  }
  const shape = textOf(args[2]);
  if (shape === "same") {
    const start = Math.ceil((b.re.length - 1) / 2);
    re = re.slice(start, start + a.re.length);
    im = im?.slice(start, start + a.re.length);
  } else if (shape === "valid") {
    re = re.slice(b.re.length - 1, Math.max(b.re.length - 1, a.re.length));
    im = im?.slice(b.re.length - 1, Math.max(b.re.length - 1, a.re.length));
  }
  const upright =
    a.re.length > 1 && a.size[1] === 1 ? true : a.re.length === 1 && b.size[1] === 1 && b.re.length > 1;
  return array(upright ? [re.length, 1] : [1, re.length], re, im);
}

function deconv(args: readonly Value[]): readonly Value[] {
  const [y, a] = [realAt(args, 0).re, realAt(args, 1).re];
  const n = y.length - a.length + 1;
  if (n < 1) return [scalar(0), row(y)];
  const rest = y.slice();
  const quotient = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const q = (rest[i] ?? 0) / (a[0] ?? 1);
    quotient[i] = q;
    for (let j = 0; j < a.length; j++) rest[i + j] = (rest[i + j] ?? 0) - q * (a[j] ?? 0);
  }
  return [row(quotient), row(rest)];
}

const trimmed = (p: number[]): number[] => {
  const first = p.findIndex((each) => each !== 0);
  return first < 0 ? [0] : p.slice(first);
};

export const polynomialFunctions: Builtins = {
  polyfit,
  polyval,
  roots,
  poly,
  conv,
  deconv,
  polyder: (args) => {
    const p = args.length > 1 ? convolve(realAt(args, 0).re, realAt(args, 1).re) : realAt(args, 0).re;
    const n = p.length - 1;
    return row(n < 1 ? [0] : trimmed(Array.from(p.slice(0, n), (each, i) => each * (n - i))));
  },
  polyint: (args) => {
    const p = realAt(args, 0).re;
    return row([...Array.from(p, (each, i) => each / (p.length - i)), numberAt(args, 1, 0)]);
  },
  polyout: () => [],
};
