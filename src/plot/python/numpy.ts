import { leastSquares } from "../evaluate/leastSquares.js";
import { array, type RandomValue } from "../evaluate/values.js";
import {
  arrayOf,
  broadcast,
  nd,
  needArray,
  num,
  numberIn,
  numberOr,
  type PyArguments,
  type PyFunction,
  PyUnknown,
  type PyValue,
  sized,
  vector,
} from "./values.js";

const elementwise: Readonly<Record<string, (x: number) => number>> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log10: Math.log10,
  log2: Math.log2,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  abs: Math.abs,
  absolute: Math.abs,
  fabs: Math.abs,
  floor: Math.floor,
  ceil: Math.ceil,
  sign: Math.sign,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  square: (x) => x * x,
  reciprocal: (x) => 1 / x,
  negative: (x) => -x,
  deg2rad: (x) => (x * Math.PI) / 180,
  rad2deg: (x) => (x * 180) / Math.PI,
  radians: (x) => (x * Math.PI) / 180,
  degrees: (x) => (x * 180) / Math.PI,
  sinc: (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)),
  // Half to even, as NumPy rounds.
  round: (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
};

const pairwise: Readonly<Record<string, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  divide: (x, y) => x / y,
  power: (x, y) => x ** y,
  maximum: Math.max,
  minimum: Math.min,
  arctan2: Math.atan2,
  hypot: Math.hypot,
  mod: (x, y) => x - Math.floor(x / y) * y,
  heaviside: (x, y) => (x < 0 ? 0 : x > 0 ? 1 : y),
};

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
const mean = (values: Float64Array): number => sum(values) / values.length;

const reductions: Readonly<Record<string, (values: Float64Array) => number>> = {
  sum,
  mean,
  average: mean,
  max: (v) => v.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  amax: (v) => v.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  min: (v) => v.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
  amin: (v) => v.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
  std: (v) => Math.sqrt(mean(v.map((x) => (x - mean(v)) ** 2))),
  var: (v) => mean(v.map((x) => (x - mean(v)) ** 2)),
  prod: (v) => v.reduce((a, b) => a * b, 1),
};

const shapeFrom = (value: PyValue | undefined): number[] => [...needArray(value, "the shape").data];

const filled = (shape: readonly number[], value: number) =>
  nd(shape, new Float64Array(sized(shape.reduce((a, b) => a * b, 1))).fill(value));

const option = ({ named, positional }: PyArguments, name: string, at: number): PyValue | undefined =>
  named.get(name) ?? positional[at];

const running =
  (start: number, op: (a: number, b: number) => number): PyFunction =>
  ({ positional: [value] }) => {
    let total = start;
    return vector(
      needArray(value, "the array").data.map((x) => {
        total = op(total, x);
        return total;
      }),
    );
  };

