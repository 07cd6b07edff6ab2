import { existsSync } from "node:fs";
import path from "node:path";
import { CodePatchError } from "../base/errors.js";

/** The error of a git command that failed, from what it printed: `git-damaged` where the repository itself is broken, else `git-failed`. */
export function gitFailed(root: string, printed: string): CodePatchError {
  const reason = reasonIn(printed);
  for (const [pattern, message] of complaints) {
    const found = pattern.exec(printed);
    if (found) return new CodePatchError("git-failed", message(root, found[1] ?? found[2] ?? ""));
  }
  if (/not a git repository/i.test(printed)) return noRepository(root);
  for (const [pattern, message] of damages)
    if (pattern.test(printed)) return new CodePatchError("git-damaged", message(root, reason));
  return new CodePatchError(
    "git-failed",
    `git could not read ${root} (${reason}); check that it is a git repository with at least one commit.`,
  );
}

/** The line that git ended with says more than those before it. */
function reasonIn(printed: string): string {
  const lines = printed.trim().split("\n");
  const line = lines.find((each) => each.startsWith("fatal: ")) ?? lines[0] ?? "";
  return line.replace(/^(?:fatal|error): /, "") || "it ended without a word";
}

/** git says the same of a folder in no repository and of one whose repository is broken. */
function noRepository(folder: string): CodePatchError {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const place = path.join(at, ".git");
    if (existsSync(place))
      return new CodePatchError(
        "git-damaged",
        `git does not accept ${place} as a repository, because its HEAD, its objects or the folder it points to is damaged or missing; restore it from a copy, or clone again.`,
      );
    if (path.dirname(at) === at) break;
  }
  return new CodePatchError(
    "git-failed",
    `${folder} is not in a git repository; go to a folder of one, or run git init there.`,
  );
}

const complaints: readonly (readonly [RegExp, (root: string, name: string) => string])[] = [
  [
    // Of a folder in the repository git names the top, which is what it wants to be told.
    /(?:repository at '([^']*)'[\s\S]*)?safe\.directory/,
    (root, top) => {
      const place = top || root;
      return `${place} belongs to another user, so git does not read it (safe.directory); if you trust its owner, run: git config --global --add safe.directory ${place}`;
    },
  ],
  [
    /promisor remote|lazy fetching disabled/,
    (root) =>
      `${root} is a partial clone without the contents that are needed here, and CodePatch fetches nothing; run git fetch --refetch --no-filter there.`,
  ],
  [
    /does not have any commits yet|(?:bad|ambiguous argument|unknown) (?:default )?(?:revision )?'HEAD'/,
    (root) => `The repository in ${root} has no commits yet; make one first.`,
  ],
  [
    /(?:bad revision|ambiguous argument|Invalid symmetric difference expression|unknown revision) '([^']*)'|(?:bad object|Invalid revision range) ([0-9a-f]{40,64}\S*)/,
    (root, name) => `There is no commit '${name}' in ${root}; git log shows those there are.`,
  ],
  [
    /(?:unrecognized argument|unknown option|invalid option)/i,
    () => "The installed git is too old; install git 2.31 or later.",
  ],
];

const damages: readonly (readonly [RegExp, (root: string, reason: string) => string])[] = [
  [
    /bad config|bad (?:boolean|numeric) config/,
    (root, reason) => `git cannot read the configuration of ${root} (${reason}); correct that line.`,
  ],
  [
    /index file|bad index|bad signature 0x/,
    (root, reason) =>
      `The index of the repository in ${root} is damaged (${reason}); remove the file and run git reset, which stages nothing.`,
  ],
  [
    /bad tree object|bad object (?![0-9a-f]{40})|not a tree object|missing (?:blob |tree )?object|could not get object info|no such commit|unable to (?:read|unpack|open object|find)|could not (?:read|parse)|failed to (?:read object|traverse parents)|is corrupt|corrupted|inflate|garbage at end|hash mismatch|packfile|pack has bad|broken ref|branch appears to be broken/i,
    (root, reason) =>
      `The repository in ${root} is damaged (${reason}); run git fsck there, and restore what it names from a copy or a new clone.`,
  ],
];
