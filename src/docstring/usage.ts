import { escapeRegExp } from "../base/regex.js";
import { ancestorOfType } from "../syntax/nodes.js";
import { type SyntaxNode, walk } from "../syntax/parser.js";
import type { FunctionPatch, RaisedError } from "../syntax/types.js";
import { bodyNode, codeOf, functionTypes, longestCode } from "./body.js";

const nameTypes: ReadonlySet<string> = new Set([
  "identifier",
  "variable_name",
  "shorthand_property_identifier",
]);

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
  const node = bodyNode(root, patch);
  if (node) {
    walk(node, nameTypes, (inner) => {
      const name = inner.text.replace(/^\$/, "");
      const use = names.has(name) ? useOf(optionAround(inner, patch) ?? inner, node) : undefined;
      if (use) offer(name, use.rank, use.text);
      return false;
    });
  }
  return new Map([...best].map(([name, { text }]) => [name, text]));
}

/** MATLAB's named arguments are the fields of one parameter: `options.Width`. */
function optionAround(leaf: SyntaxNode, { signature }: FunctionPatch): SyntaxNode | undefined {
  const { parent } = leaf;
  const isOption = signature.parameters.some(
    ({ name, kind }) => kind === "keyword-only" && name === leaf.text && signature.outputs !== undefined,
  );
  return isOption && parent?.type === "field_expression" && isField(parent, leaf, "field")
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

interface Use {
  readonly rank: Rank;
  readonly text: string;
}

function useOf(leaf: SyntaxNode, body: SyntaxNode): Use | undefined {
  const parent = leaf.parent;
  if (!parent || isNameOnly(leaf, parent)) return undefined;
  const isSplat = /splat|spread|variadic_unpacking/.test(parent.type);
  const call = calledWith(isSplat ? parent : leaf);
  if (call !== undefined) return { rank: "passed", text: call };
  const type = parent.type;
  if (/call/.test(type) && isField(parent, leaf, "function")) return calledUse(leaf, parent);
  const isSource = isField(parent, leaf, "right", "value");
  if (isSource && /assign|variable_declarator|let_declaration/.test(type)) return storedUse(leaf, parent);
  if (isSource && /^for|for_each|foreach|comprehension|for_in_clause/.test(type))
    return { rank: "iterated", text: "Iterated over." };
  if (/^return/.test(type) && !isNested(leaf, body)) return { rank: "returned", text: "Returned unchanged." };
  if (/^(?:if|elif|not_operator|parenthesized_expression)/.test(type)) return testedUse(leaf, parent);
  if (/compar|binary|boolean_operator/.test(type)) return operandUse(leaf, parent);
  if (parent.firstNamedChild?.equals(leaf) !== true) return surroundingUse(leaf);
  if (/^(?:subscript|index|element_access|array_access)/.test(type)) {
    const code = codeOf(parent);
    return code === undefined
      ? surroundingUse(leaf)
      : { rank: "indexed", text: `Read by index, as in \`${code}\`.` };
  }
  if (/attribute|member|field_expression|field_access|selector/.test(type)) {
    const member = parent.lastNamedChild?.text ?? "";
    const code = codeOf(parent);
    const isCalled = parent.parent !== null && isField(parent.parent, parent, "function");
    if (/^\w+$/.test(member) && isCalled)
      return { rank: "member", text: `Its method \`${member}\` is called.` };
    if (/^\w+$/.test(member) && code !== undefined) return { rank: "member", text: `Used as \`${code}\`.` };
  }
  return surroundingUse(leaf);
}

/** Inside a function that stands in `body`. */
function isNested(leaf: SyntaxNode, body: SyntaxNode): boolean {
  const inner = ancestorOfType(leaf, ...functionTypes);
  return inner !== undefined && inner.startIndex >= body.startIndex && inner.endIndex <= body.endIndex;
}

/** The largest piece of code around the name that is short enough to quote. */
function surroundingUse(leaf: SyntaxNode): Use | undefined {
  let found: string | undefined;
  for (let at = leaf.parent; at; at = at.parent) {
    const code = codeOf(at);
    if (code === undefined || at.text.includes("\n") || /block|body|statement_list/.test(at.type)) break;
    if (code !== leaf.text) found = code;
  }
  const code = found ?? windowAround(leaf);
  return code === undefined ? undefined : { rank: "operand", text: `Used in \`${code}\`.` };
}

/** The code right before and after a name in a long line, cut between words. */
function windowAround(leaf: SyntaxNode): string | undefined {
  let whole = leaf;
  while (whole.parent && !whole.parent.text.includes("\n")) whole = whole.parent;
  const at = leaf.startIndex - whole.startIndex;
  const before = whole.text.slice(0, at);
  const after = whole.text.slice(at + leaf.text.length);
  if (whole.text === leaf.text || whole.text.includes("`")) return undefined;
  const head = /(?:^|\s)(\S.{0,18})$/.exec(before)?.[1] ?? "";
  const tail = /^(.{0,18}\S)(?:\s|$)/.exec(after)?.[1] ?? "";
  return `${head === before ? "" : "… "}${head}${leaf.text}${tail}${tail === after ? "" : " …"}`;
}

function calledUse(leaf: SyntaxNode, call: SyntaxNode): Use | undefined {
  const code = codeOf(call);
  return code === undefined ? surroundingUse(leaf) : { rank: "passed", text: `Called as \`${code}\`.` };
}

function storedUse(leaf: SyntaxNode, assignment: SyntaxNode): Use | undefined {
  const target = assignment.childForFieldName("left") ?? assignment.childForFieldName("pattern");
  const code = target ? codeOf(target) : undefined;
  return code !== undefined && /[.>@]/.test(code)
    ? { rank: "stored", text: `Stored as \`${code}\`.` }
    : surroundingUse(leaf);
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
  let keyword: string | null | undefined;
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
  const code = callee ? codeOf(callee) : undefined;
  if (code === undefined || /^(?:print|isinstance|len|type|super|hasattr|getattr)$/.test(code))
    return undefined;
  return keyword !== undefined && keyword !== leaf.text
    ? `Passed to \`${code}\` as \`${keyword}\`.`
    : `Passed to \`${code}\`.`;
}

function testedUse(leaf: SyntaxNode, parent: SyntaxNode): Use | undefined {
  const branch = /^(?:if|elif)/.test(parent.type) ? parent : parent.parent;
  const consequence = branch?.childForFieldName("consequence");
  if (!branch || !/^(?:if|elif)/.test(branch.type) || !consequence || consequence.equals(leaf))
    return undefined;
  const test = parent.equals(branch) ? leaf : parent;
  if (branch.childForFieldName("condition")?.equals(test) !== true) return surroundingUse(leaf);
  const first = consequence.firstNamedChild;
  const statement = first?.type === "expression_statement" ? first.firstNamedChild : first;
  const callee = statement?.childForFieldName("function");
  const code = callee ? codeOf(callee) : undefined;
  const truth = parent.type === "not_operator" ? "false" : "true";
  return code === undefined
    ? { rank: "tested", text: "Decides which branch runs." }
    : { rank: "tested", text: `If ${truth}, \`${code}\` is called.` };
}

function operandUse(leaf: SyntaxNode, parent: SyntaxNode): Use | undefined {
  const code = codeOf(parent);
  if (code === undefined) return surroundingUse(leaf);
  const other = parent.namedChildren.find((child) => child !== null && !child.equals(leaf));
  const value = other ? codeOf(other) : undefined;
  const operator = parent.childForFieldName("operator")?.text ?? "";
  const isComparison = /compar/.test(parent.type) || /^(?:[<>]=?|[=!]==?)$/.test(operator);
  if (isComparison && /^(?:None|null|nil|undefined|NULL|nullptr)$/.test(value ?? ""))
    return { rank: "operand", text: `Checked for \`${value}\`.` };
  return isComparison && parent.namedChildCount === 2 && value !== undefined
    ? { rank: "tested", text: `Compared with \`${value}\`.` }
    : { rank: "operand", text: `Used in \`${code}\`.` };
}
