/** A least sum of squares. */
export interface Fit {
  readonly parameters: Float64Array;
  /** The sum of the squares. */
  readonly cost: number;
  /** The inverse of JᵀJ, row by row. */
  readonly covariance: Float64Array;
  /** How often the residuals were computed. */
  readonly calls: number;
}

type Residuals = (parameters: Float64Array) => Float64Array;

/** Changes of the sum and of the parameters, as shares, that end the search; MINPACK's, as SciPy calls it. */
const tolerance = 1.49012e-8;
/** How far the first step may go, in sizes of the start. */
const firstReach = 100;
const smallest = Number.MIN_VALUE / Number.EPSILON;

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, each, i) => sum + each * (b[i] ?? 0), 0);
const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));
const times = (a: Float64Array, b: Float64Array): Float64Array => a.map((each, i) => each * (b[i] ?? 0));

/** JᵀJ, Jᵀr and the scale of each parameter. */
interface Step {
  readonly matrix: readonly Float64Array[];
  readonly slope: Float64Array;
  readonly scale: Float64Array;
}

/** The Cholesky factor of JᵀJ with `damping` times the squares of the scales; undefined where it is singular. */
function factorOf({ matrix, scale }: Step, damping: number): Float64Array[] | undefined {
  const factor = matrix.map((row) => row.slice());
  const at = (i: number, j: number): number => factor[i]?.[j] ?? 0;
  for (let i = 0; i < factor.length; i++)
    for (let j = 0; j <= i; j++) {
      const own = i === j ? damping * (scale[i] ?? 1) ** 2 : 0;
      let sum = at(i, j) + own;
      const whole = sum;
      for (let k = 0; k < j; k++) sum -= at(i, k) * at(j, k);
      const row = factor[i];
      if (!row || (i === j && !(sum > 1e-14 * whole))) return undefined;
      row[j] = i === j ? Math.sqrt(sum) : sum / at(j, j);
    }
  return factor;
}

function solved(factor: readonly Float64Array[], right: Float64Array): Float64Array {
  const x = right.slice();
  const n = x.length;
  const at = (i: number, j: number): number => factor[i]?.[j] ?? 0;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - at(i, k) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / at(i, i);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] = (x[i] ?? 0) - at(k, i) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / at(i, i);
  }
  return x;
}

/** The damping with which a step is about as long as it may be, and the step (Moré, Numerical Analysis, 1977). */
function longest(
  step: Step,
  reach: number,
  guess: number,
): { damping: number; change: Float64Array } | undefined {
  const { slope, scale } = step;
  const free = factorOf(step, 0);
  if (!free) return undefined;
  const change = solved(free, slope);
  const excess = (of: Float64Array): number => norm(times(scale, of)) - reach;
  /** How fast the length of a step changes with the damping. */
  const decline = (factor: readonly Float64Array[], of: Float64Array): number => {
    const length = norm(times(scale, of));
    const turned = times(times(scale, scale), of).map((each) => each / length);
    return dot(turned, solved(factor, turned));
  };
  if (excess(change) <= 0.1 * reach) return { damping: 0, change };
  let low = excess(change) / reach / decline(free, change);
  const steepest = norm(slope.map((each, j) => each / (scale[j] ?? 1)));
  let high = steepest / reach || smallest / Math.min(reach, 0.1);
  let damping = Math.min(Math.max(guess, low), high) || steepest / norm(times(scale, change));
  for (let round = 1; ; round++) {
    damping ||= Math.max(smallest, 0.001 * high);
    const factor = factorOf(step, damping);
    if (!factor) return undefined;
    const made = solved(factor, slope);
    const over = excess(made);
    if (Math.abs(over) <= 0.1 * reach || round === 10) return { damping, change: made };
    const correction = over / reach / decline(factor, made);
    if (over > 0) low = Math.max(low, damping);
    else high = Math.min(high, damping);
    damping = Math.max(low, damping + correction);
  }
}

/** How the residuals change with each parameter, by differences forwards. */
const slopesOf = (residuals: Residuals, at: Float64Array, left: Float64Array): Float64Array[] =>
  Array.from(at, (value, j) => {
    const step = Math.sqrt(Number.EPSILON) * Math.abs(value) || Math.sqrt(Number.EPSILON);
    const moved = at.slice();
    moved[j] = value + step;
    return residuals(moved).map((each, i) => (each - (left[i] ?? 0)) / step);
  });

