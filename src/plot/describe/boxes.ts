import type { PlotObject } from "../figure/model.js";
import { type Frame, toScreen } from "./pictureFrame.js";

export interface Spread {
  /** All finite values, at least one. */
  readonly sorted: Float64Array;
  readonly quartiles: readonly [number, number, number];
}

/**
 * What a box is drawn of; undefined where no value is known. Quartiles as MATLAB's `quantile` interpolates them, between the
 * middles of the ranks, or as NumPy's `percentile`, between the ends.
 */
export function spreadOfBox({ y, percentiles }: PlotObject): Spread | undefined {
  if (y?.kind !== "array") return undefined;
  const sorted = y.re.filter(Number.isFinite).sort();
  if (sorted.length === 0) return undefined;
  const quantile = (p: number): number => {
    const rank = percentiles ? p * (sorted.length - 1) : p * sorted.length - 0.5;
    const place = Math.min(Math.max(rank, 0), sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? 0;
    return below + ((sorted[Math.ceil(place)] ?? below) - below) * (place - Math.floor(place));
  };
  return { sorted, quartiles: [quantile(0.25), quantile(0.5), quantile(0.75)] };
}

/** Of the distance between two boxes that stand side by side at 1, 2, … */
const halfWidth = 0.25;
const outlinePoints = 40;
const mostOutliers = 100;

/** A box with its whiskers and what lies beyond, or a violin. */
export function boxPicture(object: PlotObject, frame: Frame, color: string): string {
  const spread = spreadOfBox(object);
  if (spread === undefined) return "";
  const middle = object.x?.kind === "array" ? (object.x.re[0] ?? 1) : 1;
  const at = (across: number, value: number): string =>
    toScreen(frame, middle + across * halfWidth, value, 0)
      .map((each) => Math.round(each * 10) / 10)
      .join(" ");
  const line = (...points: readonly (readonly [number, number])[]): string =>
    `M${points.map(([across, value]) => at(across, value)).join("L")}`;
  const { sorted, quartiles } = spread;
  const [low, median, high] = quartiles;
  if (object.fn === "violinplot") {
    const widths = violin(sorted);
    const right = widths.map(({ value, share }) => [share, value] as const);
    const left = right.map(([share, value]) => [-share, value] as const).reverse();
    return `<path d="${line(...right, ...left)}Z" fill="${color}" fill-opacity="0.4" stroke="${color}"/>`;
  }
  const reach = 1.5 * (high - low);
  const inside = sorted.filter((value) => value >= low - reach && value <= high + reach);
  const [least, most] = [inside[0] ?? low, inside.at(-1) ?? high];
  const box = `${line([-1, low], [1, low], [1, high], [-1, high])}Z${line([-1, median], [1, median])}`;
  const whiskers = `${line([0, low], [0, least])}${line([-0.5, least], [0.5, least])}${line([0, high], [0, most])}${line([-0.5, most], [0.5, most])}`;
  const outliers = [...sorted.filter((value) => value < least || value > most)]
    .slice(0, mostOutliers)
    .map((value) => {
      const [x, y] = at(0, value).split(" ");
      return `<circle cx="${x}" cy="${y}" r="1.5" fill="none" stroke="${color}"/>`;
    });
  return `<path d="${box}${whiskers}" fill="none" stroke="${color}"/>${outliers.join("")}`;
}

/** How many values lie about each, as a share of the most: a Gaussian for each value, as wide as Scott (1992) has it. */
function violin(sorted: Float64Array): { value: number; share: number }[] {
  const n = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const deviation = Math.sqrt(
    sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1),
  );
  const width = deviation * n ** -0.2 || 1;
  const [least, most] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  // Of many values every so many will do.
  const stride = Math.ceil(n / 400);
  const shown = sorted.filter((_, i) => i % stride === 0);
  const found = Array.from({ length: outlinePoints }, (_, i) => {
    const value = least + ((most - least) * i) / (outlinePoints - 1);
    return {
      value,
      share: shown.reduce((sum, each) => sum + Math.exp(-(((value - each) / width) ** 2) / 2), 0),
    };
  });
  const densest = Math.max(...found.map(({ share }) => share));
  return found.map(({ value, share }) => ({ value, share: share / densest }));
}
