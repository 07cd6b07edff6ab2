import { gitFailed } from "./complaint.js";
import { runGit } from "./run.js";

/**
 * The id of the commit that is checked out; undefined before the first one.
 *
 * @throws CodePatchError `git-damaged` where `HEAD` or its branch names no commit that git can read.
 */
export async function headCommit(root: string, signal: AbortSignal): Promise<string | undefined> {
  // `rev-parse` does not tell a branch without commits from one that is broken.
  const args = ["log", "--no-walk", "--no-patch", "--no-mailmap", "--format=%H"];
  const { stdout, stderr, outcome } = await runGit(root, args, {}, signal);
  if (outcome === "ok") return stdout.trim();
  if (/does not have any commits yet/.test(stderr)) return undefined;
  throw gitFailed(root, stderr);
}
