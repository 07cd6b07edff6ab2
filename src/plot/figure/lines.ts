import { MatlabError } from "../evaluate/builtin.js";
import { numberOf, textOf, type Value } from "../evaluate/values.js";
import {
  type Call,
  type Draw,
  drawingAxes,
  type Option,
  optionsFrom,
  positionals,
  targetAxes,
} from "./call.js";
import { asColumn, columnsOf, countOf, dataOf, imaginaryPart, pairSeries, range, realPart } from "./data.js";
import type { Axes, Data, ObjectKind, PlotObject, Scale } from "./model.js";
import { applyOptions } from "./objectProperties.js";
import { addObject, handleTo, takeColor, targetsOf } from "./scene.js";
import { type LineSpec, parseLineSpec } from "./style.js";

interface Group {
  readonly coordinates: readonly Data[];
  readonly written: readonly (string | undefined)[];
  readonly spec?: LineSpec;
}

/** Splits `x1, y1, spec1, x2, y2, …, name, value` into groups of `size` coordinates and the options. */
export function groupsOf(call: Call, size: number): { groups: Group[]; options: Option[] } {
  const { args, written, name } = call;
  const groups: Group[] = [];
  let i = 0;
  while (i < args.length) {
    const coordinates: Data[] = [];
    const texts: (string | undefined)[] = [];
    while (coordinates.length < size) {
      const data = dataOf(args[i]);
      if (data === undefined) break;
      coordinates.push(data);
      texts.push(written[i]);
      i++;
    }
    if (coordinates.length === 0) {
      if (textOf(args[i]) === undefined && args[i]?.kind !== "struct") {
        throw new MatlabError(`${name}: the arguments are no numbers`);
      }
      return { groups, options: optionsFrom(args, i) };
    }
    const text = textOf(args[i]);
    const spec = text === undefined ? undefined : parseLineSpec(text);
    if (spec) i++;
    groups.push({ coordinates, written: texts, ...(spec && { spec }) });
  }
  return { groups, options: [] };
}

/** A line, with the style that the specification and the options give it. */
export function addLine(
  call: Call,
  axes: Axes,
  kind: ObjectKind,
  data: Partial<Pick<PlotObject, "x" | "y" | "z">>,
  written: PlotObject["written"],
  spec: LineSpec | undefined,
  options: readonly Option[],
): PlotObject {
  const object = addObject(call.scene, axes, kind, call.name, call.site);
  Object.assign(object, data);
  object.written = written;
  const { displayName, ...style } = spec ?? {};
  Object.assign(object.style, style);
  if (displayName !== undefined) object.displayName = displayName;
  applyOptions(object, options);
  if (object.style.color === undefined) object.style.color = takeColor(axes);
  return object;
}

const leftOut = "the values are complex; MATLAB draws their real parts and warns";

export const writtenAs = (
  x: string | undefined,
  y: string | undefined,
  z?: string | undefined,
): PlotObject["written"] => ({
  ...(x !== undefined && { x }),
  ...(y !== undefined && { y }),
  ...(z !== undefined && { z }),
});

function plotInto(call: Call, axes: Axes): PlotObject[] {
  const { groups, options } = groupsOf(call, 2);
  return groups.flatMap(({ coordinates: [first, second], written, spec }) => {
    if (first === undefined) return [];
    if (second === undefined && first.kind === "array" && first.im) {
      const pairs = pairSeries(realPart(asColumn(first)), imaginaryPart(asColumn(first)));
      return pairs.map((pair) =>
        addLine(
          call,
          axes,
          "line",
          pair,
          writtenAs(`real(${written[0]})`, `imag(${written[0]})`),
          spec,
          options,
        ),
      );
    }
    const x = second === undefined ? undefined : realPart(first);
    const y = second ?? first;
    const isComplex =
      (y.kind === "array" && y.im !== undefined) || (first.kind === "array" && first.im !== undefined);
    const names = second === undefined ? writtenAs(undefined, written[0]) : writtenAs(written[0], written[1]);
    return pairSeries(x, realPart(y)).map((pair) => {
      const line = addLine(call, axes, "line", pair, names, spec, options);
      if (isComplex) line.notes.push(leftOut);
      return line;
    });
  });
}

const scaled =
  (x: Scale | undefined, y: Scale | undefined): Draw =>
  (call) => {
    const axes = drawingAxes(call);
    if (x) axes.x.scale = x;
    if (y) axes.y.scale = y;
    return [handleTo(...plotInto(call, axes))];
  };

