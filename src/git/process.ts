import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { CodePatchError } from "../base/errors.js";

/** Whatever the user or the repository has configured, git prints the same and does not start what the repository names by itself. */
const settings = [
  "core.fsmonitor=false",
  "log.showSignature=false",
  "blame.ignoreRevsFile=",
  "core.quotePath=false",
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

/** The error of a git command that failed, from what it printed. */
export function gitFailed(root: string, printed: string, cause?: unknown): CodePatchError {
  const found = complaints.find(([pattern]) => pattern.test(printed));
  const reason = printed.trim().split("\n")[0] ?? "";
  const message =
    found?.[1](root, found[0].exec(printed)?.[1] ?? "") ??
    `git could not read ${root} (${reason}); check that it is a git repository with at least one commit.`;
  return new CodePatchError("git-failed", message, { cause });
}

const complaints: readonly (readonly [RegExp, (root: string, name: string) => string])[] = [
  [
    /safe\.directory/,
    (root) =>
      `${root} belongs to another user, so git does not read it (safe.directory); if you trust its owner, run: git config --global --add safe.directory ${root}`,
  ],
  [
    /not a git repository/i,
    (root) => `${root} is not in a git repository; go to a folder of one, or run git init there.`,
  ],
  [
    /does not have any commits yet|(?:bad|ambiguous argument|unknown) (?:default )?(?:revision )?'HEAD'/,
    (root) => `The repository in ${root} has no commits yet; make one first.`,
  ],
  [
    /(?:bad revision|ambiguous argument|Invalid symmetric difference expression|unknown revision) '([^']*)'/,
    (root, name) => `There is no commit '${name}' in ${root}; git log shows those there are.`,
  ],
  [
    /(?:unrecognized argument|unknown option|invalid option)/i,
    () => "The installed git is too old; install git 2.31 or later.",
  ],
];
