/** Of the finite values; `first` and `last` of all. Named as in `plot-truth`. */
export interface Statistics {
  readonly n: number;
  readonly nfinite: number;
  readonly min?: number;
  readonly max?: number;
  readonly mean?: number;
  readonly first?: number;
  readonly last?: number;
}

export type Trend = "single" | "constant" | "increasing" | "decreasing" | "mixed";

export interface Shape {
  /** Absent where rounding would decide between several places. */
  readonly x_at_max?: number;
  readonly x_at_min?: number;
  readonly trend: Trend;
  /** Changes of direction, and those that are summits; steps of no height are left out. */
  readonly n_turning: number;
  readonly n_peaks: number;
  /** Changes of sign; zeros themselves are left out. */
  readonly n_zero_cross: number;
  readonly n_distinct: number;
}

/** Whether values differ by no more than rounding. */
export const isLevel = (min: number, max: number): boolean =>
  max - min <= 1e-12 * Math.max(Math.abs(min), Math.abs(max));

export function statisticsOf(values: Float64Array): Statistics {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let nfinite = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    nfinite++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const n = values.length;
  if (nfinite === 0) return { n, nfinite };
  const first = values[0] ?? Number.NaN;
  const last = values[n - 1] ?? Number.NaN;
  return { n, nfinite, min, max, mean: sum / nfinite, first, last };
}

/** Position of the extreme that comes first; NaN never is one. */
function positionOf(values: Float64Array, better: (a: number, b: number) => boolean): number {
  let at = -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isNaN(value) && (at < 0 || better(value, values[at] ?? 0))) at = i;
  }
  return at;
}

export interface ExtremePlace {
  /** The place of the extreme. */
  readonly at: number;
  /** The first place that is within rounding error of it (1e-9 of the range), and whether there are several. */
  readonly first: number;
  readonly isShared: boolean;
  /** Does rounding decide which of several distant places it is? */
  readonly isOpen: boolean;
}

/** Where the extreme lies among the places `x`. Undefined of a constant that only rounding moves. */
export function placeOfExtreme(
  x: Float64Array,
  y: Float64Array,
  which: "max" | "min",
): ExtremePlace | undefined {
  const position = which === "max" ? positionOfMax(y) : positionOfMin(y);
  const extreme = y[position] ?? Number.NaN;
  const { min = 0, max = 0 } = statisticsOf(y);
  if (max > min && max - min <= 1e-9 * Math.max(Math.abs(min), Math.abs(max))) return undefined;
  const isThere = (value: number) => value === extreme || Math.abs(value - extreme) <= 1e-9 * (max - min);
  const first = y.findIndex(isThere);
  const at = x[position] ?? Number.NaN;
  const { min: left = 0, max: right = 0 } = statisticsOf(x);
  const isOpen = y.some(
    (value, i) => value !== extreme && isThere(value) && Math.abs((x[i] ?? at) - at) > 0.01 * (right - left),
  );
  return { at, first: x[first] ?? at, isShared: y.findLastIndex(isThere) !== first, isOpen };
}

export const positionOfMax = (values: Float64Array): number => positionOf(values, (a, b) => a > b);
export const positionOfMin = (values: Float64Array): number => positionOf(values, (a, b) => a < b);

/**
 * The shape of y over its index, as `plot-truth` counts it: steps below 1e-9 of the largest magnitude are level.
 * Undefined without a finite value.
 */
export function shapeOf(x: Float64Array | undefined, y: Float64Array): Shape | undefined {
  const finite = y.filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  let largest = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of finite) {
    largest = Math.max(largest, Math.abs(value));
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const tolerance = 1e-9 * Math.max(1e-300, largest);
  let rises = false;
  let falls = false;
  let turning = 0;
  let peaks = 0;
  let direction = 0;
  for (let i = 1; i < finite.length; i++) {
    const step = (finite[i] ?? 0) - (finite[i - 1] ?? 0);
    if (Math.abs(step) <= tolerance) continue;
    const now = Math.sign(step);
    if (now > 0) rises = true;
    else falls = true;
    if (direction !== 0 && now !== direction) {
      turning++;
      if (direction > 0) peaks++;
    }
    direction = now;
  }
  let crossings = 0;
  let sign = 0;
  for (const value of finite) {
    const now = Math.sign(value);
    if (now === 0) continue;
    if (sign !== 0 && now !== sign) crossings++;
    sign = now;
  }
  const trend: Trend =
    finite.length === 1
      ? "single"
      : max - min <= tolerance
        ? "constant"
        : !falls
          ? "increasing"
          : !rises
            ? "decreasing"
            : "mixed";
  const placeOf = (which: "max" | "min"): number | undefined => {
    const place = x && x.length === y.length ? placeOfExtreme(x, y, which) : undefined;
    return place?.isOpen === false ? place.at : undefined;
  };
  const [x_at_max, x_at_min] = [placeOf("max"), placeOf("min")];
  return {
    ...(x_at_max !== undefined && { x_at_max }),
    ...(x_at_min !== undefined && { x_at_min }),
    trend,
    n_turning: turning,
    n_peaks: peaks,
    n_zero_cross: crossings,
    n_distinct: new Set(finite).size,
  };
}
