import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { CodePatchError } from "../base/errors.js";

/** git processes that stay open and stream, which simple-git cannot do. `failure` rejects when git cannot be started. */
export function startGit(
  root: string,
  args: readonly string[],
): { child: ChildProcessByStdio<Writable, Readable, Readable>; failure: Promise<never> } {
  const child = spawn("git", args, { cwd: root, stdio: ["pipe", "pipe", "pipe"] });
  const failure = once(child, "error").then(([cause]) => {
    throw new CodePatchError("git-failed", "git could not be started; install git and try again.", { cause });
  });
  failure.catch(() => {});
  child.stdin.on("error", () => {});
  return { child, failure };
}

/** The error of a git command that failed, from what it printed. */
export function gitFailed(root: string, printed: string, cause?: unknown): CodePatchError {
  const reason = printed.trim().split("\n")[0] ?? "";
  return new CodePatchError(
    "git-failed",
    `git could not read ${root} (${reason}); check that it is a git repository with at least one commit.`,
    { cause },
  );
}
