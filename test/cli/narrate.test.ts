import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestRepository, testRepository } from "../git/support.js";
import { type BuiltCli, buildCli, type CliResult } from "../support/cli.js";
import { root } from "../support/engine.js";

let cli: BuiltCli;
let repository: TestRepository;
beforeAll(async () => {
  cli = await buildCli();
  repository = testRepository();
  repository.write("src/gauge.py", "def mean(x):\n    return sum(x) / len(x)\n");
  repository.commit("Add a gauge");
  repository.write("src/gauge.py", "def mean(x, n=3):\n    return sum(x) / n\n");
  repository.commit("Add an input for the number of values");
}, 60_000);
afterAll(async () => {
  repository.remove();
  await cli.remove();
});

const narrate = (...args: string[]): Promise<CliResult> =>
  cli.run(["narrate", ...args], { cwd: repository.root });

it("explains a commit, a range and a diff from standard input", async () => {
  const { code, stdout } = await narrate("--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    commits: [
      {
        sha: repository.git("rev-parse", "HEAD").trim(),
        kind: "feature",
        certainty: "estimated",
        files: [{ path: "src/gauge.py", status: "modified", read: true }],
        symbols: [
          { name: "mean", kind: "function", change: "signature", details: ["takes `n` (default `3`)"] },
        ],
        setAside: [],
      },
    ],
  });
  const range = await narrate("--range", "HEAD~1..HEAD", "--audience", "developer");
  expect(range.stdout).toContain("`mean` takes `n` (default `3`)");
  const piped = await cli.run(["narrate", "-"], {
    cwd: repository.root,
    shell: 'git diff HEAD~1 HEAD | "$@"',
  });
  expect(piped.stdout).toContain("One file of program code changed.");
});

it("writes a message in the habit of the repository", async () => {
  repository.write(
    "src/gauge.py",
    "def mean(x, n=3):\n    return sum(x) / n\n\n\ndef low(x):\n    return min(x)\n",
  );
  repository.git("add", "-A");
  expect((await narrate("--staged", "--message")).stdout).toBe("Add low\n");
  repository.git("reset", "-q", "--hard");
});

it("answers bad input with one sentence and the remedy", async () => {
  const outside = mkdtempSync(path.join(tmpdir(), "codepatch-outside-"));
  try {
    const check = async (result: Promise<CliResult>, exit: number, message: string): Promise<void> => {
      const { code, stderr, stdout } = await result;
      expect([code, stdout]).toEqual([exit, ""]);
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect(stderr).toContain(message);
    };
    await check(narrate("nosuch"), 2, "There is no commit 'nosuch'");
    await check(narrate("--range", "HEAD"), 2, "is no range; write it as A..B");
    await check(narrate("HEAD", "--staged"), 2, "not several");
    await check(narrate("--staged", "--message"), 2, "Nothing is staged");
    await check(cli.run(["narrate"], { cwd: outside }), 3, "git init");
    await check(
      cli.run(["narrate", "-"], { cwd: outside, shell: 'echo hello | "$@"' }),
      2,
      "The input is no diff",
    );
  } finally {
    rmSync(outside, { recursive: true });
  }
});

it("adds what an instruction model says of the purpose when it is asked, marked as its estimate", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tiny-"));
  const installed = async (name: string, contextLength: number): Promise<string> => {
    const model = path.join(folder, name);
    cpSync(path.join(root, "test/fixtures/hub/tiny-qwen2"), model, { recursive: true });
    const config = path.join(model, "config.json");
    const values = JSON.parse(readFileSync(config, "utf8")) as object;
    writeFileSync(config, JSON.stringify({ ...values, max_position_embeddings: contextLength }));
    expect((await cli.run(["models", "add", model])).code).toBe(0);
    return name;
  };
  try {
    const short = await narrate("--intent", "--model", await installed("short-chat", 256));
    expect(short.stdout).toContain(
      "The model short-chat was not asked what the change is for: its context of 256 tokens is too short.",
    );
    const { code, stdout } = await narrate(
      "--intent",
      "--json",
      "--model",
      await installed("tiny-chat", 4_096),
    );
    expect(code).toBe(0);
    // A model of random weights says nothing that holds.
    expect(JSON.parse(stdout)).toMatchObject({
      commits: [
        {
          estimate:
            "The model tiny-chat was asked what the change is for; nothing that it said holds against the change. It read the facts and all of the changed lines.",
        },
      ],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
  const { code, stderr } = await narrate("--intent");
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/takes no instructions.*choose an instruction model/);
  const without = await narrate("--json");
  expect(without.stdout).not.toContain('estimate"');
}, 60_000);

it("refuses to tell how a merge was resolved of something that is no commit", async () => {
  const { code, stderr } = await narrate("--resolution", "--staged");
  expect(code).toBe(2);
  expect(stderr).toContain("--resolution");
});
