import { seededRandom } from "../../base/random.js";
import { percentile } from "../../metrics/statistics.js";
import type { MetricValue } from "../../protocol/messages.js";
import type { Score } from "./score.js";

const ratios: Readonly<Record<string, (score: Score) => readonly [number, number]>> = {
  precision: ({ right, said }) => [right, said],
  recall: ({ recalled, drawn }) => [recalled, drawn],
  objectsFound: ({ found, objects }) => [found, objects],
  objectsInvented: ({ invented, found }) => [invented, found + invented],
  unknownsAdmitted: ({ admitted, unknowable }) => [admitted, unknowable],
};

/** What a program scored, and the repository that it is of. */
export interface Scored {
  readonly repository: string;
  readonly score: Score;
}

type Average = (
  groups: readonly (readonly Scored[])[],
  ratio: (score: Score) => readonly [number, number],
) => number;

/**
 * Each ratio that something counts for: the average of the programs of each repository, then of the repositories; and as
 * `pooled…` over all that was said or drawn. Bounds of 95 % by drawing programs anew within each repository.
 */
export function metricsOf(scored: readonly Scored[]): Record<string, MetricValue> {
  const names = [...new Set(scored.map(({ repository }) => repository))];
  const groups = names.map((name) => scored.filter(({ repository }) => repository === name));
  const random = seededRandom(20261120);
  const draw = <T>(list: readonly T[]): T[] =>
    list.map(() => list[Math.floor(random() * list.length)]).filter((each) => each !== undefined);
  const samples = Array.from({ length: 500 }, () => groups.map(draw));
  const metric = (average: Average, ratio: (score: Score) => readonly [number, number]): MetricValue => {
    const values = samples.map((sample) => average(sample, ratio)).sort((a, b) => a - b);
    return {
      value: average(groups, ratio),
      low: percentile(values, 2.5),
      high: percentile(values, 97.5),
    };
  };
  const asked = Object.entries(ratios).filter(([, ratio]) => scored.some(({ score }) => ratio(score)[1] > 0));
  return Object.fromEntries([
    ...asked.map(([name, ratio]) => [name, metric(overRepositories, ratio)]),
    ...asked.map(([name, ratio]) => [
      `pooled${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      metric(pooled, ratio),
    ]),
  ]);
}

/** Programs that the ratio says nothing of are left out. */
const overRepositories: Average = (groups, ratio) => {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const shares = groups.flatMap((group) => {
    const ratios = group.map(({ score }) => ratio(score)).filter(([, whole]) => whole > 0);
    return ratios.length === 0 ? [] : [mean(ratios.map(([part, whole]) => part / whole))];
  });
  return shares.length === 0 ? 0 : mean(shares);
};

/** Over all statements or objects of all programs, so that a program counts by how much it draws. */
const pooled: Average = (groups, ratio) => {
  let [part, whole] = [0, 0];
  for (const { score } of groups.flat()) {
    const [a, b] = ratio(score);
    part += a;
    whole += b;
  }
  return whole === 0 ? 0 : part / whole;
};
