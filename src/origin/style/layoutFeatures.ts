import type { Values } from "./features.js";
import type { Token } from "./lex.js";
import { isBlank, mean, share, spread } from "./statistics.js";

/** Lines, indentation and blank lines. */
export function layout(
  lines: readonly string[],
): Values<
  | "lines"
  | "lineLength"
  | "lineLengthSpread"
  | "longestLine"
  | "longLines"
  | "blankLines"
  | "blankRuns"
  | "trailingSpace"
  | "tabs"
  | "indentTwo"
  | "depth"
  | "depthMax"
  | "braceLines"
  | "parenLines"
  | "repeatedLines"
  | "lineStarts"
> {
  const full = lines.filter((line) => !isBlank(line));
  const lengths = full.map((line) => line.trim().length);
  const indents = full.map((line) => columns(/^\s*/.exec(line)?.[0] ?? ""));
  const indented = full.filter((line) => /^\s/.test(line));
  const blanks = lines.length - full.length;
  const runs = lines.filter((line, i) => i > 0 && isBlank(line) && isBlank(lines[i - 1] ?? "x")).length;
  const trimmed = full.map((line) => line.trim());
  return {
    lines: Math.log(Math.max(1, full.length)),
    lineLength: mean(lengths),
    lineLengthSpread: spread(lengths),
    longestLine: Math.min(400, Math.max(0, ...full.map((line) => line.length))),
    longLines: share(full, (line) => line.length > 88),
    blankLines: blanks / full.length,
    blankRuns: runs / Math.max(1, blanks),
    trailingSpace: share(lines, (line) => /[ \t]$/.test(line)),
    tabs: share(indented, (line) => line.startsWith("\t")),
    indentTwo: share(
      indents.filter((indent) => indent > 0),
      (indent) => indent % 4 !== 0,
    ),
    depth: mean(indents) / 4,
    depthMax: Math.max(0, ...indents) / 4,
    braceLines: share(trimmed, (line) => line === "{"),
    parenLines: share(trimmed, (line) => /^[)\]}]/.test(line)),
    repeatedLines: 1 - new Set(trimmed).size / Math.max(1, trimmed.length),
    lineStarts: new Set(trimmed.map((line) => /^\w+|^\W/.exec(line)?.[0])).size / Math.max(1, trimmed.length),
  };
}

/** Where people put spaces, commas and quotes. */
export function spacing(
  code: string,
  tokens: readonly Token[],
): Values<"spacedOperators" | "spacedCommas" | "spacedKeywords" | "trailingCommas" | "doubleQuotes"> {
  const isSpace = (at: number): boolean => at < 0 || at >= code.length || /\s/.test(code[at] ?? " ");
  const binary = tokens.filter(
    ({ kind, text }) => kind === "operator" && /^(?:[=!<>]=|=|&&|\|\||[+\-*/])$/.test(text),
  );
  const commas = tokens.filter(({ text }) => text === ",");
  const heads = tokens.filter(
    ({ text }, i) => /^(?:if|for|while|switch|catch)$/.test(text) && tokens[i + 1]?.text === "(",
  );
  const closers = tokens.filter(
    ({ text, start }) =>
      /^[)\]}]$/.test(text) && /\n[ \t]*$/.test(code.slice(Math.max(0, start - 80), start)),
  );
  const before = new Map(tokens.map((token, i) => [token, tokens[i - 1]]));
  const quoted = tokens.filter(({ kind, text }) => kind === "string" && text.length > 2);
  return {
    spacedOperators: share(binary, ({ start, text }) => isSpace(start - 1) && isSpace(start + text.length)),
    spacedCommas: share(commas, ({ start }) => isSpace(start + 1)),
    spacedKeywords: share(heads, ({ start, text }) => isSpace(start + text.length)),
    trailingCommas: share(closers, (token) => before.get(token)?.text === ","),
    doubleQuotes: share(quoted, ({ text }) => text.startsWith('"')),
  };
}

/** Tabs count as four columns. */
const columns = (indent: string): number => indent.replaceAll("\t", "    ").length;
