import { type Builtin, type CallContext, MatlabError, NotKnown } from "../builtin.js";
import { spend } from "../limits.js";
import { array, type FunctionValue, numberOf, row, scalar, textOf } from "../values.js";
import { type Builtins, numberAt, realAt } from "./arguments.js";

import { callReal, handleAt, optionOf } from "./calculus.js";

const realFunction =
  (context: CallContext, f: FunctionValue | string) =>
  (x: number): number =>
    callReal(context, f, scalar(x)).re[0] ?? Number.NaN;

/** A root between two places of different sign: Brent's method. */
function brent(f: (x: number) => number, from: number, to: number, tolerance: number): number {
  let [a, b] = [from, to];
  let [fa, fb] = [f(a), f(b)];
  let [c, fc] = [a, fa];
  let d = b - a;
  let e = d;
  for (let round = 0; round < 200; round++) {
    if (Math.sign(fb) === Math.sign(fc)) {
      [c, fc] = [a, fa];
      d = b - a;
      e = d;
    }
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const limit = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2;
    const middle = (c - b) / 2;
    if (Math.abs(middle) <= limit || fb === 0) return b;
    if (Math.abs(e) >= limit && Math.abs(fa) > Math.abs(fb)) {
      const s = fb / fa;
      let p: number;
      let q: number;
      if (a === c) {
        p = 2 * middle * s;
        q = 1 - s;
      } else {
        const [u, v] = [fa / fc, fb / fc];
        p = s * (2 * middle * u * (u - v) - (b - a) * (v - 1));
        q = (u - 1) * (v - 1) * (s - 1);
      }
      if (p > 0) q = -q;
      else p = -p;
      if (2 * p < Math.min(3 * middle * q - Math.abs(limit * q), Math.abs(e * q))) {
        e = d;
        d = p / q;
      } else {
        d = middle;
        e = d;
      }
    } else {
      d = middle;
      e = d;
    }
    [a, fa] = [b, fb];
    b += Math.abs(d) > limit ? d : Math.sign(middle) * limit;
    fb = f(b);
  }
  return b;
}

const fzero: Builtin = (args, _outputs, context) => {
  const f = realFunction(context, handleAt(args, 0));
  const start = realAt(args, 1).re;
  let [a, b] = [start[0] ?? 0, start[1] ?? start[0] ?? 0];
  if (start.length < 2) {
    // Wider and wider around the start, until the sign changes.
    const first = Math.sign(f(a));
    if (first === 0) return [scalar(a), scalar(0), scalar(1)];
    let step = a === 0 ? 0.02 : Math.abs(a) / 50;
    const centre = a;
    for (;;) {
      if (step > 1e12) throw new NotKnown("fzero finds no change of sign");
      if (Math.sign(f(centre - step)) !== first) {
        b = centre - step;
        break;
      }
      if (Math.sign(f(centre + step)) !== first) {
        b = centre + step;
        break;
      }
      step *= Math.SQRT2;
      a = centre;
    }
  } else if (Math.sign(f(a)) * Math.sign(f(b)) > 0)
    throw new MatlabError(
      "fzero: not a valid initial bracketing.  function values at interval endpoints must differ in sign",
    );
  const x = brent(f, a, b, Number.EPSILON);
  return [scalar(x), scalar(f(x)), scalar(1)];
};

/** Gauss–Kronrod, 7 and 15 points, of an interval: nodes and weights on [0, 1] of the half interval. */
const nodes = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.20778495500789848, 0,
];
const kronrod = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
  0.19035057806478542, 0.20443294007529889, 0.20948214108472782,
];
const gauss = [0, 0.1294849661688697, 0, 0.27970539148927664, 0, 0.3818300505051189, 0, 0.4179591836734694];

interface Part {
  readonly a: number;
  readonly b: number;
  readonly value: number;
  readonly error: number;
}

