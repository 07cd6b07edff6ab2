import { MatlabError } from "../evaluate/builtin.js";
import { array, numberOf, textOf, textsOf, type Value } from "../evaluate/values.js";
import { type Call, type Draw, drawingAxes, optionsFrom, positionals, targetAxes } from "./call.js";
import {
  asColumn,
  columnsOf,
  countOf,
  dataOf,
  imaginaryPart,
  isVectorSize,
  pairSeries,
  realPart,
} from "./data.js";
import { addLine, specAndOptions, writtenAs } from "./lines.js";
import type { Axes, Data, PlotObject } from "./model.js";
import { applyOptions } from "./objectProperties.js";
import { addObject, handleTo, takeColor } from "./scene.js";
import { parseColor } from "./style.js";

const bar =
  (kind: "bar" | "barh"): Draw =>
  (call) => {
    const axes = drawingAxes(call);
    const { values, next } = positionals(call.args);
    const { spec, options, flags } = specAndOptions(call.args, next);
    const [first, second, third] = values.map(dataOf);
    if (first === undefined) throw new MatlabError(`${call.name}: numbers are needed`);
    // `bar(y, width)`: a scalar after a vector is no second coordinate.
    const hasX =
      second !== undefined &&
      !(countOf(second) === 1 && countOf(first) !== 1) &&
      (third !== undefined || countOf(second) !== 1 || countOf(first) === 1);
    const y = realPart(hasX ? second : first);
    const names = hasX ? writtenAs(call.written[0], call.written[1]) : writtenAs(undefined, call.written[0]);
    const color = spec?.color && { color: spec.color };
    const pairs = pairSeries(hasX ? realPart(first) : undefined, y);
    const objects = pairs.map((pair) => {
      const object = addLine(call, axes, kind, pair, names, color, options);
      object.stacked = pairs.length > 1 && (flags.has("stacked") || flags.has("stack"));
      return object;
    });
    return [handleTo(...objects)];
  };

/** `bar3`: Octave has none; what is drawn stands in x (series), y (position) and z (height). */
const bar3: Draw = (call) => {
  const axes = drawingAxes(call);
  const { values, next } = positionals(call.args);
  const [first, second] = values.map(dataOf);
  if (first === undefined) throw new MatlabError("bar3: numbers are needed");
  const hasY = second !== undefined && countOf(second) !== 1;
  const z = realPart(hasY ? second : first);
  const names = hasY
    ? writtenAs(undefined, call.written[0], call.written[1])
    : writtenAs(undefined, undefined, call.written[0]);
  const objects = pairSeries(hasY ? first : undefined, z).map(({ x, y }, j) => {
    const at: Data = array([1, 1], Float64Array.of(j + 1));
    return addLine(call, axes, "bar", { x: at, y: x, z: y }, names, undefined, optionsFrom(call.args, next));
  });
  return [handleTo(...objects)];
};

/** `hist` without outputs. With outputs it computes and draws nothing. */
const hist = (call: Call): readonly Value[] | undefined => {
  if (call.outputs > 0) return undefined;
  const axes = drawingAxes(call);
  const { values, next } = positionals(call.args);
  const [first, second, norm] = values.map(dataOf);
  if (first === undefined) throw new MatlabError("hist: numbers are needed");
  const options = optionsFrom(call.args, next);
  for (const of of columnsOf(asColumn(realPart(first)))) {
    const centers =
      of.kind === "array" ? binCenters(of.re, second ?? array([1, 1], Float64Array.of(10))) : undefined;
    const object = histogramObject(call, axes, of);
    if (of.kind === "array" && centers) {
      const counts = countNearest(of.re, centers);
      const scale = numberOf(norm) === undefined ? 1 : (numberOf(norm) ?? 1) / of.re.length;
      setBins(
        object,
        of,
        centers,
        counts.map((each) => each * scale),
      );
    }
    applyOptions(object, options);
  }
  return [];
};

function histogramObject(call: Call, axes: Axes, of: Data): PlotObject {
  const object = addObject(call.scene, axes, "histogram", call.name, call.site);
  object.written = writtenAs(call.written[0], undefined);
  object.style.color = takeColor(axes);
  if (of.kind !== "array") {
    object.x = of;
    const reason = of.kind === "random" ? "it depends on random numbers" : of.reason;
    object.y = { kind: "unknown", reason, line: of.line };
  }
  return object;
}

function setBins(object: PlotObject, of: Data, centers: Float64Array, counts: Float64Array): void {
  object.bins = { centers, counts, of };
  object.x = array([centers.length, 1], centers);
  object.y = array([counts.length, 1], counts);
}

const extent = (values: Float64Array): [number, number] => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
};

