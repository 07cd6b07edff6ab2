import { MatlabError, NotKnown } from "../builtin.js";
import {
  type ArrayValue,
  array,
  isEmptySize,
  numberOf,
  row,
  type Size,
  scalar,
  struct,
  text,
  textOf,
  type Value,
} from "../values.js";
import { type Builtins, isVector, realAt } from "./arguments.js";

/** Of a cubic on each interval: coefficients of (x − xₖ)³, (x − xₖ)², (x − xₖ), 1. */
type Piece = readonly [number, number, number, number];

/** The slopes at both ends, where they are given. */
type Ends = readonly [number, number];

/** The cubic spline with given slopes at its ends, else with not-a-knot ends, as MATLAB's `spline` has them. */
function splinePieces(x: Float64Array, y: Float64Array, ends?: Ends): Piece[] {
  const n = x.length;
  if (n === 2 && !ends) return [[0, 0, ((y[1] ?? 0) - (y[0] ?? 0)) / ((x[1] ?? 1) - (x[0] ?? 0)), y[0] ?? 0]];
  const h = Float64Array.from({ length: n - 1 }, (_, i) => (x[i + 1] ?? 0) - (x[i] ?? 0));
  const d = Float64Array.from({ length: n - 1 }, (_, i) => ((y[i + 1] ?? 0) - (y[i] ?? 0)) / (h[i] ?? 1));
  if (n === 3 && !ends) {
    // One parabola through three points.
    const a = ((d[1] ?? 0) - (d[0] ?? 0)) / ((x[2] ?? 0) - (x[0] ?? 0));
    const b = (d[0] ?? 0) - a * (h[0] ?? 0);
    return [
      [0, a, b, y[0] ?? 0],
      [0, a, b + 2 * a * (h[0] ?? 0), y[1] ?? 0],
    ];
  }
  const at = (v: Float64Array, i: number): number => v[i] ?? 0;
  const lower = new Float64Array(n);
  const middle = new Float64Array(n);
  const upper = new Float64Array(n);
  const right = new Float64Array(n);
  const [h0, h1, hm, hn] = [at(h, 0), at(h, 1), at(h, n - 3), at(h, n - 2)];
  middle[0] = h1;
  upper[0] = h0 + h1;
  right[0] = ((h0 + 2 * (h0 + h1)) * h1 * at(d, 0) + h0 * h0 * at(d, 1)) / (h0 + h1);
  for (let i = 1; i < n - 1; i++) {
    lower[i] = at(h, i);
    middle[i] = 2 * (at(h, i - 1) + at(h, i));
    upper[i] = at(h, i - 1);
    right[i] = 3 * (at(h, i) * at(d, i - 1) + at(h, i - 1) * at(d, i));
  }
  lower[n - 1] = hn + hm;
  middle[n - 1] = hm;
  right[n - 1] = (hn * hn * at(d, n - 3) + (2 * (hn + hm) + hn) * hm * at(d, n - 2)) / (hn + hm);
  if (ends) {
    [middle[0], upper[0], right[0]] = [1, 0, ends[0]];
    [lower[n - 1], middle[n - 1], right[n - 1]] = [0, 1, ends[1]];
  }
  for (let i = 1; i < n; i++) {
    const factor = at(lower, i) / at(middle, i - 1);
    middle[i] = at(middle, i) - factor * at(upper, i - 1);
    right[i] = at(right, i) - factor * at(right, i - 1);
  }
  const s = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--)
    s[i] = (at(right, i) - (i < n - 1 ? at(upper, i) * at(s, i + 1) : 0)) / at(middle, i);
  return hermitePieces(x, y, s);
}

/** Cubics from values and slopes. */
function hermitePieces(x: Float64Array, y: Float64Array, s: Float64Array): Piece[] {
  return Array.from({ length: x.length - 1 }, (_, i): Piece => {
    const h = (x[i + 1] ?? 0) - (x[i] ?? 0);
    const d = ((y[i + 1] ?? 0) - (y[i] ?? 0)) / h;
    const [a, b] = [s[i] ?? 0, s[i + 1] ?? 0];
    return [(a + b - 2 * d) / (h * h), (3 * d - 2 * a - b) / h, a, y[i] ?? 0];
  });
}

