import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isCodePatchError } from "../../src/base/errors.js";
import { decodeBeams } from "../../src/inference/beam.js";
import { maxBatch, PrefixCache } from "../../src/inference/decoder.js";
import { decodeGreedy } from "../../src/inference/greedy.js";
import type { KvCache } from "../../src/inference/kvCache.js";
import { argmax, logProbability } from "../../src/inference/logits.js";
import type { TextModel } from "../../src/inference/model.js";
import type { Slot } from "../../src/inference/types.js";
import { expectSame, loadTiny, never, prefix, referenceLogits, tableCache } from "./tiny.js";

const slots: Slot[] = [
  { open: "<|summary|>", maxTokens: 24 },
  { open: "<|param|>left<|text|>", maxTokens: 24 },
  { open: "<|param|>a_parameter_with_a_long_name<|text|>", maxTokens: 8 },
  { open: "<|returns|>", maxTokens: 24 },
  { open: "<|raises|>ValueError<|text|>", maxTokens: 1 },
];

let model: TextModel;
beforeAll(async () => {
  model = await loadTiny();
});
afterAll(() => model.release());

/** Greedy decoding by the book: the whole sequence is run again for each token. */
async function decodeFromScratch(slot: Slot): Promise<{ ids: number[]; nats: number; ended: boolean }> {
  const { tokenizer, vocabulary, endIds } = model.decoder;
  const sequence = tokenizer.encode(prefix + slot.open);
  const ids: number[] = [];
  let nats = 0;
  while (ids.length < slot.maxTokens) {
    const logits =
      (await referenceLogits(model.manifest, [...sequence, ...ids])).at(-1) ?? new Float32Array();
    const token = argmax(logits, 0, vocabulary);
    nats -= logProbability(logits, 0, vocabulary, token);
    if (endIds.has(token)) return { ids, nats, ended: true };
    ids.push(token);
  }
  return { ids, nats, ended: false };
}

describe("greedy decoding", () => {
  test("of a batch gives what decoding from scratch gives, slot by slot", async () => {
    const results = await model.generator.generate(prefix, slots, {}, never);
    for (const [i, slot] of slots.entries()) {
      const { ids, nats, ended } = await decodeFromScratch(slot);
      const tokens = ids.length + (ended ? 1 : 0);
      expect(results[i]).toMatchObject({
        text: model.decoder.tokenizer.decode(ids),
        tokens,
        finished: ended ? "end" : "length",
      });
      expect(results[i]?.logProbability).toBeCloseTo(-nats / tokens, 3);
    }
    // Both ways to finish are seen, or the test shows less than it says.
    expect(new Set(results.map(({ finished }) => finished))).toEqual(new Set(["end", "length"]));
  });

  test("gives the same one by one, and for more slots than a batch holds", async () => {
    const many = Array.from({ length: 21 }, (_, i) => ({
      open: `<|param|>p${i}<|text|>`,
      maxTokens: 5 + (i % 7),
    }));
    const together = await model.generator.generate(prefix, many, {}, never);
    for (const [i, slot] of many.entries()) {
      const [alone] = await model.generator.generate(prefix, [slot], {}, never);
      expectSame(together[i], alone);
    }
  });

  test("gives the same after other prefixes were in the cache", async () => {
    const fresh = await model.generator.generate(prefix, slots, {}, never);
    await model.generator.generate(prefix.replace("add", "sub"), slots, {}, never);
    await model.generator.generate(`${prefix}${"x = 1\n".repeat(40)}`, slots.slice(0, 2), {}, never);
    expect(await model.generator.generate(prefix, slots, {}, never)).toEqual(fresh);
  });

  test("reports growing text of each slot, the last being the result", async () => {
    const seen = new Map<number, string[]>();
    const results = await model.generator.generate(
      prefix,
      slots,
      { onText: (slot, text) => seen.set(slot, [...(seen.get(slot) ?? []), text]) },
      never,
    );
    for (const [i, { text, tokens, finished }] of results.entries()) {
      const texts = seen.get(i) ?? [];
      expect(texts.length).toBe(finished === "end" ? tokens - 1 : tokens);
      expect(text.startsWith(texts.at(-1) ?? "")).toBe(true);
      expect(texts.every((part) => !part.endsWith("\uFFFD"))).toBe(true);
    }
  });

  test("works when the slots share no prefix at all", async () => {
    const together = await model.generator.generate("", slots, {}, never);
    for (const [i, slot] of slots.entries()) {
      const [alone] = await model.generator.generate("", [slot], {}, never);
      expectSame(together[i], alone);
    }
  });

  test("does not compute again what a prompt shares with the one before", async () => {
    const fed: number[] = [];
    const cache = tableCache(model.decoder.vocabulary, () => ({}));
    const counting: KvCache = {
      ...cache,
      feed: (row, tokens, wanted) => {
        fed.push(tokens.length);
        return cache.feed(row, tokens, wanted);
      },
    };
    const prefixCache = new PrefixCache({ ...model.decoder, createCache: () => counting });
    const ids = Array.from({ length: 300 }, (_, i) => i % 100);
    await prefixCache.prefill(ids, 400, never);
    await prefixCache.prefill(ids, 400, never);
    await prefixCache.prefill([...ids.slice(0, 290), 7, 8], 400, never);
    await prefixCache.prefill(ids.slice(0, 50), 400, never);
    expect(fed).toEqual([128, 128, 44, 2]);
    expect(cache.length(maxBatch)).toBe(50);
  });

  test("of no slots is empty", async () => {
    expect(await model.generator.generate(prefix, [], {}, never)).toEqual([]);
  });

  test("with int4 weights and an int8 cache does not depend on the batch either", async () => {
    const quantised = await loadTiny("int4");
    const together = await quantised.generator.generate(prefix, slots, {}, never);
    for (const [i, slot] of slots.entries()) {
      const [alone] = await quantised.generator.generate(prefix, [slot], {}, never);
      expect(together[i]?.text).toBe(alone?.text);
    }
    await quantised.release();
  });
});

