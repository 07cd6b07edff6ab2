import {
  type Band,
  butterworth,
  chebyshev1,
  chebyshev2,
  filterOf,
  fractionOf,
  type ZerosPoles,
} from "../../../evaluate/analogFilters.js";
import type { Complex } from "../../../evaluate/complex.js";
import { type NdArray, nd, num, numberOr, sized, vector } from "../../arrays.js";
import {
  isMissing,
  option,
  type PyArguments,
  type PyFunction,
  PyUnknown,
  type PyValue,
  text,
  textIn,
  tuple,
} from "../../values.js";
import { flagOr, lineOf, numberAt, wordOr } from "./arguments.js";
import { sectionsOf } from "./sections.js";
import { windowOf } from "./windows.js";

const bands: Readonly<Record<string, Band>> = {
  ...Object.fromEntries(["l", "low", "lp", "lowpass"].map((each) => [each, "low"])),
  ...Object.fromEntries(["h", "high", "hp", "highpass"].map((each) => [each, "high"])),
  ...Object.fromEntries(["band", "pass", "bp", "bandpass"].map((each) => [each, "bandpass"])),
  ...Object.fromEntries(["stop", "bs", "bands", "bandstop"].map((each) => [each, "stop"])),
};

type Prototype = (order: number, ...numbers: number[]) => ZerosPoles;

/** What a filter is made for: the arguments that all designs share. */
interface Asked {
  readonly edges: PyValue | undefined;
  readonly band: PyValue | undefined;
  readonly analog: PyValue | undefined;
  readonly output: PyValue | undefined;
  readonly rate: PyValue | undefined;
}

/** @throws {PyUnknown} where SciPy would raise an error too. */
function designed(prototype: ZerosPoles, asked: Asked, usualBand: string): PyValue {
  const isAnalog = flagOr(asked.analog, false);
  const rate = numberOr(asked.rate, 2);
  const edges = lineOf(asked.edges, "the edges").map((each) => (2 * each) / rate);
  const band = bands[wordOr(asked.band, usualBand).toLowerCase()];
  const isPair = band === "bandpass" || band === "stop";
  const [first = 0, last = first] = edges;
  if (!band || edges.length !== (isPair ? 2 : 1) || !(first > 0) || (isPair && !(last > first)))
    throw new PyUnknown("there is no such filter");
  if (isAnalog ? !isMissing(asked.rate) : !(last < 1)) throw new PyUnknown("there is no such filter");
  const filter = filterOf(prototype, band, edges, isAnalog);
  const output = wordOr(asked.output, "ba");
  if (output === "zpk")
    return tuple([complexVector(filter.zeros), complexVector(filter.poles), num(filter.gain)]);
  if (output === "sos" && !isAnalog) return sectionsOf(filter);
  if (output !== "ba") throw new PyUnknown("this form of a filter is not evaluated here");
  const { b, a } = fractionOf(filter);
  return tuple([vector(b), vector(a)]);
}

const complexVector = (values: readonly Complex[]): NdArray =>
  nd(
    [values.length],
    Float64Array.from(values, ([re]) => re),
    "float",
    Float64Array.from(values, ([, im]) => im),
  );

function orderOf(args: PyArguments): number {
  const order = numberAt(args, "N", 0);
  if (!Number.isInteger(order) || order < 1 || order > 100) throw new PyUnknown("there is no such filter");
  return order;
}

/** `butter(N, Wn, btype, analog, output, fs)` and its like; `numbers` stand before `Wn`. */
const design =
  (prototype: Prototype, numbers: readonly string[] = []): PyFunction =>
  (args) => {
    const of = numbers.map((name, i) => numberAt(args, name, i + 1));
    const [edges, band, analog, output, rate] = ["Wn", "btype", "analog", "output", "fs"].map((name, i) =>
      option(args, name, numbers.length + 1 + i),
    );
    return designed(prototype(orderOf(args), ...of), { edges, band, analog, output, rate }, "low");
  };

