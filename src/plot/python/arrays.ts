import { list, PyUnknown, type PyUnknownValue, type PyValue, type Shared } from "./values.js";

export type DType = "bool" | "int" | "float";

/** A number (no extents) or an array of any number of dimensions, row by row as NumPy has them. */
export interface NdArray extends Shared {
  readonly kind: "array";
  readonly shape: readonly number[];
  readonly data: Float64Array;
  readonly dtype: DType;
  /** Imaginary parts, where it is complex. */
  readonly im?: Float64Array;
  /** Present where it looks at some elements of another one: where they are in that. */
  readonly view?: { readonly base: NdArray; readonly places: Int32Array };
  /** Goes up with each change of an element; views are read anew then. */
  readonly changes: { count: number };
}

export const nd = (
  shape: readonly number[],
  data: Float64Array,
  dtype: DType = "float",
  im?: Float64Array,
): NdArray => ({ kind: "array", shape, data, dtype, changes: { count: 0 }, ...(im && { im }) });
export const num = (value: number, dtype: DType = "float"): NdArray => nd([], Float64Array.of(value), dtype);
export const int = (value: number): NdArray => num(value, "int");
export const bool = (value: boolean): NdArray => num(value ? 1 : 0, "bool");
export const vector = (values: ArrayLike<number>, dtype: DType = "float"): NdArray =>
  nd([values.length], Float64Array.from(values), dtype);
export const complexNumber = (re: number, im: number): NdArray =>
  nd([], Float64Array.of(re), "float", Float64Array.of(im));

const mostElements = 2_000_000;

/** @throws {PyUnknown} */
export function sized(n: number): number {
  if (!(n <= mostElements)) throw new PyUnknown("it is too large to evaluate here");
  return Math.max(0, Math.floor(n));
}

export const countOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Some elements of an array, which are those of the array: what is written into one is seen in the other. */
export function viewOf(of: NdArray, shape: readonly number[], at: Int32Array): NdArray {
  const { im } = of;
  if (im) return nd(shape, gather(of.data, at), of.dtype, gather(im, at));
  const base = of.view?.base ?? of;
  const places = of.view ? Int32Array.from(at, (i) => of.view?.places[i] ?? 0) : at;
  let seen = -1;
  let own: Float64Array = new Float64Array(0);
  return {
    kind: "array",
    shape,
    dtype: base.dtype,
    view: { base, places },
    changes: base.changes,
    get doubt() {
      return base.doubt;
    },
    get data() {
      if (seen !== base.changes.count) {
        own = gather(base.data, places);
        seen = base.changes.count;
      }
      return own;
    },
  };
}

const gather = (data: Float64Array, at: Int32Array): Float64Array => {
  const out = new Float64Array(at.length);
  for (let i = 0; i < at.length; i++) out[i] = data[at[i] ?? 0] ?? Number.NaN;
  return out;
};

/** Writes elements in place, as every name of the array and every view of it sees them. @throws {PyUnknown} */
export function write(array: NdArray, at: ArrayLike<number>, values: NdArray): void {
  const base = array.view?.base ?? array;
  const places = array.view?.places;
  if (values.im && !base.im) throw new PyUnknown("complex numbers are written into an array of real ones");
  const from = values.data;
  for (let i = 0; i < at.length; i++) {
    const k = at[i] ?? 0;
    const to = places ? (places[k] ?? 0) : k;
    const value = from[from.length === 1 ? 0 : i] ?? Number.NaN;
    base.data[to] =
      base.dtype === "int" ? Math.trunc(value) : base.dtype === "bool" ? Number(value !== 0) : value;
    if (base.im) base.im[to] = values.im?.[from.length === 1 ? 0 : i] ?? 0;
  }
  base.changes.count++;
}

/** Strides of the elements, in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= shape[i] ?? 1;
  }
  return strides;
}

/** Where the elements of `shape` come from, for each of them in turn, when an index moves by `strides`. */
export function placesOf(shape: readonly number[], strides: readonly number[], start = 0): Int32Array {
  const n = sized(countOf(shape));
  const places = new Int32Array(n);
  const at = new Array<number>(shape.length).fill(0);
  let place = start;
  for (let k = 0; k < n; k++) {
    places[k] = place;
    for (let d = shape.length - 1; d >= 0; d--) {
      const next = (at[d] ?? 0) + 1;
      place += strides[d] ?? 0;
      if (next < (shape[d] ?? 1)) {
        at[d] = next;
        break;
      }
      place -= next * (strides[d] ?? 0);
      at[d] = 0;
    }
  }
  return places;
}

