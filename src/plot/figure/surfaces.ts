import { MatlabError } from "../evaluate/builtin.js";
import { array, count, numberOf, textOf } from "../evaluate/values.js";
import { type Call, type Draw, drawingAxes, optionsFrom, positionals } from "./call.js";
import { asColumn, columnsOf, dataOf, isVectorSize, realPart } from "./data.js";
import { writtenAs } from "./lineObject.js";
import { gridOf } from "./lines.js";
import type { Axes, Data, ObjectKind, PlotObject } from "./model.js";
import { applyOptions } from "./objectProperties.js";
import { addObject, handleTo } from "./scene.js";

interface Grid {
  readonly x: Data;
  readonly y: Data;
  readonly z: Data;
  readonly c?: Data;
  readonly written: PlotObject["written"];
}

/** `f(Z)`, `f(Z, C)`, `f(X, Y, Z)`, `f(X, Y, Z, C)`. */
function gridFrom(call: Call): Grid {
  const data = positionals(call.args)
    .values.map(dataOf)
    .filter((each) => each !== undefined);
  const [a, b, c, d] = data;
  if (a === undefined) throw new MatlabError(`${call.name}: numbers are needed`);
  if (b === undefined || c === undefined) {
    const { x, y } = vectorsOf(a);
    return {
      x,
      y,
      z: realPart(a),
      ...(b && { c: b }),
      written: writtenAs(undefined, undefined, call.written[0]),
    };
  }
  checkGrid(call.name, a, b, c);
  return {
    x: a,
    y: b,
    z: realPart(c),
    ...(d && { c: d }),
    written: writtenAs(call.written[0], call.written[1], call.written[2]),
  };
}

/** @throws {MatlabError} */
function checkGrid(name: string, x: Data, y: Data, z: Data): void {
  const [rows, columns] = z.size ?? [];
  if (x.size === undefined || y.size === undefined || rows === undefined) return;
  const fits = (size: readonly number[], along: number | undefined): boolean =>
    isVectorSize(size)
      ? count(size) === along || count(size) === rows * (columns ?? 1)
      : size[0] === rows && size[1] === columns;
  if (!fits(x.size, columns) || !fits(y.size, rows))
    throw new MatlabError(`${name}: the sizes of X, Y and Z do not fit`);
}

/** 1, 2, … along the columns and the rows. */
function vectorsOf(z: Data): { x: Data; y: Data } {
  if (z.size === undefined) return { x: z, y: z };
  const [rows = 0, columns = 0] = z.size;
  const upTo = (n: number) => Float64Array.from({ length: n }, (_, i) => i + 1);
  return { x: array([1, columns], upTo(columns)), y: array([rows, 1], upTo(rows)) };
}

function addSurface(call: Call, axes: Axes, kind: ObjectKind, grid: Grid): PlotObject {
  const object = addObject(call.scene, axes, kind, call.name, call.site);
  object.x = grid.x;
  object.y = grid.y;
  object.z = grid.z;
  if (grid.c) object.c = grid.c;
  object.written = grid.written;
  applyOptions(object, optionsFrom(call.args, positionals(call.args).next));
  return object;
}

const surface: Draw = (call) => {
  const axes = drawingAxes(call);
  if (call.name !== "surface") axes.grid = true;
  const grid = gridFrom(call);
  // The fourth argument of `surfl` is the place of the light.
  const { c, ...plain } = grid;
  const objects = [
    addSurface(call, axes, "surface", call.name === "surfl" || c === undefined ? plain : grid),
  ];
  if (["surfc", "meshc"].includes(call.name)) objects.push(addSurface(call, axes, "contour", plain));
  return [handleTo(...objects)];
};

/** `meshz` and `waterfall` draw a curtain down to the lowest value around the surface: two more rows and columns. */
const curtain: Draw = (call) => {
  const axes = drawingAxes(call);
  axes.grid = true;
  const grid = gridFrom(call);
  const around = padded(grid);
  const object = addSurface(call, axes, "surface", around);
  return [handleTo(object)];
};

