import { CodePatchError, isCodePatchError } from "../base/errors.js";
import { applyFileDiff } from "../git/apply.js";
import { type BlobReader, openBlobs } from "../git/blobs.js";
import type { Commit } from "../git/commits.js";
import type { FileDiff } from "../git/diff.js";
import { parseDiff } from "../git/diff.js";
import { diffBetween, mergeDiff } from "../git/diffBetween.js";
import { gitText } from "../git/output.js";
import { openRepository } from "../git/repository.js";
import {
  type Comparison,
  compareBranch,
  compareStash,
  compareUncommitted,
  compareUnpushed,
  resolveCommit,
} from "../git/resolve.js";
import { gitOutput } from "../git/run.js";
import { repositoryState, shallowBoundary } from "../git/state.js";
import type { ChangeSource } from "../protocol/commit.js";
import type { Change, FileChange, MergeFacts, SideTexts } from "./types.js";
import { namedOnly, readUntracked } from "./untracked.js";

const changeLimits = {
  /** Of one diff; the files beyond are named and not read. */
  diffBytes: 16_000_000,
  /** Of one side of a file; above, only its hunks are read. */
  fileBytes: 1_000_000,
} as const;

/** The changes of a source, newest first; one is in memory at a time. `root`: any folder in the repository. */
export async function* readChanges(
  source: ChangeSource,
  root: string,
  signal: AbortSignal,
): AsyncGenerator<Change> {
  if (source.kind === "diff") {
    yield changeOfTexts(source.texts, source.beyond);
    return;
  }
  const { isBare } = await repositoryState(root, signal);
  if (isBare && /^(?:staged|worktree|uncommitted)$/.test(source.kind))
    throw new CodePatchError(
      "usage",
      `${root} is a bare repository, which has no files to compare; explain a commit or a range.`,
    );
  const blobs = openBlobs(root);
  try {
    switch (source.kind) {
      case "commit": {
        const sha = await resolveCommit(root, source.revision, signal);
        if ((await shallowBoundary(root, signal)).has(sha)) throw beginsHere(source.revision);
        yield* readCommitChanges(root, sha, 1, blobs, signal);
        return;
      }
      case "range":
        yield* readCommitChanges(root, source.range, undefined, blobs, signal);
        return;
      case "stash":
        yield await readAll(root, await compareStash(root, source.index, signal), blobs, signal);
        return;
      case "unpushed":
        yield await readDiff(root, await compareUnpushed(root, signal), blobs, signal);
        return;
      case "branch":
        yield await readDiff(
          root,
          await compareBranch(root, source.branch, source.base, signal),
          blobs,
          signal,
        );
        return;
      case "merge":
        yield await readMerge(root, source.revision, signal);
        return;
      case "staged":
        yield await readDiff(root, ["--cached"], blobs, signal, source.paths);
        return;
      case "worktree":
        yield await withUntracked(
          root,
          await readDiff(root, [], blobs, signal, source.paths),
          source.paths,
          signal,
        );
        return;
      case "uncommitted": {
        const known = await readDiff(
          root,
          await compareUncommitted(root, signal),
          blobs,
          signal,
          source.paths,
        );
        yield await withUntracked(root, known, source.paths, signal);
      }
    }
  } finally {
    blobs.close();
  }
}

const beginsHere = (revision: string): CodePatchError =>
  new CodePatchError(
    "usage",
    `This clone begins with ${revision} (it is shallow), so what it changed is not known; run git fetch --deepen=1.`,
  );

const noCommit = { sha: null, parents: [], subject: "", body: "" } as const;

