import { boxOf } from "../figure/cells.js";
import type { Axes, Color, PlotObject } from "../figure/model.js";
import { baseAt } from "./bases.js";
import { boxPicture } from "./boxes.js";
import { readable } from "./labels.js";
import { unknownsOf } from "./objects.js";
import { cells, isCellular } from "./pictureCells.js";
import { type Extent, endsOf, type Frame, frameOf, toScreen } from "./pictureFrame.js";

export type Theme = "light" | "dark" | "auto";

const width = 360;
const height = 220;

const ink: Readonly<Record<Exclude<Theme, "auto">, string>> = { light: "#3b3b3b", dark: "#cccccc" };

/** A small picture of some axes as SVG, with its description for those who do not see it. */
export function thumbnail(axes: readonly Axes[], description: string, theme: Theme): string {
  const shown = axes.filter(({ objects }) => objects.length > 0).slice(0, 24);
  const style =
    theme === "auto"
      ? `<style>svg{color:${ink.light}}@media(prefers-color-scheme:dark){svg{color:${ink.dark}}}</style>`
      : `<style>svg{color:${ink[theme]}}</style>`;
  const parts = shown.map((each) => axesPicture(each, boxFor(each), theme !== "dark"));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="sans-serif">`,
    `<title>${escaped(description)}</title>${style}`,
    ...parts,
    "</svg>",
  ].join("");
}

function boxFor({ cell, position }: Axes): Extent {
  if (cell) {
    const [left, right, top, bottom] = boxOf(cell);
    return { left: left * width, right: right * width, top: top * height, bottom: bottom * height };
  }
  if (position?.length === 4) {
    const [x = 0, y = 0, w = 1, h = 1] = position;
    return { left: x * width, right: (x + w) * width, top: (1 - y - h) * height, bottom: (1 - y) * height };
  }
  return { left: 0, right: width, top: 0, bottom: height };
}

function axesPicture(axes: Axes, box: Extent, isLight: boolean): string {
  const frame = frameOf(axes, box);
  const known = axes.objects.filter(({ visible }) => visible);
  const body = known.map((object) => objectPicture(object, frame, axes, isLight)).join("");
  const title = readable(axes.title);
  const heading =
    title === ""
      ? ""
      : `<text x="${at((box.left + box.right) / 2)}" y="${at(box.top + frame.fontSize)}" text-anchor="middle" fill="currentColor">${escaped(shortened(title, (box.right - box.left) / (0.6 * frame.fontSize)))}</text>`;
  const missing =
    known.length > 0 && known.every((object) => unknownsOf(object).length > 0)
      ? `<text x="${at((frame.left + frame.right) / 2)}" y="${at((frame.top + frame.bottom) / 2 + 8)}" text-anchor="middle" font-size="24" fill="currentColor" opacity="0.6">?</text>`
      : "";
  return `<g font-size="${frame.fontSize}">${heading}${outlineOf(axes, frame)}${body}${missing}</g>`;
}

function outlineOf(axes: Axes, frame: Frame): string {
  if (axes.polar) {
    const [x, y] = [(frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2];
    const r = Math.min(frame.right - frame.left, frame.bottom - frame.top) / 2;
    return `<circle cx="${at(x)}" cy="${at(y)}" r="${at(r)}" fill="none" stroke="currentColor" opacity="0.5"/>`;
  }
  if (!axes.visible || frame.isSpatial) return "";
  const { left, right, top, bottom, x, y, fontSize } = frame;
  const rectangle = `<rect x="${at(left)}" y="${at(top)}" width="${at(right - left)}" height="${at(bottom - top)}" fill="none" stroke="currentColor" opacity="0.5"/>`;
  if (x === undefined || y === undefined) return rectangle;
  const label = (px: number, py: number, anchor: string, value: string) =>
    `<text x="${at(px)}" y="${at(py)}" text-anchor="${anchor}" fill="currentColor" opacity="0.8">${value}</text>`;
  const isDown = axes.y.reversed;
  const [xLow, xHigh] = endsOf(x, axes.x);
  const [yLow, yHigh] = endsOf(y, axes.y);
  const under = bottom + fontSize + 1;
  // Between the ends of the scale, as far as there is room.
  const room = (length: number, ends: number) => length / (0.6 * fontSize) - ends - 2;
  const xName = shortened(readable(axes.x.label), room(right - left, xLow.length + xHigh.length));
  const yName = shortened(readable(axes.y.label), room(bottom - top, 4));
  const beside = [left - 0.4 * fontSize, (top + bottom) / 2].map(at).join(" ");
  return [
    rectangle,
    label(left, under, "start", axes.x.reversed ? xHigh : xLow),
    label(right, under, "end", axes.x.reversed ? xLow : xHigh),
    label((left + right) / 2, under, "middle", escaped(xName)),
    label(left - 3, bottom, "end", isDown ? yHigh : yLow),
    label(left - 3, top + 0.8 * fontSize, "end", isDown ? yLow : yHigh),
    `<text transform="translate(${beside}) rotate(-90)" text-anchor="middle" fill="currentColor" opacity="0.8">${escaped(yName)}</text>`,
  ].join("");
}

const shortened = (text: string, most: number): string =>
  most < 3 ? "" : text.length > most ? `${text.slice(0, Math.max(1, most - 1))}…` : text;

function objectPicture(object: PlotObject, frame: Frame, axes: Axes, isLight: boolean): string {
  if (object.kind === "pie") return slicePicture(object, frame);
  if (isCellular(object)) return cells(object, frame, axes);
  if (object.kind === "boxplot") return boxPicture(object, frame, paint(object.style.color, isLight));
  const { x, y, z } = object;
  if (x?.kind !== "array" || y?.kind !== "array")
    return object.fn === "xline" || object.fn === "yline" ? straightPicture(object, frame) : "";
  const [xs, ys] = [x.re, y.re];
  const zs = z?.kind === "array" ? z.re : undefined;
  const color = paint(object.style.color, isLight);
  const point = (i: number) => toScreen(frame, xs[i] ?? Number.NaN, ys[i] ?? Number.NaN, zs?.[i] ?? 0);
  switch (object.kind) {
    case "bar":
    case "histogram":
    case "barh":
      return barsPicture(object, xs, ys, axes, frame, color);
    case "patch":
      return `<path d="${pathOf(ys.length, frame.budget, point)}Z" fill="${color}" fill-opacity="0.5" stroke="${color}"/>`;
    case "area":
      return areaPicture(xs, ys, baseOf(object, axes), frame, color);
    case "stem":
    case "stem3":
      return stemsPicture(xs, ys, zs, frame, color);
    case "quiver":
      return arrowsPicture(object, xs, ys, frame, color);
    case "stairs":
      return `<path d="${stairsPath(xs, ys, frame)}" fill="none" stroke="${color}"/>`;
    default: {
      const isLine = object.style.lineStyle !== "none";
      const dash = { "--": "5 3", ":": "1 2", "-.": "5 2 1 2" }[object.style.lineStyle];
      const line = isLine
        ? `<path d="${pathOf(ys.length, frame.budget, point)}" fill="none" stroke="${color}" stroke-width="1.3"${dash ? ` stroke-dasharray="${dash}"` : ""}/>`
        : "";
      return line + (object.style.marker !== "none" ? dots(ys.length, frame.budget, point, color) : "");
    }
  }
}

type Point = readonly [number, number];

const isVisible = ([x, y]: Point): boolean => Number.isFinite(x) && Number.isFinite(y);

/** The curve through all points, or for very many through the lowest and highest of each stretch. */
function pathOf(n: number, most: number, point: (i: number) => Point): string {
  const chosen: number[] = [];
  if (n <= most) for (let i = 0; i < n; i++) chosen.push(i);
  else {
    const stretch = (2 * n) / most;
    for (let from = 0; from < n; from += stretch) {
      let [low, high] = [-1, -1];
      for (let i = Math.floor(from); i < Math.min(n, Math.floor(from + stretch)); i++) {
        const y = point(i)[1];
        if (!Number.isFinite(y)) continue;
        if (low < 0 || y < point(low)[1]) low = i;
        if (high < 0 || y > point(high)[1]) high = i;
      }
      if (low >= 0) chosen.push(Math.min(low, high), Math.max(low, high));
    }
  }
  let path = "";
  let isDown = false;
  for (const i of chosen) {
    const place = point(i);
    if (isVisible(place)) path += `${isDown ? "L" : "M"}${at(place[0])} ${at(place[1])}`;
    isDown = isVisible(place);
  }
  return path;
}

function dots(n: number, most: number, point: (i: number) => Point, color: string): string {
  const step = Math.max(1, Math.ceil(n / most));
  let marks = "";
  for (let i = 0; i < n; i += step) {
    const place = point(i);
    if (isVisible(place)) marks += `<circle cx="${at(place[0])}" cy="${at(place[1])}" r="2.2"/>`;
  }
  return `<g fill="${color}">${marks}</g>`;
}

function stairsPath(x: Float64Array, y: Float64Array, frame: Frame): string {
  const corners: Point[] = [];
  for (let i = 0; i < y.length; i++) {
    if (i > 0) corners.push(toScreen(frame, x[i] ?? Number.NaN, y[i - 1] ?? Number.NaN, 0));
    corners.push(toScreen(frame, x[i] ?? Number.NaN, y[i] ?? Number.NaN, 0));
  }
  return pathOf(corners.length, frame.budget, (i) => corners[i] ?? [Number.NaN, Number.NaN]);
}

/** The series that one call drew, side by side or on top of one another. */
const together = (object: PlotObject, axes: Axes): PlotObject[] =>
  axes.objects.filter(({ statement, kind }) => statement === object.statement && kind === object.kind);

/** What a series stands on. */
function baseOf(object: PlotObject, axes: Axes): (i: number) => number {
  const base = baseAt(object);
  if (base) return base;
  if (!object.stacked) return () => 0;
  const group = together(object, axes);
  const below = group.slice(0, group.indexOf(object));
  return (i) => below.reduce((sum, { y }) => sum + (y?.kind === "array" ? (y.re[i] ?? 0) : 0), 0);
}

function barsPicture(
  object: PlotObject,
  x: Float64Array,
  y: Float64Array,
  axes: Axes,
  frame: Frame,
  color: string,
): string {
  const isLying = object.kind === "barh";
  const gap = x.length > 1 ? Math.abs((x[1] ?? 1) - (x[0] ?? 0)) : 1;
  const group = object.stacked || object.base ? [object] : together(object, axes);
  const whole = (object.kind === "histogram" ? 1 : 0.8) * gap;
  const offset = -whole / 2 + (whole * group.indexOf(object)) / group.length;
  const base = baseOf(object, axes);
  let marks = "";
  for (let i = 0; i < Math.min(y.length, frame.budget); i++) {
    const from = (x[i] ?? 0) + offset;
    const to = from + whole / group.length;
    const [low, high] = [base(i), base(i) + (y[i] ?? 0)];
    const a = isLying ? toScreen(frame, low, from, 0) : toScreen(frame, from, low, 0);
    const b = isLying ? toScreen(frame, high, to, 0) : toScreen(frame, to, high, 0);
    // On a logarithmic axis the foot of a bar lies infinitely far below.
    const foot = isLying ? ([frame.left, a[1]] as const) : ([a[0], frame.bottom] as const);
    const start = isVisible(a) ? a : foot;
    if (!isVisible(start) || !isVisible(b)) continue;
    marks += `<rect x="${at(Math.min(start[0], b[0]))}" y="${at(Math.min(start[1], b[1]))}" width="${at(Math.abs(start[0] - b[0]))}" height="${at(Math.abs(start[1] - b[1]))}"/>`;
  }
  return `<g fill="${color}" stroke="currentColor" stroke-width="0.4" fill-opacity="0.85">${marks}</g>`;
}

function areaPicture(
  x: Float64Array,
  y: Float64Array,
  base: (i: number) => number,
  frame: Frame,
  color: string,
): string {
  const n = y.length;
  const top = pathOf(n, frame.budget, (i) => toScreen(frame, x[i] ?? 0, (y[i] ?? 0) + base(i), 0));
  const bottom = pathOf(n, frame.budget, (i) => toScreen(frame, x[n - 1 - i] ?? 0, base(n - 1 - i), 0));
  return `<path d="${top}${bottom.replace("M", "L")}Z" fill="${color}" fill-opacity="0.6" stroke="${color}"/>`;
}

function stemsPicture(
  x: Float64Array,
  y: Float64Array,
  z: Float64Array | undefined,
  frame: Frame,
  color: string,
): string {
  const step = Math.max(1, Math.ceil(y.length / frame.budget));
  let marks = "";
  for (let i = 0; i < y.length; i += step) {
    const foot = z ? toScreen(frame, x[i] ?? 0, y[i] ?? 0, 0) : toScreen(frame, x[i] ?? 0, 0, 0);
    const top = toScreen(frame, x[i] ?? 0, y[i] ?? 0, z?.[i] ?? 0);
    if (!isVisible(foot) || !isVisible(top)) continue;
    marks += `<path d="M${at(foot[0])} ${at(foot[1])}L${at(top[0])} ${at(top[1])}"/><circle cx="${at(top[0])}" cy="${at(top[1])}" r="2" fill="none"/>`;
  }
  return `<g stroke="${color}">${marks}</g>`;
}

function arrowsPicture(
  { u, v }: PlotObject,
  x: Float64Array,
  y: Float64Array,
  frame: Frame,
  color: string,
): string {
  if (u?.kind !== "array" || v?.kind !== "array") return "";
  const step = Math.max(1, Math.ceil(x.length / frame.budget));
  const longest = u.re.reduce((most, each, i) => Math.max(most, Math.hypot(each, v.re[i] ?? 0)), 0) || 1;
  const size =
    Math.min(frame.right - frame.left, frame.bottom - frame.top) / Math.max(4, Math.sqrt(x.length / step));
  let path = "";
  for (let i = 0; i < x.length; i += step) {
    const from = toScreen(frame, x[i] ?? 0, y[i] ?? 0, 0);
    const to: Point = [
      from[0] + ((u.re[i] ?? 0) / longest) * size,
      from[1] - ((v.re[i] ?? 0) / longest) * size,
    ];
    if (isVisible(from) && isVisible(to)) path += `M${at(from[0])} ${at(from[1])}L${at(to[0])} ${at(to[1])}`;
  }
  return `<path d="${path}" stroke="${color}" fill="none"/>`;
}

function straightPicture({ fn, x, y, style }: PlotObject, frame: Frame): string {
  const color = paint(style.color, true);
  const data = fn === "xline" ? x : y;
  if (data?.kind !== "array") return "";
  const value = data.re[0] ?? Number.NaN;
  const [px, py] = toScreen(
    frame,
    fn === "xline" ? value : (frame.x?.[0] ?? 0),
    fn === "yline" ? value : (frame.y?.[0] ?? 0),
    0,
  );
  if (!isVisible([px, py])) return "";
  const path =
    fn === "xline"
      ? `M${at(px)} ${at(frame.top)}V${at(frame.bottom)}`
      : `M${at(frame.left)} ${at(py)}H${at(frame.right)}`;
  return `<path d="${path}" stroke="${color === "#000000" ? "currentColor" : color}" stroke-dasharray="3 2"/>`;
}

function slicePicture({ x, y, style }: PlotObject, frame: Frame): string {
  if (x?.kind !== "array" || y?.kind !== "array") return "";
  const path = pathOf(x.re.length, frame.budget, (i) => toScreen(frame, x.re[i] ?? 0, y.re[i] ?? 0, 0));
  return `<path d="${path}Z" fill="${paint(style.color, true)}" stroke="currentColor" stroke-width="0.5"/>`;
}

/** Black on dark, and white on light, would not be seen. */
function paint(color: Color | undefined, isLight: boolean): string {
  if (color === undefined) return "#0072bd";
  const brightness = (color[0] + color[1] + color[2]) / 3;
  if ((!isLight && brightness < 0.15) || (isLight && brightness > 0.92)) return "currentColor";
  return `#${color
    .map((part) =>
      Math.round(Math.min(1, Math.max(0, part)) * 255)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

const at = (value: number): string => String(Math.round(value * 10) / 10);

const escaped = (text: string): string =>
  text
    .replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign)
    // XML has no place for control characters.
    .replace(/\p{Cc}/gu, " ");
