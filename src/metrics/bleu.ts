/** Words and single punctuation marks, lower case: how CodeXGLUE cuts text before it counts. */
export const textTokens = (text: string): string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];

const maxOrder = 4;

/**
 * Smoothed sentence BLEU-4 between 0 and 1, as the code-to-text task of CodeXGLUE computes it (Lu et al. 2021,
 * arXiv:2102.04664): BLEU of Papineni et al. (2002) with one added to matches and counts above unigrams (Lin and Och 2004,
 * "ORANGE") and to both lengths in the brevity penalty. Its figures are means of this over sentences, times 100.
 *
 * `weights` gives tokens another weight than 1 in unigrams (the weighted n-gram match of CodeBLEU).
 */
export function smoothedBleu(
  candidate: readonly string[],
  reference: readonly string[],
  weights: (token: string) => number = () => 1,
): number {
  let logPrecision = 0;
  for (let order = 1; order <= maxOrder; order++) {
    const weightOf = order === 1 ? weights : () => 1;
    const { matches, total } = overlap(candidate, reference, order, weightOf);
    const added = order > 1 ? 1 : 0;
    if (matches + added === 0 || total + added === 0) return 0;
    logPrecision += Math.log((matches + added) / (total + added)) / maxOrder;
  }
  const brevityPenalty = Math.min(0, 1 - (reference.length + 1) / (candidate.length + 1));
  return Math.exp(logPrecision + brevityPenalty);
}

function overlap(
  candidate: readonly string[],
  reference: readonly string[],
  order: number,
  weightOf: (token: string) => number,
): { matches: number; total: number } {
  const available = countNgrams(reference, order);
  let matches = 0;
  let total = 0;
  for (const [ngram, occurrences] of countNgrams(candidate, order)) {
    const weight = weightOf(ngram);
    total += weight * occurrences;
    matches += weight * Math.min(occurrences, available.get(ngram) ?? 0);
  }
  return { matches, total };
}

function countNgrams(tokens: readonly string[], order: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + order <= tokens.length; i++) {
    const ngram = tokens.slice(i, i + order).join(" ");
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}
