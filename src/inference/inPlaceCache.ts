import { cacheNames, int64, type KvCache, type KvShape } from "./kvCache.js";
import type { KvType } from "./manifest.js";
import type { GraphSession, Tensor } from "./session.js";

type Buffer = Float32Array | Uint16Array | Int8Array;

const arrayTypes = { float32: Float32Array, float16: Uint16Array, int8: Int8Array } as const;

interface View {
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly fetches: Readonly<Record<string, Tensor | null>>;
}

/**
 * Cache of graphs that write the present over the past (see session.ts). One buffer [rows, heads, capacity, headSize] per
 * key and value of each layer; runs see a slice of its rows, so neither a step nor a dropped row copies anything.
 */
export function createInPlaceCache(
  session: GraphSession,
  shape: KvShape & { readonly type: KvType; readonly rows: number; readonly capacity: number },
): KvCache {
  const { layers, heads, headSize, type, rows, capacity } = shape;
  const headLength = capacity * headSize;
  const rowLength = heads * headLength;
  const names = cacheNames(layers);
  const buffers: Buffer[] = names.map(() => new arrayTypes[type](rows * rowLength));
  const lengths = new Array<number>(rows).fill(0);
  const views = new Map<string, View>();

  const lengthOf = (row: number): number => lengths[row] ?? 0;

  function viewOf(first: number, count: number): View {
    const key = `${first}+${count}`;
    const known = views.get(key);
    if (known) return known;
    const feeds: Record<string, Tensor> = {};
    const fetches: Record<string, Tensor | null> = { logits: null };
    for (const [i, buffer] of buffers.entries()) {
      const name = names[i];
      if (name === undefined) continue;
      const data = buffer.subarray(first * rowLength, (first + count) * rowLength);
      const tensor = session.tensor(type, data, [count, heads, capacity, headSize]);
      feeds[name.past] = tensor;
      fetches[name.present] = tensor;
    }
    const view = { feeds, fetches };
    views.set(key, view);
    return view;
  }

  async function run(
    first: number,
    count: number,
    tokens: readonly number[],
    wanted: readonly number[],
  ): Promise<Float32Array> {
    const sequence = tokens.length / count;
    const newLengths = Array.from({ length: count }, (_, i) => lengthOf(first + i) + sequence);
    const total = Math.max(...newLengths);
    if (total > capacity) throw new RangeError(`${total} tokens in a cache of ${capacity}`);
    const mask = new BigInt64Array(count * total);
    for (const [i, length] of newLengths.entries()) mask.fill(1n, i * total, i * total + length);
    const view = viewOf(first, count);
    const { logits } = await session.run(
      {
        ...view.feeds,
        input_ids: session.tensor("int64", int64(tokens), [count, sequence]),
        attention_mask: session.tensor("int64", mask, [count, total]),
        logits_index: session.tensor("int64", int64(wanted), [wanted.length]),
      },
      view.fetches,
    );
    for (const [i, length] of newLengths.entries()) lengths[first + i] = length;
    return logits?.data as Float32Array;
  }

  function copyPositions(from: Buffer, fromRow: number, to: Buffer, toRow: number, length: number): void {
    for (let head = 0; head < heads; head++) {
      const source = fromRow * rowLength + head * headLength;
      to.set(from.subarray(source, source + length * headSize), toRow * rowLength + head * headLength);
    }
  }

  return {
    rows,
    capacity,
    length: lengthOf,
    feed: (row, tokens, wanted) => run(row, 1, tokens, wanted),
    step: (tokens) => run(0, tokens.length, tokens, [0]),
    copy(from, to, length) {
      if (from !== to) for (const buffer of buffers) copyPositions(buffer, from, buffer, to, length);
      lengths[to] = length;
    },
    reorder(parents) {
      const moved = parents.flatMap((parent, row) => (parent === row ? [] : [{ parent, row }]));
      for (const buffer of buffers) {
        const before = moved.map(({ parent }) => buffer.slice(parent * rowLength, (parent + 1) * rowLength));
        for (const [i, { parent, row }] of moved.entries()) {
          const source = before[i];
          if (source) copyPositions(source, 0, buffer, row, lengthOf(parent));
        }
      }
      const lengthsBefore = [...lengths];
      for (const { parent, row } of moved) lengths[row] = lengthsBefore[parent] ?? 0;
    },
    truncate(row, length) {
      lengths[row] = Math.min(length, lengthOf(row));
    },
  };
}
