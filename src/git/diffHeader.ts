import type { FileDiff, Hunk } from "./diff.js";
import { unquote } from "./quoting.js";

type HeaderFacts = Omit<FileDiff, "parents" | "header" | "hunks">;

/** What the lines before the first hunk say of a file. */
export function headerFacts(header: readonly string[], hunks: readonly Hunk[]): HeaderFacts {
  const values = readValues(header);
  const first = header[0] ?? "";
  const [gitOld, gitNew] = pathsOfFirstLine(first);
  const plain = !/^diff --|^Submodule /.test(first);
  const before = sidePath(values.get("---"), plain);
  const after = sidePath(values.get("+++"), plain);
  const from = values.get("rename from") ?? values.get("copy from");
  const to = values.get("rename to") ?? values.get("copy to");
  const status = statusOf(values, before, after);
  const oldPath = from === undefined ? (gitOld ?? before) : unquote(from);
  const newPath = to === undefined ? (gitNew ?? after) : unquote(to);
  const path = (status === "deleted" ? oldPath : (newPath ?? oldPath)) ?? "";
  const index = / (\d{6})$/.exec(values.get("index") ?? "")?.[1];
  const combined = /^(\d{6})[\d,]*\.\.(\d{6})/.exec(values.get("mode") ?? "");
  const oldMode =
    values.get("old mode") ?? values.get("deleted file mode")?.split(",")[0] ?? combined?.[1] ?? index;
  const newMode = values.get("new mode") ?? values.get("new file mode") ?? combined?.[2] ?? index;
  const alike = values.get("similarity index");
  const unlike = values.get("dissimilarity index");
  const similarity = alike
    ? Number.parseInt(alike, 10)
    : unlike
      ? 100 - Number.parseInt(unlike, 10)
      : undefined;
  return {
    status,
    path,
    ...(status !== "added" && oldPath !== undefined ? { oldPath } : {}),
    ...(oldMode !== undefined && status !== "added" ? { oldMode } : {}),
    ...(newMode !== undefined && status !== "deleted" ? { newMode } : {}),
    ...(similarity === undefined ? {} : { similarity }),
    isBinary: values.has("Binary files") || values.has("GIT binary patch"),
    isSubmodule:
      first.startsWith("Submodule ") ||
      oldMode === "160000" ||
      newMode === "160000" ||
      hunks.some(({ lines }) => lines.some((line) => /^[+-]+Subproject commit [0-9a-f]{7,}/.test(line))),
  };
}

const keys =
  /^(old mode|new mode|deleted file mode|new file mode|mode|similarity index|dissimilarity index|rename from|rename to|copy from|copy to|index|---|\+\+\+|Binary files|GIT binary patch)(?: (.*))?$/s;

function readValues(header: readonly string[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of header) {
    if (line === "") break;
    const match = keys.exec(line);
    if (match?.[1] !== undefined && !values.has(match[1])) values.set(match[1], match[2] ?? "");
  }
  return values;
}

function statusOf(
  values: ReadonlyMap<string, string>,
  before: string | undefined,
  after: string | undefined,
): FileDiff["status"] {
  if (values.has("rename from") || values.has("rename to")) return "renamed";
  if (values.has("copy from") || values.has("copy to")) return "copied";
  if (values.has("new file mode") || (values.has("---") && before === undefined)) return "added";
  if (values.has("deleted file mode") || (values.has("+++") && after === undefined)) return "deleted";
  return "modified";
}

/** Of `diff --git a/x b/x`, `diff --cc x` and `Submodule x 1..2`; nothing when the two names differ, because then `rename` or `copy` lines say them. */
function pathsOfFirstLine(line: string): readonly [string?, string?] {
  const single = /^diff --(?:cc|combined) (.*)$/s.exec(line)?.[1];
  if (single !== undefined) return [unquote(single), unquote(single)];
  const submodule =
    /^Submodule (.+) (?:[0-9a-f]{7,}\.{2,3}[0-9a-f]{7,}|contains (?:untracked|modified) content)/.exec(
      line,
    )?.[1];
  if (submodule !== undefined) return [submodule, submodule];
  const both = /^diff --git (.*)$/s.exec(line)?.[1];
  if (both === undefined) return [];
  const quoted = /^("(?:[^"\\]|\\.)*") (".*")$/s.exec(both);
  // The two names are of the same length, spaces or not, unless the file was renamed.
  const half = (both.length - 1) / 2;
  const old = unquote(quoted?.[1] ?? both.slice(0, half));
  const now = unquote(quoted?.[2] ?? both.slice(half + 1));
  if (quoted === null && both[half] !== " ") return [];
  if (old === now) return [old, now];
  const name = old.slice(old.indexOf("/") + 1);
  return name === now.slice(now.indexOf("/") + 1) ? [name, name] : [];
}

/** Of `--- a/x` and `+++ b/x`; undefined for `/dev/null`. git ends a name with spaces by a tab, diff puts a time after it. */
function sidePath(value: string | undefined, plain: boolean): string | undefined {
  if (value === undefined) return undefined;
  const path = unquote(plain ? (value.split("\t")[0] ?? "") : value.replace(/\t$/, ""));
  return path === "/dev/null" ? undefined : path.replace(/^[ab]\//, "");
}
