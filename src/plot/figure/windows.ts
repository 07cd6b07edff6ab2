import { emptyArray, handle, logical, numberOf, textOf, type Value } from "../evaluate/values.js";
import { type Draw, none, optionsFrom, targetAxes } from "./call.js";
import { boxOf, overlaps, sameCell } from "./cells.js";
import type { Axes, Figure, SubplotCell } from "./model.js";
import { setAxesProperty } from "./properties.js";
import {
  addAxes,
  axesOf,
  clearFigure,
  closeFigure,
  deleteAxes,
  figureOf,
  handleTo,
  reset,
  type Scene,
  selectAxes,
  selectFigure,
  targetsOf,
} from "./scene.js";

const figure: Draw = ({ scene, args, site }) => {
  const [first] = args;
  const target = targetsOf(scene, first)[0];
  const number =
    first?.kind === "handle"
      ? target?.kind === "figure"
        ? target.figure.number
        : undefined
      : numberOf(first);
  const made = selectFigure(scene, site.line, number);
  for (const { name, value } of optionsFrom(args, number === undefined && first?.kind !== "handle" ? 0 : 1)) {
    if (name === "name") made.name = textOf(value) ?? made.name;
  }
  return [handle(made.number)];
};

const close: Draw = ({ scene, args, site }) => {
  const word = textOf(args[0])?.toLowerCase();
  const chosen =
    args.length === 0
      ? scene.currentFigure
        ? [scene.currentFigure]
        : []
      : word?.startsWith("all")
        ? [...scene.figures]
        : targetsOf(scene, args[0]).flatMap((each) => (each.kind === "figure" ? [each.figure] : []));
  for (const each of chosen) closeFigure(scene, each, site.line);
  return none;
};

const clf: Draw = ({ scene, args, site }) => {
  const target = targetsOf(scene, args[0])[0];
  const chosen = target?.kind === "figure" ? target.figure : figureOf(scene, site.line);
  clearFigure(scene, chosen, "cleared", site.line);
  return [handle(chosen.number)];
};

const cla: Draw = (call) => {
  const axes = targetAxes(call);
  if (textOf(call.args[0]) === "reset") reset(call.scene, axes, "cleared", call.site.line);
  else {
    const { title, x, y, z, hold, legend } = axes;
    reset(call.scene, axes, "cleared", call.site.line);
    Object.assign(axes, { title, x, y, z, hold });
    if (legend) axes.legend = [];
  }
  return none;
};

/** `subplot(m, n, p)`, `subplot(mnp)`, `subplot("Position", …)`: axes already there become current; those in the way go. */
const subplot: Draw = (call) => {
  const { scene, args, site } = call;
  const target = targetsOf(scene, args[0])[0];
  if (args[0]?.kind === "handle" && target?.kind === "axes") {
    selectAxes(scene, target.axes);
    return [handleTo(target.axes)];
  }
  const owner = figureOf(scene, site.line);
  if (textOf(args[0])?.toLowerCase() === "position") {
    const position = args[1]?.kind === "array" ? [...args[1].re] : [];
    const same = owner.axes.find((each) => each.position && String(each.position) === String(position));
    const axes = same ?? addAxes(scene, owner, undefined, position);
    selectAxes(scene, axes);
    return [handleTo(axes)];
  }
  const { cell, rest } = cellOf(args);
  if (cell === undefined) {
    const uncertain = args.find((each) => each.kind === "unknown" || each.kind === "random");
    const axes = addAxes(scene, owner, uncertain ? undefined : { rows: 1, columns: 1, first: 1, last: 1 });
    return [handleTo(axes)];
  }
  const axes = openCell(scene, owner, cell, site.line);
  for (const { name, value } of optionsFrom(args, rest)) setAxesProperty(axes, name, value);
  return [handleTo(axes)];
};

function cellOf(args: readonly Value[]): { cell: SubplotCell | undefined; rest: number } {
  const [first, second, third] = args;
  const code = numberOf(first);
  if (code !== undefined && (second === undefined || textOf(second) !== undefined) && code >= 111) {
    const [rows = 1, columns = 1, p = 1] = [...String(code)].map(Number);
    return { cell: { rows, columns, first: p, last: p }, rest: 1 };
  }
  const rows = numberOf(first);
  const columns = numberOf(second);
  if (rows === undefined || columns === undefined || third?.kind !== "array" || third.re.length === 0) {
    return { cell: undefined, rest: 3 };
  }
  return { cell: { rows, columns, first: Math.min(...third.re), last: Math.max(...third.re) }, rest: 3 };
}

function openCell(scene: Scene, owner: Figure, cell: SubplotCell, line: number): Axes {
  const same = owner.axes.find((each) => each.cell && sameCell(each.cell, cell));
  if (same) {
    selectAxes(scene, same);
    return same;
  }
  for (const each of [...owner.axes]) {
    if (each.position === undefined && (each.cell === undefined || overlaps(each.cell, cell)))
      deleteAxes(scene, each, line);
  }
  return addAxes(scene, owner, cell);
}

const tiledlayout: Draw = ({ scene, args, site }) => {
  const owner = figureOf(scene, site.line);
  const [rows, columns] = args.slice(0, 2).map(numberOf);
  const isFlow = rows === undefined || columns === undefined;
  clearFigure(scene, owner, "cleared", site.line);
  scene.tiles.set(owner.number, { rows: rows ?? 1, columns: columns ?? 1, last: 0, flow: isFlow });
  return [handle(owner.number)];
};

