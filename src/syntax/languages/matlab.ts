import { offset } from "../../base/brand.js";
import type { ClassNode, FunctionNode, Language } from "../language.js";
import {
  ancestorOfType,
  childOfType,
  children,
  field,
  indentBefore,
  memoizedByNode,
  namedChildren,
} from "../nodes.js";
import type { SyntaxNode } from "../parser.js";
import type { DocumentationSite, FunctionKind, StatementKind } from "../types.js";
import { isRaise, readSignature } from "./matlabSignature.js";

const statementKinds: Readonly<Record<string, StatementKind>> = {
  expression_statement: "other",
  assignment: "assignment",
  update_statement: "assignment",
  command: "call",
  shell_command: "call",
  if_statement: "conditional",
  switch_statement: "conditional",
  for_statement: "loop",
  while_statement: "loop",
  do_statement: "loop",
  try_statement: "try",
  unwind_protect_statement: "try",
  spmd_statement: "with",
  global_statement: "declaration",
  persistent_statement: "declaration",
  arguments_block: "declaration",
  return_statement: "return",
  break_statement: "other",
  continue_statement: "other",
  function_definition: "definition",
};

export const matlab: Language = {
  id: "matlab",
  name: "MATLAB",
  grammar: "matlab",
  extensions: [".m"],
  editorIds: ["matlab", "octave"],
  lineComment: "%",
  documentationPlacement: "inside",
  patchTypes: new Set(["method_signature", "class_definition", ...Object.keys(statementKinds)]),
  readFunction,
  readClass,
  isImport: (node) => node.type === "command" && field(node, "name")?.text === "import",
  statementKind,
  isDocumentation: (node) => isComment(node) && !isDirective(node),
};

const isComment = ({ type }: SyntaxNode): boolean => type === "comment" || type === "block_comment";

/** `%#codegen`, `%#ok`: for tools. */
const isDirective = (comment: SyntaxNode): boolean => comment.text.startsWith("%#");

function statementKind(node: SyntaxNode): StatementKind | undefined {
  const isStatement = node.parent?.type === "block" || node.parent?.type === "source_file";
  if (!isStatement) return undefined;
  const expression = node.type === "expression_statement" ? namedChildren(node)[0] : undefined;
  if (expression && isRaise(expression)) return "raise";
  return expression && /^(?:call|superclass_call|identifier)$/.test(expression.type)
    ? "call"
    : statementKinds[node.type];
}

