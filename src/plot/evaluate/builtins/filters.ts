import {
  butterworth,
  chebyshev1,
  chebyshev2,
  filterOf,
  fractionOf,
  type ZerosPoles,
} from "../analogFilters.js";
import { type Builtin, MatlabError, NotKnown } from "../builtin.js";
import { type Complex, divide, multiply } from "../complex.js";
import { spend } from "../limits.js";
import { array, column, emptyArray, row, type Size, scalar, textOf, type Value } from "../values.js";
import { transform } from "./along.js";
import {
  arrayAt,
  type Builtins,
  dimensionAt,
  emptyList,
  lengthAt,
  numberAt,
  realAt,
  textAt,
} from "./arguments.js";
import { polynomialRoots } from "./polynomials.js";

/** Direct form II transposed, with the state at the beginning and the end. */
export function filterLine(
  b: ArrayLike<number>,
  a: ArrayLike<number>,
  x: Float64Array,
  state?: ArrayLike<number>,
) {
  const lead = a[0] ?? 1;
  if (lead === 0) throw new MatlabError("filter: a(1) must be nonzero");
  const n = Math.max(a.length, b.length);
  const z = new Float64Array(n);
  for (let i = 0; i < n - 1; i++) z[i] = state?.[i] ?? 0;
  spend((x.length * n) >> 1);
  const y = x.map((each) => {
    const out = ((b[0] ?? 0) / lead) * each + (z[0] ?? 0);
    for (let i = 1; i < n; i++)
      z[i - 1] = (z[i] ?? 0) + ((b[i] ?? 0) / lead) * each - ((a[i] ?? 0) / lead) * out;
    return out;
  });
  return { y, z: z.slice(0, n - 1) };
}

function filter(args: readonly Value[]): readonly Value[] {
  const [b, a, x] = [realAt(args, 0).re, realAt(args, 1).re, arrayAt(args, 2)];
  const state = args[3] && !emptyList(args[3]) ? realAt(args, 3).re : undefined;
  const dimension = dimensionAt(args, 4, x.size);
  let last = new Float64Array(0);
  const result = transform(x, dimension, x.size[dimension] ?? 1, (re, im) => {
    const found = filterLine(b, a, re, state);
    last = found.z;
    return { re: found.y, im: im && filterLine(b, a, im).y };
  });
  return [result, column(last)];
}

/** Value of a polynomial in z⁻¹ at e^{iω}. */
export function atFrequency(p: ArrayLike<number>, omega: number): Complex {
  let [re, im] = [0, 0];
  for (let k = 0; k < p.length; k++) {
    re += (p[k] ?? 0) * Math.cos(omega * k);
    im -= (p[k] ?? 0) * Math.sin(omega * k);
  }
  return [re, im];
}

/** `[h, w] = freqz(b, a, n, rate)`, which draws nothing: see `library/`. */
function frequencyResponse(args: readonly Value[]): readonly Value[] {
  const b = realAt(args, 0).re;
  const a = args[1] ? realAt(args, 1).re : [1];
  const asked =
    args[2] && textOf(args[2]) === undefined && !emptyList(args[2]) ? realAt(args, 2) : scalar(512);
  const whole = args.some((each) => textOf(each) === "whole");
  const rate = args[3] && textOf(args[3]) === undefined ? numberAt(args, 3) : undefined;
  const points = asked.re.length > 1;
  const n = lengthAt([asked], 0);
  const omega = points
    ? asked.re.map((each) => (rate === undefined ? each : (2 * Math.PI * each) / rate))
    : Float64Array.from({ length: n }, (_, k) => ((whole ? 2 : 1) * Math.PI * k) / n);
  spend(omega.length * (b.length + a.length));
  const h = Array.from(omega, (w) => divide(atFrequency(b, w), atFrequency(a, w)));
  const size: Size = points ? asked.size : [omega.length, 1];
  const w = rate === undefined ? omega : omega.map((each) => (each * rate) / (2 * Math.PI));
  return [
    array(
      size,
      Float64Array.from(h, ([re]) => re),
      Float64Array.from(h, ([, im]) => im),
    ),
    array(size, w),
  ];
}

