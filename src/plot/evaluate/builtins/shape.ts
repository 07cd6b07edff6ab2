import { type Builtin, MatlabError, NotKnown } from "../builtin.js";
import { joined } from "../concatenate.js";
import { pick } from "../indexing.js";
import { reserve } from "../limits.js";
import { transpose } from "../matrix.js";
import { doubtOf } from "../uncertain.js";
import {
  array,
  count,
  isEmptySize,
  isSingle,
  isUncertain,
  logical,
  normalSize,
  row,
  type Size,
  scalar,
  sizeOf,
  unknown,
  type Value,
} from "../values.js";
import { eachLine } from "./along.js";
import { arrayAt, type Builtins, dimensionAt, firstDimension, isVector, numberAt } from "./arguments.js";
import { repmat, reshape, reshapedSize } from "./construct.js";

/** The first argument and its size. @throws {NotKnown} where not even the size is known. */
function sized(args: readonly Value[]): { x: Value; size: Size } {
  const [x] = args;
  if (!x) throw new MatlabError("Invalid call: not enough input arguments");
  const size = sizeOf(x);
  if (!size) throw new NotKnown(doubtOf(x)?.reason ?? "the size is not known");
  return { x, size };
}

const measure =
  (f: (size: Size) => number): Builtin =>
  (args) =>
    scalar(f(sized(args).size));

const ask =
  (f: (size: Size) => boolean): Builtin =>
  (args) =>
    logical(f(sized(args).size));

function size(args: readonly Value[], outputs: number): readonly Value[] {
  const { size } = sized(args);
  if (args.length > 1) {
    const wanted = args.slice(1).flatMap((_, i) => [...arrayAt(args, i + 1).re]);
    const lengths = wanted.map((d) => size[d - 1] ?? 1);
    return outputs > 1 ? lengths.map(scalar) : [row(lengths)];
  }
  if (outputs <= 1) return [row(size)];
  return Array.from({ length: outputs }, (_, d) =>
    scalar(d === outputs - 1 ? count(size.slice(d)) : (size[d] ?? 1)),
  );
}

/** The same elements in other places and another shape. */
function rearranged(x: Value, places: Int32Array, to: Size): Value {
  if (x.kind === "random") return { ...x, size: to };
  if (x.kind === "unknown") return unknown(x.reason, x.line, to);
  if (isSingle(x)) return x;
  reserve(places.length);
  return pick(x, places, to);
}

/** Moves the elements of each line along a dimension: place `i` gets what was at `from(i, n)`. */
export function movedAlong(
  x: Value,
  of: Size,
  dimension: number,
  from: (i: number, n: number) => number,
): Value {
  const places = new Int32Array(count(of));
  eachLine(of, dimension, (start, stride, n) => {
    for (let i = 0; i < n; i++) places[start + i * stride] = start + from(i, n) * stride;
  });
  return rearranged(x, places, of);
}

const reversed = (args: readonly Value[], dimension: (size: Size) => number): Value => {
  const { x, size } = sized(args);
  return movedAlong(x, size, dimension(size), (i, n) => n - 1 - i);
};

function circshift(args: readonly Value[]): Value {
  const { x, size } = sized(args);
  const shifts = arrayAt(args, 1).re;
  const wrap = (k: number) => (i: number, n: number) => (((i - k) % n) + n) % n;
  if (shifts.length > 1) {
    let result = x;
    shifts.forEach((k, d) => {
      result = movedAlong(result, size, d, wrap(k));
    });
    return result;
  }
  const dimension = args[2] ? numberAt(args, 2) - 1 : firstDimension(size);
  return movedAlong(x, size, dimension, wrap(shifts[0] ?? 0));
}

function permute(args: readonly Value[]): Value {
  const { x, size } = sized(args);
  const order = Array.from(arrayAt(args, 1).re, (each) => each - 1);
  return permuted(x, size, order);
}

function ipermute(args: readonly Value[]): Value {
  const { x, size } = sized(args);
  const order = Array.from(arrayAt(args, 1).re, (each) => each - 1);
  return permuted(
    x,
    size,
    order.map((_, d) => order.indexOf(d)),
  );
}