function readFunction(node: SyntaxNode): FunctionNode | undefined {
  if (node.type !== "function_definition" && node.type !== "method_signature") return undefined;
  const written = field(node, "name");
  const accessor = written?.type === "property_accessor" ? written : undefined;
  const nameNode = accessor ? field(accessor, "name") : written;
  if (!nameNode) return undefined;
  const block = node.parent?.type === "methods_block" ? node.parent : undefined;
  const attributes = block ? (field(block, "attributes")?.text ?? "") : "";
  const kind = functionKind(nameNode, accessor, block);
  const body = field(node, "body");
  const hasReceiver = block !== undefined && kind !== "constructor" && !/\bStatic\b/.test(attributes);
  return {
    name: nameNode.text,
    nameNode,
    kind,
    declaration: node,
    ...(body ? { body } : {}),
    isPublic: block
      ? !/\bHidden\b|Access\s*=\s*['"]?(?:private|protected|immutable)|Access\s*=\s*[{?]/.test(attributes)
      : isMainFunction(node),
    readSignature: () => readSignature(node, hasReceiver),
    readSite: (text: string) =>
      node.type === "function_definition" ? documentationSite(node, text) : siteAbove(node, text),
    docstring: helpOf(node),
  };
}

function functionKind(
  nameNode: SyntaxNode,
  accessor: SyntaxNode | undefined,
  block: SyntaxNode | undefined,
): FunctionKind {
  if (accessor) return field(accessor, "kind")?.text === "set" ? "setter" : "getter";
  if (!block) return "function";
  const owner = ancestorOfType(block, "class_definition");
  return nameNode.text === (owner && field(owner, "name")?.text) ? "constructor" : "method";
}

/** Other files see the first function of a file that starts with one. */
function isMainFunction(node: SyntaxNode): boolean {
  if (node.parent?.type !== "source_file") return false;
  // Not all children of the file for each of its functions.
  let first = node.parent.firstNamedChild;
  while (first?.isExtra) first = first.nextNamedSibling;
  return first?.id === node.id;
}

function readClass(node: SyntaxNode): ClassNode | undefined {
  const nameNode = node.type === "class_definition" ? field(node, "name") : undefined;
  if (!nameNode) return undefined;
  const body = childOfType(node, "properties_block", "methods_block", "events_block", "enumeration_block");
  return {
    name: nameNode.text,
    nameNode,
    declaration: node,
    ...(body ? { body } : {}),
    isPublic: true,
    docstring: helpOf(node),
  };
}

/** The nodes after the header: what follows the last part of the signature on its line, and the rest. */
function splitAtHeader(node: SyntaxNode): { readonly header: SyntaxNode; readonly rest: SyntaxNode[] } {
  const parts = ["parameters", "superclasses", "name"].flatMap((name) => field(node, name) ?? []);
  const all = children(node);
  let at = all.findIndex(({ id }) => id === parts[0]?.id);
  const row = all[at]?.endPosition.row;
  while (all[at + 1]?.startPosition.row === row && /^(?:[;,]|comment)$/.test(all[at + 1]?.type ?? ""))
    at += 1;
  return { header: all[at] ?? node, rest: all.slice(at + 1) };
}

/** The lines that `help` shows: directly under the header, else directly above it. */
function helpOf(node: SyntaxNode): SyntaxNode[] {
  const { header, rest } = splitAtHeader(node);
  const below: SyntaxNode[] = [];
  let row = header.endPosition.row;
  for (const comment of rest) {
    if (!isComment(comment) || comment.startPosition.row !== row + 1) break;
    row = comment.endPosition.row;
    if (!isDirective(comment)) below.push(comment);
  }
  if (below.length > 0 && isHelp(below)) return below;
  const above = commentsAbove(node);
  if (isHelp(above)) return above;
  return isMainFunction(node) ? firstComments(node) : [];
}

/** The first comments of the file, where they begin with the name of the function, alone or after that of its class: `help` shows them too. */
function firstComments(node: SyntaxNode): SyntaxNode[] {
  const name = field(node, "name")?.text ?? "";
  const first: SyntaxNode[] = [];
  for (const comment of children(node.parent ?? node)) {
    const last = first.at(-1);
    if (!isComment(comment) || (last && comment.startPosition.row !== last.endPosition.row + 1)) break;
    first.push(comment);
  }
  const word = /^[%#\s{]*(?:\w+\.)*(\w+)/.exec(first[0]?.text ?? "")?.[1];
  return word?.toLowerCase() === name.toLowerCase() && isHelp(first) ? first : [];
}

/** Neither a licence, nor a line, nor the title of a section, nor code that was commented out. */
function isHelp(comments: readonly SyntaxNode[]): boolean {
  const texts = comments.map(({ text }) => text);
  const first = texts[0] ?? "";
  return (
    texts.some((text) => /[A-Za-z]/.test(text)) &&
    !texts.every((text) => text.startsWith("%%")) &&
    !licence.test(first) &&
    !/[A-Za-z].*([-=*%#])\1{4}|;\s*$/.test(first)
  );
}

const licence =
  /^[%#\s]*(?:copyright|licen[cs]e)\b|\bcopyright\s+(?:\(c\)|©|\d{4}|by\b)|\(c\)\s*\d{4}|©|licen[cs]ed under/i;

/**
 * The comments on lines of their own directly above a function. Where functions have no `end`, they stand at the end of
 * the function before.
 */
function commentsAbove(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let { row } = node.startPosition;
  for (let at = leafBefore(node); at && isComment(at); at = leafBefore(at)) {
    const before = leafBefore(at);
    const isAfterCode = before?.endPosition.row === at.startPosition.row;
    if (at.endPosition.row !== row - 1 || isAfterCode) break;
    found.unshift(at);
    row = at.startPosition.row;
  }
  return found;
}

function leafBefore(node: SyntaxNode): SyntaxNode | undefined {
  let at: SyntaxNode | null = node;
  while (at && !at.previousSibling) at = at.parent;
  let leaf = at?.previousSibling ?? undefined;
  while (leaf?.lastChild) leaf = leaf.lastChild;
  return leaf;
}

const siteAbove = (node: SyntaxNode, text: string): DocumentationSite => ({
  placement: "before",
  range: { start: offset(node.startIndex), end: offset(node.startIndex) },
  indent: indentBefore(text, node.startIndex) ?? "",
});

/** Under the header, in the column of the file's other help texts, else in that of `function`. */
function documentationSite(node: SyntaxNode, text: string): DocumentationSite {
  const { header, rest } = splitAtHeader(node);
  const start = header.endIndex;
  const next = rest[0];
  const isOnNextLine = next === undefined || next.startPosition.row > header.endPosition.row;
  const isComment = next?.startPosition.row === header.endPosition.row + 1 && /comment/.test(next.type);
  const end = isOnNextLine ? start : (next?.startIndex ?? start);
  const indent = indentBefore(text, node.startIndex) ?? "";
  return {
    placement: "below",
    range: { start: offset(start), end: offset(end) },
    indent: indentsHelp(node.tree.rootNode) ? indent + indentUnit(text) : indent,
    ...(isOnNextLine ? (isComment ? { separation: "blank line" } : {}) : { separation: "line" }),
  };
}

/** Whether most help texts of a file are farther right than their functions. */
const indentsHelp = memoizedByNode((root: SyntaxNode): boolean => {
  let deeper = 0;
  for (const node of root.descendantsOfType("function_definition")) {
    const first = node ? helpOf(node)[0] : undefined;
    if (!node || !first || first.startIndex < node.startIndex) continue;
    deeper += first.startPosition.column > node.startPosition.column ? 1 : -1;
  }
  return deeper > 0;
});

const indentUnit = (text: string): string => /\n([ ]{2,8}|\t)(?=\S)/.exec(text)?.[1] ?? "    ";
