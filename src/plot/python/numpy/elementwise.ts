import { arithmeticType, broadcast, type DType, type NdArray, nd, numberOr, truthOf } from "../arrays.js";

import { both, elementwise as over } from "../operators.js";
import { roundedScaled, roundHalfEven } from "../rounding.js";
import { option, type PyFunction, PyUnknown, type PyValue } from "../values.js";
import { borrowed, inColumns, inRows } from "./borrowed.js";

type One = (x: number) => number;

const radians: One = (x) => (x * Math.PI) / 180;
const degrees: One = (x) => (x * 180) / Math.PI;

/** Results are fractions. */
const fractions: Readonly<Record<string, One>> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  exp: Math.exp,
  expm1: Math.expm1,
  exp2: (x) => 2 ** x,
  log: Math.log,
  log10: Math.log10,
  log2: Math.log2,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  fabs: Math.abs,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  arcsinh: Math.asinh,
  arccosh: Math.acosh,
  arctanh: Math.atanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  reciprocal: (x) => 1 / x,
  deg2rad: radians,
  rad2deg: degrees,
  radians,
  degrees,
  sinc: (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)),
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  fix: Math.trunc,
  rint: roundHalfEven,
  expit: (x) => 1 / (1 + Math.exp(-x)),
  logit: (x) => Math.log(x / (1 - x)),
  nan_to_num: (x) => (Number.isNaN(x) ? 0 : Math.min(Math.max(x, -Number.MAX_VALUE), Number.MAX_VALUE)),
};

/** Results are of the kind of what is given. */
const alike: Readonly<Record<string, One>> = {
  abs: Math.abs,
  absolute: Math.abs,
  sign: Math.sign,
  square: (x) => x * x,
  negative: (x) => -x,
  positive: (x) => x,
};

const questions: Readonly<Record<string, One>> = {
  isnan: (x) => Number(Number.isNaN(x)),
  isinf: (x) => Number(Math.abs(x) === Number.POSITIVE_INFINITY),
  isfinite: (x) => Number(Number.isFinite(x)),
  logical_not: (x) => Number(x === 0),
  signbit: (x) => Number(x < 0),
};

const modulo = (x: number, y: number): number => x - Math.floor(x / y) * y;

const pairwise: Readonly<Record<string, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  divide: (x, y) => x / y,
  true_divide: (x, y) => x / y,
  floor_divide: (x, y) => Math.floor(x / y),
  power: (x, y) => x ** y,
  pow: (x, y) => x ** y,
  float_power: (x, y) => x ** y,
  maximum: Math.max,
  minimum: Math.min,
  fmax: (x, y) => (Number.isNaN(x) ? y : Number.isNaN(y) ? x : Math.max(x, y)),
  fmin: (x, y) => (Number.isNaN(x) ? y : Number.isNaN(y) ? x : Math.min(x, y)),
  arctan2: Math.atan2,
  atan2: Math.atan2,
  hypot: Math.hypot,
  mod: modulo,
  remainder: modulo,
  fmod: (x, y) => x % y,
  copysign: (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x)),
  heaviside: (x, y) => (x < 0 ? 0 : x > 0 ? 1 : y),
  ldexp: (x, y) => x * 2 ** y,
};

const wholeFractions = new Set([
  "divide",
  "true_divide",
  "arctan2",
  "atan2",
  "hypot",
  "heaviside",
  "float_power",
]);

const comparisons: Readonly<Record<string, (x: number, y: number) => boolean>> = {
  equal: (x, y) => x === y,
  not_equal: (x, y) => x !== y,
  less: (x, y) => x < y,
  less_equal: (x, y) => x <= y,
  greater: (x, y) => x > y,
  greater_equal: (x, y) => x >= y,
  logical_and: (x, y) => x !== 0 && y !== 0,
  logical_or: (x, y) => x !== 0 || y !== 0,
  logical_xor: (x, y) => (x !== 0) !== (y !== 0),
  isclose: (x, y) => Math.abs(x - y) <= 1e-8 + 1e-5 * Math.abs(y) || x === y,
};

/** Of complex numbers, by real and imaginary part; one number back where it is real. */
const ofComplex: Readonly<Record<string, (x: number, y: number) => number | readonly [number, number]>> = {
  abs: Math.hypot,
  absolute: Math.hypot,
  angle: (x, y) => Math.atan2(y, x),
  real: (x) => x,
  imag: (_, y) => y,
  conj: (x, y) => [x, -y],
  conjugate: (x, y) => [x, -y],
  exp: (x, y) => [Math.exp(x) * Math.cos(y), Math.exp(x) * Math.sin(y)],
  square: (x, y) => [x * x - y * y, 2 * x * y],
  sqrt: (x, y) => {
    const r = Math.hypot(x, y);
    const [a, b] = [Math.sqrt(Math.max(0, (r + x) / 2)), Math.sqrt(Math.max(0, (r - x) / 2))];
    return [a, y < 0 ? -b : b];
  },
  log: (x, y) => [Math.log(Math.hypot(x, y)), Math.atan2(y, x)],
};

