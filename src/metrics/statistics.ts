import { seededRandom } from "../base/random.js";
import type { MetricValue } from "../protocol/messages.js";

const resamples = 1000;

/** The mean with the bounds of its 95 % percentile bootstrap interval (Efron 1979). The same values give the same bounds. */
export function meanWithInterval(values: readonly number[]): MetricValue {
  return ratioWithInterval(values.map((value) => ({ numerator: value, denominator: 1 })));
}

/** Σ numerators / Σ denominators, resampled by pair: for rates such as bits per byte. NaN of nothing is given as 0. */
export function ratioWithInterval(
  pairs: readonly { readonly numerator: number; readonly denominator: number }[],
): MetricValue {
  const value = ratio(pairs);
  const random = seededRandom(20261120);
  const means = Array.from({ length: resamples }, () =>
    ratio(pairs.map(() => pairs[Math.floor(random() * pairs.length)] ?? { numerator: 0, denominator: 0 })),
  ).sort((a, b) => a - b);
  return { value, low: percentile(means, 2.5), high: percentile(means, 97.5) };
}

function ratio(pairs: readonly { readonly numerator: number; readonly denominator: number }[]): number {
  let numerator = 0;
  let denominator = 0;
  for (const pair of pairs) {
    numerator += pair.numerator;
    denominator += pair.denominator;
  }
  return denominator === 0 ? 0 : numerator / denominator;
}

/** A percentile of the values with its bootstrap interval. */
export function percentileWithInterval(values: readonly number[], p: number): MetricValue {
  const random = seededRandom(20261121);
  const of = (sample: readonly number[]) =>
    percentile(
      [...sample].sort((a, b) => a - b),
      p,
    );
  const samples = Array.from({ length: resamples }, () =>
    of(values.map(() => values[Math.floor(random() * values.length)] ?? 0)),
  ).sort((a, b) => a - b);
  return { value: of(values), low: percentile(samples, 2.5), high: percentile(samples, 97.5) };
}

/** Linear interpolation between the closest ranks of ascending values; 0 of none. */
export function percentile(ascending: readonly number[], p: number): number {
  const position = ((ascending.length - 1) * p) / 100;
  const below = ascending[Math.floor(position)] ?? 0;
  const above = ascending[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}
