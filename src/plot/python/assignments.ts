import {
  arrayOf,
  broadcast,
  commonShape,
  countOf,
  type NdArray,
  nd,
  needNumbers,
  spreadOver,
  write,
} from "./arrays.js";
import { keyOf } from "./dictionaries.js";
import { doubtShared, type Environment, setName, touch } from "./environment.js";
import { evaluate, itemsOf, parts } from "./expressions.js";
import type { PyNode } from "./nodes.js";
import { callMethod } from "./objects.js";
import { binary } from "./operators.js";
import { indicesOf, sliced, taken } from "./subscripts.js";
import { none, PyUnknown, type PyValue, unknownOf } from "./values.js";

/** `x += y`, which changes lists and arrays in place. */
export function augment(environment: Environment, node: PyNode): void {
  const [left, right] = [node.field("left"), node.field("right")];
  if (!left || !right) return;
  const sign = node.field("operator")?.text.slice(0, -1) ?? "";
  const before = evaluate(environment, left);
  const value = evaluate(environment, right);
  try {
    if (before.kind === "list" && sign === "+" && before.is === undefined) {
      touch(environment, before);
      before.items.push(...itemsOf(value));
      return;
    }
    const result = binary(sign, before, value);
    if (
      before.kind === "array" &&
      before.shape.length > 0 &&
      result.kind === "array" &&
      fits(before, result)
    ) {
      touch(environment, before);
      write(
        before,
        before.data.map((_, i) => i),
        result,
      );
      return;
    }
    if (before.kind === "array" && before.shape.length > 0 && result.kind !== "array") {
      touch(environment, before);
      doubtShared(before, { kind: "unknown", reason: "it depends on what is not known", line: node.line });
    }
    assign(environment, left, result);
  } catch (error) {
    if (!(error instanceof PyUnknown)) throw error;
    const doubt = unknownOf(error, node.line);
    if (before.kind === "array" && before.shape.length > 0) {
      touch(environment, before);
      doubtShared(before, doubt);
    }
    assign(environment, left, doubt);
  }
}

const fits = (array: NdArray, result: NdArray): boolean =>
  (result.dtype !== "float" || array.dtype === "float") &&
  (!result.im || array.im !== undefined) &&
  String(result.shape) === String(array.shape);

export function assign(environment: Environment, target: PyNode, value: PyValue): void {
  switch (target.type) {
    case "identifier":
      setName(environment, target.text, value);
      break;
    case "subscript":
      assignElement(environment, target, value);
      break;
    case "attribute":
      assignAttribute(environment, target, value);
      break;
    default: {
      let pairs: [PyNode, PyValue][];
      try {
        pairs = parts(target, value);
      } catch (error) {
        if (!(error instanceof PyUnknown)) throw error;
        const doubt = unknownOf(error, target.line);
        pairs = target.named.map((each) => [each, doubt]);
      }
      for (const [each, own] of pairs) assign(environment, each, own);
    }
  }
}

function assignAttribute(environment: Environment, target: PyNode, value: PyValue): void {
  const owner = target.field("object");
  const name = target.field("attribute")?.text ?? "";
  const object = owner && evaluate(environment, owner);
  if (object?.kind === "object") {
    touch(environment, object);
    object.attributes.set(name, value);
  } else if (object?.kind === "class") object.members.set(name, value);
  else if (object?.kind === "array") {
    touch(environment, object);
    doubtShared(object, { kind: "unknown", reason: `its ${name} is set`, line: target.line });
  }
}

/** `x[i] = v` on arrays, lists and dictionaries; where it is not known what is set, all of it is unknown. */
function assignElement(environment: Environment, target: PyNode, value: PyValue): void {
  const [owner, ...nodes] = target.named;
  if (!owner) return;
  const object = evaluate(environment, owner);
  if (object.kind !== "array" && object.kind !== "list" && object.kind !== "dict" && object.kind !== "object")
    return;
  touch(environment, object);
  try {
    if (object.kind === "dict") {
      const keys = nodes.map((each) => evaluate(environment, each));
      const key: PyValue = keys.length === 1 ? (keys[0] ?? none) : { kind: "list", items: keys, is: "tuple" };
      object.entries.set(keyOf(key), [key, value]);
    } else if (object.kind === "object") {
      const keys = nodes.map((each) => evaluate(environment, each));
      callMethod(environment, object, "__setitem__", [...keys, value]);
    } else if (object.kind === "list") {
      const [index] = indicesOf(environment, nodes);
      if (index?.kind === "slice") {
        const places = sliced(index.parts, object.items.length);
        const [first = object.items.length] = places;
        const items = [...itemsOf(value)];
        if ((index.parts[2] ?? 1) === 1) object.items.splice(first, places.length, ...items);
        else
          places.forEach((at, i) => {
            object.items[at] = items[i] ?? none;
          });
        return;
      }
      const at = arrayOf(index)?.data[0];
      if (at === undefined || at >= object.items.length || at < -object.items.length)
        throw new PyUnknown("the index is out of bounds");
      object.items[at < 0 ? at + object.items.length : at] = value;
    } else {
      const { shape, places } = taken(object.shape, indicesOf(environment, nodes));
      write(object, places, spread(needNumbers(value, "the value"), shape));
    }
  } catch (error) {
    if (!(error instanceof PyUnknown)) throw error;
    doubtShared(object, unknownOf(error, target.line));
  }
}

/** Over the extents of what is assigned to. */
function spread(value: NdArray, shape: readonly number[]): NdArray {
  if (value.data.length === 1 || value.data.length === countOf(shape)) return value;
  const common = commonShape(value.shape, shape);
  if (!common || countOf(common) !== countOf(shape)) throw new PyUnknown("the shapes do not fit");
  if (value.im) {
    const places = spreadOver(value.shape, common);
    const of = (data: Float64Array) => Float64Array.from(places, (i) => data[i] ?? 0);
    return nd(common, of(value.data), value.dtype, of(value.im));
  }
  return broadcast(value, nd(shape, new Float64Array(countOf(shape))), (x) => x, value.dtype);
}

export function remove(environment: Environment, target: PyNode): void {
  if (target.type === "expression_list") {
    for (const each of target.named) remove(environment, each);
    return;
  }
  const [owner, node] = target.named;
  if (target.type !== "subscript" || !owner || !node) return;
  const object = evaluate(environment, owner);
  if (object.kind === "dict") {
    touch(environment, object);
    object.entries.delete(keyOf(evaluate(environment, node)));
  } else if (object.kind === "list") {
    touch(environment, object);
    const [index] = indicesOf(environment, [node]);
    if (index?.kind === "slice") {
      const gone = new Set(sliced(index.parts, object.items.length));
      object.items.splice(0, object.items.length, ...object.items.filter((_, i) => !gone.has(i)));
      return;
    }
    object.items.splice(arrayOf(index)?.data[0] ?? 0, 1);
  }
}
