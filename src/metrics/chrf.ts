const maxOrder = 6;
/** Recall counts β times as much as precision. */
const beta = 2;

/**
 * chrF2 between 0 and 1: the F score of character n-grams up to 6, white space left out (Popović 2015, "chrF: character n-gram
 * F-score for automatic MT evaluation"); precision and recall are means over the orders that both texts have.
 */
export function chrf(candidate: string, reference: string): number {
  const [a, b] = [candidate, reference].map((text) => [...text.replace(/\s+/g, "")]);
  let precision = 0;
  let recall = 0;
  let orders = 0;
  for (let order = 1; order <= maxOrder; order++) {
    const [own, wanted] = [ngrams(a ?? [], order), ngrams(b ?? [], order)];
    const [total, needed] = [size(own), size(wanted)];
    if (total === 0 || needed === 0) continue;
    let matches = 0;
    for (const [gram, n] of own) matches += Math.min(n, wanted.get(gram) ?? 0);
    precision += matches / total;
    recall += matches / needed;
    orders++;
  }
  if (orders === 0 || precision + recall === 0) return 0;
  const [p, r] = [precision / orders, recall / orders];
  return ((1 + beta ** 2) * p * r) / (beta ** 2 * p + r);
}

function ngrams(characters: readonly string[], order: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + order <= characters.length; i++) {
    const gram = characters.slice(i, i + order).join("");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

const size = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, n) => sum + n, 0);
