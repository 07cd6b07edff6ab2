import { fourier } from "../../../evaluate/fourier.js";
import { arrayOf, doubtIn, numberOr, shapeOf, sized, vector } from "../../arrays.js";
import {
  isMissing,
  option,
  type PyArguments,
  PyUnknown,
  type PyUnknownValue,
  type PyValue,
  textIn,
} from "../../values.js";
import { flagOr, lineOf, wordOr } from "./arguments.js";
import { detrended, isStraight } from "./smoothing.js";
import { windowGiven } from "./windows.js";

/** How a signal is cut into pieces and each of these transformed. */
export interface Pieces {
  readonly rate: number;
  readonly window: Float64Array;
  /** From the start of one piece to that of the next. */
  readonly step: number;
  readonly size: number;
  readonly detrend: (piece: Float64Array) => Float64Array;
  readonly isOneSided: boolean;
  readonly isDensity: boolean;
}

/** The places of the arguments that all spectra share; a name that is not there is not one of theirs. */
export type Places = Readonly<Record<string, number>>;

export interface Usual {
  readonly window: PyValue;
  readonly length: number;
  readonly overlap: (length: number) => number;
  readonly detrends: boolean;
  readonly scaling: "density" | "spectrum";
}

export function piecesIn(args: PyArguments, places: Places, usual: Usual, n: number): Pieces {
  const asked = (name: string): PyValue | undefined => {
    const at = places[name];
    return at === undefined ? undefined : option(args, name, at);
  };
  const rate = numberOr(asked("fs"), 1);
  const length = asked("nperseg");
  const given = isMissing(length) ? undefined : numberOr(length, usual.length);
  const wanted = asked("window");
  const window = windowGiven(wanted === undefined || isMissing(wanted) ? usual.window : wanted, {
    given,
    usual: Math.min(n, given ?? usual.length),
  });
  const overlap = numberOr(asked("noverlap"), usual.overlap(window.length));
  const size = sized(numberOr(asked("nfft"), window.length));
  const scaling = wordOr(asked("scaling"), usual.scaling);
  if (
    window.length > n ||
    overlap >= window.length ||
    size < window.length ||
    !/^(density|spectrum|psd)$/.test(scaling)
  )
    throw new PyUnknown("there is no such spectrum");
  return {
    rate,
    window,
    step: window.length - overlap,
    size,
    detrend: detrendIn(asked("detrend"), usual.detrends),
    isOneSided: flagOr(asked("return_onesided"), true),
    isDensity: scaling !== "spectrum",
  };
}

function detrendIn(value: PyValue | undefined, usual: boolean): Pieces["detrend"] {
  const word = textIn(value);
  if (word === undefined) {
    if (value === undefined ? usual : flagOr(value, false)) return (piece) => detrended(piece, false);
    return (piece) => piece;
  }
  const straight = isStraight(word);
  return (piece) => detrended(piece, straight);
}

export const binsOf = ({ size, isOneSided }: Pieces): number =>
  isOneSided ? Math.floor(size / 2) + 1 : size;
export const countOf = ({ window, step }: Pieces, n: number): number =>
  Math.floor((n - window.length) / step) + 1;

/** The frequency of each bin. */
export const axisOf = (pieces: Pieces): PyValue =>
  vector(
    Float64Array.from(
      { length: binsOf(pieces) },
      (_, k) =>
        ((pieces.isOneSided || k < pieces.size / 2 ? k : k - pieces.size) * pieces.rate) / pieces.size,
    ),
  );

export interface Transformed {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export function transformed(pieces: Pieces, x: Float64Array): Transformed[] {
  const { window, step, size } = pieces;
  sized(countOf(pieces, x.length) * size);
  return Array.from({ length: countOf(pieces, x.length) }, (_, i) => {
    const piece = pieces.detrend(x.slice(i * step, i * step + window.length));
    const filled = new Float64Array(size);
    piece.forEach((each, k) => {
      filled[k] = each * (window[k] ?? 0);
    });
    return fourier(filled, undefined, -1);
  });
}

/** What the square of a transform is multiplied by. */
export const powerScale = ({ window, rate, isDensity }: Pieces): number =>
  isDensity
    ? 1 / (rate * window.reduce((sum, each) => sum + each * each, 0))
    : 1 / window.reduce((sum, each) => sum + each, 0) ** 2;

/** The product of one transform, mirrored, and another; twice where the other half of the frequencies is left out. */
export function powers(pieces: Pieces, a: Transformed, b: Transformed): Transformed {
  const [scale, n] = [powerScale(pieces), binsOf(pieces)];
  const at = (values: Float64Array, k: number): number => values[k] ?? 0;
  const weight = (k: number): number =>
    pieces.isOneSided && k > 0 && 2 * k !== pieces.size ? 2 * scale : scale;
  const part = (of: (k: number) => number): Float64Array =>
    Float64Array.from({ length: n }, (_, k) => weight(k) * of(k));
  return {
    re: part((k) => at(a.re, k) * at(b.re, k) + at(a.im, k) * at(b.im, k)),
    im: part((k) => at(a.re, k) * at(b.im, k) - at(a.im, k) * at(b.re, k)),
  };
}

export interface Signal {
  readonly n: number;
  readonly x: Float64Array | PyUnknownValue;
}

/** The frequencies follow from how many values there are, whatever they are. @throws {PyUnknown} */
export function signalIn(value: PyValue | undefined): Signal {
  const array = arrayOf(value);
  if (array) {
    const x = lineOf(array, "the signal");
    return { n: x.length, x };
  }
  const [doubt, shape] = [doubtIn(value), shapeOf(value)];
  if (doubt && shape?.length === 1) return { n: shape[0] ?? 0, x: doubt };
  lineOf(value, "the signal");
  throw new PyUnknown("the signal is not evaluated here");
}
