import fc from "fast-check";
import { expect, it } from "vitest";
import { chrf } from "../../src/metrics/chrf.js";

it("is 1 for the same text, 0 for nothing in common, and leaves out white space", () => {
  expect(chrf("read empty files", "readempty  files")).toBe(1);
  expect(chrf("abc", "xyz")).toBe(0);
  expect(chrf("", "abc")).toBe(0);
});

it("agrees with a figure worked out by hand", () => {
  // Unigrams 2/3 and 2/3, bigrams 1/2 and 1/2, trigrams 0: means of 7/18 on both sides.
  expect(chrf("abc", "abd")).toBeCloseTo(7 / 18, 10);
});

it("weighs recall more than precision", () => {
  expect(chrf("tide gauge", "tide")).toBeGreaterThan(chrf("tide", "tide gauge"));
});

it("stays between 0 and 1", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const score = chrf(a, b);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }),
  );
});
