/**
 * The values of MATLAB, as plain data. Arrays are column-major; `size` has at least two entries and no trailing ones beyond
 * the second. A value is never changed once another part of the program may see it.
 */
export type Value =
  | ArrayValue
  | StringValue
  | CellValue
  | StructValue
  | FunctionValue
  | HandleValue
  | MapValue
  | UnknownValue
  | RandomValue;

export type Size = readonly number[];

export type IntegerClass = "int8" | "uint8" | "int16" | "uint16" | "int32" | "uint32" | "int64" | "uint64";
export type NumericClass = "double" | "single" | IntegerClass;
export type ArrayClass = NumericClass | "logical" | "char";

/** Numbers, truth values (0 and 1) or characters (UTF-16 code units). */
export interface ArrayValue {
  readonly kind: "array";
  readonly class: ArrayClass;
  readonly size: Size;
  readonly re: Float64Array;
  /** Present only where an element has an imaginary part. */
  readonly im?: Float64Array;
}

/** What `"text"` makes. */
export interface StringValue {
  readonly kind: "string";
  readonly size: Size;
  readonly data: readonly string[];
}

export interface CellValue {
  readonly kind: "cell";
  readonly size: Size;
  readonly data: readonly Value[];
}

/** Fields in the order in which they were made; each holds one value an element. */
export interface StructValue {
  readonly kind: "struct";
  readonly size: Size;
  readonly fields: ReadonlyMap<string, readonly Value[]>;
}

export interface FunctionValue {
  readonly kind: "function";
  /** As `func2str` writes it: `sin` or `@(x) x.^2`. */
  readonly text: string;
  /** Present for `@name`. */
  readonly name?: string;
  /** Number of parameters; -1 with `varargin` or when not known. */
  readonly parameters: number;
  /** Present for what the program wrote itself. */
  readonly call?: (args: readonly Value[], outputs: number) => readonly Value[];
}

/** Graphics objects, by the numbers that whoever draws gave them. */
export interface HandleValue {
  readonly kind: "handle";
  readonly size: Size;
  readonly ids: readonly number[];
}

/** `containers.Map`: all that hold it see what is written into it. */
export interface MapValue {
  readonly kind: "map";
  readonly store: MapStore;
}

/** The contents of a map, by text or by number. */
export interface MapStore {
  entries: Map<string | number, Value>;
  readonly keyType: string;
  readonly valueType: string;
  /** Set once something may or may not have been written. */
  doubt: UnknownValue | undefined;
}

/** What cannot be known without running the program. It spreads through all that depends on it. */
export interface UnknownValue {
  readonly kind: "unknown";
  /** A clause that fits after "because": `data.csv is read from a file`. */
  readonly reason: string;
  /** Where the reason lies; zero-based. */
  readonly line: number;
  /** Where the size is certain though the contents are not. */
  readonly size?: Size;
}

/** Random numbers: what they are drawn from is known, they are not. */
export interface RandomValue {
  readonly kind: "random";
  readonly distribution: "uniform" | "normal" | "integer" | "permutation";
  readonly size: Size;
  /** Bounds of the values; infinite for `normal`. */
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly deviation: number;
  /** Of the call; zero-based. */
  readonly line: number;
}

export const count = (size: Size): number => {
  let n = 1;
  for (const each of size) n *= each;
  return n;
};

/** At least two dimensions, no trailing ones. */
export function normalSize(size: Size): Size {
  let n = size.length;
  while (n > 2 && size[n - 1] === 1) n--;
  if (n === size.length && n >= 2) return size;
  return n >= 2 ? size.slice(0, n) : [size[0] ?? 1, size[1] ?? 1];
}

export const sameSize = (a: Size, b: Size): boolean =>
  a.length === b.length && a.every((each, i) => each === b[i]);

export const isEmptySize = (size: Size): boolean => size.includes(0);

/** Rows, and columns with all further dimensions beside each other. */
export function foldedColumns(size: Size): readonly [rows: number, columns: number] {
  const [rows = 1] = size;
  return [rows, count(size.slice(1))];
}

const scalarSize: Size = [1, 1];

export function array(
  size: Size,
  re: Float64Array,
  im?: Float64Array,
  type: ArrayClass = "double",
): ArrayValue {
  if (im && !im.every((each) => each === 0)) return { kind: "array", class: type, size, re, im };
  return { kind: "array", class: type, size, re };
}

