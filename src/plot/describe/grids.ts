import { count, listed } from "../../base/words.js";
import type { DescriptionLevel } from "../../protocol/plot.js";
import type { Axes, Data, PlotObject } from "../figure/model.js";
import { full } from "../figure/surfaces.js";
import { number, within } from "./numbers.js";
import { rangeWords, type Words } from "./series.js";
import { isLevel, positionOfMax, positionOfMin, statisticsOf } from "./statistics.js";
import { namesOf, nounOf, withUnit } from "./words.js";

interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
}

/** Surfaces, contours and coloured grids. */
export function describeGrid(object: PlotObject, axes: Axes, level: DescriptionLevel): Words {
  const names = namesOf(object, axes);
  // `pcolor` is flat: the values are its colours.
  const isFlat = object.fn === "pcolor" && object.c !== undefined;
  const values = isFlat ? object.c : object.z;
  const details: string[] = [];
  const [rows, columns] = values?.size ?? [];
  const size = rows !== undefined && columns !== undefined ? `${columns} × ${rows} points` : undefined;
  const parts = [
    `${nounOf(object)} of ${names.z}`,
    ...(size ? [size] : []),
    ...rangeWords(object.x, names.x === names.z ? "x" : names.x, names.xUnit, 2),
    ...rangeWords(
      object.y,
      object.written.y !== undefined || axes.y.label.text ? names.y : "y",
      names.yUnit,
      2,
    ),
  ];
  let sentence = parts.join(", ");
  const grid = gridOf(object, values);
  if (level >= 2 && grid) {
    const { min, max, mean } = statisticsOf(grid.z);
    if (min !== undefined && max !== undefined && mean !== undefined) {
      const value = (each: number) => withUnit(within(each, max - min), names.zUnit);
      if (isLevel(min, max)) sentence += `; ${names.z} constant at ${value(min)}`;
      else {
        sentence += `; ${names.z} between ${value(min)} ${placeOf(grid, positionOfMin(grid.z))} and ${value(max)} ${placeOf(grid, positionOfMax(grid.z))}`;
        if (object.fn !== "waterfall" && object.fn !== "meshz") details.push(`mean ${value(mean)}`);
      }
    }
  }
  if (level === 3 && grid && object.fn !== "waterfall" && object.fn !== "meshz")
    details.push(...reliefWords(grid));
  if (object.style.filled && object.kind === "contour" && object.fn !== "contourf") details.push("filled");
  return { sentence, details };
}

/** Values with their places; undefined where they do not make a grid. */
export function gridOf(object: PlotObject, values: Data | undefined): Grid | undefined {
  if (values?.kind !== "array" || values.size.length > 2 || values.re.length === 0) return undefined;
  const [rows = 0, columns = 0] = values.size;
  const x = object.x && full(object.x, rows, columns, "x");
  const y = object.y && full(object.y, rows, columns, "y");
  if (x?.kind !== "array" || y?.kind !== "array") return undefined;
  if (x.re.length !== values.re.length || y.re.length !== values.re.length) return undefined;
  return { rows, columns, x: x.re, y: y.re, z: values.re };
}

function placeOf({ x, y }: Grid, at: number): string {
  const [sx, sy] = [statisticsOf(x), statisticsOf(y)];
  return `(at ${within(x[at] ?? 0, (sx.max ?? 0) - (sx.min ?? 0))}, ${within(y[at] ?? 0, (sy.max ?? 0) - (sy.min ?? 0))})`;
}

/** Summits, hollows, saddles and symmetry of a regular grid. */
function reliefWords(grid: Grid): string[] {
  if (grid.rows < 5 || grid.columns < 5 || !grid.z.every(Number.isFinite) || grid.z.length > 250_000)
    return [];
  const { min = 0, max = 0 } = statisticsOf(grid.z);
  if (max - min <= 1e-12 * Math.max(Math.abs(min), Math.abs(max))) return [];
  const { tops, hollows, saddles } = criticalPoints(grid, 1e-9 * (max - min));
  const words: string[] = [];
  const say = (points: readonly number[], one: string, many: string): void => {
    if (points.length === 0) return;
    if (points.length > 4)
      words.push(points.length > 50 ? `more than 50 ${many}` : `${points.length} ${many}`);
    else words.push(`${count(points.length, one, many)} ${listed(points.map((at) => placeOf(grid, at)))}`);
  };
  say(tops, "peak inside", "peaks inside");
  say(hollows, "hollow inside", "hollows inside");
  say(saddles, "saddle", "saddles");
  words.push(...symmetryWords(grid, max - min));
  return words;
}

/**
 * A point higher (lower) than its eight neighbours is a peak (hollow); where the differences around the ring change sign four
 * times or more it is a saddle (Peucker & Douglas, Computer Graphics and Image Processing 1975).
 */
