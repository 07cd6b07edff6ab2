import type { Site } from "../evaluate/builtin.js";
import { colorOrder } from "../evaluate/builtins/colormaps.js";
import type { Value } from "../evaluate/values.js";
import { handle } from "../evaluate/values.js";
import {
  type Axes,
  type Axis,
  type Drawn,
  type Figure,
  noText,
  type ObjectKind,
  type PastAxes,
  type PlacedText,
  type PlotObject,
  type SubplotCell,
} from "./model.js";

/** Cleared axes that are kept; an animation may clear thousands. */
const keptPast = 120;

/** What a handle may stand for. */
export type Target =
  | { readonly kind: "figure"; readonly figure: Figure }
  | { readonly kind: "axes"; readonly axes: Axes }
  | { readonly kind: "object"; readonly object: PlotObject; readonly axes: Axes }
  | { readonly kind: "text"; readonly text: PlacedText; readonly axes: Axes }
  | { readonly kind: "label"; readonly axes: Axes; readonly which: "title" | "x" | "y" | "z" }
  | { readonly kind: "legend"; readonly axes: Axes }
  | { readonly kind: "other" };

/** The figures while the program runs: what is current, what holds, what every handle stands for. */
export interface Scene {
  readonly figures: Figure[];
  readonly past: PastAxes[];
  forgotten: number;
  currentFigure: Figure | undefined;
  /** By figure number. */
  readonly currentAxes: Map<number, Axes>;
  /** By figure number: rows and columns of `tiledlayout`, and the last tile used. */
  readonly tiles: Map<number, { rows: number; columns: number; last: number; flow: boolean }>;
  readonly targets: Map<number, Target>;
  nextId: number;
}

/** Ids of figures are their numbers; those of everything else begin here. */
const firstId = 1_000_000;

export const createScene = (): Scene => ({
  figures: [],
  past: [],
  forgotten: 0,
  currentFigure: undefined,
  currentAxes: new Map(),
  tiles: new Map(),
  targets: new Map(),
  nextId: firstId,
});

export function register(scene: Scene, make: (id: number) => Target): number {
  const id = scene.nextId++;
  scene.targets.set(id, make(id));
  return id;
}

/** What `figure(number)` does. */
export function selectFigure(scene: Scene, line: number, number?: number): Figure {
  const wanted = number ?? nextNumber(scene);
  let figure = scene.figures.find((each) => each.number === wanted && !each.closed);
  if (figure === undefined) {
    figure = { number: wanted, line, name: "", axes: [], closed: false };
    scene.figures.push(figure);
    scene.targets.set(wanted, { kind: "figure", figure });
  }
  scene.currentFigure = figure;
  return figure;
}

function nextNumber(scene: Scene): number {
  const used = new Set(scene.figures.filter(({ closed }) => !closed).map(({ number }) => number));
  let number = 1;
  while (used.has(number)) number++;
  return number;
}

/** The current figure, made when there is none. */
export const figureOf = (scene: Scene, line: number): Figure =>
  scene.currentFigure ?? selectFigure(scene, line);

/** The current axes, made when there are none. */
export function axesOf(scene: Scene, line: number): Axes {
  const figure = figureOf(scene, line);
  return scene.currentAxes.get(figure.number) ?? addAxes(scene, figure);
}

export function addAxes(
  scene: Scene,
  figure: Figure,
  cell?: SubplotCell,
  position?: readonly number[],
): Axes {
  const id = scene.nextId++;
  const axes = freshAxes(id, figure.number, cell, position);
  scene.targets.set(id, { kind: "axes", axes });
  figure.axes.push(axes);
  scene.currentAxes.set(figure.number, axes);
  return axes;
}

export function selectAxes(scene: Scene, axes: Axes): void {
  const figure = scene.figures.find((each) => each.number === axes.figure && !each.closed);
  if (figure === undefined) return;
  scene.currentFigure = figure;
  scene.currentAxes.set(figure.number, axes);
}

const freshAxis = (): Axis => ({ label: noText, scale: "linear", reversed: false });

function freshAxes(id: number, figure: number, cell?: SubplotCell, position?: readonly number[]): Axes {
  return {
    id,
    figure,
    title: noText,
    x: freshAxis(),
    y: freshAxis(),
    z: freshAxis(),
    grid: false,
    colorbar: false,
    colormap: "",
    polar: false,
    visible: true,
    equal: false,
    hold: "off",
    ...(cell && { cell }),
    ...(position && { position }),
    texts: [],
    objects: [],
    nextColor: 0,
  };
}

