import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type BuiltCli, buildCli } from "../support/cli.js";
import { temporaryFolder } from "./folder.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.remove());

it("describes the figures of a file, with the functions beside it, as text, JSON, Markdown and pictures", async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, "wave.m");
  writeFileSync(file, "t = 0:0.5:2;\nplot(t, doubled(t)); title('Ramp')\n");
  writeFileSync(path.join(folder, "doubled.m"), "function y = doubled(x)\ny = 2 * x;\n");
  const text = await cli.run(["plots", file]);
  expect(text.stdout).toContain("Figure 1. Line of doubled(t) against t, 5 points, t from 0 to 2;");
  const { figures } = JSON.parse((await cli.run(["plots", file, "--json"])).stdout);
  expect(figures[0].axes[0]).toMatchObject({
    title: "Ramp",
    objects: [{ kind: "line", line: 2, ydata: { n: 5, min: 0, max: 4, mean: 2 } }],
  });
  const pictures = path.join(folder, "pictures");
  expect((await cli.run(["plots", file, "--markdown", "--level", "1", "--svg", pictures])).stdout).toMatch(
    /^# Plots of wave\.m\n\n## Figure 1\n\nLine of/,
  );
  expect(readdirSync(pictures)).toEqual(["figure-1.svg"]);
  expect(readFileSync(path.join(pictures, "figure-1.svg"), "utf8")).toMatch(/^<svg /);
});

it("reads old files that are in Latin-1, and refuses what draws nothing by its kind", async () => {
  const folder = temporaryFolder();
  const old = path.join(folder, "old.m");
  writeFileSync(old, Buffer.from("plot(1:3); title('Dur\xe9e')", "latin1"));
  expect((await cli.run(["plots", old])).stdout).toContain("Title 'Durée'");
  const other = path.join(folder, "page.ts");
  writeFileSync(other, "const x = 1;\n");
  const refused = await cli.run(["plots", other]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("no MATLAB or Python file");
  expect((await cli.run(["plots", path.join(folder, "notes.md")])).stderr).toContain(
    "no MATLAB or Python file",
  );
});

it("scores descriptions against what was drawn", async () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, "data"));
  writeFileSync(path.join(folder, "data", "a.m"), "plot([4 5 6])\n");
  const object = {
    kind: "line",
    line: 1,
    fn: "plot",
    displayname: "",
    xdata: { n: 3, min: 1, max: 3 },
    ydata: { n: 3, min: 4, max: 6, mean: 5 },
  };
  const truth = {
    error: "",
    figures: [{ axes: [{ title: "", xlabel: "", ylabel: "", zlabel: "", legend: [], objects: [object] }] }],
  };
  const dataset = path.join(folder, "plots.jsonl");
  writeFileSync(dataset, `${JSON.stringify({ file: "data/a.m", truth, repository: "own" })}\n`);
  const { metrics, baselines, n } = JSON.parse((await cli.run(["eval", "plot", dataset, "--json"])).stdout);
  expect(n).toBe(1);
  expect(metrics).toMatchObject({
    precision: { value: 1 },
    recall: { value: 1 },
    objectsFound: { value: 1 },
  });
  expect(baselines.restatement.recall.value).toBe(0);
});
