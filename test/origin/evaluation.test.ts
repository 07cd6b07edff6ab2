import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { checkClassifierParity, openClassifier } from "../../src/inference/classifier.js";
import { forgetful } from "../../src/inference/storage.js";
import { findClassifier } from "../../src/inference/store.js";
import { verifyModel } from "../../src/inference/verify.js";
import { evaluateOrigin } from "../../src/origin/evaluation/evaluate.js";
import {
  auroc,
  balancedCalibrationError,
  calibrationError,
  flaggedShare,
  type Judged,
  macroF1,
  recallAt,
} from "../../src/origin/evaluation/measures.js";
import { parseCalibration, probabilityOf, shareOfHumans } from "../../src/origin/style/calibration.js";
import { createScorer, type StyleScorer } from "../../src/origin/style/scorer.js";

const models = path.join(import.meta.dirname, "../../models");
const never = new AbortController().signal;
const judged = (label: 0 | 1, score: number, flagged = score > 0.5): Judged => ({
  label,
  score,
  flagged,
  probability: score,
});

describe("measures", () => {
  const sample = [
    judged(0, 0.1),
    judged(0, 0.4),
    judged(0, 0.6),
    judged(1, 0.4),
    judged(1, 0.8),
    judged(1, 0.9),
  ];
  test("AUROC counts pairs, ties half", () => {
    // Of nine pairs the AI example is above in 7, level in 1.
    expect(auroc(sample)).toBeCloseTo(7.5 / 9);
    expect(auroc(sample.slice(0, 3))).toBeUndefined();
  });
  test("macro-F1, recall, false positives", () => {
    expect(macroF1(sample)).toBeCloseTo(2 / 3);
    expect(flaggedShare(sample, 1)).toBeCloseTo(2 / 3);
    expect(flaggedShare(sample, 0)).toBeCloseTo(1 / 3);
    expect(recallAt(sample, 0)).toBeCloseTo(2 / 3);
    expect(recallAt(sample, 0.34)).toBeCloseTo(2 / 3);
  });
  test("calibration error is zero where probabilities are shares", () => {
    const sure = [...Array(8).fill(judged(1, 0.8)), ...Array(2).fill(judged(0, 0.8))];
    expect(calibrationError(sure)).toBeCloseTo(0);
    expect(calibrationError([judged(0, 0.95)])).toBeCloseTo(0.95);
    const rare = [
      ...Array(90).fill(judged(0, 0.2)),
      ...Array(8).fill(judged(1, 0.8)),
      ...Array(2).fill(judged(1, 0.2)),
    ];
    expect(balancedCalibrationError(rare)).toBeCloseTo(
      0.5 * 0.8 * 0.2 + Math.abs(0.5 * 0.2 + 0.1 * (0.2 - 1)),
    );
    expect(balancedCalibrationError([judged(0, 0.5)])).toBeUndefined();
  });
});

describe("the model that ships", () => {
  const open = async () => {
    const { folder, manifest } = await findClassifier([models], "origin");
    return { folder, manifest, classifier: await openClassifier(folder, manifest) };
  };

  test("its files match, and ONNX Runtime repeats what scikit-learn computed", async () => {
    const { folder, manifest, classifier } = await open();
    await verifyModel(folder, manifest, forgetful, never);
    const { largestDifference, tolerance, rows } = await checkClassifierParity(folder, classifier, never);
    expect(rows).toBeGreaterThan(20);
    expect(largestDifference).toBeLessThanOrEqual(tolerance);
  });

  test("higher scores are rarer among people and more probable", async () => {
    const { folder, manifest } = await open();
    const calibration = parseCalibration(await readFile(path.join(folder, manifest.calibration), "utf8"));
    for (const [language, known] of Object.entries(calibration.languages)) {
      const [high, low] = [Float32Array.of(3, 3), Float32Array.of(-3, -3)];
      expect(probabilityOf(known, high), language).toBeGreaterThan(probabilityOf(known, low));
      expect(known.humans, language).toEqual([...known.humans].sort((a, b) => a - b));
      if (known.threshold === null) continue;
      expect(shareOfHumans(calibration.shares, known, known.threshold), language).toBeLessThanOrEqual(0.01);
    }
  });

  test("short, minified and unknown code is not scored", async () => {
    const scorer = createScorer((await open()).classifier);
    const long = Array.from({ length: 12 }, (_, i) => `x${i} = ${i}`).join("\n");
    const scores = await scorer.score(
      [
        { code: "x = 1\n", language: "python" },
        { code: `${long}\ny = "${"z".repeat(2_000)}"`, language: "python" },
        { code: long, language: "matlab" },
        { code: long, language: "python" },
      ],
      never,
    );
    expect(scores.map((score) => score !== undefined)).toEqual([false, false, false, true]);
    expect(scores[3]?.probability).toBeGreaterThanOrEqual(0);
    expect(scores[3]?.probability).toBeLessThanOrEqual(1);
  });
});

test("a data set is judged at the shipped threshold, with what is not scored counted as not flagged", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "codepatch-origin-"));
  const file = path.join(folder, "set.jsonl");
  const lines = [
    { code: "ai", language: "Python", label: 1, family: "OpenAI" },
    { code: "people", language: "C++", label: 0 },
    { code: "short", language: "python", label: 1 },
    { code: "(display)", language: "Scheme", label: 0 },
  ];
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
  const scorer: StyleScorer = {
    score: (pieces) =>
      Promise.resolve(
        pieces.map(({ code }) => {
          if (code.includes("short")) return undefined;
          const resemblesAi = code === "ai";
          return {
            probability: resemblesAi ? 1 : 0,
            resemblesAi,
            humanShare: 0.01,
          };
        }),
      ),
  };
  try {
    const result = await evaluateOrigin({ dataset: file }, scorer, () => {}, never);
    expect(result.n).toBe(3);
    expect(result.skipped).toEqual({ "a language that is not read": 1 });
    expect(result.metrics.AUROC?.value).toBe(1);
    expect(result.metrics.recall?.value).toBe(0.5);
    expect(result.metrics["false positives, cpp"]?.value).toBe(0);
    // Renamed, `ai` is no longer what this scorer knows.
    expect(result.metrics["recall renamed"]?.value).toBe(0);
    expect(Object.keys(result.baselines)).toEqual(["majority", "character trigrams"]);
    writeFileSync(file, '{"code": "x", "language": "python", "label": 2}\n');
    await expect(evaluateOrigin({ dataset: file }, scorer, () => {}, never)).rejects.toThrow(
      /line 1 \(label is neither 0 nor 1\); give a JSON Lines file of \{code, language, label: 0 or 1/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