/** Shape-preserving cubics (Fritsch and Carlson), as MATLAB's `pchip` has them. */
function pchipPieces(x: Float64Array, y: Float64Array): Piece[] {
  const n = x.length;
  const h = Float64Array.from({ length: n - 1 }, (_, i) => (x[i + 1] ?? 0) - (x[i] ?? 0));
  const d = Float64Array.from({ length: n - 1 }, (_, i) => ((y[i + 1] ?? 0) - (y[i] ?? 0)) / (h[i] ?? 1));
  const s = new Float64Array(n);
  if (n === 2) return hermitePieces(x, y, s.fill(d[0] ?? 0));
  for (let i = 1; i < n - 1; i++) {
    const [a, b, p, q] = [d[i - 1] ?? 0, d[i] ?? 0, h[i - 1] ?? 0, h[i] ?? 0];
    if (a * b <= 0) continue;
    const [w1, w2] = [2 * q + p, q + 2 * p];
    s[i] = (w1 + w2) / (w1 / a + w2 / b);
  }
  const end = (h0: number, h1: number, d0: number, d1: number): number => {
    const slope = ((2 * h0 + h1) * d0 - h0 * d1) / (h0 + h1);
    if (Math.sign(slope) !== Math.sign(d0)) return 0;
    return Math.sign(d0) !== Math.sign(d1) && Math.abs(slope) > Math.abs(3 * d0) ? 3 * d0 : slope;
  };
  s[0] = end(h[0] ?? 1, h[1] ?? 1, d[0] ?? 0, d[1] ?? 0);
  s[n - 1] = end(h[n - 2] ?? 1, h[n - 3] ?? 1, d[n - 2] ?? 0, d[n - 3] ?? 0);
  return hermitePieces(x, y, s);
}

/** The interval that `x` falls into; the outer ones go on for ever. */
function intervalOf(breaks: Float64Array, x: number): number {
  let low = 0;
  let high = breaks.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((breaks[middle] ?? 0) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

function evaluatePieces(breaks: Float64Array, pieces: readonly Piece[], x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const k = intervalOf(breaks, x);
  const [a, b, c, d] = pieces[k] ?? [0, 0, 0, Number.NaN];
  const t = x - (breaks[k] ?? 0);
  return ((a * t + b) * t + c) * t + d;
}

type Method = "linear" | "nearest" | "previous" | "next" | "spline" | "pchip" | "cubic";

function interpolator(x: Float64Array, y: Float64Array, method: Method): (at: number) => number {
  if (method === "spline" || method === "pchip" || method === "cubic") {
    const pieces = method === "spline" ? splinePieces(x, y) : pchipPieces(x, y);
    return (at) => evaluatePieces(x, pieces, at);
  }
  return (at) => {
    if (Number.isNaN(at)) return Number.NaN;
    const k = intervalOf(x, at);
    const [x0, x1, y0, y1] = [x[k] ?? 0, x[k + 1] ?? 0, y[k] ?? 0, y[k + 1] ?? 0];
    if (method === "nearest") return at - x0 < (x1 - x0) / 2 ? y0 : y1;
    if (method === "previous") return at >= x1 ? y1 : y0;
    if (method === "next") return at <= x0 ? y0 : y1;
    return y0 + ((at - x0) * (y1 - y0)) / (x1 - x0);
  };
}

/** Both ordered by x. @throws {MatlabError} */
function ordered(x: Float64Array, y: Float64Array): readonly [Float64Array, Float64Array] {
  const order = Array.from(x, (_, i) => i).sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0));
  const sorted = Float64Array.from(order, (i) => x[i] ?? 0);
  if (sorted.length < 2) throw new MatlabError("interp1: minimum of 2 points required in each dimension");
  if (sorted.some((each, i) => i > 0 && each === sorted[i - 1]))
    throw new NotKnown("the points to interpolate between are not distinct");
  return [sorted, Float64Array.from(order, (i) => y[i] ?? 0)];
}

function interp1(args: readonly Value[]): Value {
  const words = args.map(textOf);
  const firstWord = words.findIndex((each) => each !== undefined);
  const numbers = firstWord < 0 ? Math.min(3, args.length) : firstWord;
  const implicit = numbers === 2;
  const y = realAt(args, implicit ? 0 : 1);
  const x = implicit ? Float64Array.from(y.re, (_, i) => i + 1) : realAt(args, 0).re;
  const at = realAt(args, implicit ? 1 : 2);
  const method = (words.find((each) => each !== undefined && each !== "extrap") ?? "linear").replace(
    "*",
    "",
  ) as Method;
  const outside = args.slice(numbers).find((each) => textOf(each) === undefined);
  const filler = outside ? numberOf(outside) : undefined;
  const extrapolates = words.includes("extrap");
  const lines: ((at: number) => number)[] = [];
  const n = x.length;
  const many = !isVector(y.size);
  for (let j = 0; j < (many ? (y.size[1] ?? 1) : 1); j++) {
    const [sx, sy] = ordered(x, y.re.slice(j * n, (j + 1) * n));
    lines.push(interpolator(sx, sy, method));
  }
  const low = x.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = x.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const value = (f: (at: number) => number, each: number): number =>
    !extrapolates && (each < low || each > high) ? (filler ?? Number.NaN) : f(each);
  const [only] = lines;
  if (!many && only) {
    const size: Size =
      isVector(at.size) && at.re.length > 1 && at.size[0] === 1 ? [1, at.re.length] : at.size;
    return array(
      size,
      at.re.map((each) => value(only, each)),
    );
  }
  return array(
    [at.re.length, lines.length],
    Float64Array.from(lines.flatMap((f) => Array.from(at.re, (each) => value(f, each)))),
  );
}

