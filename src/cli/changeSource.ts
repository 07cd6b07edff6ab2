import { type Command, Option } from "commander";
import { CodePatchError } from "../base/errors.js";
import type { ChangeSource } from "../protocol/commit.js";
import { readDiffTexts } from "./diffInput.js";
import { wholeNumber } from "./program.js";

/** What to explain, as options name it. */
export interface SourceOptions {
  readonly staged?: boolean;
  readonly worktree?: boolean;
  readonly uncommitted?: boolean;
  readonly unpushed?: boolean;
  readonly range?: string;
  /** `true` for the branch that is checked out. */
  readonly branch?: string | true;
  readonly base?: string;
  readonly stash?: number;
  readonly resolution?: boolean;
}

export const withSourceOptions = (command: Command): Command =>
  command
    .argument("[revision]", "a commit as git understands it, or - for a diff from standard input")
    .option("--staged", "what git commit would take now")
    .option("--worktree", "what is not staged yet, new files included")
    .option("--uncommitted", "staged or not: everything since the last commit")
    .option("--unpushed", "what the upstream of the branch has not, as one change")
    .option("--range <A..B>", "each commit of a range, newest first")
    .option("--branch [name]", "what a branch has and its base has not, as one change")
    .option("--base <name>", "the base of --branch; the main branch when left out")
    .addOption(new Option("--stash [index]", "what was stashed").preset("0").argParser(wholeNumber))
    .addOption(
      new Option("--resolution", "of a merge: only how it was resolved").conflicts([
        "staged",
        "worktree",
        "uncommitted",
        "unpushed",
        "range",
        "branch",
        "stash",
      ]),
    );

/** Throws `usage` for options that contradict one another. */
export async function sourceOf(revision: string | undefined, options: SourceOptions): Promise<ChangeSource> {
  const { staged, worktree, uncommitted, unpushed, range, branch, base, stash } = options;
  const given = [revision, staged, worktree, uncommitted, unpushed, range, branch, stash];
  if (given.filter((each) => each !== undefined).length > 1)
    throw new CodePatchError(
      "usage",
      "Give one of a revision, -, --staged, --worktree, --uncommitted, --unpushed, --range, --branch and --stash, not several.",
    );
  if (base !== undefined && branch === undefined)
    throw new CodePatchError("usage", "--base belongs to --branch; add it.");
  if (staged === true) return { kind: "staged" };
  if (worktree === true) return { kind: "worktree" };
  if (uncommitted === true) return { kind: "uncommitted" };
  if (unpushed === true) return { kind: "unpushed" };
  if (stash !== undefined) return { kind: "stash", index: stash };
  if (branch !== undefined)
    return {
      kind: "branch",
      ...(branch === true ? {} : { branch }),
      ...(base === undefined ? {} : { base }),
    };
  if (range !== undefined) {
    if (!range.includes(".."))
      throw new CodePatchError(
        "usage",
        `'${range}' is no range; write it as A..B, or leave out --range for one commit.`,
      );
    return { kind: "range", range };
  }
  if (revision === "-") return readDiff();
  return { kind: options.resolution === true ? "merge" : "commit", revision: revision ?? "HEAD" };
}

async function readDiff(): Promise<ChangeSource> {
  if (process.stdin.isTTY === true)
    throw new CodePatchError(
      "usage",
      "There is no diff on standard input; write it as: git diff | codepatch narrate -",
    );
  const { texts, beyond } = await readDiffTexts(process.stdin as AsyncIterable<Buffer>);
  return { kind: "diff", texts, ...(beyond.length > 0 && { beyond }) };
}
