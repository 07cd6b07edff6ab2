import type { ZerosPoles } from "../../../evaluate/analogFilters.js";
import { coefficientsOf } from "../../../evaluate/builtins/polynomials.js";
import type { Complex } from "../../../evaluate/complex.js";
import { type NdArray, nd, needArray } from "../../arrays.js";
import { PyUnknown, type PyValue } from "../../values.js";

/** A filter of second order by its coefficients. */
export interface Section {
  readonly b: Float64Array;
  readonly a: Float64Array;
}

/** @throws {PyUnknown} */
export function sectionsIn(value: PyValue | undefined): Section[] {
  const { shape, data } = needArray(value, "the filter");
  const [n = 0, columns] = shape;
  const rows = Array.from({ length: n }, (_, i) => data.subarray(6 * i, 6 * i + 6));
  if (shape.length !== 2 || columns !== 6 || rows.some((row) => row[3] !== 1))
    throw new PyUnknown("there is no such filter");
  return rows.map((row) => ({ b: row.subarray(0, 3), a: row.subarray(3) }));
}

const isReal = ([, im]: Complex): boolean => im === 0;
const size = ([re, im]: Complex): number => Math.hypot(re, im);

/** One of each pair, by rising real part, and then the real ones; what rounding alone keeps from the real axis is on it. */
function withoutMirrors(values: readonly Complex[]): Complex[] {
  const near = (z: Complex): boolean => Math.abs(z[1]) <= 100 * Number.EPSILON * size(z);
  const byReal = (a: Complex, b: Complex): number => a[0] - b[0] || a[1] - b[1];
  const real = values.filter(near).map(([re]): Complex => [re, 0]);
  const above = values.filter((z) => !near(z) && z[1] > 0);
  return [...above.sort(byReal), ...real.sort(byReal)];
}

/** Takes out the one of `from` that `cost` likes best. */
function take(
  from: Complex[],
  cost: (z: Complex) => number,
  fits: (z: Complex) => boolean = () => true,
): Complex {
  let best = -1;
  from.forEach((z, i) => {
    const other = from[best];
    if (fits(z) && (other === undefined || cost(z) < cost(other))) best = i;
  });
  const [taken] = best < 0 ? [] : from.splice(best, 1);
  if (!taken) throw new PyUnknown("this filter is not divided into sections here");
  return taken;
}

/**
 * A digital filter as a row of filters of second order, the poles nearest to the unit circle last, each with the zero nearest to
 * it: the pairs that SciPy makes by its rule "nearest".
 */
export function sectionsOf({ zeros, poles, gain }: ZerosPoles): NdArray {
  const n = Math.ceil(Math.max(zeros.length, poles.length) / 2);
  const filled = (values: readonly Complex[]): Complex[] =>
    withoutMirrors([...values, ...Array.from({ length: 2 * n - values.length }, (): Complex => [0, 0])]);
  const [z, p] = [filled(zeros), filled(poles)];
  const fromCircle = (pole: Complex): number => Math.abs(1 - size(pole));
  const mirrored = (value: Complex): Complex => [value[0], -value[1]];
  const data = new Float64Array(6 * n);
  for (let i = n - 1; i >= 0; i--) {
    const first = take(p, fromCircle);
    const distance = ([re, im]: Complex): number => Math.hypot(re - first[0], im - first[1]);
    const reals = (values: readonly Complex[]): number => values.filter(isReal).length;
    const needsPair = !isReal(first) && p.length + 1 === z.length && reals(p) === 1 && reals(z) === 1;
    const second = isReal(first) ? take(p, fromCircle, isReal) : mirrored(first);
    const zero = take(z, distance, needsPair ? (each) => !isReal(each) : () => true);
    const otherZero = isReal(zero) ? take(z, distance, isReal) : mirrored(zero);
    const row = [coefficientsOf([zero, otherZero]), coefficientsOf([first, second])].flat();
    row.forEach(([re], k) => {
      data[6 * i + k] = re * (i === 0 && k < 3 ? gain : 1);
    });
  }
  return nd([n, 6], data);
}
