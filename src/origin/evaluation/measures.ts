import { seededRandom } from "../../base/random.js";
import type { MetricValue } from "../../protocol/messages.js";

export interface Judged {
  readonly label: 0 | 1;
  /** Higher is more like AI; -Infinity where none was given. */
  readonly score: number;
  readonly flagged: boolean;
  readonly probability?: number;
}

const resamples = 300;

/** Any measure of a set of judgements, with its 95 % percentile bootstrap interval; undefined where the set does not allow it. */
export function measured(
  judged: readonly Judged[],
  measure: (sample: readonly Judged[]) => number | undefined,
): MetricValue | undefined {
  const value = measure(judged);
  if (value === undefined) return undefined;
  const random = seededRandom(20261122);
  const values: number[] = [];
  for (let i = 0; i < resamples; i++) {
    const sample = judged
      .map(() => judged[Math.floor(random() * judged.length)])
      .filter((each) => each !== undefined);
    const one = measure(sample);
    if (one !== undefined) values.push(one);
  }
  values.sort((a, b) => a - b);
  const at = (share: number): number =>
    values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? value;
  return { value, low: at(0.025), high: at(0.975) };
}

/** Area under the ROC curve: the chance that an AI example scores above a human one, ties half (Mann-Whitney U). */
export function auroc(judged: readonly Judged[]): number | undefined {
  const sorted = [...judged].sort((a, b) => a.score - b.score);
  const positives = judged.filter(({ label }) => label === 1).length;
  const negatives = judged.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  let rankSum = 0;
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (end < sorted.length && sorted[end]?.score === sorted[i]?.score) end++;
    const rank = (i + 1 + end) / 2;
    for (; i < end; i++) if (sorted[i]?.label === 1) rankSum += rank;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Mean of the F1 of both classes. */
export function macroF1(judged: readonly Judged[]): number | undefined {
  if (judged.length === 0) return undefined;
  const f1 = (label: 0 | 1): number => {
    const truth = judged.filter((each) => each.label === label);
    const called = judged.filter(({ flagged }) => (flagged ? 1 : 0) === label);
    const both = truth.filter(({ flagged }) => (flagged ? 1 : 0) === label).length;
    return both === 0 ? 0 : (2 * both) / (truth.length + called.length);
  };
  return (f1(0) + f1(1)) / 2;
}

/** Share of `label` that is flagged: the recall of AI, or the false-positive rate of people. */
export function flaggedShare(judged: readonly Judged[], label: 0 | 1): number | undefined {
  const truth = judged.filter((each) => each.label === label);
  return truth.length === 0 ? undefined : truth.filter(({ flagged }) => flagged).length / truth.length;
}

/** Recall of AI at the lowest threshold that at most `rate` of the people's examples reach. */
export function recallAt(judged: readonly Judged[], rate: number): number | undefined {
  const humans = judged.filter(({ label }) => label === 0).map(({ score }) => score);
  const ai = judged.filter(({ label }) => label === 1);
  if (humans.length === 0 || ai.length === 0) return undefined;
  humans.sort((a, b) => b - a);
  const threshold = humans[Math.floor(rate * humans.length)] ?? Number.NEGATIVE_INFINITY;
  return ai.filter(({ score }) => score > threshold).length / ai.length;
}

/**
 * Expected calibration error over ten bins of equal width (Naeini et al. 2015), of the examples that were scored, each label counted as
 * half of them: that is the mixture for which probabilities are stated.
 */
export function balancedCalibrationError(judged: readonly Judged[]): number | undefined {
  const scored = judged.filter((each) => each.probability !== undefined);
  const ai = scored.filter(({ label }) => label === 1).length;
  if (ai === 0 || ai === scored.length) return undefined;
  return errorOf(scored, (label) => 0.5 / (label === 1 ? ai : scored.length - ai));
}

/** The same of the examples as they come. */
export function calibrationError(judged: readonly Judged[]): number | undefined {
  const scored = judged.filter((each) => each.probability !== undefined);
  return scored.length === 0 ? undefined : errorOf(scored, () => 1 / scored.length);
}

function errorOf(scored: readonly Judged[], weightOf: (label: 0 | 1) => number): number {
  const excess = new Array<number>(10).fill(0);
  for (const { label, probability = 0 } of scored) {
    const bin = Math.min(9, Math.floor(probability * 10));
    excess[bin] = (excess[bin] ?? 0) + weightOf(label) * (probability - label);
  }
  return excess.reduce((sum, each) => sum + Math.abs(each), 0);
}
