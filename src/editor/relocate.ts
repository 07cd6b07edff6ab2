import { type OffsetRange, offset, type TextEdit } from "../base/brand.js";
import type { FilePatches, FunctionPatch, PatchId } from "../syntax/types.js";

/** A text together with what was read from it. */
export interface ReadText {
  readonly text: string;
  readonly patches: FilePatches;
}

/**
 * Moves `edits`, computed for function `id` of the text `from`, to where the function stands in the text `to`.
 *
 * Undefined when the function is gone or is not what it was: then the edits mean nothing any more.
 */
export function relocate(
  edits: readonly TextEdit[],
  id: PatchId,
  from: ReadText,
  to: ReadText,
): readonly TextEdit[] | undefined {
  if (from.text === to.text) return edits;
  const before = rangeWithDocumentation(from, id);
  const now = rangeWithDocumentation(to, id);
  if (!before || !now) return undefined;
  if (from.text.slice(before.start, before.end) !== to.text.slice(now.start, now.end)) return undefined;
  if (edits.some(({ range }) => range.start < before.start || range.end > before.end)) return undefined;
  return shiftEdits(edits, now.start - before.start);
}

/** From the start of the line that the function, or its documentation above, begins on. */
function rangeWithDocumentation({ text, patches }: ReadText, id: PatchId): OffsetRange | undefined {
  const patch = patches.functions.find((candidate) => candidate.id === id);
  if (!patch) return undefined;
  const { start, end } = extentOf(patch);
  return { start: offset(text.lastIndexOf("\n", start - 1) + 1), end };
}

/** The function with its documentation, wherever that stands. */
export function extentOf(patch: FunctionPatch): OffsetRange {
  const documentation = patch.docstring?.range ?? patch.documentation.range;
  return {
    start: offset(Math.min(patch.range.start, documentation.start)),
    end: offset(Math.max(patch.range.end, documentation.end)),
  };
}

const shiftEdits = (edits: readonly TextEdit[], by: number): readonly TextEdit[] =>
  edits.map(({ range, newText }) => ({
    range: { start: offset(range.start + by), end: offset(range.end + by) },
    newText,
  }));

/** The one replacement that turns `before` into `after`, as short as equal beginnings and ends allow. */
export function difference(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const limit = Math.min(before.length, after.length);
  let start = 0;
  while (start < limit && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < limit - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  // An edit between "\r" and "\n" would be moved by the editor.
  if (before[start - 1] === "\r") start--;
  if (tail > 0 && before[before.length - tail] === "\n" && before[before.length - tail - 1] === "\r") tail--;
  return {
    range: { start: offset(start), end: offset(before.length - tail) },
    newText: after.slice(start, after.length - tail),
  };
}

/** A replacement of `length` code units at `offset` by `inserted` code units. */
export interface Change {
  readonly offset: number;
  readonly length: number;
  readonly inserted: number;
}

/** Where `range` is after `change`. Undefined when the change reaches over an end of it. */
export function rangeAfter(range: OffsetRange, change: Change): OffsetRange | undefined {
  const end = change.offset + change.length;
  const growth = change.inserted - change.length;
  if (end <= range.start) return { start: offset(range.start + growth), end: offset(range.end + growth) };
  if (change.offset >= range.end) return range;
  if (change.offset >= range.start && end <= range.end)
    return { start: range.start, end: offset(range.end + growth) };
  return undefined;
}

/** Where the new texts of `edits` (ascending, disjoint) lie after they were applied, without the white space around them. */
export function insertedRanges(edits: readonly TextEdit[]): readonly OffsetRange[] {
  let growth = 0;
  const ranges: OffsetRange[] = [];
  for (const { range, newText } of edits) {
    const start = range.start + growth + (newText.length - newText.trimStart().length);
    const end = range.start + growth + newText.trimEnd().length;
    if (end > start) ranges.push({ start: offset(start), end: offset(end) });
    growth += newText.length - (range.end - range.start);
  }
  return ranges;
}