function interp2(args: readonly Value[]): Value {
  const words = args.filter((each) => textOf(each) !== undefined);
  const method = textOf(words[0]) ?? "linear";
  if (method !== "linear" && method !== "nearest")
    throw new NotKnown(`interp2 with '${method}' is not computed here`);
  const plain = args.filter((each) => textOf(each) === undefined);
  if (plain.length === 3) {
    const [m = 0, n = 0] = realAt(plain, 0).size;
    const upTo = (k: number): Value => row(Float64Array.from({ length: k }, (_, i) => i + 1));
    return interp2([upTo(n), upTo(m), ...args]);
  }
  if (plain.length < 5) throw new NotKnown("this form of interp2 is not computed here");
  const [x, y, z, xi, yi] = [0, 1, 2, 3, 4].map((i) => realAt(plain, i)) as [
    ArrayValue,
    ArrayValue,
    ArrayValue,
    ArrayValue,
    ArrayValue,
  ];
  const [m = 0, n = 0] = z.size;
  const xs = isVector(x.size) ? x.re : Float64Array.from({ length: n }, (_, j) => x.re[j * m] ?? 0);
  const ys = isVector(y.size) ? y.re : y.re.slice(0, m);
  const grid =
    isVector(xi.size) && isVector(yi.size) && !(xi.size[0] === yi.size[0] && xi.size[1] === yi.size[1]);
  const size: Size = grid ? [yi.re.length, xi.re.length] : xi.size;
  const at = (k: number): [number, number] =>
    grid
      ? [xi.re[Math.floor(k / yi.re.length)] ?? 0, yi.re[k % yi.re.length] ?? 0]
      : [xi.re[k] ?? 0, yi.re[k] ?? 0];
  const total = grid ? xi.re.length * yi.re.length : xi.re.length;
  return array(
    size,
    Float64Array.from({ length: total }, (_, k) => {
      const [px, py] = at(k);
      if (!(px >= (xs[0] ?? 0) && px <= (xs[n - 1] ?? 0) && py >= (ys[0] ?? 0) && py <= (ys[m - 1] ?? 0)))
        return Number.NaN;
      const [j, i] = [intervalOf(xs, px), intervalOf(ys, py)];
      const u = (px - (xs[j] ?? 0)) / ((xs[j + 1] ?? 1) - (xs[j] ?? 0));
      const v = (py - (ys[i] ?? 0)) / ((ys[i + 1] ?? 1) - (ys[i] ?? 0));
      const value = (a: number, b: number): number => z.re[a + b * m] ?? 0;
      if (method === "nearest") return value(v < 0.5 ? i : i + 1, u < 0.5 ? j : j + 1);
      return (
        value(i, j) * (1 - u) * (1 - v) +
        value(i, j + 1) * u * (1 - v) +
        value(i + 1, j) * (1 - u) * v +
        value(i + 1, j + 1) * u * v
      );
    }),
  );
}

function piecewise(
  args: readonly Value[],
  pieces: (x: Float64Array, y: Float64Array, ends?: Ends) => Piece[],
): Value {
  const [points, values] = [realAt(args, 0).re, realAt(args, 1).re];
  const n = points.length;
  const isClamped = pieces === splinePieces && values.length === n + 2;
  if (!isClamped && values.length !== n)
    throw new NotKnown("a spline through more than one row of values is not computed here");
  const [x, y] = ordered(points, isClamped ? values.slice(1, -1) : values);
  const found = pieces(x, y, isClamped ? [values[0] ?? 0, values[n + 1] ?? 0] : undefined);
  if (args[2]) {
    const at = realAt(args, 2);
    return isEmptySize(at.size)
      ? at
      : array(
          at.size,
          at.re.map((each) => evaluatePieces(x, found, each)),
        );
  }
  const count = found.length;
  return struct([
    ["form", text("pp")],
    ["breaks", row(x)],
    [
      "coefs",
      array(
        [count, 4],
        Float64Array.from({ length: 4 * count }, (_, k) => found[k % count]?.[Math.floor(k / count)] ?? 0),
      ),
    ],
    ["pieces", scalar(count)],
    ["order", scalar(4)],
    ["dim", scalar(1)],
  ]);
}

function ppval(args: readonly Value[]): Value {
  const [pp] = args;
  if (pp?.kind !== "struct") throw new MatlabError("ppval: first argument must be a pp-form structure");
  const field = (name: string): Value[] => [pp.fields.get(name)?.[0] ?? scalar(0)];
  const breaks = realAt(field("breaks"), 0).re;
  const c = realAt(field("coefs"), 0);
  const [n = 0, order = 0] = c.size;
  const at = realAt(args, 1);
  return array(
    at.size,
    at.re.map((x) => {
      const k = Math.min(n - 1, intervalOf(breaks, x));
      const t = x - (breaks[k] ?? 0);
      let sum = 0;
      for (let j = 0; j < order; j++) sum = sum * t + (c.re[k + j * n] ?? 0);
      return sum;
    }),
  );
}

export const interpolationFunctions: Builtins = {
  interp1,
  interp2,
  spline: (args) => piecewise(args, splinePieces),
  pchip: (args) => piecewise(args, pchipPieces),
  ppval,
};
