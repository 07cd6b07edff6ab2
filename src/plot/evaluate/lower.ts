import { lowerExpression, pathOf } from "./lowerExpression.js";
import { type PlainNode, tooDeep } from "./plainTree.js";
import type {
  BinaryOperator,
  Expression,
  FunctionDefinition,
  Parameter,
  Program,
  Statement,
  Target,
} from "./program.js";
import { child, childrenIn, named, one, place, type Source, syntaxError, textOfNode } from "./source.js";

/** The program that a tree of the MATLAB grammar stands for. */
export function lowerProgram(root: PlainNode, text: string, firstLine = 0): Program {
  const lines = lineStarts(text);
  const functions = new Map<string, FunctionDefinition>();
  const source: Source = { text, lines, firstLine, define: (each) => functions.set(each.name, each) };
  const body = lowerBlock(root, source);
  const first = named(root)[0];
  const name = first?.type === "function_definition" ? child(first, "name") : undefined;
  const main = name && functions.get(textOfNode(name, source));
  const isClass = first?.type === "class_definition";
  return main ? { text, body, functions, main, isClass } : { text, body, functions, isClass };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return starts;
}

function lowerBlock(node: PlainNode | undefined, source: Source): Statement[] {
  const statements: Statement[] = [];
  if (node?.type === tooDeep)
    return [{ ...place(node, source), type: "unsupported", reason: "the code is nested too deeply" }];
  for (const each of node ? named(node) : []) {
    if (each.type === "function_definition") {
      const definition = lowerFunction(each, source);
      if (definition) source.define(definition);
    } else if (each.type !== "class_definition") statements.push(...lowerStatement(each, source));
  }
  return statements;
}

function lowerFunction(node: PlainNode, source: Source): FunctionDefinition | undefined {
  const name = child(node, "name");
  if (name?.type !== "identifier") return undefined;
  const body = child(node, "body");
  const outputs = child(node, "outputs");
  const parameters = child(node, "parameters");
  // Functions within functions share variables; taken as if they did not, what they read is found to be undefined and so unknown.
  return {
    name: textOfNode(name, source),
    parameters: parameters ? named(parameters).map((each) => lowerParameter(each, source)) : [],
    outputs: outputs ? named(outputs).map((each) => textOfNode(each, source)) : [],
    body: lowerBlock(body, source),
    ...place(node, source),
  };
}

function lowerParameter(node: PlainNode, source: Source): Parameter {
  const name = child(node, "name");
  const value = child(node, "value") ?? child(node, "default");
  if (!name) return { name: textOfNode(node, source) };
  const written = textOfNode(name, source);
  return value ? { name: written, standard: lowerExpression(value, source) } : { name: written };
}

