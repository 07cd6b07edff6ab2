import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { CodePatchError } from "../base/errors.js";

/**
 * Whatever the user or the repository has configured, git prints the same and starts none of the programs that they name for watching,
 * signatures, diffs and texts. One kind stays: the filters (`filter.*.clean`, `filter.*.process`) that give the work tree the form it has
 * in git. Without them every file of git-crypt and many of Git LFS would count as changed, and both may be named in `.git/config`.
 */
const settings = [
  "core.fsmonitor=false",
  "log.showSignature=false",
  "blame.ignoreRevsFile=",
  "core.quotePath=false",
  "diff.orderFile=/dev/null",
].flatMap((setting) => ["-c", setting]);

/**
 * Every git process starts here. When git cannot be started, reading its output and `exit` fail with `git-failed`.
 * (Racing each read against a promise would keep every chunk alive as long as that promise.)
 */
export function startGit(
  root: string,
  args: readonly string[],
): { child: ChildProcessByStdio<Writable, Readable, Readable>; exit: Promise<number | null> } {
  const child = spawn("git", [...settings, ...args], {
    cwd: root,
    env: quietly(),
    stdio: ["pipe", "pipe", "pipe"],
  });
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once("close", resolve);
    child.once("error", (cause) => {
      const error = existsSync(root)
        ? new CodePatchError("git-failed", "git could not be started; install git and try again.", { cause })
        : new CodePatchError("usage", `There is no folder ${root}; name one that exists.`, { cause });
      reject(error);
      child.stdout.destroy(error);
    });
  });
  exit.catch(() => {});
  child.stdin.on("error", () => {});
  return { child, exit };
}

const quietly = (): NodeJS.ProcessEnv => ({
  ...process.env,
  // A partial clone would fetch what it lacks: nothing here may use the network. An older git hears only the second.
  GIT_NO_LAZY_FETCH: "1",
  GIT_ALLOW_PROTOCOL: "",
  // Nor write to the index, ask for a password, or complain in another language than the one that is read below.
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
});
