import {
  arrayOf,
  countOf,
  doubtIn,
  type NdArray,
  nd,
  needArray,
  needNumbers,
  numberIn,
  numberOr,
  reshaped,
  shapeOf,
  sized,
  vector,
} from "../arrays.js";
import { list, option, type PyArguments, type PyFunction, PyUnknown, type PyValue } from "../values.js";
import { takenAlong } from "./shapes.js";

/** Arrays one after the other along an axis. @throws {PyUnknown} */
export function joined(parts: readonly NdArray[], axis: number): NdArray {
  const [first] = parts;
  if (!first) throw new PyUnknown("there is nothing to join");
  const dims = first.shape.length;
  const at = axis < 0 ? axis + dims : axis;
  for (const { shape } of parts)
    if (shape.length !== dims || shape.some((n, d) => d !== at && n !== first.shape[d]))
      throw new PyUnknown("the shapes do not fit");
  const whole = first.shape.map((n, d) =>
    d === at ? parts.reduce((total, { shape }) => total + (shape[d] ?? 0), 0) : n,
  );
  const outer = countOf(whole.slice(0, at));
  const isComplex = parts.some(({ im }) => im);
  const data = new Float64Array(sized(countOf(whole)));
  const im = isComplex ? new Float64Array(data.length) : undefined;
  let k = 0;
  for (let i = 0; i < outer; i++)
    for (const part of parts) {
      const run = part.data.length / Math.max(1, outer);
      data.set(part.data.subarray(i * run, (i + 1) * run), k);
      if (part.im) im?.set(part.im.subarray(i * run, (i + 1) * run), k);
      k += run;
    }
  const dtype = parts.every((each) => each.dtype === first.dtype)
    ? first.dtype
    : parts.some((each) => each.dtype === "float")
      ? "float"
      : "int";
  return nd(whole, data, dtype, im);
}

/** The arrays in a list; where one is not known, neither is what they are joined to, though its length may be. */
const partsOf = (value: PyValue | undefined, atLeast = 0): NdArray[] => {
  if (value?.kind !== "list" && value?.kind !== "array") needNumbers(value, "the arrays");
  const items = value?.kind === "list" ? value.items : value?.kind === "array" ? rowsOf(value) : [];
  return items.map((each) => {
    const found = arrayOf(each);
    if (!found) {
      const doubt = doubtIn(each);
      const shapes = items.map(shapeOf);
      const total = shapes.every((shape) => shape?.length === 1)
        ? [shapes.reduce((sum, shape) => sum + (shape?.[0] ?? 0), 0)]
        : undefined;
      if (doubt) throw new PyUnknown(doubt.reason, doubt.line, atLeast === 0 ? total : undefined);
    }
    const array = found ?? needNumbers(each, "the array");
    return array.shape.length >= atLeast
      ? array
      : nd([1, array.data.length].slice(-atLeast), array.data, array.dtype);
  });
};

const rowsOf = (array: NdArray): PyValue[] => {
  const n = countOf(array.shape.slice(1));
  return Array.from({ length: array.shape[0] ?? 0 }, (_, i) =>
    nd(array.shape.slice(1), array.data.slice(i * n, (i + 1) * n), array.dtype),
  );
};

function splits(args: PyArguments): PyValue {
  const array = needNumbers(args.positional[0], "the array");
  const given = needArray(option(args, "indices_or_sections", 1), "the parts");
  const axis = numberOr(option(args, "axis", 2), 0);
  const n = array.shape[axis] ?? 0;
  const count = given.data[0] ?? 1;
  const more = n % count;
  const ends =
    given.shape.length > 0
      ? [...given.data, n]
      : Array.from({ length: count }, (_, i) => Math.floor(n / count) * (i + 1) + Math.min(i + 1, more));
  return list(
    ends.map((end, i) => {
      const from = i === 0 ? 0 : (ends[i - 1] ?? 0);
      return takenAlong(
        array,
        Array.from({ length: Math.max(0, end - from) }, (_, k) => from + k),
        axis,
      );
    }),
  );
}

/** Functions that put arrays together and take them apart. */
export const joiningFunctions: Readonly<Record<string, PyFunction>> = {
  concatenate: (args) => {
    const given = option(args, "axis", 1);
    const parts = partsOf(args.positional[0]);
    if (given?.kind === "none")
      return joined(
        parts.map((each) => reshaped(each, [-1])),
        0,
      );
    return joined(parts, numberOr(given, 0));
  },
  append: (args) => {
    const [a, b] = [args.positional[0], args.positional[1]];
    const axis = numberIn(option(args, "axis", 2));
    const parts = partsOf(list([a ?? list([]), b ?? list([])]));
    if (axis !== undefined) return joined(parts, axis);
    return joined(
      parts.map((each) => reshaped(each, [-1])),
      0,
    );
  },
  insert: ({ positional: [value, at, item] }) => {
    const [array, place] = [needArray(value, "the array"), numberOr(at, 0)];
    const k = place < 0 ? place + array.data.length : place;
    return vector(
      [...array.data.slice(0, k), ...needArray(item, "the values").data, ...array.data.slice(k)],
      array.dtype,
    );
  },
  delete: ({ positional: [value, at], named }) => {
    const array = needArray(value, "the array");
    if (array.shape.length > 1 || named.has("axis"))
      throw new PyUnknown("delete along an axis is not evaluated here");
    const gone = new Set(
      [...needArray(at, "the place").data].map((i) => (i < 0 ? i + array.data.length : i)),
    );
    return vector(
      array.data.filter((_, i) => !gone.has(i)),
      array.dtype,
    );
  },
  hstack: ({ positional: [items] }) => {
    const parts = partsOf(items, 1);
    return joined(parts, (parts[0]?.shape.length ?? 1) > 1 ? 1 : 0);
  },
  vstack: ({ positional: [items] }) => joined(partsOf(items, 2), 0),
  row_stack: ({ positional: [items] }) => joined(partsOf(items, 2), 0),
  column_stack: ({ positional: [items] }) =>
    joined(
      partsOf(items).map((each) => (each.shape.length === 1 ? reshaped(each, [-1, 1]) : each)),
      1,
    ),
  dstack: ({ positional: [items] }) =>
    joined(
      partsOf(items, 2).map((each) => (each.shape.length === 2 ? reshaped(each, [...each.shape, 1]) : each)),
      2,
    ),
  stack(args) {
    const parts = partsOf(args.positional[0]);
    const axis = numberOr(option(args, "axis", 1), 0);
    const dims = (parts[0]?.shape.length ?? 0) + 1;
    const at = axis < 0 ? axis + dims : axis;
    return joined(
      parts.map((each) => reshaped(each, [...each.shape.slice(0, at), 1, ...each.shape.slice(at)])),
      at,
    );
  },
  split: (args) => splits(args),
  array_split: (args) => splits(args),
};
