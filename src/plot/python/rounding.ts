import { nudgedUnlessExact } from "../evaluate/rounding.js";
import { type NdArray, nd } from "./arrays.js";
import { windows } from "./numpy/windows.js";
import type { PyValue } from "./values.js";

/** Functions whose last bits differ from library to library: elementary ones, sums, and what solves equations. */
const inexact = new Set(
  (
    "sin cos tan arcsin arccos arctan arctan2 asin acos atan atan2 sinh cosh tanh arcsinh arccosh arctanh exp expm1 exp2 log log2 log10 log1p " +
    "power pow cbrt sinc hypot erf erfc gamma gammaln i0 sum mean average std var median dot matmul inner cumsum cumprod prod norm trapz trapezoid " +
    "interp polyfit polyval convolve correlate corrcoef inv pinv solve lstsq det expm pdf cdf ppf gradient " +
    "butter cheby1 cheby2 iirfilter iirnotch iirpeak group_delay curve_fit"
  ).split(" "),
);

/** Errors of these belong to the largest value. */
const transforms = new Set(
  (
    "fft ifft rfft irfft jv jn j0 j1 iv lfilter filtfilt sosfilt sosfiltfilt decimate savgol_filter hilbert resample detrend fftconvolve oaconvolve " +
    "freqz sosfreqz freqz_sos freqs welch periodogram csd coherence spectrogram stft"
  ).split(" "),
);

/** Of two halves that mirror each other but for rounding. */
const mirrored = new Set([...Object.keys(windows), "hanning", "get_window", "firwin"]);

/** What a function might have given with other rounding (Monte Carlo arithmetic); of several results of a transform, the last is one. */
export function resultOtherwise(name: string, value: PyValue): PyValue {
  if (value.kind === "list" && (inexact.has(name) || transforms.has(name))) {
    const last = value.items.length - 1;
    const items = value.items.map((each, i) =>
      i === last || inexact.has(name) ? resultOtherwise(name, each) : each,
    );
    return { ...value, items };
  }
  if (value.kind !== "array" || value.dtype !== "float") return value;
  if (mirrored.has(name))
    return mapped(value, (x, i) => (2 * i < value.data.length ? x : x * (1 + Number.EPSILON)));
  if (inexact.has(name)) return mapped(value, (x) => nudgedUnlessExact(x));
  if (!transforms.has(name)) return value;
  const largest = [...value.data, ...(value.im ?? [])].reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return mapped(value, (x) => nudgedUnlessExact(x + largest) - largest);
}

const mapped = ({ shape, data, dtype, im }: NdArray, f: (x: number, i: number) => number): NdArray =>
  nd(
    shape,
    data.map((x, i) => f(x, i)),
    dtype,
    im?.map((y, i) => f(y, i)),
  );

/** Half to even, as Python rounds. */
export function roundHalfEven(x: number): number {
  return Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x);
}

/** To so many digits, as Python rounds: by the exact value, halves to the even digit; negative digits round to tens. */
export function rounded(x: number, digits: number): number {
  if (digits > 15 || !Number.isFinite(x)) return x;
  const isHalf = Math.abs((x * 2 ** (digits + 1)) % 2) === 1;
  return digits >= 0 && !isHalf && Math.abs(x) < 1e15 ? Number(x.toFixed(digits)) : roundedScaled(x, digits);
}

/** As NumPy rounds: the nearest whole number of the value times a power of ten. */
export function roundedScaled(x: number, digits: number): number {
  const scale = 10 ** digits;
  return Number.isFinite(x) && Number.isFinite(x * scale) ? roundHalfEven(x * scale) / scale : x;
}