export function reshaped(array: NdArray, shape: readonly number[]): NdArray {
  const rest = countOf(shape.filter((each) => each !== -1));
  const whole = shape.map((each) => (each === -1 ? array.data.length / rest : each));
  if (countOf(whole) !== array.data.length) throw new PyUnknown("the shapes do not fit");
  return viewOf(array, whole, Int32Array.from(array.data.keys()));
}

/** With its axes in another order; reversed unless told. */
export function transposed(array: NdArray, order?: readonly number[]): NdArray {
  const { shape } = array;
  if (shape.length < 2) return array;
  const axes = order ?? [...shape.keys()].reverse();
  const strides = stridesOf(shape);
  const extents = axes.map((axis) => shape[axis] ?? 1);
  return viewOf(
    array,
    extents,
    placesOf(
      extents,
      axes.map((axis) => strides[axis] ?? 0),
    ),
  );
}

/** A row of it, or an element. */
export function rowOf(array: NdArray, i: number): NdArray {
  const shape = array.shape.slice(1);
  const n = countOf(shape);
  if (shape.length === 0)
    return nd([], Float64Array.of(array.data[i] ?? 0), array.dtype, array.im?.slice(i, i + 1));
  return viewOf(
    array,
    shape,
    Int32Array.from({ length: n }, (_, k) => i * n + k),
  );
}

/** The common extents of two operands; undefined where they do not fit. */
export function commonShape(a: readonly number[], b: readonly number[]): number[] | undefined {
  const n = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let i = 0; i < n; i++) {
    const [p, q] = [a[i - n + a.length] ?? 1, b[i - n + b.length] ?? 1];
    if (p !== q && p !== 1 && q !== 1) return undefined;
    shape.push(p === 1 ? q : p);
  }
  return shape;
}

/** Where the elements of an operand are for each element of the result. */
export function spreadOver(own: readonly number[], shape: readonly number[]): Int32Array {
  const strides = stridesOf(own);
  const lead = shape.length - own.length;
  return placesOf(
    shape,
    shape.map((_, d) => (d < lead || own[d - lead] === 1 ? 0 : (strides[d - lead] ?? 0))),
  );
}

/** Element by element with NumPy's broadcasting. @throws {PyUnknown} */
export function broadcast(
  a: NdArray,
  b: NdArray,
  op: (x: number, y: number) => number,
  dtype: DType = "float",
): NdArray {
  const [p, q] = [a.data, b.data];
  if (a.shape.length === 0) {
    const x = p[0] ?? 0;
    return nd(
      b.shape,
      q.map((y) => op(x, y)),
      dtype,
    );
  }
  if (b.shape.length === 0) {
    const y = q[0] ?? 0;
    return nd(
      a.shape,
      p.map((x) => op(x, y)),
      dtype,
    );
  }
  const shape = commonShape(a.shape, b.shape);
  if (!shape) throw new PyUnknown("the shapes do not fit");
  if (p.length === q.length && countOf(shape) === p.length)
    return nd(
      shape,
      p.map((x, i) => op(x, q[i] ?? 0)),
      dtype,
    );
  const [i, j] = [spreadOver(a.shape, shape), spreadOver(b.shape, shape)];
  return nd(
    shape,
    Float64Array.from(i, (at, k) => op(p[at] ?? 0, q[j[k] ?? 0] ?? 0)),
    dtype,
  );
}

const wider = (a: DType, b: DType): DType =>
  a === "float" || b === "float" ? "float" : a === "int" || b === "int" ? "int" : "bool";

/** Of two operands in arithmetic: truth values count as whole numbers. */
export const arithmeticType = (a: DType, b: DType): DType => (wider(a, b) === "float" ? "float" : "int");

