import { readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type TestRepository, testRepository } from "../git/support.js";
import { type BuiltCli, buildCli } from "../support/cli.js";

// Each test starts several processes; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

let cli: BuiltCli;
let repository: TestRepository;
let folder: string;

beforeAll(async () => {
  cli = await buildCli();
  folder = await mkdtemp(path.join(tmpdir(), "codepatch-report-"));
  repository = testRepository();
  repository.write("harbour/gauge.py", "def mean(levels):\n    return sum(levels) / len(levels)\n");
  repository.commit("feat: the mean of a gauge");
  repository.write("harbour/gauge.py", "def mean(levels):\n    return sum(levels) / max(len(levels), 1)\n");
});
afterAll(async () => {
  repository.remove();
  await rm(folder, { recursive: true, force: true });
  await cli.remove();
});

const run = (...args: string[]) => cli.run(args, { cwd: repository.root });

describe("codepatch report", () => {
  it.runIf(process.platform !== "win32")("keeps the older report when the disk is full", async () => {
    const file = path.join(folder, "kept.html");
    writeFileSync(file, "of last week", { mode: 0o600 });
    const args = ["report", "--since", "1.week", "--out", file];
    const { code, stderr } = await cli.run(args, { cwd: repository.root, shell: 'ulimit -f 1 && exec "$@"' });
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: `codepatch: The disk is full and ${file} was not written; free some space.\n`,
    });
    expect(readFileSync(file, "utf8")).toBe("of last week");
    expect((await run(...args)).code).toBe(0);
    expect(readFileSync(file, "utf8")).toContain("<html");
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("prints Markdown, and JSON on demand", async () => {
    const text = await run("report", "--since", "1.week");
    expect([text.code, text.stderr]).toEqual([0, ""]);
    expect(text.stdout).toMatch(
      /^# What changed in codepatch-git-\w+\n[\s\S]*### New\n\n- \*\*The mean of a gauge\*\*/,
    );
    const json = await run("report", "--since", "1.week", "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({ numbers: { commits: 1 }, areas: [{ name: "Harbour" }] });
  });

  it("writes a file in the form that its name says, with areas of one's own", async () => {
    const areas = path.join(folder, "areas.json");
    writeFileSync(areas, '{"Measuring": ["harbour/"]}');
    const page = path.join(folder, "out.html");
    const { code, stdout, stderr } = await run(
      "report",
      "--since",
      "1.week",
      "--out",
      page,
      "--areas",
      areas,
    );
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toContain("1 change was made in this period");
    expect(readFileSync(page, "utf8")).toMatch(/^<!DOCTYPE html>[\s\S]*>Measuring</);
  });

  it.each([
    [["--since", "soon"], 2, /"soon" is no date; write it like 2\.weeks/],
    [[], 2, /needs a period or a range; add --since/],
    [["--since", "1.week", "--areas", "none.json"], 2, /none\.json cannot be read/],
    [["--since", "1.week", "--out", "harbour/gauge.py/there.md"], 3, /could not be written/],
    [["nowhere", "--since", "1.week"], 2, /There is no folder .*nowhere/],
  ])("%j is refused in one sentence", async (args, code, message) => {
    const result = await run("report", ...args);
    expect([result.code, result.stdout]).toEqual([code, ""]);
    expect(result.stderr).toMatch(message);
    expect(result.stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("codepatch narrate", () => {
  it("explains what is not committed", async () => {
    const { code, stdout } = await run("narrate", "--uncommitted", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).commits).toMatchObject([{ sha: null, files: [{ path: "harbour/gauge.py" }] }]);
  });

  it.each([
    [["--unpushed"], /main has no upstream to compare with/],
    [["--stash", "3"], /There is no stash@\{3\}/],
    [["--base", "main"], /--base belongs to --branch/],
    [["--staged", "HEAD"], /Give one of a revision/],
    [["--resolution"], /HEAD is no merge/],
  ])("%j is refused in one sentence", async (args, message) => {
    const result = await run("narrate", ...args);
    expect([result.code, result.stdout]).toEqual([2, ""]);
    expect(result.stderr).toMatch(message);
    expect(result.stderr.trim().split("\n")).toHaveLength(1);
  });
});
