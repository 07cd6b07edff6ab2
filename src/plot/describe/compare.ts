import { listed } from "../../base/words.js";
import type { Axes, PlotObject } from "../figure/model.js";
import { topsOf } from "./bases.js";
import { featureOf, isAscending } from "./features.js";
import { correlation, fitLine } from "./fits.js";
import { number, within } from "./numbers.js";
import { statisticsOf } from "./statistics.js";
import { namesOf, withUnit } from "./words.js";

interface Series {
  readonly name: string;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** How the series of some axes relate, where there are two to six over the same points. */
export function comparisons(axes: Axes): string[] {
  const series = axes.objects.flatMap((object, i) => seriesOf(object, axes, i));
  if (series.length < 2 || series.length > 6) return [];
  const [first] = series;
  if (first === undefined || !series.every(({ x }) => sameValues(x, first.x))) return [];
  if (new Set(series.map(({ name }) => name)).size < series.length) return [];
  const unit = namesOf(axes.objects[0] as PlotObject, axes);
  const words: string[] = [];
  if (series.length > 2) {
    const peaks = [...series].map((each) => ({ name: each.name, max: statisticsOf(each.y).max ?? 0 }));
    peaks.sort((a, b) => b.max - a.max);
    const [highest, second] = peaks;
    if (highest && second && highest.max - second.max > visible * Math.abs(highest.max)) {
      words.push(`${highest.name} reaches highest (${withUnit(number(highest.max), unit.yUnit)})`);
    }
  }
  for (let i = 0; i < series.length; i++)
    for (let j = i + 1; j < series.length; j++) {
      const [a, b] = [series[i], series[j]];
      if (a && b && (series.length === 2 || words.length < 4))
        words.push(...compareTwo(a, b, unit.x, unit.xUnit, series.length === 2));
    }
  return words;
}

function seriesOf(object: PlotObject, axes: Axes, i: number): Series[] {
  const { kind, x, y, visible, base } = object;
  if (
    !visible ||
    object.polar ||
    object.doubt ||
    (base && base.kind !== "array") ||
    !["line", "stairs", "stem", "bar", "area", "errorbar"].includes(kind)
  )
    return [];
  if (x?.kind !== "array" || y?.kind !== "array" || x.re.length !== y.re.length || y.re.length < 3) return [];
  if (!y.re.every(Number.isFinite) || !isAscending(x.re)) return [];
  const name = namesOf(object, axes).y;
  const isTwin = axes.objects.some((other, k) => k !== i && namesOf(other, axes).y === name);
  return [{ name: isTwin ? `series ${i + 1}` : name, x: x.re, y: topsOf(object) ?? y.re }];
}

const sameValues = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((each, i) => each === b[i]);

/** Share of the largest value below which nobody sees a difference: a tenth of the width of a line. */
const visible = 1e-4;

/** a − b at each point; 0 where nobody sees a difference. */
function differencesOf(a: Series, b: Series): Float64Array {
  const largest = [...a.y, ...b.y].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return a.y.map((value, i) => {
    const difference = value - (b.y[i] ?? 0);
    return Math.abs(difference) <= visible * largest ? 0 : difference;
  });
}

function compareTwo(a: Series, b: Series, xName: string, xUnit: string, isPair: boolean): string[] {
  const words: string[] = [];
  const differences = differencesOf(a, b);
  const crossings = crossingsOf(a, differences);
  const above = differences.every((value) => value >= 0);
  const below = differences.every((value) => value <= 0);
  if (above && below) {
    const furthest = Math.max(...a.y.map((value, i) => Math.abs(value - (b.y[i] ?? 0))));
    return [
      `${a.name} and ${b.name} ${furthest === 0 ? "are equal" : `lie on each other (${number(furthest)} apart at most)`}`,
    ];
  }
  if (above || below) {
    const [high, low] = above ? [a, b] : [b, a];
    words.push(
      `${high.name} lies ${differences.every((value) => value !== 0) ? "above" : "nowhere below"} ${low.name}`,
    );
  } else if (crossings.length > 0 && crossings.length <= 4) {
    const spread = (a.x[a.x.length - 1] ?? 0) - (a.x[0] ?? 0);
    words.push(
      `${a.name} and ${b.name} cross at ${xName} = ${withUnit(listed(crossings.map((each) => within(each, spread))), xUnit)}`,
    );
  } else if (crossings.length > 4) words.push(`${a.name} and ${b.name} cross ${crossings.length} times`);
  if (!isPair) return words;
  const r = correlation(a.y, b.y, a.y.length);
  const fit = fitLine(a.y, b.y);
  if (fit && fit.r2 > 1 - 1e-10)
    words.push(`${b.name} is ${number(fit.slope)} times ${a.name}${offsetWords(fit.intercept, b.y)}`);
  else {
    const shift = phaseShift(a, b);
    if (shift !== undefined)
      words.push(
        `${b.name} ${shift > 0 ? "lags" : "leads"} ${a.name} by ${withUnit(number(Math.abs(shift)), xUnit)}`,
      );
    else if (Math.abs(r) > 1e-9) words.push(`correlation ${number(r)}`);
    else if (r !== 0) words.push("correlation about 0");
  }
  return words;
}

function offsetWords(offset: number, y: Float64Array): string {
  const { min = 0, max = 0 } = statisticsOf(y);
  if (Math.abs(offset) < 1e-9 * Math.max(Math.abs(min), Math.abs(max))) return "";
  return offset > 0 ? ` plus ${number(offset)}` : ` minus ${number(-offset)}`;
}

/** Where the difference changes sign, between the points by the straight line that is drawn there. */
function crossingsOf({ x }: Series, differences: Float64Array): number[] {
  const found: number[] = [];
  let last: { i: number; d: number } | undefined;
  for (const [i, d] of differences.entries()) {
    if (d === 0) continue;
    if (last && Math.sign(d) !== Math.sign(last.d)) {
      const [x0, x1] = [x[last.i] ?? 0, x[i] ?? 0];
      // Points where both are equal lie between: the middle of them.
      found.push(
        i - last.i > 1
          ? (x[last.i + 1] ?? x0) / 2 + (x[i - 1] ?? x1) / 2
          : x0 + ((x1 - x0) * last.d) / (last.d - d),
      );
    }
    last = { i, d };
  }
  return found;
}

/**
 * By how much b must be moved to lie on a: both periodic with the same period (within 2 %), correlated by 0.95 or more at the
 * best shift of less than half a period (cross-correlation).
 */
function phaseShift(a: Series, b: Series): number | undefined {
  const [fa, fb] = [featureOf(a.x, a.y), featureOf(b.x, b.y)];
  if (fa?.kind !== "periodic" || fb?.kind !== "periodic") return undefined;
  if (Math.abs(fa.period - fb.period) > 0.02 * fa.period) return undefined;
  const n = a.x.length;
  const step = ((a.x[n - 1] ?? 0) - (a.x[0] ?? 0)) / (n - 1);
  const most = Math.floor(fa.period / step / 2);
  let best = { lag: 0, r: correlation(a.y, b.y, n) };
  for (let lag = 1; lag <= most && lag < n - 8; lag++) {
    const later = correlation(a.y, b.y, n - lag, lag);
    const earlier = correlation(b.y, a.y, n - lag, lag);
    if (later > best.r) best = { lag, r: later };
    if (earlier > best.r) best = { lag: -lag, r: earlier };
  }
  // At exactly half a period nobody can say which comes first.
  return best.r >= 0.95 && best.lag !== 0 && Math.abs(best.lag) < most - 1 ? best.lag * step : undefined;
}
