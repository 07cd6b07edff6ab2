import { MatlabError, NotKnown } from "./builtin.js";
import { entryOf } from "./builtins/maps.js";
import { reserve } from "./limits.js";
import { firstDoubt } from "./uncertain.js";
import {
  type ArrayValue,
  array,
  type CellValue,
  cell,
  classOf,
  count,
  emptyArray,
  type HandleValue,
  isUncertain,
  normalSize,
  type Size,
  type StringValue,
  type StructValue,
  sizeOf,
  textOf,
  unknown,
  type Value,
} from "./values.js";

/** One index: `:` or places counted from zero, with the shape of the value that gave them. */
export type Index = ":" | { readonly places: Float64Array | Int32Array; readonly size: Size };

/** @throws {MatlabError} @throws {NotKnown} */
export function indexFrom(value: Value): Index {
  if (isUncertain(value)) throw new NotKnown(firstDoubt([value])?.reason ?? "the index is not known");
  if (value.kind === "string" && textOf(value) === ":") return ":";
  if (value.kind !== "array")
    throw new MatlabError(
      `subscript indices must be numbers, not '${classOf(value)}'`,
      "MATLAB:badsubscript",
    );
  if (value.class === "char" && textOf(value) === ":") return ":";
  if (value.class === "logical") {
    let n = 0;
    for (const each of value.re) n += each;
    const places = new Int32Array(n);
    let next = 0;
    for (let i = 0; i < value.re.length; i++) if (value.re[i]) places[next++] = i;
    const [rows = 1, columns = 1] = value.size;
    const size = value.size.length === 2 && rows === 1 && columns !== 1 ? [1, n] : [n, 1];
    return { places, size: value.re.length === 1 ? [n, n] : size };
  }
  reserve(value.re.length);
  const places = new Int32Array(value.re.length);
  for (let i = 0; i < places.length; i++) {
    const at = value.re[i] ?? 0;
    if (!(at >= 1) || !Number.isInteger(at)) throw badSubscript(at);
    if (at > 2 ** 31) throw new MatlabError("out of memory or dimension too large for Octave's index type");
    places[i] = at - 1;
  }
  return { places, size: value.size };
}

function badSubscript(at: number): MatlabError {
  const shown = at === 0 ? "0" : at < 0 ? `(${at})` : String(at);
  return new MatlabError(
    `index (${shown}): out of bound; value ${shown} must be a positive integer`,
    "MATLAB:badsubscript",
  );
}

const outOfBound = (at: number, bound: number): MatlabError =>
  new MatlabError(`index (${at}): out of bound ${bound}`, "MATLAB:badsubscript");

const lengthOf = (index: Index, whole: number): number => (index === ":" ? whole : index.places.length);

/** What `(…)` with these indices takes out of an array of that size: places, and the size of the result. */
export function select(size: Size, indices: readonly Index[]): { places: Int32Array; size: Size } {
  const total = count(size);
  if (indices.length === 0) return { places: Int32Array.from({ length: total }, (_, i) => i), size };
  if (indices.length === 1) return selectLinear(size, total, indices[0] ?? ":");
  const shape = foldedSize(size, indices.length);
  const lengths = indices.map((each, d) => lengthOf(each, shape[d] ?? 1));
  const n = count(lengths);
  reserve(n);
  const places = new Int32Array(n);
  if (indices.length === 2) {
    const [i, j] = indices as [Index, Index];
    const [rows = 1, columns = 1] = shape;
    const [height = 0, width = 0] = lengths;
    check(i, rows);
    check(j, columns);
    let next = 0;
    for (let c = 0; c < width; c++) {
      const start = (j === ":" ? c : (j.places[c] ?? 0)) * rows;
      if (i === ":") for (let r = 0; r < height; r++) places[next++] = start + r;
      else for (let r = 0; r < height; r++) places[next++] = start + (i.places[r] ?? 0);
    }
    return { places, size: lengths };
  }
  for (const [d, each] of indices.entries()) check(each, shape[d] ?? 1);
  fillPlaces(places, indices, lengths, shape);
  return { places, size: normalSize(lengths) };
}

function check(index: Index, bound: number): void {
  if (index === ":") return;
  for (const at of index.places) if (at >= bound) throw outOfBound(at + 1, bound);
}

/** Puts into `places`, in order, where the elements that `indices` name lie in an array of the size `shape`. */
export function fillPlaces(places: Int32Array, indices: readonly Index[], lengths: Size, shape: Size): void {
  const at = new Array<number>(indices.length).fill(0);
  for (let next = 0; next < places.length; next++) {
    let place = 0;
    let stride = 1;
    for (let d = 0; d < indices.length; d++) {
      const index = indices[d] ?? ":";
      const k = at[d] ?? 0;
      place += (index === ":" ? k : (index.places[k] ?? 0)) * stride;
      stride *= shape[d] ?? 1;
    }
    places[next] = place;
    for (let d = 0; d < indices.length; d++) {
      const k = (at[d] ?? 0) + 1;
      at[d] = k < (lengths[d] ?? 1) ? k : 0;
      if (at[d] !== 0) break;
    }
  }
}

function selectLinear(size: Size, total: number, index: Index): { places: Int32Array; size: Size } {
  if (index === ":") {
    reserve(total);
    return { places: Int32Array.from({ length: total }, (_, i) => i), size: [total, 1] };
  }
  check(index, total);
  return { places: Int32Array.from(index.places), size: linearSize(size, index) };
}

