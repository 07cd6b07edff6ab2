import { headerFacts } from "./diffHeader.js";

/** A diff as git prints it. `printDiff` gives back the text that `parseDiff` read, character by character. */
export interface Diff {
  /** Lines before the first file: a commit's header, warnings, anything. */
  readonly preamble: readonly string[];
  readonly files: readonly FileDiff[];
  /** The last line ended without a line feed, as text that was cut does. */
  readonly unterminated: boolean;
}

export interface FileDiff {
  readonly status: "added" | "deleted" | "modified" | "renamed" | "copied";
  /** The path after the change; of a deleted file, the one before it. */
  readonly path: string;
  /** Absent for an added file. Differs from `path` for renames and copies only. */
  readonly oldPath?: string;
  /** Octal, as git writes them (`100755`); absent where the header does not say. */
  readonly oldMode?: string;
  readonly newMode?: string;
  /** Per cent, of renames, copies and rewrites. */
  readonly similarity?: number;
  readonly isBinary: boolean;
  readonly isSubmodule: boolean;
  /** Sides that the result is compared with: 1, or more in a combined diff (`diff --cc`). */
  readonly parents: number;
  /** All lines before the first hunk as they stand, binary patches included. */
  readonly header: readonly string[];
  readonly hunks: readonly Hunk[];
}

export interface LineRange {
  /** One-based; with a count of 0, the line after which the change stands. */
  readonly start: number;
  readonly count: number;
}

export interface Hunk {
  readonly header: string;
  /** One for each parent. */
  readonly old: readonly LineRange[];
  readonly new: LineRange;
  /** What git found above the hunk, usually the head of a function or class; "" when nothing. */
  readonly section: string;
  /** With their marker (one character for each parent) and without line feed; `\ No newline at end of file` is a line too. */
  readonly lines: readonly string[];
  /** Lines after the hunk that belong to no hunk and no file. */
  readonly trailing: readonly string[];
}

/** Reads unified and combined diffs of git, and plain `diff -u`. Never throws; what it does not know is kept where it stood. */
export function parseDiff(text: string): Diff {
  const lines = text.split("\n");
  const unterminated = lines.at(-1) !== "";
  if (!unterminated) lines.pop();
  const isStart = (at: number): boolean => isGitStart(lines[at] ?? "") || isPlainStart(lines, at);
  const start = firstFrom(lines, 0, isStart);
  const files: FileDiff[] = [];
  for (let at = start; at < lines.length; ) {
    const file = readFile(lines, at, isStart);
    files.push(file.value);
    at = file.next;
  }
  return { preamble: lines.slice(0, start), files, unterminated };
}

export function printDiff({ preamble, files, unterminated }: Diff): string {
  const lines = [...preamble];
  for (const file of files) {
    for (const line of file.header) lines.push(line);
    for (const hunk of file.hunks) {
      lines.push(hunk.header);
      for (const line of hunk.lines) lines.push(line);
      for (const line of hunk.trailing) lines.push(line);
    }
  }
  if (!unterminated) lines.push("");
  return lines.join("\n");
}

/** Changed lines of all hunks. In a combined diff a line counts when it differs from any parent. */
export function countChanges({ hunks, parents }: FileDiff): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  for (const { lines } of hunks) {
    for (const line of lines) {
      const marker = line.slice(0, parents);
      if (marker.startsWith("\\")) continue;
      if (marker.includes("-")) removed++;
      else if (marker.includes("+")) added++;
    }
  }
  return { added, removed };
}

const isGitStart = (line: string): boolean =>
  /^diff --(?:git|cc|combined) ./.test(line) ||
  /^Submodule .+ (?:[0-9a-f]{7,}\.{2,3}[0-9a-f]{7,}|contains (?:untracked|modified) content)/.test(line);

const isPlainStart = (lines: readonly string[], at: number): boolean =>
  /^--- ./.test(lines[at] ?? "") &&
  /^\+\+\+ ./.test(lines[at + 1] ?? "") &&
  hunkHeader.test(lines[at + 2] ?? "");

const hunkHeader = /^(@@+) ((?:-\d+(?:,\d+)? )+)\+(\d+)(?:,(\d+))? \1(?: (.*))?$/s;

function firstFrom(lines: readonly string[], from: number, accepts: (at: number) => boolean): number {
  let at = from;
  while (at < lines.length && !accepts(at)) at++;
  return at;
}

interface Read<T> {
  readonly value: T;
  readonly next: number;
}

function readFile(lines: readonly string[], start: number, isStart: (at: number) => boolean): Read<FileDiff> {
  const isGit = isGitStart(lines[start] ?? "");
  const isHunk = (at: number): boolean => readHunkHeader(lines[at] ?? "") !== undefined;
  const headerEnd = firstFrom(
    lines,
    start + 1,
    (at) => isHunk(at) || (isGit ? isGitStart(lines[at] ?? "") : at > start + 1 && isStart(at)),
  );
  const header = lines.slice(start, headerEnd);
  const hunks: Hunk[] = [];
  let at = headerEnd;
  for (let head = readHunkHeader(lines[at] ?? ""); head; head = readHunkHeader(lines[at] ?? "")) {
    const end = hunkEnd(lines, at + 1, head);
    const next = firstFrom(lines, end, (i) => isHunk(i) || isStart(i));
    hunks.push({ ...head, lines: lines.slice(at + 1, end), trailing: lines.slice(end, next) });
    at = next;
  }
  const parents = hunks[0]?.old.length ?? 1;
  return { value: { ...headerFacts(header, hunks), parents, header, hunks }, next: at };
}

type HunkHeader = Omit<Hunk, "lines" | "trailing">;

function readHunkHeader(line: string): HunkHeader | undefined {
  if (!line.startsWith("@@")) return undefined;
  const [, signs = "", old = "", start, count, section = ""] = hunkHeader.exec(line) ?? [];
  const ranges = [...old.matchAll(/-(\d+)(?:,(\d+))?/g)].map((match) => range(match[1], match[2]));
  if (start === undefined || ranges.length !== signs.length - 1) return undefined;
  return { header: line, old: ranges, new: range(start, count), section };
}

const range = (start = "0", count = "1"): LineRange => ({ start: Number(start), count: Number(count) });

/** The counts of the header, not the look of a line, say where a hunk ends: a removed `-- a` reads `--- a`. */
function hunkEnd(lines: readonly string[], from: number, head: HunkHeader): number {
  const parents = head.old.length;
  const old = head.old.map(({ count }) => count);
  let rest = head.new.count;
  let at = from;
  for (; at < lines.length && (rest > 0 || old.some((count) => count > 0)); at++) {
    const line = lines[at] ?? "";
    if (line.startsWith("\\")) continue;
    // diff.suppressBlankEmpty leaves out the marker of an empty line.
    const marker = line === "" ? " ".repeat(parents) : line.slice(0, parents);
    if (marker.length < parents || !/^[ +-]+$/.test(marker)) return at;
    const removed = marker.includes("-");
    if (!removed) rest--;
    for (let i = 0; i < parents; i++) {
      if (marker[i] === (removed ? "-" : " ")) old[i] = (old[i] ?? 0) - 1;
    }
    if (rest < 0 || old.some((count) => count < 0)) return at;
  }
  while (lines[at]?.startsWith("\\ ")) at++;
  return at;
}
