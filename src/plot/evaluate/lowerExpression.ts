import type { PlainNode } from "./plainTree.js";
import type { Accessor, BinaryOperator, Expression } from "./program.js";
import { child, named, place, type Source, syntaxError, textOfNode } from "./source.js";
import { array, type IntegerClass, scalar, string, text } from "./values.js";

/** The expression of a node; `at` places one that is missing. */
export function lowerExpression(
  node: PlainNode | undefined,
  source: Source,
  at: Pick<Expression, "line" | "range"> | undefined = node && place(node, source),
): Expression {
  if (!node || !at) throw new TypeError("An expression needs a node or a place.");
  const here = place(node, source);
  const written = textOfNode(node, source);
  const part = (field: string): Expression => {
    const found = child(node, field);
    return found ? lowerExpression(found, source) : { ...here, type: "unsupported", reason: syntaxError };
  };
  switch (node.type) {
    case "number":
      return { ...here, type: "constant", value: numberFrom(written) };
    case "string":
      return { ...here, type: "constant", value: text(written.slice(1, -1).replace(/''/g, "'")) };
    case "double_quoted_string":
      return { ...here, type: "constant", value: string(written.slice(1, -1).replace(/""|\\"/g, '"')) };
    case "identifier":
      return { ...here, type: "reference", name: written, path: [] };
    case "parenthesized_expression": {
      const inner = named(node)[0];
      if (!inner) break;
      // Parentheses make one value of a list, and a name in them is not called with what follows.
      return { ...here, type: "chain", base: lowerExpression(inner, source), path: [] };
    }
    case "call":
    case "cell_index":
    case "field_expression": {
      const { base, path } = pathOf(node, source);
      if (base.type === "identifier")
        return { ...here, type: "reference", name: textOfNode(base, source), path };
      return { ...here, type: "chain", base: lowerExpression(base, source), path };
    }
    case "colon":
      return { ...here, type: "colon" };
    case "end_index":
      return { ...here, type: "end" };
    case "binary_operator": {
      const operator = textOfNode(child(node, "operator") ?? node, source);
      const left = part("left");
      const right = part("right");
      if (operator === "&&" || operator === "||") return { ...here, type: "shortcut", operator, left, right };
      return {
        ...here,
        type: "binary",
        operator: operators[operator] ?? (operator as BinaryOperator),
        left,
        right,
      };
    }
    case "unary_operator": {
      const operator = textOfNode(child(node, "operator") ?? node, source);
      const operand = part("operand");
      if (operator === "++" || operator === "+") return { ...here, type: "unary", operator: "+", operand };
      if (operator === "--") return { ...here, type: "unary", operator: "+", operand };
      return { ...here, type: "unary", operator: operator === "-" ? "-" : "~", operand };
    }
    case "postfix_operator": {
      const conjugate = textOfNode(child(node, "operator") ?? node, source) === "'";
      return { ...here, type: "transpose", conjugate, operand: part("operand") };
    }
    case "range": {
      const step = child(node, "step");
      return step
        ? {
            ...here,
            type: "range",
            start: part("start"),
            step: lowerExpression(step, source),
            stop: part("stop"),
          }
        : { ...here, type: "range", start: part("start"), stop: part("stop") };
    }
    case "matrix":
    case "cell":
      return {
        ...here,
        type: node.type,
        rows: named(node)
          .filter((each) => each.type === "row")
          .map((each) => named(each).map((element) => lowerExpression(element, source))),
      };
    case "lambda": {
      const parameters = child(node, "parameters");
      return {
        ...here,
        type: "lambda",
        parameters: parameters ? named(parameters).map((each) => textOfNode(each, source)) : [],
        body: part("body"),
        text: written,
      };
    }
    case "function_handle": {
      const name = child(node, "name");
      return { ...here, type: "handle", name: name ? textOfNode(name, source) : written.slice(1) };
    }
    case "ERROR":
      return { ...here, type: "unsupported", reason: syntaxError };
  }
  return { ...here, type: "unsupported", reason: `${node.type.replace(/_/g, " ")} is not evaluated` };
}

const operators: Readonly<Record<string, BinaryOperator>> = { "!=": "~=", "**": "^", ".**": ".^" };

/** The chain of accesses that a node ends, and what they begin at. */
export function pathOf(node: PlainNode, source: Source): { base: PlainNode; path: Accessor[] } {
  const path: Accessor[] = [];
  let base = node;
  for (;;) {
    const inner = child(base, base.type === "call" ? "function" : "object");
    if (!inner) break;
    if (base.type === "call" || base.type === "cell_index")
      path.push({
        kind: base.type === "call" ? "()" : "{}",
        args: argumentsOf(child(base, "arguments"), source),
        line: place(base, source).line,
      });
    else if (base.type === "field_expression") path.push(fieldAccessor(child(base, "field"), source));
    else break;
    base = inner;
  }
  return { base, path: path.reverse() };
}

function fieldAccessor(node: PlainNode | undefined, source: Source): Accessor {
  const inner = node?.type === "dynamic_field" ? named(node)[0] : undefined;
  if (inner) return { kind: ".()", name: lowerExpression(inner, source) };
  return { kind: ".", name: node ? textOfNode(node, source) : "" };
}

function argumentsOf(node: PlainNode | undefined, source: Source): Expression[] {
  return (node ? named(node) : []).flatMap((each): Expression[] => {
    if (each.type !== "named_argument") return [lowerExpression(each, source)];
    // f(Name=value) is f("Name", value).
    const name = child(each, "name");
    const value = child(each, "value");
    if (!name || !value) return [];
    return [
      { ...place(name, source), type: "constant", value: string(textOfNode(name, source)) },
      lowerExpression(value, source),
    ];
  });
}

/** `12`, `1.5e-3`, `1d3`, `0x1F`, `0b101u8`, `2i` */
function numberFrom(written: string) {
  const whole = /^0([xXbB])([0-9a-fA-F]+?)(?:([us])(8|16|32|64))?$/.exec(written);
  if (whole) {
    const [, base = "x", digits = "", sign, bits] = whole;
    const value = Number.parseInt(digits, base.toLowerCase() === "x" ? 16 : 2);
    const width = bits ?? ["8", "16", "32", "64"].find((each) => value < 2 ** Number(each)) ?? "64";
    const type = `${sign === "s" ? "int" : "uint"}${width}` as IntegerClass;
    return array([1, 1], Float64Array.of(value), undefined, type);
  }
  const imaginary = /[ijIJ]$/.test(written);
  const value = Number(written.replace(/[ijIJ]$/, "").replace(/[dD]/, "e"));
  if (!imaginary) return scalar(value);
  return array([1, 1], Float64Array.of(0), Float64Array.of(value));
}
