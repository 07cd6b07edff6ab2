import type { Language } from "../syntax/language.js";
import type { SyntaxParser, SyntaxTree } from "../syntax/parser.js";
import { readPatches } from "../syntax/patches.js";
import type { FilePatches } from "../syntax/types.js";

export interface CodeToken {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** One side of a file, read once; the tree is freed. */
export interface Side {
  readonly text: string;
  readonly patches: FilePatches;
  /** Without comments, docstrings and white space; string literals whole. */
  readonly tokens: readonly CodeToken[];
  /** The words of all comments and docstrings. */
  readonly comments: string;
}

const literalType = /string|heredoc|nowdoc|regex|char|template_literal/;

export async function readSide(
  text: string,
  language: Language,
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<Side> {
  const tree = await parser.parse(text, language, { signal });
  try {
    return { text, patches: readPatches(tree, text, language), ...readTokens(tree, text, language) };
  } finally {
    tree.delete();
  }
}

function readTokens(
  tree: SyntaxTree,
  text: string,
  language: Language,
): { tokens: CodeToken[]; comments: string } {
  const tokens: CodeToken[] = [];
  const comments: string[] = [];
  const parsed = language.textToParse?.(text) ?? text;
  const cursor = tree.walk();
  const readToken = (isLiteral: boolean): void => {
    const { startIndex: start, endIndex: end } = cursor;
    // The same as the node's own text, which takes several calls more.
    const found = parsed.slice(start, end);
    const token = isLiteral ? found : found.trim();
    if (token !== "") tokens.push({ text: token, start, end });
  };
  /** Whether the node is told as a whole. */
  const isWhole = (type: string): boolean => {
    // Only these can be documentation in any of the grammars; asking about every node would be slow.
    if (/comment|string|statement/.test(type)) {
      const node = cursor.currentNode;
      if (node.isNamed && language.isDocumentation(node)) {
        comments.push(node.text.replace(/\s+/g, " "));
        return true;
      }
    }
    if (!literalType.test(type) || !cursor.nodeIsNamed) return false;
    readToken(true);
    return true;
  };
  try {
    for (;;) {
      if (!isWhole(cursor.nodeType)) {
        if (cursor.gotoFirstChild()) continue;
        readToken(false);
      }
      while (!cursor.gotoNextSibling())
        if (!cursor.gotoParent()) return { tokens, comments: comments.join(" ") };
    }
  } finally {
    cursor.delete();
  }
}

/** The tokens in `[start, end)`. */
export function tokensIn(tokens: readonly CodeToken[], start: number, end: number): CodeToken[] {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const found: CodeToken[] = [];
  for (let i = low; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined || token.start >= end) break;
    found.push(token);
  }
  return found;
}
