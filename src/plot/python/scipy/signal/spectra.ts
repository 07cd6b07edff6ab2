import { nd, numberOr, sized, vector } from "../../arrays.js";
import {
  option,
  type PyArguments,
  type PyFunction,
  PyUnknown,
  type PyUnknownValue,
  type PyValue,
  text,
  tuple,
} from "../../values.js";
import { wordOr } from "./arguments.js";
import {
  axisOf,
  binsOf,
  countOf,
  type Pieces,
  type Places,
  piecesIn,
  powerScale,
  powers,
  type Signal,
  signalIn,
  type Transformed,
  transformed,
  type Usual,
} from "./pieces.js";

const isKnown = (x: Signal["x"]): x is Float64Array => x instanceof Float64Array;
const unknownAs = ({ reason, line }: PyUnknownValue, shape: readonly number[]): PyUnknownValue => ({
  kind: "unknown",
  reason,
  line,
  shape,
});

const placesFrom = (names: string, first: number): Places =>
  Object.fromEntries(names.split(" ").map((name, i) => [name, first + i]));

const averagedNames = "fs window nperseg noverlap nfft detrend return_onesided scaling axis average";

const usually: Usual = {
  window: text("hann"),
  length: 256,
  overlap: (length) => Math.floor(length / 2),
  detrends: true,
  scaling: "density",
};

/** Signals of one dimension have one axis. @throws {PyUnknown} */
function checkAxis(value: PyValue | undefined): void {
  if (![0, -1].includes(numberOr(value, -1))) throw new PyUnknown("there is no such axis");
}

/** The means of the pieces, bin by bin, or their medians without the bias of these. */
function averaged(spectra: readonly Float64Array[], average: string): Float64Array {
  const n = spectra.length;
  const [first = new Float64Array(0)] = spectra;
  if (average === "mean" || n === 1)
    return first.map((_, k) => spectra.reduce((sum, each) => sum + (each[k] ?? 0), 0) / n);
  if (average !== "median") throw new PyUnknown("there is no such average");
  let bias = 1;
  for (let k = 1; k <= (n - 1) >> 1; k++) bias += 1 / (2 * k + 1) - 1 / (2 * k);
  return first.map((_, k) => {
    const sorted = Float64Array.from(spectra, (each) => each[k] ?? 0).sort();
    return ((sorted[(n - 1) >> 1] ?? 0) + (sorted[n >> 1] ?? 0)) / 2 / bias;
  });
}

const welch: PyFunction = (args) => {
  const { n, x } = signalIn(option(args, "x", 0));
  const pieces = piecesIn(args, placesFrom(averagedNames, 1), usually, n);
  checkAxis(option(args, "axis", 9));
  const average = wordOr(option(args, "average", 10), "mean");
  if (!isKnown(x)) return tuple([axisOf(pieces), unknownAs(x, [binsOf(pieces)])]);
  const spectra = transformed(pieces, x).map((each) => powers(pieces, each, each).re);
  return tuple([axisOf(pieces), vector(averaged(spectra, average))]);
};

/** One piece, as long as the signal or as `nfft` says. */
const periodogram: PyFunction = (args) => {
  const signal = signalIn(option(args, "x", 0));
  const n = Math.min(signal.n, numberOr(option(args, "nfft", 3), signal.n));
  const places = { fs: 1, window: 2, nfft: 3, detrend: 4, return_onesided: 5, scaling: 6 };
  const pieces = piecesIn(
    args,
    places,
    { ...usually, window: text("boxcar"), length: n, overlap: () => 0 },
    n,
  );
  checkAxis(option(args, "axis", 7));
  if (pieces.window.length !== n) throw new PyUnknown("there is no such spectrum");
  if (!isKnown(signal.x)) return tuple([axisOf(pieces), unknownAs(signal.x, [binsOf(pieces)])]);
  const [only] = transformed(pieces, signal.x.slice(0, n));
  return tuple([axisOf(pieces), vector(only ? powers(pieces, only, only).re : [])]);
};

/** Two signals as pieces of the same kind. @throws {PyUnknown} */
function pairIn(args: PyArguments, names: string): { pieces: Pieces; a: Transformed[]; b: Transformed[] } {
  const [x, y] = [signalIn(option(args, "x", 0)), signalIn(option(args, "y", 1))];
  const pieces = piecesIn(args, placesFrom(names, 2), usually, x.n);
  if (x.n !== y.n) throw new PyUnknown("signals of several lengths are not compared here");
  for (const { x: each } of [x, y]) if (!isKnown(each)) throw new PyUnknown(each.reason, each.line);
  const of = (each: Signal): Transformed[] => (isKnown(each.x) ? transformed(pieces, each.x) : []);
  return { pieces, a: of(x), b: of(y) };
}

