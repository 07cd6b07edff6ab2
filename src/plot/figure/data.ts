import { MatlabError } from "../evaluate/builtin.js";
import { array, count, type Size, type Value } from "../evaluate/values.js";
import type { Data } from "./model.js";

/** One coordinate as it may be drawn; undefined for what is no numbers (text, cell, struct, handle). */
export function dataOf(value: Value | undefined): Data | undefined {
  switch (value?.kind) {
    case "array":
      return value.class === "char" ? undefined : value;
    case "random":
    case "unknown":
      return value;
    default:
      return undefined;
  }
}

export const countOf = (data: Data): number | undefined => data.size && count(data.size);

export const isVectorSize = (size: Size): boolean => size.length === 2 && (size[0] === 1 || size[1] === 1);

/** The same contents, where they are known, in another size; else the same reason. */
function withSize(data: Data, size: Size): Data {
  return data.kind === "array" ? array(size, data.re, data.im) : { ...data, size };
}

/** Real parts: what MATLAB draws of complex numbers, with a warning. */
export function realPart(data: Data): Data {
  return data.kind === "array" && data.im ? array(data.size, data.re) : data;
}

export function imaginaryPart(data: Data): Data {
  if (data.kind !== "array") return data;
  return array(data.size, data.im ?? new Float64Array(data.re.length));
}

export const range = (n: number): Data =>
  array(
    [1, n],
    Float64Array.from({ length: n }, (_, i) => i + 1),
  );

/** The columns of a matrix, each as a column vector; of unknown size: itself. */
export function columnsOf(data: Data): Data[] {
  const { size } = data;
  if (size === undefined || size.length > 2) return [data];
  const [rows = 0, columns = 0] = size;
  return Array.from({ length: columns }, (_, j) =>
    data.kind === "array"
      ? array(
          [rows, 1],
          data.re.slice(j * rows, (j + 1) * rows),
          data.im?.slice(j * rows, (j + 1) * rows),
          data.class,
        )
      : { ...data, size: [rows, 1] },
  );
}

function transposed(data: Data): Data {
  const { size } = data;
  if (size === undefined || size.length > 2) return data;
  const [rows = 0, columns = 0] = size;
  if (data.kind !== "array") return { ...data, size: [columns, rows] };
  const re = new Float64Array(data.re.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) re[j + i * columns] = data.re[i + j * rows] ?? 0;
  return array([columns, rows], re);
}

/** A vector as a column; a matrix as it is. */
export function asColumn(data: Data): Data {
  const { size } = data;
  return size && isVectorSize(size) ? withSize(data, [count(size), 1]) : data;
}

/** Columns of `y` against `x`, as `plot` pairs them. @throws {MatlabError} where the sizes do not fit. */
export function pairSeries(x: Data | undefined, y: Data): { x: Data; y: Data }[] {
  const ySize = y.size;
  if (x === undefined) {
    const columns = columnsOf(asColumn(y));
    const [rows] = ySize && isVectorSize(ySize) ? [count(ySize)] : [ySize?.[0]];
    return columns.map((each) => ({ x: rows === undefined ? each : range(rows), y: each }));
  }
  const xSize = x.size;
  if (xSize === undefined || ySize === undefined) {
    return [
      {
        x: xSize && isVectorSize(xSize) ? asColumn(x) : x,
        y: ySize && isVectorSize(ySize) ? asColumn(y) : y,
      },
    ];
  }
  if (count(xSize) === 0 || count(ySize) === 0) return [];
  const xn = count(xSize);
  const yn = count(ySize);
  if (isVectorSize(xSize) && isVectorSize(ySize)) {
    if (xn === yn) return [{ x: asColumn(x), y: asColumn(y) }];
    // A single point each.
    if (xn === 1) return columnsOf(transposed(asColumn(y))).map((each) => ({ x, y: each }));
    if (yn === 1) return columnsOf(transposed(asColumn(x))).map((each) => ({ x: each, y }));
    throw new MatlabError("plot: vector lengths must match");
  }
  if (isVectorSize(xSize)) {
    const columns = ySize[0] === xn ? columnsOf(y) : ySize[1] === xn ? columnsOf(transposed(y)) : undefined;
    if (columns === undefined) throw new MatlabError("plot: vector and matrix sizes must match");
    const one = asColumn(x);
    return columns.map((each) => ({ x: one, y: each }));
  }
  if (isVectorSize(ySize)) {
    const columns = xSize[0] === yn ? columnsOf(x) : xSize[1] === yn ? columnsOf(transposed(x)) : undefined;
    if (columns === undefined) throw new MatlabError("plot: vector and matrix sizes must match");
    const one = asColumn(y);
    return columns.map((each) => ({ x: each, y: one }));
  }
  const xs = columnsOf(x);
  const ys = columnsOf(y);
  if (xSize[0] !== ySize[0] || xs.length !== ys.length)
    throw new MatlabError("plot: matrix dimensions must match");
  return ys.map((each, j) => ({ x: xs[j] ?? x, y: each }));
}
