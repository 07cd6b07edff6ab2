import type { BlamedLine } from "../../git/blame.js";
import type { CommitHead } from "../../git/heads.js";
import { runGit } from "../../git/run.js";
import type { CommitNote, LeftBehind, RepositoryNotes } from "./repositoryNotes.js";

const maxDiffs = 80;
const maxSecondsBetween = 180 * 24 * 3600;

export interface CarriedNote {
  /** The commit that the note belongs to. */
  readonly sha: string;
  readonly notes: readonly CommitNote[];
  /** The line in that commit that became `line`, if it did so unchanged. */
  sourceLine(line: number): number | undefined;
}

/**
 * Notes of commits that were amended, rebased or squashed away, for the commits that carry their lines now. Two commits are compared
 * through their versions of the file: a line that git blames on the new commit, and that stands unchanged and in order in the
 * old one, is the line that the old note speaks of. Nothing is carried to a commit that has a note of its own for the file.
 */
export async function carriedNotes(
  root: string,
  lines: readonly (BlamedLine | undefined)[],
  heads: ReadonlyMap<string, CommitHead>,
  own: ReadonlyMap<string, readonly CommitNote[]>,
  notes: RepositoryNotes,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly CarriedNote[]>> {
  const carried = new Map<string, CarriedNote[]>();
  const carriers = new Map<string, string>();
  for (const line of lines) {
    if (!line || carriers.has(line.sha)) continue;
    const speaks = own
      .get(line.sha)
      ?.some(({ attestations }) => attestations.some(({ path }) => path === line.path));
    if (speaks !== true) carriers.set(line.sha, line.path);
  }
  const abandoned = await notes.leftBehind(new Set(carriers.values()), signal);
  let left = maxDiffs;
  for (const [sha, path] of carriers) {
    const time = heads.get(sha)?.time ?? 0;
    // Newest first, so that what the limit leaves out is the oldest.
    for (const old of abandoned.toReversed()) {
      if (old.time > time || time - old.time > maxSecondsBetween || !speaksOf(old, path)) continue;
      if (left-- <= 0) return carried;
      const sourceLine = await unchangedLines(root, `${old.sha}:${path}`, `${sha}:${path}`, signal);
      if (sourceLine)
        carried.set(sha, [...(carried.get(sha) ?? []), { sha: old.sha, notes: old.notes, sourceLine }]);
    }
  }
  return carried;
}

const speaksOf = ({ notes }: LeftBehind, path: string): boolean =>
  notes.some(({ attestations }) => attestations.some((each) => each.path === path));

/** For a line of `after`, the line of `before` that it was; undefined when one of the two cannot be read. */
async function unchangedLines(
  root: string,
  before: string,
  after: string,
  signal: AbortSignal,
): Promise<((line: number) => number | undefined) | undefined> {
  const { stdout, outcome } = await runGit(
    root,
    [
      "diff",
      "--unified=0",
      "--no-color",
      "--no-ext-diff",
      "--no-textconv",
      "--end-of-options",
      before,
      after,
    ],
    { maxBytes: 8 * 1024 * 1024, timeoutMilliseconds: 5_000 },
    signal,
  );
  if (outcome !== "ok") return undefined;
  const hunks = [...stdout.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)].map(
    ([, , oldCount = "1", newStart, newCount = "1"]) => {
      const added = Number(newCount);
      // With a count of 0 the start is the line before.
      const first = Number(newStart) + (added === 0 ? 1 : 0);
      return { first, end: first + added, shift: Number(oldCount) - added };
    },
  );
  return (line) => {
    let shift = 0;
    for (const hunk of hunks) {
      if (line < hunk.first) break;
      if (line < hunk.end) return undefined;
      shift += hunk.shift;
    }
    return line + shift;
  };
}
