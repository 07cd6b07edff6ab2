import { MatlabError, NotKnown } from "./builtin.js";
import { allocate } from "./limits.js";
import { fitAll, joinedClass } from "./numericClass.js";
import { firstDoubt } from "./uncertain.js";
import {
  type ArrayClass,
  type ArrayValue,
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
  textsOf,
  unknown,
  type Value,
} from "./values.js";

/** `[rows…]`: each row side by side, the rows one above the other. @throws {MatlabError} */
export function matrixOf(rows: readonly (readonly Value[])[]): Value {
  const numbers = scalarsOf(rows);
  if (numbers) return numbers;
  if (rows.length === 1) return joined(1, rows[0] ?? []);
  return joined(
    0,
    rows.map((each) => joined(1, each)),
  );
}

/** A matrix written in single real numbers; undefined for all else. */
function scalarsOf(rows: readonly (readonly Value[])[]): ArrayValue | undefined {
  const n = rows[0]?.length ?? 0;
  if (n === 0) return undefined;
  for (const row of rows) {
    if (row.length !== n) return undefined;
    for (const each of row)
      if (each.kind !== "array" || each.class !== "double" || each.re.length !== 1 || each.im)
        return undefined;
  }
  const re = allocate(rows.length * n);
  rows.forEach((row, i) => {
    row.forEach((each, j) => {
      re[i + j * rows.length] = each.kind === "array" ? (each.re[0] ?? 0) : 0;
    });
  });
  return { kind: "array", class: "double", size: [rows.length, n], re };
}

/** The values one after the other along a dimension counted from 0. @throws {MatlabError} @throws {NotKnown} */
export function joined(dimension: number, values: readonly Value[]): Value {
  const [first] = values;
  if (values.length === 1 && first && first.kind !== "function") return first;
  if (values.some((each) => each.kind === "cell")) return joinedCells(dimension, values);
  if (values.some(isUncertain)) {
    const doubt = firstDoubt(values);
    const sizes = values.map(sizeOf);
    const known = sizes.every((each) => each !== undefined);
    const size = known ? joinedSize(dimension, sizes as Size[]) : undefined;
    return unknown(doubt?.reason ?? "it is not known", doubt?.line ?? 0, size);
  }
  if (values.some((each) => each.kind === "map")) throw new NotKnown("maps are joined");
  if (values.some((each) => each.kind === "function"))
    throw new MatlabError("concatenation operator not implemented for 'function handle' operations");
  if (values.some((each) => each.kind === "string")) return joinedStrings(dimension, values);
  if (values.some((each) => each.kind === "struct")) return joinedStructs(dimension, values);
  if (values.some((each) => each.kind === "handle")) return joinedHandles(dimension, values);
  return joinedArrays(dimension, values as readonly ArrayValue[]);
}

/** Empty 0 by 0 parts do not count. @throws {MatlabError} */
function joinedSize(dimension: number, sizes: readonly Size[]): Size {
  const parts = sizes.filter((size) => !(size.length === 2 && size[0] === 0 && size[1] === 0));
  const [first] = parts;
  if (!first) return [0, 0];
  const rank = Math.max(dimension + 1, ...parts.map((size) => size.length));
  const result = Array.from({ length: rank }, (_, d) => first[d] ?? 1);
  for (const size of parts.slice(1)) {
    for (let d = 0; d < rank; d++) {
      const n = size[d] ?? 1;
      if (d === dimension) result[d] = (result[d] ?? 1) + n;
      else if (n !== result[d]) {
        const kind = dimension === 0 ? "vertical" : "horizontal";
        throw new MatlabError(
          `${kind} dimensions mismatch (${first.join("x")} vs ${size.join("x")})`,
          "MATLAB:catenate:dimensionMismatch",
        );
      }
    }
  }
  return normalSize(result);
}

/** Copies `parts` beside each other: `width` elements of each at a time. */
function interleave(
  dimension: number,
  sizes: readonly Size[],
  size: Size,
  copy: (part: number, from: number, n: number, to: number) => void,
): void {
  const block = (of: Size): number => {
    let n = 1;
    for (let d = 0; d <= dimension; d++) n *= of[d] ?? 1;
    return n;
  };
  const whole = block(size);
  const rounds = whole === 0 ? 0 : count(size) / whole;
  const blocks = sizes.map(block);
  for (let round = 0; round < rounds; round++) {
    let to = round * whole;
    for (let part = 0; part < sizes.length; part++) {
      const n = blocks[part] ?? 0;
      copy(part, round * n, n, to);
      to += n;
    }
  }
}

