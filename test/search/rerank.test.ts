import fc from "fast-check";
import { expect, test } from "vitest";
import type { Reranker } from "../../src/inference/reranker.js";
import { readAgain, rerank } from "../../src/search/rerank.js";
import type { StoredPatch } from "../../src/search/store.js";
import { never } from "./support.js";

const patch = (id: number, code = `code ${id}`): StoredPatch => ({
  id,
  path: "a.py",
  language: "python",
  kind: "function",
  name: `f${id}`,
  line: 1,
  endLine: 2,
  context: "",
  docs: "",
  code,
});

/** Says of each code what `scoreOf` says, and remembers what it was asked. */
function reader(scoreOf: (code: string) => number): Reranker & { readonly asked: string[][] } {
  const asked: string[][] = [];
  return {
    asked,
    scores: async (query, codes) => {
      asked.push([query, ...codes]);
      return codes.map(scoreOf);
    },
    release: async () => {},
  };
}

test("what reads better comes first, and only the best are read", async () => {
  const ranked = Array.from({ length: 30 }, (_, i) => ({ patch: patch(i), score: 0.7 - i / 100 }));
  const reranker = reader((code) => (code === "code 4" || code === "code 25" ? 12 : 0));
  const found = await rerank("sumOfRows", ranked, reranker, never);
  expect(found.slice(0, 3).map(({ patch: { id } }) => id)).toEqual([4, 0, 1]);
  expect(found[0]?.score).toBeCloseTo(0.7);
  expect(found.slice(readAgain)).toEqual(ranked.slice(readAgain));
  expect(reranker.asked).toEqual([
    ["sum Of Rows", ...ranked.slice(0, readAgain).map(({ patch: { code } }) => code)],
  ]);
});

test("no score leaves the range of the best, none is lost, and what read alike keeps its order", async () => {
  const scores = fc.array(
    fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: -30, max: 30 })),
  );
  await fc.assert(
    fc.asyncProperty(scores, async (values) => {
      const ranked = values
        .map(([score], id) => ({ patch: patch(id, String(values[id]?.[1] ?? 0)), score }))
        .sort((a, b) => b.score - a.score || a.patch.id - b.patch.id);
      const found = await rerank("q", ranked, reader(Number), never);
      const ids = (list: typeof found): number[] => list.map(({ patch: { id } }) => id);
      expect(ids(found).toSorted((a, b) => a - b)).toEqual(ids(ranked).toSorted((a, b) => a - b));
      expect(new Set(ids(found.slice(0, readAgain)))).toEqual(new Set(ids(ranked.slice(0, readAgain))));
      for (const [i, { score }] of found.entries()) {
        expect(score).toBeLessThanOrEqual((found[i - 1]?.score ?? Number.POSITIVE_INFINITY) + 1e-12);
      }
      const same = await rerank(
        "q",
        ranked,
        reader(() => 3),
        never,
      );
      expect(ids(same)).toEqual(ids(ranked));
    }),
    { numRuns: 100 },
  );
});

test("classes, files and cells are not read, and stand between what reads well and what reads badly", async () => {
  const kinds = ["function", "class", "function", "cell", "file"] as const;
  const ranked = kinds.map((kind, i) => ({ patch: { ...patch(i), kind }, score: 0.5 }));
  const reranker = reader((code) => (code === "code 2" ? 5 : -5));
  const found = await rerank("q", ranked, reranker, never);
  expect(reranker.asked).toEqual([["q", "code 0", "code 2"]]);
  expect(found.map(({ patch: { id }, read }) => [id, read])).toEqual([
    [2, { place: 1, of: 2 }],
    [1, undefined],
    [3, undefined],
    [4, undefined],
    [0, { place: 2, of: 2 }],
  ]);
});

test("without a reranker the ranking stays as it is", async () => {
  const ranked = [{ patch: patch(1), score: 0.5 }];
  expect(await rerank("q", ranked, undefined, never)).toBe(ranked);
  expect(
    await rerank(
      "q",
      [],
      reader(() => 1),
      never,
    ),
  ).toEqual([]);
});