function padded(grid: Grid): Grid {
  const { z } = grid;
  if (z.size === undefined || z.size.length > 2) return grid;
  const [rows = 0, columns = 0] = z.size;
  const x = extended(grid.x);
  const y = extended(grid.y);
  if (z.kind !== "array") return { ...grid, x, y, z: { ...z, size: [rows + 4, columns + 4] } };
  const low = z.re.reduce(
    (least, each) => (Number.isFinite(each) ? Math.min(least, each) : least),
    Number.POSITIVE_INFINITY,
  );
  const isEdge = (i: number, n: number) => i < 1 || i > n + 2;
  const isRim = (i: number, n: number) => i < 2 || i > n + 1;
  const around = (i: number, j: number) =>
    isEdge(i, rows) || isEdge(j, columns) || (isRim(i, rows) && isRim(j, columns));
  return {
    ...grid,
    x,
    y,
    z: extended(z, (i, j) => (around(i, j) ? low : undefined)),
  };
}

/** Two more elements on each side along each direction that has several, equal to the nearest or as `edge` says. */
function extended(data: Data, edge: (i: number, j: number) => number | undefined = () => undefined): Data {
  if (data.kind !== "array") return data;
  const [rows = 0, columns = 0] = data.size;
  const by = (n: number) => (n === 1 ? 0 : 2);
  const [up, left] = [by(rows), by(columns)];
  const height = rows + 2 * up;
  const width = columns + 2 * left;
  const nearest = (i: number, n: number) => Math.min(Math.max(i, 0), n - 1);
  const re = new Float64Array(height * width);
  for (let j = 0; j < width; j++)
    for (let i = 0; i < height; i++) {
      re[i + j * height] =
        edge(i, j) ?? data.re[nearest(i - up, rows) + nearest(j - left, columns) * rows] ?? 0;
    }
  return array([height, width], re);
}

/** Coordinates of each element, where a vector stands for a row or a column. */
export function full(data: Data, rows: number, columns: number, along: "x" | "y"): Data {
  if (data.kind !== "array" || !isVectorSize(data.size) || data.re.length === rows * columns) return data;
  const re = new Float64Array(rows * columns);
  for (let j = 0; j < columns; j++)
    for (let i = 0; i < rows; i++) re[i + j * rows] = data.re[along === "x" ? j : i] ?? Number.NaN;
  return array([rows, columns], re);
}

const contour: Draw = (call) => {
  const axes = drawingAxes(call);
  const { values } = positionals(call.args);
  const isGrid = values.length >= 3;
  const grid = gridFrom({ ...call, args: isGrid ? values.slice(0, 3) : values.slice(0, 1) });
  const [rows, columns] = grid.z.size ?? [];
  const whole = (data: Data, along: "x" | "y") =>
    rows === undefined || columns === undefined ? data : full(data, rows, columns, along);
  const object = addSurface(call, axes, "contour", { ...grid, x: whole(grid.x, "x"), y: whole(grid.y, "y") });
  const levels = dataOf(values[isGrid ? 3 : 1]);
  const n = levels?.kind === "array" ? levels.re.length : 0;
  if (n === 1) object.notes.push(`${levels?.kind === "array" ? levels.re[0] : 0} levels`);
  else if (n > 1 && levels?.kind === "array")
    object.notes.push(
      n === 2 && levels.re[0] === levels.re[1] ? `one level, at ${levels.re[0]}` : `${n} levels`,
    );
  if (call.name === "contourf") object.style.filled = true;
  return [array([0, 0], new Float64Array(0)), handleTo(object)];
};

const pcolor: Draw = (call) => {
  const axes = drawingAxes(call);
  const grid = gridFrom(call);
  const zero: Data = grid.z.size ? array(grid.z.size, new Float64Array(count(grid.z.size))) : grid.z;
  const object = addSurface(call, axes, "surface", { ...grid, c: grid.z, z: zero });
  object.written = { ...grid.written };
  return [handleTo(object)];
};

/** A strip for each column, the last one first; `x` runs across the strips. */
const ribbon: Draw = (call) => {
  const axes = drawingAxes(call);
  axes.grid = true;
  const [first, second, third] = positionals(call.args).values.map(dataOf);
  if (first === undefined) throw new MatlabError("ribbon: numbers are needed");
  const heights = asColumn(realPart(second ?? first));
  const width = third?.kind === "array" ? (third.re[0] ?? 0.75) : 0.75;
  const written = writtenAs(undefined, second && call.written[0], call.written[second ? 1 : 0]);
  const strips = columnsOf(heights).map((column, j): PlotObject => {
    const rows = column.size?.[0] ?? 0;
    const along = second ? columnsOf(asColumn(first)) : undefined;
    const y =
      along?.[j] ??
      along?.[0] ??
      array(
        [rows, 1],
        Float64Array.from({ length: rows }, (_, i) => i + 1),
      );
    const twice = (data: Data): Data =>
      data.kind === "array" ? array([rows, 2], Float64Array.from([...data.re, ...data.re])) : data;
    const edges = Float64Array.from({ length: 2 * rows }, (_, i) => j + 1 + (i < rows ? -width : width) / 2);
    const object = addObject(call.scene, axes, "surface", call.name, call.site);
    return Object.assign(object, { x: array([rows, 2], edges), y: twice(y), z: twice(column), written });
  });
  axes.objects.push(...axes.objects.splice(-strips.length).reverse());
  return [handleTo(...strips)];
};

