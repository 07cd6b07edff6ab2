import {
  arrayOf,
  countOf,
  doubtIn,
  int,
  type NdArray,
  nd,
  needArray,
  needNumbers,
  numberIn,
  numberOr,
  reshaped,
  shapeOf,
  sized,
  transposed,
  vector,
  viewOf,
} from "../arrays.js";
import { sliced } from "../subscripts.js";
import { isMissing, list, option, type PyFunction, PyUnknown, type PyValue, tuple } from "../values.js";
import { joined } from "./joining.js";
import { shapeFrom } from "./types.js";

const flat = (value: PyValue | undefined): PyValue => {
  const array = arrayOf(value);
  const shape = shapeOf(value);
  if (array) return reshaped(array, [-1]);
  if (value?.kind === "random" && shape)
    return { ...value, shape: [countOf(shape)], value: { ...value.value, size: [1, countOf(shape)] } };
  const doubt = doubtIn(value);
  if (doubt && shape) throw new PyUnknown(doubt.reason, doubt.line, [countOf(shape)]);
  return needNumbers(value, "the array");
};

function flipped(value: PyValue | undefined, axis: PyValue | undefined): PyValue {
  const array = needNumbers(value, "the array");
  const axes = isMissing(axis)
    ? [...array.shape.keys()]
    : shapeFrom(axis).map((a) => (a < 0 ? a + array.shape.length : a));
  return axes.reduce(
    (made, at) => takenAlong(made, sliced([undefined, undefined, -1], made.shape[at] ?? 0), at),
    array,
  );
}

/** The rows, columns, … at these places along an axis. */
export function takenAlong(array: NdArray, chosen: readonly number[], axis: number): NdArray {
  const at = axis < 0 ? axis + array.shape.length : axis;
  const n = array.shape[at] ?? 1;
  const inner = countOf(array.shape.slice(at + 1));
  const outer = countOf(array.shape.slice(0, at));
  const places = new Int32Array(sized(outer * chosen.length * inner));
  let k = 0;
  for (let i = 0; i < outer; i++)
    for (const j of chosen) {
      if (j < -n || j >= n) throw new PyUnknown("the index is out of bounds");
      for (let m = 0; m < inner; m++) places[k++] = (i * n + (j < 0 ? j + n : j)) * inner + m;
    }
  const shape = array.shape.map((extent, d) => (d === at ? chosen.length : extent));
  const seen = viewOf(array, shape, places);
  return nd(shape, seen.data.slice(), array.dtype, seen.im);
}