function lowerStatement(node: PlainNode, source: Source): Statement[] {
  const at = place(node, source);
  const blockIn = (field: string, of: PlainNode = node): Statement[] => lowerBlock(child(of, field), source);
  const expressionIn = (field: string, of: PlainNode = node): Expression =>
    lowerExpression(child(of, field), source, at);
  switch (node.type) {
    case "expression_statement":
      return [{ ...at, type: "expression", expression: lowerExpression(named(node)[0], source, at) }];
    case "assignment":
      return lowerAssignment(node, source);
    case "update_statement": {
      const operand = child(node, "operand");
      const target = operand && lowerTarget(operand, source);
      if (!operand || !target)
        return [{ ...at, type: "unsupported", reason: "its target is not understood" }];
      const step: Expression = { ...at, type: "constant", value: one };
      const operator = textOfNode(child(node, "operator") ?? node, source).startsWith("-") ? "-" : "+";
      const value: Expression = {
        ...at,
        type: "binary",
        operator,
        left: lowerExpression(operand, source),
        right: step,
      };
      return [{ ...at, type: "assign", targets: [target], value }];
    }
    case "command": {
      const name = child(node, "name");
      return [
        {
          ...at,
          type: "command",
          name: name ? textOfNode(name, source) : "",
          words: childrenIn(node, "argument").map((each) => unquoted(textOfNode(each, source))),
        },
      ];
    }
    case "if_statement": {
      const others = named(node).filter((each) => each.type === "elseif_clause");
      const last = named(node).find((each) => each.type === "else_clause");
      return [
        {
          ...at,
          type: "if",
          clauses: [node, ...others].map((each) => ({
            condition: expressionIn("condition", each),
            body: blockIn("body", each),
          })),
          otherwise: last ? blockIn("body", last) : [],
        },
      ];
    }
    case "switch_statement": {
      const cases = named(node).filter((each) => each.type === "case_clause");
      const last = named(node).find((each) => each.type === "otherwise_clause");
      return [
        {
          ...at,
          type: "switch",
          value: expressionIn("value"),
          cases: cases.map((each) => ({ value: expressionIn("value", each), body: blockIn("body", each) })),
          otherwise: last ? blockIn("body", last) : [],
        },
      ];
    }
    case "for_statement": {
      const variable = child(node, "variable");
      const target = variable && lowerTarget(variable, source);
      if (!target) return [{ ...at, type: "unsupported", reason: "the loop has no variable" }];
      return [
        { ...at, type: "for", variable: target, iterable: expressionIn("iterable"), body: blockIn("body") },
      ];
    }
    case "while_statement":
    case "do_statement":
      return [
        {
          ...at,
          type: "while",
          condition: expressionIn("condition"),
          body: blockIn("body"),
          until: node.type === "do_statement",
        },
      ];
    case "try_statement": {
      const handler = named(node).find((each) => each.type === "catch_clause");
      const exception = handler && child(handler, "exception");
      return [
        {
          ...at,
          type: "try",
          body: blockIn("body"),
          ...(exception ? { exception: textOfNode(exception, source) } : {}),
          handler: handler ? blockIn("body", handler) : [],
          cleanup: [],
        },
      ];
    }
    case "unwind_protect_statement":
      return [
        {
          ...at,
          type: "block",
          body: [...blockIn("body"), ...blockIn("cleanup")],
        },
      ];
    case "spmd_statement":
      return [{ ...at, type: "block", body: blockIn("body") }];
    case "global_statement":
    case "persistent_statement": {
      const value = child(node, "value");
      return [
        {
          ...at,
          type: "declare",
          scope: node.type === "global_statement" ? "global" : "persistent",
          names: childrenIn(node, "name").map((each) => textOfNode(each, source)),
          ...(value ? { standard: lowerExpression(value, source) } : {}),
        },
      ];
    }
    case "arguments_block":
      return [
        {
          ...at,
          type: "arguments",
          names: named(node)
            .filter((each) => each.type === "property")
            .map((each) => lowerParameter(each, source)),
        },
      ];
    case "return_statement":
      return [{ ...at, type: "return" }];
    case "break_statement":
      return [{ ...at, type: "break" }];
    case "continue_statement":
      return [{ ...at, type: "continue" }];
    case "shell_command":
      // See `withoutFaultyLine`.
      return textOfNode(node, source).startsWith("!")
        ? [{ ...at, type: "unsupported", reason: "it runs a program of the system" }]
        : [{ ...at, type: "unsupported", reason: syntaxError }];
    case tooDeep:
      return [{ ...at, type: "unsupported", reason: "the code is nested too deeply" }];
    case "ERROR":
      return [{ ...at, type: "unsupported", reason: syntaxError }];
    default:
      return [];
  }
}

const unquoted = (word: string): string =>
  /^(['"]).*\1$/s.test(word) && word.length >= 2 ? word.slice(1, -1).replace(/''/g, "'") : word;

function lowerAssignment(node: PlainNode, source: Source): Statement[] {
  const at = place(node, source);
  const left = child(node, "left");
  const right = child(node, "right");
  if (!left || !right) return [{ ...at, type: "unsupported", reason: syntaxError }];
  const targets =
    left.type === "output_list"
      ? named(left).map((each) => (each.type === "ignored" ? undefined : lowerTarget(each, source)))
      : [lowerTarget(left, source)];
  if (right.type === "assignment") {
    // Octave: the inner one first, then its value.
    const inner = lowerAssignment(right, source);
    const value = lowerExpression(child(right, "left"), source, at);
    return [...inner, { ...at, type: "assign", targets, value }];
  }
  const operator = textOfNode(child(node, "operator") ?? node, source).replace(/=$/, "");
  const value = lowerExpression(right, source, at);
  if (operator === "") return [{ ...at, type: "assign", targets, value }];
  const combined: Expression = {
    ...at,
    type: "binary",
    operator: operator as BinaryOperator,
    left: lowerExpression(left, source, at),
    right: value,
  };
  return [{ ...at, type: "assign", targets, value: combined }];
}

function lowerTarget(node: PlainNode, source: Source): Target | undefined {
  const { base, path } = pathOf(node, source);
  return base.type === "identifier" ? { name: textOfNode(base, source), path } : undefined;
}
