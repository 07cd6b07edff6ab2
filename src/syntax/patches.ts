import { setImmediate as nextTick } from "node:timers/promises";
import { type OffsetRange, offset } from "../base/brand.js";
import { throwIfAborted } from "../base/errors.js";
import type { ClassNode, FunctionNode, Language } from "./language.js";
import { indentBefore, lineIndent, rangeOf } from "./nodes.js";
import type { SyntaxNode, SyntaxTree } from "./parser.js";
import type {
  ClassContext,
  ClassPatch,
  DocumentationSite,
  ExistingDocstring,
  FilePatches,
  FunctionPatch,
  PatchId,
  StatementPatch,
} from "./types.js";

const headerLimit = 400;

/** Milliseconds of one turn, and the nodes that are read between two looks at the clock. */
const turn = 10;
const stepNodes = 256;

/** What encloses the nodes that are being walked. */
interface Scope {
  /** Dotted path with a trailing dot, or empty. */
  readonly prefix: string;
  readonly insideFunction: boolean;
  readonly enclosing?: ClassContext;
  /** Where statements are collected, and how deep; absent outside of functions. */
  readonly statements?: StatementPatch[];
  readonly depth: number;
}

/** Everything CodePatch knows of a file, in source order. Linear in the size of the tree; does not recurse. */
export function readPatches(tree: SyntaxTree, text: string, language: Language): FilePatches {
  const steps = readInSteps(tree, text, language);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * The same, giving way to other work every ten milliseconds: a file of 10,000 lines takes ten times as long, and an editor's extensions share
 * one thread. Reads a copy, so that `tree` may be freed meanwhile.
 *
 * @throws CodePatchError `cancelled` when `signal` is aborted.
 */
export async function readPatchesInTurns(
  tree: SyntaxTree,
  text: string,
  language: Language,
  signal: AbortSignal,
): Promise<FilePatches> {
  const copy = tree.copy();
  try {
    const steps = readInSteps(copy, text, language);
    for (let deadline = performance.now() + turn; ; ) {
      const { done, value } = steps.next();
      if (done) return value;
      if (performance.now() < deadline) continue;
      await nextTick();
      throwIfAborted(signal);
      deadline = performance.now() + turn;
    }
  } finally {
    copy.delete();
  }
}

/** Stops where others may have their turn. */
function* readInSteps(
  tree: SyntaxTree,
  text: string,
  language: Language,
): Generator<undefined, FilePatches, undefined> {
  const root = tree.rootNode;
  const functions: FunctionPatch[] = [];
  const classes: ClassPatch[] = [];
  const imports: string[] = [];
  const occurrences = new Map<string, number>();

  const scopes: Scope[] = [];
  /** What encloses the node of the cursor; undefined where the node was passed over. */
  const parents: (SyntaxNode | undefined)[] = [];
  let scope: Scope = { prefix: "", insideFunction: false, depth: 0 };

  const readNode = (node: SyntaxNode): Scope => {
    const inner = readStatement(node, parents.at(-1), scope, language);
    const functionNode = language.readFunction(node);
    if (functionNode) {
      const statements: StatementPatch[] = [];
      const patch = functionPatch(functionNode, node, text, language, inner, statements, occurrences);
      functions.push(patch);
      return {
        prefix: `${patch.qualifiedName}.`,
        insideFunction: true,
        statements,
        depth: 0,
      };
    }
    const classNode = language.readClass(node);
    if (classNode) {
      const patch = classPatch(classNode, text, inner);
      classes.push(patch);
      return {
        prefix: `${patch.qualifiedName}.`,
        insideFunction: inner.insideFunction,
        enclosing: { name: patch.name, header: patch.header },
        depth: 0,
      };
    }
    if (language.isImport(node)) imports.push(node.text.trimEnd());
    return inner;
  };

  const isAsked = (type: string): boolean => language.patchTypes?.has(type) ?? true;
  const cursor = tree.walk();
  try {
    walking: for (let visited = 1; ; visited++) {
      if (visited % stepNodes === 0) yield;
      const node = isAsked(cursor.nodeType) && cursor.nodeIsNamed ? cursor.currentNode : undefined;
      const inner = node ? readNode(node) : scope;
      if (cursor.gotoFirstChild()) {
        scopes.push(scope);
        parents.push(node);
        scope = inner;
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) break walking;
        scope = scopes.pop() ?? scope;
        parents.pop();
      }
    }
  } finally {
    cursor.delete();
  }

  const docstring = language.readModuleDocstring?.(root);
  return {
    language: language.id,
    functions,
    classes,
    imports,
    hasErrors: root.hasError,
    ...existingDocstring(docstring ? [docstring] : [], text),
  };
}

