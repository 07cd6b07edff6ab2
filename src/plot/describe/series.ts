import { count, listed } from "../../base/words.js";
import type { DescriptionLevel } from "../../protocol/plot.js";
import type { Axes, Data, PlotObject } from "../figure/model.js";
import { baseWords } from "./bases.js";
import { type Feature, featureOf, isAscending, peaksOf } from "./features.js";
import { number, within } from "./numbers.js";
import { isLevel, placeOfExtreme, type Statistics, shapeOf, statisticsOf } from "./statistics.js";
import { type Names, namesOf, nounOf, styleWords, withUnit } from "./words.js";

/** A sentence without its full stop, and what may follow it as a list. */
export interface Words {
  readonly sentence: string;
  readonly details: readonly string[];
}

/** Something drawn as values over one coordinate. */
export function describeSeries(object: PlotObject, axes: Axes, level: DescriptionLevel): Words {
  const names = namesOf(object, axes);
  const { x, y } = object.polar ? { x: object.polar.theta, y: object.polar.rho } : object;
  const details: string[] = [];
  const feature = level === 3 && !object.polar ? seriesFeature(x, y, axes) : undefined;
  const headline = feature && headlineOf(feature);
  const parts = [`${nounOf(object)} of ${names.y} against ${names.x}${headline ? `: ${headline}` : ""}`];
  const style = styleWords(object);
  const n = pointsOf(x, y);
  if (n !== undefined && !object.sampled) parts.push(count(n, unitOfCount(object)));
  parts.push(...rangeWords(x, names.x, names.xUnit, n ?? 2));
  let sentence = parts.join(", ");
  if (level >= 2) {
    const second = [
      ...valueWords(x, y, names),
      ...(level === 3 ? shapeWords(object, x, y, feature, names) : []),
    ];
    if (second.length > 0) sentence += `; ${second.join(", ")}`;
    details.push(...meanWords(y, names));
  }
  if (level === 3) details.push(...featureDetails(feature, x, y, names));
  if (style !== "") details.push(style);
  details.push(...baseWords(object, names), ...errorWords(object, names), ...nonFiniteWords(y, names));
  return { sentence, details };
}

const unitOfCount = ({ kind }: PlotObject): string =>
  kind === "bar" || kind === "barh" ? "bar" : kind === "stem" ? "stem" : "point";

export function pointsOf(...data: readonly (Data | undefined)[]): number | undefined {
  for (const each of data) if (each?.size) return each.size.reduce((a, b) => a * b, 1);
  return undefined;
}

export function rangeWords(data: Data | undefined, name: string, unit: string, n: number): string[] {
  if (data?.kind !== "array") return [];
  const { min, max, nfinite } = statisticsOf(data.re);
  if (min === undefined || max === undefined || nfinite === 0) return [];
  if (min === max || n === 1) return [`at ${name} = ${withUnit(within(min, Math.abs(max)), unit)}`];
  return [`${name} from ${within(min, max - min)} to ${withUnit(within(max, max - min), unit)}`];
}

function valueWords(x: Data | undefined, y: Data | undefined, names: Names): string[] {
  if (y?.kind === "random") return [];
  if (y?.kind !== "array") return [];
  const { min, max, nfinite } = statisticsOf(y.re);
  if (min === undefined || max === undefined || nfinite === 0) return [];
  const value = (each: number) => withUnit(within(each, max - min), names.yUnit);
  const name = plainName(names.y);
  if (isLevel(min, max))
    return [y.re.length === 1 ? `${name} = ${value(min)}` : `${name} constant at ${value(min)}`];
  const place = (which: "min" | "max"): string => {
    if (x?.kind !== "array" || x.re.length !== y.re.length) return "";
    const found = placeOfExtreme(x.re, y.re, which);
    if (found === undefined) return "";
    const at = within(found.first, spreadOf(statisticsOf(x.re)));
    return ` (${found.isShared ? "first at" : "at"} ${names.x} = ${at})`;
  };
  return [`${name} between ${value(min)}${place("min")} and ${value(max)}${place("max")}`];
}

