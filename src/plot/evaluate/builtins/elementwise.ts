import { elementwise, mapComplex, mapPairs, mapReal, negate, not } from "../arithmetic.js";
import { type Builtin, MatlabError, NotKnown } from "../builtin.js";
import type { Complex } from "../complex.js";
import * as complex from "../complex.js";
import { expandedSize } from "../expand.js";
import { leftDivide, power, rightDivide, times, transpose } from "../matrix.js";
import { matrixPower } from "../matrixFunctions.js";
import { isIntegerClass, roundHalfAway } from "../numericClass.js";
import { type ArrayClass, type ArrayValue, array, type Size, sizeOf, type Value } from "../values.js";
import { arrayAt, type Builtins, numberAt, realAt } from "./arguments.js";

const resultClass = (x: ArrayValue): ArrayClass =>
  x.class === "single" || isIntegerClass(x.class) ? x.class : "double";

/** A function of one number; `inside` says where it is real, `general` what it is elsewhere. */
function analytic(
  real: (x: number) => number,
  general: (z: Complex) => Complex,
  inside: (x: number) => boolean = () => true,
): Builtin {
  return (args) => {
    const x = arrayAt(args, 0);
    if (x.im || !x.re.every((each) => inside(each) || Number.isNaN(each))) return mapComplex(x, general);
    return mapReal(x, real, x.class === "single" ? "single" : "double");
  };
}

/** A function of the real and the imaginary part alike. */
const byParts =
  (f: (x: number) => number) =>
  (args: readonly Value[]): ArrayValue => {
    const x = arrayAt(args, 0);
    const re = mapReal(x, f, resultClass(x));
    return x.im ? array(x.size, re.re, mapReal({ ...x, re: x.im }, f).re, re.class) : re;
  };

const test =
  (f: (x: number, im: number) => boolean): Builtin =>
  (args) => {
    const [first] = args;
    if (first && first.kind !== "array")
      return array(sizeOf(first) ?? [1, 1], new Float64Array(1), undefined, "logical");
    const x = arrayAt(args, 0);
    return array(
      x.size,
      x.re.map((each, i) => (f(each, x.im?.[i] ?? 0) ? 1 : 0)),
      undefined,
      "logical",
    );
  };

const pair =
  (name: string, f: (x: number, y: number) => number): Builtin =>
  (args) =>
    mapPairs(name, realAt(args, 0), realAt(args, 1), f);

const degrees = 180 / Math.PI;

function modulus(x: number, y: number): number {
  if (y === 0) return x;
  const ratio = x / y;
  if (Number.isInteger(y)) {
    const rest = x % y;
    return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
  }
  if (Math.abs(ratio - Math.round(ratio)) < Math.abs(ratio) * Number.EPSILON) return 0;
  return x - Math.floor(ratio) * y;
}

function remainder(x: number, y: number): number {
  if (y === 0) return Number.NaN;
  if (Number.isInteger(y)) return x % y;
  const ratio = x / y;
  if (Math.abs(ratio - Math.round(ratio)) < Math.abs(ratio) * Number.EPSILON) return 0;
  return x - Math.trunc(ratio) * y;
}

/** Exact at multiples of 90, as MATLAB's functions in degrees are. */
const sinDegrees = (x: number): number => {
  const r = modulus(x, 360);
  if (r % 180 === 0) return 0;
  if (r === 90) return 1;
  if (r === 270) return -1;
  if (r === 30 || r === 150) return 0.5;
  if (r === 210 || r === 330) return -0.5;
  return Math.sin(r / degrees);
};
const cosDegrees = (x: number): number => sinDegrees(x + 90);

export function greatestDivisor(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y) [x, y] = [y, x % y];
  return x;
}

const bits =
  (f: (x: bigint, y: bigint) => bigint): ((x: number, y: number) => number) =>
  (x, y) =>
    Number(f(BigInt(x), BigInt(y)));

function rounded(args: readonly Value[]): Value {
  if (args.length < 2) return byParts(roundHalfAway)(args);
  const digits = numberAt(args, 1);
  const factor = 10 ** Math.abs(digits);
  return byParts((x) =>
    digits >= 0 ? roundHalfAway(x * factor) / factor : roundHalfAway(x / factor) * factor,
  )(args);
}

const absolute = (args: readonly Value[]): ArrayValue => {
  const x = arrayAt(args, 0);
  const { im } = x;
  if (!im) return mapReal(x, Math.abs, resultClass(x));
  return array(
    x.size,
    x.re.map((each, i) => Math.hypot(each, im[i] ?? 0)),
  );
};

