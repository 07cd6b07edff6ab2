import { escapeRegExp } from "../base/regex.js";
import { field, namedChildren } from "../syntax/nodes.js";
import { type SyntaxNode, walk } from "../syntax/parser.js";
import type { FunctionPatch, RaisedError } from "../syntax/types.js";
import { bodyNode, longestCode } from "./body.js";
import { calledWith } from "./callUse.js";
import { isShadowed, nameTypes, type Rank, ranks, type UseContext, useOf } from "./parameterUse.js";

/**
 * One true sentence per parameter on what the code does with it, for parameters that a model has nothing but the name
 * to say about. A walk over the identifiers of the body and their parents; the node names that it tests are shared by
 * the grammars of all languages. Parameters without a telling use are left out.
 *
 * @param root The tree of the file that `patch` was read from.
 */
export function usageFacts(root: SyntaxNode, patch: FunctionPatch): ReadonlyMap<string, string> {
  const best = new Map<string, { rank: number; text: string }>();
  const names = new Set(patch.signature.parameters.map(({ name }) => name));
  const offer = (name: string, rank: Rank, text: string): void => {
    const order = ranks.indexOf(rank);
    if (order < (best.get(name)?.rank ?? ranks.length)) best.set(name, { rank: order, text });
  };
  for (const name of names) {
    const constraint = constraintOn(name, patch.signature.raises);
    if (constraint !== undefined) offer(name, "constraint", constraint);
  }
  const node = bodyNode(root, patch);
  if (node) {
    const leaves = leavesOf(node);
    const context: UseContext = {
      body: node,
      leaves,
      isDeclared: (name) => names.has(name.replace(/^\$/, "")) || declares(node, name),
      callsIndex: patch.signature.outputs !== undefined,
    };
    for (const inner of leaves) {
      const name = inner.text.replace(/^\$/, "");
      const use = names.has(name) ? useOf(optionAround(inner, patch) ?? inner, context) : undefined;
      if (use) offer(name, use.rank, use.text);
    }
  }
  return new Map([...best].map(([name, { text }]) => [name, text]));
}

/** The names of the functions and classes that are called with a parameter as it is, under its own name. */
export function calleesOf(root: SyntaxNode, patch: FunctionPatch): ReadonlyMap<string, ReadonlySet<string>> {
  const callees = new Map(patch.signature.parameters.map(({ name }) => [name, new Set<string>()]));
  const node = bodyNode(root, patch);
  for (const leaf of node ? leavesOf(node) : []) {
    const name = leaf.text.replace(/^\$/, "");
    const found = callees.get(name);
    // The last name of `filters.gaussian`, `Model::fit` and `self.fit`.
    const called = found && /(\w+)$/.exec(calledWith(leaf, name) ?? "")?.[1];
    if (called !== undefined) found?.add(called);
  }
  return callees;
}

/**
 * Whether a description tells how one function uses its parameter, as those of `usageFacts` do: of another function with a
 * parameter of that name it need not be true.
 */
export const isUsageFact = (description: string): boolean =>
  /^(?:Iterated over|Taken apart into|Read by index|Its method|Used (?:as|in)|Called as|Stored as|Passed to|Decides which|Checked for|Compared with|Not used|Left to implementations)\b|^(?:If|Must) .* is (?:called|raised)\.?$|^Returned(?: unchanged)?(?: in one of the cases| with other values)?\.?$/.test(
    description,
  );

/** The names in a body and in what stands before it, without those that are declared anew. */
function leavesOf(body: SyntaxNode): SyntaxNode[] {
  const leaves: SyntaxNode[] = [];
  for (const part of [...initializersOf(body), body])
    walk(part, nameTypes, (inner) => {
      if (!isShadowed(inner, body)) leaves.push(inner);
      return false;
    });
  return leaves;
}

/** What stands between the head of a constructor and its body: `: base(x)`, `: width(w)`. */
function initializersOf(body: SyntaxNode): SyntaxNode[] {
  let at = body;
  while (at.parent?.startIndex === body.startIndex && at.parent.endIndex === body.endIndex) at = at.parent;
  return at.parent
    ? namedChildren(at.parent).filter(({ type }) =>
        /^(?:constructor_initializer|field_initializer_list)$/.test(type),
      )
    : [];
}

/** Whether a variable is declared in a body, in languages that have declarations. PHP has none. */
function declares(body: SyntaxNode, name: string): boolean {
  if (name.startsWith("$")) return true;
  const declarations = body.descendantsOfType([
    "variable_declarator",
    "init_declarator",
    "declaration",
    "short_var_declaration",
    "var_spec",
    "range_clause",
  ]);
  return declarations.some((declaration) => {
    const names =
      declaration &&
      (field(declaration, "name") ?? field(declaration, "declarator") ?? field(declaration, "left"));
    return names ? names.text.match(/\w+/g)?.includes(name) === true : false;
  });
}

/** MATLAB's named arguments are the fields of one parameter: `options.Width`. */
function optionAround(leaf: SyntaxNode, { signature }: FunctionPatch): SyntaxNode | undefined {
  const { parent } = leaf;
  const isOption = signature.parameters.some(
    ({ name, kind }) => kind === "keyword-only" && name === leaf.text && signature.outputs !== undefined,
  );
  return isOption && parent?.type === "field_expression" && field(parent, "field")?.equals(leaf) === true
    ? parent
    : undefined;
}

/** `n < 0` above a raise says what `n` must not be. */
function constraintOn(name: string, raises: readonly RaisedError[]): string | undefined {
  for (const { type, condition } of raises) {
    if (condition === undefined || condition.length > longestCode || condition.includes("`")) continue;
    if (!new RegExp(`(?<![\\w.$])\\$?${escapeRegExp(name)}(?!\\w)`).test(condition)) continue;
    const rule = ruleOf(name, condition.replaceAll("$", ""));
    return rule === undefined
      ? `If \`${condition}\`, \`${type}\` is raised.`
      : `Must ${rule}: otherwise \`${type}\` is raised.`;
  }
  return undefined;
}

function ruleOf(name: string, condition: string): string | undefined {
  const escaped = escapeRegExp(name);
  const match = new RegExp(
    `^\\(?${escaped}\\s*(<=|<|>=|>|===?|!==?|is not|is|not in|in)\\s*([^&|]+?)\\)?$`,
  ).exec(condition);
  const operator = match?.[1];
  const value = match?.[2] ?? "";
  if (/\b(?:and|or)\b/.test(value)) return undefined;
  if (operator === "<" && value === "0") return "not be negative";
  if (operator === "<=" && value === "0") return "be positive";
  switch (operator) {
    case "<":
      return `be at least \`${value}\``;
    case "<=":
      return `be greater than \`${value}\``;
    case ">":
      return `be at most \`${value}\``;
    case ">=":
      return `be less than \`${value}\``;
    case "is":
    case "==":
    case "===":
      return `not be \`${value}\``;
    case "!=":
    case "!==":
    case "is not":
      return `be \`${value}\``;
    case "not in":
      return `be in \`${value}\``;
    case "in":
      return `not be in \`${value}\``;
    default:
      return undefined;
  }
}
