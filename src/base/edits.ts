import type { TextEdit } from "./brand.js";
import { CodePatchError } from "./errors.js";

/** Applies `edits`, which are in offsets of `text`, ascending and disjoint. Two insertions at one offset keep their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let position = 0;
  for (const { range, newText } of edits) {
    if (range.start < position || range.end < range.start || range.end > text.length) {
      throw new CodePatchError(
        "unsafe-edit",
        "The edits overlap, are out of order or leave the document; nothing was changed. Run the command again.",
      );
    }
    parts.push(text.slice(position, range.start), newText);
    position = range.end;
  }
  parts.push(text.slice(position));
  return parts.join("");
}
