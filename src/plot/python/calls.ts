import { numberIn } from "./arrays.js";
import { doubtShared, type Environment, touch } from "./environment.js";
import { evaluate, itemsOf } from "./expressions.js";
import { callModule } from "./modules.js";
import type { PyNode } from "./nodes.js";
import { callMethod, instantiate } from "./objects.js";
import {
  type PyArguments,
  PyUnknown,
  type PyUnknownValue,
  type PyValue,
  textIn,
  unknownOf,
} from "./values.js";

export function call(environment: Environment, node: PyNode): PyValue {
  const callee = node.field("function");
  const list = node.field("arguments");
  if (!callee || !list) throw new PyUnknown("this call is not evaluated here");
  const target = evaluate(environment, callee);
  const args = argumentsOf(environment, list);
  try {
    return applied(environment, target, args, node, callee);
  } catch (error) {
    if (error instanceof PyUnknown) mayHaveChanged(environment, target, args, unknownOf(error, node.line));
    throw error;
  }
}

function applied(
  environment: Environment,
  target: PyValue,
  args: PyArguments,
  node: PyNode,
  callee: PyNode,
): PyValue {
  switch (target.kind) {
    case "unknown":
      throw new PyUnknown(target.reason, target.line);
    case "function":
      return target.call(args);
    case "module":
      return callModule(environment, target.name, args, node.line);
    case "class":
      return instantiate(target, args);
    case "object":
      return callMethod(environment, target, "__call__", args.positional);
  }
  throw new PyUnknown(`${callee.text} is not evaluated here`);
}

/** Functions of libraries that write into what they are given; the others leave it as it is. */
const writing = /\.(shuffle|fill_diagonal|put|put_along_axis|copyto|place)$/;

/** What a function that was not evaluated to its end was given may have been changed by it. */
function mayHaveChanged(
  environment: Environment,
  target: PyValue,
  { positional, named }: PyArguments,
  doubt: PyUnknownValue,
): void {
  if (target.kind === "module" ? !writing.test(target.name) : target.kind !== "function") return;
  for (const value of [...positional, ...named.values()]) {
    const isShared =
      value.kind === "list" || value.kind === "array" || value.kind === "dict" || value.kind === "object";
    if (!isShared || numberIn(value) !== undefined || ("is" in value && value.is !== undefined)) continue;
    touch(environment, value);
    doubtShared(value, doubt);
  }
}

/** The arguments of a call, those of `*args` and `**kwargs` in their places. */
function argumentsOf(environment: Environment, list: PyNode): PyArguments {
  const positional: PyValue[] = [];
  const written: string[] = [];
  const named = new Map<string, PyValue>();
  const given = list.type === "argument_list" ? list.named : [list];
  for (const each of given) {
    const [inner] = each.named;
    if (each.type === "keyword_argument") {
      const value = each.field("value");
      if (value) named.set(each.field("name")?.text ?? "", evaluate(environment, value));
    } else if (each.type === "list_splat" && inner) {
      for (const value of itemsOf(evaluate(environment, inner))) {
        positional.push(value);
        written.push(inner.text);
      }
    } else if (each.type === "dictionary_splat" && inner) {
      const options = evaluate(environment, inner);
      if (options.kind === "dict")
        for (const [key, value] of options.entries.values()) named.set(textIn(key) ?? "", value);
    } else {
      positional.push(evaluate(environment, each));
      written.push(each.text);
    }
  }
  return { positional, named, written };
}
