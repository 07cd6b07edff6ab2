/** How many lines arrived at once, and how; local evidence that says "not typed here" and nothing of AI. */
export interface Insertion {
  /** Zero-based, inclusive. */
  readonly first: number;
  readonly last: number;
  readonly kind: "pasted" | "inserted";
  /** ISO 8601 day. */
  readonly day: string;
}

export interface TextChange {
  /** Zero-based lines that the change replaced. */
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

export interface ChangeContext {
  readonly isUndoOrRedo: boolean;
  /** The document equals the file on disk after the change: it was reloaded, checked out or reverted. */
  readonly isReload: boolean;
  readonly clipboard: string;
  /** What the replaced lines held. */
  readonly replaced: string;
}

/** Fewer lines may be a snippet or a completion of a statement. */
export const minInsertedLines = 5;
const maxInsertions = 500;

/** Undefined for typing, undo and redo, formatting, reloads, and whatever is short. */
export function kindOf(change: TextChange, context: ChangeContext): Insertion["kind"] | undefined {
  if (context.isUndoOrRedo || context.isReload) return undefined;
  if (change.text.split("\n").filter((line) => line.trim() !== "").length < minInsertedLines)
    return undefined;
  // A formatter puts back what it took, with other white space.
  if (isSameCode(change.text, context.replaced)) return undefined;
  return isSameCode(change.text, context.clipboard) ? "pasted" : "inserted";
}

const isSameCode = (a: string, b: string): boolean => a.replace(/\s+/g, "") === b.replace(/\s+/g, "");

/** The insertions of a document after a change: moved with their lines, cut where lines were replaced, and `kind` added. */
export function afterChange(
  insertions: readonly Insertion[],
  { startLine, endLine, text }: TextChange,
  kind: Insertion["kind"] | undefined,
  day: string,
): Insertion[] {
  const added = text.split("\n").length - 1;
  const shift = added - (endLine - startLine);
  const moved = insertions.flatMap((each): Insertion[] => {
    if (endLine < each.first || (endLine === each.first && startLine < each.first))
      return [{ ...each, first: each.first + shift, last: each.last + shift }];
    if (startLine > each.last) return [each];
    // An edit inside: the insertion grows or shrinks with it, and is gone with its last line.
    const last = Math.max(startLine, each.last + shift);
    const isReplaced = startLine <= each.first && endLine >= each.last && endLine > startLine;
    return isReplaced ? [] : [{ ...each, first: Math.min(each.first, startLine), last }];
  });
  if (kind) moved.push({ first: startLine, last: startLine + added, kind, day });
  return moved.slice(-maxInsertions);
}

export function insertionSentence({ first, last, kind, day }: Insertion): string {
  const lines = `${last - first + 1} lines`;
  return kind === "pasted"
    ? `In this editor: ${lines} were pasted at once on ${day}. They were not typed here; that is no sign of AI.`
    : `In this editor: ${lines} arrived in one insertion on ${day}, neither typed nor pasted: by a tool of some kind, AI or not.`;
}
