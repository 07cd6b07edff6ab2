import { isCodePatchError } from "../base/errors.js";
import { splitMessage } from "./message.js";
import { gitText } from "./output.js";

/** How many of the last messages show a repository's habit. */
const past = 200;

/** Subjects of the last commits by people, merges left out, and whether more was written. None in a repository without commits. */
export async function pastMessages(
  root: string,
  signal: AbortSignal,
): Promise<{ subject: string; hasBody: boolean }[]> {
  const args = ["log", "--no-merges", `--max-count=${past}`, "--no-show-signature", "--encoding=UTF-8", "-z"];
  try {
    const text = await gitText(root, [...args, "--format=%an%x01%B"], signal);
    return text
      .split("\0")
      .map((record) => record.split("\u0001"))
      .filter(([author = "", message = ""]) => message.trim() !== "" && !/\[bot\]|\bbot\b/i.test(author))
      .map(([, message = ""]) => {
        const { subject, body } = splitMessage(message);
        return { subject, hasBody: body !== "" };
      });
  } catch (error) {
    if (isCodePatchError(error, "git-failed")) return [];
    throw error;
  }
}
