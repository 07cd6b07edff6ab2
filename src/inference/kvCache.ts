/**
 * The sequences that a decoder works on, each a row with the keys and values of its tokens. Row numbers run from 0 to
 * `rows` − 1. Only one call may be under way at a time.
 */
export interface KvCache {
  readonly rows: number;
  /** Tokens that a row can hold. */
  readonly capacity: number;
  length(row: number): number;
  /** Appends `tokens` to one row; resolves to the logits after each position of `tokens` in `wanted`: [wanted, vocabulary]. */
  feed(row: number, tokens: readonly number[], wanted: readonly number[]): Promise<Float32Array>;
  /** Appends one token to each of the rows 0 … tokens.length − 1; resolves to [rows, vocabulary]. */
  step(tokens: readonly number[]): Promise<Float32Array>;
  /** Makes row `to` a copy of the first `length` tokens of row `from`. */
  copy(from: number, to: number, length: number): void;
  /** Row i becomes what row `parents[i]` is now. */
  reorder(parents: readonly number[]): void;
  truncate(row: number, length: number): void;
}

/** Shape of the keys (and of the values) of one row: [heads, capacity or length, headSize]. */
export interface KvShape {
  readonly layers: number;
  readonly heads: number;
  readonly headSize: number;
}

export const cacheNames = (layers: number): { past: string; present: string }[] =>
  Array.from({ length: layers }, (_, layer) =>
    ["key", "value"].map((part) => ({
      past: `past_key_values.${layer}.${part}`,
      present: `present.${layer}.${part}`,
    })),
  ).flat();

export const int64 = (values: Iterable<number>): BigInt64Array =>
  BigInt64Array.from(Array.from(values, (value) => BigInt(value)));
