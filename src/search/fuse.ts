/** What is known of a candidate for one query. */
export interface Candidate {
  readonly id: number;
  /** BM25 score; 0 where no word matches. */
  readonly words: number;
  /** Cosine; undefined where there is no embedding. */
  readonly closeness: number | undefined;
}

/** The share of the words beside closeness; shares fitted on fifteen other repositories are the same and rank no better. */
const shareOfWords = 0.2;

/**
 * A score in [0, 1] for each candidate: closeness and BM25, the latter as a share of the best of this query, in a fixed mixture.
 * Without embeddings it is the words alone.
 */
export function fuse(candidates: readonly Candidate[]): Map<number, number> {
  const best = candidates.reduce((max, { words }) => Math.max(max, words), 0);
  return new Map(
    candidates.map(({ id, words, closeness }) => {
      const byWords = best === 0 ? 0 : words / best;
      if (closeness === undefined) return [id, byWords];
      return [id, (1 - shareOfWords) * Math.max(0, closeness) + shareOfWords * byWords];
    }),
  );
}
