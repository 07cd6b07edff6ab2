import { deflateRawSync } from "node:zlib";
import type { LanguageId } from "../../syntax/types.js";
import { lex, type Token } from "./lex.js";

/**
 * Stylometric features of a piece of code, one number each. Layout, lexis and syntax as in Caliskan-Islam et al. 2015,
 * "De-anonymizing Programmers via Code Stylometry"; comments and regularity because assistants explain more and vary less (Pan et
 * al. 2024, "Assessing AI Detectors in Identifying AI-Generated Code"). Rates are by line that is not blank unless said otherwise.
 * The order is that of the model's input; models name the features they were trained with.
 */
export const featureTable = {
  lines: "natural logarithm of the number of lines that are not blank",
  lineLength: "mean length of these lines without indentation",
  lineLengthSpread: "standard deviation of that length",
  longestLine: "length of the longest line, indentation included",
  longLines: "share of lines with more than 88 characters",
  blankLines: "blank lines by line",
  blankRuns: "share of blank lines that follow a blank line",
  trailingSpace: "share of lines that end in white space",
  tabs: "share of indented lines that begin with a tab",
  indentTwo: "share of indented lines whose indentation is not a multiple of four",
  depth: "mean indentation in levels of four columns",
  depthMax: "largest indentation in such levels",
  spacedOperators: "share of = == != <= >= && || + - * / with a space on both sides",
  spacedCommas: "share of commas followed by white space",
  spacedKeywords: "share of if, for, while, switch, catch before a parenthesis that have a space there",
  braceLines: "lines that hold an opening brace alone, by line",
  trailingCommas: "share of closing brackets at the start of a line that follow a comma",
  parenLines: "lines that begin with a closing bracket, by line",
  doubleQuotes: "share of quoted strings that use double quotes",
  commentShare: "share of characters in comments and documentation strings",
  commentLines: "comments that have a line to themselves, by line",
  inlineComments: "comments behind code, by line",
  commentWords: "mean number of words of a comment",
  commentCapital: "share of comments that begin with a capital letter",
  commentPeriod: "share of comments that end with a full stop",
  commentVerbs: "share of comments that begin with a verb of instruction (Check, Create, Return …)",
  commentAfterBlank: "share of comment lines that follow a blank line",
  commentCode: "share of comments that look like code that was commented out",
  commentNotes: "TODO, FIXME, XXX, HACK and NOTE in comments, by line",
  typography: "characters outside of ASCII, by hundred characters",
  docTags: "tags and headings of documentation (@param, :param, Args:, Returns:), by line",
  nameLength: "mean length of identifiers",
  nameLengthSpread: "standard deviation of that length",
  shortNames: "share of identifiers with one or two characters",
  longNames: "share of identifiers with more than 15 characters",
  nameWords: "mean number of words in an identifier",
  nameDigits: "share of identifiers with a digit",
  nameVariety: "distinct identifiers by square root of all (Guiraud's index of lexical richness)",
  tokensByLine: "tokens without comments by line",
  keywords: "share of words that are keywords of control flow",
  conditions: "if, elif, else, switch, case, match and unless, by line",
  loops: "for, while, loop, until and foreach, by line",
  returns: "return and yield, by line",
  errors: "try, except, catch, raise, throw, rescue, panic and finally, by line",
  strings: "strings by line",
  stringLength: "mean length of a string",
  sentences: "share of strings that hold three words or more",
  numbers: "numbers by line",
  annotations: "type annotations: a word or bracket, a colon or an arrow, and a word, by line",
  entropy: "Shannon entropy of characters, in bits",
  compression: "size after DEFLATE by size before",
  repeatedLines: "share of lines that occur before in the same piece",
  lineStarts: "distinct first words of lines by number of lines",
} as const;

export type FeatureName = keyof typeof featureTable;
export const featureNames = Object.keys(featureTable) as FeatureName[];

const control =
  /^(?:if|elif|else|elsif|for|while|switch|case|match|try|except|catch|finally|rescue|ensure|with|return|yield|break|continue|throw|raise|unless|until|do|loop|foreach|default|goto|defer|select)$/;
const conditionWords = /^(?:if|elif|elsif|else|switch|case|match|unless)$/;
const loopWords = /^(?:for|while|loop|until|foreach)$/;
const errorWords = /^(?:try|except|catch|raise|throw|throws|rescue|panic|finally|Err|error|errors)$/;
const verbs =
  /^(?:add|allow|append|apply|assign|avoid|build|calculate|call|check|clean|clear|close|collect|compare|compute|convert|copy|count|create|declare|define|delete|determine|ensure|extract|fetch|fill|filter|find|format|generate|get|handle|if|increment|init|initiali[sz]e|insert|iterate|join|keep|load|log|loop|make|map|mark|merge|move|normali[sz]e|open|parse|perform|prepare|print|process|push|read|remove|replace|reset|return|reverse|run|save|scan|search|select|send|set|simulate|skip|sort|split|start|stop|store|sum|swap|test|track|transform|try|update|use|validate|verify|wait|wrap|write)s?\b/i;
const looksLikeCode = /[;{}]\s*$|^\s*[\w.]+\([^)]*\)\s*;?\s*$|^\s*[\w.[\]]+\s*=[^=]/;
const docTag =
  /(?:^|\s)[@\\:](?:param|returns?|throws|raises|type|arg)\b|^\s*(?:Args|Arguments|Returns|Raises|Yields|Parameters|Examples?|Notes?):?\s*$/gim;

/** The vector of `text`, in the order of `featureNames`. Linear in its length. */
export function featuresOf(text: string, language: LanguageId): Float32Array {
  const code = text.trimEnd();
  const tokens = lex(code, language);
  const lines = code.split("\n");
  const values = {
    ...layout(lines),
    ...spacing(code, tokens),
    ...comments(code, lines, tokens),
    ...lexis(code, lines, tokens),
  };
  return Float32Array.from(featureNames, (name) => {
    const value = values[name];
    return Number.isFinite(value) ? value : 0;
  });
}