function permuted(x: Value, size: Size, order: readonly number[]): Value {
  const to = order.map((d) => size[d] ?? 1);
  const strides = order.map((d) => count(size.slice(0, d)));
  const places = new Int32Array(count(size));
  const at = new Array<number>(to.length).fill(0);
  for (let i = 0; i < places.length; i++) {
    places[i] = at.reduce((place, k, d) => place + k * (strides[d] ?? 0), 0);
    for (let d = 0; d < to.length; d++) {
      const k = (at[d] ?? 0) + 1;
      at[d] = k < (to[d] ?? 1) ? k : 0;
      if (at[d] !== 0) break;
    }
  }
  return rearranged(x, places, normalSize(to));
}

function rot90(args: readonly Value[]): Value {
  const { x } = sized(args);
  const turns = ((numberAt(args, 1, 1) % 4) + 4) % 4;
  let result = x;
  for (let k = 0; k < turns; k++) result = reversed([transpose(result, false)], () => 0);
  return result;
}

function squeeze(args: readonly Value[]): Value {
  const { x, size } = sized(args);
  if (size.length <= 2 || isSingle(x)) return x;
  const kept = size.filter((each) => each !== 1);
  const to = kept.length === 0 ? [1, 1] : kept.length === 1 ? [kept[0] ?? 1, 1] : kept;
  return { ...x, size: to };
}

function vec(args: readonly Value[]): Value {
  const { x, size } = sized(args);
  return isSingle(x) ? x : { ...x, size: [count(size), 1] };
}

/** Functions of which the answer depends on the size alone, or that only move elements; unknown contents do not matter. */
export const shapeFunctions: Builtins = {
  size,
  numel: (args) => scalar(args.length > 1 ? 1 : count(sized(args).size)),
  length: measure((s) => (isEmptySize(s) ? 0 : Math.max(...s))),
  ndims: measure((s) => s.length),
  rows: measure((s) => s[0] ?? 1),
  columns: measure((s) => s[1] ?? 1),
  numrows: measure((s) => s[0] ?? 1),
  numcols: measure((s) => s[1] ?? 1),
  isempty: ask((s) => isEmptySize(s)),
  isnull: ask((s) => isEmptySize(s)),
  isscalar: ask((s) => count(s) === 1),
  isvector: ask((s) => isVector(s) && count(s) >= 1),
  isrow: ask((s) => s.length === 2 && s[0] === 1),
  iscolumn: ask((s) => s.length === 2 && s[1] === 1),
  ismatrix: ask((s) => s.length === 2),
  issquare: ask((s) => s.length === 2 && s[0] === s[1]),
  size_equal: (args) =>
    logical(args.every((each) => String(sizeOf(each)) === String(sizeOf(args[0] ?? each)))),
  fliplr: (args) => reversed(args, () => 1),
  flipud: (args) => reversed(args, () => 0),
  flip: (args) => reversed(args, (s) => dimensionAt(args, 1, s)),
  circshift,
  permute,
  ipermute,
  rot90,
  squeeze,
  vec,
  repmat(args) {
    const [x, ...rest] = args;
    if (!x || !isUncertain(x)) return repmat(args);
    const from = sizeOf(x);
    if (!from) return x;
    // The copies of an unknown value are as unknown; only the size can be told.
    const shape = repmat([array(from, new Float64Array(count(from))), ...rest]);
    return rearranged(x.kind === "random" ? (doubtOf(x) ?? x) : x, new Int32Array(0), sizeOf(shape) ?? from);
  },
  reshape(args) {
    const [x, ...rest] = args;
    if (!x || !isUncertain(x)) return reshape(args);
    const n = count(sized(args).size);
    return rearranged(x, new Int32Array(0), reshapedSize(rest, n));
  },
  cat: (args) => joined(numberAt(args, 0) - 1, args.slice(1)),
  horzcat: (args) => joined(1, args),
  vertcat: (args) => joined(0, args),
};
