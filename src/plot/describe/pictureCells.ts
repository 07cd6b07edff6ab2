import type { Axes, PlotObject } from "../figure/model.js";
import { full } from "../figure/surfaces.js";
import { type Frame, toScreen } from "./pictureFrame.js";
import { statisticsOf } from "./statistics.js";

/** Along each side of the picture. */
const mostCells = 40;

/** Shades of a colour map that are told apart; cells of one shade are one path, which keeps pictures small. */
const shades = 32;

export const isCellular = ({ kind }: PlotObject): boolean =>
  kind === "surface" || kind === "image" || kind === "contour";

/** Anchors of the viridis colour map (van der Walt & Smith, 2015), which keeps its order in grey and for the colour-blind. */
const viridis = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
];

/** Values as coloured cells seen from above, or as a surface in space. */
export function cells(object: PlotObject, frame: Frame, axes: Axes): string {
  if (frame.isSpatial) return object.kind === "surface" ? quads(object, frame, axes) : "";
  const values = object.kind === "image" || object.fn === "pcolor" ? object.c : object.z;
  if (values?.kind !== "array" || values.re.length === 0 || (values.size.length > 2 && values.size[2] !== 3))
    return "";
  const [rows = 0, columns = 0] = values.size;
  const isTrueColour = values.size.length > 2;
  const { min = 0, max = 1 } = statisticsOf(values.re);
  const [low, high] = axes.colorLimits ?? [min, max];
  const [down, across] = [Math.min(rows, mostCells), Math.min(columns, mostCells)];
  const [w, h] = [(frame.right - frame.left) / across, (frame.bottom - frame.top) / down];
  const isDown = object.kind === "image" ? axes.y.reversed : rowsRunDown(object, axes);
  const byColor = new Map<string, string>();
  for (let j = 0; j < across; j++)
    for (let i = 0; i < down; i++) {
      const at = Math.floor((i * rows) / down) + Math.floor((j * columns) / across) * rows;
      const color = isTrueColour
        ? trueColour(values.re, at, rows * columns, max > 1 ? 255 : 1)
        : mapped(((values.re[at] ?? Number.NaN) - low) / (high - low || 1), axes.colormap);
      if (color === undefined) continue;
      const y = isDown ? frame.top + i * h : frame.bottom - (i + 1) * h;
      const cell = `M${round(frame.left + j * w)} ${round(y)}h${round(w + 0.3)}v${round(h + 0.3)}h${round(-w - 0.3)}z`;
      byColor.set(color, (byColor.get(color) ?? "") + cell);
    }
  return [...byColor].map(([color, path]) => `<path fill="${color}" d="${path}"/>`).join("");
}

/** Along each side of a surface in space. */
const mostQuads = 26;

/** Faces of a surface from back to front. */
function quads({ x, y, z, fn }: PlotObject, frame: Frame, axes: Axes): string {
  if (x === undefined || y === undefined || z?.kind !== "array" || z.size.length > 2) return "";
  const [rows = 0, columns = 0] = z.size;
  const xs = full(x, rows, columns, "x");
  const ys = full(y, rows, columns, "y");
  if (xs.kind !== "array" || ys.kind !== "array" || rows < 2 || columns < 2) return "";
  const [low, high] = frame.z ?? [0, 1];
  const steps = (n: number) => {
    const count = Math.min(n - 1, mostQuads);
    return Array.from({ length: count + 1 }, (_, k) => Math.round((k * (n - 1)) / count));
  };
  const [down, across] = [steps(rows), steps(columns)];
  const corner = (i: number, j: number) => {
    const at = i + j * rows;
    const [px, py] = toScreen(frame, xs.re[at] ?? 0, ys.re[at] ?? 0, z.re[at] ?? 0);
    return `${round(px)} ${round(py)}`;
  };
  const faces: { depth: number; svg: string }[] = [];
  for (let a = 1; a < down.length; a++)
    for (let b = 1; b < across.length; b++) {
      const [i0 = 0, i1 = 0, j0 = 0, j1 = 0] = [down[a - 1], down[a], across[b - 1], across[b]];
      const heights = [i0 + j0 * rows, i1 + j0 * rows, i1 + j1 * rows, i0 + j1 * rows].map(
        (at) => z.re[at] ?? 0,
      );
      if (!heights.every(Number.isFinite)) continue;
      const height = heights.reduce((sum, each) => sum + each, 0) / 4;
      const color = mapped((height - low) / (high - low || 1), axes.colormap) ?? "none";
      const path = `M${corner(i0, j0)}L${corner(i1, j0)}L${corner(i1, j1)}L${corner(i0, j1)}z`;
      faces.push({ depth: ys.re[i0 + j0 * rows] ?? 0, svg: `<path fill="${color}" d="${path}"/>` });
    }
  faces.sort((a, b) => b.depth - a.depth);
  const isWire = /^mesh|waterfall/.test(fn);
  return `<g stroke="currentColor" stroke-opacity="0.5" stroke-width="0.4" fill-opacity="${isWire ? 0.7 : 1}">${faces.map(({ svg }) => svg).join("")}</g>`;
}

/** Does y fall from row to row? */
function rowsRunDown({ y }: PlotObject, axes: Axes): boolean {
  const falls = y?.kind === "array" && y.re.length > 1 && (y.re[1] ?? 0) < (y.re[0] ?? 0);
  return falls !== axes.y.reversed;
}

const round = (value: number): number => Math.round(value * 10) / 10;

const hex = (parts: readonly number[]): string =>
  `#${parts
    .map((part) =>
      Math.round(Math.min(255, Math.max(0, part)))
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;

function trueColour(values: Float64Array, at: number, plane: number, full: number): string {
  const coarse = (value: number): number => Math.round((value / full) * 15) * 17;
  return hex([0, 1, 2].map((k) => coarse(values[at + k * plane] ?? 0)));
}

function mapped(share: number, colormap: string): string | undefined {
  if (Number.isNaN(share)) return undefined;
  const t = Math.round(Math.min(1, Math.max(0, share)) * shades) / shades;
  if (colormap === "gray" || colormap === "bone") return hex([255 * t, 255 * t, 255 * t]);
  const place = t * (viridis.length - 1);
  const i = Math.min(viridis.length - 2, Math.floor(place));
  return hex(
    [0, 1, 2].map(
      (k) => (viridis[i]?.[k] ?? 0) + (place - i) * ((viridis[i + 1]?.[k] ?? 0) - (viridis[i]?.[k] ?? 0)),
    ),
  );
}
