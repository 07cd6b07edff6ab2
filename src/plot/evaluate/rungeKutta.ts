import { NotKnown } from "./builtin.js";
import { spend } from "./limits.js";

/** dy/dt */
export type Derivative = (t: number, y: Float64Array) => Float64Array;

export interface StepControl {
  readonly relative: number;
  readonly absolute: readonly number[];
  readonly longest: number;
  readonly first?: number;
}

interface Method {
  readonly order: number;
  readonly nodes: readonly number[];
  readonly stages: readonly (readonly number[])[];
  readonly weights: readonly number[];
  /** Of the embedded solution, the stage at the new point included. */
  readonly embedded: readonly number[];
}

/** Dormand and Prince 1980, 5(4). */
export const dormandPrince: Method = {
  order: 5,
  nodes: [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1],
  stages: [
    [],
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  ],
  weights: [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
  embedded: [5179 / 57600, 0, 7571 / 16695, 393 / 640, -92097 / 339200, 187 / 2100, 1 / 40],
};

/** Bogacki and Shampine 1989, 3(2). */
export const bogackiShampine: Method = {
  order: 3,
  nodes: [0, 1 / 2, 3 / 4],
  stages: [[], [1 / 2], [0, 3 / 4]],
  weights: [2 / 9, 1 / 3, 4 / 9],
  embedded: [7 / 24, 1 / 4, 1 / 3, 1 / 8],
};

const combined = (
  y: Float64Array,
  h: number,
  k: readonly Float64Array[],
  weights: readonly number[],
): Float64Array =>
  y.map((each, i) => {
    let sum = 0;
    for (let s = 0; s < weights.length; s++) sum += (weights[s] ?? 0) * (k[s]?.[i] ?? 0);
    return each + h * sum;
  });

/** Largest difference in units of the tolerance. */
function scaledError(
  a: Float64Array,
  b: Float64Array,
  x: Float64Array,
  y: Float64Array,
  c: StepControl,
): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const scale = Math.max(
      c.absolute[i % c.absolute.length] ?? 1e-6,
      c.relative * Math.max(Math.abs(x[i] ?? 0), Math.abs(y[i] ?? 0)),
    );
    const error = Math.abs((a[i] ?? 0) - (b[i] ?? 0)) / scale;
    if (!(error <= most)) most = error;
  }
  return most;
}

/** The first step as Hairer, Nørsett and Wanner choose it (Solving Ordinary Differential Equations I, II.4). */
function firstStep(f: Derivative, t: number, y: Float64Array, order: number, c: StepControl): number {
  const zero = new Float64Array(y.length);
  const slope = f(t, y);
  const d0 = scaledError(y, zero, y, y, c);
  const d1 = scaledError(slope, zero, slope, slope, c);
  const h0 = d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : (0.01 * d0) / d1;
  const change = f(
    t + h0,
    y.map((each, i) => each + h0 * (slope[i] ?? 0)),
  ).map((each, i) => each - (slope[i] ?? 0));
  const d2 = scaledError(change, zero, change, change, c) / h0;
  const largest = Math.max(d1, d2);
  const h1 = largest <= 1e-15 ? Math.max(1e-6, h0 * 1e-3) : (0.01 / largest) ** (1 / (order + 1));
  return Math.min(100 * h0, h1);
}

/**
 * Solves y' = f(t, y) from the first of `times` to the last. With two times the solution at every step is given, otherwise
 * at the times. @throws {NotKnown} where no step is short enough.
 */
export function integrate(
  method: Method,
  f: Derivative,
  times: ArrayLike<number>,
  start: Float64Array,
  control: StepControl,
): { t: number[]; y: Float64Array[] } {
  const from = times[0] ?? 0;
  const to = times[times.length - 1] ?? 0;
  const direction = Math.sign(to - from);
  const fixed = times.length > 2;
  const ts = [from];
  const ys = [start];
  let t = from;
  let y = start;
  let next = 1;
  let h =
    direction * Math.min(control.first ?? firstStep(f, from, start, method.order, control), control.longest);
  let slope: Float64Array | undefined;
  let rejected = 0;
  while (direction * (to - t) > 0) {
    spend(20 * y.length);
    const k: Float64Array[] = [slope ?? f(t, y)];
    for (let s = 1; s < method.stages.length; s++)
      k.push(f(t + h * (method.nodes[s] ?? 0), combined(y, h, k, method.stages[s] ?? [])));
    const end = Math.abs(to - (t + h)) < 1e-14 * Math.abs(to) ? to : t + h;
    const reached = combined(y, h, k, method.weights);
    k.push(f(end, reached));
    const estimate = combined(y, h, k, method.embedded);
    const error = scaledError(reached, estimate, reached, y, control);
    if (error <= 1) {
      rejected = 0;
      if (!fixed) {
        ts.push(end);
        ys.push(reached);
      }
      for (; fixed && next < times.length && direction * (times[next] ?? 0) <= direction * end; next++) {
        const at = times[next] ?? 0;
        ts.push(at);
        ys.push(between((at - t) / h, h, y, reached, k));
      }
      t = end;
      y = reached;
      slope = k.at(-1);
    } else if (Number.isNaN(error) || ++rejected > 500)
      throw new NotKnown("the differential equation is not solved to its end");
    const factor =
      0.38 ** (1 / (method.order + 1)) * (1 / (error + Number.EPSILON)) ** (1 / (method.order + 1));
    h *= Math.min(1.5, Math.max(0.8, factor));
    h = direction * Math.min(Math.abs(h), control.longest, Math.abs(to - t));
    if (direction * (to - t) > 0 && Math.abs(h) < Number.EPSILON * Math.abs(t))
      throw new NotKnown("the differential equation is not solved to its end");
  }
  return { t: ts, y: ys };
}

/** Of Dormand and Prince: the free interpolant of order 4 (Hairer, Nørsett and Wanner, II.6). */
const dense = [
  -12715105075 / 11282082432,
  0,
  87487479700 / 32700410799,
  -10690763975 / 1880347072,
  701980252875 / 199316789632,
  -1453857185 / 822651844,
  69997945 / 29380423,
];

/** The solution at a share `s` of the step from `y` to `reached`. */
function between(
  s: number,
  h: number,
  y: Float64Array,
  reached: Float64Array,
  k: readonly Float64Array[],
): Float64Array {
  const quartic = k.length === 7;
  return y.map((each, i) => {
    const step = (reached[i] ?? 0) - each;
    const a = h * (k[0]?.[i] ?? 0) - step;
    const b = step - h * (k.at(-1)?.[i] ?? 0) - a;
    const c = quartic ? h * dense.reduce((sum, weight, stage) => sum + weight * (k[stage]?.[i] ?? 0), 0) : 0;
    return each + s * (step + (1 - s) * (a + s * (b + (1 - s) * c)));
  });
}
