import { MatlabError, NotKnown } from "./builtin.js";
import type { Complex } from "./complex.js";
import * as complex from "./complex.js";
import { commonSize, expandedIndex, expandedSize } from "./expand.js";
import { allocate, reserve } from "./limits.js";
import { arithmeticClass, fitAll } from "./numericClass.js";
import { affine, spreadUnknown } from "./uncertain.js";
import {
  type ArrayClass,
  type ArrayValue,
  array,
  classOf,
  count,
  isUncertain,
  logical,
  type Size,
  type StringValue,
  scalar,
  sizeOf,
  textsOf,
  type Value,
} from "./values.js";

interface Operation {
  readonly symbol: string;
  readonly real: (x: number, y: number) => number;
  readonly complex: (a: Complex, b: Complex) => Complex;
  /** Comparisons and logic give truth values. */
  readonly logical?: true;
  /** Do real operands give a complex result? */
  readonly leavesReals?: (x: number, y: number) => boolean;
}

const truth =
  (f: (a: Complex, b: Complex) => boolean) =>
  (a: Complex, b: Complex): Complex => [f(a, b) ? 1 : 0, 0];

const comparison = (symbol: string, real: (x: number, y: number) => boolean): Operation => ({
  symbol,
  real: (x, y) => (real(x, y) ? 1 : 0),
  // MATLAB orders complex numbers by their real parts.
  complex: truth((a, b) => real(a[0], b[0])),
  logical: true,
});

/** Element by element. */
export const operations = {
  "+": { symbol: "+", real: (x, y) => x + y, complex: complex.add },
  "-": { symbol: "-", real: (x, y) => x - y, complex: complex.subtract },
  ".*": { symbol: ".*", real: (x, y) => x * y, complex: complex.multiply },
  "./": { symbol: "./", real: (x, y) => x / y, complex: complex.divide },
  ".\\": { symbol: ".\\", real: (x, y) => y / x, complex: (a, b) => complex.divide(b, a) },
  ".^": {
    symbol: ".^",
    real: power,
    complex: complex.power,
    leavesReals: (x, y) => x < 0 && !Number.isInteger(y) && Number.isFinite(y),
  },
  "==": {
    ...comparison("==", (x, y) => x === y),
    complex: truth((a, b) => a[0] === b[0] && a[1] === b[1]),
  },
  "~=": {
    ...comparison("~=", (x, y) => x !== y),
    complex: truth((a, b) => a[0] !== b[0] || a[1] !== b[1]),
  },
  "<": comparison("<", (x, y) => x < y),
  "<=": comparison("<=", (x, y) => x <= y),
  ">": comparison(">", (x, y) => x > y),
  ">=": comparison(">=", (x, y) => x >= y),
  "&": {
    ...comparison("&", (x, y) => x !== 0 && y !== 0),
    complex: truth((a, b) => (a[0] !== 0 || a[1] !== 0) && (b[0] !== 0 || b[1] !== 0)),
  },
  "|": {
    ...comparison("|", (x, y) => x !== 0 || y !== 0),
    complex: truth((a, b) => a[0] !== 0 || a[1] !== 0 || b[0] !== 0 || b[1] !== 0),
  },
} satisfies Record<string, Operation>;

export type ElementwiseOperator = keyof typeof operations;

/** `**` says NaN for 1 to an infinite power where C and MATLAB say 1. */
function power(x: number, y: number): number {
  return x === 1 ? 1 : x ** y;
}

