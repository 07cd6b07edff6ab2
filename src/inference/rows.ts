import { throwIfAborted } from "../base/errors.js";
import type { GraphSession, Tensor } from "./session.js";

/** Rows that are computed together: more gain nothing on a processor, and cancelling waits for them. */
const rowsAtOnce = 16;

/** Computes something of each row of tokens, rows of like length together, as little is then computed for padding; results in the order of the rows. */
export async function computeByLength<T>(
  rows: readonly (readonly number[])[],
  compute: (part: readonly (readonly number[])[]) => Promise<readonly T[]>,
  signal: AbortSignal,
): Promise<T[]> {
  const order = rows.map((row, index) => ({ row, index })).sort((a, b) => a.row.length - b.row.length);
  const results: T[] = new Array(rows.length);
  for (let from = 0; from < order.length; from += rowsAtOnce) {
    throwIfAborted(signal);
    const part = order.slice(from, from + rowsAtOnce);
    const computed = await compute(part.map(({ row }) => row));
    for (const [i, { index }] of part.entries()) {
      const result = computed[i];
      if (result !== undefined) results[index] = result;
    }
  }
  return results;
}

/** int64 [rows, longest] of a number for each token, 0 beyond a row's end. */
export function paddedTensor(
  session: GraphSession,
  rows: readonly (readonly number[])[],
  value: (id: number, place: number) => number,
): Tensor {
  const longest = Math.max(...rows.map((row) => row.length));
  const numbers = new BigInt64Array(rows.length * longest);
  for (const [i, row] of rows.entries())
    for (const [place, id] of row.entries()) numbers[i * longest + place] = BigInt(value(id, place));
  return session.tensor("int64", numbers, [rows.length, longest]);
}