export const plot = scaled(undefined, undefined);

/** `comet`, `comet3`: the curve that is left when the animation has ended. */
const traced =
  (draw: Draw): Draw =>
  (call) => {
    const drawn = draw(call);
    for (const target of targetsOf(call.scene, drawn[0])) {
      if (target.kind === "object") target.object.notes.push("drawn as an animation");
    }
    return drawn;
  };

const plot3: Draw = (call) => {
  const axes = drawingAxes(call);
  const { groups, options } = groupsOf(call, 3);
  const lines = groups.flatMap(({ coordinates: [x, y, z], written, spec }) => {
    if (x === undefined || y === undefined) throw new MatlabError("plot3: x, y and z are needed");
    const names = writtenAs(written[0], written[1], written[2]);
    if (z === undefined) return [addLine(call, axes, "line3", { x, y, z: x }, names, spec, options)];
    return tripleSeries(realPart(x), realPart(y), realPart(z)).map((data) =>
      addLine(call, axes, "line3", data, names, spec, options),
    );
  });
  return [handleTo(...lines)];
};

/** Columns of three coordinates; a vector goes with each column of the matrices. */
export function tripleSeries(x: Data, y: Data, z: Data): { x: Data; y: Data; z: Data }[] {
  const lists = [x, y, z].map((each) => columnsOf(asColumn(each)));
  const n = Math.max(...lists.map(({ length }) => length));
  const rows = [x, y, z]
    .map((each) => each.size && asColumn(each).size?.[0])
    .filter((each) => each !== undefined);
  if (new Set(rows).size > 1) throw new MatlabError("plot3: the sizes of x, y and z must match");
  if (rows[0] === 0) return [];
  return Array.from({ length: n }, (_, j) => {
    const [a = x, b = y, c = z] = lists.map((list) => list[j] ?? list[0]);
    return { x: a, y: b, z: c };
  });
}

/** The primitive: clears nothing. */
const line: Draw = (call) => {
  const axes = targetAxes(call);
  const { values, next } = positionals(call.args);
  const options = optionsFrom(call.args, next);
  const [x, y, z] = values.map(dataOf);
  const { written } = call;
  if (x && y && z) {
    const triples = tripleSeries(realPart(x), realPart(y), realPart(z));
    const names = writtenAs(written[0], written[1], written[2]);
    return [
      handleTo(...triples.map((data) => addLine(call, axes, "line3", data, names, undefined, options))),
    ];
  }
  const pairs = x && y ? pairSeries(realPart(x), realPart(y)) : [{}];
  const names = writtenAs(written[0], written[1]);
  const lines = pairs.map((pair) => {
    const object = addLine(call, axes, "line", pair, x ? names : {}, undefined, options);
    if (object.z && object.kind === "line") object.kind = "line3";
    return object;
  });
  return [handleTo(...lines)];
};

/** `stem`, `stairs`: one object a column. */
const columnsAs =
  (kind: "stem" | "stairs"): Draw =>
  (call) => {
    const axes = drawingAxes(call);
    const { values, next } = positionals(call.args);
    const [first, second] = values.map(dataOf);
    if (first === undefined) throw new MatlabError(`${call.name}: numbers are needed`);
    const { spec, options } = specAndOptions(call.args, next);
    const names = second
      ? writtenAs(call.written[0], call.written[1])
      : writtenAs(undefined, call.written[0]);
    const y = realPart(second ?? first);
    const objects = pairSeries(second && realPart(first), y).map((pair) => {
      const style =
        kind === "stem"
          ? { marker: "o", ...spec, lineStyle: spec?.lineStyle === "none" ? "-" : (spec?.lineStyle ?? "-") }
          : spec;
      const object = addLine(call, axes, kind, pair, names, style, options);
      if ((second ?? first).kind === "array" && y !== (second ?? first)) object.notes.push(leftOut);
      return object;
    });
    return [handleTo(...objects)];
  };

