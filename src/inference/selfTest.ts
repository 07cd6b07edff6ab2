import { throwIfAborted } from "../base/errors.js";
import { feedAll } from "./decoder.js";
import { argmax } from "./logits.js";
import type { TextModel } from "./model.js";

export interface SelfTest {
  /** Tokens per second when a prompt is fed. */
  readonly prefill: number;
  /** Tokens per second when one answer is decoded. */
  readonly decode: number;
  /** What was decoded: providers that agree decode the same. */
  readonly tokens: readonly number[];
}

const promptTokens = 128;
const decodedTokens = 16;

/** Feeds and decodes a fixed sequence with its own cache; the first run, which warms up, is not timed. */
export async function runSelfTest(model: TextModel, signal: AbortSignal): Promise<SelfTest> {
  const { decoder } = model;
  const length = Math.min(promptTokens, decoder.contextLength - decodedTokens - 1);
  const ids = Array.from({ length }, (_, i) => 1 + ((i * 37) % (decoder.vocabulary - 1)));
  const cache = decoder.createCache(1, length + decodedTokens + 1);
  await feedAll(cache, 0, ids.slice(0, 8), signal);
  cache.truncate(0, 0);
  const started = performance.now();
  await feedAll(cache, 0, ids, signal);
  const fed = performance.now();
  const tokens: number[] = [];
  for (let token = ids.at(-1) ?? 0; tokens.length < decodedTokens; ) {
    throwIfAborted(signal);
    token = argmax(await cache.step([token]), 0, decoder.vocabulary);
    tokens.push(token);
  }
  const done = performance.now();
  return {
    prefill: (1000 * length) / (fed - started),
    decode: (1000 * decodedTokens) / (done - fed),
    tokens,
  };
}

/** Seconds for what the product does most: a prompt of 400 tokens and an answer of 60. */
export const typicalSeconds = (test: SelfTest): number => 400 / test.prefill + 60 / test.decode;
