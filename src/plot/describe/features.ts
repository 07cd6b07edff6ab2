import { correlation, deviation, fitLine, fitParabola } from "./fits.js";
import { shapeOf } from "./statistics.js";

/**
 * What a series looks like. Each is named only where its criterion holds, as said at the function that tests it; where none
 * holds nothing is named.
 */
export type Feature =
  | { readonly kind: "line"; readonly slope: number; readonly exact: boolean }
  | { readonly kind: "exponential"; readonly rate: number; readonly r2: number }
  | { readonly kind: "power"; readonly exponent: number; readonly r2: number }
  | { readonly kind: "bell"; readonly centre: number; readonly deviation: number }
  | { readonly kind: "periodic"; readonly period: number; readonly ratio: number }
  | { readonly kind: "saturating"; readonly level: number }
  | { readonly kind: "noisy"; readonly neumann: number };

/** Beyond this many points lags cost too much time; a hover must not wait. */
const maxPeriodicPoints = 5000;

/** Of y over ascending x, both finite and of the same length. At most one shape, the simplest that fits. */
export function featureOf(x: Float64Array, y: Float64Array): Feature | undefined {
  const n = y.length;
  if (n < 8 || !isAscending(x)) return undefined;
  const shape = shapeOf(x, y);
  if (shape === undefined || shape.trend === "constant") return undefined;
  return (
    straight(x, y) ??
    (shape.trend === "mixed" ? undefined : curved(x, y)) ??
    (shape.n_turning <= 1 ? bell(x, y) : undefined) ??
    (shape.n_turning >= 3 ? periodic(x, y) : undefined) ??
    (shape.trend === "mixed" ? undefined : saturating(x, y)) ??
    noisy(y, shape.n_turning)
  );
}

export function isAscending(x: Float64Array): boolean {
  for (let i = 1; i < x.length; i++) if (!((x[i] ?? 0) > (x[i - 1] ?? 0))) return false;
  return true;
}

/** Least squares explain 99.9 % of the variance (R² ≥ 0.999). */
const goodFit = 0.999;

function straight(x: Float64Array, y: Float64Array): Feature | undefined {
  const fit = fitLine(x, y);
  if (fit === undefined || fit.r2 < goodFit) return undefined;
  return { kind: "line", slope: fit.slope, exact: fit.r2 > 1 - 1e-10 };
}

/**
 * Exponential: log |y| is a straight line in x; power law: in log x. R² ≥ 0.999, the better of the two, and the largest value
 * at least twice the smallest, below which every curve is nearly straight. (Clauset et al., SIAM Review 2009, warn that a
 * fit on log axes proves no law: the text therefore says "like".)
 */
function curved(x: Float64Array, y: Float64Array): Feature | undefined {
  const sign = Math.sign(y[0] ?? 0) || Math.sign(y[y.length - 1] ?? 0);
  if (sign === 0 || !y.every((value) => value * sign > 0)) return undefined;
  const logY = y.map((value) => Math.log(value * sign));
  if (Math.abs((logY[logY.length - 1] ?? 0) - (logY[0] ?? 0)) < Math.log(2)) return undefined;
  const exponential = fitLine(x, logY);
  const power = x.every((value) => value > 0) ? fitLine(x.map(Math.log), logY) : undefined;
  const best = Math.max(exponential?.r2 ?? 0, power?.r2 ?? 0);
  if (best < goodFit) return undefined;
  if (power && power.r2 === best) return { kind: "power", exponent: power.slope, r2: power.r2 };
  return exponential && { kind: "exponential", rate: exponential.slope, r2: exponential.r2 };
}

/** Log y is a parabola that opens down (R² ≥ 0.999) where y exceeds 1 % of its peak, and the peak lies inside. */
function bell(x: Float64Array, y: Float64Array): Feature | undefined {
  const peak = y.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (!(peak > 0) || y.some((value) => value < -1e-12 * peak)) return undefined;
  const inside = [...y.keys()].filter((i) => (y[i] ?? 0) > 0.01 * peak);
  const first = inside[0] ?? 0;
  const last = inside.at(-1) ?? 0;
  if (inside.length < 7 || last - first + 1 !== inside.length) return undefined;
  const fit = fitParabola(
    inside.map((i) => x[i] ?? 0),
    inside.map((i) => Math.log(y[i] ?? 1)),
  );
  if (fit === undefined || fit.r2 < goodFit || fit.a >= 0) return undefined;
  const centre = -fit.b / (2 * fit.a);
  // The curve must come down to half of its height on both sides, else it is any summit.
  const falls = (y[first] ?? 0) < peak / 2 && (y[last] ?? 0) < peak / 2;
  if (!falls || centre <= (x[first] ?? 0) || centre >= (x[last] ?? 0)) return undefined;
  return { kind: "bell", centre, deviation: Math.sqrt(-1 / (2 * fit.a)) };
}

