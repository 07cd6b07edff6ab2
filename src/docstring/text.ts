/** Text handling that every docstring style shares: blocks, wrapping, indentation. Lines are joined by `\n`. */

/** A stretch of text: prose may be rewrapped, everything else (code, lists, tables, directives) stays line for line. */
export interface Block {
  readonly kind: "prose" | "verbatim" | "blank";
  readonly lines: readonly string[];
}

const listMarker = /^(?:[-*+•‣]|\(?(?:\d{1,3}|[a-zA-Z#])[.)])\s/;
const lineStarters = /^(?:\.\.(?:\s|$)|>>>|\.\.\.(?:\s|$)|#{1,6}\s|```|~~~|>\s|\|)/;
const fieldStart = /^(?::[A-Za-z][^:`]*:(?=\s|$)|[@\\][a-z]+(?=\s|$)|<[A-Za-z/]|\[[\w-]+\]:)/;
const fieldWord = /^(?:[@\\][A-Za-z]|:[A-Za-z]+:?$|<[A-Za-z/]|\[[\w-]+\]:)/;
const ruleLine = /^(?:([-=~^"'`*+#_])\1{2,}|[+|][-=+|: ]+|[-=]{2,}(?:\s+[-=]{2,})+)$/;
const fence = /^\s*(```|~~~)/;

/** Columns that `text` takes, counted in code points. */
export const columns = (text: string): number => [...text].length;

export const toLines = (text: string): string[] => text.replace(/\r\n?/g, "\n").split("\n");

/** White space at the start of `line`. */
export const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? "";

export const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === "";

/** Removes the indentation that all non-blank lines share, trailing white space, and blank lines at both ends. */
export function dedent(text: string): string {
  return trimBlankLines(dedentLines(toLines(text))).join("\n");
}

/** As `dedent`, but the first line is not counted: it follows an opening delimiter or a label. */
export function dedentAfterFirst(text: string): string {
  const [first = "", ...rest] = toLines(text);
  return trimBlankLines([first.trim(), ...dedentLines(rest)]).join("\n");
}

export function dedentLines(lines: readonly string[]): string[] {
  const expanded = lines.map((line) => expandTabs(line).trimEnd());
  const common = Math.min(...expanded.filter((line) => line !== "").map((line) => indentOf(line).length));
  return expanded.map((line) => (line === "" ? "" : line.slice(common)));
}

/** Tabs of the indentation become spaces up to the next multiple of eight, as Python counts them. */
export function expandTabs(line: string): string {
  const indent = indentOf(line);
  if (!indent.includes("\t")) return line;
  let width = 0;
  for (const char of indent) width = char === "\t" ? (Math.floor(width / 8) + 1) * 8 : width + 1;
  return " ".repeat(width) + line.slice(indent.length);
}

export function trimBlankLines(lines: readonly string[]): string[] {
  let start = 0;
  let end = lines.length;
  while (start < end && isBlank(lines[start])) start += 1;
  while (end > start && isBlank(lines[end - 1])) end -= 1;
  return lines.slice(start, end);
}

/** Joins what is not empty by a blank line. */
export const joinParagraphs = (...parts: readonly string[]): string =>
  parts
    .map((part) => trimBlankLines(toLines(part)).join("\n"))
    .filter((part) => part !== "")
    .join("\n\n");

/** All white space runs become one space. */
export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

export const indentLines = (lines: readonly string[], indent: string): string[] =>
  lines.map((line) => (line === "" ? "" : indent + line));

const isVerbatimLine = (line: string): boolean =>
  /^\s/.test(line) || listMarker.test(line) || lineStarters.test(line) || fieldStart.test(line);

/** Cuts text into prose and what must not be rewrapped. Concatenating the lines of all blocks gives the text back. */
export function splitBlocks(text: string): Block[] {
  const lines = toLines(text);
  const blocks: { kind: Block["kind"]; lines: string[] }[] = [];
  const push = (kind: Block["kind"], line: string): void => {
    const last = blocks.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else blocks.push({ kind, lines: [line] });
  };
  let inFence = false;
  let paragraphIsVerbatim = false;
  lines.forEach((line, i) => {
    if (fence.test(line)) {
      inFence = !inFence;
      push("verbatim", line);
    } else if (inFence) push("verbatim", line);
    else if (isBlank(line)) {
      paragraphIsVerbatim = false;
      push("blank", "");
    } else {
      if (isBlank(lines[i - 1])) paragraphIsVerbatim = paragraphHolds(lines, i);
      push(paragraphIsVerbatim || isVerbatimLine(line) ? "verbatim" : "prose", line);
    }
  });
  return blocks;
}

/** A paragraph with a rule (table, underlined heading) or a prompt (`>>>`) is kept as a whole. */
function paragraphHolds(lines: readonly string[], start: number): boolean {
  for (let i = start; i < lines.length && !isBlank(lines[i]); i += 1) {
    const line = lines[i]?.trim() ?? "";
    if (ruleLine.test(line) || line.startsWith(">>>") || line.startsWith("|")) return true;
  }
  return false;
}

/** A word that must not begin a line, because it would then be read as a list, a tag, a heading or a section. */
const unsafeAtLineStart = (word: string): boolean =>
  listMarker.test(`${word} `) ||
  lineStarters.test(`${word} `) ||
  fieldWord.test(word) ||
  ruleLine.test(word) ||
  /^[-=]+$/.test(word) ||
  /:$/.test(word);

/**
 * Fills one paragraph. `first` starts the first line and `rest` each following one; both count towards `width`.
 * Lines that already fit are left as they are, so that an unchanged paragraph stays unchanged.
 */
export function wrapParagraph(text: string, width: number, first = "", rest = first): string[] {
  const lines = toLines(text).map((line) => line.trim());
  const fits = lines.every((line, i) => columns((i === 0 ? first : rest) + line) <= width);
  if (fits) return lines.map((line, i) => (i === 0 ? first : rest) + line);
  const out: string[] = [];
  let line = "";
  for (const word of gluedWords(lines.join(" "))) {
    const prefix = out.length === 0 ? first : rest;
    if (line !== "" && columns(prefix) + columns(line) + 1 + columns(word) > width) {
      out.push(prefix + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  out.push((out.length === 0 ? first : rest) + line);
  return out;
}

/** Words between which a line may break. */
function gluedWords(text: string): string[] {
  const words: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const previous = words.at(-1);
    if (previous !== undefined && unsafeAtLineStart(word)) words[words.length - 1] = `${previous} ${word}`;
    else words.push(word);
  }
  return words;
}

/**
 * Lays out text of any number of paragraphs. A label in `first` (`x (int): `) stands alone when a list or code follows
 * it. Blank lines get `rest` without its trailing white space, which suits both indentation and ` * `.
 */
export function wrapText(text: string, width: number, first = "", rest = first): string[] {
  const out: string[] = [];
  const prefix = (): string => (out.length === 0 ? first : rest);
  for (const block of splitBlocks(trimBlankLines(toLines(text)).join("\n"))) {
    if (block.kind === "blank") out.push(...block.lines.map(() => rest.trimEnd()));
    else if (block.kind === "prose")
      out.push(...wrapParagraph(block.lines.join("\n"), width, prefix(), rest));
    else {
      if (out.length === 0 && first.trim() !== rest.trim()) out.push(first.trimEnd());
      out.push(...block.lines.map((line) => (prefix() + line).trimEnd()));
    }
  }
  return out.map((line) => line.trimEnd());
}

const abbreviation =
  /(?:\b(?:e\.g|i\.e|etc|cf|vs|al|approx|resp|fig|eq|no|dr|mr|ms|st|incl|ref|refs|sec|vol|ed)|\b[A-Za-z])\.$/i;

/** The first sentence of a paragraph and what follows it. Abbreviations, numbers and names with dots do not end a sentence. */
export function splitFirstSentence(paragraph: string): { sentence: string; rest: string } {
  const boundary = /[.!?][)"'`\]*]*(?=\s+\S)/g;
  for (let match = boundary.exec(paragraph); match; match = boundary.exec(paragraph)) {
    const end = match.index + match[0].length;
    const head = paragraph.slice(0, end);
    const next = paragraph.slice(end).trimStart();
    if (abbreviation.test(head) || /\.\.$/.test(head)) continue;
    if (/^[a-z]/.test(next) && !/^[a-z_]\w*[._(]/.test(next)) continue;
    if ((head.match(/`/g) ?? []).length % 2 === 1 || open(head, "(", ")") || open(head, "[", "]")) continue;
    return { sentence: head, rest: next };
  }
  return { sentence: paragraph, rest: "" };
}

const open = (text: string, left: string, right: string): boolean =>
  text.split(left).length > text.split(right).length;

/** Adds the full stop that a sentence lacks. What code ends with is none: `x[1:]`, in MATLAB also without marks. */
export function endSentence(text: string): string {
  const trimmed = text.trimEnd();
  if (trimmed === "" || /[.!?…。：][)"'\]]*$|:$/.test(trimmed)) return trimmed;
  return `${trimmed.replace(/[,;]$/, "")}.`;
}

/** Splits at the separator where no bracket or quote is open: `int, dict[str, int]` → `int`, `dict[str, int]`. */
export function splitTopLevel(text: string, separator = ","): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let current = "";
  for (const char of text) {
    if (quote !== "") {
      if (char === quote) quote = "";
    } else if (char === '"' || (char === "'" && !/\w$/.test(current))) quote = char;
    else if ("([{<".includes(char)) depth += 1;
    else if (")]}".includes(char) || (char === ">" && !current.endsWith("-") && !current.endsWith("=")))
      depth = Math.max(0, depth - 1);
    if (char === separator && depth === 0 && quote === "") {
      parts.push(current.trim());
      current = "";
    } else current += char;
  }
  parts.push(current.trim());
  return parts.filter((part) => part !== "");
}
