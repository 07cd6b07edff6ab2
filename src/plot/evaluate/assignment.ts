import { MatlabError, NotKnown } from "./builtin.js";
import { grownSize, resized } from "./growing.js";
import { foldedSize, type Index, indexFrom, pick, select } from "./indexing.js";
import { allocate } from "./limits.js";
import { fitAll } from "./numericClass.js";
import { firstDoubt, spreadUnknown } from "./uncertain.js";
import {
  type ArrayValue,
  type CellValue,
  cell,
  classOf,
  count,
  emptyArray,
  isEmptySize,
  isSingle,
  isUncertain,
  normalSize,
  type Size,
  type StructValue,
  sameSize,
  sizeOf,
  textOf,
  unknown,
  type Value,
} from "./values.js";

/**
 * `x(indices) = value`. `owned` says that nobody else sees `x`, so that it may be changed in place.
 * @throws {MatlabError} @throws {NotKnown}
 */
export function assigned(x: Value, indices: readonly Value[], value: Value, owned = false): Value {
  if (owned && x.kind === "array" && value.kind === "array") {
    const fast = setElement(x, indices, value);
    if (fast) return fast;
  }
  const doubt = firstDoubt(indices);
  if (doubt) return unknown(doubt.reason, doubt.line);
  if (x.kind === "unknown" && !x.size) return x;
  const size = sizeOf(x) ?? [0, 0];
  const places = indices.map(indexFrom);
  const valueSize = sizeOf(value);
  if (isUncertain(value) || isUncertain(x)) {
    const holder = isUncertain(x) && !isUncertain(value) ? [x] : [value, x];
    if (x.kind === "cell" && isUncertain(value)) return spreadUnknown([value], x.size);
    // How far a colon reaches into what is still empty, only the size of the value tells.
    if (!valueSize && isEmptySize(size) && places.includes(":")) return spreadUnknown(holder);
    return spreadUnknown(
      holder,
      safely(() => grownSize(size, places, valueSize ?? [1, 1])),
    );
  }
  const holder = converted(x, value);
  const grown = grownSize(size, places, valueSize ?? [1, 1]);
  const room = sameSize(grown, size)
    ? copyOf(holder.into, owned && holder.into === x)
    : resized(holder.into, grown);
  const picked = select(grown, places);
  checkFit(picked.size, valueSize ?? [1, 1], picked.places.length, places.length);
  return put(room, picked.places, holder.value);
}

function safely<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof MatlabError) return undefined;
    throw error;
  }
}

/** One real number into a place that exists or into the one after the last; undefined for all else. */
function setElement(x: ArrayValue, indices: readonly Value[], value: ArrayValue): ArrayValue | undefined {
  if (value.re.length !== 1 || x.class !== "double" || value.class !== "double") return undefined;
  if (value.im && !x.im) return undefined;
  let at = 0;
  let stride = 1;
  const shape = indices.length === 1 ? [x.re.length] : foldedSize(x.size, indices.length);
  for (let d = 0; d < indices.length; d++) {
    const index = indices[d];
    if (index?.kind !== "array" || index.class !== "double" || index.re.length !== 1) return undefined;
    const k = index.re[0] ?? 0;
    if (!Number.isInteger(k) || k < 1) return undefined;
    if (k > (shape[d] ?? 1))
      return indices.length === 1 && k === x.re.length + 1 ? appended(x, value) : undefined;
    at += (k - 1) * stride;
    stride *= shape[d] ?? 1;
  }
  x.re[at] = value.re[0] ?? 0;
  if (x.im) x.im[at] = value.im?.[0] ?? 0;
  return x;
}

/** Growing one by one keeps spare room behind the view, so that a loop does not copy each time. */
function appended(x: ArrayValue, value: ArrayValue): ArrayValue | undefined {
  const [rows = 0, columns = 0] = x.size;
  if (x.im || x.size.length !== 2 || (rows > 1 && columns !== 1)) return undefined;
  const n = x.re.length;
  const room = x.re.buffer.byteLength / 8;
  let whole: Float64Array;
  if (x.re.byteOffset === 0 && room > n) whole = new Float64Array(x.re.buffer as ArrayBuffer);
  else {
    whole = allocate(Math.max(16, n * 2));
    whole.set(x.re);
  }
  whole[n] = value.re[0] ?? 0;
  const size = rows > 1 ? [n + 1, 1] : [1, n + 1];
  return { ...x, size, re: whole.subarray(0, n + 1) };
}

