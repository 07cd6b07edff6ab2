import { existsSync, mkdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TextEncoder } from "../../src/inference/encoder.js";
import type { IndexResult, SearchParams } from "../../src/protocol/search.js";
import { isDamage, removeStore } from "../../src/search/database.js";
import { searchIndex } from "../../src/search/query.js";
import { openSqlite } from "../../src/search/sqlite.js";
import type { SearchStore } from "../../src/search/store.js";
import { updateIndex } from "../../src/search/update.js";
import { createParser } from "../../src/syntax/parser.js";
import { grammars } from "../support/grammars.js";
import { never, splitWords, wordEncoder, writeFiles } from "./support.js";

const parser = createParser(grammars);
let root = "";
let file = "";

const robust = `def reject_outliers(points, limit):
    """Remove points that lie too far from the median."""
    return [p for p in points if abs(p) < limit]
`;
const smooth = `def moving_average(samples):
    return sum(samples) / len(samples)
`;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "codepatch-search-"));
  file = path.join(root, ".index/search.sqlite");
  await writeFiles(root, {
    "src/robust.py": robust,
    "src/smooth.py": smooth,
    "web/chart.ts":
      "export class Chart {\n  /** Draws all lines. */\n  draw(lines: string[]): void {\n    lines.sort();\n  }\n}\n",
    "scratch/ignored.py": smooth,
    ".gitignore": "scratch/\n",
    "node_modules/other/index.ts": "export function moving_average(): void {}\n",
    "src/schema_pb2.py": smooth,
  });
  mkdirSync(path.join(root, ".git"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const open = (model = "words 1"): Promise<SearchStore> => openSqlite(file, model, splitWords);
const update = (store: SearchStore, encoder: TextEncoder | undefined): Promise<IndexResult> =>
  updateIndex({ root, pause: 0 }, store, { parser, encoder }, () => {}, never);
const ask = (
  store: SearchStore,
  text: string,
  encoder: TextEncoder | undefined,
  more: Partial<SearchParams> = {},
) => searchIndex({ root, query: { kind: "text", text }, limit: 5, ...more }, store, { encoder }, never);

test("indexes what git does not ignore, finds it with words and meaning, and says why", async () => {
  const store = await open();
  const encoder = wordEncoder();
  const result = await update(store, encoder);
  expect(result).toMatchObject({ files: 3, changed: 3, removed: 0, hasEmbeddings: true });
  expect((await store.files()).map(({ path: name }) => name).sort()).toEqual([
    "src/robust.py",
    "src/smooth.py",
    "web/chart.ts",
  ]);
  const { hits } = await ask(store, "where do we reject outliers", encoder);
  expect(hits[0]).toMatchObject({
    path: "src/robust.py",
    line: 1,
    name: "reject_outliers",
    kind: "function",
    reason: expect.stringMatching(/^name: reject, outliers; closeness 0\.\d\d$/),
  });
  expect(
    (await ask(store, "draws lines", encoder, { kinds: ["class"] })).hits.map(({ name }) => name),
  ).toEqual(["Chart"]);
  expect(
    (await ask(store, "average", encoder, { folder: "web" })).hits.every(({ path: p }) =>
      p.startsWith("web/"),
    ),
  ).toBe(true);
  expect(
    (await ask(store, "average", encoder, { languages: ["typescript"] })).hits.map(
      ({ language }) => language,
    ),
  ).not.toContain("python");
  await store.close();
});

test("says which functions call a hit, by its name", async () => {
  await writeFiles(root, {
    "aaa/tests/test_robust.py": "def test_all():\n    assert reject_outliers([], 1) == []\n",
    "src/fit.py": [
      "def fit_tide(levels):\n    kept = reject_outliers(levels, 3)\n    return moving_average(kept)\n",
      "def report(levels):\n    return robust.reject_outliers (levels, 2)\n",
      "def reject_outliers_twice(levels):\n    return levels\n",
      "def explain():\n    return 'reject outliers (later)'\n",
    ].join("\n\n"),
  });
  const store = await open();
  await update(store, undefined);
  const reasonOf = async (text: string, name: string) =>
    (await ask(store, text, undefined, { kinds: ["function"] })).hits.find((hit) => hit.name === name)
      ?.reason;
  expect(await reasonOf("reject outliers", "reject_outliers")).toBe(
    "name: reject, outliers; its name is called in fit_tide, report and others",
  );
  expect(await reasonOf("moving average", "moving_average")).toMatch(/; its name is called in fit_tide$/);
  expect(await reasonOf("fit tide", "fit_tide")).not.toContain("called in");
  await store.close();
});

test("takes names that are no words as they are", async () => {
  await writeFiles(root, {
    "src/gauge.cpp": [
      "struct Gauge {\n  ~Gauge() { close(); }\n  bool operator[](int level) { return level > 0; }\n};\n",
      "void destroy(Gauge *gauge) {\n  gauge->~Gauge();\n}\n",
    ].join("\n"),
    "src/gauge.rb":
      "def submerged?(level)\n  level > 0\nend\n\ndef warn_all(levels)\n  levels.each { |each| submerged?(each) }\nend\n",
  });
  const store = await open();
  await update(store, undefined);
  const { hits } = await ask(store, "gauge level submerged operator", undefined, { limit: 20 });
  const reasons = new Map(hits.map(({ name, reason }) => [name, reason]));
  expect(reasons.get("Gauge.~Gauge")).toMatch(/; its name is called in destroy$/);
  expect(reasons.get("submerged?")).toMatch(/; its name is called in warn_all$/);
  await store.close();
});

test("code that is selected is not found to be like itself, however many functions it spans", async () => {
  await writeFile(path.join(root, "src/robust.py"), `${robust}\n\n${smooth}`);
  const store = await open();
  const encoder = wordEncoder();
  await update(store, encoder);
  const like = async (text: string, line: number): Promise<string[]> => {
    const query = { kind: "code", text, path: "src/robust.py", line } as const;
    const { hits } = await searchIndex({ root, query, limit: 9 }, store, { encoder }, never);
    return hits.filter(({ kind }) => kind === "function").map(({ path: file, name }) => `${file} ${name}`);
  };
  const whole = await like(`${robust}\n\n${smooth}`, 1);
  expect(whole).toContain("src/smooth.py moving_average");
  expect(whole.join()).not.toContain("src/robust.py");
  expect(await like(robust, 1)).toContain("src/robust.py moving_average");
  await store.close();
});

test("a saved file embeds its changed patches only; moved ones keep their vector; deleted files go", async () => {
  const store = await open();
  await update(store, wordEncoder());
  const encoder = wordEncoder();
  await writeFile(
    path.join(root, "src/robust.py"),
    `import math\n\n\n${robust}\n\ndef clip(x):\n    return min(x, 1)\n`,
  );
  await rm(path.join(root, "src/smooth.py"));
  const result = await update(store, encoder);
  expect(result).toMatchObject({ files: 2, changed: 1, removed: 1, embedded: 2 });
  // The file itself, whose names changed, and the new function; not the function that only moved.
  expect(encoder.asked.join("\n")).not.toContain("reject outliers(points");
  expect((await ask(store, "reject outliers", encoder, { kinds: ["function"] })).hits[0]).toMatchObject({
    name: "reject_outliers",
    line: 4,
  });
  expect((await update(store, encoder)).changed).toBe(0);
  await store.close();
});

test("words come first: what is not embedded yet is found by them, said so, and embedded later", async () => {
  const store = await open();
  const encoder = wordEncoder();
  const first = await updateIndex(
    { root, pause: 0, wordsOnly: true },
    store,
    { parser, encoder },
    () => {},
    never,
  );
  expect(first).toMatchObject({ files: 3, changed: 3, embedded: 0, waiting: 7 });
  const early = await ask(store, "reject outliers", encoder);
  expect(early.hits[0]).toMatchObject({ name: "reject_outliers", reason: "name: reject, outliers" });
  expect(early.notes).toEqual([
    "Indexing is not finished: 7 of 7 entries are found by their words only so far.",
  ]);
  const stages: string[] = [];
  const stop = new AbortController();
  const interrupted = updateIndex(
    { root, pause: 0 },
    store,
    { parser, encoder },
    ({ stage, done, total }) => {
      stages.push(`${stage} ${done} of ${total}`);
      if (stage === "meaning" && done === 1) stop.abort();
    },
    stop.signal,
  );
  await expect(interrupted).rejects.toMatchObject({ code: "cancelled" });
  expect(stages).toEqual([0, 1, 2].map((n) => `words ${n} of 3`).concat("meaning 0 of 3", "meaning 1 of 3"));
  // A file that changes before its turn is embedded as it is then.
  await writeFile(path.join(root, "src/smooth.py"), `${smooth}\n\ndef median(x):\n    return x\n`);
  expect(await update(store, encoder)).toMatchObject({ changed: 1, waiting: 0 });
  expect(await store.counts()).toMatchObject({ patches: 8, vectors: 8 });
  const late = await ask(store, "reject outliers", encoder);
  expect(late.notes).toEqual([]);
  expect(late.hits[0]?.reason).toMatch(/closeness/);
  expect(await update(store, encoder)).toMatchObject({ changed: 0, embedded: 0, waiting: 0 });
  await store.close();
});

test("code made small for the web is remembered and not searched", async () => {
  await writeFiles(root, {
    "web/bundle.js": "function draw_lines(a){return a+1}".repeat(100),
    "web/table.js": `${"// Draws lines, one after the other.\n".repeat(60)}export function draw_lines(a) {}\n`,
  });
  const store = await open();
  const encoder = wordEncoder();
  await update(store, encoder);
  const { hits } = await ask(store, "draw lines", encoder, { limit: 200 });
  expect(hits.map(({ path: file }) => file)).toContain("web/table.js");
  expect(hits.map(({ path: file }) => file)).not.toContain("web/bundle.js");
  expect(await update(store, encoder)).toMatchObject({ changed: 0, waiting: 0 });
  await store.close();
});

test("scores stay the same however often a file is saved with lines moved", async () => {
  const store = await open();
  await update(store, wordEncoder());
  const before = await store.words(["outliers", "median", "points", "samples"], 10);
  for (const lines of ["\n", "\n\n", "\n\n\n"]) {
    await writeFile(path.join(root, "src/robust.py"), `${lines}${robust}`);
    expect(await update(store, wordEncoder())).toMatchObject({ changed: 1, embedded: 0 });
  }
  expect(await store.words(["outliers", "median", "points", "samples"], 10)).toEqual(before);
  expect((await ask(store, "reject outliers", undefined, { kinds: ["function"] })).hits[0]?.line).toBe(4);
  await store.close();
});

test("another model or a damaged file begins anew, and says so", async () => {
  const first = await open();
  await update(first, wordEncoder());
  await first.close();
  const other = await open("words 2");
  expect(other.rebuilt).toBe("it was made with the model words 1");
  expect((await other.counts()).patches).toBe(0);
  await other.close();
  await writeFile(file, "this is no database at all, whatever its name says".repeat(200));
  const again = await open();
  expect(again.rebuilt).toBe("it was damaged");
  expect((await update(again, wordEncoder())).files).toBe(3);
  await again.close();
});

test("bytes that changed on the disk are noticed when they are read", async () => {
  const store = await open();
  await update(store, wordEncoder());
  await store.close();
  const bytes = await readFile(file);
  const { hits } = await (async () => {
    const reopened = await open();
    const found = await ask(reopened, "average", wordEncoder());
    await reopened.close();
    return found;
  })();
  expect(hits.length).toBeGreaterThan(0);
  for (let at = 4096; at < bytes.length; at += 512) bytes.fill(0xa5, at, at + 64);
  await writeFile(file, bytes);
  let noticed = false;
  try {
    const damaged = await open();
    noticed = damaged.rebuilt !== undefined;
    await ask(damaged, "average", wordEncoder());
  } catch (error) {
    noticed = isDamage(error);
  }
  expect(noticed).toBe(true);
  removeStore(file);
});

test("a lock that a killed process left is taken away, one of a living process is respected", async () => {
  mkdirSync(`${file}.lock`, { recursive: true });
  const store = await open();
  expect((await update(store, undefined)).files).toBe(3);
  await store.close();
  expect(existsSync(`${file}.lock`)).toBe(false);
});

test("two windows index one folder: both see all", async () => {
  const [one, two] = [await open(), await open()];
  await update(one, wordEncoder());
  expect((await update(two, wordEncoder())).changed).toBe(0);
  await writeFile(path.join(root, "src/new.py"), "def brand_new(x):\n    return x + 1\n");
  await update(two, wordEncoder());
  expect((await ask(one, "brand new", wordEncoder())).hits[0]?.name).toBe("brand_new");
  await one.close();
  await two.close();
});

test("odd queries: nothing, another language, a very long text, no encoder", async () => {
  const store = await open();
  const encoder = wordEncoder();
  expect((await ask(store, "average", encoder)).notes).toEqual([
    expect.stringMatching(/^The index is empty/),
  ]);
  await update(store, encoder);
  await expect(ask(store, " ?! ", encoder)).rejects.toMatchObject({ code: "usage" });
  expect((await ask(store, "wo wird der Mittelwert berechnet und mit dem Median", encoder)).notes).toEqual([
    expect.stringContaining("does not seem to be English"),
  ]);
  const long = "We remove outliers that lie far from the median before we fit. ".repeat(1600);
  const { hits, sentences, notes } = await ask(store, long, encoder);
  expect(long.length).toBeGreaterThan(100_000);
  expect(hits[0]?.name).toBe("reject_outliers");
  expect(sentences).toHaveLength(200);
  expect(notes).toEqual(["The text has 1600 sentences; the first 200 were used."]);
  const words = await ask(store, "moving average", undefined);
  expect(words.notes).toEqual([expect.stringMatching(/^No encoder is installed/)]);
  expect(words.hits[0]?.name).toBe("moving_average");
  await store.close();
});

test("a paper: each sentence votes, and the map says which section speaks of what", async () => {
  const store = await open();
  const encoder = wordEncoder();
  await update(store, encoder);
  const text =
    "# Robust fitting\nWe remove points that lie too far from the median.\n\n# Smoothing\nA moving average of the samples is computed.\n\n# Thanks\nThe kind reviewers deserve gratitude.\n";
  const result = await searchIndex(
    { root, query: { kind: "paper", text, name: "paper.md" }, limit: 3, kinds: ["function"] },
    store,
    { encoder },
    never,
  );
  expect(result.sentences.map(({ section, hits }) => [section, hits[0]?.name])).toEqual([
    ["Robust fitting", "reject_outliers"],
    ["Smoothing", "moving_average"],
    ["Thanks", undefined],
  ]);
  expect(result.map).toContain("- **Robust fitting** → [`reject_outliers`](src/robust.py#L1)");
  expect(result.map).toContain("- **Thanks** → nothing close");
  await store.close();
});
