import type { FilePatches, FunctionPatch, Parameter } from "../syntax/types.js";
import { functionPrompt } from "./prompt.js";

/** The user's message to an instruction model; the answer is begun with one of `chatOpeners`. */
export function chatPrompt(
  file: FilePatches,
  patch: FunctionPatch,
  text: string,
): { prefix: string; omittedCharacters: number } {
  const { prefix, omittedCharacters } = functionPrompt(file, patch, text);
  const code = prefix
    .replace(/^<\|file\|>[^\n]*\n/, "")
    .replace(/<\|(?:class|code)\|>/g, "")
    .replace(/\s*<\|docs\|>$/, "");
  const instructions = [
    `Document this ${file.language} function for people who call it.`,
    "State only what the code shows. Answer with one plain sentence and no code, list or heading.",
  ].join(" ");
  return { prefix: `${instructions}\n\n${code}\n`, omittedCharacters };
}

/** How the answer to each slot begins. */
export const chatOpeners = {
  summary: "Summary: ",
  details: "Details: ",
  parameter: ({ name }: Pick<Parameter, "name">): string => `Parameter ${name}: `,
  returns: "Returns: ",
  yields: "Yields: ",
  raises: (type: string): string => `Raises ${type}: `,
  comment: (firstLine: string): string =>
    `What the block that starts with "${firstLine.trim().slice(0, 120)}" does: `,
} as const;