const nexttile: Draw = ({ scene, args, site }) => {
  const owner = figureOf(scene, site.line);
  const tiles = scene.tiles.get(owner.number) ?? { rows: 1, columns: 1, last: 0, flow: true };
  scene.tiles.set(owner.number, tiles);
  const asked = args[0]?.kind === "array" && args[0].re.length === 1 ? numberOf(args[0]) : undefined;
  const span = args.find((each) => each.kind === "array" && each.re.length === 2 && each.class !== "char");
  const [down = 1, across = 1] = span?.kind === "array" ? span.re : [];
  const first = asked ?? tiles.last + 1;
  if (tiles.flow && first > tiles.rows * tiles.columns) {
    if (tiles.columns <= tiles.rows) tiles.columns++;
    else tiles.rows++;
  }
  const last = first + (down - 1) * tiles.columns + across - 1;
  tiles.last = Math.max(tiles.last, last);
  if (tiles.flow) {
    const axes = addAxes(scene, owner, { rows: tiles.rows, columns: tiles.columns, first, last });
    return [handleTo(axes)];
  }
  return [
    handleTo(openCell(scene, owner, { rows: tiles.rows, columns: tiles.columns, first, last }, site.line)),
  ];
};

/** `axes(h)` makes axes current; without a handle it adds some. */
const axes: Draw = ({ scene, args, site, named }) => {
  const target = named ? ({ kind: "axes", axes: named } as const) : targetsOf(scene, args[0])[0];
  if (target?.kind === "axes") {
    selectAxes(scene, target.axes);
    return [handleTo(target.axes)];
  }
  const options = optionsFrom(args, 0);
  const parent = targetsOf(scene, options.find(({ name }) => name === "parent")?.value)[0];
  const owner = parent?.kind === "figure" ? parent.figure : figureOf(scene, site.line);
  const place = options.find(({ name }) => name === "position" || name === "outerposition")?.value;
  const made = addAxes(scene, owner, undefined, place?.kind === "array" ? [...place.re] : undefined);
  for (const { name, value } of options) setAxesProperty(made, name, value);
  return [handleTo(made)];
};

const yyaxis: Draw = ({ scene, args, site }) => {
  const side = textOf(args[0])?.toLowerCase() === "right" ? "right" : "left";
  const now = axesOf(scene, site.line);
  const owner = figureOf(scene, site.line);
  if ((now.side ?? "left") === side) {
    now.side = side;
    return none;
  }
  now.side ??= "left";
  const place = String(now.cell ? boxOf(now.cell) : now.position);
  const other = owner.axes.find(
    (each) => each.side === side && String(each.cell ? boxOf(each.cell) : each.position) === place,
  );
  if (other) selectAxes(scene, other);
  else {
    const made = addAxes(scene, owner, now.cell, now.position);
    made.side = side;
    made.hold = now.hold;
  }
  return none;
};

/** `plotyy(x1, y1, x2, y2)` with the two axes. */
const plotyy =
  (plot: Draw): Draw =>
  (call) => {
    const { scene, args, site } = call;
    const left = targetAxes(call);
    reset(scene, left, "replaced", site.line);
    left.side = "left";
    const first = plot({ ...call, args: args.slice(0, 2), written: call.written.slice(0, 2), named: left });
    const owner = figureOf(scene, site.line);
    const right = addAxes(scene, owner, left.cell, left.position);
    right.side = "right";
    right.nextColor = left.nextColor;
    const second = plot({ ...call, args: args.slice(2, 4), written: call.written.slice(2, 4), named: right });
    scaleBy(left, textOf(args[4]));
    scaleBy(right, textOf(args[5]) ?? textOf(args[4]));
    selectAxes(scene, left);
    return [handleTo(left, right), first[0] ?? emptyArray, second[0] ?? emptyArray];
  };

function scaleBy(axes: Axes, drawing: string | undefined): void {
  if (drawing === "semilogx" || drawing === "loglog") axes.x.scale = "log";
  if (drawing === "semilogy" || drawing === "loglog") axes.y.scale = "log";
}

const remove: Draw = ({ scene, args, site }) => {
  for (const target of targetsOf(scene, args[0])) {
    if (target.kind === "figure") closeFigure(scene, target.figure, site.line);
    else if (target.kind === "axes") deleteAxes(scene, target.axes, site.line);
    else if (target.kind === "object") {
      const { axes, object } = target;
      scene.past.push({ axes: { ...axes, objects: [object], texts: [] }, why: "cleared", line: site.line });
      axes.objects = axes.objects.filter((each) => each !== object);
      scene.targets.delete(object.id);
    } else if (target.kind === "text")
      target.axes.texts = target.axes.texts.filter((each) => each !== target.text);
  }
  return none;
};

const isGraphics: Draw = ({ scene, args }) => [logical(targetsOf(scene, args[0]).length > 0)];

export const windowCalls = (plot: Draw): Readonly<Record<string, Draw>> => ({
  figure,
  close,
  clf,
  cla,
  subplot,
  tiledlayout,
  nexttile,
  axes,
  yyaxis,
  plotyy: plotyy(plot),
  gcf: ({ scene, site }) => [handle(figureOf(scene, site.line).number)],
  gca: ({ scene, site }) => [handleTo(axesOf(scene, site.line))],
  gco: () => [emptyArray],
  groot: () => [handle(0)],
  newplot: (call) => [handleTo(targetAxes(call))],
  ishold: (call) => [logical(targetAxes(call).hold === "on")],
  delete: remove,
  ishandle: isGraphics,
  ishghandle: isGraphics,
  isgraphics: isGraphics,
  isvalid: isGraphics,
  isfigure: ({ scene, args }) => [logical(targetsOf(scene, args[0]).some(({ kind }) => kind === "figure"))],
  isaxes: ({ scene, args }) => [logical(targetsOf(scene, args[0]).some(({ kind }) => kind === "axes"))],
});
