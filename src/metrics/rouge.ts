/** Runs of ASCII letters and digits, lower case: the tokens of the `rouge_score` package without stemming. */
export const rougeTokens = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

/**
 * ROUGE-L between 0 and 1: the balanced F measure of the longest common subsequence (Lin 2004, "ROUGE: a package for
 * automatic evaluation of summaries", section 3). 0 when either side is empty.
 */
export function rougeL(candidate: readonly string[], reference: readonly string[]): number {
  const common = longestCommonSubsequence(candidate, reference);
  if (common === 0) return 0;
  const precision = common / candidate.length;
  const recall = common / reference.length;
  return (2 * precision * recall) / (precision + recall);
}

function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  let previous = new Array<number>(b.length + 1).fill(0);
  for (const token of a) {
    const row = [0];
    b.forEach((other, j) => {
      row.push(token === other ? (previous[j] ?? 0) + 1 : Math.max(previous[j + 1] ?? 0, row[j] ?? 0));
    });
    previous = row;
  }
  return previous[b.length] ?? 0;
}