/** What `iirfilter` calls them, and which of its numbers they take. */
const kinds: Readonly<Record<string, readonly [Prototype, ("rp" | "rs")?]>> = {
  butter: [butterworth],
  butterworth: [butterworth],
  cheby1: [chebyshev1, "rp"],
  chebyshev1: [chebyshev1, "rp"],
  cheby2: [chebyshev2, "rs"],
  chebyshev2: [chebyshev2, "rs"],
};

/** A filter that takes out, or leaves, one frequency. */
const resonance =
  (leaves: boolean): PyFunction =>
  (args) => {
    const at = (2 * numberAt(args, "w0", 0)) / numberOr(option(args, "fs", 2), 2);
    if (!(at >= 0 && at <= 1)) throw new PyUnknown("there is no such filter");
    const gain = 1 / (1 + Math.tan(((at / numberAt(args, "Q", 1)) * Math.PI) / 2));
    const turn = -2 * Math.cos(at * Math.PI);
    const b = leaves ? [1 - gain, 0, gain - 1] : [gain, gain * turn, gain];
    return tuple([vector(b), vector([1, gain * turn, 2 * gain - 1])]);
  };

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Whether zero passes: `pass_zero` says so itself or names the band. @throws {PyUnknown} */
function passesZero(value: PyValue | undefined, edges: number): boolean {
  const word = textIn(value);
  if (value?.kind !== "text" || word === undefined) return flagOr(value, true);
  const isSingle = word === "lowpass" || word === "highpass";
  if (!/^(low|high)pass$|^band(pass|stop)$/.test(word) || isSingle !== (edges === 1))
    throw new PyUnknown("there is no such filter");
  return word === "lowpass" || word === "bandstop";
}

/** Windowed: the transform back of what is asked for, within a window. */
const firwin: PyFunction = (args) => {
  const n = sized(numberAt(args, "numtaps", 0));
  const half = numberOr(args.named.get("fs"), 2) / 2;
  const edges = lineOf(option(args, "cutoff", 1), "the edges").map((each) => each / half);
  if (!isMissing(args.named.get("width"))) throw new PyUnknown("width of firwin is not evaluated here");
  const first = passesZero(args.named.get("pass_zero"), edges.length);
  const last = (edges.length % 2 === 0) === first;
  const isRising = edges.every((each, i) => each > (edges[i - 1] ?? 0) && each < 1);
  if (!isRising || edges.length === 0 || (last && n % 2 === 0))
    throw new PyUnknown("there is no such filter");
  const bounds = [...(first ? [0] : []), ...edges, ...(last ? [1] : [])];
  const window = windowOf(args.named.get("window") ?? text("hamming"), n, false);
  const places = Float64Array.from({ length: n }, (_, i) => i - (n - 1) / 2);
  const taps = places.map(
    (m, i) =>
      (window[i] ?? 0) *
      bounds.reduce((sum, bound, k) => sum + (k % 2 === 0 ? -1 : 1) * bound * sinc(bound * m), 0),
  );
  if (!flagOr(args.named.get("scale"), true)) return vector(taps);
  const [left = 0, right = 1] = bounds;
  const centre = left === 0 ? 0 : right === 1 ? 1 : (left + right) / 2;
  const gain = taps.reduce((sum, each, i) => sum + each * Math.cos(Math.PI * (places[i] ?? 0) * centre), 0);
  return vector(taps.map((each) => each / gain));
};

/** Filters that are designed. */
export const designFunctions: Readonly<Record<string, PyFunction>> = {
  butter: design(butterworth),
  cheby1: design(chebyshev1, ["rp"]),
  cheby2: design(chebyshev2, ["rs"]),
  iirfilter: (args) => {
    const [edges, rp, rs, band, analog, kind, output, rate] = "Wn rp rs btype analog ftype output fs"
      .split(" ")
      .map((name, i) => option(args, name, i + 1));
    const [prototype, number] = kinds[wordOr(kind, "butter").toLowerCase()] ?? [];
    if (!prototype) throw new PyUnknown("this kind of a filter is not evaluated here");
    const of = number === undefined ? [] : [numberOr(number === "rp" ? rp : rs, Number.NaN)];
    return designed(prototype(orderOf(args), ...of), { edges, band, analog, output, rate }, "band");
  },
  iirnotch: resonance(false),
  iirpeak: resonance(true),
  firwin,
};