/** `x(v)` has the shape of `v`, except that vectors indexed by vectors keep their own direction. */
function linearSize(size: Size, index: Exclude<Index, ":">): Size {
  const n = index.places.length;
  const isVector = size.length === 2 && (size[0] === 1 || size[1] === 1);
  const isScalar = isVector && size[0] === 1 && size[1] === 1;
  const byVector = index.size.length === 2 && (index.size[0] === 1 || index.size[1] === 1);
  if (isVector && !isScalar && byVector) return size[0] === 1 ? [1, n] : [n, 1];
  if (index.size.length === 2 && index.size[0] === n && index.size[1] === n && n < 2) return [n, n];
  return index.size;
}

/** The size seen through `n` indices: the last one runs over all that is left. */
export function foldedSize(size: Size, n: number): number[] {
  const shape = size.slice(0, n);
  while (shape.length < n) shape.push(1);
  for (let d = n; d < size.length; d++) shape[n - 1] = (shape[n - 1] ?? 1) * (size[d] ?? 1);
  return shape;
}

/** `end` in place `position` of `n` indices. */
export const endOf = (size: Size, position: number, n: number): number =>
  n === 1 ? count(size) : (foldedSize(size, n)[position] ?? 1);

/** `x(indices)`; of a cell array the cells, not what is in them. @throws {MatlabError} @throws {NotKnown} */
export function indexed(x: Value, indices: readonly Value[]): Value {
  const size = sizeOf(x);
  if (x.kind === "unknown" || x.kind === "random") return indexedUncertain(x, size, indices);
  if (x.kind === "array") {
    const fast = fastElement(x, indices);
    if (fast) return fast;
  }
  if (x.kind === "map") return entryOf(x, indices);
  if (x.kind === "function") throw new MatlabError("a function handle cannot be indexed");
  const doubt = firstDoubt(indices);
  if (doubt) return unknown(doubt.reason, doubt.line, indices.length === 1 ? doubt.size : undefined);
  const picked = select(x.size, indices.map(indexFrom));
  return pick(x, picked.places, picked.size);
}

/** One element, by one or two numbers; undefined for all else. */
function fastElement(x: ArrayValue, indices: readonly Value[]): ArrayValue | undefined {
  const i = placeOf(indices[0]);
  if (i < 0) return undefined;
  let at = i;
  if (indices.length === 2 && x.size.length === 2) {
    const [rows = 0, columns = 0] = x.size;
    const j = placeOf(indices[1]);
    if (j < 0 || j >= columns || i >= rows) return undefined;
    at = i + j * rows;
  } else if (indices.length !== 1) return undefined;
  if (at >= x.re.length) return undefined;
  const re = Float64Array.of(x.re[at] ?? 0);
  const im = x.im?.[at] ?? 0;
  if (im !== 0) return { kind: "array", class: x.class, size: one, re, im: Float64Array.of(im) };
  return { kind: "array", class: x.class, size: one, re };
}

const one: Size = [1, 1];

/** The place, counted from 0, that a single number points to; negative where the value is anything else. */
function placeOf(index: Value | undefined): number {
  if (index?.kind !== "array" || index.class !== "double" || index.re.length !== 1) return -1;
  const at = index.re[0] ?? 0;
  return Number.isInteger(at) ? at - 1 : -1;
}

function indexedUncertain(x: Value, size: Size | undefined, indices: readonly Value[]): Value {
  const doubt = firstDoubt([x]) ?? firstDoubt(indices);
  const { reason = "it is not known", line = 0 } = doubt ?? {};
  if (!size || indices.some(isUncertain)) {
    const fromIndex = indices.length > 0 ? indices.map((each) => indexLength(each)) : undefined;
    const known = fromIndex?.every((each) => each !== undefined);
    return unknown(reason, line, known ? sizeOfLengths(fromIndex as number[], indices[0]) : undefined);
  }
  const picked = select(size, indices.map(indexFrom));
  return x.kind === "random" ? { ...x, size: picked.size } : unknown(reason, line, picked.size);
}

/** How many elements an index takes, where that needs no look at what is indexed. */
function indexLength(index: Value): number | undefined {
  if (index.kind !== "array" || index.class === "char" || index.class === "logical") return undefined;
  return index.re.length;
}

function sizeOfLengths(lengths: readonly number[], first: Value | undefined): Size | undefined {
  if (lengths.length !== 1) return normalSize(lengths);
  // The direction of x(v) is that of v unless x is a vector, which is not known; a scalar has none.
  return lengths[0] === 1 && first ? [1, 1] : undefined;
}

export type Container = ArrayValue | StringValue | CellValue | StructValue | HandleValue;

export function pick(x: Container, places: Int32Array, size: Size): Value {
  switch (x.kind) {
    case "array": {
      reserve(places.length);
      const re = new Float64Array(places.length);
      for (let i = 0; i < re.length; i++) re[i] = x.re[places[i] ?? 0] ?? 0;
      if (!x.im) return { kind: "array", class: x.class, size, re };
      const im = new Float64Array(places.length);
      for (let i = 0; i < im.length; i++) im[i] = x.im[places[i] ?? 0] ?? 0;
      return array(size, re, im, x.class);
    }
    case "string":
      return { kind: "string", size, data: Array.from(places, (at) => x.data[at] ?? "") };
    case "cell":
      return cell(
        size,
        Array.from(places, (at) => x.data[at] ?? emptyArray),
      );
    case "struct":
      return {
        kind: "struct",
        size,
        fields: new Map(
          [...x.fields].map(([name, values]) => [name, Array.from(places, (at) => values[at] ?? emptyArray)]),
        ),
      };
    case "handle":
      return { kind: "handle", size, ids: Array.from(places, (at) => x.ids[at] ?? Number.NaN) };
  }
}
