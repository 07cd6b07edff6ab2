import { count, listed } from "../../base/words.js";
import type { DescriptionLevel } from "../../protocol/plot.js";
import type { RandomValue } from "../evaluate/values.js";
import type { Axes, PlotObject } from "../figure/model.js";
import { spreadOfBox } from "./boxes.js";
import { describeGrid, describeImage } from "./grids.js";
import { number } from "./numbers.js";
import { unknownsOf } from "./objects.js";
import { describeSeries, pointsOf, rangeWords, type Words } from "./series.js";
import { statisticsOf } from "./statistics.js";
import { colorWord, type Names, namesOf, nounOf, styleWords, withUnit } from "./words.js";

/** What one object shows, and what about it cannot be known. */
export function describeObject(object: PlotObject, axes: Axes, level: DescriptionLevel): Words {
  const { sentence, details } = known(object, axes, level);
  return { sentence, details: [...details, ...object.notes.filter(isSaid), ...uncertainty(object)] };
}

const isSaid = (note: string): boolean => !note.startsWith("slice '");

function known(object: PlotObject, axes: Axes, level: DescriptionLevel): Words {
  switch (object.kind) {
    case "surface":
    case "contour":
      return describeGrid(object, axes, level);
    case "image":
      return describeImage(object, axes, level);
    case "line3":
    case "stem3":
    case "scatter3":
      return describeSpatial(object, axes, level);
    case "histogram":
      return describeHistogram(object, axes, level);
    case "pie":
      return describeSlice(object);
    case "quiver":
      return describeArrows(object, axes, level);
    case "patch":
      return describeShape(object, axes);
    case "boxplot":
      return describeBox(object, axes, level);
    case "dendrogram":
      return describeTree(object, axes, level);
    default:
      if (object.z) return describeSpatial(object, axes, level);
      if (object.fn === "xline" || object.fn === "yline") return describeStraight(object, axes);
      return describeSeries(object, axes, level);
  }
}

/** Each unknown part with the line that makes it so; random data by their distribution. */
function uncertainty(object: PlotObject): string[] {
  const random = [object.x, object.y, object.z, object.c].find((data) => data?.kind === "random");
  const words = random?.kind === "random" ? [distributionWords(random)] : [];
  const unknowns = unknownsOf(object).filter(
    ({ reason }) =>
      reason !== "the values are random" && !(random && reason === "it depends on random numbers"),
  );
  const isDoubt = (reason: string): boolean => reason.startsWith("whether it is drawn");
  const of = (isDoubtful: boolean): string[] =>
    unknowns.flatMap(({ reason, line }) =>
      isDoubt(reason) === isDoubtful ? [`${reason} (line ${line})`] : [],
    );
  const reasons = of(false);
  if (reasons.length > 0) words.push(`unknown, because ${listed(reasons)}`);
  return [...words, ...of(true)];
}

/** Of what random values are drawn from, never of the values. */
function distributionWords({ distribution, mean, deviation, low, high, line }: RandomValue): string {
  const from = `from line ${line + 1}`;
  switch (distribution) {
    case "normal":
      return `random values ${from}, normally distributed with mean ${number(mean)} and standard deviation ${number(deviation)}; they differ from run to run`;
    case "uniform":
      return `random values ${from}, uniformly distributed between ${number(low)} and ${number(high)}; they differ from run to run`;
    case "integer":
      return `random whole numbers ${from}, between ${number(low)} and ${number(high)}; they differ from run to run`;
    case "permutation":
      return `a random order ${from} of the numbers from ${number(low)} to ${number(high)}; it differs from run to run`;
  }
}

function describeSpatial(object: PlotObject, axes: Axes, level: DescriptionLevel): Words {
  const names = namesOf(object, axes);
  const y = object.written.y !== undefined || axes.y.label.text ? names.y : "y";
  const n = pointsOf(object.x, object.y, object.z);
  const parts = [`${nounOf(object)} of ${names.z} over ${names.x} and ${y}`];
  if (n !== undefined) parts.push(count(n, "point"));
  if (level >= 2) {
    parts.push(
      ...rangeWords(object.x, names.x, names.xUnit, n ?? 2),
      ...rangeWords(object.y, y, names.yUnit, n ?? 2),
      ...rangeWords(object.z, names.z, names.zUnit, n ?? 2),
    );
  }
  const details: string[] = [];
  if (level === 3 && object.x?.kind === "array" && object.y?.kind === "array" && object.z?.kind === "array") {
    if (isClosed(object.x.re, object.y.re, object.z.re)) details.push("ends where it begins");
  }
  const style = styleWords(object);
  if (style !== "") details.push(style);
  return { sentence: parts.join(", "), details };
}

/** The last point is the first, within a millionth of the range. */
function isClosed(...coordinates: readonly Float64Array[]): boolean {
  return coordinates.every((values) => {
    const { min = 0, max = 0, first = 0, last = 1, n } = statisticsOf(values);
    return n > 3 && Math.abs(last - first) <= 1e-6 * (max - min);
  });
}

