import type { SyntaxNode } from "../syntax/parser.js";
import type { FunctionPatch } from "../syntax/types.js";

/** What facts quote is at most so long. */
export const longestCode = 48;

/** The node of the function's body in the tree of its file. */
export function bodyNode(root: SyntaxNode, { bodyRange }: FunctionPatch): SyntaxNode | undefined {
  if (!bodyRange) return undefined;
  const { start, end } = bodyRange;
  return root.descendantForIndex(start, Math.max(start, end - 1)) ?? undefined;
}

/** Code short enough to quote, on one line. */
export function codeOf(node: SyntaxNode): string | undefined {
  const text = node.text.replace(/\s+/g, " ");
  return text.length <= longestCode && !text.includes("`") && text !== "" ? text : undefined;
}

/** Functions inside a function: what they do is not what it does. */
export const functionTypes = [
  "arrow_function",
  "class_definition",
  "closure_expression",
  "func_literal",
  "function_definition",
  "function_expression",
  "lambda",
  "lambda_expression",
  "local_function_statement",
];
