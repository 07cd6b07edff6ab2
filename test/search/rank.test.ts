import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { evaluateSearch } from "../../src/search/evaluate.js";
import { fuse } from "../../src/search/fuse.js";
import { never, splitWords, wordEncoder } from "./support.js";

test("a score lies between 0 and 1 and never falls when a number of it grows", () => {
  const number = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 20 }),
      number,
      (known, share) => {
        const candidates = known.map(([words, closeness], id) => ({ id, words: 10 * words, closeness }));
        const scores = fuse(candidates, share, 10);
        for (const a of candidates)
          for (const b of candidates) {
            expect(scores.get(a.id)).toBeGreaterThanOrEqual(0);
            expect(scores.get(a.id)).toBeLessThanOrEqual(1 + 1e-9);
            if (a.words >= b.words && a.closeness >= b.closeness)
              expect((scores.get(a.id) ?? 0) + 1e-9).toBeGreaterThanOrEqual(scores.get(b.id) ?? 0);
          }
      },
    ),
  );
});

test("words count as a share of the best that was found, even where a filter leaves that one out", () => {
  const left = [
    { id: 1, words: 1, closeness: 0.2 },
    { id: 2, words: 0, closeness: 0.3 },
  ];
  const scores = fuse(left, 0.2, 20);
  expect(scores.get(2)).toBeGreaterThan(scores.get(1) ?? 1);
});

test("what is not embedded yet stands among what is, by its words", () => {
  const halfWay = [
    { id: 1, words: 10, closeness: 0.7 },
    { id: 2, words: 10, closeness: undefined },
    { id: 3, words: 4, closeness: 0.6 },
    { id: 4, words: 4, closeness: undefined },
    { id: 5, words: 0, closeness: 0.1 },
  ];
  const scores = fuse(halfWay, 0.2, 10);
  expect(scores.get(2)).toBeCloseTo(scores.get(1) ?? 0);
  const order = [...scores].sort((a, b) => b[1] - a[1]).map(([id]) => id);
  expect(order).toEqual([1, 2, 3, 4, 5]);
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
  const models = { encoder: wordEncoder() };
  const evaluate = () => evaluateSearch({ dataset }, models, splitWords, () => {}, never);
  const { metrics, byLanguage, n, pool } = await evaluate();
  expect({ n, pool }).toEqual({ n: 4, pool: 4 });
  expect(metrics["MRR, any of the same description"]?.value).toBe(byLanguage.python?.same?.value ?? 0);
  expect(metrics["MRR, any of the same description"]?.value).toBeGreaterThan(metrics.MRR?.value ?? 1);
  const bare = rows.map(({ context: _, name: _name, ...row }) => JSON.stringify(row));
  await writeFile(dataset, bare.join("\n"));
  expect((await evaluate()).metrics.MRR?.value).toBeLessThan(metrics.MRR?.value ?? 0);
});
