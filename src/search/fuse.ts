import { matchedTerms, termsAmong } from "./lexical.js";
import weightsFile from "./weights.json" with { type: "json" };
import { wordsOf } from "./words.js";

/** What is known of a candidate for one query. */
export interface Candidate {
  readonly id: number;
  readonly name: string;
  /** Names around it: path, file and class. */
  readonly context: string;
  /** BM25 score; 0 where no word matches. */
  readonly words: number;
  /** Cosine; undefined where there is no embedding. */
  readonly closeness: number | undefined;
}

/** Numbers in [0, 1] that a score is made of, in the order of `weights.json`. */
export const featureNames = ["closeness", "words", "coverage", "inName", "ofName", "inContext"] as const;
export type Features = Readonly<Record<(typeof featureNames)[number], number>>;

/** The most that BM25 can give for a term, as a multiple of its rarity: k1 + 1. */
const mostOfTerm = 2.2;

/** `rarity` says of a term how much finding it means (inverse document frequency). */
export function featuresOf(
  candidates: readonly Candidate[],
  terms: readonly string[],
  rarity: (term: string) => number,
): Map<number, Features> {
  const best = Math.max(1e-9, ...candidates.map(({ words }) => words));
  const all = Math.max(1e-9, sum(terms));
  function sum(found: readonly string[]): number {
    return found.reduce((total, term) => total + rarity(term), 0);
  }
  // Many candidates share a file, and with it their context.
  const contexts = new Map<string, number>();
  function inContext(context: string): number {
    const known = contexts.get(context) ?? sum(matchedTerms(terms, context)) / all;
    contexts.set(context, known);
    return known;
  }
  return new Map(
    candidates.map(({ id, name, context, words, closeness = 0 }) => {
      const named = [...new Set(wordsOf(name.split(".").at(-1) ?? name))];
      const inName = termsAmong(terms, named);
      return [
        id,
        {
          closeness: Math.max(0, closeness),
          words: words / best,
          coverage: Math.min(1, words / (mostOfTerm * all)),
          inName: sum(inName) / all,
          ofName: named.length === 0 ? 0 : Math.min(1, inName.length / named.length),
          inContext: inContext(context),
        },
      ];
    }),
  );
}

/** Shares of the features, each at least 0, together 1. */
export type Weights = Features;

/** Fitted by `bench/search-weights.mjs` on repositories that neither the encoder nor any measurement has seen; `words` is for an index without embeddings. */
export const weights: Readonly<Record<"both" | "words", Weights>> = weightsFile;

/** A score in [0, 1] for each candidate, by the shares that were fitted. */
export function fuse(
  candidates: readonly Candidate[],
  terms: readonly string[],
  rarity: (term: string) => number,
): Map<number, number> {
  const hasEmbeddings = candidates.some(({ closeness }) => closeness !== undefined);
  const shares = weights[hasEmbeddings ? "both" : "words"];
  return new Map(
    [...featuresOf(candidates, terms, rarity)].map(([id, features]) => [id, weigh(features, shares)]),
  );
}

const weigh = (features: Features, shares: Weights): number =>
  featureNames.reduce((score, name) => score + shares[name] * features[name], 0);
