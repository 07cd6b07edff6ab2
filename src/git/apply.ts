import { CodePatchError } from "../base/errors.js";
import type { FileDiff, Hunk } from "./diff.js";

/**
 * The text of a file after its change. Exact: no fuzz, no offsets.
 *
 * @throws CodePatchError `git-failed` when a hunk does not fit, or the diff is binary or combined and so says too little.
 */
export function applyFileDiff(before: string, file: FileDiff): string {
  if (file.isBinary || file.parents !== 1)
    throw misfit(file, "it is binary or combined and does not hold the whole change");
  const lines = before === "" ? [] : before.split(/(?<=\n)/);
  const result: string[] = [];
  let at = 0;
  for (const hunk of file.hunks) {
    const [old] = hunk.old;
    const start = old === undefined ? at : old.count === 0 ? old.start : old.start - 1;
    if (start < at || start > lines.length) throw misfit(file, hunk.header);
    for (; at < start; at++) result.push(lines[at] ?? "");
    for (const { marker, text } of changes(hunk)) {
      if (marker !== "+" && lines[at++] !== text) throw misfit(file, hunk.header);
      if (marker !== "-") result.push(text);
    }
  }
  for (; at < lines.length; at++) result.push(lines[at] ?? "");
  return result.join("");
}

/** Lines with their line feed, except the one before `\ No newline at end of file`. */
function changes({ lines }: Hunk): { marker: string; text: string }[] {
  const found: { marker: string; text: string }[] = [];
  lines.forEach((line, i) => {
    if (line.startsWith("\\")) return;
    const end = lines[i + 1]?.startsWith("\\") === true ? "" : "\n";
    found.push({ marker: line.slice(0, 1) || " ", text: line.slice(1) + end });
  });
  return found;
}

const misfit = (file: FileDiff, where: string): CodePatchError =>
  new CodePatchError("git-failed", `The diff of ${file.path} does not fit (${where}); make the diff again.`);