/** Of a diff in pieces, each of whole files. A bare diff shows both sides of what is new or gone, and only hunks of all else. */
export function changeOfTexts(texts: readonly string[], beyond: readonly string[] = []): Change {
  const isCut = beyond.length > 0;
  const found = texts.flatMap((text) => parseDiff(text).files);
  if (found.length === 0 && texts.some((text) => text.trim() !== "") && !isCut)
    throw new CodePatchError("usage", "The input is no diff; write it as: git diff | codepatch narrate -");
  const files = found.map((diff): FileChange => {
    const whole = diff.hunks.length === 1 && diff.parents === 1 && !diff.isBinary;
    if (whole && diff.status === "added")
      return { diff, sides: async () => ({ after: sideText(diff, "+") }) };
    return whole && diff.status === "deleted"
      ? { diff, sides: async () => ({ before: sideText(diff, "-") }) }
      : { diff };
  });
  const rest = beyond.map((name): FileChange => ({ diff: namedOnly(name, "M"), isCut: true }));
  return { ...noCommit, files: [...files, ...rest], isCut };
}

const sideText = ({ hunks }: FileDiff, marker: "+" | "-"): string =>
  hunks
    .flatMap(({ lines }) =>
      lines.filter((line) => line.startsWith(marker)).map((line) => `${line.slice(1)}\n`),
    )
    .join("");

/** A commit by its whole id, for who reads many of one repository; undefined where it cannot be read again. */
export async function readCommitChange(
  root: string,
  sha: string,
  blobs: BlobReader,
  signal: AbortSignal,
): Promise<Change | undefined> {
  for await (const change of readCommitChanges(root, sha, 1, blobs, signal)) return change;
  return undefined;
}

async function* readCommitChanges(
  root: string,
  range: string,
  maxCount: number | undefined,
  blobs: BlobReader,
  signal: AbortSignal,
): AsyncGenerator<Change> {
  const options = {
    range,
    merges: true,
    maxDiffBytes: changeLimits.diffBytes,
    fullIndex: true,
    ...(maxCount === undefined ? {} : { maxCount }),
  };
  for await (const commit of openRepository(root).commits(options, signal)) {
    if (commit.unread) throw commit.unread;
    const change = await changeOfCommit(root, commit, blobs, signal);
    yield commit.parents.length < 2 ? change : { ...change, merge: await mergeFacts(root, commit, signal) };
  }
}

async function mergeFacts(root: string, { sha, parents }: Commit, signal: AbortSignal): Promise<MergeFacts> {
  const brought = await gitText(root, ["rev-list", "--count", sha, `^${parents[0]}`], signal);
  const commits = Number(brought) - 1;
  try {
    const { text, isCut } = await mergeDiff(root, sha, changeLimits.diffBytes, signal);
    return { commits, resolved: filesOf(text, isCut).map(({ diff }) => diff.path) };
  } catch (error) {
    if (!isCodePatchError(error, "git-failed")) throw error;
    return { commits };
  }
}

/** A commit as it was read with `fullIndex`, with both sides of its files for as long as `blobs` is open. */
export async function changeOfCommit(
  root: string,
  commit: Commit,
  blobs: BlobReader,
  signal: AbortSignal,
): Promise<Change> {
  const { sha, parents, date, subject, body, isDiffCut } = commit;
  const files = withSides(filesOf(commit.diff, isDiffCut), blobs);
  const base = parents[0] === undefined ? ["--root", sha] : [parents[0], sha];
  const rest = isDiffCut
    ? await namesBeyond(root, ["diff-tree", "-r", "--no-commit-id", ...base], files, signal)
    : [];
  return { sha, parents, date, subject, body, files: [...files, ...rest], isCut: isDiffCut };
}

/** What `git diff` with `args` shows, with both sides. */
async function readDiff(
  root: string,
  args: readonly string[],
  blobs: BlobReader,
  signal: AbortSignal,
  paths: readonly string[] = [],
): Promise<Change> {
  const { text, isCut } = await diffBetween(root, args, changeLimits.diffBytes, signal, paths);
  const files = withSides(filesOf(text, isCut), blobs);
  const rest = isCut ? await namesBeyond(root, ["diff", ...args], files, signal) : [];
  return { ...noCommit, files: [...files, ...rest], isCut };
}

