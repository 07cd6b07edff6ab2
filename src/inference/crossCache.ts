import {
  type CacheName,
  cacheNames,
  cutTensors,
  emptyKv,
  int64,
  type KvCache,
  type KvShape,
  pickRows,
} from "./kvCache.js";
import type { KvType } from "./manifest.js";
import { concatenate, type Fed, rowCache } from "./rowCache.js";
import type { GraphSession, Tensor } from "./session.js";

/** What the encoder made of the prompt: every row of the decoder attends to it. */
export interface Encoded {
  /** [1, length, hidden] */
  readonly states: Tensor;
  readonly length: number;
}

interface Row {
  readonly length: number;
  /** Keys and values of the row's own tokens and of the encoder's states, by name of the past. */
  readonly own: Readonly<Record<string, Tensor>>;
  readonly cross: Readonly<Record<string, Tensor>>;
}

export async function encode(session: GraphSession, ids: readonly number[]): Promise<Encoded> {
  const shape = [1, ids.length];
  const { last_hidden_state: states } = await session.run(
    {
      input_ids: session.tensor("int64", int64(ids), shape),
      attention_mask: session.tensor("int64", new BigInt64Array(ids.length).fill(1n), shape),
    },
    { last_hidden_state: null },
  );
  return { states: states as Tensor, length: ids.length };
}

/**
 * Cache of the merged decoder of an encoder-decoder export (`decoder_model_merged.onnx`): one branch of the graph takes the first
 * tokens of a row and computes the keys and values of the encoder's states, the other takes one token after a past.
 */
export function createCrossCache(
  session: GraphSession,
  shape: KvShape & { readonly type: KvType; readonly rows: number; readonly capacity: number },
  encoded: Encoded,
): KvCache {
  const { layers, heads, headSize, type, capacity } = shape;
  const [own, cross] = [cacheNames(layers, ".decoder"), cacheNames(layers, ".encoder")];
  const fetches: Record<string, null> = { logits: null };
  for (const { present } of [...own, ...cross]) fetches[present] = null;
  const nothing = session.tensor(type, emptyKv(type), [1, heads, 0, headSize]);
  const collect = (names: readonly CacheName[], make: (name: CacheName) => Tensor): Record<string, Tensor> =>
    Object.fromEntries(names.map((name) => [name.past, make(name)]));
  const empty: Row = { length: 0, own: collect(own, () => nothing), cross: collect(cross, () => nothing) };
  const mask = session.tensor("int64", new BigInt64Array(encoded.length).fill(1n), [1, encoded.length]);
  const cut = (row: Row, length: number): Row => {
    if (length === 0) return empty;
    return length >= row.length ? row : { ...row, length, own: cutTensors(session, row.own, length) };
  };

  async function run(
    { length, ...past }: Row,
    tokens: readonly number[],
    wanted: readonly number[],
  ): Promise<Fed<Row>> {
    const total = length + tokens.length;
    if (total > capacity) throw new RangeError(`${total} tokens in a cache of ${capacity}`);
    const results = await session.run(
      {
        ...past.own,
        ...past.cross,
        input_ids: session.tensor("int64", int64(tokens), [1, tokens.length]),
        encoder_attention_mask: mask,
        encoder_hidden_states: encoded.states,
        use_cache_branch: session.tensor("bool", Uint8Array.of(length > 0 ? 1 : 0), [1]),
      },
      fetches,
    );
    const result = ({ present }: CacheName): Tensor => results[present] as Tensor;
    const row: Row = {
      length: total,
      own: collect(own, result),
      // With a past, the branch gives nothing for the encoder's states: theirs were made with the first tokens.
      cross: length > 0 ? past.cross : collect(cross, result),
    };
    return { row, logits: pickRows(results.logits as Tensor, wanted, tokens.length) };
  }

  async function feed(before: Row, tokens: readonly number[], wanted: readonly number[]): Promise<Fed<Row>> {
    if (before.length === 0) return run(before, tokens, wanted);
    const picked: Float32Array[] = [];
    let row = before;
    for (const [i, token] of tokens.entries()) {
      const fed = await run(row, [token], [0]);
      row = fed.row;
      if (wanted.includes(i)) picked.push(fed.logits);
    }
    return { row, logits: concatenate(picked) };
  }

  return rowCache({ ...shape, empty, cut, feed });
}
