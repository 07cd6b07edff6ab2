import { type SyntaxNode, walk } from "../syntax/parser.js";
import type { FunctionPatch } from "../syntax/types.js";
import { bodyNode, codeOf, functionTypes } from "./body.js";

const resultTypes = {
  return: ["return_statement", "return_expression", "return"],
  yield: ["yield", "yield_expression", "yield_statement"],
} as const;

/** What the returned (or yielded) expressions are, in the code's words, where they are few and short. */
export function resultFact(
  root: SyntaxNode,
  patch: FunctionPatch,
  kind: "return" | "yield",
): string | undefined {
  const node = bodyNode(root, patch);
  if (!node) return undefined;
  const expressions: SyntaxNode[] = [];
  walk(node, new Set([...functionTypes, ...resultTypes[kind]]), (inner) => {
    if (functionTypes.includes(inner.type)) return inner.id === node.id;
    const value = inner.isNamed
      ? inner.namedChildren.find((child) => child !== null && !child.isExtra)
      : null;
    if (value && !/^(?:None|null|nil|undefined)$/.test(value.text)) expressions.push(value);
    return true;
  });
  const delegated = expressions.find(isDelegated);
  if (delegated) {
    const code = expressions.length === 1 ? codeOf(delegated) : undefined;
    return code === undefined ? undefined : `The items of \`${code}\`.`;
  }
  const codes = [...new Set(expressions.map(codeOf))];
  if (codes.length === 0) return undefined;
  if (codes.length > 3 || codes.includes(undefined)) return calleeOf(expressions) ?? formOf(expressions);
  if (codes.length === 2 && codes.every((code) => /^(?:true|false)$/i.test(code ?? "")))
    return "True or false.";
  const quoted = codes.map((code) => `\`${code}\``);
  const [only = ""] = codes;
  if (quoted.length === 1 && literal.test(only)) return `${quoted[0]}.`;
  return quoted.length === 1
    ? `The value of ${quoted[0]}.`
    : `One of ${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}.`;
}

const literal = /^(?:true|false|-?\d[\d_.]*|"[^"]*"|'[^']*')$/i;

/** `yield from xs`, `yield* xs`. */
const isDelegated = (value: SyntaxNode): boolean =>
  /^yield/.test(value.parent?.type ?? "") && /^yield(?:\s+from\b|\s*\*)/.test(value.parent?.text ?? "");

/** All results come from the same call. */
function calleeOf(expressions: readonly SyntaxNode[]): string | undefined {
  const callees = new Set(
    expressions.map((expression) => {
      const callee = expression.childForFieldName("function") ?? expression.childForFieldName("method");
      return callee ? codeOf(callee) : undefined;
    }),
  );
  const [callee] = callees;
  if (callees.size !== 1 || callee === undefined) return undefined;
  return builtins.get(callee) ?? `What \`${callee}\` returns.`;
}

/** Functions of Python whose name says less than what comes of them. */
const builtins: ReadonlyMap<string, string> = new Map([
  ["list", "A list."],
  ["tuple", "A tuple."],
  ["dict", "A dictionary."],
  ["set", "A set."],
  ["frozenset", "A set."],
  ["str", "A string."],
  ["sorted", "A sorted list."],
  ["len", "A number of items."],
  ...["all", "any", "bool", "callable", "hasattr", "isinstance", "issubclass"].map(
    (name) => [name, "True or false."] as const,
  ),
]);

const forms: Readonly<Record<string, string>> = {
  dictionary: "A dictionary.",
  dictionary_comprehension: "A dictionary.",
  list: "A list.",
  list_comprehension: "A list.",
  object: "An object.",
  array: "An array.",
  set: "A set.",
  set_comprehension: "A set.",
  string: "A string.",
  concatenated_string: "A string.",
  template_string: "A string.",
};

/** All results are literals of one form. */
function formOf(expressions: readonly SyntaxNode[]): string | undefined {
  const found = new Set(
    expressions.map((expression) => {
      const isTuple = /^(?:tuple|expression_list)$/.test(expression.type);
      return isTuple ? `A tuple of ${expression.namedChildCount} elements.` : forms[expression.type];
    }),
  );
  return found.size === 1 ? [...found][0] : undefined;
}