type Values<K extends FeatureName> = Readonly<Record<K, number>>;

const isBlank = (line: string): boolean => line.trim() === "";

function layout(
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

function spacing(
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

function comments(
  code: string,
  lines: readonly string[],
  tokens: readonly Token[],
): Values<
  | "commentShare"
  | "commentLines"
  | "inlineComments"
  | "commentWords"
  | "commentCapital"
  | "commentPeriod"
  | "commentVerbs"
  | "commentAfterBlank"
  | "commentCode"
  | "commentNotes"
  | "docTags"
> {
  const full = Math.max(1, lines.filter((line) => !isBlank(line)).length);
  const found = tokens.filter(isCommentary);
  const own = found.filter(({ start }) =>
    /(?:^|\n)[ \t]*$/.test(code.slice(Math.max(0, start - 120), start)),
  );
  const texts = found.flatMap(({ kind, text }) => {
    const inner = text.replace(/^(?:\/\/+!?|#+!?|\/\*+!?|"""|''')|(?:\*\/|"""|''')$/g, "").trim();
    return inner === "" || /^[-=*#/\s]+$/.test(inner) ? [] : [{ kind, inner }];
  });
  const lined = texts.filter(({ kind }) => kind === "comment").map(({ inner }) => inner);
  const all = texts.map(({ inner }) => inner).join("\n");
  const afterBlank = own.filter(({ start }) =>
    /\n[ \t]*\n[ \t]*$/.test(code.slice(Math.max(0, start - 120), start)),
  );
  return {
    commentShare: found.reduce((sum, { text }) => sum + text.length, 0) / Math.max(1, code.length),
    commentLines: own.length / full,
    inlineComments: (found.length - own.length) / full,
    commentWords: mean(texts.map(({ inner }) => inner.split(/\s+/).length)),
    commentCapital: share(lined, (text) => /^\p{Lu}/u.test(text)),
    commentPeriod: share(lined, (text) => /[.!]$/.test(text)),
    commentVerbs: share(lined, (text) => verbs.test(text)),
    commentAfterBlank: afterBlank.length / Math.max(1, own.length),
    commentCode: share(lined, (text) => looksLikeCode.test(text)),
    commentNotes: (all.match(/\b(?:TODO|FIXME|XXX|HACK|NOTE)\b/g)?.length ?? 0) / full,
    docTags: (all.match(docTag)?.length ?? 0) / full,
  };
}

/** Comments, and the strings that document Python. */
const isCommentary = ({ kind, text }: Token): boolean =>
  kind === "comment" || (kind === "string" && /^(?:"""|''')/.test(text));

function lexis(
  code: string,
  lines: readonly string[],
  tokens: readonly Token[],
): Values<
  | "typography"
  | "nameLength"
  | "nameLengthSpread"
  | "shortNames"
  | "longNames"
  | "nameWords"
  | "nameDigits"
  | "nameVariety"
  | "tokensByLine"
  | "keywords"
  | "conditions"
  | "loops"
  | "returns"
  | "errors"
  | "strings"
  | "stringLength"
  | "sentences"
  | "numbers"
  | "annotations"
  | "entropy"
  | "compression"
> {
  const full = Math.max(1, lines.filter((line) => !isBlank(line)).length);
  const words = tokens.filter(({ kind }) => kind === "word").map(({ text }) => text);
  const names = words.filter((word) => !control.test(word));
  const strings = tokens
    .filter((token) => token.kind === "string" && !isCommentary(token))
    .map(({ text }) => text);
  const lengths = names.map((name) => name.length);
  const rate = (pattern: RegExp): number => words.filter((word) => pattern.test(word)).length / full;
  return {
    typography: (100 * (code.match(/[^\p{ASCII}]/gu)?.length ?? 0)) / Math.max(1, code.length),
    nameLength: mean(lengths),
    nameLengthSpread: spread(lengths),
    shortNames: share(names, (name) => name.length <= 2),
    longNames: share(names, (name) => name.length > 15),
    nameWords: mean(
      names.map((name) => name.split(/_+|(?<=\p{Ll})(?=\p{Lu})/u).filter((part) => part !== "").length),
    ),
    nameDigits: share(names, (name) => /\d/.test(name)),
    nameVariety: new Set(names).size / Math.sqrt(Math.max(1, names.length)),
    tokensByLine: tokens.filter((token) => !isCommentary(token)).length / full,
    keywords: (words.length - names.length) / Math.max(1, words.length),
    conditions: rate(conditionWords),
    loops: rate(loopWords),
    returns: rate(/^(?:return|yield)$/),
    errors: rate(errorWords),
    strings: strings.length / full,
    stringLength: mean(strings.map((text) => Math.min(200, text.length))),
    sentences: share(strings, (text) => text.trim().split(/\s+/).length >= 3),
    numbers: tokens.filter(({ kind }) => kind === "number").length / full,
    annotations: (code.match(/[\w)\]]\s*(?::|->)\s*[A-Za-z_]/g)?.length ?? 0) / full,
    entropy: entropy(code),
    compression: deflateRawSync(code).length / Math.max(1, code.length),
  };
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

function spread(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

const share = <T>(items: readonly T[], holds: (item: T) => boolean): number =>
  items.length === 0 ? 0 : items.filter(holds).length / items.length;

/** Tabs count as four columns. */
const columns = (indent: string): number => indent.replaceAll("\t", "    ").length;

function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const n of counts.values()) bits -= (n / text.length) * Math.log2(n / text.length);
  return bits;
}