/**
 * The series is correlated with itself one period later by 0.95 or more, after the correlation has been negative in between,
 * and at least two periods are drawn (autocorrelation, Box, Jenkins & Reinsel, Time Series Analysis, ch. 2; Pearson's
 * coefficient of the two overlapping parts, so that a decay does not hide a period). `ratio`: by how much the deviation
 * grows from one period to the next.
 */
function periodic(x: Float64Array, y: Float64Array): Feature | undefined {
  const n = y.length;
  const step = ((x[n - 1] ?? 0) - (x[0] ?? 0)) / (n - 1);
  if (n > maxPeriodicPoints || !isUniform(x, step)) return undefined;
  const lag = periodLag(y);
  if (lag === undefined) return undefined;
  const at = Math.round(lag);
  const before = deviation(y, 0, n - at);
  const after = deviation(y, at, n);
  return before > 0 ? { kind: "periodic", period: lag * step, ratio: after / before } : undefined;
}

const isUniform = (x: Float64Array, step: number): boolean =>
  x.every((value, i) => Math.abs(value - ((x[0] ?? 0) + i * step)) < 0.01 * step);

/** In points, refined by the parabola through the correlations around the maximum. */
function periodLag(y: Float64Array): number | undefined {
  const n = y.length;
  const r = (lag: number) => correlation(y, y, n - lag, lag);
  let wasNegative = false;
  let previous = 1;
  let now = r(1);
  for (let lag = 1; lag < n / 2; lag++) {
    const next = r(lag + 1);
    if (now < 0) wasNegative = true;
    if (wasNegative && now >= 0.95 && now >= previous && now > next) {
      if (now > 1 - 1e-9) return lag;
      const bend = previous - 2 * now + next;
      return bend === 0 ? lag : lag + (previous - next) / (2 * bend);
    }
    previous = now;
    now = next;
  }
  return undefined;
}

/**
 * Over the last fifth of the range y stays within 5 % of its whole change around the last value (the settling band of step
 * responses: Ogata, Modern Control Engineering, ch. 5), and over the first fifth it makes at least a quarter of the change.
 */
function saturating(x: Float64Array, y: Float64Array): Feature | undefined {
  const n = y.length;
  const [first, last] = [y[0] ?? 0, y[n - 1] ?? 0];
  const whole = Math.abs(last - first);
  const [low, high] = [x[0] ?? 0, x[n - 1] ?? 0];
  const at = (share: number) => y[x.findIndex((value) => value >= low + share * (high - low))] ?? last;
  if (Math.abs(last - at(0.8)) > 0.05 * whole || Math.abs(at(0.2) - first) < 0.25 * whole) return undefined;
  return { kind: "saturating", level: last };
}

/**
 * Von Neumann's ratio of the mean squared successive difference to the variance (1941) is near 2 for values that do not
 * depend on their neighbours: named from 1.5 to 2.5, with 30 points or more.
 */
function noisy(y: Float64Array, turning: number): Feature | undefined {
  const n = y.length;
  if (n < 30 || turning < 0.5 * n) return undefined;
  let sum = 0;
  for (let i = 1; i < n; i++) sum += ((y[i] ?? 0) - (y[i - 1] ?? 0)) ** 2;
  const variance = deviation(y, 0, n) ** 2;
  const neumann = sum / (n - 1) / variance;
  return neumann > 1.5 && neumann < 2.5 ? { kind: "noisy", neumann } : undefined;
}

export interface Peak {
  readonly at: number;
  readonly value: number;
  readonly prominence: number;
}

/**
 * Summits that stand out by a tenth of the whole range or more above the higher of the two valleys that part them from
 * higher ground (topographic prominence, as `findpeaks` of MATLAB and SciPy have it). Ends do not count.
 */
export function peaksOf(x: Float64Array, y: Float64Array): Peak[] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of y) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const peaks: Peak[] = [];
  for (const i of summits(y)) {
    const value = y[i] ?? 0;
    const prominence = value - Math.max(valley(y, i, -1), valley(y, i, 1));
    if (prominence >= 0.1 * (high - low)) peaks.push({ at: x[i] ?? Number.NaN, value, prominence });
    if (peaks.length > 100) break;
  }
  return peaks;
}

/** Middles of runs that are higher than both neighbours. */
function summits(y: Float64Array): number[] {
  const found: number[] = [];
  for (let i = 1; i < y.length - 1; ) {
    let end = i;
    while (end < y.length - 1 && y[end + 1] === y[i]) end++;
    if ((y[i - 1] ?? 0) < (y[i] ?? 0) && end < y.length - 1 && (y[end + 1] ?? 0) < (y[i] ?? 0)) {
      found.push(Math.floor((i + end) / 2));
    }
    i = end + 1;
  }
  return found;
}

/** The lowest value between a summit and the next higher ground on one side, or the end. */
function valley(y: Float64Array, from: number, step: 1 | -1): number {
  const height = y[from] ?? 0;
  let low = height;
  for (let i = from + step; i >= 0 && i < y.length; i += step) {
    const value = y[i] ?? 0;
    if (value > height) break;
    low = Math.min(low, value);
  }
  return low;
}