/** Value of polynomials in s at iω. */
function freqs(args: readonly Value[], outputs: number): readonly Value[] {
  if (outputs === 0) throw new NotKnown("freqs draws its own figure");
  if (!args[2]) throw new NotKnown("freqs chooses the frequencies");
  const [b, a, w] = [realAt(args, 0).re, realAt(args, 1).re, realAt(args, 2)];
  const at = (p: Float64Array, omega: number): Complex =>
    p.reduce<Complex>(
      (sum, each) => {
        const [re, im] = multiply(sum, [0, omega]);
        return [re + each, im];
      },
      [0, 0],
    );
  const h = Array.from(w.re, (omega) => divide(at(b, omega), at(a, omega)));
  return [
    array(
      w.size,
      Float64Array.from(h, ([re]) => re),
      Float64Array.from(h, ([, im]) => im),
    ),
    w,
  ];
}

/** `[b, a] = butter(n, w, words…)` and its like, with `numbers` of the prototype before the edges; three outputs are zeros, poles and gain. */
const design =
  (prototype: (order: number, ...numbers: number[]) => ZerosPoles, numbers = 0): Builtin =>
  (args, outputs) => {
    const of = Array.from({ length: numbers }, (_, i) => numberAt(args, i + 1));
    const edges = realAt(args, numbers + 1).re;
    const words = args.slice(numbers + 2).map((_, i) => textAt(args, numbers + 2 + i));
    const band =
      edges.length === 2
        ? words.includes("stop")
          ? "stop"
          : "bandpass"
        : words.includes("high")
          ? "high"
          : "low";
    const filter = filterOf(prototype(lengthAt(args, 0), ...of), band, edges, words.includes("s"));
    if (outputs > 3) throw new NotKnown("a filter in state space is not computed here");
    if (outputs === 3) return [complexColumn(filter.zeros), complexColumn(filter.poles), scalar(filter.gain)];
    const { b, a } = fractionOf(filter);
    return [row([...new Array<number>(a.length - b.length).fill(0), ...b]), row(a)];
  };

export const filterFunctions: Builtins = {
  filter,
  frequencyResponse,
  freqs,
  butter: design(butterworth),
  cheby1: design(chebyshev1, 1),
  cheby2: design(chebyshev2, 1),
  residue: (args) => residue(args),
};

/** Partial fractions with simple poles. @throws {NotKnown} where poles repeat. */
function residue(args: readonly Value[]): readonly Value[] {
  const [b, a] = [realAt(args, 0).re, realAt(args, 1).re];
  const poles = polynomialRoots(a);
  const close = poles.some((p, i) =>
    poles.some((q, j) => i < j && Math.hypot(p[0] - q[0], p[1] - q[1]) < 1e-6 * (1 + Math.hypot(...p))),
  );
  if (close || b.length >= a.length)
    throw new NotKnown("partial fractions of this form are not computed here");
  const at = (p: ArrayLike<number>, z: Complex): Complex =>
    Array.from(p).reduce<Complex>(
      (sum, each) => {
        const [re, im] = multiply(sum, z);
        return [re + each, im];
      },
      [0, 0],
    );
  const derivative = Array.from(a.slice(0, -1), (each, i) => each * (a.length - 1 - i));
  const found = poles.map((pole) => divide(at(b, pole), at(derivative, pole)));
  return [complexColumn(found), complexColumn(poles), emptyArray];
}

const complexColumn = (values: readonly Complex[]): Value =>
  array(
    [values.length, 1],
    Float64Array.from(values, ([re]) => re),
    Float64Array.from(values, ([, im]) => im),
  );
