import type { SyntaxNode } from "../../syntax/parser.js";
import { type Environment, namedChildrenOf } from "./environment.js";
import { evaluate } from "./expressions.js";
import {
  type NdArray,
  nd,
  needArray,
  num,
  numberIn,
  numberOr,
  PyUnknown,
  type PyValue,
  vector,
} from "./values.js";

export function transposed({ shape, data }: NdArray): NdArray {
  const [rows = 1, columns] = shape;
  if (columns === undefined) return nd(shape, data);
  return nd(
    [columns, rows],
    Float64Array.from(
      { length: data.length },
      (_, k) => data[(k % rows) * columns + Math.floor(k / rows)] ?? 0,
    ),
  );
}

/** `x[i]`, `x[a:b:c]`, `x[mask]`, `x[i, j]`. */
export function subscript(environment: Environment, node: SyntaxNode): PyValue {
  const [target, ...indices] = namedChildrenOf(node);
  if (!target) throw new PyUnknown("this index is not evaluated here");
  const object = evaluate(environment, target);
  if (object.kind === "unknown") return object;
  const [index, second] = indices;
  if (object.kind === "list" && index && index.type !== "slice" && !second) {
    const at = numberIn(evaluate(environment, index));
    const item = at === undefined ? undefined : object.items.at(at);
    if (item) return item;
  }
  if (object.kind === "list" && second && index) {
    const row = object.items.at(numberOr(evaluate(environment, index), 0));
    const item = row?.kind === "list" ? row.items.at(numberOr(evaluate(environment, second), 0)) : undefined;
    if (item) return item;
  }
  const array = needArray(object, "the value");
  if (!index) throw new PyUnknown("this index is not evaluated here");
  if (array.shape.length === 2 && second) {
    const [rows = 0, columns = 0] = array.shape;
    const down = positions(environment, index, rows);
    const across = positions(environment, second, columns);
    const values = down.list.flatMap((i) =>
      across.list.map((j) => array.data[i * columns + j] ?? Number.NaN),
    );
    if (down.isOne && across.isOne) return num(values[0] ?? Number.NaN);
    return down.isOne || across.isOne
      ? vector(values)
      : nd([down.list.length, across.list.length], Float64Array.from(values));
  }
  if (second) throw new PyUnknown("this index is not evaluated here");
  if (array.shape.length === 2) {
    const [rows = 0, columns = 0] = array.shape;
    const { list, isOne } = positions(environment, index, rows);
    const values = Float64Array.from(
      list.flatMap((i) => [...array.data.slice(i * columns, (i + 1) * columns)]),
    );
    return isOne ? vector(values) : nd([list.length, columns], values);
  }
  const { list, isOne } = positions(environment, index, array.data.length);
  return isOne
    ? num(array.data[list[0] ?? 0] ?? Number.NaN)
    : vector(list.map((i) => array.data[i] ?? Number.NaN));
}

function positions(
  environment: Environment,
  node: SyntaxNode,
  n: number,
): { list: number[]; isOne: boolean } {
  if (node.type === "slice") {
    const parts: (number | undefined)[] = [undefined, undefined, undefined];
    let at = 0;
    for (const each of node.children) {
      if (!each) continue;
      if (each.type === ":") at++;
      else {
        const value = evaluate(environment, each);
        parts[at] = value.kind === "none" ? undefined : numberOr(value, 0);
      }
    }
    const by = parts[2] ?? 1;
    const bound = (value: number | undefined, standard: number) =>
      value === undefined ? standard : value < 0 ? value + n : Math.min(value, n);
    const list: number[] = [];
    if (by > 0) for (let i = Math.max(0, bound(parts[0], 0)); i < bound(parts[1], n); i += by) list.push(i);
    else if (by < 0)
      for (let i = Math.min(n - 1, bound(parts[0], n - 1)); i > bound(parts[1], -1); i += by) list.push(i);
    return { list, isOne: false };
  }
  const value = needArray(evaluate(environment, node), "the index");
  if (value.isBoolean && value.shape.length > 0)
    return { list: [...value.data.keys()].filter((i) => value.data[i] !== 0), isOne: false };
  const list = [...value.data].map((i) => (i < 0 ? i + n : i));
  if (list.some((i) => i < 0 || i >= n)) throw new PyUnknown("the index is out of bounds");
  return { list, isOne: value.shape.length === 0 };
}
