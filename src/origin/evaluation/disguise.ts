import type { LanguageId } from "../../syntax/types.js";
import { lex } from "../style/lex.js";
import { reserved } from "../style/reserved.js";

/** The code with every name that is not the language's own replaced, each by the same short one throughout. */
export function renamed(code: string, language: LanguageId): string {
  const names = new Map<string, string>();
  let result = "";
  let at = 0;
  for (const { kind, text, start } of lex(code, language)) {
    result += code.slice(at, start);
    at = start + text.length;
    if (kind !== "word" || reserved.has(text)) {
      result += text;
      continue;
    }
    const sigil = /^[$@]+/.exec(text)?.[0] ?? "";
    const name = names.get(text) ?? `v${names.size + 1}`;
    names.set(text, name);
    result += sigil + name;
  }
  return result + code.slice(at);
}

/** The code as a formatter of another taste would leave it: two columns of indentation, no blank lines, no space at line ends. */
export function reformatted(code: string): string {
  const lines = code.split("\n").filter((line) => line.trim() !== "");
  const widths = lines.map((line) => indentOf(line)).filter((width) => width > 0);
  const unit = Math.max(1, Math.min(8, ...widths));
  return lines.map((line) => `${"  ".repeat(Math.round(indentOf(line) / unit))}${line.trim()}`).join("\n");
}

const indentOf = (line: string): number => (/^\s*/.exec(line)?.[0] ?? "").replaceAll("\t", "    ").length;
