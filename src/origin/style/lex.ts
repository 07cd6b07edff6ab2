import type { LanguageId } from "../../syntax/types.js";

export type TokenKind = "comment" | "string" | "number" | "word" | "operator" | "punctuation";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
}

/** What is enough of a language to tell comments and strings from code. */
interface Lexicon {
  readonly lineComments: readonly string[];
  readonly blockComments: boolean;
  /** Longest first. */
  readonly quotes: readonly string[];
}

const cLike: Lexicon = { lineComments: ["//"], blockComments: true, quotes: ['"', "'"] };
const scripts: Lexicon = { ...cLike, quotes: ['"', "'", "`"] };
const lexicons: Readonly<Record<LanguageId, Lexicon>> = {
  python: { lineComments: ["#"], blockComments: false, quotes: ['"""', "'''", '"', "'"] },
  ruby: { lineComments: ["#"], blockComments: false, quotes: ['"', "'", "`"] },
  php: { ...cLike, lineComments: ["//", "#"] },
  javascript: scripts,
  typescript: scripts,
  tsx: scripts,
  go: scripts,
  java: { ...cLike, quotes: ['"""', '"', "'"] },
  c: cLike,
  cpp: cLike,
  csharp: cLike,
  // A quote may begin a lifetime.
  rust: { ...cLike, quotes: ['"'] },
  // A quote may be a transpose.
  matlab: { lineComments: ["%", "#"], blockComments: false, quotes: ['"'] },
};

const word = /[\p{L}_$@][\p{L}\p{N}_$]*/uy;
const number = /(?:0[xXbBoO][\da-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)\w*/y;
const operator = /[<>=!+\-*/%&|^~?]=?=?|\*\*=?|\/\/=?|<<=?|>>=?|&&|\|\||->|=>|::|:=|\.\.\.?/y;
const blank = /\s+/y;

/** Tokens in order, white space left out. Never fails: what is no token of any kind counts as punctuation. */
export function lex(code: string, language: LanguageId): Token[] {
  const lexicon = lexicons[language];
  const tokens: Token[] = [];
  let at = 0;
  const push = (kind: TokenKind, end: number): void => {
    tokens.push({ kind, text: code.slice(at, end), start: at });
    at = end;
  };
  const matched = (pattern: RegExp): number | undefined => {
    pattern.lastIndex = at;
    return pattern.test(code) ? pattern.lastIndex : undefined;
  };
  while (at < code.length) {
    const skipped = matched(blank);
    if (skipped !== undefined) {
      at = skipped;
      continue;
    }
    const quote = lexicon.quotes.find((each) => code.startsWith(each, at));
    if (lexicon.lineComments.some((mark) => code.startsWith(mark, at))) push("comment", lineEnd(code, at));
    else if (lexicon.blockComments && code.startsWith("/*", at)) push("comment", after(code, "*/", at + 2));
    else if (quote !== undefined) push("string", stringEnd(code, at, quote));
    else {
      const end = matched(word);
      const digits = end === undefined ? matched(number) : undefined;
      if (end !== undefined) push("word", end);
      else if (digits !== undefined) push("number", digits);
      else {
        const sign = matched(operator);
        if (sign !== undefined) push("operator", sign);
        else push("punctuation", at + 1);
      }
    }
  }
  return tokens;
}

function lineEnd(code: string, from: number): number {
  const end = code.indexOf("\n", from);
  return end < 0 ? code.length : end;
}

function after(code: string, mark: string, from: number): number {
  const end = code.indexOf(mark, from);
  return end < 0 ? code.length : end + mark.length;
}

/** One-line strings end with their line at the latest, so that an apostrophe out of place costs one line. */
function stringEnd(code: string, from: number, quote: string): number {
  const isLong = quote.length === 3 || quote === "`";
  for (let i = from + quote.length; i < code.length; i++) {
    if (code[i] === "\\") i++;
    else if (code.startsWith(quote, i)) return i + quote.length;
    else if (code[i] === "\n" && !isLong) return i;
  }
  return code.length;
}

/** Comments, and the strings that document Python. */
export const isCommentary = ({ kind, text }: Token): boolean =>
  kind === "comment" || (kind === "string" && /^(?:"""|''')/.test(text));
