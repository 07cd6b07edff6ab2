import { createTwoFilesPatch } from "diff";

/** A unified diff with three lines of context that `git apply` and `patch -p1` accept; empty when nothing changes. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return "";
  const name = file.replaceAll("\\", "/").replace(/^\.?\/+/, "");
  const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, {
    context: 3,
  });
  return patch.replace(/^=+\n/, "").replace(/\n$/, "");
}
