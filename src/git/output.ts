import { isCodePatchError } from "../base/errors.js";
import { gitOutput } from "./run.js";

/** Room for the answer to a question: names, ids, lists of them. */
const answerBytes = 8_000_000;

/** What a git command answers, without the line feed at its end. */
export async function gitText(root: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  const { bytes } = await gitOutput(root, args, answerBytes, signal);
  return bytes.toString("utf8").replace(/\r?\n$/, "");
}

export const gitLines = async (
  root: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string[]> => (await gitText(root, args, signal)).split(/\r?\n/).filter((line) => line !== "");

/** For questions with `--quiet`, where git says no by its exit code. */
export async function gitTextOrNothing(
  root: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const text = await gitText(root, args, signal);
    return text === "" ? undefined : text;
  } catch (error) {
    if (isCodePatchError(error, "git-failed")) return undefined;
    throw error;
  }
}
