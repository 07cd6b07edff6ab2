import { mapPairs } from "../arithmetic.js";
import { type Builtin, MatlabError } from "../builtin.js";
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
import { arrayAt, type Builtins, dimensionAt, firstDimension, numberAt, realAt } from "./arguments.js";

/** The argument and the dimension to reduce: the second argument, or the first that is not 1; `'all'` makes one line of all. */
function lineArguments(args: readonly Value[], place = 1): { x: ArrayValue; dimension: number } {
  const x = arrayAt(args, 0);
  if (args.some((each, i) => i > 0 && textOf(each) === "all"))
    return { x: { ...x, size: [x.re.length, 1] }, dimension: 0 };
  const plain = args.filter((each, i) => i === 0 || textOf(each) === undefined);
  return { x, dimension: dimensionAt(plain, place, x.size) };
}

/** 0 by 0 counts as one empty line. */
const lines = (x: ArrayValue, given: boolean): ArrayValue =>
  !given && x.size.length === 2 && x.size[0] === 0 && x.size[1] === 0 ? { ...x, size: [0, 1] } : x;

const given = (args: readonly Value[], place = 1): boolean =>
  args.length > place && textOf(args[place]) === undefined;

/** A reduction that is linear: real and imaginary part alike. */
const linear =
  (f: (line: Float64Array) => number) =>
  (args: readonly Value[]): ArrayValue => {
    const { x: whole, dimension } = lineArguments(args);
    const x = lines(whole, given(args));
    const type = isIntegerClass(x.class) || x.class === "single" ? x.class : "double";
    const re = reduce(x, dimension, f, type);
    if (!x.im) return { ...re, re: fitAll(re.re, type) };
    return array(re.size, re.re, reduce({ ...x, re: x.im }, dimension, f).re);
  };

/** A reduction of real numbers. */
const ofReal =
  (f: (line: Float64Array) => number, type: "double" | "logical" = "double"): Builtin =>
  (args) => {
    const { x, dimension } = lineArguments(args);
    return reduce(lines(x, given(args)), dimension, f, type);
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
  const { x: whole, dimension } = lineArguments(args);
  const x = lines(whole, given(args));
  if (!x.im) return reduce(x, dimension, (line) => line.reduce((a, b) => a * b, 1));
  return transform(x, dimension, 1, (re, im) => {
    let result: readonly [number, number] = [1, 0];
    re.forEach((each, i) => {
      result = multiply(result, [each, im?.[i] ?? 0]);
    });
    return { re: [result[0]], im: [result[1]] };
  });
}

const running =
  (start: number, f: (a: number, b: number) => number): Builtin =>
  (args) => {
    const { x, dimension } = lineArguments(args);
    const n = x.size[dimension] ?? 1;
    return transform(x, dimension, n, (line, imaginary) => {
      if (imaginary && start === 1) {
        let z: readonly [number, number] = [1, 0];
        const re: number[] = [];
        const im = Array.from(imaginary, (each, i) => {
          z = multiply(z, [line[i] ?? 0, each]);
          re.push(z[0]);
          return z[1];
        });
        return { re, im };
      }
      const along = (values: Float64Array): Float64Array => {
        let sum = start;
        return values.map((each) => {
          sum = f(sum, each);
          return sum;
        });
      };
      return { re: along(line), im: imaginary && along(imaginary) };
    });
  };

/** `max` and `min`: NaN is passed over; complex numbers are compared by size. */
function extreme(name: string, better: (a: number, b: number) => boolean): Builtin {
  return (args, outputs) => {
    if (args.length === 2 && args[1]?.kind === "array" && args[1].re.length > 0)
      return mapPairs(name, realAt(args, 0), realAt(args, 1), (x, y) =>
        Number.isNaN(x) ? y : Number.isNaN(y) || !better(y, x) ? x : y,
      );
    const { x: whole, dimension } = lineArguments(args, 2);
    const x = whole;
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
    const x = realAt(args, 0);
    const population = args[1]?.kind === "array" && args[1].re.length > 0 ? numberAt(args, 1) === 1 : false;
    const dimension = dimensionAt(args, 2, x.size);
    return reduce(x, dimension, (line) => f(variance(line, population)));
  };

function cumulative(better: (a: number, b: number) => boolean): Builtin {
  return (args) => {
    const { x, dimension } = lineArguments(args);
    return transform(x, dimension, x.size[dimension] ?? 1, (line) => {
      let best = Number.NaN;
      return {
        re: line.map((each) => {
          if (Number.isNaN(best) || better(each, best)) best = each;
          return best;
        }),
      };
    });
  };
}

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
    const x = realAt(args, 0);
    const p = realAt(args, 1).re;
    const dimension = dimensionAt(args, 2, x.size);
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
  skewness: ofReal((line) => moment(line, 3) / moment(line, 2) ** 1.5),
  kurtosis: ofReal((line) => moment(line, 4) / moment(line, 2) ** 2),
  mad: ofReal((line) => average(line.map((each) => Math.abs(each - average(line))))),
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

/** Functions that keep the size. */
export const cumulatives: Builtins = {
  cumsum: running(0, (a, b) => a + b),
  cumprod: running(1, (a, b) => a * b),
  cummax: cumulative((a, b) => a > b),
  cummin: cumulative((a, b) => a < b),
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