const stepFrom = (slopes: readonly Float64Array[], left: Float64Array, scale: Float64Array): Step => ({
  matrix: slopes.map((a) => Float64Array.from(slopes, (b) => dot(a, b))),
  slope: Float64Array.from(slopes, (each) => dot(each, left)),
  scale,
});

/** The part of the last step's length that the next may have, where the last gained less than was foreseen. */
function shrinkage(gain: number, slope: number, isFarWorse: boolean): number {
  const share = gain >= 0 ? 0.5 : (0.5 * slope) / (slope + 0.5 * gain);
  return isFarWorse || share < 0.1 ? 0.1 : share;
}

/**
 * Levenberg and Marquardt's search for a least sum of squares, step by step as MINPACK's `lmdif` makes them, so that of several
 * minima it comes to the same; undefined where it comes to none, or the minimum does not determine the parameters.
 */
export function fitted(residuals: Residuals, start: Float64Array, mostCalls: number): Fit | undefined {
  let [at, left] = [start.slice(), residuals(start)];
  let [size, reach, damping, calls] = [norm(left), 0, 0, 1];
  let scale = new Float64Array(start.length);
  if (!Number.isFinite(size)) return undefined;
  for (let round = 1; ; round++) {
    const slopes = slopesOf(residuals, at, left);
    calls += start.length;
    const lengths = Float64Array.from(slopes, norm);
    scale =
      round === 1
        ? lengths.map((each) => each || 1)
        : scale.map((each, j) => Math.max(each, lengths[j] ?? 0));
    let length = norm(times(scale, at));
    if (round === 1) reach = firstReach * length || firstReach;
    const step = stepFrom(slopes, left, scale);
    const result = (): Fit | undefined => fitFrom(step, at, size * size, calls);
    if (size === 0) return result();
    for (let ratio = 0; ratio < 1e-4; ) {
      const made = longest(step, reach, damping);
      if (!made || calls >= mostCalls) return undefined;
      damping = made.damping;
      const next = at.map((each, j) => each - (made.change[j] ?? 0));
      const went = norm(times(scale, made.change));
      if (round === 1) reach = Math.min(reach, went);
      const nextLeft = residuals(next);
      const nextSize = norm(nextLeft);
      calls++;
      const gain = 0.1 * nextSize < size ? 1 - (nextSize / size) ** 2 : -1;
      const straight = slopes.reduce(
        (sum, a, j) => sum.map((each, i) => each + (a[i] ?? 0) * (made.change[j] ?? 0)),
        new Float64Array(left.length),
      );
      const [along, damped] = [(norm(straight) / size) ** 2, damping * (went / size) ** 2];
      const foreseen = along + 2 * damped;
      ratio = foreseen === 0 ? 0 : gain / foreseen;
      if (!(ratio > 0.25)) {
        const share = shrinkage(gain, -(along + damped), !(0.1 * nextSize < size));
        reach = share * Math.min(reach, went / 0.1);
        damping /= share;
      } else if (damping === 0 || ratio >= 0.75) {
        reach = went / 0.5;
        damping *= 0.5;
      }
      if (ratio >= 1e-4) {
        [at, left, size] = [next, nextLeft, nextSize];
        length = norm(times(scale, at));
      }
      const isSettled = Math.abs(gain) <= tolerance && foreseen <= tolerance && ratio <= 2;
      if (isSettled || reach <= tolerance * length) return result();
    }
  }
}

function fitFrom(step: Step, parameters: Float64Array, cost: number, calls: number): Fit | undefined {
  const n = parameters.length;
  const factor = factorOf(step, 0);
  if (!factor) return undefined;
  const columns = Array.from({ length: n }, (_, j) =>
    solved(
      factor,
      Float64Array.from({ length: n }, (__, i) => Number(i === j)),
    ),
  );
  const covariance = Float64Array.from({ length: n * n }, (_, k) => columns[k % n]?.[Math.floor(k / n)] ?? 0);
  return { parameters, cost, covariance, calls };
}
