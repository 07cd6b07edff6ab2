import {
  countOf,
  type DType,
  type NdArray,
  nd,
  needArray,
  numberIn,
  shapeOf,
  transposed,
  truthOf,
} from "../arrays.js";
import { option, type PyArguments, type PyFunction, PyUnknown, type PyValue } from "../values.js";

const sum = (values: Float64Array): number => {
  // In pairs, as NumPy adds.
  if (values.length <= 8) {
    let total = 0;
    for (const x of values) total += x;
    return total;
  }
  const half = values.length >> 1;
  return sum(values.subarray(0, half)) + sum(values.subarray(half));
};
const mean = (values: Float64Array): number => sum(values) / values.length;
const greatest = (values: Float64Array): number =>
  values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
const least = (values: Float64Array): number =>
  values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const place = (values: Float64Array, of: number): number => values.indexOf(of);

export function quantile(values: Float64Array, share: number): number {
  const sorted = values.slice().sort();
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const [a = Number.NaN, b = a] = [sorted[low], sorted[Math.min(low + 1, sorted.length - 1)]];
  return a + (b - a) * (at - low);
}

type Reduce = (values: Float64Array, args: PyArguments) => number;

const variance: Reduce = (values, args) => {
  const centre = mean(values);
  const ddof = numberIn(args.named.get("ddof")) ?? 0;
  return sum(values.map((x) => (x - centre) ** 2)) / (values.length - ddof);
};

/** What a line of values becomes, and of which kind that is; none for the kind of the values. */
const reductions: Readonly<Record<string, readonly [Reduce, (DType | "counted")?]>> = {
  sum: [sum, "counted"],
  mean: [mean, "float"],
  average: [mean, "float"],
  max: [greatest],
  amax: [greatest],
  min: [least],
  amin: [least],
  std: [(values, args) => Math.sqrt(variance(values, args)), "float"],
  var: [variance, "float"],
  prod: [(values) => values.reduce((a, b) => a * b, 1), "counted"],
  median: [(values) => quantile(values, 0.5), "float"],
  ptp: [(values) => greatest(values) - least(values)],
  argmax: [(values) => place(values, greatest(values)), "int"],
  argmin: [(values) => place(values, least(values)), "int"],
  all: [(values) => Number(values.every((x) => x !== 0)), "bool"],
  any: [(values) => Number(values.some((x) => x !== 0)), "bool"],
  count_nonzero: [(values) => values.filter((x) => x !== 0).length, "int"],
  percentile: [
    (values, args) => quantile(values, (numberIn(args.positional[1]) ?? Number.NaN) / 100),
    "float",
  ],
  quantile: [(values, args) => quantile(values, numberIn(args.positional[1]) ?? Number.NaN), "float"],
};

const finite = (values: Float64Array): Float64Array => values.filter((x) => !Number.isNaN(x));

const product = (name: string): readonly [Reduce, (DType | "counted")?] | undefined => {
  const own = reductions[name];
  if (own || !name.startsWith("nan")) return own;
  const without = reductions[name.slice(3)];
  if (!without) return undefined;
  const [reduce, kind] = without;
  const finely: Reduce = (values, args) => reduce(finite(values), args);
  return kind ? [finely, kind] : [finely];
};

/** The lines of an array along an axis, laid one after the other, and the extents that are left. */
export function linesAlong(array: NdArray, axis: number): { lines: Float64Array[]; rest: number[] } {
  const { shape } = array;
  const at = axis < 0 ? axis + shape.length : axis;
  const n = shape[at];
  if (n === undefined) throw new PyUnknown("there is no such axis");
  const rest = shape.filter((_, d) => d !== at);
  const order = [...shape.keys()].filter((d) => d !== at);
  const { data } = at === shape.length - 1 ? array : transposed(array, [...order, at]);
  const lines = Array.from({ length: countOf(rest) }, (_, k) => data.subarray(k * n, (k + 1) * n));
  return { lines, rest };
}

