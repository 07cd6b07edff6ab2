import { CodePatchError, throwIfAborted } from "../base/errors.js";
import type { KvCache } from "./kvCache.js";
import type { Tokenizer } from "./tokenizer.js";

/** What decoding needs of a decoder-only model. */
export interface Decoder {
  readonly modelId: string;
  readonly tokenizer: Tokenizer;
  readonly vocabulary: number;
  readonly contextLength: number;
  readonly endIds: ReadonlySet<number>;
  createCache(rows: number, capacity: number): KvCache;
}

/** Sequences decoded at once: beyond it a step costs more than it gains, and each row holds a whole cache. */
export const maxBatch = 8;

/** Prompts are fed in pieces, so that a cancelled request ends after one of them. */
const prefillChunk = 128;

/** A cache of `maxBatch` rows and one more, which keeps the last prefix: what the next prompt shares with it is not computed again. */
export class PrefixCache {
  private cache: KvCache | undefined;
  private ids: readonly number[] = [];

  constructor(private readonly decoder: Decoder) {}

  /** Makes the prefix row hold `prefix` and leaves room for `capacity` tokens in each row. */
  async prefill(prefix: readonly number[], capacity: number, signal: AbortSignal): Promise<KvCache> {
    const cache = this.ensure(capacity);
    const common = commonPrefix([this.ids, prefix]);
    cache.truncate(maxBatch, common);
    this.ids = prefix.slice(0, common);
    await feedAll(cache, maxBatch, prefix.slice(common), signal, (fed) => {
      this.ids = prefix.slice(0, common + fed);
    });
    return cache;
  }

  private ensure(capacity: number): KvCache {
    if (this.cache === undefined || this.cache.capacity < capacity) {
      const rounded = Math.min(Math.ceil(capacity / 256) * 256, this.decoder.contextLength);
      this.cache = this.decoder.createCache(maxBatch + 1, rounded);
      this.ids = [];
    }
    return this.cache;
  }
}

/** Feeds `tokens` in pieces; resolves to the logits after the last one, empty when there is none. */
export async function feedAll(
  cache: KvCache,
  row: number,
  tokens: readonly number[],
  signal: AbortSignal,
  onFed: (fed: number) => void = () => {},
): Promise<Float32Array> {
  let logits: Float32Array = new Float32Array();
  for (let start = 0; start < tokens.length; start += prefillChunk) {
    throwIfAborted(signal);
    const chunk = tokens.slice(start, start + prefillChunk);
    logits = await cache.feed(row, chunk, [chunk.length - 1]);
    onFed(start + chunk.length);
  }
  return logits;
}

export function commonPrefix(sequences: readonly (readonly number[])[]): number {
  const [first = [], ...others] = sequences;
  let length = first.length;
  for (const other of others) {
    length = Math.min(length, other.length);
    for (let i = 0; i < length; i++) if (other[i] !== first[i]) length = i;
  }
  return length;
}

/** Tokens that an answer to a prompt of `promptLength` tokens may have. */
export function roomFor(decoder: Decoder, promptLength: number, maxTokens: number): number {
  const room = decoder.contextLength - promptLength;
  if (room < 1) {
    throw new CodePatchError(
      "model-unsupported",
      `The prompt has ${promptLength} tokens and the model ${decoder.modelId} takes ${decoder.contextLength}; choose a model with a longer context.`,
    );
  }
  return Math.min(maxTokens, room);
}
