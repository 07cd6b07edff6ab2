import type { DataDescription, ObjectDescription, ShapeDescription } from "../../protocol/plot.js";
import type { Data, ObjectKind, PlotObject, ShapeFact } from "../figure/model.js";
import { shapeOf, statisticsOf } from "./statistics.js";

/** `line` with markers alone is `markers`, with a third coordinate `line3`. */
export function kindOf({ kind, style, z }: PlotObject): ObjectKind {
  if (kind !== "line" && kind !== "line3") return kind;
  if (z && kind === "line") return "line3";
  return kind === "line" && style.lineStyle === "none" && style.marker !== "none" ? "markers" : kind;
}

export interface Unknowns {
  readonly reason: string;
  /** One-based. */
  readonly line: number;
}

/** Why parts of an object cannot be known. */
export function unknownsOf(object: PlotObject): Unknowns[] {
  const found = [object.x, object.y, object.z, object.c, object.u, object.v, object.base]
    .filter((data): data is Data => data !== undefined && data.kind !== "array")
    .map(reasonOf);
  if (object.doubt) {
    found.push({
      reason: `whether it is drawn is not known: ${object.doubt.reason}`,
      line: object.doubt.line + 1,
    });
  }
  return found.filter((each, i) => found.findIndex((one) => one.reason === each.reason) === i);
}

function reasonOf(data: Data): Unknowns {
  if (data.kind === "random") return { reason: "the values are random", line: data.line + 1 };
  return data.kind === "unknown" ? { reason: data.reason, line: data.line + 1 } : { reason: "", line: 0 };
}

/** An object in the shape of `plot-truth`. */
export function objectDescription(object: PlotObject, text: string): ObjectDescription {
  const { x, y, z, c, u, v, style } = object;
  const data = Object.fromEntries(
    Object.entries({ xdata: x, ydata: y, zdata: z, cdata: c, udata: u, vdata: v }).flatMap(([name, each]) => {
      const description = each && dataDescription(each);
      return description ? [[name, description]] : [];
    }),
  );
  const shape = shapeDescription(object);
  return {
    kind: kindOf(object),
    line: object.line + 1,
    fn: object.fn,
    displayname: object.displayName,
    linestyle: style.lineStyle,
    marker: style.marker,
    ...(style.color && { color: style.color }),
    ...data,
    ...(shape && { shape }),
    unknown: unknownsOf(object).map(({ reason, line }) => `${reason} (line ${line})`),
    text,
  };
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

function dataDescription(data: Data): DataDescription | undefined {
  if (data.kind !== "array") return data.size && { n: data.size.reduce((a, b) => a * b, 1) };
  if (data.re.length === 0) return undefined;
  const { first, last, ...rest } = statisticsOf(data.re);
  return rest.nfinite === 0 ? rest : { ...rest, first: finite(first), last: finite(last) };
}

function shapeDescription({ x, y, undecided }: PlotObject): ShapeDescription | undefined {
  if (y?.kind !== "array" || !y.size.some((extent) => extent === y.re.length)) return undefined;
  const shape = shapeOf(x?.kind === "array" ? x.re : undefined, y.re);
  if (shape === undefined) return undefined;
  const isSaid = ([name, value]: readonly [string, unknown]): boolean =>
    value !== undefined && !Number.isNaN(value) && undecided?.has(name as ShapeFact) !== true;
  return Object.fromEntries(Object.entries(shape).filter(isSaid));
}