/** Functions that make or change arrays. */
const makers: Readonly<Record<string, PyFunction>> = {
  array: ({ positional: [value] }) => {
    const { shape, data, isBoolean } = needArray(value, "the array");
    return nd(shape, data.slice(), isBoolean);
  },
  asarray: ({ positional: [value] }) => needArray(value, "the array"),
  linspace(args) {
    const [low, high] = [numberOr(option(args, "start", 0), 0), numberOr(option(args, "stop", 1), 1)];
    const n = sized(numberOr(option(args, "num", 2), 50));
    const isOpen = numberIn(option(args, "endpoint", 3)) === 0;
    const step = (high - low) / Math.max(1, isOpen ? n : n - 1);
    return vector(
      Float64Array.from({ length: n }, (_, i) => (i === n - 1 && !isOpen && n > 1 ? high : low + i * step)),
    );
  },
  arange(args) {
    const [first, second, third] = args.positional;
    const c = numberOr(args.named.get("step") ?? third, 1);
    const [low, high] = second ? [numberOr(first, 0), numberOr(second, 0)] : [0, numberOr(first, 0)];
    return vector(Float64Array.from({ length: sized(Math.ceil((high - low) / c)) }, (_, i) => low + i * c));
  },
  logspace(args) {
    const [low, high] = [numberOr(option(args, "start", 0), 0), numberOr(option(args, "stop", 1), 1)];
    const n = sized(numberOr(option(args, "num", 2), 50));
    return vector(
      Float64Array.from({ length: n }, (_, i) => 10 ** (low + ((high - low) * i) / Math.max(1, n - 1))),
    );
  },
  zeros: ({ positional: [shape] }) => filled(shapeFrom(shape), 0),
  ones: ({ positional: [shape] }) => filled(shapeFrom(shape), 1),
  full: ({ positional: [shape, value] }) => filled(shapeFrom(shape), numberOr(value, Number.NaN)),
  zeros_like: ({ positional: [like] }) => filled(needArray(like, "the array").shape, 0),
  ones_like: ({ positional: [like] }) => filled(needArray(like, "the array").shape, 1),
  eye: ({ positional: [size] }) => {
    const n = sized(numberOr(size, 1));
    const data = new Float64Array(sized(n * n));
    for (let i = 0; i < n; i++) data[i * n + i] = 1;
    return nd([n, n], data);
  },
  meshgrid({ positional }) {
    const [x, y] = positional.map((value) => needArray(value, "the array"));
    if (!x || !y || positional.length > 2) throw new PyUnknown("this grid is not evaluated here");
    const shape = [y.data.length, x.data.length];
    const at = (of: (i: number, j: number) => number) =>
      nd(
        shape,
        Float64Array.from({ length: sized(y.data.length * x.data.length) }, (_, k) =>
          of(Math.floor(k / x.data.length), k % x.data.length),
        ),
      );
    return { kind: "list", items: [at((_, j) => x.data[j] ?? 0), at((i) => y.data[i] ?? 0)] };
  },
  where({ positional: [condition, yes, no] }) {
    const test = needArray(condition, "the condition");
    const [a, b] = [needArray(yes, "the values"), needArray(no, "the values")];
    const chosen = broadcast(test, a, (c, x) => (c !== 0 ? x : Number.NaN));
    const other = broadcast(test, b, (c, x) => (c !== 0 ? Number.NaN : x));
    return nd(
      chosen.shape,
      chosen.data.map((x, i) =>
        (test.data[test.data.length === 1 ? 0 : i] ?? 0) !== 0 ? x : (other.data[i] ?? 0),
      ),
    );
  },
  clip({ positional: [value, low, high] }) {
    const [a, b] = [numberOr(low, Number.NEGATIVE_INFINITY), numberOr(high, Number.POSITIVE_INFINITY)];
    const array = needArray(value, "the array");
    return nd(
      array.shape,
      array.data.map((x) => Math.min(b, Math.max(a, x))),
    );
  },
  polyfit: ({ positional: [x, y, degree] }) => {
    const [a, b] = [needArray(x, "the array").data, needArray(y, "the array").data];
    const n = numberOr(degree, 1) + 1;
    const powers = Float64Array.from(
      { length: a.length * n },
      (_, k) => (a[k % a.length] ?? 0) ** (n - 1 - Math.floor(k / a.length)),
    );
    return vector(leastSquares(array([a.length, n], powers), array([b.length, 1], b)).re);
  },
  polyval: ({ positional: [coefficients, x] }) => {
    const c = needArray(coefficients, "the coefficients").data;
    const at = needArray(x, "the array");
    return nd(
      at.shape,
      at.data.map((value) => c.reduce((total, each) => total * value + each, 0)),
    );
  },
  trapz: ({ positional: [y, x] }) => {
    const values = needArray(y, "the array").data;
    const at = x ? needArray(x, "the array").data : values.map((_, i) => i);
    return num(
      values
        .slice(1)
        .reduce(
          (total, each, i) => total + ((each + (values[i] ?? 0)) / 2) * ((at[i + 1] ?? 0) - (at[i] ?? 0)),
          0,
        ),
    );
  },
  cumsum: running(0, (a, b) => a + b),
  cumprod: running(1, (a, b) => a * b),
  diff: ({ positional: [value] }) => {
    const { data } = needArray(value, "the array");
    return vector(data.slice(1).map((x, i) => x - (data[i] ?? 0)));
  },
  sort: ({ positional: [value] }) => vector(needArray(value, "the array").data.slice().sort()),
  concatenate: ({ positional: [list] }) => {
    if (list?.kind !== "list") throw new PyUnknown("this array is not evaluated here");
    return vector(list.items.flatMap((each) => [...needArray(each, "the array").data]));
  },
};

