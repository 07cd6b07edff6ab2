import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadEncoder, type TextEncoder } from "../../src/inference/encoder.js";
import { type EncoderManifest, readManifest } from "../../src/inference/manifest.js";
import { openSession } from "../../src/inference/session.js";
import { forgetful } from "../../src/inference/storage.js";
import { verifyModel } from "../../src/inference/verify.js";
import { root } from "../support/engine.js";
import { never } from "./tiny.js";

const folder = path.join(root, "models/encoder");
let manifest: EncoderManifest;
let encoder: TextEncoder;

const dot = (a: Float32Array | undefined, b: Float32Array | undefined): number =>
  a?.reduce((sum, value, i) => sum + value * (b?.[i] ?? 0), 0) ?? 0;

beforeAll(async () => {
  const found = await readManifest(folder);
  if (found.task !== "embedding") throw new Error("not an encoder");
  manifest = found;
  encoder = await loadEncoder(folder, manifest, { provider: "cpu", threads: 1 });
});
afterAll(() => encoder.release());

test("the shipped graph reproduces the vectors of PyTorch within its bound", async () => {
  await verifyModel(folder, manifest, forgetful, never);
  const parity = JSON.parse(await readFile(path.join(folder, "parity.json"), "utf8")) as {
    tolerance: Record<string, number>;
    cases: { input_ids: number[]; embedding: number[] }[];
  };
  const session = await openSession(path.join(folder, manifest.variants.int8?.model ?? ""), {
    provider: "cpu",
    threads: 1,
  });
  for (const { input_ids: ids, embedding } of parity.cases) {
    const shape = [1, ids.length];
    const { sentence_embedding: output } = await session.run(
      {
        input_ids: session.tensor("int64", BigInt64Array.from(ids, BigInt), shape),
        attention_mask: session.tensor("int64", new BigInt64Array(ids.length).fill(1n), shape),
      },
      { sentence_embedding: null },
    );
    const computed = output?.data as Float32Array;
    expect(Math.max(...embedding.map((value, i) => Math.abs(value - (computed[i] ?? 9))))).toBeLessThan(
      parity.tolerance.int8 ?? 0,
    );
  }
  await session.release();
});

test("a description lies closer to its code than to other code, in the order of the texts, at length 1", async () => {
  const code = [
    "def read rows(file): with open(file) as lines: return [line.split(',') for line in lines]",
    "def reject outliers(points, limit): return [p for p in points if abs(p - median(points)) < limit]",
    "public void send Mail(String to) transport.connect(); transport.send Message(to);",
  ];
  const vectors = await encoder.embed(code, "code", never);
  const [query] = await encoder.embed(["remove points that are far from the median"], "query", never);
  expect(vectors.map((vector) => Number(Math.hypot(...vector).toFixed(3)))).toEqual([1, 1, 1]);
  const closeness = vectors.map((vector) => dot(vector, query));
  expect(Math.max(...closeness)).toBe(closeness[1]);
});

test("special tokens in a text are text; an empty one and a very long one have a vector too", async () => {
  const [plain, forged] = await encoder.embed(["a [ SEP] b", "a [SEP] b"], "code", never);
  expect(dot(plain, forged)).toBeGreaterThan(0.99);
  const [empty, long] = await encoder.embed(["", "word ".repeat(100_000)], "query", never);
  expect([empty?.length, long?.length]).toEqual([384, 384]);
});

test("cancelled work ends", async () => {
  await expect(encoder.embed(["x"], "query", AbortSignal.abort())).rejects.toMatchObject({
    code: "cancelled",
  });
});