type Container = Exclude<Value, { kind: "unknown" | "random" | "function" | "map" }>;

/** Both brought to the kind that can hold them. @throws {MatlabError} */
function converted(x: Value, value: Value): { into: Container; value: Value } {
  const empty = x.kind !== "function" && isEmptySize(sizeOf(x) ?? [0, 0]);
  if (x.kind === "cell") return { into: x, value: value.kind === "cell" ? value : cell([1, 1], [value]) };
  if (isSingle(value)) {
    if (empty) return { into: cell([0, 0], []), value: cell([1, 1], [value]) };
    throw new NotKnown("an array of function handles or maps is made");
  }
  if (x.kind === "array" && value.kind === "array") return { into: widened(x, value), value };
  if (x.kind === value.kind && x.kind !== "struct") return { into: x as Container, value };
  if (x.kind === "struct" && value.kind === "struct") return sameFields(x, value, empty);
  if (empty && value.kind !== "array") return { into: emptyLike(value as Container, sizeOf(x)), value };
  if (x.kind === "string" && value.kind === "array")
    return { into: x, value: { kind: "string", size: [1, 1], data: [textOf(value) ?? String(value.re[0])] } };
  if (x.kind === "handle" || value.kind === "handle")
    throw new NotKnown("graphics objects and numbers are mixed");
  throw new MatlabError(
    `operator = undefined for '${classOf(x)}' by '${classOf(value)}' operations`,
    "MATLAB:invalidConversion",
  );
}

function emptyLike(value: Container, size: Size | undefined): Container {
  const room = size ?? [0, 0];
  switch (value.kind) {
    case "struct":
      return {
        kind: "struct",
        size: room,
        fields: new Map([...value.fields.keys()].map((name) => [name, []])),
      };
    case "cell":
      return cell(room, []);
    case "string":
      return { kind: "string", size: room, data: [] };
    case "handle":
      return { kind: "handle", size: room, ids: [] };
    default:
      return value;
  }
}

function sameFields(
  x: StructValue,
  value: StructValue,
  empty: boolean,
): { into: StructValue; value: StructValue } {
  const names = new Set([...x.fields.keys(), ...value.fields.keys()]);
  if (!empty && (names.size !== x.fields.size || names.size !== value.fields.size) && x.fields.size > 0)
    throw new MatlabError("incompatible fields called for assignment to a struct array");
  const complete = (of: StructValue): StructValue => ({
    ...of,
    fields: new Map(
      [...names].map((name) => [
        name,
        of.fields.get(name) ?? new Array<Value>(count(of.size)).fill(emptyArray),
      ]),
    ),
  });
  return { into: complete(x), value: complete(value) };
}

/** `x` in the class that it has after the assignment: its own, as in MATLAB, but for `[]`, which has none yet. */
function widened(x: ArrayValue, value: ArrayValue): ArrayValue {
  const type = x.re.length === 0 && x.class === "double" ? value.class : x.class;
  if (type === x.class && (x.im || !value.im)) return x;
  const result = { ...x, class: type };
  return value.im && !x.im ? { ...result, im: allocate(x.re.length) } : result;
}

function copyOf(x: Container, owned: boolean): Container {
  if (owned) return x;
  switch (x.kind) {
    case "array":
      return x.im ? { ...x, re: x.re.slice(), im: x.im.slice() } : { ...x, re: x.re.slice() };
    case "cell":
      return { ...x, data: [...x.data] };
    case "string":
      return { ...x, data: [...x.data] };
    case "handle":
      return { ...x, ids: [...x.ids] };
    case "struct":
      return { ...x, fields: new Map([...x.fields].map(([name, values]) => [name, [...values]])) };
  }
}

function checkFit(target: Size, value: Size, n: number, indices: number): void {
  if (count(value) === 1) return;
  const [a, b] = [target, value].map((size) => size.filter((each) => each !== 1)) as [number[], number[]];
  if (count(value) === n && (indices === 1 || sameSize(a, b))) return;
  throw new MatlabError(
    `=: nonconformant arguments (op1 is ${target.join("x")}, op2 is ${value.join("x")})`,
    "MATLAB:subsassigndimmismatch",
  );
}

