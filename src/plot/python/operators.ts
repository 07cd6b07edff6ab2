import {
  arithmeticType,
  arrayOf,
  bool,
  broadcast,
  commonShape,
  countOf,
  type DType,
  doubtIn,
  type NdArray,
  nd,
  needNumbers,
  numberIn,
  shapeOf,
  spreadOver,
} from "./arrays.js";
import { dictOf, isIn, keyOf, setOf } from "./dictionaries.js";
import { matrixProduct } from "./numpy/linear.js";
import { percentsFilled } from "./texts.js";
import { known, type PyRandom, PyUnknown, type PyValue, text } from "./values.js";

export function unary(sign: string, value: PyValue): PyValue {
  if (value.kind === "random" && sign === "-") return affine(value, -1, 0);
  return elementwise(value, (array) => {
    if (sign === "+") return array;
    if (sign === "~") {
      const flipped = array.dtype === "bool" ? (x: number) => 1 - x : (x: number) => -x - 1;
      return nd(array.shape, array.data.map(flipped), array.dtype);
    }
    return nd(
      array.shape,
      array.data.map((x) => -x),
      array.dtype === "bool" ? "int" : array.dtype,
      array.im?.map((y) => -y),
    );
  });
}

/** Applied to the numbers; where they are not known, their extents still are. @throws {PyUnknown} */
export function elementwise(value: PyValue | undefined, work: (array: NdArray) => PyValue): PyValue {
  const array = arrayOf(value);
  if (array) return work(array);
  const doubt = doubtIn(value);
  if (doubt) throw new PyUnknown(doubt.reason, doubt.line, shapeOf(value));
  return work(needNumbers(value, "the value"));
}

const operators: Readonly<Record<string, (x: number, y: number) => number>> = {
  "+": (x, y) => x + y,
  "-": (x, y) => x - y,
  "*": (x, y) => x * y,
  "/": (x, y) => x / y,
  "//": (x, y) => Math.floor(x / y),
  "%": (x, y) => x - Math.floor(x / y) * y,
  "**": (x, y) => x ** y,
  "&": (x, y) => x & y,
  "|": (x, y) => x | y,
  "^": (x, y) => x ^ y,
  "<<": (x, y) => x * 2 ** y,
  ">>": (x, y) => Math.floor(x / 2 ** y),
};

export function binary(sign: string, left: PyValue, right: PyValue): PyValue {
  const other = ofOthers(sign, left, right) ?? randomBinary(sign, left, right);
  if (other) return other;
  if (sign === "@") return matrixProduct(left, right);
  const op = operators[sign];
  if (!op) throw new PyUnknown(`the operator ${sign} is not evaluated here`);
  return both(left, right, (a, b) => {
    if (a.im || b.im) return complexBinary(sign, a, b);
    const isLogical = a.dtype === "bool" && b.dtype === "bool" && ["&", "|", "^"].includes(sign);
    const whole = arithmeticType(a.dtype, b.dtype);
    const isFraction = sign === "/" || (sign === "**" && b.data.some((y) => y < 0));
    const dtype: DType = isLogical ? "bool" : isFraction ? "float" : whole;
    if (
      a.shape.length === 0 &&
      b.shape.length === 0 &&
      b.data[0] === 0 &&
      /^(\/|\/\/|%)$/.test(sign) &&
      whole === "int"
    )
      throw new PyUnknown("it is a division by zero");
    if (sign === "**" && a.data.some((x) => x < 0) && b.data.length === 1 && !Number.isInteger(b.data[0])) {
      if (a.shape.length === 0) throw new PyUnknown("complex numbers are not evaluated here");
    }
    return broadcast(a, b, op, dtype);
  });
}

/** Applied to two operands; where they are not known, the extents of the result may be. @throws {PyUnknown} */
export function both(
  left: PyValue | undefined,
  right: PyValue | undefined,
  work: (a: NdArray, b: NdArray) => PyValue,
): PyValue {
  const [a, b] = [arrayOf(left), arrayOf(right)];
  if (a && b) return work(a, b);
  const doubt = doubtIn(left) ?? doubtIn(right);
  if (doubt) {
    const [p, q] = [shapeOf(left), shapeOf(right)];
    throw new PyUnknown(doubt.reason, doubt.line, p && q && commonShape(p, q));
  }
  return work(needNumbers(left, "the value"), needNumbers(right, "the value"));
}

/** Texts, lists and sets. */
function ofOthers(sign: string, left: PyValue, right: PyValue): PyValue | undefined {
  if (left.kind === "text" && right.kind === "text" && sign === "+") return text(left.text + right.text);
  if (left.kind === "text" && sign === "%") return text(percentsFilled(left.text, right));
  if (sign === "*") {
    for (const [each, count] of [
      [left, right],
      [right, left],
    ] as const) {
      const n = numberIn(count);
      if (n === undefined || (each.kind !== "list" && each.kind !== "text")) continue;
      if (n * (each.kind === "list" ? each.items.length : each.text.length) > 100_000)
        throw new PyUnknown("it is too large to evaluate here");
      if (each.kind === "text") return text(each.text.repeat(Math.max(0, n)));
      if (count.kind === "array" && count.dtype !== "float" && count.shape.length === 0) {
        const items = Array.from({ length: Math.max(0, n) }, () => each.items).flat();
        return { kind: "list", items, ...(each.is && { is: each.is }) };
      }
    }
  }
  if (sign === "+" && left.kind === "list" && right.kind === "list")
    return { kind: "list", items: [...left.items, ...right.items], ...(left.is && { is: left.is }) };
  if (left.kind === "dict" && right.kind === "dict" && !left.doubt && !right.doubt) {
    if (sign === "|" && !left.isSet) return dictOf([left, right]);
    const items = [...left.entries].filter(([key]) => right.entries.has(key) === (sign === "&"));
    if (sign === "|") return { ...dictOf([left, right]), isSet: true };
    if (sign === "&" || sign === "-") return setOf(items.map(([, [key]]) => key));
  }
  return undefined;
}

