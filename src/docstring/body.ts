import { field } from "../syntax/nodes.js";
import type { SyntaxNode } from "../syntax/parser.js";
import type { FunctionPatch } from "../syntax/types.js";

/** What facts quote is at most so long. */
export const longestCode = 48;

/** The node of the function's body in the tree of its file. */
export function bodyNode(root: SyntaxNode, { bodyRange }: FunctionPatch): SyntaxNode | undefined {
  if (!bodyRange) return undefined;
  const { start, end } = bodyRange;
  const node = root.descendantForIndex(start, Math.max(start, end - 1)) ?? undefined;
  return node?.isNamed === false ? (node.parent ?? undefined) : node;
}

/** Whether `node` is a function that has a parameter `name` of its own: inside it the name means another thing. */
export function redeclares(node: SyntaxNode, name: string): boolean {
  const list = field(node, "parameters") ?? field(node, "parameter");
  if (!list || !/lambda|function|closure|method|func|anonymous/.test(node.type)) return false;
  return [list, ...list.descendantsOfType(["identifier", "variable_name"])].some(
    (each) => each?.text === name,
  );
}

/** Code short enough to quote, on one line. */
export function codeOf(node: SyntaxNode): string | undefined {
  const text = node.text.replace(/\s+/g, " ");
  return text.length <= longestCode && !text.includes("`") && text !== "" ? text : undefined;
}

/** Functions inside a function: what they do is not what it does. */
export const functionTypes = [
  "anonymous_function",
  "anonymous_function_creation_expression",
  "anonymous_method_expression",
  "arrow_function",
  "async_block",
  "class_definition",
  "closure_expression",
  "func_literal",
  "function_declaration",
  "function_definition",
  "function_expression",
  "function_item",
  "generator_function",
  "generator_function_declaration",
  "lambda",
  "lambda_expression",
  "local_function_statement",
  "method_declaration",
  "method_definition",
];