export const scalar = (value: number): ArrayValue => ({
  kind: "array",
  class: "double",
  size: scalarSize,
  re: Float64Array.of(value),
});

export const logical = (value: boolean): ArrayValue => ({
  kind: "array",
  class: "logical",
  size: scalarSize,
  re: Float64Array.of(value ? 1 : 0),
});

export const row = (values: ArrayLike<number>): ArrayValue =>
  array([1, values.length], Float64Array.from(values));

export const column = (values: ArrayLike<number>): ArrayValue =>
  array([values.length, 1], Float64Array.from(values));

/** A char row; the empty text is 0 by 0, as `''` is. */
export function text(value: string): ArrayValue {
  const re = new Float64Array(value.length);
  for (let i = 0; i < value.length; i++) re[i] = value.charCodeAt(i);
  return { kind: "array", class: "char", size: [value.length === 0 ? 0 : 1, value.length], re };
}

export const string = (value: string): StringValue => ({ kind: "string", size: scalarSize, data: [value] });

export const cell = (size: Size, data: readonly Value[]): CellValue => ({ kind: "cell", size, data });

export const struct = (fields: Iterable<readonly [string, Value]>): StructValue => ({
  kind: "struct",
  size: scalarSize,
  fields: new Map([...fields].map(([name, value]) => [name, [value]])),
});

export const handle = (...ids: number[]): HandleValue => ({ kind: "handle", size: [ids.length, 1], ids });

export function unknown(reason: string, line: number, size?: Size): UnknownValue {
  return size ? { kind: "unknown", reason, line, size } : { kind: "unknown", reason, line };
}

export const emptyArray: ArrayValue = array([0, 0], new Float64Array(0));

/** Of `x`; undefined where not even the size is known. */
export function sizeOf(x: Value): Size | undefined {
  if (x.kind === "map") return x.store.doubt ? undefined : [x.store.entries.size, 1];
  return x.kind === "function" ? scalarSize : x.size;
}

/** What is always one, without elements that could be picked. */
export const isSingle = (x: Value): x is FunctionValue | MapValue =>
  x.kind === "function" || x.kind === "map";

/** MATLAB's name of the class of `x`. */
export function classOf(x: Value): string {
  switch (x.kind) {
    case "array":
      return x.class;
    case "function":
      return "function_handle";
    case "map":
      return "containers.Map";
    case "handle":
      return "matlab.graphics.Graphics";
    case "random":
    case "unknown":
      return "double";
    default:
      return x.kind;
  }
}

export type Uncertain = UnknownValue | RandomValue;

export const isUncertain = (x: Value): x is Uncertain => x.kind === "unknown" || x.kind === "random";

/** Double, single or integer; not logical, not char. */
export const isNumeric = (x: Value): x is ArrayValue =>
  x.kind === "array" && x.class !== "char" && x.class !== "logical";

/** The text of a char row or a string scalar; undefined for anything else. */
export function textOf(x: Value | undefined): string | undefined {
  if (x?.kind === "string") return x.data.length === 1 ? x.data[0] : undefined;
  if (x?.kind !== "array" || x.class !== "char" || (x.size[0] ?? 0) > 1) return undefined;
  return codesToText(x.re);
}

export function codesToText(codes: Float64Array): string {
  let result = "";
  for (let i = 0; i < codes.length; i += 4096) result += String.fromCharCode(...codes.subarray(i, i + 4096));
  return result;
}

/** The rows of a char array, or the elements of a string array or of a cell array of texts; undefined for anything else. */
export function textsOf(x: Value | undefined): string[] | undefined {
  if (x?.kind === "string") return [...x.data];
  if (x?.kind === "cell") {
    const texts = x.data.map(textOf);
    return texts.every((each) => each !== undefined) ? texts : undefined;
  }
  if (x?.kind !== "array" || x.class !== "char") return undefined;
  const [rows = 0, columns = 0] = x.size;
  return Array.from({ length: rows }, (_, i) =>
    codesToText(Float64Array.from({ length: columns }, (_, j) => x.re[i + j * rows] ?? 0)),
  );
}

/** The number that a real scalar holds; undefined for anything else. */
export function numberOf(x: Value | undefined): number | undefined {
  return x?.kind === "array" && x.re.length === 1 && !x.im ? x.re[0] : undefined;
}
