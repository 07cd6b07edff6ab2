import { convolve } from "../../../evaluate/builtins/polynomials.js";
import { fourier } from "../../../evaluate/fourier.js";
import { type DType, needArray, sized, vector } from "../../arrays.js";
import { option, type PyArguments, type PyFunction, PyUnknown, type PyValue } from "../../values.js";
import { numberAt, wordOr } from "./arguments.js";

/** More products than this are computed by transforms. */
const mostProducts = 1e6;

function product(a: Float64Array, b: Float64Array): Float64Array {
  const n = sized(a.length + b.length - 1);
  if (a.length * b.length <= mostProducts) return convolve(a, b);
  const size = 2 ** Math.ceil(Math.log2(n));
  const padded = (values: Float64Array): Float64Array => {
    const longer = new Float64Array(size);
    longer.set(values);
    return longer;
  };
  const [p, q] = [fourier(padded(a), undefined, -1), fourier(padded(b), undefined, -1)];
  const at = (values: Float64Array, k: number): number => values[k] ?? 0;
  const re = p.re.map((x, k) => x * at(q.re, k) - at(p.im, k) * at(q.im, k));
  const im = p.re.map((x, k) => x * at(q.im, k) + at(p.im, k) * at(q.re, k));
  return fourier(re, im, 1)
    .re.slice(0, n)
    .map((each) => each / size);
}

/** The part of all `n + m − 1` values that a mode asks for; where `n` are of the first. @throws {PyUnknown} */
function part(whole: Float64Array, mode: string, n: number, m: number): Float64Array {
  if (mode === "full") return whole;
  if (mode === "same") return whole.slice((m - 1) >> 1, ((m - 1) >> 1) + n);
  if (mode === "valid") return whole.slice(Math.min(n, m) - 1, Math.max(n, m));
  throw new PyUnknown("there is no such mode");
}

interface Pair {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly dtype: DType;
}

function pairIn(args: PyArguments): Pair {
  const [a, b] = [
    needArray(option(args, "in1", 0), "the signal"),
    needArray(option(args, "in2", 1), "the signal"),
  ];
  if (a.shape.length !== 1 || b.shape.length !== 1 || a.data.length * b.data.length === 0)
    throw new PyUnknown("signals of more than one dimension are not evaluated here");
  return { a: a.data, b: b.data, dtype: a.dtype === "float" || b.dtype === "float" ? "float" : "int" };
}

/** All of it, or the part that is asked for; how it is computed changes nothing but rounding. */
function compared({ a, b, dtype }: Pair, args: PyArguments): PyValue {
  wordOr(option(args, "method", 3), "auto");
  const made = part(product(a, b), wordOr(option(args, "mode", 2), "full"), a.length, b.length);
  return vector(dtype === "int" ? made.map(Math.round) : made, dtype);
}

const convolved: PyFunction = (args) => compared(pairIn(args), args);

/** Signals compared with one another at all lags. */
export const correlationFunctions: Readonly<Record<string, PyFunction>> = {
  convolve: convolved,
  fftconvolve: convolved,
  oaconvolve: convolved,
  correlate(args) {
    const { a, b, dtype } = pairIn(args);
    return compared({ a, b: b.slice().reverse(), dtype }, args);
  },
  correlation_lags(args) {
    const [n, m] = [numberAt(args, "in1_len", 0), numberAt(args, "in2_len", 1)];
    const whole = Float64Array.from({ length: sized(n + m - 1) }, (_, i) => i - (m - 1));
    const mode = wordOr(option(args, "mode", 2), "full");
    if (mode !== "same") return vector(part(whole, mode, n, m), "int");
    const start = Math.floor(whole.length / 2) - Math.floor(n / 2);
    return vector(whole.slice(start, start + n), "int");
  },
};