/** `numpy.fft`: the frequencies; the transforms give complex numbers, which are not evaluated here. */
export const transforms: Readonly<Record<string, PyFunction>> = {
  fftfreq: ({ positional: [size, spacing], named }) => {
    const [n, d] = [sized(numberOr(size, 1)), numberOr(named.get("d") ?? spacing, 1)];
    return vector(Float64Array.from({ length: n }, (_, i) => (i < n / 2 ? i : i - n) / (n * d)));
  },
  rfftfreq: ({ positional: [size, spacing], named }) => {
    const [n, d] = [sized(numberOr(size, 1)), numberOr(named.get("d") ?? spacing, 1)];
    return vector(Float64Array.from({ length: Math.floor(n / 2) + 1 }, (_, i) => i / (n * d)));
  },
};

/** Rows or columns at a time with `axis`; all values without. */
const reduction =
  (reduce: (values: Float64Array) => number): PyFunction =>
  (args) => {
    const value = needArray(args.positional[0], "the array");
    const axis = numberIn(option(args, "axis", 1));
    if (axis === undefined || value.shape.length < 2) return num(reduce(value.data));
    const [rows = 0, columns = 0] = value.shape;
    const along = axis === 0 ? columns : rows;
    return vector(
      Float64Array.from({ length: along }, (_, k) =>
        reduce(value.data.filter((__, i) => (axis === 0 ? i % columns : Math.floor(i / columns)) === k)),
      ),
    );
  };

export function numpyFunction(name: string): PyFunction | undefined {
  const one = elementwise[name];
  if (one) {
    return ({ positional: [value] }) => {
      const array = needArray(value, "the array");
      return nd(array.shape, array.data.map(one));
    };
  }
  const two = pairwise[name];
  if (two)
    return ({ positional: [a, b] }) => broadcast(needArray(a, "the array"), needArray(b, "the array"), two);
  const all = reductions[name];
  if (all) return reduction(all);
  return makers[name];
}

export const numpyConstants: Readonly<Record<string, number>> = {
  pi: Math.PI,
  e: Math.E,
  inf: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
  newaxis: Number.NaN,
};

/** `np.random.NAME`: what the values are drawn from, never values. */
export function randomFunction(name: string, line: number): PyFunction | undefined {
  const make = (
    distribution: RandomValue["distribution"],
    low: number,
    high: number,
    average: number,
    deviation: number,
    shape: readonly number[],
  ): PyValue => {
    const [rows = 1, columns] = shape;
    const size = columns === undefined ? [1, rows] : [rows, columns];
    return {
      kind: "random",
      shape,
      value: { kind: "random", distribution, size, low, high, mean: average, deviation, line },
    };
  };
  const shape = (value: PyValue | undefined): number[] =>
    value === undefined || value.kind === "none" ? [] : [...(arrayOf(value)?.data ?? [])];
  const positionalShape = ({ positional }: PyArguments) => positional.map((each) => numberOr(each, 1));
  const infinite = Number.POSITIVE_INFINITY;
  switch (name) {
    case "randn":
    case "standard_normal":
      return (args) =>
        make(
          "normal",
          -infinite,
          infinite,
          0,
          1,
          name === "randn" ? positionalShape(args) : shape(option(args, "size", 0)),
        );
    case "normal":
      return (args) =>
        make(
          "normal",
          -infinite,
          infinite,
          numberOr(option(args, "loc", 0), 0),
          numberOr(option(args, "scale", 1), 1),
          shape(option(args, "size", 2)),
        );
    case "rand":
      return (args) => make("uniform", 0, 1, 0.5, Math.sqrt(1 / 12), positionalShape(args));
    case "random":
      return (args) => make("uniform", 0, 1, 0.5, Math.sqrt(1 / 12), shape(option(args, "size", 0)));
    case "uniform":
      return (args) => {
        const low = numberOr(option(args, "low", 0), 0);
        const high = numberOr(option(args, "high", 1), 1);
        return make(
          "uniform",
          low,
          high,
          (low + high) / 2,
          (high - low) / Math.sqrt(12),
          shape(option(args, "size", 2)),
        );
      };
    default:
      return undefined;
  }
}
