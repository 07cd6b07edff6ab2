import path from "node:path";
import { throwIfAborted } from "../base/errors.js";
import { openBlobs } from "./blobs.js";
import { type Commit, type CommitOptions, readCommits } from "./commits.js";
import { gitText } from "./output.js";
import { gitOutput } from "./run.js";

export interface TreeEntry {
  /** Relative to the root of the repository, with forward slashes. */
  readonly path: string;
  readonly blob: string;
  readonly bytes: number;
}

/** What CodePatch reads from a git repository, with or without a work tree. */
export interface Repository {
  readonly root: string;
  /** Commit id of `HEAD`. Fails for a repository without commits. */
  head(signal: AbortSignal): Promise<string>;
  /** `owner/name` from the remote where there is one, else the name of the folder. */
  name(signal: AbortSignal): Promise<string>;
  /** The newest commit of `HEAD` before a day (`2021-01-01`); undefined when the history begins later. */
  commitBefore(day: string, signal: AbortSignal): Promise<string | undefined>;
  /** The files of a commit, `HEAD` without one, in git's order; symbolic links and submodules are left out. */
  listFiles(signal: AbortSignal, revision?: string): Promise<TreeEntry[]>;
  /** The contents of `entries`, one after the other, through a single git process. */
  readFiles(
    entries: readonly TreeEntry[],
    signal: AbortSignal,
  ): AsyncGenerator<{ entry: TreeEntry; content: Buffer }>;
  /** Commits with their diffs, newest first, through a single git process; a history of any length streams. */
  commits(options: CommitOptions, signal: AbortSignal): AsyncGenerator<Commit>;
}

export const openRepository = (root: string): Repository => ({
  root,
  head: (signal) => gitText(root, ["rev-parse", "--verify", "HEAD"], signal),
  async name(signal) {
    const remotes = await gitText(root, ["remote", "-v"], signal);
    const fromRemote = /[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\s+\(fetch\)/.exec(remotes)?.[1];
    return fromRemote ?? path.basename(root);
  },
  async commitBefore(day, signal) {
    const sha = await gitText(root, ["rev-list", "-1", `--before=${day}T00:00:00Z`, "HEAD"], signal);
    return sha === "" ? undefined : sha;
  },
  async listFiles(signal, revision = "HEAD") {
    const args = ["ls-tree", "-r", "-l", "-z", revision];
    const { bytes } = await gitOutput(root, args, Number.POSITIVE_INFINITY, signal);
    return parseTree(bytes.toString("utf8"));
  },
  readFiles: (entries, signal) => readBlobs(root, entries, signal),
  commits: (options, signal) => readCommits(root, options, signal),
});

function parseTree(listing: string): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (const line of listing.split("\0")) {
    const match = /^100\d{3} blob ([0-9a-f]+)\s+(\d+)\t(.+)$/s.exec(line);
    if (match) entries.push({ blob: match[1] ?? "", bytes: Number(match[2]), path: match[3] ?? "" });
  }
  return entries;
}

async function* readBlobs(
  root: string,
  entries: readonly TreeEntry[],
  signal: AbortSignal,
): AsyncGenerator<{ entry: TreeEntry; content: Buffer }> {
  if (entries.length === 0) return;
  const blobs = openBlobs(root);
  try {
    for (const entry of entries) {
      throwIfAborted(signal);
      const content = await blobs.read(entry.blob);
      if (content !== undefined) yield { entry, content };
    }
  } finally {
    blobs.close();
  }
}
