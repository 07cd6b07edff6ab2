import fc from "fast-check";
import { expect, test } from "vitest";
import { argmax, likeliest, logProbability, logSumExp, topTokens } from "../../src/inference/logits.js";

const rows = fc.array(
  fc.array(fc.float({ min: -60, max: 60, noNaN: true }), { minLength: 7, maxLength: 7 }),
  {
    minLength: 1,
    maxLength: 4,
  },
);

test("probabilities are those of the softmax", () => {
  fc.assert(
    fc.property(rows, (table) => {
      const logits = Float32Array.from(table.flat());
      for (const [row, values] of table.entries()) {
        const max = Math.max(...values);
        const exact = max + Math.log(values.reduce((sum, value) => sum + Math.exp(value - max), 0));
        expect(logSumExp(logits, row, 7)).toBeCloseTo(exact, 5);
        expect(logProbability(logits, row, 7, 3)).toBeCloseTo((values[3] ?? 0) - exact, 5);
        const { token, nats } = likeliest(logits, row, 7);
        expect(values[token]).toBe(max);
        expect(nats).toBeCloseTo(exact - max, 5);
        expect(argmax(logits, row, 7)).toBe(token);
      }
    }),
  );
});

test("a large vocabulary of equal logits is as uncertain as it is large", () => {
  expect(logSumExp(new Float32Array(16_384), 0, 16_384)).toBeCloseTo(Math.log(16_384), 6);
});

test("the best tokens come in order, as many as asked for", () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 9 }), (table, count) => {
      const logits = Float32Array.from(table.flat());
      for (const [row, values] of table.entries()) {
        const top = topTokens(logits, row, 7, count);
        const sorted = [...values].sort((a, b) => b - a).slice(0, count);
        expect(top.map(({ logit }) => logit)).toEqual(sorted);
        expect(new Set(top.map(({ token }) => token)).size).toBe(Math.min(count, 7));
      }
    }),
  );
});
