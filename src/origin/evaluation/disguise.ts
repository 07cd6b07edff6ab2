import type { LanguageId } from "../../syntax/types.js";
import { lex } from "../style/lex.js";

/** Words of the languages themselves, which a renaming leaves alone. */
const reserved = new Set(
  `abstract and as assert async await base begin bool boolean break byte case catch char class const constexpr continue
  crate def default defer del delete do double dyn echo elif else elsif end ensure enum except export extends extern false
  final finally float fn for foreach from func function global go goto if impl implements import in include instanceof int
  interface internal is lambda let long loop map match mod module move mut mutable namespace new nil none nonlocal not null
  nullptr operator or out override package pass private protected pub public raise range readonly ref require rescue return
  sealed select self short signed sizeof static str string struct super switch template then this throw throws trait true try
  type typedef typename typeof undefined union unless unsafe unsigned until use using val var virtual void volatile when where
  while with yield None True False self list dict tuple set len print std`.split(/\s+/),
);

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
