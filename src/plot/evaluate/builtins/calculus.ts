import { elementwise } from "../arithmetic.js";
import { type Builtin, type CallContext, MatlabError, NotKnown } from "../builtin.js";
import { allocate, spend } from "../limits.js";
import { transpose } from "../matrix.js";
import { bogackiShampine, dormandPrince, integrate } from "../rungeKutta.js";
import { doubtOf } from "../uncertain.js";
import {
  type ArrayValue,
  array,
  column,
  count,
  emptyArray,
  type FunctionValue,
  numberOf,
  row,
  type StructValue,
  scalar,
  struct,
  text,
  textOf,
  type Value,
} from "../values.js";
import { transform, withLength } from "./along.js";
import {
  arrayAt,
  type Builtins,
  dimensionAt,
  firstDimension,
  isVector,
  numberAt,
  realAt,
} from "./arguments.js";

function diff(args: readonly Value[]): Value {
  let x = arrayAt(args, 0);
  const order = args[1] && (args[1].kind !== "array" || args[1].re.length > 0) ? numberAt(args, 1) : 1;
  for (let k = 0; k < order; k++) {
    const dimension = args[2] ? numberAt(args, 2) - 1 : firstDimension(x.size);
    const n = x.size[dimension] ?? 1;
    if (n <= 1)
      return n === 1 && count(x.size) <= 1
        ? emptyArray
        : array(withLength(x.size, dimension, 0), new Float64Array(0));
    const steps = (line: Float64Array): Float64Array =>
      Float64Array.from({ length: n - 1 }, (_, i) => (line[i + 1] ?? 0) - (line[i] ?? 0));
    x = transform(x, dimension, n - 1, (re, im) => ({ re: steps(re), im: im && steps(im) }));
  }
  return x;
}

/** Trapezoids: their sum, or the sums so far. */
const trapezoids =
  (running: boolean): Builtin =>
  (args) => {
    const spaced = args.length > 1;
    const y = arrayAt(args, spaced ? 1 : 0);
    const x = spaced && args[0] ? realAt(args, 0).re : undefined;
    const dimension = dimensionAt(args, 2, y.size);
    const n = y.size[dimension] ?? 1;
    const sums = (line: Float64Array): Float64Array => {
      let sum = 0;
      return line.map((each, i) => {
        if (i === 0) return 0;
        const width = x === undefined ? 1 : x.length === 1 ? (x[0] ?? 1) : (x[i] ?? 0) - (x[i - 1] ?? 0);
        sum += (width * (each + (line[i - 1] ?? 0))) / 2;
        return sum;
      });
    };
    const one = (line: Float64Array): ArrayLike<number> => (running ? sums(line) : [sums(line).at(-1) ?? 0]);
    return transform(y, dimension, running ? n : 1, (re, im) => ({ re: one(re), im: im && one(im) }));
  };

/** Central differences inside, one-sided at the ends. */
function slopes(line: Float64Array, at: (i: number) => number): Float64Array {
  const n = line.length;
  return line.map((_, i) => {
    const [a, b] = [Math.max(0, i - 1), Math.min(n - 1, i + 1)];
    return ((line[b] ?? 0) - (line[a] ?? 0)) / (at(b) - at(a));
  });
}

function gradient(args: readonly Value[], outputs: number): readonly Value[] {
  const x = realAt(args, 0);
  const order = isVector(x.size)
    ? [firstDimension(x.size)]
    : [1, 0, 2].slice(0, Math.max(1, Math.min(outputs, x.size.length)));
  return order.map((dimension, k) => {
    const spacing = args[args.length === 2 ? 1 : k + 1]
      ? realAt(args, args.length === 2 ? 1 : k + 1).re
      : Float64Array.of(1);
    const at = (i: number): number => (spacing.length === 1 ? i * (spacing[0] ?? 1) : (spacing[i] ?? 0));
    return transform(x, dimension, x.size[dimension] ?? 1, (line) => ({
      re: line.length < 2 ? line.map(() => 0) : slopes(line, at),
    }));
  });
}

const handleAt = (args: readonly Value[], i: number): FunctionValue | string => {
  const f = args[i];
  if (f?.kind === "function") return f;
  const name = textOf(f);
  if (name !== undefined) return name;
  const doubt = f && doubtOf(f);
  throw doubt ? new NotKnown(doubt.reason) : new MatlabError("a function is expected here");
};

/** What a function of numbers gives, as real numbers. @throws {NotKnown} */
function callReal(context: CallContext, f: FunctionValue | string, ...args: Value[]): ArrayValue {
  const [value] = context.apply(f, args, 1);
  const doubt = value && doubtOf(value);
  if (doubt) throw new NotKnown(doubt.reason);
  if (value?.kind !== "array") throw new MatlabError("the function must return numbers");
  return value;
}

const realFunction =
  (context: CallContext, f: FunctionValue | string) =>
  (x: number): number =>
    callReal(context, f, scalar(x)).re[0] ?? Number.NaN;

