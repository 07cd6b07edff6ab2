import { handle, scalar, text } from "../../evaluate/values.js";
import { arrayOf, type NdArray, nd, num, vector } from "../arrays.js";
import type { Environment } from "../environment.js";
import {
  list,
  option,
  type PyArguments,
  PyUnknown,
  type PyValue,
  textIn,
  tuple,
  unknownOf,
} from "../values.js";
import { argumentsFor, cycle, isFormat, optionsFor } from "./arguments.js";
import { type Canvas, invoke } from "./canvas.js";
import { drawn, inSpace } from "./names.js";
import { boxes, pairCounts, stacked } from "./several.js";

/** Entries of a legend come as they were drawn, and then what consists of several parts. */
const legendRank = (name: string): number => (/^(bar|barh|errorbar|stem)$/.test(name) ? 1 : 0);

/** Objects that take no colour from the cycle. */
const uncoloured = new Set([
  "contour",
  "contourf",
  "pcolor",
  "imagesc",
  "surf",
  "mesh",
  "quiver",
  "pie",
  "boxplot",
  "violinplot",
  "xline",
  "yline",
]);

/** Draws; what it gives back stands for what was drawn. */
export function draw(
  canvas: Canvas,
  environment: Environment,
  name: string,
  axes: number,
  args: PyArguments,
): PyValue {
  const artist = (own: readonly number[]): PyValue => ({ kind: "artist", ids: own, axes });
  if (name === "hist2d") return drawPairs(canvas, environment, axes, args);
  if (name === "boxplot" || name === "violinplot")
    return artist(drawBoxes(canvas, environment, name, axes, args));
  const flat = drawn[name] ?? name;
  const isSeries = /^(plot|semilogx|semilogy|loglog)$/.test(flat) && !isRuled(name);
  const series = isRuled(name)
    ? ruled(name, args)
    : name === "stackplot"
      ? stacked(args, environment.statement?.line ?? 0)
      : isSeries && !canvas.spatial.has(axes)
        ? seriesOf(args)
        : [args];
  const ids = series.flatMap((each) =>
    drawOne(canvas, environment, name, axes, placed(canvas, axes, name, each)),
  );
  return isSeries ? list(ids.map((id) => artist([id]))) : artist(ids);
}

function drawBoxes(
  canvas: Canvas,
  environment: Environment,
  name: string,
  axes: number,
  args: PyArguments,
): readonly number[] {
  return boxes(args).flatMap((each) => {
    const ids = drawOne(canvas, environment, name, axes, each.args);
    if (ids.length > 0)
      invoke(canvas, environment, "set", [
        handle(...ids),
        text("XData"),
        scalar(each.position),
        text("Percentiles"),
        scalar(1),
      ]);
    return ids;
  });
}

/** `counts, x, y, image = hist2d(…)` */
function drawPairs(canvas: Canvas, environment: Environment, axes: number, args: PyArguments): PyValue {
  try {
    const { grid, results } = pairCounts(args);
    const ids = drawOne(canvas, environment, "pcolormesh", axes, grid);
    return tuple([...results, { kind: "artist", ids, axes }]);
  } catch (error) {
    if (!(error instanceof PyUnknown)) throw error;
    const unknown = unknownOf(error, environment.statement?.line ?? 0);
    const grid = { positional: [unknown], named: new Map(), written: [] };
    const ids = drawOne(canvas, environment, "pcolormesh", axes, grid);
    return tuple([unknown, unknown, unknown, { kind: "artist", ids, axes }]);
  }
}

function drawOne(
  canvas: Canvas,
  environment: Environment,
  name: string,
  axes: number,
  args: PyArguments,
): readonly number[] {
  const flat = drawn[name] ?? name;
  const own =
    canvas.polar.has(axes) && flat === "plot"
      ? "polar"
      : canvas.spatial.has(axes)
        ? (inSpace[flat] ?? flat)
        : flat;
  const target = handle(axes);
  invoke(canvas, environment, "hold", [target, text("on")]);
  const { values, written } = argumentsFor(
    own === "scatter3" ? own : name,
    args,
    environment.statement?.line ?? 0,
  );
  const options = optionsFor(args);
  const hasColor =
    args.named.has("color") ||
    args.named.has("c") ||
    args.positional.slice(1).some((each) => each.kind === "text" && /[bgrcmykw]|C\d/.test(each.text));
  if (!uncoloured.has(own) && !hasColor) {
    const turn = canvas.colors.get(axes) ?? 0;
    canvas.colors.set(axes, turn + 1);
    options.push(text("Color"), text(cycle[turn % cycle.length] ?? "#1f77b4"));
  }
  const made = invoke(canvas, environment, own, [target, ...values, ...options], ["axes", ...written]);
  if (own === "imagesc" && textIn(args.named.get("origin")) === "lower")
    invoke(canvas, environment, "axis", [target, text("xy")]);
  if (made.kind !== "handle") return [];
  const label = textIn(args.named.get("label"));
  if (label !== undefined) relabel(canvas, axes, made.ids[0] ?? 0, label, legendRank(name));
  return made.ids;
}

/** Names an object for the legend; names that begin with `_` are left out there. */
export function relabel(canvas: Canvas, axes: number, id: number, name: string, rank: number): void {
  const entries = (canvas.labelled.get(axes) ?? []).filter((each) => each.id !== id);
  if (name !== "" && !name.startsWith("_")) entries.push({ id, name, rank });
  canvas.labelled.set(axes, entries);
}