/** As `hist` places them: so many bins of equal width, or the centres given. */
function binCenters(values: Float64Array, bins: Data): Float64Array | undefined {
  if (bins.kind !== "array" || values.length === 0) return undefined;
  if (bins.re.length > 1) return Float64Array.from(bins.re).sort();
  const n = Math.floor(bins.re[0] ?? 10);
  if (n < 1 || n > 100_000) return undefined;
  let [low, high] = extent(values);
  if (low > high) return undefined;
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  // Divided at the end, so that whole numbers stay whole.
  return Float64Array.from({ length: n }, (_, i) => ((high - low) * (2 * i + 1) + 2 * n * low) / (2 * n));
}

function countNearest(values: Float64Array, centers: Float64Array): Float64Array {
  const edges = Array.from(
    { length: centers.length - 1 },
    (_, i) => ((centers[i] ?? 0) + (centers[i + 1] ?? 0)) / 2,
  );
  const counts = new Float64Array(centers.length);
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    let low = 0;
    let high = edges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      // A value half way between two centres belongs to the lower bin.
      if (value > (edges[middle] ?? 0)) low = middle + 1;
      else high = middle;
    }
    counts[low] = (counts[low] ?? 0) + 1;
  }
  return counts;
}

/** `histogram`: bins by count, by edges, or of Scott's width, which is what MATLAB starts from before it rounds. */
const histogram: Draw = (call) => {
  const axes = drawingAxes(call);
  const { values, next } = positionals(call.args);
  const options = optionsFrom(call.args, next);
  const of = dataOf(values[0]);
  if (of === undefined) throw new MatlabError("histogram: numbers are needed");
  const object = histogramObject(call, axes, of);
  const option = (name: string) => options.find((each) => each.name === name)?.value;
  const bins = dataOf(values[1] ?? option("numbins") ?? option("binedges"));
  if (of.kind === "array") {
    const finite = of.re.filter(Number.isFinite);
    const edges = binEdges(finite, bins, numberOf(option("binwidth")));
    if (edges) {
      const counts = countBetween(finite, edges);
      const width = (i: number) => (edges[i + 1] ?? 0) - (edges[i] ?? 0);
      const total = finite.length;
      const normalized: Record<string, (count: number, i: number) => number> = {
        probability: (n) => n / total,
        percentage: (n) => (100 * n) / total,
        pdf: (n, i) => n / total / width(i),
        countdensity: (n, i) => n / width(i),
      };
      const scale = normalized[textOf(option("normalization"))?.toLowerCase() ?? ""];
      setBins(
        object,
        of,
        edges.slice(0, -1).map((edge, i) => edge + width(i) / 2),
        scale ? counts.map(scale) : counts,
      );
      if (bins === undefined && option("binwidth") === undefined) {
        object.notes.push(
          "the program leaves the bins to MATLAB: these are of Scott's width, MATLAB rounds it",
        );
      }
    }
  }
  applyOptions(object, options);
  return [handleTo(object)];
};

function binEdges(
  values: Float64Array,
  bins: Data | undefined,
  width: number | undefined,
): Float64Array | undefined {
  if (values.length === 0 || (bins && bins.kind !== "array")) return undefined;
  if (bins && bins.re.length > 1) return bins.re;
  let [low, high] = extent(values);
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  if (width !== undefined && width > 0) {
    low = Math.floor(low / width) * width;
    high = Math.ceil(high / width) * width;
  }
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const deviation = Math.sqrt(
    values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, values.length - 1),
  );
  const scott = Math.max(Number.EPSILON, (3.5 * deviation) / Math.cbrt(values.length));
  const n =
    bins?.re[0] ?? Math.max(1, Math.round(width ? (high - low) / width : Math.ceil((high - low) / scott)));
  if (!(n >= 1 && n <= 100_000)) return undefined;
  return Float64Array.from({ length: n + 1 }, (_, i) => low + ((high - low) * i) / n);
}

/** Each bin takes its left edge; the last one both. */
function countBetween(values: Float64Array, edges: Float64Array): Float64Array {
  const counts = new Float64Array(Math.max(0, edges.length - 1));
  const last = edges.length - 1;
  for (const value of values) {
    if (value < (edges[0] ?? 0) || value > (edges[last] ?? 0)) continue;
    let low = 0;
    let high = last;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (value >= (edges[middle] ?? 0)) low = middle;
      else high = middle;
    }
    counts[low] = (counts[low] ?? 0) + 1;
  }
  return counts;
}