/** `a OP b` with implicit expansion. @throws {MatlabError} @throws {NotKnown} */
export function elementwise(operator: ElementwiseOperator, a: Value, b: Value): Value {
  if (a.kind === "array" && b.kind === "array") return combine(operations[operator], a, b);
  if (isUncertain(a) || isUncertain(b)) {
    const size = a.kind === "unknown" && !a.size ? undefined : jointSize(a, b);
    return affine(operator, a, b) ?? spreadUnknown([a, b], size);
  }
  if (a.kind === "string" || b.kind === "string") return withStrings(operator, a, b);
  if (a.kind === "handle" && b.kind === "handle") {
    const same = a.ids.length === b.ids.length && a.ids.every((id, i) => id === b.ids[i]);
    if (operator === "==") return logical(same);
    if (operator === "~=") return logical(!same);
  }
  if (a.kind === "handle" || b.kind === "handle")
    throw new NotKnown("the number of a graphics object is used");
  throw new MatlabError(
    `binary operator '${operator}' not implemented for '${classOf(a)}' by '${classOf(b)}' operations`,
    "MATLAB:UndefinedFunction",
  );
}

function jointSize(a: Value, b: Value): Size | undefined {
  const [x, y] = [sizeOf(a), sizeOf(b)];
  return x && y ? expandedSize(x, y) : undefined;
}

/** Applies a function of two real numbers, element by element, to real arrays. */
export function mapPairs(
  name: string,
  a: ArrayValue,
  b: ArrayValue,
  real: (x: number, y: number) => number,
): ArrayValue {
  const operation: Operation = { symbol: name, real, complex: (x, y) => [real(x[0], y[0]), 0] };
  return combine(operation, a, b);
}

function combine(operation: Operation, a: ArrayValue, b: ArrayValue): ArrayValue {
  const type: ArrayClass = operation.logical ? "logical" : arithmeticClass(a, b);
  if (a.re.length === 1 && b.re.length === 1 && !a.im && !b.im) {
    const x = a.re[0] ?? 0;
    const y = b.re[0] ?? 0;
    if (!operation.leavesReals?.(x, y)) {
      const result = operation.real(x, y);
      const size = a.size.length >= b.size.length ? a.size : b.size;
      return type === "double"
        ? scalar(result)
        : array(size, fitAll(Float64Array.of(result), type), undefined, type);
    }
  }
  const size = commonSize(operation.symbol, a.size, b.size);
  const n = count(size);
  // An expanded pair needs both index maps as well.
  const direct = (x: ArrayValue): boolean => x.re.length === n || x.re.length === 1;
  const re = allocate(n);
  if (!direct(a) || !direct(b)) reserve(n);
  const ia = direct(a) ? undefined : expandedIndex(a.size, size, n);
  const ib = direct(b) ? undefined : expandedIndex(b.size, size, n);
  const stepA = a.re.length === 1 ? 0 : 1;
  const stepB = b.re.length === 1 ? 0 : 1;
  const { real, leavesReals } = operation;
  if (!a.im && !b.im) {
    let complexNow = false;
    for (let i = 0; i < n; i++) {
      const x = a.re[ia ? (ia[i] ?? 0) : i * stepA] ?? 0;
      const y = b.re[ib ? (ib[i] ?? 0) : i * stepB] ?? 0;
      if (leavesReals?.(x, y)) {
        complexNow = true;
        break;
      }
      re[i] = real(x, y);
    }
    if (!complexNow) return { kind: "array", class: type, size, re: fitAll(re, type) };
  }
  const im = allocate(n);
  for (let i = 0; i < n; i++) {
    const j = ia ? (ia[i] ?? 0) : i * stepA;
    const k = ib ? (ib[i] ?? 0) : i * stepB;
    const [x, y] = operation.complex([a.re[j] ?? 0, a.im?.[j] ?? 0], [b.re[k] ?? 0, b.im?.[k] ?? 0]);
    re[i] = x;
    im[i] = y;
  }
  return array(size, fitAll(re, type), fitAll(im, type), type);
}

