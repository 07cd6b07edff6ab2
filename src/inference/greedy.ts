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

/** Above this many forced tokens, feeding them to their row alone is cheaper than one step of the batch for each. */
const longestStepped = 8;

interface Row {
  readonly index: number;
  readonly maxTokens: number;
  forced: readonly number[];
  readonly ids: number[];
  nats: number;
}

/**
 * Decodes all continuations greedily, up to `maxBatch` at once, one token a row and run; a row that is done makes room for the
 * next. Forced tokens go through the same steps as decoded ones, so that rows need not be in the same phase.
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

  async function fill(): Promise<void> {
    while (rows.length < maxBatch) {
      const next = waiting.shift();
      if (next === undefined) return;
      const [index, { forced, maxTokens }] = next;
      const alone = forced.length > longestStepped ? forced.slice(0, -1) : [];
      cache.copy(maxBatch, rows.length, prefixLength);
      await feedAll(cache, rows.length, alone, signal);
      rows.push({ index, maxTokens, forced: forced.slice(alone.length), ids: [], nats: 0 });
    }
  }

  function finish(place: number, row: Row, finished: SlotText["finished"]): void {
    results[row.index] = slotText(decoder, row.ids, row.nats, finished);
    const last = rows.length - 1;
    const moved = rows.pop();
    if (moved !== undefined && place !== last) {
      cache.copy(last, place, cache.length(last));
      rows[place] = moved;
    }
  }

  await fill();
  while (rows.length > 0) {
    throwIfAborted(signal);
    const logits = await cache.step(rows.map((row) => row.forced[0] ?? 0));
    for (let place = rows.length - 1; place >= 0; place--) {
      const row = rows[place];
      if (row === undefined) continue;
      row.forced = row.forced.slice(1);
      if (row.forced.length > 0) continue;
      const { token, nats } = likeliest(logits, place, decoder.vocabulary);
      row.nats += nats;
      if (decoder.endIds.has(token)) {
        finish(place, row, "end");
        continue;
      }
      row.ids.push(token);
      row.forced = [token];
      onIds(row.index, row.ids);
      if (repeatedTail(row.ids) > 0) finish(place, row, "repetition");
      else if (row.ids.length >= row.maxTokens) finish(place, row, "length");
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