/** A line specification and flags such as `filled`, then name-value pairs. */
export function specAndOptions(
  args: readonly Value[],
  from: number,
): { spec: LineSpec | undefined; options: Option[]; flags: Set<string> } {
  const flags = new Set<string>();
  let spec: LineSpec | undefined;
  let i = from;
  for (; i < args.length; i++) {
    const text = textOf(args[i]);
    if (text === undefined) break;
    const lower = text.toLowerCase();
    const isFlag = ["filled", "fill", "stacked", "grouped", "hist", "histc", "stack", "group"].includes(
      lower,
    );
    const read = isFlag ? undefined : parseLineSpec(text);
    if (isFlag) flags.add(lower);
    else if (read) spec = { ...spec, ...read };
    else break;
  }
  return { spec, options: optionsFrom(args, i), flags };
}

const stem3: Draw = (call) => {
  const axes = drawingAxes(call);
  const { values, next } = positionals(call.args);
  const { spec, options } = specAndOptions(call.args, next);
  const [a, b, c] = values.map(dataOf);
  if (a === undefined) throw new MatlabError("stem3: numbers are needed");
  const data = c && b ? { x: a, y: b, z: c } : { ...gridOf(a), z: a };
  const style = { ...spec, marker: spec?.marker ?? "o", lineStyle: "-" };
  const names = c
    ? writtenAs(call.written[0], call.written[1], call.written[2])
    : writtenAs(undefined, undefined, call.written[0]);
  return [handleTo(addLine(call, axes, "stem3", data, names, style, options))];
};

/** Column and row numbers of each element of a matrix. */
export function gridOf(z: Data): { x: Data; y: Data } {
  const [rows = 0, columns = 0] = z.size ?? [];
  if (z.size === undefined) return { x: z, y: z };
  const grid = (at: (i: number, j: number) => number): Data => ({
    kind: "array",
    class: "double",
    size: [rows, columns],
    re: Float64Array.from({ length: rows * columns }, (_, k) => at(k % rows, Math.floor(k / rows))),
  });
  return { x: grid((_, j) => j + 1), y: grid((i) => i + 1) };
}

const area: Draw = (call) => {
  const axes = drawingAxes(call);
  const { values, next } = positionals(call.args);
  const options = optionsFrom(call.args, next);
  const [first, second] = values.map(dataOf);
  if (first === undefined) throw new MatlabError("area: numbers are needed");
  const hasX = second !== undefined && countOf(second) !== 1;
  const y = realPart(hasX ? second : first);
  const names = hasX ? writtenAs(call.written[0], call.written[1]) : writtenAs(undefined, call.written[0]);
  const pairs = pairSeries(hasX ? realPart(first) : undefined, y);
  const objects = pairs.map((pair) => {
    const object = addLine(call, axes, "area", pair, names, undefined, options);
    object.stacked = pairs.length > 1;
    return object;
  });
  return [handleTo(...objects)];
};

const errorbar: Draw = (call) => {
  const axes = drawingAxes(call);
  const { values, next } = positionals(call.args);
  const { spec, options } = specAndOptions(call.args, next);
  const data = values.map(dataOf).filter((each) => each !== undefined);
  const [a, b, c, d] = data;
  if (a === undefined || b === undefined)
    throw new MatlabError("errorbar: values and their errors are needed");
  const y = c === undefined ? a : b;
  const pairs = pairSeries(c === undefined ? undefined : a, y);
  const lower = columnsOf(asColumn(c ?? b));
  const upper = d ? columnsOf(asColumn(d)) : lower;
  const names = c ? writtenAs(call.written[0], call.written[1]) : writtenAs(undefined, call.written[0]);
  const objects = pairs.map((pair, j) => {
    const object = addLine(call, axes, "errorbar", pair, names, spec, options);
    const below = lower[j] ?? lower[0];
    const above = upper[j] ?? upper[0];
    if (below && above) object.error = [below, above];
    return object;
  });
  return [handleTo(...objects)];
};

