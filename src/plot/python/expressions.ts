import type { SyntaxNode } from "../../syntax/parser.js";
import { builtins, itemsOf } from "./builtins.js";
import { call, withVariables } from "./calls.js";
import { type Environment, lineOf, namedChildrenOf, step } from "./environment.js";
import { listMethod } from "./lists.js";
import { numpyConstants, numpyFunction } from "./numpy.js";
import { binary, compare, unary } from "./operators.js";
import { subscript, transposed } from "./subscripts.js";
import { bracesFilled, textOfString } from "./texts.js";
import { nd, none, num, numberIn, PyUnknown, type PyValue, vector } from "./values.js";

/** The value of an expression; unknown, with its line, where that cannot be said. */
export function evaluate(environment: Environment, node: SyntaxNode): PyValue {
  step(environment);
  try {
    return compute(environment, node);
  } catch (error) {
    if (!(error instanceof PyUnknown)) throw error;
    return { kind: "unknown", reason: error.reason, line: lineOf(node) };
  }
}

function compute(environment: Environment, node: SyntaxNode): PyValue {
  const part = (name: string): SyntaxNode => {
    const found = node.childForFieldName(name);
    if (!found) throw new PyUnknown("this expression is not evaluated here");
    return found;
  };
  switch (node.type) {
    case "integer":
    case "float": {
      const value = Number(node.text.replaceAll("_", ""));
      if (Number.isNaN(value)) throw new PyUnknown("complex numbers are not evaluated here");
      return num(value);
    }
    case "true":
      return nd([], Float64Array.of(1), true);
    case "false":
      return nd([], Float64Array.of(0), true);
    case "none":
      return none;
    case "string":
    case "concatenated_string":
      return { kind: "text", text: textOfString(environment, node) };
    case "identifier":
      return variable(environment, node);
    case "parenthesized_expression":
      return evaluate(environment, namedChildrenOf(node)[0] ?? node);
    case "list":
    case "tuple":
    case "expression_list":
    case "pattern_list":
      return { kind: "list", items: namedChildrenOf(node).map((each) => evaluate(environment, each)) };
    case "unary_operator":
      return unary(node.children[0]?.text ?? "", evaluate(environment, part("argument")));
    case "not_operator":
      return nd([], Float64Array.of(numberIn(evaluate(environment, part("argument"))) === 0 ? 1 : 0), true);
    case "binary_operator":
      return binary(
        part("operator").text,
        evaluate(environment, part("left")),
        evaluate(environment, part("right")),
      );
    case "comparison_operator": {
      const [left, right, ...more] = namedChildrenOf(node);
      const sign = node.children.find((each) => each && !each.isNamed)?.text ?? "";
      if (!left || !right || more.length > 0) throw new PyUnknown("this comparison is not evaluated here");
      return compare(sign, evaluate(environment, left), evaluate(environment, right));
    }
    case "boolean_operator": {
      const left = numberIn(evaluate(environment, part("left")));
      if (left === undefined) throw new PyUnknown("the condition is not known");
      const isAnd = part("operator").text === "and";
      return (left !== 0) === isAnd ? evaluate(environment, part("right")) : num(left);
    }
    case "conditional_expression": {
      const [yes, condition, no] = namedChildrenOf(node);
      const test = condition && numberIn(evaluate(environment, condition));
      if (!yes || !no || test === undefined) throw new PyUnknown("the condition is not known");
      return evaluate(environment, test !== 0 ? yes : no);
    }
    case "attribute":
      return attribute(environment, node);
    case "subscript":
      return subscript(environment, node);
    case "call":
      return call(environment, node);
    case "lambda": {
      const parameters = node.childForFieldName("parameters");
      const names = parameters ? namedChildrenOf(parameters).map(({ text }) => text) : [];
      const body = part("body");
      return {
        kind: "function",
        call: ({ positional }) =>
          withVariables(
            environment,
            names.map((name, i) => [name, positional[i] ?? none]),
            () => evaluate(environment, body),
          ),
      };
    }
    case "list_comprehension":
    case "generator_expression":
      return comprehension(environment, node);
    default:
      throw new PyUnknown(`${node.type.replaceAll("_", " ")} is not evaluated here`);
  }
}

function variable({ variables, functions }: Environment, node: SyntaxNode): PyValue {
  const found = variables.get(node.text);
  if (found) return found;
  if (functions.has(node.text)) return { kind: "module", name: `own.${node.text}` };
  if (builtins.has(node.text)) return { kind: "module", name: `builtins.${node.text}` };
  throw new PyUnknown(`${node.text} is not defined here`);
}

/** Methods that change an array in place. */
const changing: ReadonlySet<string> = new Set(["sort", "fill", "resize", "put", "itemset", "partition"]);

function attribute(environment: Environment, node: SyntaxNode): PyValue {
  const object = evaluate(environment, node.childForFieldName("object") ?? node);
  const name = node.childForFieldName("attribute")?.text ?? "";
  if (object.kind === "module") {
    if (["numpy", "math"].includes(object.name)) {
      const constant = numpyConstants[name];
      if (constant !== undefined) return num(constant);
    }
    return { kind: "module", name: `${object.name}.${name}` };
  }
  if (object.kind === "unknown") return object;
  if (object.kind === "list") return { kind: "function", call: listMethod(object, name, lineOf(node)) };
  if (object.kind === "text" && name === "format")
    return { kind: "function", call: (args) => ({ kind: "text", text: bracesFilled(object.text, args) }) };
  if (object.kind === "array") {
    if (changing.has(name)) {
      const owner = node.childForFieldName("object");
      const reason = `${name} of an array is not evaluated here`;
      if (owner?.type === "identifier")
        environment.variables.set(owner.text, { kind: "unknown", reason, line: lineOf(node) });
      throw new PyUnknown(reason);
    }
    if (name === "T") return transposed(object);
    if (name === "size") return num(object.data.length);
    if (name === "shape") return { kind: "list", items: object.shape.map(num) };
    const method =
      name === "copy" || name === "astype"
        ? () => nd(object.shape, object.data.slice(), object.isBoolean)
        : name === "flatten" || name === "ravel"
          ? () => vector(object.data)
          : undefined;
    const computed = numpyFunction(name);
    if (method) return { kind: "function", call: method };
    if (computed) {
      return {
        kind: "function",
        call: (args) => computed({ ...args, positional: [object, ...args.positional] }),
      };
    }
  }
  if (object.kind === "axes" || object.kind === "figure") {
    return { kind: "function", call: (args) => environment.plotting.method(object, name, args, environment) };
  }
  throw new PyUnknown(`${node.text} is not evaluated here`);
}

function comprehension(environment: Environment, node: SyntaxNode): PyValue {
  const body = node.childForFieldName("body");
  const [clause, ...more] = namedChildrenOf(node).filter((each) => each !== body && each.id !== body?.id);
  const left = clause?.childForFieldName("left");
  const right = clause?.childForFieldName("right");
  if (!body || !left || !right || more.length > 0)
    throw new PyUnknown("this comprehension is not evaluated here");
  const items = itemsOf(evaluate(environment, right)).map((item) =>
    withVariables(environment, bindings(left, item), () => evaluate(environment, body)),
  );
  return { kind: "list", items };
}

/** The names that a target binds, with their values. */
export function bindings(target: SyntaxNode, value: PyValue): [string, PyValue][] {
  if (target.type === "identifier") return [[target.text, value]];
  const targets = namedChildrenOf(target);
  if (value.kind === "unknown") return targets.flatMap((each) => bindings(each, value));
  const items = itemsOf(value);
  return targets.flatMap((each, i) => bindings(each, items[i] ?? none));
}