describe("beam search", () => {
  test("finds an answer at least as likely as the greedy one that also ended", async () => {
    const greedy = await model.generator.generate(prefix, slots, {}, never);
    const beams = await model.generator.generate(prefix, slots, { beams: 4 }, never);
    const pairs = greedy.flatMap((answer, i) =>
      answer.finished === "end" && beams[i]?.finished === "end" ? [[answer, beams[i]] as const] : [],
    );
    expect(pairs.length).toBeGreaterThan(0);
    for (const [answer, better] of pairs) {
      expect(better.logProbability).toBeGreaterThanOrEqual(answer.logProbability - 1e-4);
    }
  });

  test("prefers a sure answer to one that begins better", async () => {
    const [first, likely, sure] = [6, 40, 50];
    const endOf = { 1: 1 };
    const table = (ids: readonly number[]): Record<number, number> => {
      const answer = ids.slice(1);
      if (answer.length === 0) return { [likely]: 0.6, [sure]: 0.4 };
      if (answer[0] === sure) return answer.length < 3 ? { [sure + answer.length]: 1 } : endOf;
      return answer.length < 3 ? { [likely + answer.length]: 0.3, 60: 0.25, 61: 0.25, 62: 0.2 } : endOf;
    };
    const { decoder } = model;
    const continuation = { forced: [first], maxTokens: 10 };
    const cache = (): KvCache => tableCache(decoder.vocabulary, table);
    const [greedy] = await decodeGreedy(decoder, cache(), 0, [continuation], () => {}, never);
    expect(greedy?.text).toBe(decoder.tokenizer.decode([40, 41, 42]));
    const beam = await decodeBeams(decoder, cache(), 0, continuation, 3, () => {}, never);
    expect(beam).toMatchObject({ text: decoder.tokenizer.decode([50, 51, 52]), tokens: 4, finished: "end" });
    expect(beam.logProbability).toBeCloseTo(Math.log(0.4) / 4, 5);
  });
});

