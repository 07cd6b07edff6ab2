import { CodePatchError } from "../base/errors.js";
import { headCommit } from "./head.js";
import { gitText, gitTextOrNothing } from "./output.js";
import { baseBranch } from "./state.js";

/** What to compare, as the arguments of `git diff`. */
export type Comparison = readonly string[];

/** The id of the commit that a person names. Throws `usage` where there is none. */
export async function resolveCommit(root: string, revision: string, signal: AbortSignal): Promise<string> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
  const sha = await gitTextOrNothing(root, args, signal);
  if (sha !== undefined) return sha;
  const head = await headCommit(root, signal);
  // A name that stands for an id, of which git has nothing, is no wrong name.
  const id = await gitTextOrNothing(root, args.with(-1, revision), signal);
  if (id !== undefined && id !== revision.toLowerCase()) await gitText(root, ["cat-file", "-t", id], signal);
  throw new CodePatchError(
    "usage",
    head === undefined
      ? `The repository in ${root} has no commits yet; make one first.`
      : `There is no commit '${revision}' in ${root}; git log shows those there are.`,
  );
}

/** The last commit against the work tree; before the first commit, nothing against it. Files that git does not know are not in it. */
export async function compareUncommitted(root: string, signal: AbortSignal): Promise<Comparison> {
  return [(await headCommit(root, signal)) ?? (await emptyTree(root, signal))];
}

/** What the branch has and its upstream has not, since they parted. */
export async function compareUnpushed(root: string, signal: AbortSignal): Promise<Comparison> {
  return [`${await upstreamOf(root, signal)}...HEAD`];
}

/** The branch that the current one is pushed to, as `origin/main`. Throws `usage` where there is none. */
async function upstreamOf(root: string, signal: AbortSignal): Promise<string> {
  const branch = await gitTextOrNothing(root, ["symbolic-ref", "--quiet", "--short", "HEAD"], signal);
  if (branch === undefined)
    throw new CodePatchError(
      "usage",
      "No branch is checked out (the head is detached), so nothing is unpushed; check out a branch.",
    );
  const args = ["rev-parse", "--abbrev-ref", "--symbolic-full-name", "--verify", "--quiet", "@{upstream}"];
  const upstream = await gitTextOrNothing(root, args, signal);
  if (upstream === undefined)
    throw new CodePatchError(
      "usage",
      `${branch} has no upstream to compare with; push it with git push -u, or compare it with a branch.`,
    );
  return upstream;
}

/** What `branch` (else the one that is checked out) has and `base` (else the repository's main branch) has not, since they parted. */
export async function compareBranch(
  root: string,
  branch: string | undefined,
  base: string | undefined,
  signal: AbortSignal,
): Promise<Comparison> {
  const tip = await resolveCommit(root, branch ?? "HEAD", signal);
  const start = base ?? (await baseBranch(root, signal));
  if (start === undefined)
    throw new CodePatchError(
      "usage",
      `It is not known what the branches of ${root} start from; name the base.`,
    );
  const from = await resolveCommit(root, start, signal);
  const fork = await gitTextOrNothing(root, ["merge-base", from, tip], signal);
  if (fork === undefined)
    throw new CodePatchError(
      "usage",
      `${branch ?? "HEAD"} and ${start} have no commit in common; name another base.`,
    );
  return [fork, tip];
}

/** What was set aside, and, where there were any, the files that git did not know. Throws `usage` where there is no such stash. */
export async function compareStash(root: string, index: number, signal: AbortSignal): Promise<Comparison[]> {
  const name = `stash@{${index}}`;
  const sha = await gitTextOrNothing(root, ["rev-parse", "--verify", "--quiet", `${name}^{commit}`], signal);
  if (sha === undefined)
    throw new CodePatchError(
      "usage",
      `There is no ${name} in ${root}; git stash list shows those there are.`,
    );
  const untracked = await gitTextOrNothing(root, ["rev-parse", "--verify", "--quiet", `${sha}^3`], signal);
  return [
    [`${sha}^1`, sha],
    ...(untracked === undefined ? [] : [[await emptyTree(root, signal), untracked]]),
  ];
}

/** The id of a tree without files, which is another one in repositories that count in SHA-256. */
const emptyTree = (root: string, signal: AbortSignal): Promise<string> =>
  gitText(root, ["hash-object", "-t", "tree", "--stdin"], signal);
