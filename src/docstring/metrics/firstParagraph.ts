import type { LanguageId } from "../../syntax/types.js";
import { readPythonString } from "../pythonString.js";

/** The first paragraph of a docstring on one line, as CodeXGLUE takes it: up to a blank line, a tag or a section. */
export function firstParagraph(raw: string, language: LanguageId): string {
  const lines = (language === "python" ? readPythonString(raw) : withoutDelimiters(raw))
    .trim()
    .split("\n")
    .map((line) => line.trim());
  const end = lines.findIndex(
    (line, i) => line === "" || startsSection.test(line) || rule.test(lines[i + 1] ?? ""),
  );
  return (end < 0 ? lines : lines.slice(0, end)).join(" ").replace(/\s+/g, " ").trim();
}

const startsSection = /^(?:[@\\:][a-z]+|(?:Args|Arguments|Parameters|Returns|Yields|Raises):\s*$)/;
/** The line under a heading of numpydoc or Markdown. */
const rule = /^[-=]{3,}$/;

const withoutDelimiters = (raw: string): string =>
  raw
    .replace(/^\s*\/\*[*!]?|\*\/\s*$/g, "")
    .replace(/^[ \t]*(?:\/\/[/!]?|[#%]+|\*)[ \t]?/gm, "")
    .replace(/<\/?(?:summary|para|p)\b[^>]*>/g, "");
