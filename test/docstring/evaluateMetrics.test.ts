import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeBleuOfText } from "../../src/docstring/metrics/codeBleu.js";
import { smoothedBleu, textTokens } from "../../src/metrics/bleu.js";
import { nearestExamples } from "../../src/metrics/retrieval.js";
import { rougeL, rougeTokens } from "../../src/metrics/rouge.js";
import { meanWithInterval, percentile, ratioWithInterval } from "../../src/metrics/statistics.js";

const bleu = (a: string, b: string) => smoothedBleu(textTokens(a), textTokens(b));
const rouge = (a: string, b: string) => rougeL(rougeTokens(a), rougeTokens(b));
const sentence = fc
  .array(fc.constantFrom("return", "the", "mean", "of", "x", "values", ","), { minLength: 1, maxLength: 12 })
  .map((words) => words.join(" "));

describe("smoothed BLEU-4", () => {
  it("is 1 for equal sentences of four tokens and more", () => {
    expect(bleu("Return the mean value.", "return the mean value.")).toBeCloseTo(1, 12);
  });

  it("follows the formula on a case counted by hand", () => {
    // Precisions 3/4, (1+1)/(3+1), (0+1)/(2+1), (0+1)/(1+1); lengths 4 and 5.
    const expected = (0.75 * 0.5 * (1 / 3) * 0.5) ** 0.25 * Math.exp(1 - 6 / 5);
    expect(bleu("the mean x values", "values of the mean y")).toBeCloseTo(expected, 12);
  });

  it("is 0 without a common word and for an empty candidate", () => {
    expect(bleu("alpha beta", "gamma delta")).toBe(0);
    expect(bleu("", "gamma delta")).toBe(0);
  });

  it("stays between 0 and 1", () => {
    fc.assert(
      fc.property(sentence, sentence, (a, b) => {
        const value = bleu(a, b);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});

describe("ROUGE-L", () => {
  it("is the F measure of the longest common subsequence", () => {
    // Common subsequence: "the mean values"; precision 3/4, recall 3/5.
    expect(rouge("the mean x values", "the plain mean of values")).toBeCloseTo((2 * 0.75 * 0.6) / 1.35, 12);
  });

  it("is symmetric, and 1 exactly for equal tokens", () => {
    fc.assert(
      fc.property(sentence, sentence, (a, b) => {
        expect(rouge(a, b)).toBeCloseTo(rouge(b, a), 12);
        // Commas are no tokens, and nothing is like nothing at all.
        const tokens = rougeTokens(a).join(" ");
        expect(rouge(a, b) === 1).toBe(tokens !== "" && tokens === rougeTokens(b).join(" "));
      }),
    );
  });
});

describe("CodeBLEU of text", () => {
  it("rewards keywords more than other words", () => {
    const keywords = new Set(["return"]);
    const reference = textTokens("return the mean");
    const withKeyword = codeBleuOfText(textTokens("return a b"), reference, keywords);
    const withoutKeyword = codeBleuOfText(textTokens("a b mean"), reference, keywords);
    expect(withKeyword).toBeGreaterThan(withoutKeyword);
  });
});

describe("intervals", () => {
  it("hold the mean, and are the same in every run", () => {
    const values = Array.from({ length: 200 }, (_, i) => (i * 7919) % 100);
    const first = meanWithInterval(values);
    expect(first).toEqual(meanWithInterval(values));
    expect(first.low).toBeLessThan(first.value);
    expect(first.high).toBeGreaterThan(first.value);
    // Standard error 28.9 / √200 = 2.04; the interval is about 1.96 of it to each side.
    expect(first.high - first.low).toBeGreaterThan(6);
    expect(first.high - first.low).toBeLessThan(10);
  });

  it("weigh a ratio by its denominators", () => {
    const pairs = [
      { numerator: 1, denominator: 1 },
      { numerator: 0, denominator: 3 },
    ];
    expect(ratioWithInterval(pairs).value).toBe(0.25);
  });

  it("interpolate percentiles", () => {
    expect(percentile([1, 2, 3, 4], 50)).toBe(2.5);
    expect(percentile([], 95)).toBe(0);
  });
});

describe("retrieval", () => {
  it("finds the nearest example of another repository", () => {
    const examples = [
      { code: "def read_csv(path): parse_rows(path)", repository: "a" },
      { code: "def load_csv(path): parse_rows(path)", repository: "a" },
      { code: "def write_csv(path, rows)", repository: "b" },
      { code: "invert = matrix", repository: "c" },
    ];
    expect(nearestExamples(examples)).toEqual([2, 2, 0, undefined]);
  });
});