const spreadOf = ({ min = 0, max = 0 }: Statistics): number => max - min;

/** A quoted legend entry stands in quotes only where it is introduced. */
const plainName = (name: string): string => (name.startsWith("'") ? "values" : name);

function meanWords(y: Data | undefined, names: Names): string[] {
  if (y?.kind !== "array" || y.re.length < 2) return [];
  const { mean, min, max } = statisticsOf(y.re);
  if (mean === undefined || min === undefined || max === undefined || isLevel(min, max)) return [];
  if (Math.abs(mean) < 0.002 * (max - min)) return ["mean about 0"];
  return [`mean ${withUnit(within(mean, max - min), names.yUnit)}`];
}

const bothKnown = (
  x: Data | undefined,
  y: Data | undefined,
): { x: Float64Array; y: Float64Array } | undefined =>
  x?.kind === "array" &&
  y?.kind === "array" &&
  x.re.length === y.re.length &&
  y.re.every(Number.isFinite) &&
  x.re.every(Number.isFinite)
    ? { x: x.re, y: y.re }
    : undefined;

function seriesFeature(x: Data | undefined, y: Data | undefined, axes: Axes): Feature | undefined {
  const both = bothKnown(x, y);
  const feature = both && featureOf(both.x, both.y);
  // On logarithmic axes a curve looks otherwise than its numbers say.
  const isLogarithmic = axes.x.scale === "log" || axes.y.scale === "log";
  return isLogarithmic && feature && !["exponential", "power"].includes(feature.kind) ? undefined : feature;
}

function headlineOf(feature: Feature): string | undefined {
  switch (feature.kind) {
    case "line":
      return feature.exact ? "a straight line" : "nearly a straight line";
    case "exponential":
      return feature.rate > 0 ? "grows like an exponential" : "decays like an exponential";
    case "power":
      return `like a power law with exponent ${number(feature.exponent)}`;
    case "bell":
      return "bell-shaped like a Gaussian";
    case "periodic":
      return feature.ratio < 0.97
        ? "damped oscillation"
        : feature.ratio > 1.03
          ? "growing oscillation"
          : "periodic";
    case "saturating":
      return "levels off";
    case "noisy":
      return "fluctuates from point to point like noise";
  }
}

function shapeWords(
  object: PlotObject,
  x: Data | undefined,
  y: Data | undefined,
  feature: Feature | undefined,
  names: Names,
): string[] {
  if (y?.kind !== "array" || object.polar) return [];
  const shape = shapeOf(x?.kind === "array" ? x.re : undefined, y.re);
  if (shape === undefined || shape.trend === "single" || shape.trend === "constant") return [];
  if (x?.kind === "array" && !isAscending(x.re)) return [];
  const words: string[] = [];
  if (object.undecided?.has("trend")) return words;
  if (shape.trend === "increasing")
    words.push(shape.n_distinct === y.re.length ? "rises throughout" : "never falls");
  else if (shape.trend === "decreasing")
    words.push(shape.n_distinct === y.re.length ? "falls throughout" : "never rises");
  else {
    const { first = 0, last = 0, min = 0, max = 0 } = statisticsOf(y.re);
    const change = last - first;
    const isSteady =
      feature?.kind === "noisy" ||
      (feature?.kind === "periodic" && feature.ratio >= 0.97 && feature.ratio <= 1.03);
    // Less than a tenth of the range is no overall direction.
    if (Number.isFinite(change) && Math.abs(change) >= 0.1 * (max - min) && !isSteady) {
      words.push(change > 0 ? "rises overall" : "falls overall");
    }
  }
  if (shape.n_zero_cross > 0 && !object.undecided?.has("n_zero_cross"))
    words.push(`crosses zero ${times(shape.n_zero_cross)}`);
  if (feature?.kind === "periodic") {
    words.push(`period about ${withUnit(number(feature.period), names.xUnit)}`);
  }
  return words;
}

