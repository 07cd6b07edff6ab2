import {
  arrayOf,
  doubtIn,
  type NdArray,
  nd,
  needArray,
  numberIn,
  rowOf,
  shapeOf,
  vector,
} from "../arrays.js";
import { histogramOfPairs } from "../numpy/histograms.js";
import { binary } from "../operators.js";
import {
  isMissing,
  known,
  option,
  type PyArguments,
  PyUnknown,
  type PyValue,
  textIn,
  unknownOf,
} from "../values.js";

const mostSeries = 60;

/** The rows of a matrix, or the elements of a list. */
const partsOf = (value: PyValue): readonly PyValue[] => {
  if (value.kind === "list") return value.items;
  const array = arrayOf(value);
  return array?.shape.length === 2
    ? Array.from({ length: array.shape[0] ?? 0 }, (_, i) => rowOf(array, i))
    : [value];
};

/** `stackplot(x, ys, …)`: an area for each series, which stands on those before it. */
export function stacked(args: PyArguments, line: number): PyArguments[] {
  const [x, ...given] = args.positional;
  const [only] = given;
  const isMatrix = given.length === 1 && only && (only.kind === "list" || shapeOf(only)?.length === 2);
  const series = isMatrix && isNested(only) ? partsOf(only) : given;
  if (!x || series.length === 0 || series.length > mostSeries)
    throw new PyUnknown("this form of stackplot is not evaluated here");
  const baseline = textIn(args.named.get("baseline")) ?? "zero";
  const [labels, colors] = ["labels", "colors"].map((name) => args.named.get(name));
  let bottom: PyValue =
    baseline === "zero"
      ? vector([0])
      : { kind: "unknown", reason: "the baseline is not evaluated here", line };
  return series.map((y, k) => {
    const named = new Map<string, PyValue>([["bottom", bottom]]);
    for (const [name, of] of [
      ["label", labels],
      ["color", colors],
    ] as const) {
      const own = of?.kind === "list" && of.items.length > 0 ? of.items[k % of.items.length] : undefined;
      if (own && (name === "color" || k < (of?.kind === "list" ? of.items.length : 0))) named.set(name, own);
    }
    bottom = sumOf(bottom, y, line);
    const written = [args.written[0] ?? "", series === given ? (args.written[k + 1] ?? "") : ""];
    return { positional: [x, y], named, written };
  });
}

const isNested = (value: PyValue): boolean =>
  value.kind === "list" ? value.items.some((each) => (shapeOf(each)?.length ?? 0) > 0) : true;

function sumOf(a: PyValue, b: PyValue, line: number): PyValue {
  try {
    return binary("+", known(a), arrayOf(b) ?? known(b));
  } catch (error) {
    if (error instanceof PyUnknown) return unknownOf(error, line);
    throw error;
  }
}

/** `boxplot` and `violinplot`: a box for each column of a matrix, or for each element of a list, at 1, 2, … unless told. */
export function boxes(args: PyArguments): { args: PyArguments; position: number }[] {
  const [data] = args.positional;
  if (!data) throw new PyUnknown("nothing is drawn");
  const positions = arrayOf(args.named.get("positions"))?.data;
  const sets = data.kind === "list" && isNested(data) ? data.items : columnsOf(data);
  if (sets.length > mostSeries) throw new PyUnknown("too many boxes are drawn");
  return sets.map((each, k) => ({
    args: { positional: [each], named: args.named, written: args.written.slice(0, 1) },
    position: positions?.[k] ?? k + 1,
  }));
}

function columnsOf(value: PyValue): PyValue[] {
  const array = arrayOf(value);
  const [rows = 0, columns] = array?.shape ?? [];
  if (!array || columns === undefined) return [value];
  return Array.from({ length: columns }, (_, j) =>
    nd(
      [rows],
      Float64Array.from({ length: rows }, (__, i) => array.data[i * columns + j] ?? 0),
      array.dtype,
    ),
  );
}

/** `hist2d(x, y, bins)` as a coloured grid of the counts, a row for each bin of y; and what it gives back. */
export function pairCounts(args: PyArguments): {
  grid: PyArguments;
  results: readonly [PyValue, PyValue, PyValue];
} {
  for (const name of ["cmin", "cmax"])
    if (!isMissing(args.named.get(name))) throw new PyUnknown(`${name} of hist2d is not evaluated here`);
  const [counts, x, y] = histogramOfPairs(args);
  const [rows = 0, columns = 0] = counts.shape;
  const turned: NdArray = nd(
    [columns, rows],
    Float64Array.from(counts.data, (_, k) => counts.data[(k % rows) * columns + Math.floor(k / rows)] ?? 0),
  );
  return { grid: { positional: [x, y, turned], named: new Map(), written: [] }, results: [counts, x, y] };
}

/** The levels of a contour plot in MATLAB's terms; of how many there are about, matplotlib makes what it likes. */
export function levelsIn(args: PyArguments, at: number): NdArray | undefined {
  const value = option(args, "levels", at);
  if (value === undefined || isMissing(value) || numberIn(value) !== undefined || doubtIn(value))
    return undefined;
  const { data } = needArray(value, "the levels");
  return data.length === 1 ? vector([...data, ...data]) : vector(data);
}

/** The middles of coloured cells whose edges are given, of which there is one more; places are left as they are. */
export function middles([x, y, cells]: readonly PyValue[]): PyValue[] {
  const [rows = 0, columns = 0] = shapeOf(cells) ?? [];
  const along = (value: PyValue | undefined, n: number): PyValue[] => {
    const array = arrayOf(value);
    if (!array || array.shape.length > 2) return value ? [value] : [];
    const [height, width] = array.shape.length === 2 ? array.shape : [1, array.data.length];
    const isEdged = array.shape.length === 2 ? height === rows + 1 && width === columns + 1 : width === n + 1;
    if (height === undefined || width === undefined || !isEdged) return [array];
    const down = array.shape.length === 2 ? 1 : 0;
    const at = (i: number, j: number): number => array.data[i * width + j] ?? 0;
    const shape = array.shape.map((each) => each - 1);
    const data = Float64Array.from({ length: (height - down) * (width - 1) }, (_, k) => {
      const [i, j] = [Math.floor(k / (width - 1)), k % (width - 1)];
      return (at(i, j) + at(i + down, j) + at(i, j + 1) + at(i + down, j + 1)) / 4;
    });
    return [nd(shape, data)];
  };
  return [...along(x, columns), ...along(y, rows)];
}
