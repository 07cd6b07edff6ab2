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

/**
 * Exponentials of one step and vocabulary take a tenth of the step, a table a hundredth. exp(−i / 256) down to e⁻²⁰, with straight
 * lines between, is wrong by a factor of 2e-6 at most; the terms below add less than 4e-5 in a vocabulary of 16,384.
 */
const perUnit = 256;
const entries = 20 * perUnit;
const exponentials = Float64Array.from({ length: entries + 1 }, (_, i) => Math.exp(-i / perUnit));

/** ln Σ exp(logit − max). */
function logSumBelow(logits: Float32Array, start: number, end: number, max: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) {
    const place = (max - (logits[i] as number)) * perUnit;
    if (place >= entries) continue;
    const entry = place | 0;
    const above = exponentials[entry] as number;
    sum += above + (place - entry) * ((exponentials[entry + 1] as number) - above);
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
