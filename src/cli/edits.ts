import { createTwoFilesPatch } from "diff";
import type { TextEdit } from "../base/brand.js";

/** `text` with disjoint edits in ascending order applied. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let position = 0;
  for (const { range, newText } of edits) {
    result += text.slice(position, range.start) + newText;
    position = range.end;
  }
  return result + text.slice(position);
}

/** A unified diff with three lines of context that `git apply` and `patch -p1` accept; empty when nothing changes. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return "";
  const name = file.replaceAll("\\", "/").replace(/^\.?\/+/, "");
  const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, {
    context: 3,
  });
  return patch.replace(/^=+\n/, "").replace(/\n$/, "");
}
