/** The words of identifiers, lower case, split at case changes, digits and punctuation. */
const wordsOf = (code: string): string[] =>
  code.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g)?.map((word) => word.toLowerCase()) ?? [];

export interface RetrievalExample {
  readonly code: string;
  /** Examples of one source never answer each other; absent where it is unknown. */
  readonly repository?: string;
}

/**
 * For each example the index of the most similar other one: BM25 (Robertson and Zaragoza 2009; k1 = 1.2, b = 0.75) over the
 * words of the identifiers in the code. Undefined where no other example shares a word.
 */
export function nearestExamples(examples: readonly RetrievalExample[]): (number | undefined)[] {
  const documents = examples.map(({ code }) => countWords(code));
  const lengths = documents.map((words) => [...words.values()].reduce((sum, n) => sum + n, 0));
  const meanLength = lengths.reduce((sum, n) => sum + n, 0) / Math.max(1, lengths.length);
  const postings = new Map<string, number[]>();
  documents.forEach((words, i) => {
    for (const word of words.keys()) {
      const holders = postings.get(word);
      if (holders) holders.push(i);
      else postings.set(word, [i]);
    }
  });
  return examples.map((example, query) => {
    const scores = new Map<number, number>();
    for (const word of documents[query]?.keys() ?? []) {
      const holders = postings.get(word) ?? [];
      const rarity = Math.log(1 + (examples.length - holders.length + 0.5) / (holders.length + 0.5));
      for (const i of holders) {
        const repository = examples[i]?.repository;
        if (i === query || (repository !== undefined && repository === example.repository)) continue;
        const frequency = documents[i]?.get(word) ?? 0;
        const norm = 1.2 * (0.25 + (0.75 * (lengths[i] ?? 0)) / meanLength);
        scores.set(i, (scores.get(i) ?? 0) + (rarity * frequency * 2.2) / (frequency + norm));
      }
    }
    let best: number | undefined;
    for (const [i, score] of scores) if (best === undefined || score > (scores.get(best) ?? 0)) best = i;
    return best;
  });
}

function countWords(code: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of wordsOf(code)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
