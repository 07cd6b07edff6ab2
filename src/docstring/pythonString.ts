import { columns, dedentAfterFirst, toLines, trimBlankLines, wrapParagraph, wrapText } from "./text.js";
import type { Docstring, Layout } from "./types.js";

const literal = /^([A-Za-z]{0,2})("""|'''|"|')([\s\S]*)$/;

/** What a Python docstring literal says: delimiters, escapes and indentation removed. Text without quotes is taken as it is. */
export function readPythonString(raw: string): string {
  const match = literal.exec(raw.trim());
  if (!match) return dedentAfterFirst(raw);
  const [, prefix = "", quotes = "", rest = ""] = match;
  const body = rest.endsWith(quotes) ? rest.slice(0, -quotes.length) : rest;
  return dedentAfterFirst(/r/i.test(prefix) ? body : resolveEscapes(body));
}

/**
 * Quotes, backslashes, line continuations and numeric escapes are resolved. `\n` and the like stay as written: in a
 * docstring they are meant to be read.
 */
const resolveEscapes = (body: string): string =>
  body.replace(/\\(\r?\n|["'\\]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})/g, (_, escaped: string) => {
    if (/^[xu]/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return /^\r?\n$/.test(escaped) ? "" : escaped;
  });

/** Summary and details as lines that start with the opening quotes' column, ready for `writePythonString`. */
export function headLines(docstring: Pick<Docstring, "summary" | "details">, layout: Layout): string[] {
  const width = textWidth(layout);
  const lines = docstring.summary === "" ? [] : summaryLines(docstring.summary, layout);
  if (docstring.details !== "") {
    if (lines.length > 0) lines.push("");
    lines.push(...wrapText(docstring.details, width));
  }
  return lines;
}

/** Columns for text inside the literal. */
export const textWidth = (layout: Layout): number =>
  Math.max(24, layout.lineLength - columns(layout.indent.replaceAll("\t", "    ")));

/** The opening quotes take columns of the first line; the closing ones never force a break, they may stand alone. */
function summaryLines(summary: string, layout: Layout): string[] {
  const opening = layout.summaryOnFirstLine ? layout.quotes : "";
  const lines = wrapParagraph(endSummary(summary), textWidth(layout), opening, "");
  return lines.map((line, i) => (i === 0 ? line.slice(opening.length) : line));
}

/** A summary is a sentence: pydocstyle D400 and D415. */
function endSummary(summary: string): string {
  const text = summary.trimEnd();
  return text === "" || /[.?!]$/.test(text) ? text : `${text.replace(/[:,;]$/, "")}.`;
}

/** The literal for `lines`. A raw string where backslashes occur (D301); the other quotes where the text holds these. */
export function writePythonString(lines: readonly string[], layout: Layout): string {
  const content = trimBlankLines(lines);
  const { opening, quotes, protect } = delimiters(content.join("\n"), layout);
  const [first = "", ...rest] = content.map(protect);
  const closesInText = first.endsWith(quotes[0] ?? "") || /(?:^|[^\\])(?:\\\\)*\\$/.test(first);
  if (rest.length === 0 && !closesInText && !layout.isMultiline) {
    return opening + first + quotes;
  }
  const body = rest.map((line) => (line === "" ? "" : layout.indent + line));
  const start = layout.summaryOnFirstLine ? opening + first : `${opening}\n${layout.indent}${first}`;
  return [start, ...body, layout.indent + quotes].join("\n").replaceAll("\n", layout.newline);
}

function delimiters(
  text: string,
  { quotes: preferred, isRaw = false }: Layout,
): { opening: string; quotes: string; protect: (line: string) => string } {
  const other = preferred === '"""' ? "'''" : '"""';
  const raw = isRaw || text.includes("\\") ? "r" : "";
  for (const quotes of [preferred, other]) {
    if (!text.includes(quotes)) return { opening: raw + quotes, quotes, protect: (line) => line };
  }
  const protect = (line: string): string =>
    line.replaceAll("\\", "\\\\").replaceAll(preferred, `\\${preferred}`);
  return { opening: preferred, quotes: preferred, protect };
}

/** First paragraph and the rest of what stands before the sections. */
export function splitHead(lines: readonly string[]): { first: string; rest: string } {
  const content = trimBlankLines(lines);
  const end = content.findIndex((line) => line.trim() === "");
  if (end < 0) return { first: content.join("\n"), rest: "" };
  return { first: content.slice(0, end).join("\n"), rest: trimBlankLines(content.slice(end)).join("\n") };
}

export const docstringLines = (raw: string): string[] => toLines(readPythonString(raw));
