import { throwIfAborted } from "../base/errors.js";
import { type Decoder, feedAll, maxBatch } from "./decoder.js";
import type { KvCache } from "./kvCache.js";
import { likeliest } from "./logits.js";
import { repeatedTail } from "./repetition.js";
import type { SlotText } from "./types.js";

/** One answer to be decoded after the shared prefix. */
export interface Continuation {
  /** What follows the prefix in the prompt; at least one token. */
  readonly forced: readonly number[];
  readonly maxTokens: number;
}

interface Row {
  readonly index: number;
  readonly maxTokens: number;
  readonly ids: number[];
  nats: number;
}

/**
 * Decodes all continuations greedily, up to `maxBatch` at once; a row that is done makes room for the next. What is forced is
 * fed to each row in one run, which needs the logits of its last token only and gives the first token of the answer.
 */
export async function decodeGreedy(
  decoder: Decoder,
  cache: KvCache,
  prefixLength: number,
  continuations: readonly Continuation[],
  onIds: (index: number, ids: readonly number[]) => void,
  signal: AbortSignal,
): Promise<SlotText[]> {
  const results = new Array<SlotText>(continuations.length);
  const waiting = [...continuations.entries()];
  const rows: Row[] = [];

  /** Appends the likeliest token of logits row `place`; true when the answer is finished by it. */
  function extend(row: Row, logits: Float32Array, place: number): boolean {
    const { token, nats } = likeliest(logits, place, decoder.vocabulary);
    row.nats += nats;
    const ended = decoder.endIds.has(token);
    if (!ended) {
      row.ids.push(token);
      onIds(row.index, row.ids);
    }
    const repeats = !ended && repeatedTail(row.ids) > 0;
    if (!ended && !repeats && row.ids.length < row.maxTokens) return false;
    const finished = ended ? "end" : repeats ? "repetition" : "length";
    results[row.index] = slotText(decoder, row.ids, row.nats, finished);
    return true;
  }

  async function fill(): Promise<void> {
    while (rows.length < maxBatch) {
      const next = waiting.shift();
      if (next === undefined) return;
      const [index, { forced, maxTokens }] = next;
      cache.copy(maxBatch, rows.length, prefixLength);
      const logits = await feedAll(cache, rows.length, forced, signal);
      const row: Row = { index, maxTokens, ids: [], nats: 0 };
      if (!extend(row, logits, 0)) rows.push(row);
    }
  }

  function drop(place: number): void {
    const last = rows.length - 1;
    const moved = rows.pop();
    if (moved === undefined || place === last) return;
    cache.copy(last, place, cache.length(last));
    rows[place] = moved;
  }

  await fill();
  while (rows.length > 0) {
    throwIfAborted(signal);
    const logits = await cache.step(rows.map((row) => row.ids.at(-1) ?? 0));
    // Backwards, so that a row that takes a free place has had its turn.
    for (let place = rows.length - 1; place >= 0; place--) {
      const row = rows[place];
      if (row !== undefined && extend(row, logits, place)) drop(place);
    }
    await fill();
  }
  return results;
}

/** `nats`: total negative log-likelihood of `ids`, and of the end token when it was decoded. */
export function slotText(
  decoder: Decoder,
  ids: readonly number[],
  nats: number,
  finished: SlotText["finished"],
): SlotText {
  const tokens = ids.length + (finished === "end" ? 1 : 0);
  const kept = finished === "repetition" ? ids.slice(0, ids.length - repeatedTail(ids)) : ids;
  return {
    text: decoder.tokenizer.decode(kept),
    logProbability: tokens === 0 ? 0 : -nats / tokens,
    tokens,
    finished,
  };
}
