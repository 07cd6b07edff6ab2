const longestPeriod = 16;

/** Tokens at the end that only say again what came before: a period of up to 16 tokens, three times and at least 8 tokens long; else 0. */
export function repeatedTail(ids: readonly number[]): number {
  for (let period = 1; period <= longestPeriod; period++) {
    const span = Math.max(8, 3 * period);
    if (ids.length < span) return 0;
    const start = ids.length - span;
    let equal = true;
    for (let i = start + period; equal && i < ids.length; i++) equal = ids[i] === ids[i - period];
    if (equal) return span - period;
  }
  return 0;
}
