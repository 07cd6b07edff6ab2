import { throwIfAborted } from "../base/errors.js";
import { type Decoder, feedAll, maxBatch } from "./decoder.js";
import type { Continuation } from "./greedy.js";
import { slotText } from "./greedy.js";
import type { KvCache } from "./kvCache.js";
import { logSumExp, topTokens } from "./logits.js";
import { repeatedTail } from "./repetition.js";
import type { SlotText } from "./types.js";

interface Hypothesis {
  readonly ids: readonly number[];
  readonly nats: number;
  readonly finished: SlotText["finished"];
}

interface Beam {
  readonly ids: readonly number[];
  readonly nats: number;
}

/**
 * Beam search for one continuation: the hypothesis of the least negative log-likelihood per token (end token included) among
 * the first `width` that finish. `width` is at most `maxBatch`.
 */
export async function decodeBeams(
  decoder: Decoder,
  cache: KvCache,
  prefixLength: number,
  { forced, maxTokens }: Continuation,
  width: number,
  onIds: (ids: readonly number[]) => void,
  signal: AbortSignal,
): Promise<SlotText> {
  const finished: Hypothesis[] = [];
  cache.copy(maxBatch, 0, prefixLength);
  await feedAll(cache, 0, forced.slice(0, -1), signal);
  let beams: Beam[] = [{ ids: [], nats: 0 }];
  let tokens: number[] = forced.slice(-1);

  while (beams.length > 0) {
    throwIfAborted(signal);
    const logits = await cache.step(tokens);
    const candidates = beams
      .flatMap((beam, row) => {
        const total = logSumExp(logits, row, decoder.vocabulary);
        // Twice the width, so that `width` candidates are left when all the others are end tokens.
        return topTokens(logits, row, decoder.vocabulary, 2 * width).map(({ token, logit }) => ({
          row,
          token,
          ids: beam.ids,
          nats: beam.nats + total - logit,
        }));
      })
      .sort((a, b) => a.nats - b.nats);
    const next: typeof candidates = [];
    for (const [rank, candidate] of candidates.slice(0, 2 * width).entries()) {
      if (next.length === width || finished.length >= width) break;
      if (decoder.endIds.has(candidate.token)) {
        // An end that is not among the best is no answer anyone would choose; the beam goes on without it.
        if (rank < width) finished.push({ ids: candidate.ids, nats: candidate.nats, finished: "end" });
        continue;
      }
      const ids = [...candidate.ids, candidate.token];
      if (repeatedTail(ids) > 0) finished.push({ ids, nats: candidate.nats, finished: "repetition" });
      else if (ids.length >= maxTokens) finished.push({ ids, nats: candidate.nats, finished: "length" });
      else next.push({ ...candidate, ids });
    }
    if (finished.length >= width) break;
    // With fewer rows than before, the parents of the rows that stay are still where they were.
    cache.reorder(next.map(({ row }) => row));
    beams = next.map(({ ids, nats }) => ({ ids, nats }));
    tokens = next.map(({ token }) => token);
    if (beams[0] !== undefined) onIds(beams[0].ids);
  }
  return slotTextOf(decoder, finished);
}

function slotTextOf(decoder: Decoder, hypotheses: readonly Hypothesis[]): SlotText {
  const texts = hypotheses.map(({ ids, nats, finished }) => slotText(decoder, ids, nats, finished));
  // An answer that ended by itself goes before one that was cut.
  const ended = texts.filter(({ finished }) => finished === "end");
  const [best, ...others] = ended.length > 0 ? ended : texts;
  if (best === undefined) throw new RangeError("a beam search without hypotheses");
  return others.reduce((winner, text) => (text.logProbability > winner.logProbability ? text : winner), best);
}
