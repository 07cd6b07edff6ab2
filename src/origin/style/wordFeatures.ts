import { deflateRawSync } from "node:zlib";
import type { Values } from "./features.js";
import { isCommentary, type Token } from "./lex.js";
import { isBlank, mean, share, spread } from "./statistics.js";

const control =
  /^(?:if|elif|else|elsif|for|while|switch|case|match|try|except|catch|finally|rescue|ensure|with|return|yield|break|continue|throw|raise|unless|until|do|loop|foreach|default|goto|defer|select)$/;
const conditionWords = /^(?:if|elif|elsif|else|switch|case|match|unless)$/;
const loopWords = /^(?:for|while|loop|until|foreach)$/;
const errorWords = /^(?:try|except|catch|raise|throw|throws|rescue|panic|finally|Err|error|errors)$/;

/** Names, words, strings and how regular the text is. */
export function lexis(
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

function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const n of counts.values()) bits -= (n / text.length) * Math.log2(n / text.length);
  return bits;
}