export function criticalPoints(
  { rows, columns, z }: Pick<Grid, "rows" | "columns" | "z">,
  tolerance: number,
): { tops: number[]; hollows: number[]; saddles: number[] } {
  const ring = [-1, rows - 1, rows, rows + 1, 1, 1 - rows, -rows, -1 - rows];
  const found = { tops: [] as number[], hollows: [] as number[], saddles: [] as number[] };
  for (let j = 1; j < columns - 1; j++)
    for (let i = 1; i < rows - 1; i++) {
      const at = i + j * rows;
      let [up, down, changes, last] = [0, 0, 0, 0];
      let first = 0;
      for (const step of ring) {
        const difference = (z[at + step] ?? 0) - (z[at] ?? 0);
        const sign = Math.abs(difference) <= tolerance ? 0 : Math.sign(difference);
        if (sign > 0) up++;
        if (sign < 0) down++;
        if (sign === 0) continue;
        if (last !== 0 && sign !== last) changes++;
        if (first === 0) first = sign;
        last = sign;
      }
      if (first !== 0 && last !== first) changes++;
      if (down === 8) found.tops.push(at);
      else if (up === 8) found.hollows.push(at);
      else if (changes >= 4) found.saddles.push(at);
    }
  return found;
}

/** Mirrored in the middle of the x or the y range, the values are the same, or the same with the other sign, to 1e-6 of the range. */
function symmetryWords({ rows, columns, z }: Grid, spread: number): string[] {
  const agrees = (mirror: (i: number, j: number) => number, sign: 1 | -1): boolean => {
    for (let j = 0; j < columns; j++)
      for (let i = 0; i < rows; i++) {
        if (Math.abs((z[i + j * rows] ?? 0) - sign * (z[mirror(i, j)] ?? 0)) > 1e-6 * spread) return false;
      }
    return true;
  };
  const inX = (i: number, j: number) => i + (columns - 1 - j) * rows;
  const inY = (i: number, j: number) => rows - 1 - i + j * rows;
  const words: string[] = [];
  const even = [agrees(inX, 1) ? "x" : "", agrees(inY, 1) ? "y" : ""].filter((each) => each !== "");
  const odd = [agrees(inX, -1) ? "x" : "", agrees(inY, -1) ? "y" : ""].filter((each) => each !== "");
  if (even.length > 0) words.push(`symmetric in ${listed(even)}`);
  if (odd.length > 0) words.push(`antisymmetric in ${listed(odd)}`);
  return words;
}

export function describeImage(object: PlotObject, axes: Axes, level: DescriptionLevel): Words {
  const names = namesOf(object, axes);
  const { c } = object;
  const size = c?.size;
  const [rows, columns, channels] = size ?? [];
  const name =
    object.written.y !== undefined || object.written.z !== undefined ? (object.written.z ?? names.y) : "data";
  const dimensions =
    rows !== undefined && columns !== undefined
      ? `, ${columns} × ${rows} ${axes.visible ? "cells" : "pixels"}`
      : "";
  let sentence = `${nounOf(object)} of ${name}${dimensions}${channels === 3 ? " in true colour" : ""}`;
  const details: string[] = [];
  if (c?.kind === "array" && level >= 2) {
    const { min, max, mean } = statisticsOf(c.re);
    if (min !== undefined && max !== undefined && mean !== undefined) {
      if (isLevel(min, max)) sentence += `; all values ${number(min)}`;
      else {
        const at = (place: number) =>
          `(row ${(place % (rows ?? 1)) + 1}, column ${Math.floor(place / (rows ?? 1)) + 1})`;
        sentence += `; values between ${number(min)} ${at(positionOfMin(c.re))} and ${number(max)} ${at(positionOfMax(c.re))}`;
        details.push(`mean ${number(mean)}`);
      }
    }
    if (level === 3 && size?.length === 2) details.push(...patternWords(c.re, rows ?? 0, columns ?? 0));
  }
  if (axes.colormap !== "") details.push(`colour map ${axes.colormap}`);
  if (axes.colorLimits)
    details.push(`colours from ${number(axes.colorLimits[0])} to ${number(axes.colorLimits[1])}`);
  return { sentence, details };
}

/** Patterns that are plain to see and exact. */
function patternWords(z: Float64Array, rows: number, columns: number): string[] {
  if (rows < 2 || columns < 2) return [];
  const every = (holds: (value: number, i: number, j: number) => boolean): boolean => {
    for (let j = 0; j < columns; j++)
      for (let i = 0; i < rows; i++) if (!holds(z[i + j * rows] ?? 0, i, j)) return false;
    return true;
  };
  const first = z[0] ?? 0;
  if (z.every((value) => value === first)) return [];
  const words: string[] = [];
  if (every((value, _, j) => value === z[j * rows])) words.push("every row is the same");
  else if (every((value, i) => value === z[i])) words.push("every column is the same");
  else if (every((value, i, j) => (i === j ? value !== 0 : value === 0)))
    words.push("only the diagonal differs from zero");
  else if (every((value, i, j) => value === ((i + j) % 2 === 0 ? first : z[1]))) words.push("a chequerboard");
  if (rows === columns && words.length === 0 && every((value, i, j) => value === z[j + i * rows]))
    words.push("symmetric about its diagonal");
  const distinct = new Set<number>();
  for (const value of z) {
    distinct.add(value);
    if (distinct.size > 6) break;
  }
  if (distinct.size === 2) {
    const [a = 0, b = 0] = [...distinct].sort((p, q) => p - q);
    const share = z.reduce((n, value) => n + (value === b ? 1 : 0), 0) / z.length;
    words.push(
      `two values, ${number(a)} and ${number(b)}; ${number(100 * share)} % of the cells are ${number(b)}`,
    );
  } else if (distinct.size <= 6) words.push(`${distinct.size} different values`);
  return words;
}
