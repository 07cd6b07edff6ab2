import { throwIfAborted } from "../base/errors.js";
import { decodeBeams } from "./beam.js";
import { commonPrefix, type Decoder, maxBatch, type PrefixCache, roomFor } from "./decoder.js";
import { decodeGreedy } from "./greedy.js";
import { logProbability } from "./logits.js";
import { growingText, type Tokenizer } from "./tokenizer.js";
import type { TextGenerator } from "./types.js";

/** Rows of logits computed at once when scoring: 64 of a vocabulary of 16,384 are 4 MiB. */
const scoredRows = 64;

/** A decoder that is about to continue one prefix. */
export interface PromptedDecoder {
  readonly decoder: Decoder;
  readonly prefixCache: PrefixCache;
  /** All that is fed before the answer to a slot; at least one token. */
  promptOf(open: string): number[];
}

export interface GeneratorParts
  extends Pick<TextGenerator, "modelId" | "promptFormat" | "contextLength" | "confidence"> {
  readonly tokenizer: Tokenizer;
  begin(prefix: string): Promise<PromptedDecoder>;
}

export function createTextGenerator(parts: GeneratorParts): TextGenerator {
  const { modelId, promptFormat, contextLength, confidence, tokenizer, begin } = parts;
  const exclusively = serial();

  return {
    modelId,
    promptFormat,
    contextLength,
    ...(confidence !== undefined && { confidence }),
    countTokens: (text) => tokenizer.encode(text).length,

    generate: (prefix, slots, options, signal) =>
      exclusively(async () => {
        throwIfAborted(signal);
        if (slots.length === 0) return [];
        const { decoder, prefixCache, promptOf } = await begin(prefix);
        const prompts = slots.map((slot) => promptOf(slot.open));
        const limits = prompts.map((ids, i) => roomFor(decoder, ids.length, slots[i]?.maxTokens ?? 1));
        // One token of each prompt is kept back: its logits begin the answer.
        const shared = commonPrefix(prompts.map((ids) => ids.slice(0, -1)));
        const capacity = Math.max(...prompts.map((ids, i) => ids.length + (limits[i] ?? 0)));
        const cache = await prefixCache.prefill(prompts[0]?.slice(0, shared) ?? [], capacity, signal);
        const continuations = prompts.map((ids, i) => ({
          forced: ids.slice(shared),
          maxTokens: limits[i] ?? 1,
        }));
        const onIds = (slot: number, ids: readonly number[]): void =>
          options.onText?.(slot, growingText(tokenizer.decode(ids)));
        const width = Math.min(options.beams ?? 1, maxBatch);
        if (width <= 1) return decodeGreedy(decoder, cache, shared, continuations, onIds, signal);
        const results = [];
        for (const [i, continuation] of continuations.entries()) {
          const onBest = (ids: readonly number[]): void => onIds(i, ids);
          results.push(await decodeBeams(decoder, cache, shared, continuation, width, onBest, signal));
        }
        return results;
      }),

    score: (prefix, continuation, signal) =>
      exclusively(async () => {
        throwIfAborted(signal);
        const { decoder, prefixCache, promptOf } = await begin(prefix);
        const [end = 0] = decoder.endIds;
        const prompt = promptOf("");
        const wanted = [...tokenizer.encode(continuation), end];
        roomFor(decoder, prompt.length + wanted.length - 1, 1);
        const shared = prompt.length - 1;
        const capacity = prompt.length + wanted.length;
        const cache = await prefixCache.prefill(prompt.slice(0, shared), capacity, signal);
        cache.copy(maxBatch, 0, shared);
        const fed = [prompt[shared] ?? 0, ...wanted.slice(0, -1)];
        let nats = 0;
        for (let start = 0; start < fed.length; start += scoredRows) {
          throwIfAborted(signal);
          const tokens = fed.slice(start, start + scoredRows);
          const logits = await cache.feed(0, tokens, [...tokens.keys()]);
          for (const row of tokens.keys()) {
            nats -= logProbability(logits, row, decoder.vocabulary, wanted[start + row] ?? end);
          }
        }
        return { nats, tokens: wanted.length };
      }),
  };
}

/** Runs one task after the other: they share one cache. */
function serial(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const next = last.then(task, task);
    last = next;
    return next;
  };
}