const optionOf = (options: Value | undefined, name: string): Value | undefined => {
  if (options?.kind !== "struct") return undefined;
  const value = options.fields.get(name)?.[0];
  return value?.kind === "array" && value.re.length === 0 ? undefined : value;
};

const solver =
  (method: typeof dormandPrince, exact: boolean): Builtin =>
  (args, outputs, context) => {
    if (outputs === 0) throw new NotKnown("the solver draws its own figure");
    const f = handleAt(args, 0);
    const times = realAt(args, 1).re;
    const first = arrayAt(args, 2);
    // A complex state is solved as its real and imaginary parts one after the other.
    const isComplex = first.im !== undefined;
    const states = first.re.length;
    const start = first.im ? Float64Array.of(...first.re, ...first.im) : first.re;
    const [, , , options, ...extra] = args;
    if (optionOf(options, "Events") || optionOf(options, "Mass"))
      throw new NotKnown("events and mass matrices of a differential equation are not evaluated");
    if (!exact && times.length === 2) throw new NotKnown("the steps of a stiff solver are not computed here");
    const number = (name: string, standard: number): number => numberOf(optionOf(options, name)) ?? standard;
    const absolute = optionOf(options, "AbsTol");
    const initial = numberOf(optionOf(options, "InitialStep"));
    const control = {
      relative: exact ? number("RelTol", 1e-3) : 1e-7,
      absolute: exact ? (absolute?.kind === "array" ? [...absolute.re] : [1e-6]) : [1e-9],
      longest: number("MaxStep", 0.1 * Math.abs((times.at(-1) ?? 0) - (times[0] ?? 0))),
      ...(initial === undefined ? {} : { first: initial }),
    };
    const derivative = (t: number, y: Float64Array): Float64Array => {
      if (!isComplex) {
        const slope = callReal(context, f, scalar(t), column(y), ...extra);
        if (slope.im) throw new NotKnown("the slope of a real state is complex");
        if (slope.re.length !== states)
          throw new MatlabError("the derivative must have as many elements as the state");
        return slope.re;
      }
      const state = array([states, 1], y.slice(0, states), y.slice(states));
      const slope = callReal(context, f, scalar(t), state, ...extra);
      const both = new Float64Array(2 * states);
      both.set(slope.re.subarray(0, states));
      if (slope.im) both.set(slope.im.subarray(0, states), states);
      return both;
    };
    const solution = integrate(method, derivative, times, Float64Array.from(start), control);
    const n = solution.t.length;
    const part = (from: number): Float64Array => {
      const values = allocate(n * states);
      solution.y.forEach((each, i) => {
        for (let j = 0; j < states; j++) values[i + j * n] = each[from + j] ?? 0;
      });
      return values;
    };
    const y = array([n, states], part(0), isComplex ? part(states) : undefined);
    if (outputs > 1) return [column(solution.t), y];
    return [
      struct([
        ["x", row(solution.t)],
        ["y", transpose(y, false)],
        ["solver", text("ode45")],
      ]),
    ];
  };

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

/** `odeset('RelTol', …)`, on top of options that exist. */
function options(args: readonly Value[]): Value {
  const first = args[0]?.kind === "struct" ? (args[0] as StructValue) : undefined;
  const fields = new Map(first?.fields ?? []);
  const rest = first ? args.slice(1) : args;
  for (let i = 0; i + 1 < rest.length; i += 2) {
    const name = textOf(rest[i]);
    const value = rest[i + 1];
    if (name !== undefined && value) fields.set(name, [value]);
  }
  return { kind: "struct", size: [1, 1], fields };
}

function laplacian(args: readonly Value[]): Value {
  const x = realAt(args, 0);
  if (args.length > 1 || isVector(x.size)) throw new NotKnown("this form of del2 is not computed here");
  const second = (dimension: number): ArrayValue =>
    transform(x, dimension, x.size[dimension] ?? 1, (line) => {
      const n = line.length;
      const inner = (i: number): number => (line[i - 1] ?? 0) - 2 * (line[i] ?? 0) + (line[i + 1] ?? 0);
      const values = line.map((_, i) => (i > 0 && i < n - 1 ? inner(i) : 0));
      values[0] = 2 * (values[1] ?? 0) - (values[2] ?? 0);
      values[n - 1] = 2 * (values[n - 2] ?? 0) - (values[n - 3] ?? 0);
      return { re: values };
    });
  return elementwise("./", elementwise("+", second(0), second(1)), scalar(4));
}

/** Functions that are handed functions deal with what those give. */
export const calculusFunctions: Builtins = {
  diff,
  trapz: trapezoids(false),
  cumtrapz: trapezoids(true),
  gradient,
  del2: laplacian,
  ode45: solver(dormandPrince, true),
  ode23: solver(bogackiShampine, true),
  ode113: solver(dormandPrince, false),
  ode15s: solver(dormandPrince, false),
  ode23s: solver(dormandPrince, false),
  ode23t: solver(dormandPrince, false),
  odeset: options,
  optimset: options,
  optimoptions: (args) => options(args.slice(1)),
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
