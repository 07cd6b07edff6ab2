import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { silentLog } from "../../src/base/log.js";
import type { KvCache } from "../../src/inference/kvCache.js";
import { readManifest, type TextManifest, textManifest } from "../../src/inference/manifest.js";
import { loadTextModel, type TextModel } from "../../src/inference/model.js";
import { openSession } from "../../src/inference/session.js";
import type { SlotText } from "../../src/inference/types.js";
import { tinyNarrator } from "../support/engine.js";

export const never = new AbortController().signal;
export const log = silentLog;

export const prefix = "<|file|>python\n<|code|>def add(left, right):\n    return left + right\n<|docs|>";

export const loadTiny = async (variant = "fp32"): Promise<TextModel> =>
  loadTextModel(tinyNarrator, textManifest(await readManifest(tinyNarrator)), {
    variant,
    provider: "cpu",
    threads: 1,
  });

export const tinyManifestJson = async (): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(path.join(tinyNarrator, "manifest.json"), "utf8")) as Record<string, unknown>;

/**
 * Logits after each of `ids`, computed in one run from an empty cache by a session of its own: what every clever way of
 * feeding the same tokens has to reproduce.
 */
export async function referenceLogits(
  manifest: TextManifest,
  ids: readonly number[],
): Promise<Float32Array[]> {
  const session = await openSession(path.join(tinyNarrator, "onnx/model.onnx"), {
    provider: "cpu",
    threads: 1,
  });
  const n = ids.length;
  const int64 = (values: readonly number[]): BigInt64Array => BigInt64Array.from(values.map(BigInt));
  const feeds: Parameters<typeof session.run>[0] = {
    input_ids: session.tensor("int64", int64(ids), [1, n]),
    attention_mask: session.tensor("int64", new BigInt64Array(n).fill(1n), [1, n]),
    logits_index: session.tensor("int64", int64([...ids.keys()]), [n]),
    ...Object.fromEntries(
      Array.from({ length: manifest.layers }, (_, layer) =>
        ["key", "value"].map((part) => [
          `past_key_values.${layer}.${part}`,
          session.tensor("float32", new Float32Array(n * manifest.headSize * manifest.keyValueHeads), [
            1,
            manifest.keyValueHeads,
            n,
            manifest.headSize,
          ]),
        ]),
      ).flat(),
    ),
  };
  const { logits } = await session.run(feeds, { logits: null });
  await session.release();
  const data = logits?.data as Float32Array;
  return ids.map((_, i) => data.slice(i * manifest.vocabularySize, (i + 1) * manifest.vocabularySize));
}

export function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? Number.NaN))), 0);
}

/** A language model by table: `next` gives the probabilities of the tokens that may follow a sequence; all others have none. */
export function tableCache(
  vocabulary: number,
  next: (ids: readonly number[]) => Readonly<Record<number, number>>,
): KvCache {
  const rows: number[][] = Array.from({ length: 9 }, () => []);
  const logitsOf = (ids: readonly number[]): Float32Array => {
    const logits = new Float32Array(vocabulary).fill(-1e9);
    for (const [token, probability] of Object.entries(next(ids))) {
      logits[Number(token)] = Math.log(probability);
    }
    return logits;
  };
  return {
    rows: rows.length,
    capacity: 512,
    length: (row) => rows[row]?.length ?? 0,
    async feed(row, tokens) {
      rows[row]?.push(...tokens);
      return logitsOf(rows[row] ?? []);
    },
    async step(tokens) {
      const all = new Float32Array(vocabulary * tokens.length);
      for (const [row, token] of tokens.entries()) {
        rows[row]?.push(token);
        all.set(logitsOf(rows[row] ?? []), row * vocabulary);
      }
      return all;
    },
    copy(from, to, length) {
      rows[to] = (rows[from] ?? []).slice(0, length);
    },
    reorder(parents) {
      const before = rows.map((ids) => [...ids]);
      for (const [row, parent] of parents.entries()) rows[row] = [...(before[parent] ?? [])];
    },
    truncate(row, length) {
      rows[row] = (rows[row] ?? []).slice(0, length);
    },
  };
}

/** The same answer; its probability may differ in the last bits, since other tokens went through the same matrices. */
export function expectSame(actual: SlotText | undefined, expected: SlotText | undefined): void {
  expect({ ...actual, logProbability: 0 }).toEqual({ ...expected, logProbability: 0 });
  expect(actual?.logProbability).toBeCloseTo(expected?.logProbability ?? Number.NaN, 4);
}
