import { floatsFromHalves } from "./half.js";
import type { KvType } from "./manifest.js";
import type { GraphSession, Tensor } from "./session.js";

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

export interface CacheName {
  readonly past: string;
  readonly present: string;
}

/** Names of the keys and values of all layers; `source` is `.decoder` or `.encoder` in encoder-decoder exports. */
export const cacheNames = (layers: number, source = ""): CacheName[] =>
  Array.from({ length: layers }, (_, layer) =>
    ["key", "value"].map((part) => ({
      past: `past_key_values.${layer}${source}.${part}`,
      present: `present.${layer}${source}.${part}`,
    })),
  ).flat();

export const int64 = (values: Iterable<number>): BigInt64Array =>
  BigInt64Array.from(Array.from(values, (value) => BigInt(value)));

export const emptyKv = (type: KvType): Float32Array | Uint16Array | Int8Array =>
  type === "float32" ? new Float32Array(0) : type === "float16" ? new Uint16Array(0) : new Int8Array(0);

/** Rows of [1, sequence, vocabulary] logits, which may be the last ones only of the `fed` positions. */
export function pickRows(logits: Tensor, wanted: readonly number[], fed: number): Float32Array {
  const [, sequence = 0, vocabulary = 0] = logits.dims;
  const picked = new Float32Array(wanted.length * vocabulary);
  for (const [i, position] of wanted.entries()) {
    const start = (position - (fed - sequence)) * vocabulary;
    picked.set(floatsOf(logits, start, start + vocabulary), i * vocabulary);
  }
  return picked;
}

/** float16 data is a Float16Array where the engine's JavaScript has them, else a Uint16Array of bits. */
function floatsOf({ data }: Tensor, start: number, end: number): Float32Array {
  if (data instanceof Float32Array) return data.subarray(start, end);
  if (data instanceof Uint16Array) return floatsFromHalves(data.subarray(start, end));
  return Float32Array.from(data.slice(start, end) as Iterable<number>);
}

/** The first `length` positions of each [1, heads, sequence, headSize]. */
export const cutTensors = (
  session: GraphSession,
  tensors: Readonly<Record<string, Tensor>>,
  length: number,
): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, cutTensor(session, tensor, length)]),
  );

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
