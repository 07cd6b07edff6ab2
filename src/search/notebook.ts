import { visit } from "jsonc-parser";
import type { Language } from "../syntax/language.js";
import { languageByEditorId } from "../syntax/registry.js";

export interface NotebookCell {
  /** `other`: what is neither Markdown nor code in the language of the notebook. */
  readonly kind: "code" | "text" | "other";
  /** Markdown, or code in which the lines of magics are empty. */
  readonly text: string;
  /** For each line of the text the line of the file that holds it, one-based. */
  readonly lines: readonly number[];
}

export interface Notebook {
  /** Absent where it is none that CodePatch reads. */
  readonly language?: Language;
  readonly cells: readonly NotebookCell[];
  /** Of the file. */
  readonly lineCount: number;
}

interface Draft {
  type: string;
  language: string | undefined;
  level: number;
  isLineStart: boolean;
  readonly source: string[];
  readonly lines: number[];
}

type JsonPath = readonly (string | number)[];

/** What may be large and is not read. */
const skipped = new Set<unknown>(["outputs", "attachments", "widgets"]);

/** The cells of a Jupyter notebook (nbformat 3 and 4) with their lines in the file; undefined for a text that is damaged or no notebook. */
export function readNotebook(text: string): Notebook | undefined {
  const drafts: Draft[] = [];
  const named = new Map<string, string>();
  let lineCount = 1;
  let hasCells = false;
  let isDamaged = false;

  const begin = (path: JsonPath): boolean => {
    if (skipped.has(path.at(-1))) return false;
    const inside = insideCells(path);
    if (inside?.length === 0) hasCells = true;
    if (inside?.length === 1)
      drafts.push({ type: "", language: undefined, level: 1, isLineStart: true, source: [], lines: [] });
    return true;
  };
  const read = (value: unknown, path: JsonPath, line: number): void => {
    const [, key, ...below] = insideCells(path) ?? [];
    const cell = drafts.at(-1);
    if (cell === undefined || key === undefined) {
      if (path[0] === "metadata" && typeof value === "string") named.set(path.slice(1).join("."), value);
    } else if (key === "level") cell.level = Number(value);
    else if (typeof value !== "string") return;
    else if (key === "cell_type") cell.type = value;
    else if (key === "language" || (key === "metadata" && below.join(".") === "vscode.languageId"))
      cell.language = value;
    else if (key === "source" || key === "input") addSource(cell, value, line);
  };
  visit(
    text,
    {
      onObjectBegin: (_offset, _length, _line, _column, path) => begin(path()),
      onArrayBegin: (_offset, _length, _line, _column, path) => begin(path()),
      // Both ends are needed: by them the visitor counts its way out of what is skipped.
      onArrayEnd: () => {},
      onObjectEnd: (_offset, _length, line) => {
        lineCount = line + 1;
      },
      onLiteralValue: (value, _offset, _length, line, _column, path) => read(value, path(), line + 1),
      onError: () => {
        isDamaged = true;
      },
    },
    { disallowComments: true },
  );
  if (isDamaged || !hasCells) return undefined;
  const language = languageOf(named, drafts);
  return {
    ...(language && { language }),
    cells: drafts.map((draft) => cellOf(draft, language)),
    lineCount,
  };
}

/** The cells of one kind as one text; undefined for a text that is damaged or no notebook. */
export const notebookText = (text: string, kind: NotebookCell["kind"]): string | undefined =>
  readNotebook(text)
    ?.cells.filter((cell) => cell.kind === kind)
    .map((cell) => cell.text)
    .join("\n\n");

/** The path below the list of cells, which nbformat 3 keeps in worksheets. */
function insideCells(path: JsonPath): JsonPath | undefined {
  if (path[0] === "cells") return path.slice(1);
  return path[0] === "worksheets" && path[2] === "cells" ? path.slice(3) : undefined;
}

/** A source is one string or a list of strings, as a rule one for each line; `line` is where the string stands. */
function addSource(cell: Draft, source: string, line: number): void {
  if (source === "") return;
  const endsLine = source.endsWith("\n");
  const breaks = source.split("\n").length - 1 - (endsLine ? 1 : 0);
  for (let i = cell.isLineStart ? -1 : 0; i < breaks; i++) cell.lines.push(line);
  cell.source.push(source);
  cell.isLineStart = endsLine;
}

/** Jupyter takes Python where nothing is said. */
function languageOf(named: ReadonlyMap<string, string>, drafts: readonly Draft[]): Language | undefined {
  const said = ["language_info.name", "kernelspec.language", "kernelspec.name"].map((key) => named.get(key));
  const names = [...said, ...drafts.map(({ language }) => language)].filter((name) => name !== undefined);
  for (const name of names.length === 0 ? ["python"] : names) {
    const language = languageCalled(name);
    if (language) return language;
  }
  return undefined;
}

/** By the names that kernels give: `python3`, `C++17`, `C#`, `octave`. */
const languageCalled = (name: string): Language | undefined =>
  languageByEditorId(
    name
      .toLowerCase()
      .replace(/^(?:i?python|conda-env-.*-py)[\d.]*$/, "python")
      .replace(/^(?:c\+\+|xcpp)\d*$/, "cpp")
      .replace(/^c#$/, "csharp"),
  );

function cellOf({ type, language, level, source, lines }: Draft, own: Language | undefined): NotebookCell {
  const text = source.join("");
  if (type === "markdown") return { kind: "text", text, lines };
  if (type === "heading") return { kind: "text", text: `${"#".repeat(level)} ${text}`, lines };
  const isOwn = own !== undefined && (language === undefined || languageCalled(language) === own);
  if (type !== "code" || !isOwn) return { kind: "other", text, lines };
  return { kind: "code", text: own.id === "python" ? withoutMagics(text) : text, lines };
}

/** After one of these the rest of the cell is Python still; after any other cell magic it is not. */
const pythonMagic = /^\s*%%(?:time|timeit|capture|prun|mprun|memit|px|local)\b/;

/** Lines of IPython and the shell, and cells of other languages, are emptied; the others stay where they are. */
function withoutMagics(code: string): string {
  if (/^\s*%%\w/.test(code) && !pythonMagic.test(code)) return emptied(code);
  return code
    .replace(/^[ \t]*(?:%{1,2}[A-Za-z]|!|\?)(?:.*\\\n)*.*/gm, emptied)
    .replace(/^[ \t]*[\w.]+\?{1,2}[ \t]*$/gm, "");
}

const emptied = (text: string): string => text.replace(/.+/g, "");