test("an answer that turns in circles is stopped and cut", async () => {
  const { decoder } = model;
  // 40 41 42, then 50 51 for ever.
  const said = (answer: number): number => (answer < 3 ? 40 + answer : 50 + ((answer - 3) % 2));
  const continuation = { forced: [6], maxTokens: 100 };
  for (const decode of [decodeGreedy, decodeTwoBeams]) {
    const cache = tableCache(decoder.vocabulary, (ids) => ({ [said(ids.length - 1)]: 1 }));
    const [answer] = await decode(decoder, cache, 0, [continuation], () => {}, never);
    const text = decoder.tokenizer.decode([40, 41, 42, 50, 51]);
    expect(answer).toMatchObject({ finished: "repetition", text, tokens: 11 });
  }
});

const decodeTwoBeams: typeof decodeGreedy = async (decoder, cache, length, continuations, onIds, signal) =>
  Promise.all(
    continuations.map((continuation, i) =>
      decodeBeams(decoder, cache, length, continuation, 2, (ids) => onIds(i, ids), signal),
    ),
  );

describe("score", () => {
  test("sums what one run from scratch gives, end token included", async () => {
    const { tokenizer, vocabulary, endIds } = model.decoder;
    const continuation = "Add two numbers and return the sum. ".repeat(8);
    const prompt = tokenizer.encode(prefix);
    const wanted = [...tokenizer.encode(continuation), ...endIds];
    const logits = await referenceLogits(model.manifest, [...prompt, ...wanted]);
    const nats = wanted.reduce(
      (sum, token, i) =>
        sum - logProbability(logits[prompt.length - 1 + i] ?? new Float32Array(), 0, vocabulary, token),
      0,
    );
    const scored = await model.generator.score(prefix, continuation, never);
    expect(scored.tokens).toBe(wanted.length);
    expect(wanted.length).toBeGreaterThan(64);
    expect(scored.nats / nats).toBeCloseTo(1, 5);
  });
});

describe("cancellation", () => {
  test("ends the work between two tokens", async () => {
    const controller = new AbortController();
    let tokens = 0;
    const answer = model.generator.generate(
      prefix,
      [{ open: "<|summary|>", maxTokens: 200 }],
      {
        onText: () => {
          tokens++;
          if (tokens === 3) controller.abort();
        },
      },
      controller.signal,
    );
    await expect(answer).rejects.toSatisfy((error) => isCodePatchError(error, "cancelled"));
    expect(tokens).toBe(3);
  });

  test("from outside gets through while tokens are decoded, and the cache stays sound", async () => {
    const before = await model.generator.generate(prefix, slots, {}, never);
    const controller = new AbortController();
    let after = 0;
    const answer = model.generator.generate(
      `${prefix} `,
      [{ open: "<|summary|>", maxTokens: 300 }],
      { onText: () => void (controller.signal.aborted && after++) },
      controller.signal,
    );
    setImmediate(() => setImmediate(() => setImmediate(() => setImmediate(() => controller.abort()))));
    await expect(answer).rejects.toSatisfy((error) => isCodePatchError(error, "cancelled"));
    expect(after).toBeLessThanOrEqual(1);
    expect(await model.generator.generate(prefix, slots, {}, never)).toEqual(before);
  });
});

test("a prompt beyond the context is refused with a remedy", async () => {
  const answer = model.generator.generate("left right ".repeat(600), slots, {}, never);
  await expect(answer).rejects.toSatisfy(
    (error) => isCodePatchError(error, "model-unsupported") && /choose a model/.test(error.message),
  );
});

test("an answer stops where the context ends", async () => {
  const long = "left right ".repeat(250);
  const length = model.generator.countTokens(`${long}<|summary|>`);
  expect(length).toBeLessThan(model.generator.contextLength);
  const [answer] = await model.generator.generate(
    long,
    [{ open: "<|summary|>", maxTokens: 1000 }],
    {},
    never,
  );
  expect(answer?.tokens).toBeLessThanOrEqual(model.generator.contextLength - length);
});

test("two requests at once do not disturb each other", async () => {
  const other = prefix.replace("add", "sub");
  const [alone, otherAlone] = [
    await model.generator.generate(prefix, slots, {}, never),
    await model.generator.generate(other, slots, {}, never),
  ];
  const together = await Promise.all([
    model.generator.generate(prefix, slots, {}, never),
    model.generator.generate(other, slots, {}, never),
  ]);
  expect(together).toEqual([alone, otherAlone]);
});