const image: Draw = (call) => {
  const axes = drawingAxes(call);
  const { values, next } = positionals(call.args);
  const data = values.map(dataOf);
  const isPlaced = data.length >= 3 && data[2] !== undefined;
  const c = isPlaced ? data[2] : data[0];
  if (c === undefined && textOf(call.args[0]) === undefined)
    throw new MatlabError(`${call.name}: numbers are needed`);
  const object = addObject(call.scene, axes, "image", call.name, call.site);
  axes.y.reversed = true;
  const range = isPlaced || call.name === "imshow" ? undefined : data[1];
  if (c === undefined) {
    const reason = `${textOf(call.args[0])} is read from a file`;
    object.c = { kind: "unknown", reason, line: call.site.inner.line };
    return [handleTo(object)];
  }
  object.c = c;
  object.written = writtenAs(undefined, undefined, call.written[isPlaced ? 2 : 0]);
  const [rows, columns] = c.size ?? [];
  const ends = (given: Data | undefined, n: number | undefined): Data => {
    if (given?.kind === "array" && given.re.length > 0) {
      return array([1, 2], Float64Array.of(given.re[0] ?? 1, given.re[given.re.length - 1] ?? 1));
    }
    if (given && given.kind !== "array") return given;
    return n === undefined ? c : array([1, 2], Float64Array.of(1, n));
  };
  object.x = ends(isPlaced ? data[0] : undefined, columns);
  object.y = ends(isPlaced ? data[1] : undefined, rows);
  const limits = range?.kind === "array" && range.re.length === 2 ? range : undefined;
  if (limits) axes.colorLimits = [limits.re[0] ?? 0, limits.re[1] ?? 1];
  if (call.name === "imshow") axes.visible = false;
  applyOptions(object, optionsFrom(call.args, next));
  return [handleTo(object)];
};

const quiver: Draw = (call) => {
  const axes = drawingAxes(call);
  const { values } = positionals(call.args);
  const data = values.map(dataOf).filter((each) => each !== undefined);
  const isSpatial = call.name === "quiver3";
  const needed = isSpatial ? 6 : 4;
  const object = addObject(call.scene, axes, "quiver", call.name, call.site);
  if (data.length >= needed) {
    const [x, y, z, u, v] = isSpatial ? data : [data[0], data[1], undefined, data[2], data[3]];
    object.x = x;
    object.y = y;
    object.z = z;
    object.u = u;
    object.v = v;
    object.written = writtenAs(call.written[0], call.written[1]);
    const [rows, columns] = u?.size ?? [];
    if (!isSpatial && rows !== undefined && columns !== undefined && x && y) {
      object.x = full(x, rows, columns, "x");
      object.y = full(y, rows, columns, "y");
    }
  } else if (data.length >= 2) {
    const [u, v] = data;
    if (u) Object.assign(object, gridOf(u));
    object.u = u;
    object.v = v;
  } else throw new MatlabError(`${call.name}: arrows are needed`);
  const scale = numberOf(values[needed]);
  if (scale !== undefined)
    object.notes.push(scale === 0 ? "arrows at their true length" : `arrows scaled by ${scale}`);
  return [handleTo(object)];
};

export const surfaceCalls: Readonly<Record<string, Draw>> = {
  surf: surface,
  surfc: surface,
  surfl: surface,
  surface,
  mesh: surface,
  meshc: surface,
  meshz: curtain,
  waterfall: curtain,
  contour,
  contourf: contour,
  contour3: contour,
  pcolor,
  ribbon,
  image,
  imagesc: image,
  imshow: image,
  heatmap: image,
  quiver,
  quiver3: quiver,
};
