import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { evaluateSearch } from "../../src/search/evaluate.js";
import { type Candidate, featureNames, featuresOf, fuse, weights } from "../../src/search/fuse.js";
import { never, splitWords, wordEncoder } from "./support.js";

const candidate = (id: number, more: Partial<Candidate>): Candidate => ({
  id,
  name: "other",
  context: "",
  words: 0,
  closeness: 0.3,
  ...more,
});

test("the shares are those of a mean", () => {
  for (const shares of Object.values(weights)) {
    const values = featureNames.map((name) => shares[name]);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 3);
  }
  expect(weights.words.closeness).toBe(0);
});

test("what the words of a query say of a candidate", () => {
  const terms = ["clear", "sky", "detect"];
  const rarity = (term: string): number => (term === "sky" ? 2 : 1);
  const features = featuresOf(
    [
      candidate(1, { name: "Model.detect_clearsky", context: "pvlib clearsky", words: 4 }),
      candidate(2, { words: 2 }),
    ],
    terms,
    rarity,
  );
  expect(features.get(1)).toMatchObject({ words: 1, inName: 0.5, inContext: 0.25 });
  expect(features.get(1)?.ofName).toBe(1);
  expect(features.get(2)).toMatchObject({ words: 0.5, inName: 0, ofName: 0 });
});

test("a score lies between 0 and 1 and never falls when a number of it grows", () => {
  const number = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 20 }), (known) => {
      const candidates = known.map(([words, closeness], id) =>
        candidate(id, { words: 10 * words, closeness }),
      );
      const scores = fuse(candidates, ["clear"], () => 1);
      for (const a of candidates)
        for (const b of candidates) {
          expect(scores.get(a.id)).toBeGreaterThanOrEqual(0);
          expect(scores.get(a.id)).toBeLessThanOrEqual(1 + 1e-9);
          if (a.words >= b.words && (a.closeness ?? 0) >= (b.closeness ?? 0))
            expect((scores.get(a.id) ?? 0) + 1e-9).toBeGreaterThanOrEqual(scores.get(b.id) ?? 0);
        }
    }),
  );
});

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "codepatch-rank-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("an evaluation sees the names around a function, and tells functions of the same description apart and together", async () => {
  const rows = [
    {
      query: "Length of the queue.",
      code: "def size(self): return self.n",
      name: "Queue.size",
      context: "queue Queue",
    },
    {
      query: "Length of the stack.",
      code: "def size(self): return self.m",
      name: "Stack.size",
      context: "stack Stack",
    },
    {
      query: "Release everything.",
      code: "def close(self): self.a.close()",
      name: "A.close",
      context: "a A",
    },
    {
      query: "Release everything.",
      code: "def close(self): self.b.close()",
      name: "B.close",
      context: "b B",
    },
  ].map((row) => ({ ...row, language: "python" }));
  const dataset = path.join(folder, "pairs.jsonl");
  await writeFile(dataset, rows.map((row) => JSON.stringify(row)).join("\n"));
  const evaluate = () => evaluateSearch({ dataset }, wordEncoder(), splitWords, () => {}, never);
  const { metrics, byLanguage, n, pool } = await evaluate();
  expect({ n, pool }).toEqual({ n: 4, pool: 4 });
  expect(metrics["MRR, any of the same description"]?.value).toBe(byLanguage.python?.same?.value ?? 0);
  expect(metrics["MRR, any of the same description"]?.value).toBeGreaterThan(metrics.MRR?.value ?? 1);
  const bare = rows.map(({ context: _, name: _name, ...row }) => JSON.stringify(row));
  await writeFile(dataset, bare.join("\n"));
  expect((await evaluate()).metrics.MRR?.value).toBeLessThan(metrics.MRR?.value ?? 0);
});
