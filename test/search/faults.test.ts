import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSqlite } from "../../src/search/sqlite.js";
import { grammars } from "../support/grammars.js";
import { buildIndexer } from "./buildIndexer.js";
import { splitWords, writeFiles } from "./support.js";

const run = promisify(execFile);
const files = 40;
const functionsEach = 10;
let folder = "";
let indexer = "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "codepatch-faults-"));
  indexer = await buildIndexer(folder);
  for (let i = 0; i < files; i++) {
    const functions = Array.from(
      { length: functionsEach },
      (_, j) => `def part_${i}_${j}(x):\n    return x + ${j}\n`,
    );
    await writeFiles(path.join(folder, "code"), { [`part${i}.py`]: functions.join("\n\n") });
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const index = (
  file: string,
  { before = "", model = "words 1", start = 0 } = {},
): Promise<{ stderr: string }> =>
  run("bash", [
    "-c",
    `${before} exec "$0" "$@"`,
    process.execPath,
    indexer,
    path.join(folder, "code"),
    file,
    grammars.runtime,
    grammars.grammar("python"),
    model,
    String(start),
  ]);

test("a disk that is full ends with a sentence and keeps a whole index, which is completed later", async () => {
  const file = path.join(folder, "full", "search.sqlite");
  // No file may grow beyond 300 KiB; the whole index needs more.
  await expect(index(file, { before: "ulimit -f 300;" })).rejects.toMatchObject({
    stderr: expect.stringMatching(/cannot be used \(.*\); free some disk space or remove the file\./),
  });
  const part = await openSqlite(file, "words 1", splitWords);
  expect(part.rebuilt).toBeUndefined();
  expect(part.problems()).toEqual([]);
  const { patches, vectors } = await part.counts();
  expect(vectors).toBeLessThan(files * (functionsEach + 1));
  expect(vectors).toBeLessThanOrEqual(patches);
  await part.close();
  await index(file);
  const whole = await openSqlite(file, "words 1", splitWords);
  const entries = files * (functionsEach + 1);
  expect(await whole.counts()).toMatchObject({ files, patches: entries, vectors: entries });
  expect(whole.problems()).toEqual([]);
  await whole.close();
});

// The first model finds no index, the second one that another model has made: each must be begun by one process only.
test("processes that begin at the same moment share one index", async () => {
  const file = path.join(folder, "shared", "search.sqlite");
  for (const model of ["words 1", "words 2"]) {
    const start = Date.now() + 1_000;
    await Promise.all(Array.from({ length: 3 }, () => index(file, { model, start })));
    const store = await openSqlite(file, model, splitWords);
    expect(store.rebuilt).toBeUndefined();
    expect(await store.counts()).toMatchObject({ files, patches: files * (functionsEach + 1) });
    expect(store.problems()).toEqual([]);
    await store.close();
  }
});
