import { cancelled, throwIfAborted, untilAborted } from "../base/errors.js";
import { type Disposable, LruMap } from "../base/lruMap.js";
import type { Language } from "./language.js";
import type { SyntaxParser, SyntaxTree } from "./parser.js";
import { readPatchesInTurns } from "./patches.js";
import type { FilePatches } from "./types.js";

/**
 * The patches of open documents: one tree a document, told of what changed and parsed again from there. The change is
 * found by comparing the texts, so an event that was missed or came twice cannot put the tree out of step.
 */
export class DocumentTrees implements Disposable {
  private readonly documents: LruMap<string, DocumentTree>;

  constructor(
    private readonly parser: SyntaxParser,
    capacity: number,
  ) {
    this.documents = new LruMap(capacity);
  }

  /** The patches of `text`. A newer text of the same document ends the work on an older one with `cancelled`. */
  patches(key: string, text: string, language: Language, signal: AbortSignal): Promise<FilePatches> {
    let document = this.documents.get(key);
    if (document?.language !== language) {
      document = new DocumentTree(this.parser, language);
      this.documents.set(key, document);
    }
    return untilAborted(document.read(text), signal);
  }

  close(key: string): void {
    this.documents.delete(key);
  }

  dispose(): void {
    this.documents.dispose();
  }
}

interface ParsedInput {
  /** The text as the grammar saw it. */
  readonly input: string;
  readonly tree: SyntaxTree;
}

class DocumentTree implements Disposable {
  private parsed: ParsedInput | undefined;
  private latest: { text: string; patches: Promise<FilePatches>; abort: AbortController } | undefined;
  private isDisposed = false;

  constructor(
    private readonly parser: SyntaxParser,
    readonly language: Language,
  ) {}

  read(text: string): Promise<FilePatches> {
    if (this.latest?.text === text) return this.latest.patches;
    this.latest?.abort.abort();
    const before = this.latest?.patches;
    const abort = new AbortController();
    const patches = this.parse(text, before, abort.signal);
    const work = { text, patches, abort };
    this.latest = work;
    patches.catch(() => {
      if (this.latest === work) this.latest = undefined;
    });
    return patches;
  }

  dispose(): void {
    this.isDisposed = true;
    this.latest?.abort.abort();
    this.release();
  }

  private async parse(
    text: string,
    before: Promise<FilePatches> | undefined,
    signal: AbortSignal,
  ): Promise<FilePatches> {
    await before?.catch(() => {});
    throwIfAborted(signal);
    const input = this.language.textToParse?.(text) ?? text;
    const oldTree = this.parsed?.tree.copy();
    try {
      if (this.parsed && oldTree) oldTree.edit(editBetween(this.parsed.input, input));
      const tree = await this.parser.parse(text, this.language, oldTree ? { oldTree, signal } : { signal });
      this.release();
      if (this.isDisposed) {
        tree.delete();
        throw cancelled();
      }
      this.parsed = { input, tree };
      return await readPatchesInTurns(tree, text, this.language, signal);
    } finally {
      oldTree?.delete();
    }
  }

  private release(): void {
    this.parsed?.tree.delete();
    this.parsed = undefined;
  }
}

type TreeEdit = Parameters<SyntaxTree["edit"]>[0];

/** The smallest single replacement that turns `before` into `after`. Surrogate pairs are not split. */
export function editBetween(before: string, after: string): TreeEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (isHighSurrogate(before, start - 1)) start--;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  if (tail > 0 && isHighSurrogate(before, before.length - tail - 1)) tail--;
  const oldEnd = before.length - tail;
  const newEnd = after.length - tail;
  return {
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: newEnd,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, oldEnd),
    newEndPosition: pointAt(after, newEnd),
  };
}

const isHighSurrogate = (text: string, index: number): boolean =>
  (text.charCodeAt(index) & 0xfc00) === 0xd800;

/** Tree-sitter counts `\n` only; columns are UTF-16 code units. */
function pointAt(text: string, index: number): { row: number; column: number } {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < index; at = text.indexOf("\n", at + 1)) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: index - lineStart };
}
