import type { PlotObject } from "../figure/model.js";
import { within } from "./numbers.js";
import { statisticsOf } from "./statistics.js";
import { type Names, withUnit } from "./words.js";

/** What a bar or a point of an area stands on, by its number; undefined where all stand on zero or it is not known. */
export function baseAt({ base }: PlotObject): ((i: number) => number) | undefined {
  if (base?.kind !== "array") return undefined;
  const { re } = base;
  return re.some((each) => each !== 0) ? (i) => re[re.length === 1 ? 0 : i] ?? 0 : undefined;
}

/** How far each of those reaches. */
export function topsOf(object: PlotObject): Float64Array | undefined {
  const base = baseAt(object);
  return base && object.y?.kind === "array" ? object.y.re.map((each, i) => base(i) + each) : undefined;
}

/** Where bars and areas begin that do not begin at zero, and how far they reach. */
export function baseWords(object: PlotObject, { yUnit }: Names): string[] {
  const { base, kind } = object;
  if (base !== undefined && base.kind !== "array") return ["what they stand on is not known"];
  const tops = topsOf(object);
  const { min: low, max: high } = statisticsOf(base?.re ?? new Float64Array(0));
  const { min: least, max: most } = statisticsOf(tops ?? new Float64Array(0));
  if (low === undefined || high === undefined || least === undefined || most === undefined) return [];
  const value = (each: number): string => within(each, Math.max(high, most) - Math.min(low, least));
  const [start, reach] = kind === "barh" ? ["starting at", "to"] : ["standing on", "up to"];
  const from = low === high ? value(low) : `values between ${value(low)} and ${value(high)}`;
  return [`${start} ${from}, reaching ${reach} ${withUnit(value(most), yUnit)}`];
}
