import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { SearchHit } from "../../src/protocol/search.js";
import { code, markdown, notebookOf } from "../search/notebooks.js";
import { writeFiles } from "../search/support.js";
import { type BuiltCli, buildCli } from "../support/cli.js";
import { temporaryFolder } from "../support/engine.js";

// Each test starts several processes; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

let cli: BuiltCli;
let root = "";
beforeAll(async () => {
  cli = await buildCli();
  root = (await temporaryFolder()).path;
  await writeFiles(root, {
    "smooth.py":
      '"""Spikes and storms."""\n\n\ndef drop_spikes(levels):\n    return [level for level in levels if level < 9]\n',
    "study/tides.ipynb": notebookOf([
      markdown("# Storms\nLevels far above the tide, once spikes are dropped."),
      code("storms = drop_spikes(levels) - predicted_tide"),
    ]),
    "study/old.ipynb": "<<<<<<< HEAD\n{}",
  });
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
  await cli.remove();
});
const run = (...args: string[]) => cli.run(["search", ...args], { cwd: root });

describe("codepatch search", () => {
  test("a cell of a notebook is a row of its own kind, at its line in the file", async () => {
    const { code: status, stdout } = await run("levels far above the tide", "--json", "--kind", "cell");
    expect(status).toBe(0);
    const { results } = JSON.parse(stdout) as { results: SearchHit[] };
    expect(results.map(({ path: file, kind, name, language }) => [file, kind, name, language])).toEqual([
      ["study/tides.ipynb", "cell", "Storms", "python"],
    ]);
    const lines = (await readFile(path.join(root, "study/tides.ipynb"), "utf8")).split("\n");
    expect(lines[(results[0]?.line ?? 0) - 1]).toContain("storms = drop_spikes");
  });

  test("kinds are told apart in words, and a damaged notebook is named", async () => {
    const { stdout, stderr } = await run("drop spikes storms");
    for (const what of ["drop_spikes (python)", "cell Storms (python)", "file smooth.py (python)"])
      expect(stdout).toContain(` ${what}`);
    expect(stderr).toContain("study/old.ipynb could not be read and is not in the index.");
  });

  test("a kind that does not exist is refused with those that do", async () => {
    const { code: status, stderr } = await run("storms", "--kind", "cells");
    expect(status).toBe(2);
    expect(stderr).toContain("function, class, cell, file");
  });
});