/** `plot(x, y, "r", u, v)` draws as many series; a matrix one for each column. */
function seriesOf(args: PyArguments): PyArguments[] {
  const groups: { positional: PyValue[]; written: string[]; color?: PyValue }[] = [];
  let group: (typeof groups)[number] | undefined;
  args.positional.forEach((value, i) => {
    const isText = value.kind === "text";
    if (!group || (group.positional.length >= 2 && !isText)) {
      group = { positional: [], written: [] };
      groups.push(group);
    }
    if (isText && !isFormat(value.text)) group.color = value;
    else {
      group.positional.push(value);
      group.written.push(args.written[i] ?? "");
    }
    if (isText) group = undefined;
  });
  return groups.flatMap(({ color, ...each }) =>
    columnsOf({ ...each, named: color ? new Map([...args.named, ["color", color]]) : args.named }),
  );
}

const isRuled = (name: string): boolean => name === "hlines" || name === "vlines";

/** `hlines(y, xmin, xmax)`: a line of two points for each place. */
function ruled(name: string, args: PyArguments): PyArguments[] {
  const names = name === "hlines" ? ["y", "xmin", "xmax"] : ["x", "ymin", "ymax"];
  const [places, from, to] = names.map((each, i) => arrayOf(option(args, each, i))?.data);
  if (!places || !from || !to || places.length > mostColumns)
    throw new PyUnknown(`this form of ${name} is not evaluated here`);
  const at = (data: Float64Array, i: number): number => data[data.length === 1 ? 0 : i] ?? Number.NaN;
  // They take no colour from the cycle.
  const color: PyValue = args.named.get("colors") ?? { kind: "text", text: "C0" };
  return Array.from(places, (place, i) => {
    const [along, across] = [vector([at(from, i), at(to, i)]), vector([place, place])];
    return {
      positional: name === "hlines" ? [along, across] : [across, along],
      named: new Map([["color", color] as const, ...args.named].filter(([each]) => !names.includes(each))),
      written: [],
    };
  });
}

const mostColumns = 60;

function columnsOf(args: PyArguments): PyArguments[] {
  const numbers = args.positional.filter(({ kind }) => kind !== "text");
  const rest = args.positional.slice(numbers.length);
  const arrays = numbers.map(arrayOf);
  const columns = arrays.map((each) => (each?.shape.length === 2 ? (each.shape[1] ?? 0) : 1));
  const n = Math.max(1, ...columns);
  if (n === 1 && columns.every((_, i) => arrays[i]?.shape.length !== 2)) return [args];
  if (n > mostColumns || arrays.some((each) => each === undefined)) return [args];
  const labels = args.named.get("label");
  return Array.from({ length: n }, (_, j) => {
    const named = new Map(args.named);
    const label = labels?.kind === "list" ? labels.items[j] : labels;
    if (label) named.set("label", label);
    const own = arrays.map((each) =>
      each?.shape.length === 2 ? column(each, columnsIn(each) === 1 ? 0 : j) : each,
    );
    return {
      positional: [...own.flatMap((each) => (each ? [each] : [])), ...rest],
      written: args.written.map((text, i) => (i === numbers.length - 1 ? `${text}[:, ${j}]` : text)),
      named,
    };
  });
}

const columnsIn = (array: NdArray): number => array.shape[1] ?? 1;

function column({ shape, data, dtype }: NdArray, j: number): NdArray {
  const [rows = 0, n = 1] = shape;
  return nd(
    [rows],
    Float64Array.from({ length: rows }, (_, i) => data[i * n + j] ?? 0),
    dtype,
  );
}

/** Gaps are written as None. */
const withGaps = (value: PyValue): PyValue =>
  value.kind === "list" && value.items.some(({ kind }) => kind === "none")
    ? { ...value, items: value.items.map((each) => (each.kind === "none" ? num(Number.NaN) : each)) }
    : value;

/** Texts among the coordinates stand at 0, 1, 2, … in the order in which they come. */
function placed(canvas: Canvas, axes: number, name: string, args: PyArguments): PyArguments {
  if (!/^(plot|scatter|bar|barh|step|stem|errorbar|fill_between|semilogy)$/.test(name)) return args;
  const positional = args.positional.map((value, i): PyValue => {
    if (i > 1) return value;
    const texts = value.kind === "list" && value.items.length > 0 ? value.items.map(textIn) : [];
    if (texts.length === 0 || texts.some((each) => each === undefined)) return withGaps(value);
    const side = `${axes} ${(i === 0) === (name !== "barh") ? "x" : "y"}`;
    const places = canvas.categories.get(side) ?? new Map<string, number>();
    canvas.categories.set(side, places);
    for (const each of texts) if (!places.has(each ?? "")) places.set(each ?? "", places.size);
    return nd(
      [texts.length],
      Float64Array.from(texts, (each) => places.get(each ?? "") ?? 0),
      "int",
    );
  });
  const isCategory = (i: number): boolean =>
    positional[i] !== args.positional[i] && positional[i]?.kind === "array";
  return {
    ...args,
    positional,
    written: args.written.map((own, i) => (isCategory(i) ? "category" : own)),
  };
}