/** Records a statement of the innermost function and returns the scope of what is inside it. */
function readStatement(
  node: SyntaxNode,
  parent: SyntaxNode | undefined,
  scope: Scope,
  language: Language,
): Scope {
  if (!scope.statements) return scope;
  const kind = language.statementKind(node, parent);
  if (kind === undefined) return scope;
  scope.statements.push({ kind, range: rangeOf(node), depth: scope.depth });
  return { ...scope, depth: scope.depth + 1 };
}

function functionPatch(
  found: FunctionNode,
  node: SyntaxNode,
  text: string,
  language: Language,
  scope: Scope,
  statements: StatementPatch[],
  occurrences: Map<string, number>,
): FunctionPatch {
  const qualifiedName = scope.prefix + (found.owner ? `${found.owner}.` : "") + found.name;
  const occurrence = (occurrences.get(qualifiedName) ?? 0) + 1;
  occurrences.set(qualifiedName, occurrence);
  const id = occurrence === 1 ? qualifiedName : `${qualifiedName}#${occurrence}`;
  const isBodyLost =
    language.documentationPlacement === "inside" && found.kind !== "lambda" && !found.body && !found.readSite;
  return {
    id: id as PatchId,
    name: found.name,
    qualifiedName,
    kind: found.kind,
    line: found.nameNode.startPosition.row,
    range: rangeOfDeclaration(found),
    nameRange: rangeOf(found.nameNode),
    ...(found.body ? { bodyRange: rangeOf(found.body) } : {}),
    isPublic: found.isPublic,
    isNested: scope.insideFunction,
    hasErrors: found.declaration.hasError || node.hasError || isBodyLost,
    signature: found.readSignature(),
    documentation: documentationSite(found, text, language),
    ...existingDocstring(found.docstring, text),
    statements,
    ...(scope.enclosing ? { enclosing: scope.enclosing } : {}),
  };
}

const rangeOfDeclaration = ({ declaration, leading }: FunctionNode | ClassNode): OffsetRange => ({
  start: offset((leading ?? declaration).startIndex),
  end: offset(declaration.endIndex),
});

function classPatch(found: ClassNode, text: string, scope: Scope): ClassPatch {
  const start = found.nameNode.parent?.startIndex ?? found.declaration.startIndex;
  const headerNode = found.body ? endOfHeader(found.body) : undefined;
  const end = headerNode ?? found.body?.startIndex ?? found.declaration.endIndex;
  const { isPublic } = found;
  return {
    name: found.name,
    qualifiedName: scope.prefix + found.name,
    line: found.nameNode.startPosition.row,
    range: rangeOfDeclaration(found),
    header: text
      .slice(start, Math.min(end, start + headerLimit))
      .replace(/\s+/g, " ")
      .trim(),
    isPublic,
    ...existingDocstring(found.docstring, text),
  };
}

/** The offset after the last token before `body`, such as Python's colon. */
function endOfHeader(body: SyntaxNode): number | undefined {
  for (let before = body.previousSibling; before; before = before.previousSibling) {
    if (!before.isExtra) return before.endIndex;
  }
  return undefined;
}

function existingDocstring(
  nodes: readonly SyntaxNode[],
  text: string,
): { readonly docstring?: ExistingDocstring } {
  const first = nodes[0];
  const last = nodes.at(-1);
  if (!first || !last) return {};
  const start = first.startIndex;
  const end = start + text.slice(start, last.endIndex).trimEnd().length;
  return { docstring: { range: { start: offset(start), end: offset(end) }, raw: text.slice(start, end) } };
}

function documentationSite(found: FunctionNode, text: string, language: Language): DocumentationSite {
  if (found.readSite) return found.readSite(text);
  if (language.documentationPlacement === "inside" && found.kind !== "lambda" && found.body) {
    return siteInside(found.body, text, language.lineComment);
  }
  const { start } = rangeOfDeclaration(found);
  return { placement: "before", range: { start, end: start }, indent: lineIndent(text, start) };
}

/** Line continuations are white space here: an insertion starts a line of its own. */
const blanks = /(?:[ \t\f]|\\\r?\n)*/y;
const gap = /(?:\s|\\\r?\n)*/y;

function siteInside(body: SyntaxNode, text: string, lineComment: string): DocumentationSite {
  const bodyIndent = indentBefore(text, body.startIndex);
  let start = endOfHeader(body) ?? body.startIndex;
  const afterBlanks = skip(blanks, text, start);
  if (text.startsWith(lineComment, afterBlanks)) start = endOfLine(text, afterBlanks);
  const end = Math.max(start, skip(gap, text, start));
  return {
    placement: "inside",
    range: { start: offset(start), end: offset(end) } satisfies OffsetRange,
    indent: bodyIndent ?? lineIndent(text, start) + indentUnit(text),
  };
}

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf("\n", from);
  const end = newline < 0 ? text.length : newline;
  return text[end - 1] === "\r" ? end - 1 : end;
}

/** The first indentation that the file uses, four spaces when it has none. */
function indentUnit(text: string): string {
  return /\n([ ]{2,8}|\t)(?=[^\s])/.exec(text)?.[1] ?? "    ";
}