/** Lines put back along an axis. */
export function fromLines(
  lines: readonly Float64Array[],
  rest: readonly number[],
  axis: number,
  dtype: DType,
): NdArray {
  const n = lines[0]?.length ?? 0;
  const dims = rest.length + 1;
  const at = axis < 0 ? axis + dims : axis;
  const data = new Float64Array(lines.length * n);
  lines.forEach((line, k) => {
    data.set(line, k * n);
  });
  const laid = nd([...rest, n], data, dtype);
  if (at === dims - 1) return laid;
  const order = Array.from({ length: dims }, (_, d) => (d < at ? d : d === at ? dims - 1 : d - 1));
  const turned = transposed(laid, order);
  return nd(turned.shape, turned.data.slice(), dtype);
}

/** Rows or columns at a time with `axis`; all values without. */
export function reductionFunction(name: string): PyFunction | undefined {
  const found = product(name);
  if (!found) return undefined;
  const [reduce, kind] = found;
  return (args) => {
    const [value] = args.positional;
    const hasShare = name.endsWith("quantile") || name.endsWith("percentile");
    const given = option(args, "axis", hasShare ? 2 : 1);
    const axes = given?.kind === "list" ? [...needArray(given, "the axis").data] : [numberIn(given)];
    const shares = hasShare ? args.positional[1] : undefined;
    if (shares && numberIn(shares) === undefined) {
      const list = needArray(shares, "the shares");
      const values = needArray(value, "the array").data;
      return nd(
        list.shape,
        list.data.map((share) => quantile(values, name.endsWith("percentile") ? share / 100 : share)),
      );
    }
    const shape = shapeOf(value);
    let array: NdArray;
    try {
      array = needArray(value, "the array");
    } catch (error) {
      if (!(error instanceof PyUnknown) || !shape) throw error;
      const left =
        axes[0] === undefined
          ? []
          : shape.filter((_, d) => !axes.some((a) => a === d || a === d - shape.length));
      throw new PyUnknown(error.reason, error.line, left);
    }
    const dtype: DType =
      kind === "counted" ? (array.dtype === "float" ? "float" : "int") : (kind ?? array.dtype);
    const weights = name === "average" ? args.named.get("weights") : undefined;
    if (weights) {
      const w = needArray(weights, "the weights").data;
      return nd([], Float64Array.of(sum(array.data.map((x, i) => x * (w[i] ?? 0))) / sum(w)));
    }
    if (array.data.length === 0 && /^(max|min|amax|amin|arg|ptp)/.test(name))
      throw new PyUnknown(`${name} of an empty array is asked for`);
    const keeps = truthOf(args.named.get("keepdims")) === true;
    if (axes[0] === undefined) {
      const whole = reduce(array.data, args);
      return nd(keeps ? array.shape.map(() => 1) : [], Float64Array.of(whole), dtype);
    }
    let result = array;
    const dims = array.shape.length;
    const along = axes
      .map((axis) => ((axis ?? 0) < 0 ? (axis ?? 0) + dims : (axis ?? 0)))
      .sort((a, b) => b - a);
    for (const axis of along) {
      const { lines, rest } = linesAlong(result, axis);
      result = nd(
        rest,
        Float64Array.from(lines, (line) => reduce(line, args)),
        dtype,
      );
    }
    if (!keeps) return result;
    return nd(
      array.shape.map((n, d) => (along.includes(d) ? 1 : n)),
      result.data,
      dtype,
    );
  };
}

/** Line by line along `axis`; over all values, laid flat, without. */
const running =
  (work: (line: Float64Array) => Float64Array, usual: "flat" | "last", kind?: DType): PyFunction =>
  (args) => {
    const [value] = args.positional;
    const given = option(args, "axis", 1);
    const shape = shapeOf(value);
    let array: NdArray;
    try {
      array = needArray(value, "the array");
    } catch (error) {
      if (!(error instanceof PyUnknown) || shape?.length !== 1) throw error;
      throw new PyUnknown(error.reason, error.line, shape);
    }
    const dtype = kind ?? (array.dtype === "bool" ? "int" : array.dtype);
    const axis = numberIn(given) ?? (usual === "last" ? -1 : undefined);
    if (array.shape.length === 0) return nd([1], work(array.data), dtype);
    if (axis === undefined || array.shape.length === 1) {
      const done = work(array.data);
      return nd([done.length], done, dtype);
    }
    const { lines, rest } = linesAlong(array, axis);
    return fromLines(lines.map(work), rest, axis, dtype);
  };

