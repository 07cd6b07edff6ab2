import { fuse } from "./fuse.js";
import { rarest, searchTerms } from "./lexical.js";
import type { SearchStore, StoredPatch } from "./store.js";
import { closeness } from "./vectors.js";

/** What is asked of each of the two indexes where no filter throws some away. */
export const candidates = 300;

export interface RankedPatch {
  readonly patch: StoredPatch;
  readonly score: number;
  readonly closeness: number | undefined;
}

export interface RankOptions {
  /** Patches that each of the two indexes proposes. */
  readonly wanted: number;
  /** Of the words: one of `shareOfWords`. */
  readonly share: number;
  readonly accepts: (patch: StoredPatch) => boolean;
}

/** What the words and the meaning of a text propose, `wanted` of each, best first. Without a vector it is the words alone. */
export async function rankPatches(
  text: string,
  vector: Float32Array | undefined,
  store: SearchStore,
  { wanted, share, accepts }: RankOptions,
): Promise<{ readonly ranked: RankedPatch[]; readonly terms: readonly string[] }> {
  const terms = await rarest(searchTerms(text), store);
  const [worded, near] = await Promise.all([
    terms.length === 0 ? [] : store.words(terms, wanted),
    vector === undefined ? [] : store.nearest(vector, wanted),
  ]);
  const byWords = new Map(worded.map(({ id, score }) => [id, score]));
  const proposed = await store.patches([...new Set([...byWords.keys(), ...near])]);
  const known = [...proposed.values()].filter(accepts).map((patch) => ({
    patch,
    id: patch.id,
    words: byWords.get(patch.id) ?? 0,
    closeness:
      vector === undefined || patch.vector === undefined ? undefined : closeness(vector, patch.vector),
  }));
  const scores = fuse(known, share, Math.max(0, ...byWords.values()));
  const ranked = known
    .map(({ patch, id, closeness: cosine }) => ({ patch, score: scores.get(id) ?? 0, closeness: cosine }))
    .sort((a, b) => b.score - a.score || a.patch.id - b.patch.id);
  return { ranked, terms };
}