const operator =
  (f: (a: Value, b: Value) => Value): Builtin =>
  (args) => {
    const [a, b] = args;
    if (!a || !b) throw new MatlabError("Invalid call: not enough input arguments");
    return args.slice(2).reduce(f, f(a, b));
  };

const unit = (x: number): boolean => x >= -1 && x <= 1;
const notNegative = (x: number): boolean => x >= 0;

const realPart = (args: readonly Value[]): ArrayValue => {
  const x = arrayAt(args, 0);
  return array(x.size, x.re, undefined, resultClass(x));
};

export const elementwiseFunctions: Builtins = {
  sin: analytic(Math.sin, complex.sin),
  cos: analytic(Math.cos, complex.cos),
  tan: analytic(Math.tan, complex.tan),
  sec: analytic(
    (x) => 1 / Math.cos(x),
    (z) => complex.divide([1, 0], complex.cos(z)),
  ),
  csc: analytic(
    (x) => 1 / Math.sin(x),
    (z) => complex.divide([1, 0], complex.sin(z)),
  ),
  cot: analytic(
    (x) => 1 / Math.tan(x),
    (z) => complex.divide([1, 0], complex.tan(z)),
  ),
  asin: analytic(Math.asin, complex.asin, unit),
  acos: analytic(Math.acos, complex.acos, unit),
  atan: analytic(Math.atan, complex.atan),
  acot: analytic(
    (x) => Math.atan(1 / x),
    (z) => complex.atan(complex.divide([1, 0], z)),
  ),
  sinh: analytic(Math.sinh, complex.sinh),
  cosh: analytic(Math.cosh, complex.cosh),
  tanh: analytic(Math.tanh, complex.tanh),
  sech: analytic(
    (x) => 1 / Math.cosh(x),
    (z) => complex.divide([1, 0], complex.cosh(z)),
  ),
  csch: analytic(
    (x) => 1 / Math.sinh(x),
    (z) => complex.divide([1, 0], complex.sinh(z)),
  ),
  coth: analytic(
    (x) => 1 / Math.tanh(x),
    (z) => complex.divide([1, 0], complex.tanh(z)),
  ),
  asinh: analytic(Math.asinh, complex.asinh),
  acosh: analytic(Math.acosh, complex.acosh, (x) => x >= 1),
  atanh: analytic(Math.atanh, complex.atanh, unit),
  exp: analytic(Math.exp, complex.exp),
  expm1: analytic(Math.expm1, (z) => complex.subtract(complex.exp(z), [1, 0])),
  log: analytic(Math.log, complex.log, notNegative),
  log1p: analytic(
    Math.log1p,
    (z) => complex.log(complex.add([1, 0], z)),
    (x) => x >= -1,
  ),
  log2: analytic(Math.log2, (z) => complex.scale(complex.log(z), Math.LOG2E), notNegative),
  log10: analytic(Math.log10, (z) => complex.scale(complex.log(z), Math.LOG10E), notNegative),
  sqrt: analytic(Math.sqrt, complex.sqrt, notNegative),
  cbrt: (args) => mapReal(realAt(args, 0), Math.cbrt),
  realsqrt: (args) => mapReal(realAt(args, 0), Math.sqrt),
  abs: absolute,
  sign: (args) => {
    const x = arrayAt(args, 0);
    // z / |z|
    return x.im ? elementwise("./", x, absolute(args)) : mapReal(x, Math.sign, resultClass(x));
  },
  floor: byParts(Math.floor),
  ceil: byParts(Math.ceil),
  fix: byParts(Math.trunc),
  round: rounded,
  real: realPart,
  imag: (args) => {
    const x = arrayAt(args, 0);
    return array(x.size, x.im ?? new Float64Array(x.re.length));
  },
  conj: (args) => {
    const x = arrayAt(args, 0);
    return x.im ? mapComplex(x, ([re, im]) => [re, -im]) : realPart(args);
  },
  angle: phase,
  arg: phase,
  sind: (args) => mapReal(realAt(args, 0), sinDegrees),
  cosd: (args) => mapReal(realAt(args, 0), cosDegrees),
  tand: (args) => mapReal(realAt(args, 0), (x) => sinDegrees(x) / cosDegrees(x)),
  asind: (args) => mapReal(realAt(args, 0), (x) => Math.asin(x) * degrees),
  acosd: (args) => mapReal(realAt(args, 0), (x) => Math.acos(x) * degrees),
  atand: (args) => mapReal(realAt(args, 0), (x) => Math.atan(x) * degrees),
  deg2rad: (args) => mapReal(realAt(args, 0), (x) => x / degrees),
  rad2deg: (args) => mapReal(realAt(args, 0), (x) => x * degrees),
  mod: pair("mod", modulus),
  rem: pair("rem", remainder),
  atan2: pair("atan2", Math.atan2),
  atan2d: pair("atan2d", (y, x) => Math.atan2(y, x) * degrees),
  hypot: pair("hypot", Math.hypot),
  idivide: pair("idivide", (x, y) => Math.trunc(x / y)),
  gcd: pair("gcd", greatestDivisor),
  lcm: pair("lcm", (x, y) => (x === 0 || y === 0 ? 0 : Math.abs(x * y) / greatestDivisor(x, y))),
  bitand: pair(
    "bitand",
    bits((x, y) => x & y),
  ),
  bitor: pair(
    "bitor",
    bits((x, y) => x | y),
  ),
  bitxor: pair(
    "bitxor",
    bits((x, y) => x ^ y),
  ),
  bitshift: pair("bitshift", (x, y) => (y >= 0 ? x * 2 ** y : Math.floor(x / 2 ** -y))),
  xor: (args) => ({
    ...mapPairs("xor", arrayAt(args, 0), arrayAt(args, 1), (x, y) => ((x !== 0) !== (y !== 0) ? 1 : 0)),
    class: "logical",
  }),
  nthroot: pair("nthroot", (x, n) => (x < 0 && n % 2 !== 0 ? -((-x) ** (1 / n)) : x ** (1 / n))),
  realpow: pair("realpow", (x, y) => x ** y),
  complex: (args) => {
    const [re, im] = [realAt(args, 0), args[1] ? realAt(args, 1) : mapReal(realAt(args, 0), () => 0)];
    const whole = elementwise(
      "+",
      re,
      elementwise(".*", array([1, 1], Float64Array.of(0), Float64Array.of(1)), im),
    );
    return whole;
  },
  isnan: test((x, im) => Number.isNaN(x) || Number.isNaN(im)),
  isinf: test(
    (x, im) => Math.abs(x) === Number.POSITIVE_INFINITY || Math.abs(im) === Number.POSITIVE_INFINITY,
  ),
  isfinite: test((x, im) => Number.isFinite(x) && Number.isFinite(im)),
  plus: operator((a, b) => elementwise("+", a, b)),
  minus: operator((a, b) => elementwise("-", a, b)),
  times: operator((a, b) => elementwise(".*", a, b)),
  rdivide: operator((a, b) => elementwise("./", a, b)),
  ldivide: operator((a, b) => elementwise(".\\", a, b)),
  power: operator((a, b) => elementwise(".^", a, b)),
  eq: operator((a, b) => elementwise("==", a, b)),
  ne: operator((a, b) => elementwise("~=", a, b)),
  lt: operator((a, b) => elementwise("<", a, b)),
  le: operator((a, b) => elementwise("<=", a, b)),
  gt: operator((a, b) => elementwise(">", a, b)),
  ge: operator((a, b) => elementwise(">=", a, b)),
  and: operator((a, b) => elementwise("&", a, b)),
  or: operator((a, b) => elementwise("|", a, b)),
  not: ([x]) => not(x ?? missing()),
  uminus: ([x]) => negate(x ?? missing()),
  uplus: ([x]) => x ?? missing(),
  nextpow2: (args) =>
    mapReal(realAt(args, 0), (x) => {
      if (x === 0) return 0;
      const guess = Math.ceil(Math.log2(Math.abs(x)));
      return 2 ** (guess - 1) >= Math.abs(x) ? guess - 1 : guess;
    }),
};