/** Random numbers times and plus a number stay of a known distribution. */
function randomBinary(sign: string, left: PyValue, right: PyValue): PyValue | undefined {
  const [random, other] = left.kind === "random" ? [left, right] : [right, left];
  const k = numberIn(other);
  if (random.kind !== "random" || k === undefined) return undefined;
  if (sign === "*") return affine(random, k, 0);
  if (sign === "+") return affine(random, 1, k);
  if (sign === "-") return left.kind === "random" ? affine(random, 1, -k) : affine(random, -1, k);
  return sign === "/" && left.kind === "random" ? affine(random, 1 / k, 0) : undefined;
}

function affine(random: PyRandom, factor: number, shift: number): PyValue {
  const { value, shape } = random;
  const ends = [value.low * factor + shift, value.high * factor + shift];
  const changed = {
    ...value,
    low: Math.min(...ends),
    high: Math.max(...ends),
    mean: value.mean * factor + shift,
    deviation: value.deviation * Math.abs(factor),
  };
  return { kind: "random", value: changed, shape };
}

type Complex = readonly [re: number, im: number];

const complexOperators: Readonly<Record<string, (a: Complex, b: Complex) => Complex>> = {
  "+": ([a, b], [c, d]) => [a + c, b + d],
  "-": ([a, b], [c, d]) => [a - c, b - d],
  "*": ([a, b], [c, d]) => [a * c - b * d, a * d + b * c],
  "/": ([a, b], [c, d]) => {
    const n = c * c + d * d;
    return [(a * c + b * d) / n, (b * c - a * d) / n];
  },
  "**": ([a, b], [c, d]) => {
    if (d === 0 && Number.isInteger(c) && c >= 0 && c <= 16) {
      let power: Complex = [1, 0];
      for (let k = 0; k < c; k++) power = [power[0] * a - power[1] * b, power[0] * b + power[1] * a];
      return power;
    }
    const [r, turn] = [Math.log(Math.hypot(a, b)), Math.atan2(b, a)];
    const size = Math.exp(c * r - d * turn);
    const angle = d * r + c * turn;
    return [size * Math.cos(angle), size * Math.sin(angle)];
  },
};

function complexBinary(sign: string, a: NdArray, b: NdArray): NdArray {
  const op = complexOperators[sign];
  const shape = commonShape(a.shape, b.shape);
  if (!op || !shape) throw new PyUnknown(`the operator ${sign} of complex numbers is not evaluated here`);
  const [p, q] = [spreadOver(a.shape, shape), spreadOver(b.shape, shape)];
  const [re, im] = [new Float64Array(countOf(shape)), new Float64Array(countOf(shape))];
  for (let k = 0; k < re.length; k++) {
    const [i, j] = [p[k] ?? 0, q[k] ?? 0];
    const [x, y] = op([a.data[i] ?? 0, a.im?.[i] ?? 0], [b.data[j] ?? 0, b.im?.[j] ?? 0]);
    re[k] = x;
    im[k] = y;
  }
  return nd(shape, re, "float", im);
}

const tests: Readonly<Record<string, (x: number, y: number) => boolean>> = {
  "<": (x, y) => x < y,
  ">": (x, y) => x > y,
  "<=": (x, y) => x <= y,
  ">=": (x, y) => x >= y,
  "==": (x, y) => x === y,
  "!=": (x, y) => x !== y,
};

export function compare(sign: string, left: PyValue, right: PyValue): PyValue {
  if (sign === "in" || sign === "not-in") return bool(isIn(known(left), known(right)) === (sign === "in"));
  if (sign === "is" || sign === "is-not") {
    const isSame = known(left) === known(right) || (left.kind === "none" && right.kind === "none");
    const isPlain = left.kind === "array" && right.kind === "array" && left.shape.length === 0;
    return bool((isSame || (isPlain && numberIn(left) === numberIn(right))) === (sign === "is"));
  }
  if (left.kind === "none" || right.kind === "none") {
    const isSame = known(left).kind === known(right).kind;
    return bool(isSame === (sign === "=="));
  }
  if (left.kind === "text" && right.kind === "text") {
    const order = left.text < right.text ? -1 : left.text > right.text ? 1 : 0;
    return bool(tests[sign]?.(order, 0) ?? false);
  }
  const isPlain = (value: PyValue) =>
    value.kind === "list" || value.kind === "text" || value.kind === "object";
  if (
    (sign === "==" || sign === "!=") &&
    (isPlain(left) || isPlain(right)) &&
    left.kind !== "array" &&
    right.kind !== "array"
  ) {
    const isSame = left === right || (left.kind === right.kind && keyOf(left) === keyOf(right));
    return bool(isSame === (sign === "=="));
  }
  const test = tests[sign];
  if (!test) throw new PyUnknown("this comparison is not evaluated here");
  return both(left, right, (a, b) => {
    if (a.im || b.im) throw new PyUnknown("complex numbers are not evaluated here");
    return broadcast(a, b, (x, y) => (test(x, y) ? 1 : 0), "bool");
  });
}