function describeHistogram(object: PlotObject, axes: Axes, level: DescriptionLevel): Words {
  const names = namesOf(object, axes);
  const of = object.written.x ?? names.x;
  const details: string[] = [];
  if (!object.bins) return { sentence: `histogram of ${of}`, details };
  const { counts, centers, of: data } = object.bins;
  const n = data.kind === "array" ? data.re.length : 0;
  let sentence = `histogram of ${of}, ${count(n, "value")} in ${count(counts.length, "bin")}`;
  if (level >= 2 && data.kind === "array") {
    const { min, max, mean } = statisticsOf(data.re);
    if (min !== undefined && max !== undefined && mean !== undefined) {
      sentence += `, from ${number(min)} to ${withUnit(number(max), names.xUnit)}`;
      const top = counts.reduce((best, each, i) => (each > (counts[best] ?? 0) ? i : best), 0);
      sentence += `; the highest bar, ${number(counts[top] ?? 0)}, is at ${number(centers[top] ?? 0)}`;
      details.push(`mean ${withUnit(number(mean), names.xUnit)}`);
    }
    const empty = counts.reduce((sum, each) => sum + (each === 0 ? 1 : 0), 0);
    if (empty > 0) details.push(`${count(empty, "bin is", "bins are")} empty`);
  }
  return { sentence, details };
}

function describeSlice(object: PlotObject): Words {
  const label = object.notes.find((note) => note.startsWith("slice '"));
  const share = object.share === undefined ? "" : `: ${number(100 * object.share)} %`;
  return {
    sentence: `${label ? `slice ${label.slice(6)} of a pie chart` : "pie chart"}${share}`,
    details: [],
  };
}

function describeArrows(object: PlotObject, axes: Axes, level: DescriptionLevel): Words {
  const names = namesOf(object, axes);
  const n = pointsOf(object.u, object.x);
  const parts = [n === undefined ? "arrows" : count(n, "arrow")];
  parts.push(...rangeWords(object.x, names.x, names.xUnit, 2), ...rangeWords(object.y, "y", names.yUnit, 2));
  const details: string[] = [];
  if (
    level >= 2 &&
    object.u?.kind === "array" &&
    object.v?.kind === "array" &&
    object.u.re.length === object.v.re.length
  ) {
    const v = object.v.re;
    const { min, max } = statisticsOf(object.u.re.map((u, i) => Math.hypot(u, v[i] ?? 0)));
    if (min !== undefined && max !== undefined)
      details.push(`lengths of the vectors from ${number(min)} to ${number(max)}`);
  }
  return { sentence: parts.join(", "), details };
}

function describeShape(object: PlotObject, axes: Axes): Words {
  const names = namesOf(object, axes);
  const color = colorWord(object.style.color);
  const n = object.x?.kind === "array" ? object.x.size[0] : undefined;
  const parts = [
    `${color ? `${color} ` : ""}${nounOf(object)}${n === undefined || object.fn === "rectangle" ? "" : ` with ${count(n, "corner")}`}`,
  ];
  parts.push(...rangeWords(object.x, names.x, names.xUnit, 2), ...rangeWords(object.y, "y", names.yUnit, 2));
  return { sentence: parts.join(", "), details: [] };
}

function describeStraight(object: PlotObject, axes: Axes): Words {
  const { xUnit, yUnit }: Names = namesOf(object, axes);
  const [data, unit, which] = object.fn === "xline" ? [object.x, xUnit, "x"] : [object.y, yUnit, "y"];
  const at =
    data?.kind === "array" ? ` at ${which} = ${withUnit(number(data.re[0] ?? Number.NaN), unit)}` : "";
  return { sentence: `${nounOf(object)}${at}`, details: [styleWords(object)].filter((each) => each !== "") };
}

function describeTree(object: PlotObject, axes: Axes, level: DescriptionLevel): Words {
  const { yUnit } = namesOf(object, axes);
  const links = pointsOf(object.y);
  let sentence = links === undefined ? "dendrogram" : `dendrogram of ${count(links + 1, "leaf", "leaves")}`;
  if (level >= 2 && object.y?.kind === "array") {
    const { min, max } = statisticsOf(object.y.re);
    if (min !== undefined && max !== undefined)
      sentence += `, joined at heights from ${number(min)} to ${withUnit(number(max), yUnit)}`;
  }
  return { sentence, details: [] };
}

function describeBox(object: PlotObject, axes: Axes, level: DescriptionLevel): Words {
  const names = namesOf(object, axes);
  if (object.y?.kind !== "array") return { sentence: `${nounOf(object)} of ${names.y}`, details: [] };
  const spread = spreadOfBox(object);
  if (spread === undefined) return { sentence: `empty ${nounOf(object)} of ${names.y}`, details: [] };
  const { sorted, quartiles } = spread;
  const [low, median, high] = quartiles;
  const position = object.x?.kind === "array" ? ` at position ${number(object.x.re[0] ?? 1)}` : "";
  let sentence = `${nounOf(object)} of ${names.y}${position}, ${count(sorted.length, "value")}`;
  if (level >= 2) {
    sentence += `; median ${number(median)}, half of the values between ${number(low)} and ${withUnit(number(high), names.yUnit)}, all between ${number(sorted[0] ?? 0)} and ${number(sorted.at(-1) ?? 0)}`;
  }
  return { sentence, details: [] };
}