/** Lists of numbers, and lists of equal lists of them, as arrays; undefined for anything else. */
export function arrayOf(value: PyValue | undefined): NdArray | undefined {
  if (value?.kind === "array") return value.doubt ? undefined : value;
  if (value?.kind !== "list" || value.doubt) return undefined;
  if (value.items.length === 0) return nd([0], new Float64Array(0));
  let dtype: DType = "bool";
  let isComplex = false;
  let shape: readonly number[] | undefined;
  const rows: NdArray[] = [];
  for (const item of value.items) {
    const row = arrayOf(item);
    if (row === undefined) return undefined;
    shape ??= row.shape;
    if (row.shape.length !== shape.length || row.shape.some((n, i) => n !== shape?.[i])) return undefined;
    dtype = wider(dtype, row.dtype);
    if (row.im) isComplex = true;
    rows.push(row);
  }
  const n = countOf(shape ?? []);
  const data = new Float64Array(sized(rows.length * n));
  const im = isComplex ? new Float64Array(rows.length * n) : undefined;
  rows.forEach((row, i) => {
    data.set(row.data, i * n);
    if (row.im) im?.set(row.im, i * n);
  });
  return nd([rows.length, ...(shape ?? [])], data, dtype, im);
}

/** The unknown value that keeps another one from being known. */
export function doubtIn(value: PyValue | undefined): PyUnknownValue | undefined {
  if (value === undefined) return undefined;
  if (value.kind === "unknown") return value;
  if (value.kind === "random")
    return { kind: "unknown", reason: "it depends on random numbers", line: value.value.line };
  if (value.kind === "array") return value.doubt;
  if (value.kind === "list") {
    if (value.doubt) return value.doubt;
    for (const each of value.items) {
      const found = doubtIn(each);
      if (found) return found;
    }
  }
  return undefined;
}

/** Real or complex. @throws {PyUnknown} */
export function needNumbers(value: PyValue | undefined, what: string): NdArray {
  const found = arrayOf(value);
  if (found) return found;
  const doubt = doubtIn(value);
  if (doubt) throw new PyUnknown(doubt.reason, doubt.line);
  throw new PyUnknown(`${what} is not evaluated here`);
}

/** @throws {PyUnknown} */
export function needArray(value: PyValue | undefined, what: string): NdArray {
  const found = needNumbers(value, what);
  if (found.im) throw new PyUnknown("complex numbers are not evaluated here");
  return found;
}

/** Extents, where they are known. */
export function shapeOf(value: PyValue | undefined): readonly number[] | undefined {
  if (value?.kind === "array" || value?.kind === "random") return value.shape;
  if (value?.kind === "unknown") return value.shape;
  if (value?.kind !== "list" || value.doubt) return undefined;
  const first = shapeOf(value.items[0]);
  return first && value.items.every((each) => String(shapeOf(each)) === String(first))
    ? [value.items.length, ...first]
    : undefined;
}

export const numberIn = (value: PyValue | undefined): number | undefined =>
  value?.kind === "array" && value.data.length === 1 && !value.im && !value.doubt ? value.data[0] : undefined;

/** A number that is given, or the usual one where it is left out. @throws {PyUnknown} where what is given is not known. */
export function numberOr(value: PyValue | undefined, usual: number): number {
  if (value === undefined || value.kind === "none") return usual;
  const number = numberIn(value);
  if (number !== undefined) return number;
  needArray(value, "the number");
  throw new PyUnknown("a number is needed here");
}

/** Whether a condition holds; undefined where that is not known. */
export function truthOf(value: PyValue | undefined): boolean | undefined {
  switch (value?.kind) {
    case "array":
      return value.doubt || value.im || value.data.length > 1 ? undefined : (value.data[0] ?? 0) !== 0;
    case "text":
      return value.text !== "";
    case "list":
      return value.doubt ? undefined : value.items.length > 0;
    case "dict":
      return value.doubt ? undefined : value.entries.size > 0;
    case "none":
      return false;
    case "unknown":
    case "random":
    case undefined:
      return undefined;
    default:
      return true;
  }
}

/** An array as nested lists. */
export function toList(array: NdArray): PyValue {
  if (array.shape.length === 0) return array;
  return list(Array.from({ length: array.shape[0] ?? 0 }, (_, i) => toList(rowOf(array, i))));
}
