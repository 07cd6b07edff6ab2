import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "../../src/search/store.js";
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

const index = (file: string, before = ""): Promise<{ stderr: string }> =>
  run("bash", [
    "-c",
    `${before} exec "$0" "$@"`,
    process.execPath,
    indexer,
    path.join(folder, "code"),
    file,
    grammars.runtime,
    grammars.grammar("python"),
  ]);

test("a disk that is full ends with a sentence and keeps a whole index, which is completed later", {
  timeout: 240_000,
}, async () => {
  const file = path.join(folder, "full", "search.sqlite");
  // No file may grow beyond 300 KiB; the whole index needs more.
  await expect(index(file, "ulimit -f 300;")).rejects.toMatchObject({
    stderr: expect.stringMatching(/cannot be used \(.*\); free some disk space or remove the file\./),
  });
  const part = await openStore(file, "words 1", splitWords);
  expect(part.rebuilt).toBeUndefined();
  expect(part.problems()).toEqual([]);
  expect(part.counts().files).toBeLessThan(files);
  part.close();
  await index(file);
  const whole = await openStore(file, "words 1", splitWords);
  expect(whole.counts()).toMatchObject({ files, patches: files * (functionsEach + 1) });
  expect(whole.problems()).toEqual([]);
  whole.close();
});

test("two processes index one folder at the same time", { timeout: 240_000 }, async () => {
  const file = path.join(folder, "two", "search.sqlite");
  await Promise.all([index(file), index(file)]);
  const store = await openStore(file, "words 1", splitWords);
  expect(store.counts()).toMatchObject({ files, patches: files * (functionsEach + 1) });
  expect(store.problems()).toEqual([]);
  store.close();
});
