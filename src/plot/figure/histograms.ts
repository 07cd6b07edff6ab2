import { MatlabError } from "../evaluate/builtin.js";
import { array, numberOf, textOf, type Value } from "../evaluate/values.js";
import { type Call, type Draw, drawingAxes, optionsFrom, positionals } from "./call.js";
import { asColumn, columnsOf, dataOf, realPart } from "./data.js";
import { writtenAs } from "./lineObject.js";
import type { Axes, Data, PlotObject } from "./model.js";
import { applyOptions } from "./objectProperties.js";
import { addObject, handleTo, takeColor } from "./scene.js";

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
    const edges = binEdges(finite, bins, numberOf(option("binwidth")), dataOf(option("binlimits")));
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
      const norm = textOf(option("normalization"))?.toLowerCase() ?? "";
      const scale = normalized[norm];
      const isRunning = norm === "cumcount" || norm === "cdf";
      setBins(
        object,
        of,
        edges.slice(0, -1).map((edge, i) => edge + width(i) / 2),
        isRunning
          ? runningSums(counts).map((n) => (norm === "cdf" ? n / total : n))
          : scale
            ? counts.map(scale)
            : counts,
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

function runningSums(counts: Float64Array): Float64Array {
  let total = 0;
  return counts.map((count) => {
    total += count;
    return total;
  });
}

function binEdges(
  values: Float64Array,
  bins: Data | undefined,
  width: number | undefined,
  limits: Data | undefined,
): Float64Array | undefined {
  if (values.length === 0 || (bins && bins.kind !== "array") || (limits && limits.kind !== "array"))
    return undefined;
  if (bins && bins.re.length > 1) return bins.re;
  let [low, high] = limits ? [limits.re[0] ?? 0, limits.re[1] ?? 0] : extent(values);
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

export const histogramCalls: Readonly<Record<string, Draw>> = { histogram };

/** Those that may also only compute. */
export const histogramCallsOrValues: Readonly<Record<string, (call: Call) => readonly Value[] | undefined>> =
  {
    hist,
  };
