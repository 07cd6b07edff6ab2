/** Numbers of one row of logits, which is `logits[row * vocabulary … (row + 1) * vocabulary − 1]`. */

export function argmax(logits: Float32Array, row: number, vocabulary: number): number {
  const start = row * vocabulary;
  let best = start;
  let bestValue = Number.NEGATIVE_INFINITY;
  for (let i = start; i < start + vocabulary; i++) {
    const value = logits[i] as number;
    if (value > bestValue) {
      bestValue = value;
      best = i;
    }
  }
  return best - start;
}

/** ln Σ exp, with the maximum taken out so that nothing overflows. */
export function logSumExp(logits: Float32Array, row: number, vocabulary: number): number {
  const start = row * vocabulary;
  const end = start + vocabulary;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = start; i < end; i++) {
    const value = logits[i] as number;
    if (value > max) max = value;
  }
  return max + logSumBelow(logits, start, end, max);
}

/** Terms below e⁻²⁰ of the largest add less than 4e-5 in a vocabulary of 16,384; leaving them out saves most of the exponentials. */
const negligible = -20;

/** ln Σ exp(logit − max). */
function logSumBelow(logits: Float32Array, start: number, end: number, max: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) {
    const difference = (logits[i] as number) - max;
    if (difference > negligible) sum += Math.exp(difference);
  }
  return Math.log(sum);
}

/** The most likely token and its negative natural log probability. */
export function likeliest(
  logits: Float32Array,
  row: number,
  vocabulary: number,
): { token: number; nats: number } {
  const token = argmax(logits, row, vocabulary);
  const start = row * vocabulary;
  return { token, nats: logSumBelow(logits, start, start + vocabulary, logits[start + token] as number) };
}

/** Natural log probability of `token`. */
export const logProbability = (
  logits: Float32Array,
  row: number,
  vocabulary: number,
  token: number,
): number => (logits[row * vocabulary + token] as number) - logSumExp(logits, row, vocabulary);

/** The `count` largest, best first. */
export function topTokens(
  logits: Float32Array,
  row: number,
  vocabulary: number,
  count: number,
): { token: number; logit: number }[] {
  const start = row * vocabulary;
  const top: { token: number; logit: number }[] = [];
  let worst = Number.NEGATIVE_INFINITY;
  for (let token = 0; token < vocabulary; token++) {
    const logit = logits[start + token] as number;
    if (top.length === count && logit <= worst) continue;
    const place = top.findIndex((entry) => entry.logit < logit);
    top.splice(place < 0 ? top.length : place, 0, { token, logit });
    if (top.length > count) top.pop();
    worst = top.at(-1)?.logit ?? worst;
  }
  return top;
}
