import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { buildDataset } from "../../src/dataset/build.js";
import { generatedFamilies, generatedRecords, plotSource } from "../../src/dataset/plot.js";
import { plotScript } from "../../src/dataset/plotScripts/scripts.js";
import { describePlots } from "../../src/plot/plots.js";
import { createParser } from "../../src/syntax/parser.js";
import { grammars } from "../support/grammars.js";
import { factsSaid } from "./plotTruth/factsSaid.js";

const parser = createParser(grammars);
const source = plotSource(parser);

const recordsOf = async (family: string, n: number) => {
  const found: Record<string, unknown>[] = [];
  for await (const { fields } of generatedRecords(family, n, parser, () => {})) found.push({ ...fields });
  return found;
};

test("a drawing whose data is hidden, with the truth of the script as it was", async () => {
  const { records } = await source.read(
    "a.m",
    "k = 2;\nt = 0:0.01:4;\ny = exp(-k*t);\nplot(t, y);\ntitle('Decay')\n",
  );
  expect(records).toHaveLength(1);
  const { patches, at, code, text, facts, slots } = records[0]?.fields ?? {};
  expect(facts).toEqual({ kind: "line", courses: ["exponential decay"] });
  expect([...factsSaid(String(text)).courses]).toEqual(["exponential decay"]);
  expect((patches as string[])[Number(at)]).toBe("plot(t, y)");
  expect((patches as string[]).at(-1)).toBe("title('Decay')");
  expect(slots).toEqual([{ open: "<|plot|>", text }]);
  // What the model reads leaves the evaluator without an answer.
  const { statements } = await describePlots(
    { document: { path: "a.m", language: "matlab", version: 1, text: `${code}\n` }, files: {}, level: 3 },
    parser,
    new AbortController().signal,
  );
  expect(statements[0]?.isUnknown).toBe(true);
});

test("scripts that draw nothing known, or nothing that depends on a variable, give no record", async () => {
  const { records, dropped } = await source.read(
    "b.m",
    "plot(1:10, (1:10).^2);\ny = rand(1, 9);\nplot(y);\n",
  );
  expect(records).toEqual([]);
  expect(dropped).toEqual({ "plot: it depends on nothing": 1, "plot: nothing to say without numbers": 1 });
});

test("every family writes scripts that differ, run, and have something to say; the same each time", async () => {
  for (const family of generatedFamilies) {
    expect(plotScript(family, 1)).not.toBe(plotScript(family, 2));
    const records = await recordsOf(family, 2);
    expect(records.length, family).toBeGreaterThanOrEqual(1);
    for (const { text } of records) expect(text).not.toMatch(/\d/);
  }
  expect(await recordsOf("sine", 4)).toEqual(await recordsOf("sine", 4));
}, 60_000);

test("generated families take the place of repositories, and the same call gives the same bytes", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "codepatch-plots-"));
  const build = async (name: string, generated = 1): Promise<Buffer> => {
    const out = path.join(folder, name);
    const params = {
      kind: "plot",
      repositories: [],
      generated,
      out,
      licenceUnknownIsMine: false,
    } as const;
    const { licences } = await buildDataset(params, parser, () => {}, new AbortController().signal);
    expect(licences).toEqual({ "generated scripts": "own" });
    return readFileSync(out);
  };
  try {
    const first = await build("first.jsonl.gz");
    expect((await build("second.jsonl.gz")).equals(first)).toBe(true);
    const repos = gunzipSync(first)
      .toString("utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).repo as string);
    expect(new Set(repos).size).toBeGreaterThan(60);
    await expect(build("none.jsonl.gz", 0)).rejects.toThrow("name repositories, or add --generated 30");
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
