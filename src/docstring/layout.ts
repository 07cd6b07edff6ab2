import type { ProjectConventions } from "../protocol/messages.js";
import type { ExistingDocstring, FilePatches, LanguageId } from "../syntax/types.js";
import { columns, indentOf, toLines } from "./text.js";
import type { Layout } from "./types.js";

/** Lengths that projects agree on; a file's own documentation picks the shortest that holds it. */
const usualLengths = [72, 79, 88, 100, 120] as const;

/** Fewer docstrings than this are no habit. */
const enough = 3;

/** How documentation sits in a file; `indent` is the site's and is added per function. */
export type FileLayout = Omit<Layout, "indent">;

export function readLayout(
  text: string,
  file: FilePatches,
  language: LanguageId,
  conventions: ProjectConventions,
): FileLayout {
  const docstrings = [...file.functions, ...file.classes].flatMap(({ docstring }) => docstring ?? []);
  const multiline = docstrings.filter(({ raw }) => raw.trim().includes("\n"));
  const indentUnit = fileIndent(text) ?? "    ";
  return {
    lineLength: conventions.lineLength ?? lineLengthOf(text, docstrings) ?? usualLength[language] ?? 100,
    newline: newlineOf(text),
    quotes: majority(docstrings, (each) => ownForm(each).quotes === "'''") ? "'''" : '"""',
    summaryOnFirstLine: multiline.length < enough || !majority(multiline, startsOnSecondLine),
    indentUnit: language === "python" && !indentUnit.startsWith("\t") ? "    " : indentUnit,
    ...(language === "matlab" ? exampleOf(file) : {}),
  };
}

const usualLength: Readonly<Partial<Record<LanguageId, number>>> = { python: 88, matlab: 80 };

/** The first help text with sections, else the first. */
function exampleOf({ functions }: FilePatches): Pick<Layout, "example"> {
  const texts = functions.flatMap(({ docstring, name }) => (docstring ? [{ raw: docstring.raw, name }] : []));
  const example = texts.find(({ raw }) => /^[%#\s]*inputs?(?: \w+)?\s*:?\s*$/im.test(raw)) ?? texts[0];
  return example ? { example } : {};
}

/** How the author of one docstring delimited it, where that shows. */
export function ownForm({
  raw,
}: Pick<ExistingDocstring, "raw">): Partial<
  Pick<Layout, "quotes" | "isRaw" | "summaryOnFirstLine" | "isMultiline" | "bareIndent">
> {
  const [, prefix = "", quotes] = /^([A-Za-z]*)("""|'''|["'])/.exec(raw) ?? [];
  const [, ...rest] = toLines(raw.trim());
  const inner = raw.startsWith("/*") ? rest.slice(0, -1).filter((line) => line.trim() !== "") : [];
  const hasGutter = inner.length === 0 || inner.some((line) => /^\s*\*/.test(line));
  return {
    ...(/r/i.test(prefix) ? { isRaw: true } : {}),
    ...(quotes === '"""' || quotes === "'''" ? { quotes } : {}),
    ...(rest.length > 0 ? { isMultiline: true, summaryOnFirstLine: !startsOnSecondLine({ raw }) } : {}),
    ...(hasGutter ? {} : { bareIndent: indentOf(inner[0] ?? "") }),
  };
}

const startsOnSecondLine = ({ raw }: Pick<ExistingDocstring, "raw">): boolean =>
  /^[A-Za-z]*(?:"""|''')[ \t]*\r?\n/.test(raw);

const newlineOf = (text: string): Layout["newline"] => {
  const crlf = text.split("\r\n").length - 1;
  return crlf > 0 && crlf * 2 >= text.split("\n").length - 1 ? "\r\n" : "\n";
};

const majority = <T>(items: readonly T[], holds: (item: T) => boolean): boolean =>
  items.filter(holds).length * 2 > items.length;

/** The first indentation of the file, a tab or 2 to 8 spaces. */
const fileIndent = (text: string): string | undefined => /\n(\t|[ ]{2,8})(?=\S)/.exec(text)?.[1];

/** Undefined when there is too little wrapped text to tell. The longest 5 % of the lines do not count: links, tables. */
function lineLengthOf(text: string, docstrings: readonly ExistingDocstring[]): number | undefined {
  const lengths = docstrings
    .flatMap(({ range, raw }) => {
      const lines = toLines(raw);
      if (lines.length < 3) return [];
      const before = text.slice(text.lastIndexOf("\n", range.start - 1) + 1, range.start);
      return [indentOf(before) + (lines[0] ?? ""), ...lines.slice(1)];
    })
    .map(columns)
    .filter((length) => length > 60)
    .sort((a, b) => a - b);
  if (lengths.length < 8) return undefined;
  const longest = lengths[Math.floor((lengths.length - 1) * 0.95)] ?? 0;
  return usualLengths.find((length) => length >= longest);
}