/** Several comparisons that are one change. */
async function readAll(
  root: string,
  comparisons: readonly Comparison[],
  blobs: BlobReader,
  signal: AbortSignal,
): Promise<Change> {
  const changes: Change[] = [];
  for (const args of comparisons) changes.push(await readDiff(root, args, blobs, signal));
  return {
    ...noCommit,
    files: changes.flatMap(({ files }) => files),
    isCut: changes.some(({ isCut }) => isCut),
  };
}

async function withUntracked(
  root: string,
  known: Change,
  paths: readonly string[] = [],
  signal: AbortSignal,
): Promise<Change> {
  return { ...known, files: [...known.files, ...(await readUntracked(root, paths, signal))] };
}

/** How a merge was resolved. Both sides of a file are not known: what git would have made of it is in no commit. */
async function readMerge(root: string, revision: string, signal: AbortSignal): Promise<Change> {
  const sha = await resolveCommit(root, revision, signal);
  const options = { range: sha, merges: true, maxDiffBytes: 0, maxCount: 1 };
  for await (const { parents, date, subject, body } of openRepository(root).commits(options, signal)) {
    if (parents.length < 2)
      throw new CodePatchError("usage", `${revision} is no merge; explain it as a commit.`);
    const { text, isCut } = await mergeDiff(root, sha, changeLimits.diffBytes, signal);
    return { sha, parents, date, subject, body, files: filesOf(text, isCut), isCut };
  }
  throw new CodePatchError("git-failed", `git could not read ${revision} in ${root}; run git fsck there.`);
}

/** Of a diff that was cut, the last file is not whole and is dropped. */
function filesOf(text: string, isCut: boolean): FileChange[] {
  const { files } = parseDiff(text);
  return (isCut ? files.slice(0, -1) : files).map((diff) => ({ diff }));
}

const withSides = (files: readonly FileChange[], blobs: BlobReader): FileChange[] =>
  files.map(({ diff }) =>
    diff.isBinary || diff.isSubmodule || diff.parents !== 1
      ? { diff }
      : { diff, sides: () => sidesOf(diff, blobs) },
  );

/** The old side is what git has under the id in the header; the new one follows from it and the hunks. */
async function sidesOf(diff: FileDiff, blobs: BlobReader): Promise<SideTexts> {
  const old = await oldSide(diff, blobs);
  if (old === undefined) return {};
  try {
    const after = applyFileDiff(old, diff);
    return {
      ...(diff.status === "added" ? {} : { before: old }),
      ...(diff.status === "deleted" ? {} : { after }),
    };
  } catch {
    return {};
  }
}

async function oldSide(diff: FileDiff, blobs: BlobReader): Promise<string | undefined> {
  if (diff.status === "added") return diff.hunks.length > 0 ? "" : undefined;
  const index = diff.header.find((line) => line.startsWith("index "));
  const id = /^index ([0-9a-f]{40,64})\.\./.exec(index ?? "")?.[1];
  if (id === undefined) return undefined;
  return (await blobs.read(id, changeLimits.fileBytes))?.toString("utf8");
}

/** The files of a diff that was cut, by name alone. */
async function namesBeyond(
  root: string,
  [command = "", ...compared]: readonly string[],
  read: readonly FileChange[],
  signal: AbortSignal,
): Promise<FileChange[]> {
  const args = [command, "-z", "--name-status", "--no-renames", ...compared];
  const { bytes } = await gitOutput(root, args, changeLimits.diffBytes, signal);
  const known = new Set(read.flatMap(({ diff }) => [diff.path, diff.oldPath]));
  const fields = bytes.toString("utf8").split("\0");
  const found: FileChange[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [letter = "", name = ""] = fields.slice(i, i + 2);
    if (!known.has(name)) found.push({ diff: namedOnly(name, letter), isCut: true });
  }
  return found;
}
