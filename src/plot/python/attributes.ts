import {
  countOf,
  int,
  type NdArray,
  nd,
  needArray,
  num,
  reshaped,
  shapeOf,
  toList,
  transposed,
  write,
} from "./arrays.js";
import { attentive } from "./attentive.js";
import { dictMethod } from "./dictionaries.js";
import { doubtShared, type Environment, touch } from "./environment.js";
import { listMethod } from "./lists.js";
import { constantOf } from "./modules.js";
import type { PyNode } from "./nodes.js";
import { numpyFunction } from "./numpy/functions.js";
import { memberOf } from "./objects.js";
import { resultOtherwise } from "./rounding.js";
import { textMethod } from "./textMethods.js";
import { fn, list, none, option, PyUnknown, type PyValue, tuple } from "./values.js";

/** `object.name`. @throws {PyUnknown} */
export function attribute(environment: Environment, object: PyValue, name: string, node: PyNode): PyValue {
  switch (object.kind) {
    case "module":
      return constantOf(object.name, name) ?? { kind: "module", name: `${object.name}.${name}` };
    case "unknown":
    case "random":
      return ofUnknown(object, name);
    case "list":
      if (object.is === "axes") return ofAxesGrid(object, name);
      return fn(listMethod(object, name, node.line, environment));
    case "dict":
      return fn(dictMethod(object, name, environment));
    case "text":
      return fn(textMethod(object.text, name));
    case "array":
      return ofArray(environment, object, name);
    case "object":
    case "class":
      return memberOf(environment, object, name);
    case "figure":
    case "axes":
    case "artist":
    case "cells":
      return environment.plotting.attribute(object, name, environment);
    default:
      throw new PyUnknown(`${node.text} is not evaluated here`);
  }
}

const shapeValue = (shape: readonly number[]): PyValue => tuple(shape.map(int));

/** What is certain of values that are not known: how many there are. */
function ofUnknown(value: Extract<PyValue, { kind: "unknown" | "random" }>, name: string): PyValue {
  const shape = shapeOf(value);
  if (shape && name === "shape") return shapeValue(shape);
  if (shape && name === "size") return int(countOf(shape));
  if (shape && name === "ndim") return int(shape.length);
  const { reason, line } =
    value.kind === "unknown" ? value : { reason: "it depends on random numbers", line: value.value.line };
  if (name === "T" && shape) return { kind: "unknown", reason, line, shape: [...shape].reverse() };
  const known = numpyFunction(name);
  if (known && shape) return fn((args) => known({ ...args, positional: [value, ...args.positional] }));
  throw new PyUnknown(reason, line);
}

function ofAxesGrid(grid: Extract<PyValue, { kind: "list" }>, name: string): PyValue {
  const flat = (each: PyValue): PyValue[] => (each.kind === "list" ? each.items.flatMap(flat) : [each]);
  const all: PyValue = { kind: "list", items: flat(grid), is: "axes" };
  const [first] = grid.items;
  const rows = grid.items.map((each) => (each.kind === "list" ? each.items : [each]));
  switch (name) {
    case "flat":
      return all;
    case "ravel":
    case "flatten":
    case "reshape":
    case "tolist":
      return fn(() => all);
    case "size":
      return int(all.items.length);
    case "shape":
      return shapeValue(
        first?.kind === "list" ? [grid.items.length, first.items.length] : [grid.items.length],
      );
    case "T":
      if (first?.kind !== "list") return grid;
      return {
        kind: "list",
        is: "axes",
        items: first.items.map((_, j) => ({
          kind: "list",
          is: "axes",
          items: rows.map((row) => row[j] ?? none),
        })),
      };
    default:
      throw new PyUnknown(`${name} of axes is not evaluated here`);
  }
}

function ofArray(environment: Environment, array: NdArray, name: string): PyValue {
  switch (name) {
    case "T":
      return transposed(array);
    case "size":
      return int(array.data.length);
    case "ndim":
      return int(array.shape.length);
    case "shape":
      return shapeValue(array.shape);
    case "real":
      return nd(array.shape, array.data.slice(), array.dtype);
    case "imag":
      return nd(array.shape, array.im?.slice() ?? new Float64Array(array.data.length));
    case "flat":
      return reshaped(array, [-1]);
    case "dtype":
      return {
        kind: "module",
        name: array.im
          ? "numpy.complex128"
          : array.dtype === "float"
            ? "numpy.float64"
            : `numpy.${array.dtype}`,
      };
    case "tolist":
      return fn(() => toList(array));
    case "item":
      return fn(() => num(array.data[0] ?? Number.NaN, array.dtype));
    case "reshape":
      return fn(
        attentive(name, ({ positional }) => {
          const extents = positional.length > 1 ? list([...positional]) : positional[0];
          return reshaped(array, [...needArray(extents, "the shape").data]);
        }),
      );
    case "fill":
    case "sort":
      return fn((args) => {
        touch(environment, array);
        const sorted = numpyFunction("sort");
        const values =
          name === "sort" ? sorted?.({ ...args, positional: [array] }) : option(args, "value", 0);
        write(
          array,
          array.data.map((_, i) => i),
          needArray(values, "the values"),
        );
        return none;
      });
    case "resize":
    case "put":
    case "itemset":
    case "partition":
      touch(environment, array);
      doubtShared(array, {
        kind: "unknown",
        reason: `${name} of an array is not evaluated here`,
        line: environment.statement?.line ?? 0,
      });
      break;
  }
  const method = numpyFunction(name);
  if (method)
    return fn((args) => {
      const value = attentive(name, method)({ ...args, positional: [array, ...args.positional] });
      return environment.roundsOtherwise ? resultOtherwise(name, value) : value;
    });
  throw new PyUnknown(`${name} of an array is not evaluated here`);
}