const times = (n: number): string =>
  n === 1 ? "once" : n === 2 ? "twice" : `${n.toLocaleString("en-US")} times`;

function featureDetails(
  feature: Feature | undefined,
  x: Data | undefined,
  y: Data | undefined,
  names: Names,
): string[] {
  const both = bothKnown(x, y);
  if (both === undefined || !isAscending(both.x)) return [];
  const xUnit = (value: number) => withUnit(number(value), names.xUnit);
  switch (feature?.kind) {
    case "line":
      return [
        `slope ${number(feature.slope)}${names.yUnit && names.xUnit ? ` ${names.yUnit} per ${names.xUnit}` : ""}`,
      ];
    case "exponential":
      return [
        feature.rate > 0
          ? `doubles every ${xUnit(Math.LN2 / feature.rate)} (R² ${fitQuality(feature.r2)})`
          : `halves every ${xUnit(-Math.LN2 / feature.rate)} (R² ${fitQuality(feature.r2)})`,
      ];
    case "power":
      return [`R² ${fitQuality(feature.r2)} on logarithmic axes`];
    case "bell":
      return [
        `centre ${withUnit(within(feature.centre, spreadOf(statisticsOf(both.x))), names.xUnit)}, standard deviation ${xUnit(feature.deviation)}`,
      ];
    case "periodic":
      if (feature.ratio >= 0.97 && feature.ratio <= 1.03) return [];
      return [
        `from one period to the next the swing ${feature.ratio < 1 ? "shrinks" : "grows"} to ${number(100 * feature.ratio)} %`,
      ];
    case "saturating":
      return [`ends near ${withUnit(number(feature.level), names.yUnit)}`];
    case "noisy":
      return [`von Neumann ratio ${number(feature.neumann)}, near 2 for independent values`];
    default:
      return peakDetails(both.x, both.y, names);
  }
}

/** Never rounded up to a perfect 1. */
const fitQuality = (r2: number): string =>
  r2 > 0.99995 ? "> 0.9999" : (Math.floor(r2 * 1e4) / 1e4).toString();

function peakDetails(x: Float64Array, y: Float64Array, names: Names): string[] {
  const { min = 0, max = 0 } = statisticsOf(y);
  const peaks = isLevel(min, max) ? [] : peaksOf(x, y);
  const [first] = peaks;
  if (first === undefined) return [];
  // The place of the maximum has been said already.
  if (peaks.length === 1 && first.value === max) return [];
  if (peaks.length > 5)
    return [
      `${peaks.length > 100 ? "more than 100" : peaks.length} peaks that stand out by a tenth of the range`,
    ];
  const spread = (x[x.length - 1] ?? 0) - (x[0] ?? 0);
  const places = peaks.map(({ at }) => within(at, spread));
  return [`${count(peaks.length, "peak")} at ${names.x} = ${withUnit(listed(places), names.xUnit)}`];
}

function errorWords({ error }: PlotObject, names: Names): string[] {
  if (!error) return [];
  const [below, above] = error;
  if (below.kind !== "array" || above.kind !== "array")
    return ["the lengths of the error bars are not known"];
  const all = statisticsOf(Float64Array.from([...below.re, ...above.re]));
  if (all.min === undefined || all.max === undefined) return [];
  return [
    all.min === all.max
      ? `error bars of ±${withUnit(number(all.min), names.yUnit)}`
      : `error bars from ${number(all.min)} to ${withUnit(number(all.max), names.yUnit)}`,
  ];
}

function nonFiniteWords(y: Data | undefined, names: Names): string[] {
  if (y?.kind !== "array") return [];
  const { n, nfinite } = statisticsOf(y.re);
  if (n === 0 || n === nfinite) return [];
  if (nfinite === 0) return [`all values of ${plainName(names.y)} are NaN or infinite: nothing is visible`];
  return [`${count(n - nfinite, "value is", "values are")} NaN or infinite and not visible`];
}