/** Adaptive quadrature with Gauss–Kronrod pairs; an infinite end is brought to [0, 1]. */
function quadrature(f: (x: Float64Array) => Float64Array, from: number, to: number): number {
  if (from > to) return -quadrature(f, to, from);
  if (!Number.isFinite(from) && !Number.isFinite(to)) return quadrature(f, from, 0) + quadrature(f, 0, to);
  if (!Number.isFinite(to)) {
    // x = from + t / (1 − t)
    const inner = (t: Float64Array): Float64Array => {
      const values = f(t.map((each) => from + each / (1 - each)));
      return values.map((each, i) => each / (1 - (t[i] ?? 0)) ** 2);
    };
    return quadrature(inner, 0, 1);
  }
  if (!Number.isFinite(from))
    return quadrature((x) => f(x.map((each) => -each)), -to, Number.POSITIVE_INFINITY);
  const measure = (a: number, b: number): Part => {
    const [centre, half] = [(a + b) / 2, (b - a) / 2];
    const x = Float64Array.from(
      { length: 15 },
      (_, i) => centre + half * (i < 8 ? -(nodes[i] ?? 0) : (nodes[14 - i] ?? 0)),
    );
    const y = f(x);
    spend(15);
    let [fine, coarse] = [0, 0];
    for (let i = 0; i < 15; i++) {
      const k = i < 8 ? i : 14 - i;
      const value = Number.isFinite(y[i]) ? (y[i] ?? 0) : 0;
      fine += (kronrod[k] ?? 0) * value;
      coarse += (gauss[k] ?? 0) * value;
    }
    return { a, b, value: fine * half, error: Math.abs(fine - coarse) * half };
  };
  let parts = Array.from({ length: 10 }, (_, i) =>
    measure(from + ((to - from) * i) / 10, from + ((to - from) * (i + 1)) / 10),
  );
  for (let round = 0; round < 60; round++) {
    const value = parts.reduce((sum, each) => sum + each.value, 0);
    const tolerance = Math.max(1e-12, 1e-11 * Math.abs(value));
    const bad = parts.filter((each) => each.error > (tolerance * (each.b - each.a)) / (to - from));
    if (
      bad.length === 0 ||
      parts.reduce((sum, each) => sum + each.error, 0) < tolerance ||
      parts.length > 2000
    )
      return value;
    const split = new Set(bad);
    parts = parts.flatMap((each) => {
      const middle = (each.a + each.b) / 2;
      return split.has(each) && middle > each.a && middle < each.b
        ? [measure(each.a, middle), measure(middle, each.b)]
        : [each];
    });
  }
  return parts.reduce((sum, each) => sum + each.value, 0);
}

const integral: Builtin = (args, _outputs, context) => {
  const f = handleAt(args, 0);
  const scalarOnly = args.some((each) => textOf(each) === "ArrayValued");
  const one = (x: Float64Array): Float64Array => {
    if (!scalarOnly) {
      const { re, im } = callReal(context, f, row(x));
      if (im) throw new NotKnown("the integral of a complex function is not computed here");
      if (re.length === x.length) return re;
    }
    return x.map((each) => callReal(context, f, scalar(each)).re[0] ?? Number.NaN);
  };
  return scalar(quadrature(one, numberAt(args, 1), numberAt(args, 2)));
};

const integral2: Builtin = (args, _outputs, context) => {
  const f = handleAt(args, 0);
  const bound = (i: number, x: number): number => {
    const value = args[i];
    return value?.kind === "function" ? (callReal(context, value, scalar(x)).re[0] ?? 0) : numberAt(args, i);
  };
  const inner = (x: number): number =>
    quadrature((y) => callReal(context, f, row(y.map(() => x)), row(y)).re, bound(3, x), bound(4, x));
  return scalar(quadrature((x) => x.map(inner), numberAt(args, 1), numberAt(args, 2)));
};