/** What each drawing function does first: clears the axes unless they hold. */
export function newPlot(scene: Scene, axes: Axes, line: number): void {
  if (axes.hold === "on") return;
  if (axes.hold === "children") {
    remember(scene, axes, "replaced", line);
    axes.objects = [];
    axes.texts = [];
    axes.nextColor = 0;
  } else reset(scene, axes, "replaced", line);
}

/** Empty axes in the same place; what was in them is remembered. */
export function reset(scene: Scene, axes: Axes, why: PastAxes["why"], line: number): void {
  remember(scene, axes, why, line);
  const { id, figure, cell, position, side } = axes;
  const fresh = freshAxes(id, figure, cell, position);
  for (const key of ["legend", "view", "colorLimits", "side"] as const) delete axes[key];
  Object.assign(axes, fresh);
  if (side) axes.side = side;
}

function remember(scene: Scene, axes: Axes, why: PastAxes["why"], line: number): void {
  if (axes.objects.length === 0) return;
  if (scene.past.length >= keptPast) {
    scene.forgotten++;
    return;
  }
  const copy = { ...axes, x: { ...axes.x }, y: { ...axes.y }, z: { ...axes.z } };
  scene.past.push({ axes: copy, why, line });
}

export function clearFigure(scene: Scene, figure: Figure, why: PastAxes["why"], line: number): void {
  for (const axes of figure.axes) remember(scene, axes, why, line);
  for (const axes of figure.axes) scene.targets.delete(axes.id);
  figure.axes = [];
  scene.currentAxes.delete(figure.number);
  scene.tiles.delete(figure.number);
}

export function closeFigure(scene: Scene, figure: Figure, line: number): void {
  clearFigure(scene, figure, "closed", line);
  figure.closed = true;
  scene.targets.delete(figure.number);
  scene.figures.splice(scene.figures.indexOf(figure), 1);
  if (scene.currentFigure === figure) scene.currentFigure = scene.figures.at(-1);
}

export function deleteAxes(scene: Scene, axes: Axes, line: number): void {
  remember(scene, axes, "cleared", line);
  scene.targets.delete(axes.id);
  const figure = scene.figures.find(({ number }) => number === axes.figure);
  if (figure === undefined) return;
  figure.axes = figure.axes.filter((each) => each !== axes);
  if (scene.currentAxes.get(figure.number) !== axes) return;
  const last = figure.axes.at(-1);
  if (last) scene.currentAxes.set(figure.number, last);
  else scene.currentAxes.delete(figure.number);
}

/** An object without data yet, in the next colour of the order. */
export function addObject(scene: Scene, axes: Axes, kind: ObjectKind, fn: string, site: Site): PlotObject {
  const id = scene.nextId++;
  const object: PlotObject = {
    id,
    kind,
    fn,
    line: site.line,
    statement: site.statement,
    written: {},
    notes: [],
    displayName: "",
    style: { lineStyle: "-", marker: "none" },
    visible: true,
    ...(site.doubt && { doubt: site.doubt }),
    loops: site.loops,
  };
  scene.targets.set(id, { kind: "object", object, axes });
  axes.objects.push(object);
  return object;
}

/** The colour of the next series that names none. */
export function takeColor(axes: Axes): readonly [number, number, number] {
  const color = colorOrder[axes.nextColor % colorOrder.length] ?? [0, 0, 0];
  axes.nextColor++;
  return color;
}

export const handleTo = (...things: readonly { readonly id: number }[]): Value =>
  handle(...things.map(({ id }) => id));

/** The targets of a handle value, or of the number of a figure. */
export function targetsOf(scene: Scene, value: Value | undefined): Target[] {
  if (value?.kind === "handle") return value.ids.flatMap((id) => scene.targets.get(id) ?? []);
  if (value?.kind === "cell") return value.data.flatMap((each) => targetsOf(scene, each));
  if (value?.kind !== "array" || value.class === "char") return [];
  return [...value.re].flatMap((number): Target[] => {
    const target = scene.targets.get(number);
    return target === undefined ? [] : [target];
  });
}

export const drawnIn = ({ figures, past, forgotten }: Scene): Drawn => ({ figures, past, forgotten });
