import { hasMachineMadeLines } from "../base/fileKinds.js";
import type { Language } from "../syntax/language.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { readPatches } from "../syntax/patches.js";
import type { FilePatches } from "../syntax/types.js";
import type { Notebook, NotebookCell } from "./notebook.js";
import { markdownLines } from "./paper.js";
import { codeLimit, definitions, docsLimit, namedFunctions, type SearchPatch, stemOf } from "./patches.js";

const nameLimit = 80;
/** Letters and digits of code below which a cell without a text before it only shows something: `frame.head()`. */
const fewestLetters = 20;

/** The name of a further cell of a section. */
const sectionPart = (heading: string, place: number): string => `${heading} (${place})`;

/** Of the name of a cell that of its section. */
export const sectionOf = (name: string): string => name.replace(/ \(\d+\)$/, "");

/** What the cells before one say of it. */
interface Section {
  readonly heading: string;
  /** The Markdown right before the cell, as plain words; empty where there is none. */
  readonly docs: string;
  /** Code cells of the section, this one included. */
  readonly place: number;
}

/**
 * The notebook itself, its cells, and the functions and classes in them, at their lines in the file. A cell is documented by the Markdown
 * right before it and bears the heading above it. Where a cell has only functions, classes and imports, these are found and not the cell.
 */
export async function notebookPatches(
  file: string,
  { language, cells, lineCount }: Notebook,
  parser: SyntaxParser,
): Promise<SearchPatch[]> {
  if (language === undefined) return [];
  const stem = stemOf(file);
  const found: SearchPatch[] = [];
  const headings: string[] = [];
  let intro: string | undefined;
  let section: Section = { heading: "", docs: "", place: 0 };
  for (const [i, cell] of cells.entries()) {
    if (cell.kind === "text") section = after(section, cell.text, headings);
    if (cell.kind !== "code" || cell.text.trim() === "" || hasMachineMadeLines(cell.text)) continue;
    intro ??= section.docs;
    section = { ...section, place: section.place + 1 };
    found.push(...(await cellPatches(cell, `cell ${i + 1}`, stem, section, language, parser)));
    section = { ...section, docs: "" };
  }
  const names = found.filter(({ kind }) => kind !== "cell").map(({ name }) => name);
  const whole: SearchPatch = {
    kind: "file",
    name: file.slice(file.lastIndexOf("/") + 1),
    line: 1,
    endLine: lineCount,
    context: file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".",
    docs: intro ?? "",
    code: [...headings, ...names].join(" ").slice(0, codeLimit),
  };
  return [whole, ...found];
}

/** Reads Markdown: a heading begins a section, and all of it speaks of the next cell. */
function after(section: Section, markdown: string, headings: string[]): Section {
  let { heading, place } = section;
  const words: string[] = [];
  // Pictures may be written out in the text.
  for (const line of markdownLines(markdown.replace(/\S{300,}/g, " "))) {
    if (line.heading !== undefined) {
      heading = withoutEnd(line.heading.replace(/\s+/g, " ")).slice(0, nameLimit);
      place = 0;
      headings.push(heading);
    }
    words.push(line.heading ?? line.text ?? "");
  }
  const docs = `${section.docs} ${words.join(" ")}`.replace(/\s+/g, " ").trim().slice(-docsLimit);
  return { heading, place, docs };
}

async function cellPatches(
  { text, lines }: NotebookCell,
  fallback: string,
  stem: string,
  section: Section,
  language: Language,
  parser: SyntaxParser,
): Promise<SearchPatch[]> {
  const { heading, docs } = section;
  const onDisk = (line: number): number => lines[Math.min(line, lines.length) - 1] ?? 1;
  const context = `${stem} ${heading}`.trim();
  const tree = await parser.parse(text, language);
  try {
    const patches = readPatches(tree, text, language);
    const defined = definitions(context, text, patches).map((patch) => ({
      ...patch,
      line: onDisk(patch.line),
      endLine: onDisk(patch.endLine),
    }));
    const own = besidesDefinitions(text, patches);
    const letters = withoutImports(own, patches, language).match(/[\p{L}\p{N}]/gu)?.length ?? 0;
    if (letters === 0 || (docs === "" && letters < fewestLetters)) return documented(defined, docs);
    const names = defined.map(({ name }) => name).join(" ");
    const cell: SearchPatch = {
      kind: "cell",
      name: titleOf(text, section, language) ?? fallback,
      line: onDisk(text.slice(0, text.search(/\S/)).split("\n").length),
      endLine: onDisk(text.trimEnd().split("\n").length),
      context,
      docs,
      code: `${own.trim()} ${names}`.trim().slice(0, codeLimit),
    };
    return [cell, ...defined];
  } finally {
    tree.delete();
  }
}

/** The heading right above, else the comment that the cell begins with, else a short text right above, else the heading further above. */
function titleOf(
  text: string,
  { heading, place, docs }: Section,
  { lineComment }: Language,
): string | undefined {
  if (heading !== "" && place === 1) return heading;
  const [first = ""] = text.trimStart().split("\n");
  const comment = first.startsWith(lineComment) ? first.replace(/^[#%/\s]+(?:@title\s)?/, "") : "";
  const title = [comment, docs].map(withoutEnd).find(isTitle);
  return title ?? (heading === "" ? undefined : sectionPart(heading, place));
}

const withoutEnd = (text: string): string => text.trim().replace(/[\s:.]+$/, "");

/** A few words, and no code that was taken out by a comment. */
const isTitle = (text: string): boolean =>
  text.length <= nameLimit && /^\p{L}.*\s\p{L}/u.test(text) && !/[=(){}[\];]/.test(text);

/** What is said before a cell is said of the first that it defines. */
function documented([first, ...rest]: readonly SearchPatch[], docs: string): SearchPatch[] {
  if (first === undefined) return [];
  return [{ ...first, docs: `${first.docs} ${docs}`.trim().slice(0, docsLimit) }, ...rest];
}

/** The code of a cell without its functions and classes, which are found for themselves. */
function besidesDefinitions(text: string, patches: FilePatches): string {
  const ranges = [...patches.classes, ...namedFunctions(patches)].map(({ range }) => range);
  ranges.sort((a, b) => a.start - b.start);
  let kept = "";
  let end = 0;
  for (const range of ranges) {
    if (range.start > end) kept += text.slice(end, range.start);
    end = Math.max(end, range.end);
  }
  return kept + text.slice(end);
}

const withoutImports = (code: string, { imports }: FilePatches, { lineComment }: Language): string =>
  imports
    .reduce((rest, each) => rest.replace(each, ""), code)
    .split("\n")
    .filter((line) => !line.trimStart().startsWith(lineComment))
    .join("\n");
