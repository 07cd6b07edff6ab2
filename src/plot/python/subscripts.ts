import {
  commonShape,
  countOf,
  type NdArray,
  nd,
  needArray,
  needNumbers,
  numberIn,
  numberOr,
  reshaped,
  spreadOver,
  stridesOf,
  vector,
  viewOf,
} from "./arrays.js";
import { keyOf } from "./dictionaries.js";
import type { Environment } from "./environment.js";
import { evaluate } from "./expressions.js";
import type { PyNode } from "./nodes.js";
import { joined } from "./numpy/joining.js";
import { gridFrom } from "./numpy/makers.js";
import { callMethod } from "./objects.js";
import { known, type PyList, PyUnknown, type PyValue, text } from "./values.js";

/** What stands for an axis in an index. */
type Index = { readonly parts: readonly (number | undefined)[] } | "new" | "rest" | NdArray;

/** The indices between the brackets, as values. */
export function indicesOf(environment: Environment, nodes: readonly PyNode[]): PyValue[] {
  return nodes.flatMap((node) => {
    if (node.type === "slice") return [sliceOf(environment, node)];
    if (node.type === "ellipsis") return [text("...")];
    const value = known(evaluate(environment, node));
    return value.kind === "list" && value.is === "tuple" ? value.items.map((each) => known(each)) : [value];
  });
}

function sliceOf(environment: Environment, node: PyNode): PyValue {
  const parts = sliceParts(environment, node);
  return {
    kind: "slice",
    parts: parts.map((value) =>
      value === undefined || value.kind === "none" ? undefined : numberOr(value, 0),
    ),
  };
}

function sliceParts(environment: Environment, node: PyNode): (PyValue | undefined)[] {
  const parts: (PyValue | undefined)[] = [undefined, undefined, undefined];
  const written = node.text;
  let at = 0;
  let from = node.startIndex;
  for (const each of node.named) {
    at += written.slice(from - node.startIndex, each.startIndex - node.startIndex).split(":").length - 1;
    from = each.endIndex;
    parts[at] = evaluate(environment, each);
  }
  return parts;
}

const axisOf = (value: PyValue): Index => {
  if (value.kind === "slice") return { parts: value.parts };
  if (value.kind === "none") return "new";
  if (value.kind === "text" && value.text === "...") return "rest";
  return needArray(value, "the index");
};

/** The places that a slice takes of `n`. */
export function sliced(parts: readonly (number | undefined)[], n: number): number[] {
  const by = parts[2] ?? 1;
  if (by === 0) throw new PyUnknown("a slice has no step");
  const bound = (value: number | undefined, standard: number): number =>
    value === undefined ? standard : value < 0 ? value + n : value;
  const places: number[] = [];
  if (by > 0) {
    const end = Math.min(n, bound(parts[1], n));
    for (let i = Math.max(0, bound(parts[0], 0)); i < end; i += by) places.push(i);
  } else {
    const end = Math.max(-1, bound(parts[1], -1));
    for (let i = Math.min(n - 1, bound(parts[0], n - 1)); i > end; i += by) places.push(i);
  }
  return places;
}

