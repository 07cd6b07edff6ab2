import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type TestRepository, testRepository } from "../git/support.js";
import { addNote, gitAiNote } from "../origin/support.js";
import { type BuiltCli, buildCli } from "../support/cli.js";

// Each test starts several processes; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

let cli: BuiltCli;
let repository: TestRepository;
beforeAll(async () => {
  cli = await buildCli();
  repository = testRepository();
  repository.write("sea.py", "def tide(level):\n    return level\n");
  repository.commit("Add tide");
  repository.write("secure/key.py", "def key(seed):\n    return seed\n");
  const noted = repository.commit("Add key");
  addNote(repository, "ai", noted, gitAiNote({ "secure/key.py": { ai: "1-2" } }));
  repository.write("wave.py", "def wave(height):\n    return height\n");
  repository.commit("Add wave\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
});
afterAll(async () => {
  repository.remove();
  await cli.remove();
});
const run = (...args: string[]) => cli.run(["origin", ...args], { cwd: repository.root });

describe("codepatch origin", () => {
  test("JSON lists every function with verdict and evidence, and exits with 0", async () => {
    const { code, stdout } = await run(".", "--json");
    expect(code).toBe(0);
    const { functions } = JSON.parse(stdout) as { functions: Record<string, unknown>[] };
    expect(functions.map(({ file, line, name, verdict }) => `${file}:${line} ${name} ${verdict}`)).toEqual([
      "sea.py:1 tide unknown",
      "secure/key.py:1 key recorded",
      "wave.py:1 wave declared",
    ]);
    expect(functions[1]).toMatchObject({ label: "ai", family: "Anthropic", undeclared: 2 });
    expect(functions[1]?.evidence).toEqual([
      expect.stringMatching(/^Recorded: Claude \(claude-opus-4-6\) wrote 2 of 2 lines/),
    ]);
    expect(functions[0]).toMatchObject({ evidence: [] });
    expect(functions[0]).not.toHaveProperty("label");
  });

  test.runIf(process.platform !== "win32").each([
    ["is missing", undefined, /git could not be started; install git/],
    ["is too old", "echo 'error: unknown option' >&2; exit 129", /installed git is too old/],
    ["dies", "kill -9 $$", /it ended without a word/],
    [
      "does not trust the folder",
      "echo \"fatal: detected dubious ownership in repository at '/srv/a b'\n git config --global --add safe.directory /srv\" >&2; exit 128",
      /git config --global --add safe\.directory \/srv\/a b$/,
    ],
  ])("where git %s that is said, and a policy does not pass", async (_, script, message) => {
    const folder = mkdtempSync(path.join(tmpdir(), "codepatch-git-"));
    if (script) writeFileSync(path.join(folder, "git"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const env = { PATH: folder };
    const { code, stdout } = await cli.run(["origin", "wave.py", "--json"], { cwd: repository.root, env });
    const { functions, problems } = JSON.parse(stdout);
    expect({ code, functions, problems }).toMatchObject({
      code: 0,
      functions: [{ verdict: "unknown" }],
      problems: expect.arrayContaining([{ file: "wave.py", reason: expect.stringMatching(message) }]),
    });
    const policy = await cli.run(["origin", ".", "--undeclared"], { cwd: repository.root, env });
    expect(policy).toMatchObject({ code: 3, stderr: expect.stringContaining("the policy was not checked") });
    rmSync(folder, { recursive: true });
  });

  test("as a policy it fails where evidence of that strength is found", async () => {
    expect((await run(".", "--evidence", "recorded")).code).toBe(1);
    expect((await run("wave.py", "--evidence", "recorded")).code).toBe(0);
    expect((await run("wave.py", "--evidence", "declared")).code).toBe(1);
    expect((await run("sea.py", "--evidence", "declared")).code).toBe(0);
    // "No AI code that its commit keeps quiet about in secure/."
    const undeclared = await run(".", "--undeclared");
    expect(undeclared.code).toBe(1);
    expect(undeclared.stdout.split("\n").filter((line) => /^\S/.test(line))).toEqual([
      expect.stringMatching(/^secure\/key\.py:1 key: recorded, Claude, commit [0-9a-f]{7}$/),
    ]);
    expect(undeclared.stderr).toContain(
      "1 function with evidence of an AI tool that its commit does not declare.",
    );
    expect((await run("wave.py", "--undeclared")).code).toBe(0);
  });

  test("a folder gives neither vendored nor generated files nor notebooks, and a notebook that is named is refused", async () => {
    const made = testRepository();
    try {
      for (const name of ["sea.py", "vendor/sea.py", "node_modules/sea/sea.js", "sea_pb2.py", "sea.min.js"])
        made.write(
          name,
          name.endsWith("py") ? "def tide():\n    return 1\n" : "function tide() { return 1; }\n",
        );
      made.write("sea.ipynb", JSON.stringify({ cells: [], metadata: {}, nbformat: 4 }));
      made.commit("Add all\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
      const folder = await cli.run(["origin", ".", "--json"], { cwd: made.root });
      const { functions } = JSON.parse(folder.stdout) as { functions: { file: string }[] };
      expect(functions.map(({ file }) => file)).toEqual(["sea.py"]);
      const notebook = await cli.run(["origin", "sea.ipynb"], { cwd: made.root });
      expect(notebook.code).toBe(2);
      expect(notebook.stderr).toContain("sea.ipynb is not in a language that CodePatch reads");
    } finally {
      made.remove();
    }
  });

  test("SARIF has a rule for each strength and results of level note", async () => {
    const { stdout } = await run(".", "--sarif");
    const [log] = (
      JSON.parse(stdout) as { runs: { tool: { driver: { rules: { id: string }[] } }; results: unknown[] }[] }
    ).runs;
    expect(log?.tool.driver.rules.map(({ id }) => id)).toEqual(["origin-recorded", "origin-declared"]);
    expect(log?.results).toHaveLength(2);
    expect(log?.results[0]).toMatchObject({ ruleId: "origin-recorded", ruleIndex: 0, level: "note" });
  });

  test("a wrong call says what is right", async () => {
    const { code, stderr } = await run(".", "--evidence", "certain");
    expect(code).toBe(2);
    expect(stderr).toContain("recorded, declared, estimated");
    expect((await run("missing.py")).code).toBe(2);
  });
});
