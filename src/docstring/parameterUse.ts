import { listed } from "../base/words.js";
import { ancestorOfType, field, namedChildren } from "../syntax/nodes.js";
import type { SyntaxNode } from "../syntax/parser.js";
import { codeOf, functionTypes, redeclares } from "./body.js";
import { argumentUse } from "./callUse.js";
import { readAssignment } from "./explain/expressions.js";
import { surroundingCode } from "./surroundingCode.js";

/** Leaves of the trees that are names of variables. */
export const nameTypes: ReadonlySet<string> = new Set([
  "identifier",
  "variable_name",
  "shorthand_property_identifier",
]);

/** Facts in the order in which they are worth telling. */
export type Rank =
  | "constraint"
  | "stored"
  | "iterated"
  | "passed"
  | "returned"
  | "tested"
  | "indexed"
  | "member"
  | "operand"
  | "weak";
export const ranks: readonly Rank[] = [
  "constraint",
  "stored",
  "iterated",
  "passed",
  "returned",
  "tested",
  "indexed",
  "member",
  "operand",
  "weak",
];

/** What the code does with a parameter in one place. */
interface Use {
  readonly rank: Rank;
  readonly text: string;
}

/** What is known of the function around a use. */
export interface UseContext {
  readonly body: SyntaxNode;
  /** The names in it. */
  readonly leaves: readonly SyntaxNode[];
  /** Whether a name is a parameter or declared as a variable of the function. */
  readonly isDeclared: (name: string) => boolean;
  /** In MATLAB an index looks as a call does. */
  readonly callsIndex: boolean;
}

/** What is done with the parameter at `leaf`; undefined where that says nothing. */
export function useOf(leaf: SyntaxNode, context: UseContext): Use | undefined {
  const { body } = context;
  const parent = leaf.parent;
  if (!parent || isNameOnly(leaf, parent)) return undefined;
  const isSplat = /splat|spread|variadic_unpacking/.test(parent.type);
  const argument = argumentUse(isSplat ? parent : leaf);
  if (argument !== undefined) {
    const rank = argument.isWeak ? "weak" : argument.text.startsWith("Passed") ? "passed" : "stored";
    return { rank: argument.text === "Iterated over." ? "iterated" : rank, text: argument.text };
  }
  const type = parent.type;
  if (/call/.test(type) && isField(parent, leaf, "function")) return calledUse(leaf, parent, context);
  if (isField(parent, leaf, "receiver", "object") && /call|invocation/.test(type)) {
    const method = (field(parent, "method") ?? field(parent, "name"))?.text ?? "";
    if (/^\w+[?!]?$/.test(method)) return { rank: "member", text: `Its method \`${method}\` is called.` };
  }
  const member = fieldOfObject(leaf, parent);
  if (member !== undefined) return { rank: "stored", text: `Stored as \`${member}\`.` };
  const variable =
    /declarator/.test(parent.type) && parent.lastNamedChild?.equals(leaf) && field(parent, "name");
  if (variable && /^[\w$]+$/.test(variable.text))
    return { rank: "weak", text: `Used as \`${variable.text}\`.` };
  const isSource = isField(parent, leaf, "right", "value");
  const assigned = assignmentFrom(leaf) ?? parallelAssignmentFrom(leaf);
  if (assigned) return storedUse(leaf, assigned, context);
  if (isSource && /^for|for_each|foreach|comprehension|for_in_clause|range_clause/.test(type))
    return { rank: "iterated", text: "Iterated over." };
  if (/^return/.test(type) && !isNested(leaf, body)) return returnedUse(leaf, context);
  if (type === "expression_list" && /^return/.test(parent.parent?.type ?? "") && !isNested(leaf, body))
    return { rank: "operand", text: "Returned with other values." };
  if (/^(?:switch|match|case)/.test(type) || /^(?:switch|match|case)/.test(parent.parent?.type ?? ""))
    if (isField(parent, leaf, "value", "condition", "subject") || type === "parenthesized_expression")
      return { rank: "tested", text: "Decides which case applies." };
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
    const name = parent.lastNamedChild?.text ?? "";
    const code = codeOf(parent);
    const isCalled = parent.parent !== null && isField(parent.parent, parent, "function");
    if (/^\w+$/.test(name) && isCalled && !context.callsIndex)
      return { rank: "member", text: `Its method \`${name}\` is called.` };
    if (/^\w+$/.test(name) && code !== undefined) return { rank: "member", text: `Used as \`${code}\`.` };
  }
  return surroundingUse(leaf);
}

/** The field that a literal of Rust's or Go's structures gives the value to. */
function fieldOfObject(leaf: SyntaxNode, parent: SyntaxNode): string | undefined {
  if (parent.type === "shorthand_field_initializer") return leaf.text;
  if (parent.type === "field_initializer" && isField(parent, leaf, "value"))
    return field(parent, "field")?.text ?? field(parent, "name")?.text;
  const element = parent.type === "literal_element" ? parent.parent : undefined;
  const [key, value] = element?.type === "keyed_element" ? namedChildren(element) : [];
  const isStructure =
    ancestorOfType(leaf, "composite_literal")?.childForFieldName("type")?.type !== "map_type";
  return isStructure && key && value?.equals(parent) === true && /^\w+$/.test(key.text)
    ? key.text
    : undefined;
}

/** A place that a value is given to. */
interface Target {
  readonly node: SyntaxNode;
  readonly assignment: SyntaxNode;
}

