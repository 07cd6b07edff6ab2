import { type NdArray, nd, needArray, numberIn, numberOr, sized, truthOf, vector } from "../arrays.js";
import {
  isMissing,
  option,
  type PyArguments,
  type PyFunction,
  PyUnknown,
  type PyValue,
  tuple,
} from "../values.js";

/** Edges of bins: given, or so many of equal width over a range, which is that of the values unless told. @throws {PyUnknown} */
function edgesOf(values: Float64Array, bins: PyValue | undefined, range: PyValue | undefined): Float64Array {
  if (bins?.kind === "text") throw new PyUnknown("bins that are chosen from the data are not evaluated here");
  if (bins && !isMissing(bins) && numberIn(bins) === undefined) return needArray(bins, "the bins").data;
  const [low = 0, high = 0] = isMissing(range)
    ? [
        values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
        values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
      ]
    : needArray(range, "the range").data;
  const n = sized(numberOr(bins, 10));
  const [from, to] = low === high ? [low - 0.5, high + 0.5] : [low, high];
  return Float64Array.from({ length: n + 1 }, (_, i) => from + (i * (to - from)) / n);
}

/** The bin that a value lies in, the last one with both its edges; undefined outside. */
function binOf(x: number, edges: Float64Array): number | undefined {
  if (!(x >= (edges[0] ?? 0)) || x > (edges.at(-1) ?? 0)) return undefined;
  let at = edges.length - 2;
  while (at > 0 && x < (edges[at] ?? 0)) at--;
  return at;
}

const widthOf = (edges: Float64Array, i: number): number => (edges[i + 1] ?? 0) - (edges[i] ?? 0);

function histogram(args: PyArguments): PyValue {
  const { data } = needArray(args.positional[0], "the array");
  const edges = edgesOf(data, option(args, "bins", 1), option(args, "range", 2));
  const counts = new Float64Array(edges.length - 1);
  for (const x of data) {
    const at = binOf(x, edges);
    if (at !== undefined) counts[at] = (counts[at] ?? 0) + 1;
  }
  const isDensity = truthOf(args.named.get("density")) === true;
  const total = counts.reduce((a, b) => a + b, 0);
  const heights = isDensity ? counts.map((count, i) => count / total / widthOf(edges, i)) : counts;
  return tuple([vector(heights, isDensity ? "float" : "int"), vector(edges)]);
}

/** The counts of pairs, a row for each bin of x, and the edges of both. @throws {PyUnknown} */
export function histogramOfPairs(args: PyArguments): [counts: NdArray, x: NdArray, y: NdArray] {
  const [x, y] = [
    needArray(option(args, "x", 0), "the array").data,
    needArray(option(args, "y", 1), "the array").data,
  ];
  const [bins, range] = [option(args, "bins", 2), option(args, "range", 3)];
  if (!isMissing(option(args, "weights", 5)) || x.length !== y.length)
    throw new PyUnknown("weights of a histogram are not evaluated here");
  // Two are for x and y each; others are for both.
  const [forX, forY] = bins?.kind === "list" && bins.items.length === 2 ? bins.items : [bins, bins];
  const ranges = range?.kind === "list" ? range.items : [range, range];
  const [p, q] = [edgesOf(x, forX, ranges[0]), edgesOf(y, forY, ranges[1])];
  const columns = q.length - 1;
  const counts = new Float64Array(sized((p.length - 1) * columns));
  x.forEach((each, k) => {
    const [i, j] = [binOf(each, p), binOf(y[k] ?? Number.NaN, q)];
    if (i !== undefined && j !== undefined) counts[i * columns + j] = (counts[i * columns + j] ?? 0) + 1;
  });
  const total = counts.reduce((a, b) => a + b, 0);
  const isDensity = truthOf(option(args, "density", 4)) === true;
  const area = (k: number): number => widthOf(p, Math.floor(k / columns)) * widthOf(q, k % columns);
  const heights = isDensity ? counts.map((count, k) => count / total / area(k)) : counts;
  return [nd([p.length - 1, columns], heights), vector(p), vector(q)];
}

/** Values counted in bins. */
export const histogramFunctions: Readonly<Record<string, PyFunction>> = {
  histogram,
  histogram2d: (args) => tuple(histogramOfPairs(args)),
};