function withStrings(operator: ElementwiseOperator, a: Value, b: Value): Value {
  const x = stringElements(a);
  const y = stringElements(b);
  if (!x || !y)
    throw new MatlabError(`operator ${operator} is not defined for '${classOf(a)}' and '${classOf(b)}'`);
  const size = commonSize(operator, x.size, y.size);
  const n = count(size);
  const ix = expandedIndex(x.size, size, n);
  const iy = expandedIndex(y.size, size, n);
  reserve([...x.data, ...y.data].reduce((sum, each) => sum + each.length, 0));
  const pair = (i: number): [string, string] => [x.data[ix[i] ?? 0] ?? "", y.data[iy[i] ?? 0] ?? ""];
  const indices = Array.from({ length: n }, (_, i) => i);
  if (operator === "+") return { kind: "string", size, data: indices.map((i) => pair(i).join("")) };
  const order = orders[operator];
  if (!order) throw new MatlabError(`operator ${operator} is not defined for strings`);
  return array(
    size,
    Float64Array.from(indices, (i) => (order(...pair(i)) ? 1 : 0)),
    undefined,
    "logical",
  );
}

const orders: Partial<Record<ElementwiseOperator, (x: string, y: string) => boolean>> = {
  "==": (x, y) => x === y,
  "~=": (x, y) => x !== y,
  "<": (x, y) => x < y,
  "<=": (x, y) => x <= y,
  ">": (x, y) => x > y,
  ">=": (x, y) => x >= y,
};

/** Strings as they are, a char row as one, numbers written out. */
function stringElements(x: Value): StringValue | undefined {
  if (x.kind === "string") return x;
  if (x.kind === "cell") {
    const texts = textsOf(x);
    return texts && { kind: "string", size: x.size, data: texts };
  }
  if (x.kind !== "array") return undefined;
  if (x.class === "char") return { kind: "string", size: [1, 1], data: [textsOf(x)?.[0] ?? ""] };
  return { kind: "string", size: x.size, data: [...x.re].map((each) => shortNumber(each, x.class)) };
}

/** As `string(x)` writes numbers: five significant digits. */
export function shortNumber(x: number, type: ArrayClass = "double"): string {
  if (type === "logical") return x ? "true" : "false";
  if (Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x > 0 ? "Inf" : "-Inf";
  if (Number.isInteger(x) && Math.abs(x) < 1e15) return String(x);
  const written = x.toPrecision(5);
  const [mantissa = "", exponent] = written.split("e");
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  if (exponent === undefined) return Math.abs(x) < 1e-4 ? exponential(x) : short;
  return `${short}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

const exponential = (x: number): string =>
  x
    .toExponential(4)
    .replace(/\.?0*e([+-])(\d+)$/, (_, sign: string, digits: string) => `e${sign}${digits.padStart(2, "0")}`);

/** Applies `f` to each element, keeping the size. */
export function mapReal(x: ArrayValue, f: (x: number) => number, type: ArrayClass = "double"): ArrayValue {
  const re = allocate(x.re.length);
  for (let i = 0; i < re.length; i++) re[i] = f(x.re[i] ?? 0);
  return { kind: "array", class: type, size: x.size, re: fitAll(re, type) };
}

/** Applies `f` to each element as a complex number. */
export function mapComplex(x: ArrayValue, f: (z: Complex) => Complex): ArrayValue {
  const re = allocate(x.re.length);
  const im = allocate(x.re.length);
  for (let i = 0; i < re.length; i++) {
    const [a, b] = f([x.re[i] ?? 0, x.im?.[i] ?? 0]);
    re[i] = a;
    im[i] = b;
  }
  return array(x.size, re, im, x.class === "single" ? "single" : "double");
}

/** `-x` */
export function negate(x: Value): Value {
  return elementwise("-", scalarZero, x);
}

const scalarZero = scalar(0);

/** `~x` @throws {MatlabError} */
export function not(x: Value): Value {
  if (isUncertain(x)) return spreadUnknown([x], sizeOf(x));
  if (x.kind !== "array") throw new MatlabError(`unary operator '~' not implemented for '${classOf(x)}'`);
  return mapReal(x, (each) => (each === 0 ? 1 : 0), "logical");
}