/** Nelder and Mead's simplex, with the start and the rules of MATLAB's `fminsearch`. */
const fminsearch: Builtin = (args, _outputs, context) => {
  const f = handleAt(args, 0);
  const start = realAt(args, 1);
  const n = start.re.length;
  const options = args[2];
  const tolX = numberOf(optionOf(options, "TolX")) ?? 1e-4;
  const tolF = numberOf(optionOf(options, "TolFun")) ?? 1e-4;
  const value = (x: Float64Array): number => callReal(context, f, array(start.size, x)).re[0] ?? Number.NaN;
  const points = [
    start.re,
    ...Array.from({ length: n }, (_, j) =>
      start.re.map((each, i) => (i === j ? (each === 0 ? 0.00025 : each * 1.05) : each)),
    ),
  ];
  let simplex = points.map((x) => ({ x, y: value(x) }));
  for (let round = 0; round < 200 * n; round++) {
    spend(n * 4);
    simplex.sort((a, b) => a.y - b.y);
    const [best] = simplex;
    const worst = simplex[n];
    const second = simplex[n - 1];
    if (!best || !worst || !second) break;
    const spreadF = Math.max(...simplex.map((each) => Math.abs(each.y - best.y)));
    const spreadX = Math.max(
      ...simplex.flatMap((each) => Array.from(each.x, (v, i) => Math.abs(v - (best.x[i] ?? 0)))),
    );
    if (spreadF <= tolF && spreadX <= tolX) break;
    const centre = best.x.map(
      (_, i) => simplex.slice(0, n).reduce((sum, each) => sum + (each.x[i] ?? 0), 0) / n,
    );
    const along = (k: number): { x: Float64Array; y: number } => {
      const x = centre.map((each, i) => (1 + k) * each - k * (worst.x[i] ?? 0));
      return { x, y: value(x) };
    };
    const reflected = along(1);
    if (reflected.y < best.y) {
      const expanded = along(2);
      simplex[n] = expanded.y < reflected.y ? expanded : reflected;
    } else if (reflected.y < second.y) simplex[n] = reflected;
    else {
      const inside = reflected.y >= worst.y;
      const contracted = along(inside ? -0.5 : 0.5);
      if (contracted.y < (inside ? worst.y : reflected.y)) simplex[n] = contracted;
      else
        simplex = simplex.map((each, k) => {
          if (k === 0) return each;
          const x = best.x.map((v, i) => v + 0.5 * ((each.x[i] ?? 0) - v));
          return { x, y: value(x) };
        });
    }
  }
  simplex.sort((a, b) => a.y - b.y);
  const [best] = simplex;
  return [array(start.size, best?.x ?? start.re), scalar(best?.y ?? 0), scalar(1)];
};

const fminbnd: Builtin = (args, _outputs, context) => {
  const f = realFunction(context, handleAt(args, 0));
  let [a, b] = [numberAt(args, 1), numberAt(args, 2)];
  const golden = (3 - Math.sqrt(5)) / 2;
  let [x, y] = [a + golden * (b - a), b - golden * (b - a)];
  let [fx, fy] = [f(x), f(y)];
  while (b - a > 1e-9 * Math.max(1, Math.abs(a) + Math.abs(b))) {
    if (fx < fy) {
      b = y;
      [y, fy] = [x, fx];
      x = a + golden * (b - a);
      fx = f(x);
    } else {
      a = x;
      [x, fx] = [y, fy];
      y = b - golden * (b - a);
      fy = f(y);
    }
  }
  const best = (a + b) / 2;
  return [scalar(best), scalar(f(best)), scalar(1)];
};

/** Roots, integrals and minima of functions. */
export const solverFunctions: Builtins = {
  fzero,
  fminsearch,
  fminbnd,
  integral,
  quad: integral,
  quadl: integral,
  quadgk: integral,
  quadv: integral,
  integral2,
  dblquad: (args, outputs, context) => integral2(args.slice(0, 5), outputs, context),
};