/** Operators of matrices by name. */
export const matrixOperators: Builtins = {
  mtimes: operator(times),
  mldivide: operator(leftDivide),
  mrdivide: operator(rightDivide),
  mpower: operator((a, b) => power(a, b, matrixPower)),
  transpose: ([x]) => transpose(x ?? missing(), false),
  ctranspose: ([x]) => transpose(x ?? missing(), true),
};

function missing(): never {
  throw new MatlabError("Invalid call: not enough input arguments");
}

function phase(args: readonly Value[]): Value {
  const x = arrayAt(args, 0);
  const { im } = x;
  if (im) {
    const sizes = x.re.map((each, i) => Math.hypot(each, im[i] ?? 0));
    const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
    if (sizes.some((each) => each > 0 && each < 1e-10 * largest))
      throw new NotKnown("the phase of values that are zero but for rounding is not known", x.size);
  }
  return array(
    x.size,
    x.re.map((each, i) => Math.atan2(im?.[i] ?? 0, each)),
  );
}

/** Size of what an elementwise function makes of arguments of which some are not known. */
export function elementwiseSize(args: readonly Value[]): Size | undefined {
  let size: Size | undefined = [1, 1];
  for (const each of args) {
    const one = sizeOf(each);
    size = one && size && expandedSize(size, one);
  }
  return size;
}
