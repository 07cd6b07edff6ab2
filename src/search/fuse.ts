/** What is known of a candidate for one query. */
export interface Candidate {
  readonly id: number;
  /** BM25 score; 0 where no word matches. */
  readonly words: number;
  /** Cosine; undefined where there is no embedding. */
  readonly closeness: number | undefined;
}

/**
 * The share of the words beside closeness. Shares fitted on fifteen other repositories are the same for a description and rank no better;
 * a sentence of a paper is further from code than what the encoder has learned, and says more by the rare words that both hold.
 */
export const shareOfWords = { description: 0.2, paper: 0.5 } as const;

/**
 * A score in [0, 1] for each candidate: closeness and BM25, the latter as a share of the best that the query finds, in a fixed mixture.
 * `best` counts what filters leave out as well, or a chance word would be the best beside the selected code itself. Without
 * embeddings it is the words alone; what is not embedded yet, beside others that are, is taken to be as close as its words are good.
 */
export function fuse(candidates: readonly Candidate[], share: number, best: number): Map<number, number> {
  const closest = Math.max(...candidates.map(({ closeness }) => closeness ?? Number.NEGATIVE_INFINITY));
  return new Map(
    candidates.map(({ id, words, closeness }) => {
      const byWords = best === 0 ? 0 : words / best;
      if (closest === Number.NEGATIVE_INFINITY) return [id, byWords];
      return [id, (1 - share) * Math.max(0, closeness ?? byWords * closest) + share * byWords];
    }),
  );
}