/** Which elements an index takes, in the order of the result. @throws {PyUnknown} */
export function taken(
  shape: readonly number[],
  values: readonly PyValue[],
): { readonly shape: readonly number[]; readonly places: Int32Array; readonly isView: boolean } {
  const strides = stridesOf(shape);
  const indices = values.map(axisOf).flatMap(masksAsPlaces);
  const used = indices.filter((each) => each !== "new" && each !== "rest").length;
  if (used > shape.length) throw new PyUnknown("there are more indices than dimensions");
  if (!indices.includes("rest")) indices.push("rest");
  const hasArrays = indices.some((each) => isArray(each) && each.shape.length > 0);
  let common: number[] = [];
  let offsets: Int32Array | undefined;
  const groups: {
    readonly extents: readonly number[];
    readonly offsets: Int32Array;
    readonly isArrays?: boolean;
  }[] = [];
  let axis = 0;
  const arrays: { readonly own: NdArray; readonly axis: number }[] = [];
  const places: number[] = [];
  const slice = (parts: readonly (number | undefined)[]): void => {
    const list = sliced(parts, shape[axis] ?? 0);
    const by = strides[axis] ?? 0;
    groups.push({ extents: [list.length], offsets: Int32Array.from(list, (i) => i * by) });
    axis++;
  };
  for (const each of indices) {
    if (each === "new") groups.push({ extents: [1], offsets: Int32Array.of(0) });
    else if (each === "rest") for (let k = shape.length - used; k > 0; k--) slice([]);
    else if (isArray(each)) {
      if (hasArrays && (arrays.length === 0 || arrays.at(-1)?.axis !== axis - 1)) places.push(groups.length);
      arrays.push({ own: each, axis });
      axis++;
    } else slice(each.parts);
  }
  for (const { own } of arrays) {
    const next = commonShape(common, own.shape);
    if (!next) throw new PyUnknown("the indices do not fit");
    common = next;
  }
  for (const { own, axis } of arrays) {
    const [n, by] = [shape[axis] ?? 0, strides[axis] ?? 0];
    const spread = spreadOver(own.shape, common);
    offsets ??= new Int32Array(countOf(common));
    for (let k = 0; k < offsets.length; k++) {
      const i = own.data[spread[k] ?? 0] ?? 0;
      if (i < -n || i >= n || !Number.isInteger(i)) throw new PyUnknown("the index is out of bounds");
      offsets[k] = (offsets[k] ?? 0) + (i < 0 ? i + n : i) * by;
    }
  }
  if (offsets) groups.splice(places.length === 1 ? (places[0] ?? 0) : 0, 0, { extents: common, offsets });
  let all = Int32Array.of(0);
  for (const group of groups) {
    const next = new Int32Array(all.length * group.offsets.length);
    let k = 0;
    for (const a of all) for (const b of group.offsets) next[k++] = a + b;
    all = next;
  }
  return { shape: groups.flatMap(({ extents }) => extents), places: all, isView: !hasArrays };
}

const isArray = (index: Index): index is NdArray => typeof index === "object" && "kind" in index;

/** A mask stands for the places at which it holds, axis by axis. */
function masksAsPlaces(index: Index): Index[] {
  if (!isArray(index) || index.dtype !== "bool" || index.shape.length === 0) return [index];
  const held = [...index.data.keys()].filter((k) => index.data[k] !== 0);
  const strides = stridesOf(index.shape);
  return index.shape.map((n, axis) =>
    vector(
      held.map((k) => Math.floor(k / (strides[axis] ?? 1)) % n),
      "int",
    ),
  );
}

export function indexed(array: NdArray, indices: readonly PyValue[]): NdArray {
  const { shape, places, isView } = taken(array.shape, indices);
  const seen = viewOf(array, shape, places);
  return isView && shape.length > 0 ? seen : nd(shape, seen.data.slice(), array.dtype, seen.im);
}

/** `x[i]`, `x[a:b:c]`, `x[mask]`, `x[i, j]`. */
export function subscript(environment: Environment, node: PyNode): PyValue {
  const [target, ...nodes] = node.named;
  if (!target) throw new PyUnknown("this index is not evaluated here");
  const object = evaluate(environment, target);
  if (object.kind === "unknown" && !object.shape) return object;
  if (object.kind === "dict" || object.kind === "object") {
    const given = nodes.map((each) => evaluate(environment, each));
    const key: PyValue | undefined =
      given.length > 1 ? { kind: "list", items: given, is: "tuple" } : given[0];
    if (!key) throw new PyUnknown("this index is not evaluated here");
    if (object.kind === "object") return callMethod(environment, object, "__getitem__", [known(key)]);
    const found = object.entries.get(keyOf(key));
    if (!found) throw new PyUnknown(`there is no ${nodes[0]?.text}`);
    return found[1];
  }
  if (object.kind === "module") return gridOrRow(environment, object.name, nodes);
  return elementOf(object, indicesOf(environment, nodes));
}

