import fc from "fast-check";
import { expect, test } from "vitest";
import { repeatedTail } from "../../src/inference/repetition.js";

const cases: [ids: number[], repeated: number, why: string][] = [
  [[], 0, "nothing"],
  [[5, 5, 5, 5, 5, 5, 5], 0, "seven of one token"],
  [[1, 5, 5, 5, 5, 5, 5, 5, 5], 7, "eight of one token"],
  [[9, 1, 2, 1, 2, 1, 2, 1, 2], 6, "a pair four times"],
  [[1, 2, 3, 1, 2, 3, 1, 2, 3], 6, "a triple three times"],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0, "all different"],
  [[1, 2, 3, 1, 2, 3, 1, 2, 3, 4], 0, "a loop that was left"],
];

test.each(cases)("%j repeats %i tokens: %s", (ids, repeated) => {
  expect(repeatedTail(ids)).toBe(repeated);
});

test("what is cut off has been said right before", () => {
  const word = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 16 });
  fc.assert(
    fc.property(fc.array(fc.nat(3), { maxLength: 20 }), word, (head, period) => {
      const ids = [...head, ...Array.from({ length: 8 }, () => period).flat()];
      const cut = repeatedTail(ids);
      expect(cut).toBeGreaterThan(0);
      const kept = ids.slice(0, ids.length - cut);
      const tail = ids.slice(ids.length - cut);
      for (const [i, id] of tail.entries()) {
        expect(Array.from({ length: 16 }, (_, p) => [...kept, ...tail][kept.length + i - p - 1])).toContain(
          id,
        );
      }
    }),
  );
});