const pie: Draw = (call) => {
  const axes = drawingAxes(call);
  axes.visible = false;
  axes.equal = true;
  const values = dataOf(call.args[0]);
  if (values === undefined) throw new MatlabError(`${call.name}: numbers are needed`);
  const labels = textsOf(call.args.find((each) => each.kind === "cell" || each.kind === "string"));
  if (values.kind !== "array") {
    const object = addObject(call.scene, axes, "pie", call.name, call.site);
    object.x = values;
    object.y = values;
    return [handleTo(object)];
  }
  const sum = values.re.reduce((a, b) => a + b, 0);
  const total = sum <= 1 + Number.EPSILON * 8 ? 1 : sum;
  let from = 0;
  const slices = [...values.re].map((value, i) => {
    const object = addObject(call.scene, axes, "pie", call.name, call.site);
    const share = value / total;
    const points = slice(from, from + share);
    from += share;
    object.x = points.x;
    object.y = points.y;
    object.share = share;
    object.style.color = takeColor(axes);
    const label = labels?.[i] ?? `${Math.round(share * 100)}%`;
    object.notes.push(`slice '${label}'`);
    axes.texts.push({ id: -1, text: { text: label }, line: call.site.line });
    return object;
  });
  return [handleTo(...slices)];
};

/** Shares of the circle, from the top and against the clock. */
function slice(from: number, to: number): { x: Data; y: Data } {
  const n = Math.max(2, Math.ceil((to - from) * 90) + 1);
  const angle = (i: number) => Math.PI / 2 + 2 * Math.PI * (from + ((to - from) * i) / (n - 1));
  const values = (of: (a: number) => number) =>
    array(
      [n + 1, 1],
      Float64Array.from({ length: n + 1 }, (_, i) => (i === 0 ? 0 : of(angle(i - 1)))),
    );
  return { x: values(Math.cos), y: values(Math.sin) };
}

/** `fill` and `patch`: one polygon a column. */
const fill: Draw = (call) => {
  // `patch` is a primitive and clears nothing.
  const axes = call.name === "patch" ? targetAxes(call) : drawingAxes(call);
  const objects: PlotObject[] = [];
  const dimensions = call.name === "fill3" ? 3 : 2;
  let i = 0;
  while (dataOf(call.args[i]) && dataOf(call.args[i + 1])) {
    const coordinates = call.args.slice(i, i + dimensions).map(dataOf);
    const [x, y, z] = coordinates;
    if (x === undefined || y === undefined) break;
    const color = call.args[i + dimensions];
    const names = writtenAs(call.written[i], call.written[i + 1]);
    const zs = z ? columnsOf(asColumn(z)) : undefined;
    pairSeries(x, y).forEach((pair, j) => {
      const polygonZ = zs?.[j];
      const object = addLine(
        call,
        axes,
        "patch",
        { ...pair, ...(polygonZ && { z: polygonZ }) },
        names,
        undefined,
        [],
      );
      setPatchColor(object, color);
      objects.push(object);
    });
    i += dimensions + 1;
  }
  const options = optionsFrom(call.args, i);
  if (objects.length === 0) {
    const corners = polygonFromFaces(options);
    objects.push(addLine(call, axes, "patch", corners, {}, undefined, []));
  }
  for (const object of objects) applyOptions(object, options);
  return [handleTo(...objects)];
};

function setPatchColor(object: PlotObject, value: Value | undefined): void {
  const named = textOf(value);
  const color = named === undefined ? undefined : parseColor(named);
  if (color) object.style.color = color;
  else if (value?.kind === "array" && value.re.length === 3) {
    object.style.color = [value.re[0] ?? 0, value.re[1] ?? 0, value.re[2] ?? 0];
  }
}

/** `patch("Faces", f, "Vertices", v)`: the corners of the faces, one column a face. */
function polygonFromFaces(
  options: readonly { readonly name: string; readonly value: Value }[],
): Partial<Pick<PlotObject, "x" | "y" | "z">> {
  const faces = dataOf(options.find(({ name }) => name === "faces")?.value);
  const vertices = dataOf(options.find(({ name }) => name === "vertices")?.value);
  if (!faces || !vertices) return {};
  if (faces.kind !== "array" || vertices.kind !== "array") {
    const reason = faces.kind === "array" ? vertices : faces;
    return { x: reason, y: reason };
  }
  const [nFaces = 0, corners = 0] = faces.size;
  const [nVertices = 0, dimensions = 0] = vertices.size;
  const along = (d: number): Data => {
    const re = new Float64Array(nFaces * corners);
    for (let face = 0; face < nFaces; face++)
      for (let corner = 0; corner < corners; corner++) {
        const vertex = (faces.re[face + corner * nFaces] ?? 0) - 1;
        re[corner + face * corners] = vertices.re[vertex + d * nVertices] ?? Number.NaN;
      }
    return array([corners, nFaces], re);
  };
  return { x: along(0), y: along(1), ...(dimensions > 2 && { z: along(2) }) };
}