const accumulated = (start: number, op: (a: number, b: number) => number) => (line: Float64Array) => {
  let total = start;
  return line.map((x) => {
    total = op(total, x);
    return total;
  });
};

const order = (line: Float64Array): Float64Array => {
  const places = [...line.keys()].sort((a, b) => {
    const [x, y] = [line[a] ?? 0, line[b] ?? 0];
    return Number.isNaN(x) ? (Number.isNaN(y) ? a - b : 1) : Number.isNaN(y) ? -1 : x - y || a - b;
  });
  return Float64Array.from(places);
};

export const lineFunctions: Readonly<Record<string, PyFunction>> = {
  cumsum: running(
    accumulated(0, (a, b) => a + b),
    "flat",
  ),
  cumprod: running(
    accumulated(1, (a, b) => a * b),
    "flat",
  ),
  sort: running((line) => line.slice().sort(), "last"),
  argsort: running(order, "last", "int"),
  "maximum.accumulate": running(accumulated(Number.NEGATIVE_INFINITY, Math.max), "flat"),
  "minimum.accumulate": running(accumulated(Number.POSITIVE_INFINITY, Math.min), "flat"),
  unwrap: running((line) => {
    let shift = 0;
    return line.map((x, i) => {
      const step = i === 0 ? 0 : x - (line[i - 1] ?? 0);
      if (Math.abs(step) > Math.PI) shift -= 2 * Math.PI * Math.round(step / (2 * Math.PI));
      return x + shift;
    });
  }, "last"),
  gradient(args) {
    const [value, ...spacing] = args.positional;
    const array = needArray(value, "the array");
    const along = (axis: number, by: PyValue | undefined): NdArray => {
      const { lines, rest } = linesAlong(array, axis);
      const steps = by ? needArray(by, "the spacing") : undefined;
      return fromLines(
        lines.map((line) => slopes(line, steps)),
        rest,
        axis,
        "float",
      );
    };
    const axis = numberIn(args.named.get("axis"));
    if (axis !== undefined) return along(axis, spacing[0]);
    if (array.shape.length === 1) return along(0, spacing[0]);
    return {
      kind: "list",
      items: array.shape.map((_, d) => along(d, spacing.length > 1 ? spacing[d] : spacing[0])),
    };
  },
  diff(args) {
    const times = numberIn(option(args, "n", 1)) ?? 1;
    const axis = numberIn(option(args, "axis", 2)) ?? -1;
    const shape = shapeOf(args.positional[0]);
    let array: NdArray;
    try {
      array = needArray(args.positional[0], "the array");
    } catch (error) {
      if (!(error instanceof PyUnknown) || shape?.length !== 1) throw error;
      throw new PyUnknown(error.reason, error.line, [Math.max(0, (shape[0] ?? 0) - times)]);
    }
    for (let k = 0; k < times; k++) {
      const { lines, rest } = linesAlong(array, axis);
      const steps = lines.map((line) => line.slice(1).map((x, i) => x - (line[i] ?? 0)));
      array = fromLines(steps, rest, axis, array.dtype);
    }
    return array;
  },
};

/** Differences in the middle of second order, at the ends of first; of any spacing. */
function slopes(line: Float64Array, spacing: NdArray | undefined): Float64Array {
  const n = line.length;
  if (n < 2) throw new PyUnknown("too few values for a gradient");
  const at = (i: number): number =>
    spacing === undefined
      ? i
      : spacing.data.length === 1
        ? i * (spacing.data[0] ?? 1)
        : (spacing.data[i] ?? 0);
  const y = (i: number): number => line[i] ?? 0;
  return line.map((_, i) => {
    if (i === 0) return (y(1) - y(0)) / (at(1) - at(0));
    if (i === n - 1) return (y(n - 1) - y(n - 2)) / (at(n - 1) - at(n - 2));
    const [a, b] = [at(i) - at(i - 1), at(i + 1) - at(i)];
    return (a * a * y(i + 1) + (b * b - a * a) * y(i) - b * b * y(i - 1)) / (a * b * (a + b));
  });
}
