import type { Language } from "./language.js";
import type { SyntaxNode, SyntaxParser, SyntaxTree } from "./parser.js";

export interface ParsedText {
  readonly text: string;
  readonly tree: SyntaxTree;
}

export type Verdict = { readonly same: true } | { readonly same: false; readonly reason: string };

/**
 * Whether two trees differ in documentation only: the same nodes at the same depth and the same tokens, once comments,
 * docstrings and white space between tokens are left out. Text with syntax errors passes when the errors are the same.
 */
export function sameCode(before: ParsedText, after: ParsedText, language: Language): Verdict {
  if (after.tree.rootNode.hasError && !before.tree.rootNode.hasError) {
    return { same: false, reason: "the edited text has a syntax error" };
  }
  const left = new CodeStream(before, language);
  const right = new CodeStream(after, language);
  try {
    for (;;) {
      const expected = left.next();
      const actual = right.next();
      if (!expected && !actual) return { same: true };
      const difference = differenceOf(expected, actual);
      if (difference !== undefined) return { same: false, reason: difference };
    }
  } finally {
    left.dispose();
    right.dispose();
  }
}

/**
 * Parses the edited text and compares it with `sameCode`. Call it on exactly the text that would be written. The grammar
 * alone is used, not `textToParse`: a word that is blanked out for reading is code all the same. `before` may bring its tree.
 */
export async function parseAndVerify(
  parser: SyntaxParser,
  before: string | ParsedText,
  after: string,
  language: Language,
  signal?: AbortSignal,
): Promise<Verdict> {
  const options = signal ? { signal } : {};
  const { grammar } = language;
  const isParsed = typeof before !== "string" && language.textToParse === undefined;
  const text = typeof before === "string" ? before : before.text;
  const beforeTree = isParsed ? before.tree : await parser.parse(text, { grammar }, options);
  try {
    const afterTree = await parser.parse(after, { grammar }, options);
    try {
      return sameCode({ text, tree: beforeTree }, { text: after, tree: afterTree }, language);
    } finally {
      afterTree.delete();
    }
  } finally {
    if (!isParsed) beforeTree.delete();
  }
}

interface CodeItem {
  readonly depth: number;
  readonly type: string;
  readonly isMissing: boolean;
  /** The text of a token; absent for a node with children. */
  readonly token?: string;
  /** What no node covers between the token before and this one, without white space. */
  readonly between: string;
  /** Zero-based. */
  readonly row: number;
}

/**
 * Literals are compared word for word: white space in them counts, and some grammars leave parts of them out of the
 * tree. Types are matched by name because every grammar has its own.
 */
const literalType = /string|heredoc|nowdoc|regex|char|subshell|shell_command/;

/** The code of a tree in source order, parents before children. */
class CodeStream {
  private readonly cursor;
  private readonly text: string;
  private position = 0;
  private state: "start" | "inside" | "end" = "start";
  private descends = true;
  /** Counted here: the cursor walks up to the root for it. */
  private depth = 0;

  constructor(
    { text, tree }: ParsedText,
    private readonly language: Language,
  ) {
    this.cursor = tree.walk();
    this.text = text;
  }

  next(): CodeItem | undefined {
    let between = "";
    while (this.move()) {
      const node = this.cursor.currentNode;
      if (this.isIgnored(node)) {
        between += this.uncovered(node.startIndex);
        this.position = node.endIndex;
        this.descends = false;
        continue;
      }
      const type = this.cursor.nodeType;
      const isMissing = this.cursor.nodeIsMissing;
      const row = node.startPosition.row;
      const { depth } = this;
      const isToken = (node.childCount === 0 && depth > 0) || (node.isNamed && literalType.test(type));
      this.descends = !isToken;
      if (!isToken) return { depth, type, isMissing, between, row };
      between += this.uncovered(node.startIndex);
      this.position = node.endIndex;
      return { depth, type, isMissing, between, row, token: this.text.slice(node.startIndex, node.endIndex) };
    }
    if (this.state === "inside") {
      this.state = "end";
      between += this.uncovered(this.text.length);
      return { depth: 0, type: "", isMissing: false, between, row: this.cursor.endPosition.row };
    }
    return undefined;
  }

  dispose(): void {
    this.cursor.delete();
  }

  private move(): boolean {
    if (this.state === "end") return false;
    if (this.state === "start") {
      this.state = "inside";
      return true;
    }
    if (this.descends && this.cursor.gotoFirstChild()) {
      this.depth++;
      return true;
    }
    while (!this.cursor.gotoNextSibling()) {
      if (!this.cursor.gotoParent()) return false;
      this.depth--;
    }
    return true;
  }

  private isIgnored(node: SyntaxNode): boolean {
    return (
      (node.isNamed && this.language.isDocumentation(node)) ||
      (node.isExtra && !node.isError && /^[\s\\]*$/.test(this.text.slice(node.startIndex, node.endIndex)))
    );
  }

  private uncovered(until: number): string {
    return this.text.slice(this.position, until).replace(/[\s\uFEFF]+|\\(?=\r?\n)/g, "");
  }
}

function differenceOf(expected: CodeItem | undefined, actual: CodeItem | undefined): string | undefined {
  if (
    expected?.depth === actual?.depth &&
    expected?.type === actual?.type &&
    expected?.isMissing === actual?.isMissing &&
    expected?.token === actual?.token &&
    expected?.between === actual?.between
  ) {
    return undefined;
  }
  const described = (item: CodeItem | undefined): string =>
    item ? shortened(item.between + (item.token ?? item.type)) : "nothing";
  const line = (expected ?? actual)?.row ?? 0;
  return `the code at line ${line + 1} would change from ‘${described(expected)}’ to ‘${described(actual)}’`;
}

const shortened = (text: string): string => (text.length <= 40 ? text : `${text.slice(0, 39)}…`);
