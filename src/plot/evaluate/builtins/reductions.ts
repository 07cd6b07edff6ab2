import { mapPairs } from "../arithmetic.js";
import { type Builtin, MatlabError, NotKnown } from "../builtin.js";
import { multiply } from "../complex.js";
import { allocate } from "../limits.js";
import { fitAll, isIntegerClass } from "../numericClass.js";
import {
  type ArrayValue,
  array,
  count,
  emptyArray,
  isEmptySize,
  type Size,
  scalar,
  sizeOf,
  textOf,
  type Value,
} from "../values.js";
import { eachLine, reduce, transform, withLength } from "./along.js";
import { arrayAt, type Builtins, firstDimension, numberAt, realAt } from "./arguments.js";
import { given, lineArguments, lines, omitsAnyway, omitting } from "./lineArguments.js";

/** A reduction that is linear: real and imaginary part alike. */
const linear =
  (f: (line: Float64Array) => number) =>
  (args: readonly Value[]): ArrayValue => {
    const { x: whole, dimension, omits } = lineArguments(args);
    const x = lines(whole, given(args));
    const type = isIntegerClass(x.class) || x.class === "single" ? x.class : "double";
    if (omits && x.im) throw new NotKnown("complex numbers without NaN are not computed here");
    const re = reduce(x, dimension, omitting(omits, f), type);
    if (!x.im) return { ...re, re: fitAll(re.re, type) };
    return array(re.size, re.re, reduce({ ...x, re: x.im }, dimension, f).re);
  };

/** A reduction of real numbers. */
const ofReal =
  (f: (line: Float64Array) => number, type: "double" | "logical" = "double"): Builtin =>
  (args) => {
    const { x, dimension, omits } = lineArguments(args);
    return reduce(lines(x, given(args)), dimension, omitting(omits, f), type);
  };

export const total = (line: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < line.length; i++) sum += line[i] ?? 0;
  return sum;
};

const average = (line: Float64Array): number => total(line) / line.length;

function variance(line: Float64Array, population = false): number {
  const n = line.length;
  if (n === 1) return 0;
  const mean = average(line);
  let sum = 0;
  for (const each of line) sum += (each - mean) ** 2;
  return sum / (population ? n : n - 1);
}

function median(line: Float64Array): number {
  if (line.length === 0 || line.some(Number.isNaN)) return Number.NaN;
  const sorted = line.slice().sort();
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] ?? 0;
  return ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function mode(line: Float64Array): number {
  let [best, most, run] = [Number.NaN, 0, 0];
  const sorted = line.slice().sort();
  sorted.forEach((each, i) => {
    run = i > 0 && sorted[i - 1] === each ? run + 1 : 1;
    if (run > most) [best, most] = [each, run];
  });
  return best;
}

function product(args: readonly Value[]): Value {
  const { x: whole, dimension, omits } = lineArguments(args);
  const x = lines(whole, given(args));
  if (!x.im)
    return reduce(
      x,
      dimension,
      omitting(omits, (line) => line.reduce((a, b) => a * b, 1)),
    );
  return transform(x, dimension, 1, (re, im) => {
    let result: readonly [number, number] = [1, 0];
    re.forEach((each, i) => {
      result = multiply(result, [each, im?.[i] ?? 0]);
    });
    return { re: [result[0]], im: [result[1]] };
  });
}

