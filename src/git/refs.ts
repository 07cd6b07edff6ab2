import { gitLines, gitText, gitTextOrNothing } from "./output.js";
import { type WebAddress, webAddress } from "./webAddress.js";

export interface Branch {
  /** As git writes it for people: `main`, `origin/topic`. */
  readonly name: string;
  readonly isRemote: boolean;
  readonly head: string;
  /** ISO 8601, of its last commit. */
  readonly date: string;
  readonly subject: string;
}

export interface Stash {
  /** As in `stash@{0}`. */
  readonly index: number;
  readonly sha: string;
  readonly date: string;
  readonly message: string;
}

/** Last changed first. Names like `origin/HEAD`, which only point to another branch, are left out. */
export async function listBranches(root: string, signal: AbortSignal): Promise<Branch[]> {
  const format =
    "%(refname)%00%(refname:short)%00%(objectname)%00%(committerdate:iso-strict)%00%(symref)%00%(contents:subject)";
  const places = ["refs/heads", "refs/remotes"];
  const lines = await gitLines(
    root,
    ["for-each-ref", "--sort=-committerdate", `--format=${format}`, ...places],
    signal,
  );
  return lines.flatMap((line) => {
    const [ref = "", name = "", head = "", date = "", pointsTo = "", subject = ""] = line.split("\0");
    return pointsTo === "" && date !== ""
      ? [{ name, isRemote: ref.startsWith("refs/remotes/"), head, date, subject }]
      : [];
  });
}

/** Newest first. */
export async function listStashes(root: string, signal: AbortSignal): Promise<Stash[]> {
  const known = await gitTextOrNothing(root, ["rev-parse", "--verify", "--quiet", "refs/stash"], signal);
  if (known === undefined) return [];
  const lines = await gitLines(root, ["stash", "list", "--format=%H%x00%cI%x00%gs"], signal);
  return lines.map((line, index) => {
    const [sha = "", date = "", message = ""] = line.split("\0");
    return { index, sha, date, message };
  });
}

/** Commits that `branch` has and `base` has not, and the other way round. */
export async function aheadAndBehind(
  root: string,
  base: string,
  branch: string,
  signal: AbortSignal,
): Promise<{ ahead: number; behind: number }> {
  const args = ["rev-list", "--count", "--left-right", `${base}...${branch}`, "--"];
  const [behind = "0", ahead = "0"] = (await gitText(root, args, signal)).split("\t");
  return { ahead: Number(ahead), behind: Number(behind) };
}

/** The page of `origin`, or of the only remote; `undefined` where there is none, or its pages are not known. */
export async function webAddressOf(root: string, signal: AbortSignal): Promise<WebAddress | undefined> {
  const names = await gitLines(root, ["remote"], signal);
  const name = names.includes("origin") ? "origin" : names.length === 1 ? names[0] : undefined;
  if (name === undefined) return undefined;
  return webAddress(await gitText(root, ["remote", "get-url", name], signal));
}
