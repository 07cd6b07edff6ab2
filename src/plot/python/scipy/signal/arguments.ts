import { arrayOf, doubtIn, needArray, numberOr, shapeOf, truthOf } from "../../arrays.js";
import { fromLines, linesAlong } from "../../numpy/reductions.js";
import { isMissing, known, option, type PyArguments, PyUnknown, type PyValue } from "../../values.js";

/** A number that must be given. @throws {PyUnknown} */
export function numberAt(args: PyArguments, name: string, at: number): number {
  const value = option(args, name, at);
  if (value === undefined) throw new PyUnknown(`${name} is missing`);
  return numberOr(value, Number.NaN);
}

/** Whether something is asked for. @throws {PyUnknown} where that is not known. */
export function flagOr(value: PyValue | undefined, usual: boolean): boolean {
  if (value === undefined) return usual;
  const truth = truthOf(value);
  if (truth !== undefined) return truth;
  known(value);
  throw new PyUnknown("it is not known whether it holds");
}

/** A word that is given, or the usual one where it is left out. @throws {PyUnknown} */
export function wordOr(value: PyValue | undefined, usual: string): string {
  if (value === undefined || isMissing(value)) return usual;
  const word = known(value);
  if (word.kind === "text" && !(word.text in Object.prototype)) return word.text;
  throw new PyUnknown("a word is needed here");
}

/** The numbers of a list or an array without rows, or of a number alone. @throws {PyUnknown} */
export function lineOf(value: PyValue | undefined, what: string): Float64Array {
  const { shape, data } = needArray(value, what);
  if (shape.length > 1) throw new PyUnknown(`${what} of more than one dimension is not evaluated here`);
  return data;
}

interface Along {
  /** The axis where none is given. */
  readonly axis?: number;
  /** How many values become of `n`; as many unless told. */
  readonly length?: (n: number) => number;
}

/** Line by line along `axis`, the last unless told; of values that are not known the extents still are. @throws {PyUnknown} */
export function along(
  value: PyValue | undefined,
  axis: PyValue | undefined,
  work: (line: Float64Array) => Float64Array,
  { axis: usual = -1, length = (n) => n }: Along = {},
): PyValue {
  const at = numberOr(axis, usual);
  const array = arrayOf(value);
  if (!array || array.im) {
    const doubt = doubtIn(value);
    if (!doubt) throw new PyUnknown("the signal is not evaluated here");
    const shape = shapeOf(value);
    const place = at < 0 ? at + (shape?.length ?? 0) : at;
    throw new PyUnknown(
      doubt.reason,
      doubt.line,
      shape?.map((n, d) => (d === place ? length(n) : n)),
    );
  }
  const { lines, rest } = linesAlong(array, at);
  return fromLines(lines.map(work), rest, at, "float");
}
