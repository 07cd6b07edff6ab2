import { lstat, readFile, readlink } from "node:fs/promises";
import path from "node:path";
import { throwIfAborted } from "../base/errors.js";
import { applyFileDiff } from "../git/apply.js";
import { type BlobReader, openBlobs } from "../git/blobs.js";
import type { Commit } from "../git/commits.js";
import type { FileDiff } from "../git/diff.js";
import { parseDiff } from "../git/diff.js";
import { diffBetween, gitOutput } from "../git/diffBetween.js";
import { openRepository } from "../git/repository.js";
import type { ChangeSource } from "../protocol/commit.js";
import type { Change, FileChange } from "./types.js";

export const changeLimits = {
  /** Of one diff; the files beyond are named and not read. */
  diffBytes: 16_000_000,
  /** Of one side of a file; above, only its hunks are read. */
  fileBytes: 1_000_000,
  /** New files that git does not know yet. */
  untrackedFiles: 2_000,
} as const;

/** The changes of a source, newest first; one is in memory at a time. `root`: any folder in the repository. */
export async function* readChanges(
  source: ChangeSource,
  root: string,
  signal: AbortSignal,
): AsyncGenerator<Change> {
  if (source.kind === "diff") {
    yield { ...noCommit, files: filesOf(source.text, false), isCut: false };
    return;
  }
  const blobs = openBlobs(root);
  try {
    switch (source.kind) {
      case "commit":
        yield* readCommitChanges(root, source.revision, 1, blobs, signal);
        return;
      case "range":
        yield* readCommitChanges(root, source.range, undefined, blobs, signal);
        return;
      case "staged":
        yield await readDiff(root, ["--cached"], blobs, signal);
        return;
      case "worktree": {
        const known = await readDiff(root, [], blobs, signal);
        const added = await readUntracked(root, signal);
        yield { ...known, files: [...known.files, ...added] };
      }
    }
  } finally {
    blobs.close();
  }
}

const noCommit = { sha: null, parents: [], subject: "", body: "" } as const;

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
  for await (const commit of openRepository(root).commits(options, signal))
    yield await changeOfCommit(root, commit, blobs, signal);
}

/** A commit as it was read with `fullIndex`, with both sides of its files. */
export async function changeOfCommit(
  root: string,
  commit: Commit,
  blobs: BlobReader,
  signal: AbortSignal,
): Promise<Change> {
  const { sha, parents, date, subject, body, isDiffCut } = commit;
  const files = await withSides(filesOf(commit.diff, isDiffCut), blobs, signal);
  const base = parents[0] === undefined ? ["--root", sha] : [parents[0], sha];
  const rest = isDiffCut ? await namesBeyond(root, base, files, signal) : [];
  return { sha, parents, date, subject, body, files: [...files, ...rest], isCut: isDiffCut };
}

/** What `git diff` with `args` shows, with both sides. */
export async function readDiff(
  root: string,
  args: readonly string[],
  blobs: BlobReader,
  signal: AbortSignal,
): Promise<Change> {
  const { text, isCut } = await diffBetween(root, args, changeLimits.diffBytes, signal);
  const files = await withSides(filesOf(text, isCut), blobs, signal);
  return { ...noCommit, files, isCut };
}

/** Of a diff that was cut, the last file is not whole and is dropped. */
function filesOf(text: string, isCut: boolean): FileChange[] {
  const { files } = parseDiff(text);
  return (isCut ? files.slice(0, -1) : files).map((diff) => ({ diff }));
}

async function withSides(
  files: readonly FileChange[],
  blobs: BlobReader,
  signal: AbortSignal,
): Promise<FileChange[]> {
  const found: FileChange[] = [];
  for (const { diff } of files) {
    throwIfAborted(signal);
    found.push({ diff, ...(await sidesOf(diff, blobs)) });
  }
  return found;
}

/** The old side is what git has under the id in the header; the new one follows from it and the hunks. */
async function sidesOf(diff: FileDiff, blobs: BlobReader): Promise<{ before?: string; after?: string }> {
  if (diff.isBinary || diff.isSubmodule || diff.parents !== 1) return {};
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
  base: readonly string[],
  read: readonly FileChange[],
  signal: AbortSignal,
): Promise<FileChange[]> {
  const args = ["diff-tree", "-r", "-z", "--no-commit-id", "--name-status", "--no-renames", ...base];
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

const namedOnly = (name: string, letter: string): FileDiff => ({
  status: letter === "A" ? "added" : letter === "D" ? "deleted" : "modified",
  path: name,
  isBinary: false,
  isSubmodule: false,
  parents: 1,
  header: [],
  hunks: [],
});

/** Files that git neither knows nor ignores, as if they were added. */
async function readUntracked(root: string, signal: AbortSignal): Promise<FileChange[]> {
  const top = (await gitOutput(root, ["rev-parse", "--show-toplevel"], 65_536, signal)).bytes;
  const folder = top.toString("utf8").replace(/\n$/, "");
  const args = ["ls-files", "--others", "--exclude-standard", "-z"];
  const { bytes } = await gitOutput(folder, args, changeLimits.diffBytes, signal);
  const names = bytes
    .toString("utf8")
    .split("\0")
    .filter((name) => name !== "" && !name.endsWith("/"));
  const found: FileChange[] = [];
  for (const [i, name] of names.entries()) {
    throwIfAborted(signal);
    found.push(
      i < changeLimits.untrackedFiles
        ? await readUntrackedFile(folder, name)
        : { diff: namedOnly(name, "A"), isCut: true },
    );
  }
  return found;
}

async function readUntrackedFile(folder: string, name: string): Promise<FileChange> {
  const file = path.join(folder, name);
  const only = namedOnly(name, "A");
  try {
    const facts = await lstat(file);
    if (facts.size > changeLimits.fileBytes) return { diff: only, isCut: true };
    const content = facts.isSymbolicLink() ? Buffer.from(await readlink(file)) : await readFile(file);
    if (content.subarray(0, 8_000).includes(0)) return { diff: { ...only, isBinary: true } };
    const text = content.toString("utf8");
    return { diff: { ...only, hunks: text === "" ? [] : [wholeFile(text)] }, after: text };
  } catch {
    // Gone or locked since git listed it.
    return { diff: only, isCut: true };
  }
}

function wholeFile(text: string): FileDiff["hunks"][number] {
  const lines = text.replace(/\n$/, "").split("\n");
  const range = { start: 1, count: lines.length };
  return {
    header: `@@ -0,0 +1,${lines.length} @@`,
    old: [{ start: 0, count: 0 }],
    new: range,
    section: "",
    lines: lines.map((line) => `+${line}`),
    trailing: [],
  };
}
