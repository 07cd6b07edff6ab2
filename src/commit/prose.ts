import type { FileDiff } from "../git/diff.js";
import { fileRole } from "./fileRoles.js";

export const isChangelog = (path: string): boolean =>
  /(^|\/)(?:changelog|changes|news|history|release[-_ ]?notes?|whats?[-_ ]?new|unreleased|upgrad(?:e|ing))[^/]*(?:\.(?:md|rst|txt|adoc|markdown|xml))?$|(^|\/)(?:changelog|changes|newsfragments?|release[-_]?notes?|whatsnew|news)(?:\.d)?\//i.test(
    path,
  );

const longestEntry = 240;

/** Headings and entries that a document gains, one line each, markup removed; of a changelog its entries. */
export function addedProse(diff: FileDiff): string[] {
  if (fileRole(diff.path) !== "documentation" && !isChangelog(diff.path)) return [];
  const found: string[] = [];
  for (const { lines } of diff.hunks) {
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i] ?? "";
      if (!line.startsWith("+")) continue;
      const entry = isChangelog(diff.path) ? entryOf(lines, i) : headingOf(lines, i);
      if (entry !== undefined && entry.length <= longestEntry) found.push(entry);
    }
  }
  const gone = new Set(goneLines(diff));
  return found.filter((entry) => !gone.has(lettersOf(entry)));
}

/** What only moved, or got other spaces, is not new. */
const goneLines = ({ hunks }: FileDiff): string[] =>
  hunks.flatMap(({ lines }) =>
    lines.flatMap((line, i) =>
      line.startsWith("-") ? [lettersOf(line), lettersOf(entryOf(lines, i, "-") ?? "")] : [],
    ),
  );

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

const plain = (text: string): string => text.replace(/\s+/g, " ").trim();

/** A list item with the lines that go on with it. */
function entryOf(lines: readonly string[], at: number, marker: "+" | "-" = "+"): string | undefined {
  // The change reports of Maven.
  const line = (n: number): string => (lines[n]?.startsWith(marker) ? lines[n].slice(1) : "");
  const action = /^\s*<action\b[^>]*>([^<]+)<\/action>/.exec(line(at))?.[1];
  if (action !== undefined) return plain(action);
  const first = /^(\s*)(?:[-*+•]|\d+\.)\s+(\S.*)$/.exec(line(at));
  if (first === null) return undefined;
  const parts = [first[2] ?? ""];
  for (let i = at + 1; i < lines.length; i++) {
    const more = /^\s{2,}([^-*+•\s].*)$/.exec(line(i));
    if (more === null) break;
    parts.push(more[1] ?? "");
  }
  return plain(parts.join(" "));
}

function headingOf(lines: readonly string[], at: number): string | undefined {
  const line = (lines[at] ?? "").slice(1);
  const marked = /^#{1,4}\s+(\S.*?)\s*#*$/.exec(line)?.[1];
  if (marked !== undefined) return plain(marked);
  const isUnderlined = /^\+([=~^"-])\1{3,}\s*$/.test(lines[at + 1] ?? "");
  return isUnderlined && /^\S/.test(line) ? plain(line) : undefined;
}