/** Functions that arrange the elements of an array otherwise. */
export const shapeFunctions: Readonly<Record<string, PyFunction>> = {
  reshape: (args) => {
    const shape = option(args, "newshape", 1) ?? args.named.get("shape");
    return reshaped(needNumbers(args.positional[0], "the array"), shapeFrom(shape));
  },
  ravel: ({ positional: [value] }) => flat(value),
  flatten: ({ positional: [value] }) => {
    const made = flat(value);
    return made.kind === "array" ? nd(made.shape, made.data.slice(), made.dtype, made.im) : made;
  },
  squeeze: ({ positional: [value] }) => {
    const array = needNumbers(value, "the array");
    return reshaped(
      array,
      array.shape.filter((n) => n !== 1),
    );
  },
  expand_dims: (args) => {
    const array = needNumbers(args.positional[0], "the array");
    const axis = numberOr(option(args, "axis", 1), 0);
    const at = axis < 0 ? axis + array.shape.length + 1 : axis;
    return reshaped(array, [...array.shape.slice(0, at), 1, ...array.shape.slice(at)]);
  },
  atleast_1d: ({ positional: [value] }) => {
    const array = needNumbers(value, "the array");
    return array.shape.length === 0 ? reshaped(array, [1]) : array;
  },
  atleast_2d: ({ positional: [value] }) => {
    const array = needNumbers(value, "the array");
    return array.shape.length >= 2 ? array : reshaped(array, [1, array.data.length]);
  },
  transpose: (args) => {
    const array = needNumbers(args.positional[0], "the array");
    const rest = args.positional.slice(1);
    const order = args.named.get("axes") ?? (rest.length > 1 ? list(rest) : rest[0]);
    return transposed(array, isMissing(order) ? undefined : shapeFrom(order));
  },
  swapaxes: ({ positional: [value, a, b] }) => {
    const array = needNumbers(value, "the array");
    const order = [...array.shape.keys()];
    const [i, j] = [numberOr(a, 0), numberOr(b, 0)].map((k) => (k < 0 ? k + order.length : k));
    return transposed(
      array,
      order.map((d) => (d === i ? (j ?? 0) : d === j ? (i ?? 0) : d)),
    );
  },
  flip: (args) => flipped(args.positional[0], option(args, "axis", 1)),
  fliplr: ({ positional: [value] }) => flipped(value, vector([1])),
  flipud: ({ positional: [value] }) => flipped(value, vector([0])),
  roll: (args) => {
    const array = needNumbers(args.positional[0], "the array");
    const by = numberOr(option(args, "shift", 1), 0);
    const axis = numberIn(option(args, "axis", 2));
    if (axis === undefined || array.shape.length === 1) {
      const n = array.data.length;
      const at = Int32Array.from({ length: n }, (_, i) => (((i - by) % n) + n) % n);
      const moved = viewOf(array, array.shape, at);
      return nd(array.shape, moved.data.slice(), array.dtype, moved.im);
    }
    const at = axis < 0 ? axis + array.shape.length : axis;
    const n = array.shape[at] ?? 1;
    const inner = countOf(array.shape.slice(at + 1));
    const places = Int32Array.from(array.data, (_, k) => {
      const i = Math.floor(k / inner) % n;
      return k + (((((i - by) % n) + n) % n) - i) * inner;
    });
    const moved = viewOf(array, array.shape, places);
    return nd(array.shape, moved.data.slice(), array.dtype, moved.im);
  },
  tile: ({ positional: [value, times] }) => {
    const array = needNumbers(value, "the array");
    const counts = shapeFrom(times);
    const dims = Math.max(counts.length, array.shape.length, 1);
    let made = reshaped(array, [
      ...Array.from({ length: dims - array.shape.length }, () => 1),
      ...array.shape,
    ]);
    counts.forEach((n, i) => {
      made = joined(
        Array.from({ length: n }, () => made),
        dims - counts.length + i,
      );
    });
    return made;
  },
  repeat: (args) => {
    const array = needNumbers(args.positional[0], "the array");
    const counts = needArray(option(args, "repeats", 1), "the number").data;
    const axis = numberIn(option(args, "axis", 2));
    const many = (i: number): number => counts[counts.length === 1 ? 0 : i] ?? 0;
    if (axis === undefined || array.shape.length <= 1)
      return vector(
        [...array.data].flatMap((x, i) => Array.from({ length: many(i) }, () => x)),
        array.dtype,
      );
    const n = array.shape[axis] ?? 0;
    const chosen = Array.from({ length: n }, (_, i) => Array.from({ length: many(i) }, () => i)).flat();
    return takenAlong(array, chosen, axis);
  },
  take: (args) => {
    const array = needNumbers(args.positional[0], "the array");
    const chosen = needArray(option(args, "indices", 1), "the indices");
    const axis = numberIn(option(args, "axis", 2));
    return takenAlong(axis === undefined ? reshaped(array, [-1]) : array, [...chosen.data], axis ?? 0);
  },
  array_equal: ({ positional: [a, b] }) => {
    const [x, y] = [needArray(a, "the array"), needArray(b, "the array")];
    const isSame = String(x.shape) === String(y.shape) && x.data.every((each, i) => each === y.data[i]);
    return nd([], Float64Array.of(isSame ? 1 : 0), "bool");
  },
  shape: ({ positional: [value] }) => tuple(needNumbers(value, "the array").shape.map((n) => int(n))),
  size: ({ positional: [value] }) => int(needNumbers(value, "the array").data.length),
  ndim: ({ positional: [value] }) => int(needNumbers(value, "the array").shape.length),
};
