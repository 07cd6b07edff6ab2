import type { KvCache } from "./kvCache.js";

/** What a row holds after tokens were fed to it, and the logits of the wanted ones. */
export interface Fed<Row> {
  readonly row: Row;
  readonly logits: Float32Array;
}

/** A cache whose rows are values of their own, never written to after they were made, and run one after the other. */
export function rowCache<Row extends { readonly length: number }>({
  rows: count,
  capacity,
  empty,
  cut,
  feed,
}: {
  readonly rows: number;
  readonly capacity: number;
  readonly empty: Row;
  /** The row's first `length` tokens. */
  cut(row: Row, length: number): Row;
  feed(row: Row, tokens: readonly number[], wanted: readonly number[]): Promise<Fed<Row>>;
}): KvCache {
  const rows = new Array<Row>(count).fill(empty);
  const rowAt = (row: number): Row => rows[row] ?? empty;

  async function feedRow(
    row: number,
    tokens: readonly number[],
    wanted: readonly number[],
  ): Promise<Float32Array> {
    const fed = await feed(rowAt(row), tokens, wanted);
    rows[row] = fed.row;
    return fed.logits;
  }

  return {
    rows: count,
    capacity,
    length: (row) => rowAt(row).length,
    feed: feedRow,
    async step(tokens) {
      const logits: Float32Array[] = [];
      for (const [row, token] of tokens.entries()) logits.push(await feedRow(row, [token], [0]));
      return concatenate(logits);
    },
    copy(from, to, length) {
      rows[to] = cut(rowAt(from), length);
    },
    reorder(parents) {
      const before = [...rows];
      for (const [row, parent] of parents.entries()) rows[row] = before[parent] ?? empty;
    },
    truncate(row, length) {
      rows[row] = cut(rowAt(row), length);
    },
  };
}

export function concatenate(parts: readonly Float32Array[]): Float32Array {
  const size = parts[0]?.length ?? 0;
  const all = new Float32Array(parts.length * size);
  for (const [i, part] of parts.entries()) all.set(part, i * size);
  return all;
}
