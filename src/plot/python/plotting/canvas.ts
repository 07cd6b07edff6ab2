import { offset } from "../../../base/brand.js";
import { type CallContext, type Drawing, MatlabError, NotKnown, type Site } from "../../evaluate/builtin.js";
import { array, emptyArray, handle, scalar, text, type Value } from "../../evaluate/values.js";
import type { Environment } from "../environment.js";
import { PyUnknown, type PyValue } from "../values.js";

/** What matplotlib knows of the figures beyond what the drawing notes. */
export interface Canvas {
  readonly drawing: Drawing;
  /** What a legend names, by axes. */
  readonly labelled: Map<number, { id: number; name: string; rank: number }[]>;
  /** How many colours of the cycle are used, by axes. */
  readonly colors: Map<number, number>;
  /** Axes with three dimensions, and axes with an angle. */
  readonly spatial: Set<number>;
  readonly polar: Set<number>;
  /** The places of texts that stand for numbers, by axes. */
  readonly categories: Map<string, Map<string, number>>;
  /** Limits that the program sets, by axes and name. */
  readonly limits: Map<string, readonly [number, number]>;
  readonly figures: Map<string, number>;
  /** Axes of each figure in the order in which they were made. */
  readonly axesOf: Map<number, number[]>;
}

export const newCanvas = (drawing: Drawing): Canvas => ({
  drawing,
  labelled: new Map(),
  colors: new Map(),
  spatial: new Set(),
  polar: new Set(),
  categories: new Map(),
  limits: new Map(),
  figures: new Map(),
  axesOf: new Map(),
});

/** Says something to the drawing in MATLAB's words. @throws {PyUnknown} */
export function invoke(
  { drawing }: Canvas,
  environment: Environment,
  name: string,
  args: readonly Value[],
  written: readonly string[] = [],
): Value {
  try {
    return drawing.call(name, args, 1, siteOf(environment, written), context)?.[0] ?? emptyArray;
  } catch (error) {
    if (error instanceof MatlabError || error instanceof NotKnown) throw new PyUnknown(error.message);
    throw error;
  }
}

export const idOf = (value: Value): number => (value.kind === "handle" ? (value.ids[0] ?? 0) : 0);

export const currentAxes = (canvas: Canvas, environment: Environment): number => {
  const id = idOf(invoke(canvas, environment, "gca", []));
  note(canvas, environment, id);
  return id;
};

export const currentFigure = (canvas: Canvas, environment: Environment): number =>
  idOf(invoke(canvas, environment, "gcf", []));

function note(canvas: Canvas, environment: Environment, axes: number): void {
  const figure = currentFigure(canvas, environment);
  const list = canvas.axesOf.get(figure) ?? [];
  canvas.axesOf.set(figure, list);
  if (!list.includes(axes)) list.push(axes);
}

/** What `projection=` and `polar=` say of new axes. */
export interface Projection {
  readonly spatial: boolean;
  readonly polar: boolean;
}

const projected = ({ spatial, polar }: Canvas, id: number, projection: Projection): PyValue => {
  if (projection.spatial) spatial.add(id);
  if (projection.polar) polar.add(id);
  return { kind: "axes", id };
};

/** Axes in cells of a grid, counted row by row from 1. */
export function axesInCells(
  canvas: Canvas,
  environment: Environment,
  rows: number,
  columns: number,
  cells: readonly number[],
  projection: Projection,
): PyValue {
  const place = array([1, cells.length], Float64Array.from(cells));
  const id = idOf(invoke(canvas, environment, "subplot", [scalar(rows), scalar(columns), place]));
  note(canvas, environment, id);
  return projected(canvas, id, projection);
}

/** Axes at a place of their own: left, bottom, width and height in shares of the figure. */
export function axesAt(
  canvas: Canvas,
  environment: Environment,
  place: ArrayLike<number>,
  projection: Projection,
): PyValue {
  const box = array(
    [1, 4],
    Float64Array.from({ length: 4 }, (_, i) => place[i] ?? 0),
  );
  const id = idOf(invoke(canvas, environment, "axes", [text("Position"), box]));
  note(canvas, environment, id);
  return projected(canvas, id, projection);
}

export const select = (canvas: Canvas, environment: Environment, axes: number): void => {
  invoke(canvas, environment, "axes", [handle(axes)]);
};

/** The functions of the drawing take nothing from the interpreter here: the values have been computed. */
const context: CallContext = {
  line: 0,
  apply: () => {
    throw new NotKnown("a function is not evaluated here");
  },
  exist: () => 0,
};

function siteOf({ statement, doubt, loops }: Environment, written: readonly string[]): Site {
  const line = statement?.line ?? 0;
  return {
    line,
    statement: { start: offset(statement?.startIndex ?? 0), end: offset(statement?.endIndex ?? 0) },
    inner: { line },
    written,
    loops: loops.map((loop) => ({ ...loop })),
    ...(doubt && { doubt }),
  };
}
