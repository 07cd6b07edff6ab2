import { throwIfAborted } from "../../base/errors.js";
import type { MetricValue, Progress } from "../../protocol/messages.js";
import type { OriginEvaluateParams, OriginEvaluateResult } from "../../protocol/origin.js";
import type { LanguageId } from "../../syntax/types.js";
import type { StyleScorer } from "../style/scorer.js";
import { reformatted, renamed } from "./disguise.js";
import { readExamples } from "./examples.js";
import {
  auroc,
  balancedCalibrationError,
  calibrationError,
  flaggedShare,
  type Judged,
  macroF1,
  measured,
  recallAt,
} from "./measures.js";
import { trigramScores } from "./ngrams.js";

interface Example {
  readonly code: string;
  readonly language: LanguageId;
  readonly label: 0 | 1;
}

type Metrics = Record<string, MetricValue>;

/**
 * The style of a data set judged as the product judges it: at the shipped threshold of each language, an example that is not scored
 * (too short, language not known well enough) counted as not flagged. AUROC, recall at 1 % and calibration error are of what was scored.
 */
export async function evaluateOrigin(
  { dataset, limit }: OriginEvaluateParams,
  scorer: StyleScorer,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<OriginEvaluateResult> {
  const skipped: Record<string, number> = {};
  let examples: Example[] = [];
  for await (const { code, language, label } of readExamples(dataset, signal)) {
    if (language === undefined)
      skipped["a language that is not read"] = (skipped["a language that is not read"] ?? 0) + 1;
    else examples.push({ code, language, label });
  }
  if (limit !== undefined && examples.length > limit)
    examples = Array.from(
      { length: limit },
      (_, i) => examples[Math.floor((i * examples.length) / limit)],
    ).filter((each) => each !== undefined);
  const judge = async (
    name: string,
    change: (code: string, language: LanguageId) => string,
  ): Promise<Judged[]> => {
    const judged: Judged[] = [];
    for (let at = 0; at < examples.length; at += 200) {
      throwIfAborted(signal);
      report({ message: name, done: at, total: examples.length });
      const batch = examples.slice(at, at + 200);
      const pieces = batch.map(({ code, language }) => ({ code: change(code, language), language }));
      for (const [i, score] of (await scorer.score(pieces, signal)).entries()) {
        const label = batch[i]?.label ?? 0;
        judged.push(
          score
            ? { label, score: score.probability, flagged: score.resemblesAi, probability: score.probability }
            : { label, score: Number.NEGATIVE_INFINITY, flagged: false },
        );
      }
    }
    return judged;
  };

  const judged = await judge("As it is", (code) => code);
  const metrics: Metrics = {};
  const add = (name: string, value: MetricValue | undefined): void => {
    if (value) metrics[name] = value;
  };
  addAll("", judged, add);
  add("calibration error (ECE)", measured(judged, calibrationError));
  add("calibration error where half are AI", measured(judged, balancedCalibrationError));
  add(
    "share scored",
    measured(judged, (sample) => sample.filter(isScored).length / Math.max(1, sample.length)),
  );
  for (const language of [...new Set(examples.map((each) => each.language))].sort()) {
    const own = judged.filter((_, i) => examples[i]?.language === language);
    add(
      `false positives, ${language}`,
      measured(own, (sample) => flaggedShare(sample, 0)),
    );
    add(
      `recall, ${language}`,
      measured(own, (sample) => flaggedShare(sample, 1)),
    );
  }
  addAll(" renamed", await judge("Renamed", renamed), add);
  addAll(" reformatted", await judge("Reformatted", reformatted), add);

  return {
    metrics,
    baselines: { majority: majority(judged), "character trigrams": trigrams(examples) },
    n: examples.length,
    skipped,
  };
}

const isScored = ({ score }: Judged): boolean => Number.isFinite(score);

function addAll(
  suffix: string,
  judged: readonly Judged[],
  add: (name: string, value: MetricValue | undefined) => void,
): void {
  const scored = judged.filter(isScored);
  add(`AUROC${suffix}`, measured(scored, auroc));
  add(`macro-F1${suffix}`, measured(judged, macroF1));
  add(
    `recall${suffix}`,
    measured(judged, (sample) => flaggedShare(sample, 1)),
  );
  add(
    `false positives${suffix}`,
    measured(judged, (sample) => flaggedShare(sample, 0)),
  );
  add(
    `recall at 1 % false positives${suffix}`,
    measured(scored, (sample) => recallAt(sample, 0.01)),
  );
}

/** Says of everything what most of the data set is. */
function majority(judged: readonly Judged[]): Metrics {
  const flagged = judged.filter(({ label }) => label === 1).length * 2 > judged.length;
  const f1 = measured(
    judged.map(({ label }) => ({ label, score: 0, flagged })),
    macroF1,
  );
  return f1 ? { "macro-F1": f1 } : {};
}

function trigrams(examples: readonly Example[]): Metrics {
  const scores = trigramScores(examples);
  const judged = examples.map(({ label }, i) => ({
    label,
    score: scores[i] ?? 0,
    flagged: (scores[i] ?? 0) > 0,
  }));
  const entries = {
    AUROC: measured(judged, auroc),
    "macro-F1": measured(judged, macroF1),
    "recall at 1 % false positives": measured(judged, (sample) => recallAt(sample, 0.01)),
  };
  return Object.fromEntries(
    Object.entries(entries).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}
