import type { Axes, Axis, Data, PlotObject } from "../figure/model.js";
import { topsOf } from "./bases.js";
import { within } from "./numbers.js";
import { statisticsOf } from "./statistics.js";

export interface Extent {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The drawing area on the picture, and what part of the data it shows. */
export interface Frame extends Extent {
  readonly x: readonly [number, number] | undefined;
  readonly y: readonly [number, number] | undefined;
  readonly z: readonly [number, number] | undefined;
  readonly axes: Axes;
  /** How many points of each object are drawn at most: more than pixels only make the picture larger. */
  readonly budget: number;
  /** Of what is written on it. */
  readonly fontSize: number;
  /** Drawn in perspective. */
  readonly isSpatial: boolean;
}

type Interval = readonly [number, number];

export function frameOf(axes: Axes, box: Extent): Frame {
  const isFromAbove = axes.view?.[1] === 90;
  const isSpatial = axes.objects.some(
    (object) => object.z !== undefined && !isFlat(object) && !(object.kind === "surface" && isFromAbove),
  );
  const fontSize = box.right - box.left < 130 ? 9 : 12;
  const x = intervalOf(axes, "x");
  const y = intervalOf(axes, "y");
  const z = isSpatial ? intervalOf(axes, "z") : undefined;
  const hasScales = axes.visible && !axes.polar && !isSpatial;
  const longest = y ? Math.max(...endsOf(y, axes.y).map(({ length }) => length)) : 0;
  const inner = {
    // The figures of a sans-serif font are less than 0.6 of its size wide.
    left: box.left + (hasScales ? Math.max(1.6 * fontSize, 0.6 * fontSize * longest + 6) : 8),
    right: box.right - 8,
    top: box.top + (axes.title.text ? fontSize + 5 : 6),
    bottom: box.bottom - (hasScales ? fontSize + 5 : 6),
    fontSize,
  };
  const budget = Math.min(400, Math.max(40, Math.floor(1600 / axes.objects.length)));
  const frame = { ...inner, x, y, z, axes, budget, isSpatial };
  const isRound = axes.polar || axes.equal || axes.objects.some(({ kind }) => kind === "pie");
  return isRound && x && y && !isSpatial ? squared(frame, x, y) : frame;
}

/** Both ends of a scale, as they are written beside it. */
export const endsOf = ([low, high]: Interval, { scale }: Axis): readonly [string, string] =>
  scale === "log"
    ? [within(low, low), within(high, high)]
    : [within(low, high - low), within(high, high - low)];

/** Lies in the plane although it has a third coordinate. */
const isFlat = ({ kind, fn }: PlotObject): boolean =>
  kind === "contour" || kind === "image" || fn === "pcolor";

/** Both directions to one scale. */
function squared(frame: Frame, x: Interval, y: Interval): Frame {
  const unit = Math.min(
    (frame.right - frame.left) / (x[1] - x[0]),
    (frame.bottom - frame.top) / (y[1] - y[0]),
  );
  const [w, h] = [unit * (x[1] - x[0]), unit * (y[1] - y[0])];
  const left = (frame.left + frame.right - w) / 2;
  const top = (frame.top + frame.bottom - h) / 2;
  return { ...frame, left, right: left + w, top, bottom: top + h };
}

const baseAtZero = new Set(["bar", "barh", "stem", "area", "histogram"]);

function intervalOf(axes: Axes, which: "x" | "y" | "z"): Interval | undefined {
  const axis: Axis = axes[which];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const include = (value: number) => {
    if (!Number.isFinite(value) || (axis.scale === "log" && value <= 0)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  for (const object of axes.objects) {
    const data = drawnAlong(object, which);
    if (data?.kind !== "array") continue;
    const isAcross = which === (object.kind === "barh" ? "x" : "y");
    if (object.stacked && isAcross) include(stackOf(axes, object));
    if (isAcross) topsOf(object)?.forEach(include);
    const { min, max } =
      axis.scale === "log" ? statisticsOf(data.re.filter((value) => value > 0)) : statisticsOf(data.re);
    if (min !== undefined) include(min);
    if (max !== undefined) include(max);
    const isValue = object.kind === "barh" ? which === "x" : which === (object.z ? "z" : "y");
    if (baseAtZero.has(object.kind) && isValue) include(0);
    const isPosition = object.kind === "barh" ? which === "y" : which === "x";
    if (["bar", "barh", "histogram"].includes(object.kind) && isPosition && data.re.length > 0) {
      const half = data.re.length > 1 ? Math.abs((data.re[1] ?? 0) - (data.re[0] ?? 0)) / 2 : 0.5;
      include((min ?? 0) - half);
      include((max ?? 0) + half);
    }
    if (object.kind === "boxplot" && which === "x") {
      include((min ?? 1) - 0.5);
      include((max ?? 1) + 0.5);
    }
    if (object.kind === "image" && min !== undefined && max !== undefined) {
      include(min - 0.5);
      include(max + 0.5);
    }
  }
  if (axes.objects.some(({ kind }) => kind === "pie")) [low, high] = [-1.05, 1.05];
  if (axes.polar && low <= high) {
    const r = Math.max(...(["x", "y"] as const).map((each) => reach(axes, each)), 1e-300);
    [low, high] = [-r, r];
  }
  const [setLow, setHigh] = axis.limits ?? [];
  if (setLow !== undefined && Number.isFinite(setLow)) low = setLow;
  if (setHigh !== undefined && Number.isFinite(setHigh)) high = setHigh;
  if (!(low <= high)) return undefined;
  const hasMarkers = axes.objects.some(({ style, kind }) => style.marker !== "none" && kind !== "stem");
  if (hasMarkers && axis.limits === undefined && axis.scale === "linear" && low < high) {
    // Markers at the edge would be cut in half.
    return [low - 0.03 * (high - low), high + 0.03 * (high - low)];
  }
  if (low === high)
    return axis.scale === "log"
      ? [low / 2, high * 2]
      : [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2];
  return [low, high];
}

/** The height of the whole stack that an object is part of. */
function stackOf(axes: Axes, object: PlotObject): number {
  const parts = axes.objects.filter(({ statement }) => statement === object.statement);
  const length = object.y?.kind === "array" ? object.y.re.length : 0;
  const sums = Array.from({ length }, (_, i) =>
    parts.reduce((sum, { y }) => sum + (y?.kind === "array" ? (y.re[i] ?? 0) : 0), 0),
  );
  return Math.max(0, ...sums);
}

function reach(axes: Axes, which: "x" | "y"): number {
  return Math.max(
    0,
    ...axes.objects.flatMap((object) => {
      const data = object[which];
      if (data?.kind !== "array") return [];
      const { min = 0, max = 0 } = statisticsOf(data.re);
      return [Math.abs(min), Math.abs(max)];
    }),
  );
}

/** The data along one direction of the screen: lying bars have their values along x. */
function drawnAlong(object: PlotObject, which: "x" | "y" | "z"): Data | undefined {
  if (object.kind === "barh" && which !== "z") return which === "x" ? object.y : object.x;
  return object[which];
}

/** Where a point lies on the picture. */
export function toScreen(frame: Frame, x: number, y: number, z: number): readonly [number, number] {
  const u = share(frame.x, x, frame.axes.x);
  const v = share(frame.y, y, frame.axes.y);
  if (!frame.isSpatial) {
    return [frame.left + u * (frame.right - frame.left), frame.bottom - v * (frame.bottom - frame.top)];
  }
  // Cabinet projection: y runs backwards to the right at half length.
  const w = share(frame.z, z, frame.axes.z);
  const [depth, rise] = [0.3, 0.3];
  const across = u * (1 - depth) + v * depth;
  const up = w * (1 - rise) + v * rise;
  return [frame.left + across * (frame.right - frame.left), frame.bottom - up * (frame.bottom - frame.top)];
}

function share(interval: Interval | undefined, value: number, { scale, reversed }: Axis): number {
  if (interval === undefined) return Number.NaN;
  const [low, high] = scale === "log" ? interval.map(Math.log) : interval;
  const place = scale === "log" ? Math.log(value) : value;
  const part = (place - (low ?? 0)) / ((high ?? 1) - (low ?? 0));
  // What lies far outside would only make the path long.
  const clipped = Math.min(4, Math.max(-3, part));
  return reversed ? 1 - clipped : clipped;
}