function complexMapped(name: string, { shape, data, im }: NdArray): NdArray {
  const one = ofComplex[name];
  if (!one || !im) throw new PyUnknown(`${name} of complex numbers is not evaluated here`);
  const re = new Float64Array(data.length);
  const rest = new Float64Array(data.length);
  let isReal = true;
  for (let i = 0; i < data.length; i++) {
    const value = one(data[i] ?? 0, im[i] ?? 0);
    if (typeof value === "number") re[i] = value;
    else {
      isReal = false;
      re[i] = value[0];
      rest[i] = value[1];
    }
  }
  return nd(shape, re, "float", isReal ? undefined : rest);
}

const mapped =
  (name: string, one: One, dtype?: DType): PyFunction =>
  ({ positional: [value] }) =>
    over(value, (array) => {
      if (array.im) return complexMapped(name, array);
      const own = array.dtype === "bool" && dtype === undefined ? "int" : (dtype ?? array.dtype);
      return nd(array.shape, array.data.map(one), own);
    });

/** Special functions, by those of MATLAB that compute the same. */
const special: Readonly<Record<string, string>> = {
  erf: "erf",
  erfc: "erfc",
  erfinv: "erfinv",
  gamma: "gamma",
  gammaln: "gammaln",
  lgamma: "gammaln",
};

/** A function that works element by element. */
export function elementwiseFunction(name: string): PyFunction | undefined {
  const one = fractions[name];
  if (one) return mapped(name, one, "float");
  const same = alike[name];
  if (same) return mapped(name, same);
  const ask = questions[name];
  if (ask) return mapped(name, ask, "bool");
  const two = pairwise[name];
  if (two)
    return ({ positional: [a, b] }) =>
      both(a, b, (p, q) => {
        const dtype = wholeFractions.has(name) ? "float" : arithmeticType(p.dtype, q.dtype);
        return broadcast(realOnly(p), realOnly(q), two, dtype);
      });
  const compare = comparisons[name];
  if (compare)
    return ({ positional: [a, b] }) =>
      both(a, b, (p, q) => broadcast(realOnly(p), realOnly(q), (x, y) => (compare(x, y) ? 1 : 0), "bool"));
  const theirs = special[name];
  if (theirs)
    return ({ positional: [value] }) =>
      over(value, (array) => {
        const flat = nd([array.data.length], realOnly(array).data);
        const [made] = borrowed(theirs, [inColumns(flat)]);
        return nd(array.shape, inRows(made, true).data);
      });
  return others[name];
}

function realOnly(array: NdArray): NdArray {
  if (array.im) throw new PyUnknown("complex numbers are not evaluated here");
  return array;
}

const round: PyFunction = (args) => {
  const digits = numberOr(option(args, "decimals", 1), 0);
  return over(args.positional[0], (array) =>
    nd(
      array.shape,
      realOnly(array).data.map((x) => roundedScaled(x, digits)),
      array.dtype,
    ),
  );
};

const inDegrees = ({ shape, data }: NdArray): NdArray => nd(shape, data.map(degrees));

const others: Readonly<Record<string, PyFunction>> = {
  round,
  around: round,
  angle: (args) => {
    const angles = ofParts("angle")(args);
    return truthOf(option(args, "deg", 1)) === true ? over(angles, inDegrees) : angles;
  },
  real: ofParts("real"),
  imag: ofParts("imag"),
  conj: ofParts("conj"),
  conjugate: ofParts("conj"),
  real_if_close: ofParts("real"),
  clip(args) {
    const bound = (value: PyValue | undefined, usual: number): PyValue =>
      value === undefined || value.kind === "none" ? nd([], Float64Array.of(usual)) : value;
    const low = bound(args.named.get("min") ?? option(args, "a_min", 1), Number.NEGATIVE_INFINITY);
    const high = bound(args.named.get("max") ?? option(args, "a_max", 2), Number.POSITIVE_INFINITY);
    const type = args.positional[0]?.kind === "array" ? args.positional[0].dtype : "float";
    return both(args.positional[0], low, (a, b) => {
      const raised = broadcast(realOnly(a), b, Math.max, type);
      return both(raised, high, (c, d) => broadcast(c, d, Math.min, type));
    });
  },
};

function ofParts(name: string): PyFunction {
  return ({ positional: [value] }) =>
    over(value, (array) =>
      complexMapped(name, {
        ...array,
        data: array.data,
        im: array.im ?? new Float64Array(array.data.length),
      }),
    );
}
