import type { FileDiff } from "../git/diff.js";
import type { Language } from "../syntax/language.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { parseAndVerify } from "../syntax/verify.js";
import type { CodeToken, Side } from "./side.js";
import type { FileEffect } from "./types.js";

/** What the change of a parsed file comes to; a side is absent where there was or is no file. */
export async function effectOfSides(
  before: Side | undefined,
  after: Side | undefined,
  language: Language,
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<FileEffect> {
  if (before === undefined || after === undefined) return "code";
  if (before.text === after.text) return "moved";
  const texts = ({ tokens }: Side): string[] => tokens.map(({ text }) => text);
  if (sameList(texts(before), texts(after))) {
    // The same tokens may still nest otherwise, as in Python.
    const verdict = await parseAndVerify(parser, before.text, after.text, language, signal);
    if (!verdict.same) return "code";
    return sameText(before.comments, after.comments) ? "formatting" : "comments";
  }
  return sameList(plainTokens(before.tokens, language), plainTokens(after.tokens, language))
    ? "style"
    : "code";
}

/** What the change of a text comes to that is not parsed. */
export function effectOfText({ hunks, status, parents, oldMode, newMode }: FileDiff): FileEffect {
  if (hunks.length === 0) {
    if (status === "renamed" || status === "copied") return "moved";
    return oldMode !== undefined && newMode !== undefined && oldMode !== newMode ? "mode" : "unknown";
  }
  if (status !== "modified" && status !== "renamed") return "unknown";
  // Indentation is left as it is: it means something in many texts.
  const side = (marker: string): string =>
    hunks
      .map(({ lines }) =>
        lines
          .filter((line) => line.startsWith(marker) || line.startsWith(" "))
          .map((line) =>
            line
              .slice(parents)
              .trimEnd()
              .replace(/(\S)\s+/g, "$1 "),
          )
          .filter((line) => line !== "")
          .join("\n"),
      )
      .join("\n");
  return parents === 1 && side("-") === side("+") ? "whitespace" : "unknown";
}

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, i) => text === b[i]);

const sameText = (a: string, b: string): boolean => a.replace(/[\s*/#]+/g, "") === b.replace(/[\s*/#]+/g, "");

const withoutMeaning: Readonly<Record<string, boolean>> = { javascript: true, typescript: true, tsx: true };

/** Without what formatters choose: the kind of quotes, a comma before a closing bracket, semicolons that may be left out. */
function plainTokens(tokens: readonly CodeToken[], { id }: Language): string[] {
  const plain: string[] = [];
  tokens.forEach(({ text }, i) => {
    const next = tokens[i + 1]?.text;
    if (text === ";" && withoutMeaning[id] === true && next !== ")") return;
    if (text === "," && next !== undefined && /^[)\]}]$/.test(next) && !isLoneElement(tokens, i)) return;
    plain.push(plainQuotes(text));
  });
  return plain;
}

/** `(x,)` is a tuple in Python, and `[,]` has a hole. */
function isLoneElement(tokens: readonly CodeToken[], comma: number): boolean {
  let depth = 0;
  for (let i = comma - 1; i >= 0; i--) {
    const text = tokens[i]?.text ?? "";
    if (/^[)\]}]$/.test(text)) depth++;
    else if (/^[([{]$/.test(text)) {
      if (depth === 0)
        return i === comma - 1 || (text !== "{" && !/[\p{L}\p{N}_)\]]$/u.test(tokens[i - 1]?.text ?? ""));
      depth--;
    } else if (text === "," && depth === 0) return false;
  }
  return true;
}

function plainQuotes(text: string): string {
  const [, prefix, , inner] = /^([rbuf]*)(["'])([^"'\\\n]*)\2$/i.exec(text) ?? [];
  return inner === undefined ? text : `${prefix?.toLowerCase()}"${inner}"`;
}
