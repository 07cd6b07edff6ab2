import { MatlabError } from "../evaluate/builtin.js";
import { numberOf, textOf } from "../evaluate/values.js";
import { type Call, type Draw, drawingAxes, optionsFrom, positionals, targetAxes } from "./call.js";
import { asColumn, columnsOf, countOf, dataOf, imaginaryPart, pairSeries, realPart } from "./data.js";
import { addLine, groupsOf, leftOut, specAndOptions, writtenAs } from "./lineObject.js";
import type { Axes, Data, PlotObject, Scale } from "./model.js";
import { polar } from "./polar.js";
import { scatter } from "./scatter.js";
import { handleTo, targetsOf } from "./scene.js";

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
function tripleSeries(x: Data, y: Data, z: Data): { x: Data; y: Data; z: Data }[] {
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
