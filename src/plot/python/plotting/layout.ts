import { arrayOf, numberIn, numberOr, truthOf } from "../arrays.js";
import { dictOf } from "../dictionaries.js";
import type { Environment } from "../environment.js";
import { none, option, type PyArguments, PyUnknown, type PyValue, textIn } from "../values.js";
import { axesAt, axesInCells, type Canvas, type Projection, select } from "./canvas.js";

const plain: Projection = { spatial: false, polar: false };

export const projectionIn = ({ named }: PyArguments): Projection => ({
  spatial: textIn(named.get("projection")) === "3d",
  polar: textIn(named.get("projection")) === "polar" || truthOf(named.get("polar")) === true,
});

const mostAxes = 100;

/** The axes of `subplots`: alone, in a row or a column, or in rows and columns. */
export function gridOfAxes(canvas: Canvas, environment: Environment, args: PyArguments): PyValue {
  const rows = numberOr(option(args, "nrows", 0), 1);
  const columns = numberOr(option(args, "ncols", 1), 1);
  if (rows * columns > mostAxes) throw new PyUnknown("so many axes are not described here");
  const options = args.named.get("subplot_kw");
  const named = new Map(
    options?.kind === "dict"
      ? [...options.entries.values()].map(([key, value]) => [textIn(key) ?? "", value])
      : [],
  );
  const projection = projectionIn({ ...args, named });
  const grid = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (__, j) =>
      axesInCells(canvas, environment, rows, columns, [i * columns + j + 1], projection),
    ),
  );
  const flat = grid.flat();
  const isWhole = truthOf(args.named.get("squeeze")) === false;
  if (flat.length === 1 && !isWhole) return flat[0] ?? none;
  if ((rows === 1 || columns === 1) && !isWhole) return { kind: "list", items: flat, is: "axes" };
  return { kind: "list", items: grid.map((items) => ({ kind: "list", items, is: "axes" })), is: "axes" };
}

/** `subplot_mosaic("AB;CC")` or lists of names: axes by name. */
export function mosaic(canvas: Canvas, environment: Environment, layout: PyValue | undefined): PyValue {
  const rows =
    layout?.kind === "text"
      ? layout.text
          .trim()
          .split(/[;\n]\s*/)
          .map((row) => [...row.trim()])
      : layout?.kind === "list"
        ? layout.items.map((row) => (row.kind === "list" ? row.items.map((each) => textIn(each) ?? ".") : []))
        : [];
  const columns = rows[0]?.length ?? 0;
  const names = [...new Set(rows.flat())].filter((name) => name !== ".");
  if (columns === 0 || names.length > mostAxes) throw new PyUnknown("this layout is not evaluated here");
  return dictOf(
    names.map((name) => {
      const cells = rows.flat().flatMap((each, k) => (each === name ? [k + 1] : []));
      return [
        { kind: "text", text: name },
        axesInCells(canvas, environment, rows.length, columns, cells, plain),
      ] as const;
    }),
  );
}

type Cells = Extract<PyValue, { kind: "cells" }>;

function axesOfCells(
  canvas: Canvas,
  environment: Environment,
  cells: Cells,
  projection: Projection,
): PyValue {
  const [rows, columns] = cells.of;
  const places = cells.rows.flatMap((i) => cells.columns.map((j) => i * columns + j + 1));
  return axesInCells(canvas, environment, rows, columns, places, projection);
}

export function subplot(canvas: Canvas, environment: Environment, args: PyArguments): PyValue {
  const [first, second, third] = args.positional;
  const projection = projectionIn(args);
  if (first?.kind === "axes") {
    select(canvas, environment, first.id);
    return first;
  }
  if (first?.kind === "cells") return axesOfCells(canvas, environment, first, projection);
  const [a = 111, b] = [first, second].map(numberIn);
  if (b === undefined) {
    const [m = 1, n = 1, p = 1] = [...String(a)].map(Number);
    return axesInCells(canvas, environment, m, n, [p], projection);
  }
  const cells = arrayOf(third)?.data;
  if (!cells || first === undefined) throw new PyUnknown("the place of the axes is not known");
  return axesInCells(canvas, environment, a, b, [...cells], projection);
}

export function subplotOfGrid(canvas: Canvas, environment: Environment, args: PyArguments): PyValue {
  const [shape, place] = [arrayOf(option(args, "shape", 0))?.data, arrayOf(option(args, "loc", 1))?.data];
  const [rows = 1, columns = 1] = shape ?? [];
  const [i = 0, j = 0] = place ?? [];
  const [down, across] = [numberOr(option(args, "rowspan", 2), 1), numberOr(option(args, "colspan", 3), 1)];
  const run = (from: number, n: number): number[] => Array.from({ length: n }, (_, k) => from + k);
  const cells: Cells = { kind: "cells", of: [rows, columns], rows: run(i, down), columns: run(j, across) };
  return axesOfCells(canvas, environment, cells, projectionIn(args));
}

/** `axes()`, `axes([left, bottom, width, height])`, `axes(those)`. */
export function newAxes(canvas: Canvas, environment: Environment, args: PyArguments): PyValue {
  const first = args.positional[0] ?? args.named.get("rect");
  if (first?.kind === "axes") {
    select(canvas, environment, first.id);
    return first;
  }
  const place = arrayOf(first)?.data;
  if (place?.length === 4) return axesAt(canvas, environment, place, projectionIn(args));
  if (first && first.kind !== "none") return axesAt(canvas, environment, [0, 0, 1, 1], projectionIn(args));
  return axesInCells(canvas, environment, 1, 1, [1], projectionIn(args));
}

export function cellsOf(rows: number, columns: number): Cells {
  if (rows * columns > 10_000) throw new PyUnknown("so many axes are not described here");
  const run = (n: number): number[] => Array.from({ length: n }, (_, k) => k);
  return { kind: "cells", of: [rows, columns], rows: run(rows), columns: run(columns) };
}