/** `self.low, self.high = low, high`: the place of one value among several. */
function parallelAssignmentFrom(leaf: SyntaxNode): Target | undefined {
  const list = leaf.parent;
  const assignment = list?.parent;
  if (!list || !assignment || !isField(assignment, list, "right")) return undefined;
  if (!/^(?:expression_list|tuple)$/.test(list.type)) return undefined;
  const left = field(assignment, "left");
  const targets = left ? namedChildren(left) : [];
  const values = namedChildren(list);
  const node = targets[values.findIndex((value) => value.equals(leaf))];
  return node && targets.length === values.length ? { node, assignment } : undefined;
}

/** What the value is given to by the assignment or declaration whose whole value `leaf` is. */
function assignmentFrom(leaf: SyntaxNode): Target | undefined {
  const parent = leaf.parent?.type === "expression_list" ? leaf.parent.parent : leaf.parent;
  if (!parent) return undefined;
  const owner = /declarator|equals_value_clause|var_spec/.test(parent.type)
    ? ancestorOfType(
        leaf,
        "lexical_declaration",
        "variable_declaration",
        "local_variable_declaration",
        "local_declaration_statement",
        "declaration",
        "var_declaration",
      )
    : parent;
  const read = readAssignment(owner ?? parent);
  return owner && read?.value?.equals(leaf) === true ? { node: read.target, assignment: owner } : undefined;
}

/** Where it is returned, and whether as it was given, as far as nothing but tests is done with it. */
function returnedUse(leaf: SyntaxNode, { body, leaves }: UseContext): Use {
  const others = leaves.filter((each) => each.text === leaf.text && !/^return/.test(each.parent?.type ?? ""));
  const isUnchanged = others.every(
    (each) =>
      /compar|binary|boolean_operator|not_operator|^(?:if|elif|unary)/.test(each.parent?.type ?? "") ||
      each.parent?.type === "parenthesized_expression",
  );
  const how = isUnchanged ? "Returned unchanged" : "Returned";
  return {
    rank: isUnchanged ? "returned" : "operand",
    text: isConditional(leaf, body) ? `${how} in one of the cases.` : `${how}.`,
  };
}

/** A name that is a parameter of a function inside. */
export function isShadowed(leaf: SyntaxNode, body: SyntaxNode): boolean {
  for (let at = leaf.parent; at && at.startIndex >= body.startIndex && !at.equals(body); at = at.parent)
    if (redeclares(at, leaf.text)) return true;
  return false;
}

/** Inside a function that stands in `body`. */
function isNested(leaf: SyntaxNode, body: SyntaxNode): boolean {
  const inner = ancestorOfType(leaf, ...functionTypes);
  return inner !== undefined && inner.startIndex >= body.startIndex && inner.endIndex <= body.endIndex;
}

/** Whether it depends on a branch or a loop that it is come to. */
function isConditional(leaf: SyntaxNode, body: SyntaxNode): boolean {
  for (let at = leaf.parent; at && at.startIndex >= body.startIndex; at = at.parent) {
    if (
      /^(?:if|elif|else|unless|switch|case|match|when|try|catch|except|rescue|for|while|do_|loop)/.test(
        at.type,
      )
    )
      return true;
    if (at.equals(body)) break;
  }
  return false;
}

function surroundingUse(leaf: SyntaxNode): Use | undefined {
  const code = surroundingCode(leaf);
  return code === undefined ? undefined : { rank: "operand", text: `Used in \`${code}\`.` };
}

function calledUse(leaf: SyntaxNode, call: SyntaxNode, { callsIndex }: UseContext): Use | undefined {
  const code = codeOf(call);
  if (code === undefined) return surroundingUse(leaf);
  return callsIndex
    ? { rank: "operand", text: `Used in \`${code}\`.` }
    : { rank: "passed", text: `Called as \`${code}\`.` };
}

function storedUse(
  leaf: SyntaxNode,
  { node: target, assignment }: Target,
  { isDeclared }: UseContext,
): Use | undefined {
  const parts = /pattern|list|tuple|^array$/.test(target.type) ? namedChildren(target) : [];
  const quoted = parts.map(({ text }) => `\`${text}\``);
  if (parts.length > 0 && parts.length <= 4 && parts.every(({ text }) => /^[\w$]+$/.test(text)))
    return {
      rank: "operand",
      text: `Taken apart into ${listed(quoted)}.`,
    };
  const code = parts.length > 0 ? undefined : codeOf(target);
  if (code === undefined) return surroundingUse(leaf);
  const isOutside = /^assignment_(?:expression|statement)$/.test(assignment.type) && !isDeclared(code);
  return /[.>@]/.test(code) || isOutside
    ? { rank: "stored", text: `Stored as \`${code}\`.` }
    : { rank: "weak", text: `Used as \`${code}\`.` };
}

/** The name of a member, a keyword argument's key, a declaration: not a use of the parameter. */
function isNameOnly(leaf: SyntaxNode, parent: SyntaxNode): boolean {
  if (isField(parent, leaf, "name", "attribute", "property", "field", "key", "label")) return true;
  return isField(parent, leaf, "left") && /assign|for/.test(parent.type);
}

const isField = (parent: SyntaxNode, child: SyntaxNode, ...names: string[]): boolean =>
  names.some((field) => parent.childForFieldName(field)?.equals(child) === true);

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
