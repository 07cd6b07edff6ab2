import { cacheNames, int64, type KvCache, type KvShape } from "./kvCache.js";
import type { KvType } from "./manifest.js";
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
    past: pastOf(() => session.tensor(type, emptyData(type), [1, heads, 0, headSize])),
  };
  const rows = new Array<Row>(shape.rows).fill(empty);

  function pastOf(make: (name: { past: string; present: string }) => Tensor): Record<string, Tensor> {
    return Object.fromEntries(names.map((name) => [name.past, make(name)]));
  }

  const rowAt = (row: number): Row => rows[row] ?? empty;

  async function feed(
    row: number,
    tokens: readonly number[],
    wanted: readonly number[],
  ): Promise<Float32Array> {
    const { length, past } = rowAt(row);
    const total = length + tokens.length;
    if (total > capacity) throw new RangeError(`${total} tokens in a cache of ${capacity}`);
    const feeds: Record<string, Tensor> = {
      ...past,
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
    const results = await session.run(feeds, fetches);
    rows[row] = { length: total, past: pastOf(({ present }) => results[present] as Tensor) };
    return pickRows(results.logits as Tensor, wanted);
  }

  return {
    rows: shape.rows,
    capacity,
    length: (row) => rowAt(row).length,
    feed,
    async step(tokens) {
      const logits: Float32Array[] = [];
      for (const [row, token] of tokens.entries()) logits.push(await feed(row, [token], [0]));
      const size = logits[0]?.length ?? 0;
      const all = new Float32Array(tokens.length * size);
      for (const [row, values] of logits.entries()) all.set(values, row * size);
      return all;
    },
    copy(from, to, length) {
      rows[to] = cut(session, rowAt(from), length);
    },
    reorder(parents) {
      const before = [...rows];
      for (const [row, parent] of parents.entries()) rows[row] = before[parent] ?? empty;
    },
    truncate(row, length) {
      rows[row] = cut(session, rowAt(row), length);
    },
  };
}

const emptyData = (type: KvType): Float32Array | Uint16Array | Int8Array =>
  type === "float32" ? new Float32Array(0) : type === "float16" ? new Uint16Array(0) : new Int8Array(0);

/** Rows of [1, sequence, vocabulary] logits. */
function pickRows(logits: Tensor, wanted: readonly number[]): Float32Array {
  const vocabulary = logits.dims[2] ?? 0;
  const data = logits.data as Float32Array;
  const picked = new Float32Array(wanted.length * vocabulary);
  for (const [i, row] of wanted.entries()) {
    picked.set(data.subarray(row * vocabulary, (row + 1) * vocabulary), i * vocabulary);
  }
  return picked;
}

function cut(session: GraphSession, row: Row, length: number): Row {
  if (length >= row.length) return row;
  const past = Object.fromEntries(
    Object.entries(row.past).map(([name, tensor]) => [name, cutTensor(session, tensor, length)]),
  );
  return { length, past };
}

/** The first `length` positions of [1, heads, sequence, headSize]. */
function cutTensor(session: GraphSession, tensor: Tensor, length: number): Tensor {
  const [, heads = 0, sequence = 0, headSize = 0] = tensor.dims;
  const data = tensor.data as Float32Array | Uint16Array | Int8Array;
  const kept = data.slice(0, heads * length * headSize);
  for (let head = 0; head < heads; head++) {
    const start = head * sequence * headSize;
    kept.set(data.subarray(start, start + length * headSize), head * length * headSize);
  }
  return session.tensor(tensor.type as KvType, kept, [1, heads, length, headSize]);
}