/** `compass` and `feather`: each arrow is a line of five points. */
const arrows: Draw = (call) => {
  const axes = drawingAxes(call);
  const isCompass = call.name === "compass";
  axes.polar = isCompass;
  const { values, next } = positionals(call.args);
  const [first, second] = values.map(dataOf);
  if (first === undefined) throw new MatlabError(`${call.name}: numbers are needed`);
  const { spec, options } = specAndOptions(call.args, next);
  const style = { color: [0, 0, 1] as const, ...spec };
  const v = second ?? (first.kind === "array" ? imaginaryPart(first) : first);
  if (first.kind !== "array" || v.kind !== "array") {
    const unknownPart = first.kind === "array" ? v : first;
    return [handleTo(addLine(call, axes, "line", { x: unknownPart, y: unknownPart }, {}, style, options))];
  }
  const lines = [...first.re].map((u, i) => {
    const w = v.re[i] ?? v.re[0] ?? 0;
    const [xs, ys] = arrow(u, w, isCompass ? 0 : i + 1);
    return addLine(call, axes, "line", { x: xs, y: ys }, {}, style, options);
  });
  return [handleTo(...lines)];
};

/** From a point on the x axis along (u, v), with a head of a fifth of its length, as MATLAB draws it. */
function arrow(u: number, v: number, from: number): [Data, Data] {
  const shape = [
    [0, 0],
    [1, 0],
    [0.8, 0.08],
    [1, 0],
    [0.8, -0.08],
  ] as const;
  const along = (at: (a: number, b: number) => number): Data =>
    array(
      [5, 1],
      Float64Array.from(shape, ([a, b]) => at(a, b)),
    );
  return [along((a, b) => from + a * u - b * v), along((a, b) => a * v + b * u)];
}

const boxplot: Draw = (call) => {
  const axes = drawingAxes(call);
  const data = dataOf(call.args[0]);
  if (data === undefined) throw new MatlabError(`${call.name}: numbers are needed`);
  const columns = data.size && !isVectorSize(data.size) ? columnsOf(data) : [asColumn(data)];
  const objects = columns.map((each, j) => {
    const object = addObject(call.scene, axes, "boxplot", call.name, call.site);
    object.x = array([1, 1], Float64Array.of(j + 1));
    object.y = each;
    object.written = writtenAs(undefined, call.written[0]);
    object.style.color = takeColor(axes);
    return object;
  });
  return [handleTo(...objects)];
};

/** `rectangle("Position", [x y w h])` as a polygon. */
const rectangle: Draw = (call) => {
  const axes = targetAxes(call);
  const options = optionsFrom(call.args, 0);
  const position = options.find(({ name }) => name === "position")?.value;
  const object = addObject(call.scene, axes, "patch", call.name, call.site);
  const at = dataOf(position);
  if (at?.kind === "array") {
    const [x = 0, y = 0, w = 1, h = 1] = at.re;
    object.x = array([4, 1], Float64Array.of(x, x + w, x + w, x));
    object.y = array([4, 1], Float64Array.of(y, y, y + h, y + h));
  } else if (at) {
    object.x = at;
    object.y = at;
  }
  applyOptions(object, options);
  return [handleTo(object)];
};

/** Of `p` leaves (30 when it does not say) as p − 1 branches; their places are not computed here. */
const dendrogram: Draw = (call) => {
  const axes = drawingAxes(call);
  const tree = dataOf(call.args[0]);
  if (tree === undefined) throw new MatlabError("dendrogram: a tree is needed");
  const links = tree.size?.[0];
  const asked = numberOf(call.args[1]) ?? 30;
  const n = links === undefined ? 1 : asked === 0 ? links : Math.min(links, asked - 1);
  const reason = tree.kind === "unknown" ? tree.reason : "the branches of a dendrogram are not computed here";
  const line = tree.kind === "unknown" ? tree.line : call.site.inner.line;
  const unknownData: Data = { kind: "unknown", reason, line };
  const branches = Array.from({ length: n }, () =>
    addLine(call, axes, "line", { x: unknownData, y: unknownData }, {}, { color: [0, 0, 1] }, []),
  );
  return [handleTo(...branches), unknownData, unknownData];
};

export const barCalls: Readonly<Record<string, Draw>> = {
  bar: bar("bar"),
  barh: bar("barh"),
  bar3,
  histogram,
  pie,
  pie3: pie,
  fill,
  fill3: fill,
  patch: fill,
  compass: arrows,
  feather: arrows,
  boxplot,
  boxchart: boxplot,
  rectangle,
  dendrogram,
};

/** Those that may also only compute. */
export const barCallsOrValues: Readonly<Record<string, (call: Call) => readonly Value[] | undefined>> = {
  hist,
};
