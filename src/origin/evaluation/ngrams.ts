const buckets = 1 << 16;
const folds = 5;

/**
 * The baseline: multinomial naive Bayes over hashed character trigrams (Manning et al. 2008, chapter 13), trained on four fifths of
 * the very data set and applied to the rest, in turn. The score is the mean log-odds of a trigram.
 */
export function trigramScores(
  examples: readonly { readonly code: string; readonly label: 0 | 1 }[],
): number[] {
  const grams = examples.map(({ code }) => trigrams(code));
  const scores = new Array<number>(examples.length).fill(0);
  for (let fold = 0; fold < folds; fold++) {
    const counts = [new Float64Array(buckets).fill(0.1), new Float64Array(buckets).fill(0.1)] as const;
    const totals: [number, number] = [0.1 * buckets, 0.1 * buckets];
    for (const [i, { label }] of examples.entries()) {
      if (i % folds === fold) continue;
      for (const gram of grams[i] ?? []) {
        counts[label][gram] = (counts[label][gram] ?? 0) + 1;
        totals[label]++;
      }
    }
    const odds = counts[1].map(
      (n, gram) => Math.log(n / totals[1]) - Math.log((counts[0][gram] ?? 0.1) / totals[0]),
    );
    for (let i = fold; i < examples.length; i += folds) {
      const own = grams[i] ?? new Uint16Array();
      scores[i] = own.reduce((sum, gram) => sum + (odds[gram] ?? 0), 0) / Math.max(1, own.length);
    }
  }
  return scores;
}

function trigrams(code: string): Uint16Array {
  const text = code.slice(0, 20_000);
  return Uint16Array.from({ length: Math.max(0, text.length - 2) }, (_, i) => {
    const mixed = Math.imul(text.charCodeAt(i), 0x9e3779b1) ^ Math.imul(text.charCodeAt(i + 1), 0x85ebca6b);
    return (
      (Math.imul(mixed ^ Math.imul(text.charCodeAt(i + 2), 0xc2b2ae35), 0x27d4eb2f) >>> 16) & (buckets - 1)
    );
  });
}
