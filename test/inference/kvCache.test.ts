import { beforeAll, describe, expect, test } from "vitest";
import type { TextModel } from "../../src/inference/model.js";
import { largestDifference, loadTiny, prefix, referenceLogits } from "./tiny.js";

let model: TextModel;
let ids: number[];
let expected: Float32Array[];
beforeAll(async () => {
  model = await loadTiny();
  ids = model.decoder.tokenizer.encode(`${prefix}<|summary|>Add two numbers`);
  expected = await referenceLogits(model.manifest, ids);
});

const close = (actual: Float32Array, position: number): void => {
  expect(largestDifference(actual, expected[position] ?? new Float32Array())).toBeLessThan(1e-3);
};

describe("the in-place cache gives the logits of one run from scratch", () => {
  test("fed at once, with logits of chosen rows only", async () => {
    const cache = model.decoder.createCache(3, 64);
    const wanted = [3, ids.length - 1];
    const logits = await cache.feed(1, ids, wanted);
    const { vocabulary } = model.decoder;
    close(logits.slice(0, vocabulary), 3);
    close(logits.slice(vocabulary), ids.length - 1);
    expect(logits.length).toBe(2 * vocabulary);
    expect(cache.length(1)).toBe(ids.length);
  });

  test("fed in chunks, then token by token", async () => {
    const cache = model.decoder.createCache(1, 64);
    await cache.feed(0, ids.slice(0, 5), [4]);
    await cache.feed(0, ids.slice(5, 12), [6]);
    for (const [i, id] of ids.slice(12).entries()) close(await cache.step([id]), 12 + i);
  });

  test("in rows of different length that step together", async () => {
    const cache = model.decoder.createCache(3, 64);
    const lengths = [9, 4, 15];
    for (const [row, length] of lengths.entries()) await cache.feed(row, ids.slice(0, length), [0]);
    for (let step = 0; step < 5; step++) {
      const logits = await cache.step(lengths.map((length) => ids[length + step] ?? 0));
      for (const [row, length] of lengths.entries()) {
        close(
          logits.slice(row * model.decoder.vocabulary, (row + 1) * model.decoder.vocabulary),
          length + step,
        );
      }
    }
  });

  test("after copying, truncating and reordering rows", async () => {
    const cache = model.decoder.createCache(4, 64);
    await cache.feed(3, ids.slice(0, 20), [0]);
    cache.copy(3, 0, 10);
    await cache.feed(1, [7, 8, 9], [0]);
    cache.reorder([1, 0]);
    expect([cache.length(0), cache.length(1)]).toEqual([3, 10]);
    cache.reorder([1, 1]);
    cache.truncate(0, 6);
    const logits = await cache.step([ids[6] ?? 0, ids[10] ?? 0]);
    close(logits.slice(0, model.decoder.vocabulary), 6);
    close(logits.slice(model.decoder.vocabulary), 10);
  });
});

test("a cache refuses more tokens than it holds", async () => {
  const cache = model.decoder.createCache(1, 8);
  await expect(cache.feed(0, ids.slice(0, 9), [0])).rejects.toThrow(RangeError);
  expect(cache.length(0)).toBe(0);
});