/** `np.mgrid[0:5]`, `np.ogrid[…]`, `np.r_[…]`, `np.c_[…]`. */
function gridOrRow(environment: Environment, name: string, nodes: readonly PyNode[]): PyValue {
  if (name === "numpy.mgrid" || name === "numpy.ogrid")
    return gridFrom(
      nodes.map((node) => rangeOf(environment, node)),
      name === "numpy.ogrid",
    );
  if (name !== "numpy.r_" && name !== "numpy.c_") throw new PyUnknown(`${name} is not evaluated here`);
  const parts = nodes.map((node) => {
    if (node.type === "slice") return needArray(gridFrom([rangeOf(environment, node)], false), "the range");
    const value = needArray(evaluate(environment, node), "the value");
    return value.shape.length === 0 ? reshaped(value, [1]) : value;
  });
  if (name === "numpy.r_") return joined(parts, 0);
  return joined(
    parts.map((each) => (each.shape.length === 1 ? reshaped(each, [-1, 1]) : each)),
    1,
  );
}

function rangeOf(environment: Environment, node: PyNode): Parameters<typeof gridFrom>[0][number] {
  const values = sliceParts(environment, node).map((each) => each && needNumbers(each, "the range"));
  const [low, high, step] = values;
  const counts = step?.im !== undefined;
  return {
    low: low?.data[0] ?? 0,
    high: high?.data[0] ?? 0,
    step: (counts ? step?.im?.[0] : step?.data[0]) ?? 1,
    counts,
  };
}

/** @throws {PyUnknown} */
export function elementOf(object: PyValue, indices: readonly PyValue[]): PyValue {
  const [index, ...more] = indices;
  if (object.kind === "unknown" || object.kind === "random") {
    const { shape, places } = taken(object.shape ?? [], indices);
    if (object.kind === "unknown") return { ...object, shape };
    if (shape.length === 0) throw new PyUnknown("it depends on random numbers", object.value.line, []);
    const size = [
      shape.length === 1 ? 1 : (shape[0] ?? 1),
      places.length / (shape.length === 1 ? 1 : (shape[0] ?? 1)),
    ];
    return { kind: "random", shape, value: { ...object.value, size } };
  }
  if (object.kind === "list") {
    const found = listElement(object, index, more);
    if (found) return found;
    throw new PyUnknown("the index is out of bounds");
  }
  if (object.kind === "text") {
    const letters = [...object.text];
    if (index?.kind === "slice")
      return text(
        sliced(index.parts, letters.length)
          .map((i) => letters[i])
          .join(""),
      );
    return text(letters.at(numberOr(index, 0)) ?? "");
  }
  if (object.kind === "artist") return object;
  if (object.kind === "cells") return cellsOf(object, indices);
  return indexed(needArray2(object), indices);
}

const needArray2 = (value: PyValue): NdArray =>
  value.kind === "array" ? value : needArray(value, "the value");

function listElement(
  list: PyList,
  index: PyValue | undefined,
  more: readonly PyValue[],
): PyValue | undefined {
  if (index?.kind === "slice") {
    const items = sliced(index.parts, list.items.length).flatMap((i) => list.items[i] ?? []);
    const inner = more.length > 0 && list.is === "axes" ? items.map((each) => elementOf(each, more)) : items;
    return { kind: "list", items: inner, ...(list.is && { is: list.is }) };
  }
  const at = numberIn(index);
  if (at === undefined) {
    needArray(index, "the index");
    throw new PyUnknown("this index is not evaluated here");
  }
  const item = list.items.at(at);
  return item && more.length > 0 ? elementOf(item, more) : item;
}

type Cells = Extract<PyValue, { kind: "cells" }>;

/** Cells of a `GridSpec`. */
function cellsOf(cells: Cells, indices: readonly PyValue[]): Cells {
  const along = (own: readonly number[], index: PyValue | undefined): readonly number[] => {
    if (index === undefined) return own;
    if (index.kind === "slice") return sliced(index.parts, own.length).flatMap((i) => own[i] ?? []);
    return [own.at(numberOr(index, 0)) ?? 0];
  };
  const [first, second] = indices;
  if (indices.length === 1 && cells.rows.length === 1)
    return { ...cells, columns: along(cells.columns, first) };
  if (indices.length === 1 && first?.kind !== "slice") {
    // Counted row by row.
    const [, n] = cells.of;
    const at = numberOr(first, 0);
    const k = at < 0 ? at + cells.rows.length * n : at;
    return { ...cells, rows: [Math.floor(k / n)], columns: [k % n] };
  }
  return { ...cells, rows: along(cells.rows, first), columns: along(cells.columns, second) };
}
