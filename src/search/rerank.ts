import type { Reranker } from "../inference/reranker.js";
import { encoderInput } from "./patches.js";
import type { StoredPatch } from "./store.js";
import { encoderText } from "./words.js";

/** So many of the best are read together with the description. Its code is among them for 93 of 100 descriptions. */
export const readAgain = 20;
/** A step of one in the reranker's score counts as much as this much in the first. */
const weight = 0.03;

/** The place that reading it together with the query gives a function, of so many that were read. */
export interface ReadPlace {
  readonly place: number;
  readonly of: number;
}

/**
 * The best of a ranking in a better order: what the first ranking says and what the reranker says of the functions among them after reading each
 * with the query. It has learned functions only, so of classes, files and cells it says neither good nor bad. The scores stay between those that
 * the best had before, so that the others still come after them.
 */
export async function rerank<T extends { readonly patch: StoredPatch; readonly score: number }>(
  query: string,
  ranked: readonly T[],
  reranker: Reranker | undefined,
  signal: AbortSignal,
): Promise<readonly (T & { readonly read?: ReadPlace })[]> {
  const best = ranked.slice(0, readAgain);
  const functions = best.filter(({ patch }) => patch.kind === "function");
  const highest = best[0]?.score;
  const lowest = best.at(-1)?.score;
  if (reranker === undefined || highest === undefined || lowest === undefined || functions.length < 2)
    return ranked;
  const texts = functions.map(({ patch }) => encoderInput(patch));
  const scores = await reranker.scores(encoderText(query), texts, signal);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const scoreOf = new Map(functions.map(({ patch }, i) => [patch.id, scores[i] ?? mean]));
  const mixed = best
    .map((each) => ({ each, score: each.score + weight * (scoreOf.get(each.patch.id) ?? mean) }))
    .sort((a, b) => b.score - a.score);
  const most = mixed[0]?.score ?? 0;
  const least = mixed.at(-1)?.score ?? 0;
  const scale = most === least ? 0 : (highest - lowest) / (most - least);
  const again = mixed.map(({ each, score }) => {
    const own = scoreOf.get(each.patch.id);
    const read = own !== undefined && {
      place: 1 + scores.filter((other) => other > own).length,
      of: scores.length,
    };
    return { ...each, score: lowest + (score - least) * scale, ...(read && { read }) };
  });
  return [...again, ...ranked.slice(readAgain)];
}