/** `max` and `min`: NaN is passed over; complex numbers are compared by size. */
function extreme(name: string, better: (a: number, b: number) => boolean): Builtin {
  return (args, outputs) => {
    if (args.length === 2 && args[1]?.kind === "array" && args[1].re.length > 0)
      return mapPairs(name, realAt(args, 0), realAt(args, 1), (x, y) =>
        Number.isNaN(x) ? y : Number.isNaN(y) || !better(y, x) ? x : y,
      );
    const { x, dimension } = lineArguments(args, 2, omitsAnyway);
    if (x.size.length === 2 && x.size[0] === 0 && x.size[1] === 0) return [emptyArray, emptyArray];
    const keys = x.im ? x.re.map((each, i) => Math.hypot(each, x.im?.[i] ?? 0)) : x.re;
    const size = withLength(x.size, dimension, isEmptySize([x.size[dimension] ?? 1]) ? 0 : 1);
    const re = allocate(count(size));
    const im = x.im ? allocate(re.length) : undefined;
    const place = allocate(re.length);
    if (re.length > 0)
      eachLine(x.size, dimension, (start, stride, n, line) => {
        let best = 0;
        for (let i = 1; i < n; i++) {
          const [a, b] = [keys[start + i * stride] ?? 0, keys[start + best * stride] ?? 0];
          if (better(a, b) || (Number.isNaN(b) && !Number.isNaN(a))) best = i;
        }
        re[line] = x.re[start + best * stride] ?? 0;
        if (im) im[line] = x.im?.[start + best * stride] ?? 0;
        place[line] = best + 1;
      });
    const type = isIntegerClass(x.class) || x.class === "single" ? x.class : "double";
    const result = array(size, re, im, type);
    return outputs > 1 ? [result, array(size, place)] : [result];
  };
}

const deviationOf =
  (f: (variance: number) => number): Builtin =>
  (args) => {
    const { x, dimension, omits } = lineArguments(args, 2);
    if (x.im) throw new NotKnown("complex numbers are not handled here by this function");
    const weights = args[1]?.kind === "array" && textOf(args[1]) === undefined ? args[1].re : [];
    if (weights.length > 1) throw new NotKnown("weights are not computed here");
    return reduce(
      x,
      dimension,
      omitting(omits, (line) => f(variance(line, weights[0] === 1))),
    );
  };

function dot(args: readonly Value[]): Value {
  const [a, b] = [realAt(args, 0), realAt(args, 1)];
  if (a.re.length !== b.re.length) throw new MatlabError("dot: sizes of X and Y must match");
  const dimension = firstDimension(a.size);
  const products = { ...a, re: a.re.map((each, i) => each * (b.re[i] ?? 0)) };
  return a.size.length === 2 && (a.size[0] === 1 || a.size[1] === 1)
    ? scalar(total(products.re))
    : reduce(products, args[2] ? numberAt(args, 2) - 1 : dimension, total);
}

/** Quantiles by linear interpolation between the midpoints of the sorted values, as MATLAB's `prctile` has them. */
function quantile(sorted: Float64Array, p: number): number {
  const n = sorted.length;
  const at = p * n - 0.5;
  if (at <= 0) return sorted[0] ?? Number.NaN;
  if (at >= n - 1) return sorted[n - 1] ?? Number.NaN;
  const k = Math.floor(at);
  const [a, b] = [sorted[k] ?? 0, sorted[k + 1] ?? 0];
  return a + (at - k) * (b - a);
}

const quantiles =
  (unit: number): Builtin =>
  (args) => {
    const { x, dimension } = lineArguments(args, 2, omitsAnyway);
    if (x.im) throw new NotKnown("complex numbers are not handled here by this function");
    const p = realAt(args, 1).re;
    return transform(x, dimension, p.length, (line) => {
      const sorted = line.filter((each) => !Number.isNaN(each)).sort();
      return { re: Array.from(p, (each) => quantile(sorted, each / unit)) };
    });
  };

function covariance(a: Float64Array, b: Float64Array): number {
  const [ma, mb] = [average(a), average(b)];
  return total(a.map((each, i) => (each - ma) * ((b[i] ?? 0) - mb))) / Math.max(1, a.length - 1);
}

function columnsOf(args: readonly Value[]): Float64Array[] {
  const parts = args.filter(
    (each) =>
      textOf(each) === undefined && (each.kind !== "array" || each.re.length > 1 || args.length === 1),
  );
  const single = parts.length === 1 ? realAt(parts, 0) : undefined;
  if (single && single.size[0] !== 1) {
    const [rows = 0, columns = 0] = single.size;
    return Array.from({ length: columns }, (_, j) => single.re.slice(j * rows, (j + 1) * rows));
  }
  return parts.map((_, i) => realAt(parts, i).re);
}

const pairwise =
  (f: (a: Float64Array, b: Float64Array) => number) =>
  (args: readonly Value[]): ArrayValue => {
    const columns = columnsOf(args);
    const n = columns.length;
    return array(
      [n, n],
      Float64Array.from({ length: n * n }, (_, at) =>
        f(columns[at % n] ?? new Float64Array(0), columns[Math.floor(at / n)] ?? new Float64Array(0)),
      ),
    );
  };

