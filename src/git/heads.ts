import { gitFailed } from "./complaint.js";
import { type Message, splitMessage } from "./message.js";
import { runGit } from "./run.js";

/** A commit without its diff. */
export interface CommitHead extends Message {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string };
  readonly committer: { readonly name: string; readonly email: string };
  /** Seconds since 1970, of the committer. */
  readonly time: number;
  /** ISO 8601 day, of the author. */
  readonly day: string;
}

const format = "%x00%H%x00%P%x00%ct%x00%as%x00%an%x00%ae%x00%cn%x00%ce%x00%B%x00%x01";

/** Commits by id, through one process; ids that are no commit of this repository are left out. */
export async function readHeads(
  root: string,
  shas: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, CommitHead>> {
  const heads = new Map<string, CommitHead>();
  if (shas.length === 0) return heads;
  const { stdout, stderr, outcome } = await runGit(
    root,
    [
      ...["log", "--no-walk=unsorted", "--stdin", "--ignore-missing", "--no-show-signature"],
      ...["--no-notes", "--no-mailmap", "--encoding=UTF-8", `--format=${format}`],
    ],
    { input: `${shas.join("\n")}\n` },
    signal,
  );
  if (outcome === "failed") throw gitFailed(root, stderr);
  for (const record of stdout.split("\0\u0001")) {
    const [, sha = "", parents = "", time, day = "", an = "", ae = "", cn = "", ce = "", message = ""] =
      record.split("\0");
    if (sha === "") continue;
    heads.set(sha, {
      sha,
      parents: parents.split(" ").filter((parent) => parent !== ""),
      time: Number(time),
      day,
      author: { name: an, email: ae },
      committer: { name: cn, email: ce },
      ...splitMessage(message),
    });
  }
  return heads;
}
