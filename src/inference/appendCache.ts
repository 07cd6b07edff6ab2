import { cacheNames, cutTensors, emptyKv, int64, type KvCache, type KvShape, pickRows } from "./kvCache.js";
import type { KvType } from "./manifest.js";
import { type Fed, rowCache } from "./rowCache.js";
import type { GraphSession, Tensor } from "./session.js";

interface Row {
  readonly length: number;
  /** By name of the past; never written to after they were made, so rows may share them. */
  readonly past: Readonly<Record<string, Tensor>>;
}

/** Cache of Hugging Face decoder exports, whose present is the past with the new tokens appended. Rows run one after the other. */
export function createAppendCache(
  session: GraphSession,
  shape: KvShape & { readonly type: KvType; readonly rows: number; readonly capacity: number },
): KvCache {
  const { layers, heads, headSize, type, capacity } = shape;
  const names = cacheNames(layers);
  const fetches: Record<string, null> = { logits: null };
  for (const { present } of names) fetches[present] = null;
  const empty: Row = {
    length: 0,
    past: pastOf(() => session.tensor(type, emptyKv(type), [1, heads, 0, headSize])),
  };

  function pastOf(make: (name: { past: string; present: string }) => Tensor): Record<string, Tensor> {
    return Object.fromEntries(names.map((name) => [name.past, make(name)]));
  }

  const cut = (row: Row, length: number): Row =>
    length >= row.length ? row : { length, past: cutTensors(session, row.past, length) };

  async function feed(
    { length, past: before }: Row,
    tokens: readonly number[],
    wanted: readonly number[],
  ): Promise<Fed<Row>> {
    const total = length + tokens.length;
    if (total > capacity) throw new RangeError(`${total} tokens in a cache of ${capacity}`);
    const feeds: Record<string, Tensor> = {
      ...before,
      input_ids: session.tensor("int64", int64(tokens), [1, tokens.length]),
      attention_mask: session.tensor("int64", new BigInt64Array(total).fill(1n), [1, total]),
    };
    if (session.inputs.has("position_ids")) {
      const positions = int64(tokens.map((_, i) => length + i));
      feeds.position_ids = session.tensor("int64", positions, [1, tokens.length]);
    }
    if (session.inputs.has("use_cache_branch")) {
      feeds.use_cache_branch = session.tensor("bool", Uint8Array.of(length > 0 ? 1 : 0), [1]);
    }
    if (session.inputs.has("num_logits_to_keep")) {
      const kept = tokens.length - Math.min(...wanted);
      feeds.num_logits_to_keep = session.tensor("int64", int64([kept]), []);
    }
    const results = await session.run(feeds, fetches);
    const past = pastOf(({ present }) => results[present] as Tensor);
    return {
      row: { length: total, past },
      logits: pickRows(results.logits as Tensor, wanted, tokens.length),
    };
  }

  return rowCache({ ...shape, empty, cut, feed });
}
