import { fork } from "node:child_process";
import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededRandom } from "../../src/base/random.js";
import { searchIndex } from "../../src/search/query.js";
import { openSqlite } from "../../src/search/sqlite.js";
import { updateIndex } from "../../src/search/update.js";
import { createParser } from "../../src/syntax/parser.js";
import { grammars } from "../support/grammars.js";
import { buildIndexer } from "./buildIndexer.js";
import { never, splitWords, wordEncoder, writeFiles } from "./support.js";

const files = 60;
const kills = 50;
let folder = "";
let indexer = "";

const source = (i: number): string =>
  Array.from(
    { length: 12 },
    (_, j) => `def step_${i}_${j}(value):\n    """Take step ${j} of plan ${i}."""\n    return value + ${j}\n`,
  ).join("\n\n");

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "codepatch-crash-"));
  indexer = await buildIndexer(folder);
  for (let i = 0; i < files; i++) await writeFiles(path.join(folder, "code"), { [`part${i}.py`]: source(i) });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Kills the indexer so many milliseconds after it has read so many files; false when it was done before. */
function indexAndKill(filesRead: number, milliseconds: number): Promise<boolean> {
  const child = fork(
    indexer,
    [
      path.join(folder, "code"),
      path.join(folder, "index.sqlite"),
      grammars.runtime,
      grammars.grammar("python"),
    ],
    { execArgv: [] },
  );
  return new Promise((resolve, reject) => {
    let read = 0;
    child.on("message", () => {
      if (++read === filesRead) setTimeout(() => child.kill("SIGKILL"), milliseconds);
    });
    child.once("exit", (code, signal) => {
      if (signal === null && code !== 0) reject(new Error(`the indexer ended with ${code}`));
      else resolve(signal !== null);
    });
  });
}

test(`killed ${kills} times at random moments, the index is whole each time and complete in the end`, {
  timeout: 1_200_000,
}, async () => {
  const random = seededRandom(7);
  const file = path.join(folder, "index.sqlite");
  let killed = 0;
  let grown = 0;
  for (let i = 0; i < kills; i++) {
    // Each file is read twice, for its words and for its embeddings.
    if (await indexAndKill(1 + Math.floor(random() * 2 * files), random() * 20)) killed++;
    const store = await openSqlite(file, "words 1", splitWords);
    expect(store.rebuilt).toBeUndefined();
    expect(store.problems()).toEqual([]);
    grown = Math.max(grown, (await store.counts()).patches);
    await store.close();
    // Files go on changing while they are indexed.
    await appendFile(
      path.join(folder, "code", `part${i}.py`),
      `\n\ndef added_${i}(x):\n    return x - ${i}\n`,
    );
  }
  expect(killed).toBeGreaterThan(kills / 2);
  expect(grown).toBeGreaterThan(0);
  const store = await openSqlite(file, "words 1", splitWords);
  const encoder = wordEncoder();
  const root = path.join(folder, "code");
  await updateIndex({ root, pause: 0 }, store, { parser: createParser(grammars), encoder }, () => {}, never);
  expect(await store.counts()).toMatchObject({
    files,
    patches: files * 13 + kills,
    vectors: files * 13 + kills,
  });
  expect(store.problems()).toEqual([]);
  const query = { kind: "text", text: "added 49" } as const;
  const { hits } = await searchIndex({ root, query, limit: 1 }, store, { encoder }, never);
  expect(hits[0]?.name).toBe("added_49");
  await store.close();
});
