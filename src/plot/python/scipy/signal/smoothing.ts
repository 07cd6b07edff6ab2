import { fourier } from "../../../evaluate/fourier.js";
import { pseudoInverse } from "../../../evaluate/leastSquares.js";
import { array } from "../../../evaluate/values.js";
import { nd, needArray, numberOr, sized, vector } from "../../arrays.js";
import { elementwise } from "../../operators.js";
import { isMissing, option, type PyFunction, PyUnknown, tuple } from "../../values.js";
import { along, lineOf, numberAt, wordOr } from "./arguments.js";

const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Without its mean, or without the straight line that fits best. */
export function detrended(line: Float64Array, isStraight: boolean): Float64Array {
  const middle = mean(line);
  const centre = (line.length - 1) / 2;
  let [product, square] = [0, 0];
  line.forEach((each, i) => {
    product += (i - centre) * (each - middle);
    square += (i - centre) ** 2;
  });
  const slope = isStraight && square > 0 ? product / square : 0;
  return line.map((each, i) => each - middle - slope * (i - centre));
}

/** @throws {PyUnknown} for another word than SciPy's for the two trends. */
export function isStraight(word: string): boolean {
  if (!/^(l|linear|c|constant)$/.test(word)) throw new PyUnknown("there is no such trend");
  return word.startsWith("l");
}

/** Values beyond the ends, by the place and how many there are. */
const edges: Readonly<Record<string, (i: number, n: number) => number>> = {
  mirror: (i, n) => (i < 0 ? -i : 2 * (n - 1) - i),
  nearest: (i, n) => (i < 0 ? 0 : n - 1),
  wrap: (i, n) => (i + n) % n,
};

/** Savitzky and Golay's: at each place the polynomial that fits the values around it, or its derivative. */
const savgol: PyFunction = (args) => {
  const [n, order] = [numberAt(args, "window_length", 1), numberAt(args, "polyorder", 2)];
  const derivative = numberOr(option(args, "deriv", 3), 0);
  const delta = numberOr(option(args, "delta", 4), 1);
  const mode = wordOr(option(args, "mode", 6), "interp");
  const outside = numberOr(option(args, "cval", 7), 0);
  if (n % 2 !== 1 || n > 1000 || !(order >= 0 && order < n) || ![order, derivative].every(Number.isInteger))
    throw new PyUnknown("this window is not evaluated here");
  const half = (n - 1) / 2;
  // Places between −1 and 1 keep the powers apart.
  const scale = Math.max(1, half);
  const powers = Float64Array.from(
    { length: n * (order + 1) },
    (_, k) => ((k % n) / scale - half / scale) ** Math.floor(k / n),
  );
  const fit = pseudoInverse(array([n, order + 1], powers)).re;
  const weightsAt = (place: number): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => {
      let total = 0;
      for (let k = derivative; k <= order; k++) {
        let factor = (place / scale) ** (k - derivative);
        for (let m = 0; m < derivative; m++) factor *= k - m;
        total += factor * (fit[i * (order + 1) + k] ?? 0);
      }
      return total / (scale * delta) ** derivative;
    });
  const middle = weightsAt(0);
  return along(option(args, "x", 0), option(args, "axis", 5), (x) => {
    const edge = edges[mode];
    if (
      (mode === "interp" && n > x.length) ||
      (!edge && mode !== "interp" && mode !== "constant") ||
      half >= x.length
    )
      throw new PyUnknown("the signal is too short for this window");
    const value = (i: number): number =>
      i >= 0 && i < x.length ? (x[i] ?? 0) : edge ? (x[edge(i, x.length)] ?? 0) : outside;
    const weighed = (weights: Float64Array, start: number): number =>
      weights.reduce((sum, weight, k) => sum + weight * value(start + k), 0);
    return x.map((_, i) => {
      const start = Math.min(Math.max(i - half, 0), x.length - n);
      if (mode === "interp" && start !== i - half) return weighed(weightsAt(i - start - half), start);
      return weighed(middle, i - half);
    });
  });
};

const medfilt: PyFunction = (args) => {
  const size = numberOr(option(args, "kernel_size", 1), 3);
  return elementwise(option(args, "volume", 0), (volume) => {
    const x = lineOf(volume, "the signal");
    if (size % 2 !== 1) throw new PyUnknown("there is no such window");
    const half = (size - 1) / 2;
    const middles = x.map((_, i) => {
      const around = Float64Array.from({ length: size }, (_, k) => x[i + k - half] ?? 0);
      return around.sort()[half] ?? 0;
    });
    return nd(volume.shape, middles, volume.dtype);
  });
};

/** The analytic signal: without negative frequencies. */
const hilbert: PyFunction = (args) => {
  const at = numberOr(option(args, "axis", 2), -1);
  return elementwise(option(args, "x", 0), (signal) => {
    const x = lineOf(signal, "the signal");
    const n = sized(numberOr(option(args, "N", 1), x.length));
    if (at > 0 || at < -1 || n < 1) throw new PyUnknown("there is no such axis");
    const filled = new Float64Array(n);
    filled.set(x.subarray(0, n));
    const { re, im } = fourier(filled, undefined, -1);
    for (let k = 1; k < n; k++) {
      const factor = 2 * k < n ? 2 : 2 * k === n ? 1 : 0;
      re[k] = (re[k] ?? 0) * factor;
      im[k] = (im[k] ?? 0) * factor;
    }
    const back = fourier(re, im, 1);
    return nd(
      [n],
      back.re.map((each) => each / n),
      "float",
      back.im.map((each) => each / n),
    );
  });
};

/** As many values as are asked for, by the frequencies that both have. */
function resampled(x: Float64Array, count: number): Float64Array {
  const n = x.length;
  const { re, im } = fourier(x, undefined, -1);
  const both = Math.min(count, n);
  const [outRe, outIm] = [new Float64Array(count), new Float64Array(count)];
  for (let k = 0; 2 * k <= both; k++) {
    const isMiddle = 2 * k === both && count !== n;
    const factor = isMiddle ? (count < n ? 2 : 0.5) : 1;
    const [a, b] = [(factor * (re[k] ?? 0)) / n, (factor * (im[k] ?? 0)) / n];
    // The highest of an even number of frequencies is real.
    const isReal = k === 0 || 2 * k === count;
    outRe[k] = a;
    outIm[k] = isReal ? 0 : b;
    if (!isReal) {
      outRe[count - k] = a;
      outIm[count - k] = -b;
    }
  }
  return fourier(outRe, outIm, 1).re;
}

const resample: PyFunction = (args) => {
  const count = sized(numberAt(args, "num", 1));
  if (count < 1) throw new PyUnknown("nothing is asked for");
  const signal = option(args, "x", 0);
  const made = along(signal, option(args, "axis", 3), (x) => resampled(x, count), {
    axis: 0,
    length: () => count,
  });
  const times = option(args, "t", 2);
  if (times === undefined || isMissing(times)) return made;
  const t = lineOf(times, "the times");
  const [first = 0, second = 0] = t;
  const share = (needArray(signal, "the signal").shape[0] ?? 0) / count;
  return tuple([
    made,
    vector(Float64Array.from({ length: count }, (_, i) => first + (second - first) * share * i)),
  ]);
};

/** What makes signals smoother, straighter, longer or shorter. */
export const smoothingFunctions: Readonly<Record<string, PyFunction>> = {
  savgol_filter: savgol,
  medfilt,
  hilbert,
  resample,
  detrend(args) {
    const straight = isStraight(wordOr(option(args, "type", 2), "linear"));
    return along(option(args, "data", 0), option(args, "axis", 1), (line) => detrended(line, straight));
  },
};