const correlation = (a: Float64Array, b: Float64Array): number =>
  covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));

/** How far the values are from their middle. */
const distanceFrom =
  (middle: (line: Float64Array) => number) =>
  (line: Float64Array): number => {
    const from = middle(line);
    return middle(line.map((each) => Math.abs(each - from)));
  };

/** Reductions whose second argument is 0 or 1 and says which of two is meant; the dimension is the third. */
function flagged(
  either: readonly [((line: Float64Array) => number) | undefined, (line: Float64Array) => number],
  usual: 0 | 1,
): Builtin {
  return (args) => {
    const { x, dimension, omits } = lineArguments(args, 2);
    const isFlagged = args[1]?.kind === "array" && textOf(args[1]) === undefined && args[1].re.length > 0;
    const f = either[isFlagged ? (numberAt(args, 1) === 0 ? 0 : 1) : usual];
    if (!f) throw new NotKnown("the correction of the bias is not computed here");
    return reduce(lines(x, given(args, 2)), dimension, omitting(omits, f));
  };
}

const moment = (line: Float64Array, order: number): number => {
  const mean = average(line);
  return average(line.map((each) => (each - mean) ** order));
};

/** Functions that make one number of each line along a dimension. */
export const reductions: Builtins = {
  sum: linear(total),
  mean: (args) => {
    const result = linear(average)(args);
    return isIntegerClass(result.class) ? { ...result, class: "double" } : result;
  },
  prod: product,
  median: ofReal(median),
  mode: ofReal(mode),
  range: ofReal((line) => Math.max(...line) - Math.min(...line)),
  any: ofReal((line) => (line.some((each) => each !== 0 && !Number.isNaN(each)) ? 1 : 0), "logical"),
  all: ofReal((line) => (line.every((each) => each !== 0) ? 1 : 0), "logical"),
  sumsq: ofReal((line) => total(line.map((each) => each * each))),
  rms: ofReal((line) => Math.sqrt(average(line.map((each) => each * each)))),
  meansq: ofReal((line) => average(line.map((each) => each * each))),
  skewness: flagged([undefined, (line) => moment(line, 3) / moment(line, 2) ** 1.5], 1),
  kurtosis: flagged([undefined, (line) => moment(line, 4) / moment(line, 2) ** 2], 1),
  mad: flagged([distanceFrom(average), distanceFrom(median)], 0),
  iqr: ofReal((line) => {
    const sorted = line.slice().sort();
    return quantile(sorted, 0.75) - quantile(sorted, 0.25);
  }),
  nansum: ofReal((line) => total(line.filter((each) => !Number.isNaN(each)))),
  nanmean: ofReal((line) => average(line.filter((each) => !Number.isNaN(each)))),
  nanmax: extreme("max", (a, b) => a > b),
  nanmin: extreme("min", (a, b) => a < b),
};

/** Reductions with arguments of their own. */
export const statistics: Builtins = {
  max: extreme("max", (a, b) => a > b),
  min: extreme("min", (a, b) => a < b),
  std: deviationOf(Math.sqrt),
  var: deviationOf((each) => each),
  dot,
  prctile: quantiles(100),
  quantile: quantiles(1),
  cov: (args) => {
    const columns = columnsOf(args);
    const [first] = columns;
    if (columns.length === 1 && first) return scalar(variance(first));
    return pairwise(covariance)(args);
  },
  corrcoef: pairwise(correlation),
  corr: (args) =>
    args.length === 2
      ? scalar(correlation(realAt(args, 0).re, realAt(args, 1).re))
      : pairwise(correlation)(args),
  nnz: (args) => scalar(arrayAt(args, 0).re.filter((each) => each !== 0).length),
};

/** Size of a reduction of what is not known. */
export function reducedSize(args: readonly Value[]): Size | undefined {
  const [x, dimension] = args;
  const size = x && sizeOf(x);
  if (!size) return undefined;
  if (!dimension) return withLength(size, firstDimension(size), 1);
  return dimension.kind === "array" && dimension.re.length === 1
    ? withLength(size, (dimension.re[0] ?? 1) - 1, 1)
    : undefined;
}
