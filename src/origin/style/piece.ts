import type { FunctionPatch } from "../../syntax/types.js";

/** Fewer lines say too little of who wrote them. */
export const minLines = 10;
/** Beyond, the rest says nothing new. */
const maxCharacters = 40_000;

/** A line that only the terms of a whole file have; the comment was copied, and may stand right above the first function. */
const licence = /^\W*(?:copyright\b|SPDX-)|\blicensed under\b/im;

/** The text whose style is judged: a function with the documentation above it, moved to the left margin. */
export function pieceOf(patch: FunctionPatch, text: string): string {
  const documented = patch.docstring?.range ?? patch.range;
  const isLicence = licence.test(text.slice(documented.start, Math.min(documented.end, patch.range.start)));
  const start = isLicence ? patch.range.start : Math.min(documented.start, patch.range.start);
  const indent = /[ \t]*$/.exec(text.slice(Math.max(0, start - 200), start))?.[0] ?? "";
  const piece = text.slice(start, Math.min(patch.range.end, start + maxCharacters)).replaceAll("\r\n", "\n");
  return piece
    .split("\n")
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
    .join("\n");
}

export const linesIn = (piece: string): number =>
  piece.split("\n").filter((line) => line.trim() !== "").length;
