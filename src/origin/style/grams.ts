import type { LanguageId } from "../../syntax/types.js";
import { isCommentary, lex, type Token } from "./lex.js";
import { reserved } from "./reserved.js";

/**
 * Three views of a piece, each a set of n-grams hashed into buckets (Weinberger et al. 2009, "Feature Hashing for Large Scale
 * Multitask Learning"). `characters` sees everything. `words` does not see layout. `shapes` sees neither layout nor names.
 */
export const gramViews = ["characters", "words", "shapes"] as const;
export type GramView = (typeof gramViews)[number];
/** The distinct buckets of each view, ascending. */
export type Grams = Readonly<Record<GramView, Uint16Array>>;

const buckets = 1 << 16;
const maxCharacters = 12_000;
const maxTokens = 3_000;

/** Linear in the length of `text`; what is beyond 12,000 characters or 3,000 tokens is not read. */
export function gramsOf(text: string, language: LanguageId): Grams {
  const code = text.trimEnd().slice(0, maxCharacters);
  const tokens = lex(code, language).slice(0, maxTokens);
  const words = tokens.flatMap(wordsOf);
  return {
    characters: distinct(slide(Array.from(code, hash), [4])),
    words: distinct(slide(words.map(hash), [1, 2, 3])),
    shapes: distinct(slide(tokens.map(shapeOf).map(hash), [2, 3, 4])),
  };
}

/** Comments by their words, whatever line they stand on; what a string holds is somebody's data. */
function wordsOf(token: Token): readonly string[] {
  if (isCommentary(token)) return ["#", ...(token.text.match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [])];
  return [token.kind === "string" ? '"' : token.kind === "number" ? "0" : token.text];
}

function shapeOf(token: Token): string {
  if (isCommentary(token)) return "#";
  if (token.kind === "word") return reserved.has(token.text) ? token.text : "x";
  return token.kind === "string" ? '"' : token.kind === "number" ? "0" : token.text;
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return state;
}

/** Buckets of all runs of so many items. */
function* slide(items: readonly number[], sizes: readonly number[]): Generator<number> {
  for (const size of sizes) {
    for (let i = 0; i + size <= items.length; i++) {
      let state = size;
      for (let k = 0; k < size; k++)
        state = Math.imul(state ^ (items[i + k] ?? 0), 0x5bd1e995) ^ (state >>> 15);
      // The last steps of MurmurHash3, so that all bits reach the bucket.
      state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
      state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
      yield (state ^ (state >>> 16)) & (buckets - 1);
    }
  }
}

const distinct = (values: Iterable<number>): Uint16Array => Uint16Array.from(new Set(values)).sort();