/** Writes into `room`, which is nobody else's. */
function put(room: Container, places: Int32Array, value: Value): Value {
  const step = count(sizeOf(value) ?? [1, 1]) === 1 ? 0 : 1;
  if (room.kind === "array" && value.kind === "array") {
    const { re, im } = room;
    const type = room.class;
    const from = type === value.class ? value.re : convertedTo(value.re, type);
    for (let i = 0; i < places.length; i++) re[places[i] ?? 0] = from[i * step] ?? 0;
    if (im) for (let i = 0; i < places.length; i++) im[places[i] ?? 0] = value.im?.[i * step] ?? 0;
    return room;
  }
  const write = <T>(into: readonly T[], from: readonly T[]): void => {
    const target = into as T[];
    places.forEach((at, i) => {
      const each = from[i * step];
      if (each !== undefined) target[at] = each;
    });
  };
  if (room.kind === "cell" && value.kind === "cell") write(room.data, value.data);
  else if (room.kind === "string" && value.kind === "string") write(room.data, value.data);
  else if (room.kind === "handle" && value.kind === "handle") write(room.ids, value.ids);
  else if (room.kind === "struct" && value.kind === "struct")
    for (const [name, values] of room.fields) write(values, value.fields.get(name) ?? []);
  return room;
}

const convertedTo = (from: Float64Array, type: ArrayValue["class"]): Float64Array =>
  type === "logical" ? from.map((each) => (each === 0 ? 0 : 1)) : fitAll(from.slice(), type);

/** `c{indices} = value` @throws {MatlabError} @throws {NotKnown} */
export function assignedContent(x: Value, indices: readonly Value[], value: Value, owned = false): Value {
  if (x.kind === "unknown") return x;
  const from: CellValue | undefined =
    x.kind === "cell" ? x : isEmptySize(sizeOf(x) ?? [1, 1]) ? cell([0, 0], []) : undefined;
  if (!from) throw new MatlabError("matrix cannot be indexed with {");
  return assigned(from, indices, cell([1, 1], [value]), owned);
}

/** `x(indices) = []` @throws {MatlabError} @throws {NotKnown} */
export function deleted(x: Value, indices: readonly Value[]): Value {
  if (isUncertain(x) || indices.some(isUncertain)) return spreadUnknown([...indices, x]);
  if (isSingle(x)) throw new MatlabError("it has no elements that could be taken away");
  const places = indices.map(indexFrom);
  if (places.length === 1) return deletedLinear(x, places[0] ?? ":");
  const shape = foldedSize(x.size, places.length);
  const whole = (index: Index, d: number): boolean =>
    index === ":" || new Set(index.places).size === (shape[d] ?? 1);
  const dimension = places.findIndex((each, d) => !whole(each, d));
  const others = places.filter((each, d) => d !== dimension && !whole(each, d));
  if (others.length > 0) throw new MatlabError("a null assignment can only have one non-colon index");
  const along =
    dimension < 0
      ? Math.max(
          0,
          places.findIndex((each) => each !== ":"),
        )
      : dimension;
  const gone = places[along] ?? ":";
  const keep = keptPlaces(shape[along] ?? 1, gone);
  const selection = shape.map(
    (_, d): Index => (d === along ? { places: keep, size: [1, keep.length] } : ":"),
  );
  const picked = select(shape, selection);
  return pick(x, picked.places, normalSize(picked.size));
}

function keptPlaces(n: number, gone: Index): Int32Array {
  if (gone === ":") return new Int32Array(0);
  const out = new Set<number>(gone.places);
  for (const at of out) if (at >= n) throw new MatlabError(`out of bound; value ${at + 1} out of bound ${n}`);
  return Int32Array.from(Array.from({ length: n }, (_, i) => i).filter((i) => !out.has(i)));
}

function deletedLinear(x: Container, gone: Index): Value {
  const n = count(x.size);
  if (gone !== ":" && gone.places.length === 0) return x;
  const keep = keptPlaces(n, gone);
  if (gone === ":") return pick(x, keep, [0, 0]);
  const isColumn = x.size.length === 2 && x.size[1] === 1 && x.size[0] !== 1;
  const isVector = x.size.length === 2 && (x.size[0] === 1 || isColumn);
  if (!isVector && keep.length > 0)
    throw new MatlabError("a null assignment can only have one non-colon index");
  return pick(x, keep, isColumn ? [keep.length, 1] : [1, keep.length]);
}
