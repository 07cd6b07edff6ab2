import { isCodePatchError } from "../base/errors.js";
import { diffFlags, diffSettings } from "./diffFlags.js";
import { gitOutput } from "./run.js";

export interface DiffText {
  readonly text: string;
  /** The diff was longer than the limit and ends anywhere. */
  readonly isCut: boolean;
}

/** Paths as they are, from the top of the repository, whatever characters are in them. */
export const pathspecs = (paths: readonly string[]): string[] => paths.map((path) => `:(top,literal)${path}`);

/** `git diff` with `args` (`--cached`, `A B`, nothing for the work tree against the index), at most `maxBytes` of it. */
export async function diffBetween(
  root: string,
  args: readonly string[],
  maxBytes: number,
  signal: AbortSignal,
  paths: readonly string[] = [],
): Promise<DiffText> {
  const run = [...diffSettings, "diff", ...diffFlags, "--full-index", ...args, "--", ...pathspecs(paths)];
  const { bytes, isCut } = await gitOutput(root, run, maxBytes, signal);
  return { text: bytes.toString("utf8"), isCut };
}

/** How the merge `sha` differs from what git would make of its parents; before git 2.35, from both of them. */
export async function mergeDiff(
  root: string,
  sha: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<DiffText> {
  const show = async (how: string): Promise<DiffText> => {
    const run = [...diffSettings, "show", "--format=", ...diffFlags, "--full-index", how, sha, "--"];
    const { bytes, isCut } = await gitOutput(root, run, maxBytes, signal);
    return { text: bytes.toString("utf8"), isCut };
  };
  try {
    return await show("--remerge-diff");
  } catch (error) {
    if (!isCodePatchError(error, "git-failed")) throw error;
    return show("--cc");
  }
}