function joinedArrays(dimension: number, values: readonly ArrayValue[]): ArrayValue {
  const type = values
    .map((each) => each.class)
    .reduce<ArrayClass | undefined>((a, b) => (a === undefined ? b : joinedClass(a, b)), undefined);
  const parts = values.filter(
    (each) => !(each.size.length === 2 && each.size[0] === 0 && each.size[1] === 0),
  );
  if (parts.length === 0) return { ...emptyArray, class: type ?? "double" };
  const sizes = parts.map((each) => each.size);
  const size = joinedSize(dimension, sizes);
  const re = allocate(count(size));
  const im = parts.some((each) => each.im) ? allocate(re.length) : undefined;
  interleave(dimension, sizes, size, (part, from, n, to) => {
    const value = parts[part];
    if (!value) return;
    re.set(value.re.subarray(from, from + n), to);
    if (value.im) im?.set(value.im.subarray(from, from + n), to);
  });
  const result: ArrayValue = {
    kind: "array",
    class: type ?? "double",
    size,
    re: fitAll(re, type ?? "double"),
  };
  return im ? { ...result, im } : result;
}

function gathered<T>(
  dimension: number,
  sizes: readonly Size[],
  data: readonly (readonly T[])[],
): { size: Size; data: T[] } {
  const used = sizes
    .map((size, i) => ({ size, data: data[i] ?? [] }))
    .filter(({ size }) => !(size.length === 2 && size[0] === 0 && size[1] === 0));
  const usedSizes = used.map((each) => each.size);
  const size = joinedSize(dimension, usedSizes);
  const result: T[] = [];
  interleave(dimension, usedSizes, size, (part, from, n) => {
    for (const each of used[part]?.data.slice(from, from + n) ?? []) result.push(each);
  });
  return { size, data: result };
}

function joinedCells(dimension: number, values: readonly Value[]): CellValue {
  const cells = values
    .filter((each) => each.kind !== "array" || each.re.length > 0 || each.class === "char")
    .map((each) => (each.kind === "cell" ? each : cell([1, 1], [each])));
  const { size, data } = gathered(
    dimension,
    cells.map((each) => each.size),
    cells.map((each) => each.data),
  );
  return cell(size, data);
}

function joinedStrings(dimension: number, values: readonly Value[]): StringValue {
  const strings = values.map((each): StringValue => {
    if (each.kind === "string") return each;
    const texts = each.kind === "array" && each.class !== "char" ? [...each.re].map(String) : textsOf(each);
    if (!texts) throw new MatlabError(`a string and a ${classOf(each)} cannot be concatenated`);
    const size = each.kind === "array" && each.class !== "char" ? each.size : [texts.length, 1];
    return { kind: "string", size, data: textOf(each) !== undefined && texts.length === 0 ? [""] : texts };
  });
  const { size, data } = gathered(
    dimension,
    strings.map((each) => each.size),
    strings.map((each) => each.data),
  );
  return { kind: "string", size, data };
}

function joinedStructs(dimension: number, values: readonly Value[]): StructValue {
  const structs = values.filter(
    (each): each is StructValue => each.kind === "struct" || !(each.kind === "array" && each.re.length === 0),
  );
  const [first] = structs;
  if (!first || structs.some((each) => each.kind !== "struct"))
    throw new MatlabError("concatenation operator not implemented for 'struct' by 'matrix' operations");
  const names = [...first.fields.keys()];
  if (
    structs.some((each) => each.fields.size !== names.length || names.some((name) => !each.fields.has(name)))
  )
    throw new MatlabError("field names mismatch in concatenating structs");
  const sizes = structs.map((each) => each.size);
  const fields = new Map(
    names.map((name) => [
      name,
      gathered(
        dimension,
        sizes,
        structs.map((each) => each.fields.get(name) ?? []),
      ).data,
    ]),
  );
  return { kind: "struct", size: joinedSize(dimension, sizes), fields };
}

function joinedHandles(dimension: number, values: readonly Value[]): HandleValue {
  const handles = values.filter(
    (each): each is HandleValue => each.kind === "handle" || !(each.kind === "array" && each.re.length === 0),
  );
  if (handles.some((each) => each.kind !== "handle"))
    throw new NotKnown("graphics objects and numbers are mixed");
  const { size, data } = gathered(
    dimension,
    handles.map((each) => each.size),
    handles.map((each) => each.ids),
  );
  return { kind: "handle", size, ids: data };
}

/** Rows of text below each other, padded with blanks to the longest: `char(…)`, `strvcat(…)`. */
export function charMatrix(rows: readonly string[]): ArrayValue {
  const width = Math.max(0, ...rows.map((each) => each.length));
  const re = allocate(rows.length * width).fill(32);
  rows.forEach((each, i) => {
    for (let j = 0; j < each.length; j++) re[i + j * rows.length] = each.charCodeAt(j);
  });
  return { kind: "array", class: "char", size: [rows.length, width], re };
}
