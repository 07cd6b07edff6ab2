import { type OffsetRange, offset } from "../base/brand.js";
import type { ClassNode } from "./language.js";
import type { SyntaxNode, SyntaxTree } from "./parser.js";

export const rangeOf = (node: SyntaxNode): OffsetRange => ({
  start: offset(node.startIndex),
  end: offset(node.endIndex),
});

/** The child in the grammar's field `name`. */
export const field = (node: SyntaxNode, name: string): SyntaxNode | undefined =>
  node.childForFieldName(name) ?? undefined;

export const fields = (node: SyntaxNode, name: string): SyntaxNode[] =>
  node.childrenForFieldName(name).filter((child) => child !== null);

/** Named children without comments and other extras. */
export const namedChildren = (node: SyntaxNode): SyntaxNode[] =>
  node.namedChildren.filter((child) => child !== null && !child.isExtra) as SyntaxNode[];

export const children = (node: SyntaxNode): SyntaxNode[] =>
  node.children.filter((child) => child !== null) as SyntaxNode[];

/** The first child of one of the node types `types`, anonymous tokens included. */
export const childOfType = (node: SyntaxNode, ...types: string[]): SyntaxNode | undefined =>
  children(node).find((child) => types.includes(child.type));

/** The nearest ancestor of one of the node types `types`. */
export function ancestorOfType(node: SyntaxNode, ...types: string[]): SyntaxNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (types.includes(at.type)) return at;
  return undefined;
}

/** `read` with one result for each node, kept as long as the node's tree: for facts of a class that all its members ask for. */
export function memoizedByNode<T>(read: (node: SyntaxNode) => T): (node: SyntaxNode) => T {
  const results = new WeakMap<SyntaxTree, Map<number, T>>();
  return (node) => {
    const ofTree = results.get(node.tree) ?? new Map<number, T>();
    results.set(node.tree, ofTree);
    const known = ofTree.get(node.id);
    if (known !== undefined) return known;
    const result = read(node);
    ofTree.set(node.id, result);
    return result;
  };
}

/** White space before `index` on its line, or undefined when there is something else before it. */
export function indentBefore(text: string, index: number): string | undefined {
  const before = text.slice(text.lastIndexOf("\n", index - 1) + 1, index).replace(/^\uFEFF/, "");
  return /^[ \t\f]*$/.test(before) ? before : undefined;
}

/** The white space that starts the line of `index`. */
export function lineIndent(text: string, index: number): string {
  const start = text.lastIndexOf("\n", index - 1) + 1;
  return /^\uFEFF?([ \t\f]*)/.exec(text.slice(start, index))?.[1] ?? "";
}

/** The text of `node` on one line, cut to `limit` characters. */
export function boundedText(node: SyntaxNode, limit: number): string {
  const line = node.text
    .slice(0, limit * 4)
    .replace(/\s+/g, " ")
    .trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1)}…`;
}

/**
 * The comments that stand directly above `declaration`, in source order: each ends on the line above the next
 * one or on its line, none trails other code, and satisfies `isDocumentation`. `single`: at most one, as for `/** … *\/`.
 */
export function commentsAbove(
  declaration: SyntaxNode,
  isDocumentation: (comment: SyntaxNode) => boolean,
  single = false,
): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let below = declaration;
  for (;;) {
    const above = nodeBefore(below);
    if (!above?.isExtra || !isDocumentation(above)) break;
    if (lastRow(above) + 1 < below.startPosition.row) break;
    const before = nodeBefore(above);
    const isAfterCode =
      before && lastRow(before) === above.startPosition.row && before.endIndex > before.startIndex;
    // A comment at the end of a line of code belongs to that code, unless it goes on to where the declaration is.
    if (isAfterCode && lastRow(above) === above.startPosition.row && lastRow(above) < below.startPosition.row)
      break;
    found.unshift(above);
    if (isAfterCode) break;
    if (single) break;
    below = above;
  }
  return found;
}

/** The previous sibling, or that of the nearest ancestor which `node` does not start: grammars may keep comments outside of the block they open. */
function nodeBefore(node: SyntaxNode): SyntaxNode | null {
  for (let at: SyntaxNode | null = node; at; at = at.parent)
    if (at.previousSibling) return at.previousSibling;
  return null;
}

/** Row of the last character; some grammars let line comments own their line end. */
function lastRow(node: SyntaxNode): number {
  const end = node.endPosition;
  return end.column === 0 && end.row > node.startPosition.row ? end.row - 1 : end.row;
}

/** A class as most grammars have it: fields `name` and `body`, documentation right above. */
export function readNamedClass(
  node: SyntaxNode,
  types: ReadonlySet<string>,
  isPublic: (node: SyntaxNode) => boolean,
  documentationOf: (node: SyntaxNode) => readonly SyntaxNode[],
): ClassNode | undefined {
  const nameNode = types.has(node.type) ? field(node, "name") : undefined;
  if (!nameNode) return undefined;
  const body = field(node, "body");
  return {
    name: nameNode.text,
    nameNode,
    declaration: node,
    ...(body ? { body } : {}),
    isPublic: isPublic(node),
    docstring: documentationOf(node),
  };
}
