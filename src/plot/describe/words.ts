import type { Axes, Color, ObjectKind, PlotObject } from "../figure/model.js";
import { readableTex } from "../figure/tex.js";
import { nameAndUnit } from "./labels.js";
import { kindOf } from "./objects.js";

const nouns: Readonly<Record<ObjectKind, string>> = {
  line: "line",
  line3: "curve in space",
  markers: "markers",
  bar: "bar chart",
  barh: "horizontal bar chart",
  histogram: "histogram",
  area: "filled area",
  stem: "stem plot",
  stem3: "stem plot in space",
  stairs: "stairs",
  errorbar: "line with error bars",
  scatter: "scatter plot",
  scatter3: "scatter plot in space",
  contour: "contour plot",
  quiver: "arrows",
  pie: "slice of a pie chart",
  surface: "surface",
  image: "image",
  patch: "filled shape",
  boxplot: "box plot",
  dendrogram: "dendrogram",
};

const functionNouns: Readonly<Record<string, string>> = {
  mesh: "mesh surface",
  meshc: "mesh surface",
  waterfall: "waterfall surface",
  pcolor: "coloured grid",
  imagesc: "colour-scaled image",
  heatmap: "heat map",
  contourf: "filled contour plot",
  bar3: "bar chart in space",
  rectangle: "rectangle",
  xline: "vertical line",
  yline: "horizontal line",
  violinplot: "violin plot",
  compass: "arrows from the origin",
};

export function nounOf(object: PlotObject): string {
  const named = functionNouns[object.fn];
  if (named !== undefined && !(object.kind === "contour" && object.fn !== "contourf")) return named;
  if (object.polar) return "polar curve";
  return nouns[kindOf(object)];
}

/** What to call the two coordinates and in which unit they are. */
export interface Names {
  readonly x: string;
  readonly y: string;
  readonly z: string;
  readonly xUnit: string;
  readonly yUnit: string;
  readonly zUnit: string;
}

/** How an expression reads: as it is written while that is short. */
const short = (text: string | undefined): string | undefined =>
  text !== undefined &&
  text.length <= 28 &&
  /[A-Za-z]/.test(text) &&
  !/[\n"]|'.*'|^\[|^(zeros|ones)\(/.test(text)
    ? text.replace(/\s+/g, " ")
    : undefined;

const isName = (text: string | undefined): boolean => text !== undefined && /^[A-Za-z]\w*$/.test(text);

/** A column or an element: what the axis is called says more. */
const isIndexed = (text: string | undefined): boolean =>
  text !== undefined && /^[A-Za-z]\w*[({][^A-Za-z]*[)}]$/.test(text);

/** From the axes' labels, the variables of the program, or the letters. */
export function namesOf(object: PlotObject, axes: Axes): Names {
  const [x, y, z] = [nameAndUnit(axes.x), nameAndUnit(axes.y), nameAndUnit(axes.z)];
  const { written } = object;
  const wx = short(written.x);
  const wy = short(written.y);
  const wz = short(written.z);
  const shortName = readableTex(object.displayName);
  const label = (name: string): string | undefined => (name !== "" && name.length <= 30 ? name : undefined);
  return {
    x: (isName(wx) ? wx : (label(x.name) ?? wx)) ?? "x",
    y:
      shortName !== ""
        ? `'${shortName}'`
        : ((isIndexed(wy) ? (label(y.name) ?? wy) : (wy ?? label(y.name))) ?? "y"),
    z: wz ?? (z.name !== "" ? z.name : "z"),
    xUnit: x.unit,
    yUnit: y.unit,
    zUnit: z.unit,
  };
}

const colorWords: readonly (readonly [string, Color])[] = [
  ["black", [0, 0, 0]],
  ["red", [1, 0, 0]],
  ["green", [0, 1, 0]],
  ["blue", [0, 0, 1]],
  ["yellow", [1, 1, 0]],
  ["magenta", [1, 0, 1]],
  ["cyan", [0, 1, 1]],
  ["white", [1, 1, 1]],
  ["blue", [0, 0.447, 0.741]],
  ["orange", [0.85, 0.325, 0.098]],
  ["yellow", [0.929, 0.694, 0.125]],
  ["purple", [0.494, 0.184, 0.556]],
  ["green", [0.466, 0.674, 0.188]],
  ["light blue", [0.301, 0.745, 0.933]],
  ["dark red", [0.635, 0.078, 0.184]],
  ["blue", [0.122, 0.467, 0.706]],
  ["orange", [1, 0.498, 0.055]],
  ["green", [0.173, 0.627, 0.173]],
  ["red", [0.839, 0.153, 0.157]],
  ["purple", [0.58, 0.404, 0.741]],
];

/** A word for the colours that have one. */
export function colorWord(color: Color | undefined): string | undefined {
  if (color === undefined) return undefined;
  const exact = colorWords.find(([, each]) =>
    each.every((part, i) => Math.abs(part - (color[i] ?? 0)) < 0.02),
  );
  if (exact) return exact[0];
  const [r, g, b] = color;
  return Math.max(r, g, b) - Math.min(r, g, b) < 0.02 ? "grey" : undefined;
}

const lineWords: Readonly<Record<string, string>> = { "--": "dashed", ":": "dotted", "-.": "dash-dotted" };

const markerWords: Readonly<Record<string, string>> = {
  o: "circles",
  "+": "plus signs",
  "*": "asterisks",
  ".": "points",
  x: "crosses",
  s: "squares",
  square: "squares",
  d: "diamonds",
  diamond: "diamonds",
  "^": "triangles",
  v: "triangles",
  ">": "triangles",
  "<": "triangles",
  p: "stars",
  pentagram: "stars",
  h: "stars",
  hexagram: "stars",
  _: "dashes",
  "|": "strokes",
};

/** `red, dashed, with circles`, where it differs from the plain style. */
export function styleWords(object: PlotObject): string {
  const { lineStyle, marker, color } = object.style;
  const kind = kindOf(object);
  const words = [colorWord(color), lineWords[lineStyle]].filter((each) => each !== undefined);
  const isPlain = kind === "stem" || kind === "stem3" || kind === "scatter" || kind === "scatter3";
  const name = isPlain && marker === "o" ? undefined : markerWords[marker];
  if (name !== undefined && marker !== "none")
    words.push(kind === "markers" || kind.startsWith("scatter") ? name : `with ${name}`);
  return words.join(", ");
}

export const withUnit = (text: string, unit: string): string =>
  unit === "" ? text : /^[°%]/.test(unit) ? `${text}${unit === "%" ? " %" : unit}` : `${text} ${unit}`;
