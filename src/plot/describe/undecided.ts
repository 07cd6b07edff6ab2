import { unknown } from "../evaluate/values.js";
import {
  type Axes,
  allAxes,
  type Data,
  type Drawn,
  type PlotObject,
  type ShapeFact,
  type Text,
} from "../figure/model.js";
import { shapeOf } from "./statistics.js";

const reason = "rounding errors decide it";

/** Values farther apart than this share of their range are not the same; where they have none, than the other share of themselves. */
const apart = 1e-3;
const constantApart = 1e-6;

/**
 * Takes out of what was drawn all that was drawn otherwise when the same program was evaluated with other rounding:
 * the data become unknown, or only what is counted and found along them is not said.
 */
export function forgetUndecided(drawn: Drawn, otherwise: Drawn): void {
  const others = allAxes(otherwise);
  allAxes(drawn).forEach((axes, i) => {
    const other = others[i];
    if (other) forgetInAxes(axes, other);
  });
}

function forgetInAxes(axes: Axes, other: Axes): void {
  axes.title = sameText(axes.title, other.title, axes);
  for (const which of ["x", "y", "z"] as const)
    axes[which].label = sameText(axes[which].label, other[which].label, axes);
  axes.texts.forEach((placed, i) => {
    placed.text = sameText(placed.text, other.texts[i]?.text ?? {}, axes);
  });
  axes.objects.forEach((object, i) => {
    forgetInObject(object, other.objects[i]);
  });
}

const sameText = (text: Text, other: Text, { objects }: Axes): Text =>
  text.text === other.text ? text : { unknown: unknown(reason, objects[0]?.line ?? 0) };

function forgetInObject(object: PlotObject, drawnAgain: PlotObject | undefined): void {
  const other = drawnAgain?.line === object.line && drawnAgain.kind === object.kind ? drawnAgain : undefined;
  for (const name of ["x", "y", "z", "c", "u", "v", "base"] as const) {
    const data = object[name];
    if (data && !isSame(data, other?.[name]))
      object[name] = unknown(reason, object.line, sharedSize(data, other?.[name]));
  }
  if (other && other.displayName !== object.displayName) {
    object.displayName = "";
    object.isNameUnknown = true;
  }
  const undecided = undecidedFacts(object, other);
  if (undecided.size > 0) object.undecided = undecided;
}

const sharedSize = (data: Data, other: Data | undefined) =>
  data.size?.join() === other?.size?.join() ? data.size : undefined;

function isSame(data: Data, other: Data | undefined): boolean {
  if (data.kind !== "array") return true;
  if (other?.kind !== "array" || data.size.join() !== other.size.join()) return false;
  const { re } = data;
  let [low, high, farthest, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (let i = 0; i < re.length; i++) {
    const [a = Number.NaN, b = Number.NaN] = [re[i], other.re[i]];
    if (!Number.isFinite(a) || !Number.isFinite(b)) {
      if (!Object.is(a, b)) return false;
      continue;
    }
    low = Math.min(low, a);
    high = Math.max(high, a);
    largest = Math.max(largest, Math.abs(a));
    farthest = Math.max(farthest, Math.abs(a - b));
  }
  if (low === high) return farthest <= constantApart * largest;
  return farthest <= Math.max(apart * (high - low), 1e-9 * largest);
}

const facts = [
  "trend",
  "n_turning",
  "n_peaks",
  "n_zero_cross",
  "n_distinct",
  "x_at_max",
  "x_at_min",
] as const;

function undecidedFacts({ x, y }: PlotObject, other: PlotObject | undefined): ReadonlySet<ShapeFact> {
  if (y?.kind !== "array" || other?.y?.kind !== "array" || y.re === other.y.re) return new Set();
  const own = shapeOf(x?.kind === "array" ? x.re : undefined, y.re);
  const again = shapeOf(other.x?.kind === "array" ? other.x.re : undefined, other.y.re);
  const spread = x?.kind === "array" ? extentOf(x.re) : 0;
  return new Set(
    facts.filter((fact) => {
      const [a, b] = [own?.[fact], again?.[fact]];
      return typeof a === "number" && typeof b === "number" && fact.startsWith("x_at")
        ? Math.abs(a - b) > 0.01 * spread
        : a !== b;
    }),
  );
}

function extentOf(values: Float64Array): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low;
}
