import { createHash } from "node:crypto";
import { LruMap } from "../base/lruMap.js";
import type { SlotText, TextGenerator } from "../inference/types.js";
import type { Priority } from "../protocol/messages.js";
import type { PriorityQueue } from "./queue.js";

/** Answers by the hash of all that they depend on: an edit costs only the functions whose prompt changed. */
export class ResultCache {
  private readonly entries = new LruMap<string, { texts: readonly SlotText[]; dispose(): void }>(512);

  get(key: string): readonly SlotText[] | undefined {
    return this.entries.get(key)?.texts;
  }

  set(key: string, texts: readonly SlotText[]): void {
    this.entries.set(key, { texts, dispose() {} });
  }
}

/**
 * `generator` as one request sees it: each call waits for its turn, so that work of higher priority comes in between two
 * functions, and an answer that is known is not computed again.
 */
export function scheduledGenerator(
  generator: TextGenerator,
  priority: Priority,
  queue: PriorityQueue,
  cache: ResultCache,
): TextGenerator {
  return {
    modelId: generator.modelId,
    promptFormat: generator.promptFormat,
    contextLength: generator.contextLength,
    ...(generator.confidence !== undefined && { confidence: generator.confidence }),
    countTokens: (text) => generator.countTokens(text),
    async generate(prefix, slots, options, signal) {
      const key = createHash("sha256")
        .update(JSON.stringify([generator.modelId, prefix, slots, options.beams ?? 1]))
        .digest("base64");
      const known = cache.get(key);
      if (known !== undefined) {
        for (const [slot, { text }] of known.entries()) options.onText?.(slot, text);
        return [...known];
      }
      const texts = await queue.run(priority, signal, () =>
        generator.generate(prefix, slots, options, signal),
      );
      cache.set(key, texts);
      return texts;
    },
    score: (prefix, continuation, signal) =>
      queue.run(priority, signal, () => generator.score(prefix, continuation, signal)),
  };
}