const scatter =
  (dimensions: 2 | 3): Draw =>
  (call) => {
    const axes = drawingAxes(call);
    const { values } = positionals(call.args);
    const rest = call.args.slice(dimensions);
    const [x, y, z] = values.slice(0, dimensions).map(dataOf);
    if (x === undefined || y === undefined) throw new MatlabError(`${call.name}: x and y are needed`);
    const colorValue = rest[1];
    const c = dataOf(colorValue);
    const isColorData =
      c !== undefined && countOf(c) !== undefined && countOf(c) !== 3 && (countOf(c) ?? 0) > 1;
    const textsFrom = call.args.findIndex(
      (each, i) =>
        i >= dimensions && textOf(each) !== undefined && !(i === dimensions + 1 && isColorText(each)),
    );
    const { spec, options, flags } = specAndOptions(call.args, textsFrom < 0 ? call.args.length : textsFrom);
    const names = writtenAs(call.written[0], call.written[1], dimensions === 3 ? call.written[2] : undefined);
    const named = isColorText(colorValue) ? parseLineSpec(textOf(colorValue) ?? "") : undefined;
    const style: LineSpec = { marker: "o", ...named, ...spec, lineStyle: "none" };
    const data = {
      x: asColumn(realPart(x)),
      y: asColumn(realPart(y)),
      ...(z && { z: asColumn(realPart(z)) }),
    };
    const object = addLine(
      call,
      axes,
      dimensions === 3 ? "scatter3" : "scatter",
      data,
      names,
      style,
      options,
    );
    object.style.filled = flags.size > 0;
    if (isColorData) object.c = c;
    else if (c?.kind === "array" && c.re.length === 3)
      object.style.color = [c.re[0] ?? 0, c.re[1] ?? 0, c.re[2] ?? 0];
    return [handleTo(object)];
  };

const isColorText = (value: Value | undefined): boolean => {
  const spec = parseLineSpec(textOf(value) ?? "?");
  return spec?.color !== undefined && spec.marker === undefined && spec.lineStyle === undefined;
};

const polar: Draw = (call) => {
  const axes = drawingAxes(call);
  axes.polar = true;
  const { groups, options } = groupsOf(call, 2);
  const lines = groups.flatMap(({ coordinates: [first, second], written, spec }) => {
    if (first === undefined) return [];
    const rho = second ?? first;
    const theta = second ? first : angles(first);
    return pairSeries(realPart(theta), realPart(rho)).map((pair) => {
      const names = second ? writtenAs(written[0], written[1]) : writtenAs(undefined, written[0]);
      const object = addLine(call, axes, "line", cartesian(pair.x, pair.y), names, spec, options);
      object.polar = { theta: pair.x, rho: pair.y };
      return object;
    });
  });
  return [handleTo(...lines)];
};

/** `polar(rho)` spreads the values over the full circle. */
function angles(rho: Data): Data {
  const n = countOf(rho);
  if (n === undefined) return rho;
  const all = range(n);
  return all.kind === "array" ? { ...all, re: all.re.map((i) => ((i - 1) * 2 * Math.PI) / n) } : all;
}

export function cartesian(theta: Data, rho: Data): { x: Data; y: Data } {
  if (theta.kind !== "array") return { x: theta, y: theta };
  if (rho.kind !== "array") return { x: rho, y: rho };
  return {
    x: { ...rho, re: rho.re.map((r, i) => r * Math.cos(theta.re[i] ?? Number.NaN)) },
    y: { ...rho, re: rho.re.map((r, i) => r * Math.sin(theta.re[i] ?? Number.NaN)) },
  };
}

const straight =
  (which: "x" | "y"): Draw =>
  (call) => {
    const axes = targetAxes(call);
    const at = dataOf(call.args[0]);
    if (at === undefined) throw new MatlabError(`${call.name}: a number is needed`);
    const label = textOf(call.args[2]);
    const { spec, options } = specAndOptions(call.args, 1);
    const places = at.kind === "array" ? [...at.re] : [Number.NaN];
    const objects = places.map((place) => {
      const both: Data =
        at.kind === "array"
          ? { kind: "array", class: "double", size: [1, 2], re: Float64Array.of(place, place) }
          : at;
      const data = which === "x" ? { x: both } : { y: both };
      const object = addLine(call, axes, "line", data, {}, { color: [0, 0, 0], ...spec }, options);
      if (label !== undefined && numberOf(call.args[0]) !== undefined)
        object.notes.push(`labelled '${label}'`);
      return object;
    });
    return [handleTo(...objects)];
  };

export const lineCalls: Readonly<Record<string, Draw>> = {
  plot,
  semilogx: scaled("log", undefined),
  semilogy: scaled(undefined, "log"),
  loglog: scaled("log", "log"),
  plot3,
  comet: traced(plot),
  comet3: traced((call) => plot3(call)),
  line,
  stem: columnsAs("stem"),
  stairs: columnsAs("stairs"),
  stem3,
  area,
  errorbar,
  scatter: scatter(2),
  scatter3: scatter(3),
  polar,
  polarplot: polar,
  xline: straight("x"),
  yline: straight("y"),
};
