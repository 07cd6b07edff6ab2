import { readSample } from "../../metrics/sample.js";
import { meanWithInterval } from "../../metrics/statistics.js";
import type { EvaluateKindsParams, EvaluateKindsResult } from "../../protocol/commit.js";
import type { MetricValue } from "../../protocol/messages.js";
import { likelyClasses, rulesDecide, sure } from "./estimate.js";
import { comparedKind, sameKind } from "./same.js";

interface KindExample {
  readonly signs: readonly string[];
  /** What the author declares. */
  readonly kind: string;
  /** What the files alone show. */
  readonly shown?: string;
}

interface Judged {
  readonly declared: string;
  readonly said: string;
  readonly ruled: string;
  readonly certainty: "known" | "estimated" | "unclear";
  /** Of an estimate of the model; absent where the files or clear rules decide. */
  readonly probability?: number;
}

/**
 * How often the kind of a change is what its author declared, the declaration hidden. `accuracy`: of all, and of what the files show,
 * what is estimated and what is called unclear (then of the likelier kind); `recall…`: of what authors declare as that kind.
 * Baselines: the rules alone; the most frequent kind.
 */
export async function evaluateKinds(params: EvaluateKindsParams): Promise<EvaluateKindsResult> {
  const examples = await readSample(params.dataset, "{signs, kind, shown?}", exampleOf, params.limit);
  const judged = examples.map(judge);
  const frequent = mostFrequent(judged.map(({ declared }) => comparedKind(declared)));
  return {
    metrics: { ...metricsOf(judged, ({ said }) => said), ...shares(judged) },
    baselines: {
      rules: metricsOf(judged, ({ ruled }) => ruled),
      "most frequent": metricsOf(judged, () => frequent),
    },
    n: judged.length,
    skipped: {},
    confusion: confusionOf(judged),
    calibration: calibrationOf(judged),
  };
}

function exampleOf(line: unknown): KindExample {
  const { signs, kind, shown } = (typeof line === "object" && line !== null ? line : {}) as Record<
    string,
    unknown
  >;
  if (!Array.isArray(signs) || typeof kind !== "string")
    throw new Error("the fields signs and kind are needed");
  return { signs: signs.map(String), kind, ...(typeof shown === "string" && { shown }) };
}

/** As `kindOf` does, from recorded signs. */
function judge({ signs, kind: declared, shown }: KindExample): Judged {
  const rules = signs.filter((sign) => sign.startsWith("rule:"));
  const ruled = shown ?? rules[0]?.slice("rule:".length) ?? "housekeeping";
  const common = { declared, ruled };
  if (shown !== undefined) return { ...common, said: shown, certainty: "known" };
  if (rulesDecide(ruled, signs)) return { ...common, said: ruled, certainty: "estimated" };
  const [best] = likelyClasses(signs);
  if (best === undefined) return { ...common, said: ruled, certainty: "estimated" };
  const { name, probability } = best;
  if (probability >= sure) return { ...common, said: name, certainty: "estimated", probability };
  return rules.length > 1
    ? { ...common, said: ruled, certainty: "estimated" }
    : { ...common, said: name, certainty: "unclear", probability };
}

function mostFrequent(kinds: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

function metricsOf(
  judged: readonly Judged[],
  saidOf: (judged: Judged) => string,
): Record<string, MetricValue> {
  const metrics: Record<string, MetricValue> = {};
  const rate = (name: string, of: readonly Judged[]): void => {
    if (of.length > 0)
      metrics[name] = meanWithInterval(of.map((each) => (sameKind(saidOf(each), each.declared) ? 1 : 0)));
  };
  rate("accuracy", judged);
  for (const certainty of ["known", "estimated", "unclear"] as const)
    rate(
      `accuracy, ${certainty}`,
      judged.filter((each) => each.certainty === certainty),
    );
  for (const kind of new Set(judged.map(({ declared }) => comparedKind(declared)).sort()))
    rate(
      `recall, ${kind}`,
      judged.filter(({ declared }) => comparedKind(declared) === kind),
    );
  return metrics;
}

const shares = (judged: readonly Judged[]): Record<string, MetricValue> =>
  Object.fromEntries(
    (["known", "estimated", "unclear"] as const).map((certainty) => [
      `share, ${certainty}`,
      meanWithInterval(judged.map((each) => (each.certainty === certainty ? 1 : 0))),
    ]),
  );

function confusionOf(judged: readonly Judged[]): Record<string, Record<string, number>> {
  const confusion: Record<string, Record<string, number>> = {};
  for (const { declared, said } of judged) {
    const kind = comparedKind(declared);
    const row = confusion[kind] ?? {};
    confusion[kind] = row;
    const found = comparedKind(said);
    row[found] = (row[found] ?? 0) + 1;
  }
  return confusion;
}

/** By tenths of the probability that the model gives. */
function calibrationOf(judged: readonly Judged[]): EvaluateKindsResult["calibration"] {
  const estimates = judged.flatMap(({ probability, said, declared }) =>
    probability === undefined ? [] : [{ probability, isRight: sameKind(said, declared) }],
  );
  return Array.from({ length: 10 }, (_, i) => i / 10).flatMap((from) => {
    const own = estimates.filter(
      ({ probability }) => Math.min(9, Math.floor(probability * 10)) === Math.round(from * 10),
    );
    if (own.length === 0) return [];
    return [
      {
        from,
        n: own.length,
        said: own.reduce((sum, { probability }) => sum + probability, 0) / own.length,
        right: meanWithInterval(own.map(({ isRight }) => (isRight ? 1 : 0))),
      },
    ];
  });
}