/** The power that two signals share, averaged. */
function shared(
  pieces: Pieces,
  a: readonly Transformed[],
  b: readonly Transformed[],
  average: string,
): Transformed {
  const products = a.flatMap((each, i) => {
    const other = b[i];
    return other ? [powers(pieces, each, other)] : [];
  });
  const part = (which: "re" | "im"): Float64Array =>
    averaged(
      products.map((each) => each[which]),
      average,
    );
  return { re: part("re"), im: part("im") };
}

const csd: PyFunction = (args) => {
  const { pieces, a, b } = pairIn(args, averagedNames);
  checkAxis(option(args, "axis", 10));
  const { re, im } = shared(pieces, a, b, wordOr(option(args, "average", 11), "mean"));
  return tuple([axisOf(pieces), nd([re.length], re, "float", im)]);
};

const coherence: PyFunction = (args) => {
  const { pieces, a, b } = pairIn(args, "fs window nperseg noverlap nfft detrend axis");
  checkAxis(option(args, "axis", 8));
  const [aa, bb, ab] = [
    shared(pieces, a, a, "mean"),
    shared(pieces, b, b, "mean"),
    shared(pieces, a, b, "mean"),
  ];
  const shares = ab.re.map((x, k) => (x * x + (ab.im[k] ?? 0) ** 2) / (aa.re[k] ?? 0) / (bb.re[k] ?? 0));
  return tuple([axisOf(pieces), vector(shares)]);
};

/** The middles of pieces, in seconds. */
const timesOf = ({ window, step, rate }: Pieces, n: number, before = 0): PyValue =>
  vector(Float64Array.from({ length: n }, (_, i) => (i * step + window.length / 2 - before) / rate));

/** A row for each frequency, a column for each piece. */
function inColumns(columns: readonly Float64Array[], bins: number): Float64Array {
  const n = columns.length;
  return Float64Array.from({ length: sized(n * bins) }, (_, k) => columns[k % n]?.[Math.floor(k / n)] ?? 0);
}

const spectrogram: PyFunction = (args) => {
  const { n, x } = signalIn(option(args, "x", 0));
  const names = "fs window nperseg noverlap nfft detrend return_onesided scaling axis mode";
  const pieces = piecesIn(
    args,
    placesFrom(names, 1),
    {
      ...usually,
      window: tuple([text("tukey"), vector([0.25])]),
      overlap: (length) => Math.floor(length / 8),
    },
    n,
  );
  checkAxis(option(args, "axis", 9));
  const mode = wordOr(option(args, "mode", 10), "psd");
  if (mode !== "psd" && mode !== "magnitude")
    throw new PyUnknown("this kind of a spectrogram is not evaluated here");
  const [bins, count] = [binsOf(pieces), countOf(pieces, n)];
  const axes = [axisOf(pieces), timesOf(pieces, count)];
  if (!isKnown(x)) return tuple([...axes, unknownAs(x, [bins, count])]);
  const scale = Math.sqrt(powerScale(pieces));
  const columns = transformed(pieces, x).map((each) =>
    mode === "psd"
      ? powers(pieces, each, each).re
      : each.re.map((re, k) => scale * Math.hypot(re, each.im[k] ?? 0)),
  );
  return tuple([...axes, nd([bins, count], inColumns(columns, bins))]);
};

/** With half a piece of zeros before and after, and as many more as fill the last piece. */
const stft: PyFunction = (args) => {
  const { n, x } = signalIn(option(args, "x", 0));
  const places = { ...placesFrom("fs window nperseg noverlap nfft detrend return_onesided", 1), scaling: 11 };
  const pieces = piecesIn(args, places, { ...usually, detrends: false, scaling: "spectrum" }, n);
  checkAxis(option(args, "axis", 10));
  const isUsual = [option(args, "boundary", 8), option(args, "padded", 9)].every(
    (each) => each === undefined,
  );
  if (!isUsual) throw new PyUnknown("these ends of a spectrogram are not evaluated here");
  const { window, step } = pieces;
  const half = Math.floor(window.length / 2);
  const beyond = ((-(n + 2 * half - window.length) % step) + step) % step;
  const whole = n + 2 * half + (beyond % window.length);
  const [bins, count] = [binsOf(pieces), countOf(pieces, whole)];
  const axes = [axisOf(pieces), timesOf(pieces, count, window.length / 2)];
  if (!isKnown(x)) return tuple([...axes, unknownAs(x, [bins, count])]);
  const filled = new Float64Array(sized(whole));
  filled.set(x, half);
  const scale = Math.sqrt(powerScale(pieces));
  const columns = transformed(pieces, filled);
  const part = (which: "re" | "im"): Float64Array =>
    inColumns(
      columns.map((each) => each[which]),
      bins,
    ).map((value) => value * scale);
  return tuple([...axes, nd([bins, count], part("re"), "float", part("im"))]);
};

/** Powers of frequencies, over all of a signal or along it. */
export const spectrumFunctions: Readonly<Record<string, PyFunction>> = {
  welch,
  periodogram,
  csd,
  coherence,
  spectrogram,
  stft,
};
