import { percentsFilled } from "./texts.js";
import { broadcast, nd, needArray, numberIn, PyUnknown, type PyValue } from "./values.js";

export function unary(sign: string, value: PyValue): PyValue {
  if (value.kind === "random" && sign === "-") return affine(value, -1, 0);
  const array = needArray(value, "the value");
  return sign === "-"
    ? nd(
        array.shape,
        array.data.map((x) => -x),
      )
    : array;
}

const operators: Readonly<Record<string, (x: number, y: number) => number>> = {
  "+": (x, y) => x + y,
  "-": (x, y) => x - y,
  "*": (x, y) => x * y,
  "/": (x, y) => x / y,
  "//": (x, y) => Math.floor(x / y),
  "%": (x, y) => x - Math.floor(x / y) * y,
  "**": (x, y) => x ** y,
};

export function binary(sign: string, left: PyValue, right: PyValue): PyValue {
  if (sign === "+" && left.kind === "text" && right.kind === "text")
    return { kind: "text", text: left.text + right.text };
  if (sign === "*" && left.kind === "list" && numberIn(right) !== undefined) {
    return {
      kind: "list",
      items: Array.from({ length: Math.min(1000, numberIn(right) ?? 0) }, () => left.items).flat(),
    };
  }
  if (sign === "+" && left.kind === "list" && right.kind === "list")
    return { kind: "list", items: [...left.items, ...right.items] };
  if (sign === "%" && left.kind === "text") return { kind: "text", text: percentsFilled(left.text, right) };
  const shifted = randomBinary(sign, left, right);
  if (shifted) return shifted;
  const op = operators[sign];
  if (!op) throw new PyUnknown(`the operator ${sign} is not evaluated here`);
  return broadcast(needArray(left, "the value"), needArray(right, "the value"), op);
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

function affine(random: Extract<PyValue, { kind: "random" }>, factor: number, shift: number): PyValue {
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

export function compare(sign: string, left: PyValue, right: PyValue): PyValue {
  if (left.kind === "text" && right.kind === "text") {
    const isEqual = left.text === right.text;
    return nd([], Float64Array.of((sign === "==") === isEqual ? 1 : 0), true);
  }
  const tests: Readonly<Record<string, (x: number, y: number) => boolean>> = {
    "<": (x, y) => x < y,
    ">": (x, y) => x > y,
    "<=": (x, y) => x <= y,
    ">=": (x, y) => x >= y,
    "==": (x, y) => x === y,
    "!=": (x, y) => x !== y,
  };
  const test = tests[sign];
  if (!test) throw new PyUnknown("this comparison is not evaluated here");
  return broadcast(
    needArray(left, "the value"),
    needArray(right, "the value"),
    (x, y) => (test(x, y) ? 1 : 0),
    true,
  );
}
