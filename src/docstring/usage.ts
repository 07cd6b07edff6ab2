import { type SyntaxNode, walk } from "../syntax/parser.js";
import type { FunctionPatch, RaisedError } from "../syntax/types.js";

const longestCode = 48;

/** Facts in the order in which they are worth telling. */
type Rank =
  | "constraint"
  | "stored"
  | "iterated"
  | "passed"
  | "returned"
  | "tested"
  | "indexed"
  | "member"
  | "operand";
const ranks: readonly Rank[] = [
  "constraint",
  "stored",
  "iterated",
  "passed",
  "returned",
  "tested",
  "indexed",
  "member",
  "operand",
];

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
  const body = patch.bodyRange;
  const node = body && root.descendantForIndex(body.start, Math.max(body.start, body.end - 1));
  if (node) {
    walk(node, (inner) => {
      if (inner.childCount > 0 && !/^variable_name$/.test(inner.type)) return true;
      const name = inner.text.replace(/^\$/, "");
      if (names.has(name) && /identifier|variable_name|^name$/.test(inner.type)) describe(inner, name, offer);
      return false;
    });
  }
  return new Map([...best].map(([name, { text }]) => [name, text]));
}

/** `n < 0` above a raise says what `n` must not be. */
function constraintOn(name: string, raises: readonly RaisedError[]): string | undefined {
  for (const { type, condition } of raises) {
    if (condition === undefined || condition.length > longestCode || condition.includes("`")) continue;
    if (!new RegExp(`(?<![\\w.$])\\$?${escapeRegExp(name)}(?![\\w])`).test(condition)) continue;
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
  const [, operator, value = ""] = match ?? [];
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

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function describe(
  leaf: SyntaxNode,
  name: string,
  offer: (name: string, rank: Rank, text: string) => void,
): void {
  const parent = leaf.parent;
  if (!parent || isNameOnly(leaf, parent)) return;
  const call = calledWith(leaf);
  if (call !== undefined) return offer(name, "passed", call);
  const type = parent.type;
  if (isField(parent, leaf, "right", "value") && /assign|variable_declarator|let_declaration/.test(type)) {
    const target = parent.childForFieldName("left") ?? parent.childForFieldName("pattern");
    const code = target && codeOf(target);
    if (code !== undefined && /[.>@]/.test(code)) offer(name, "stored", `Stored as \`${code}\`.`);
    return;
  }
  if (
    /^for|for_each|foreach|comprehension|for_in_clause/.test(type) &&
    isField(parent, leaf, "right", "value")
  )
    return offer(name, "iterated", "Iterated over.");
  if (/^return/.test(type)) return offer(name, "returned", "Returned unchanged.");
  if (
    /^(?:if|elif|while|else_if|conditional|ternary)/.test(type) ||
    /^(?:not_operator|parenthesized_expression)$/.test(type)
  )
    return tested(leaf, parent, name, offer);
  if (/compar|binary|boolean_operator/.test(type)) return compared(leaf, parent, name, offer);
  if (/^(?:subscript|index|element_access|array_access)/.test(type) && parent.firstNamedChild?.equals(leaf)) {
    const code = codeOf(parent);
    if (code !== undefined) offer(name, "indexed", `Read by index, as in \`${code}\`.`);
    return;
  }
  if (
    /attribute|member|field_expression|field_access|selector/.test(type) &&
    parent.firstNamedChild?.equals(leaf)
  ) {
    const member = parent.lastNamedChild?.text ?? "";
    if (/^\w+$/.test(member)) offer(name, "member", `Its \`${member}\` is used.`);
  }
}

/** The name of a member, a keyword argument's key, a declaration: not a use of the parameter. */
function isNameOnly(leaf: SyntaxNode, parent: SyntaxNode): boolean {
  if (isField(parent, leaf, "name", "attribute", "property", "field", "key", "label")) return true;
  return isField(parent, leaf, "left") && /assign|for/.test(parent.type);
}

const isField = (parent: SyntaxNode, child: SyntaxNode, ...names: string[]): boolean =>
  names.some((field) => parent.childForFieldName(field)?.equals(child) === true);

function calledWith(leaf: SyntaxNode): string | undefined {
  let at = leaf.parent;
  let keyword: string | undefined;
  if (at && /keyword_argument|named_argument|^argument$/.test(at.type)) {
    keyword = at.childForFieldName("name")?.text;
    at = at.parent;
  }
  if (!at || !/^argument/.test(at.type)) return undefined;
  const call = at.parent;
  const callee =
    call?.childForFieldName("function") ??
    call?.childForFieldName("method") ??
    call?.childForFieldName("name") ??
    call?.childForFieldName("constructor") ??
    call?.childForFieldName("type");
  const code = callee && codeOf(callee);
  if (code === undefined || /^(?:print|isinstance|len|type|super|hasattr|getattr)$/.test(code))
    return undefined;
  return keyword !== undefined && keyword !== leaf.text
    ? `Passed to \`${code}\` as \`${keyword}\`.`
    : `Passed to \`${code}\`.`;
}

function tested(
  leaf: SyntaxNode,
  parent: SyntaxNode,
  name: string,
  offer: (name: string, rank: Rank, text: string) => void,
): void {
  const negated = parent.type === "not_operator";
  const branch = /^if|^elif/.test(parent.type) ? parent : parent.parent;
  const consequence = branch?.childForFieldName("consequence");
  if (!branch || !/^(?:if|elif)/.test(branch.type) || consequence?.equals(leaf)) return;
  const first = consequence?.firstNamedChild;
  const statement =
    first && /expression_statement|call/.test(first.type) ? (first.firstNamedChild ?? first) : first;
  const callee = statement?.childForFieldName("function");
  const code = callee && codeOf(callee);
  if (code !== undefined) offer(name, "tested", `If ${negated ? "false" : "true"}, \`${code}\` is called.`);
}

function compared(
  leaf: SyntaxNode,
  parent: SyntaxNode,
  name: string,
  offer: (name: string, rank: Rank, text: string) => void,
): void {
  const code = codeOf(parent);
  if (code === undefined) return;
  const other = parent.namedChildren.find((child) => child !== null && !child.equals(leaf));
  const comparison = /compar/.test(parent.type) || /[^<>=!][<>]=?[^<>]|[=!]==?/.test(code);
  const value = other ? codeOf(other) : undefined;
  if (comparison && parent.namedChildCount === 2 && value !== undefined)
    offer(name, "tested", `Compared with \`${value}\`.`);
  else offer(name, "operand", `Used in \`${code}\`.`);
}

/** Code short enough to quote, on one line. */
function codeOf(node: SyntaxNode): string | undefined {
  const text = node.text.replace(/\s+/g, " ");
  return text.length <= longestCode && !text.includes("`") && text !== "" ? text : undefined;
}
