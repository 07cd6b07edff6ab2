import { chmodSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type TestRepository, testRepository } from "../git/support.js";
import { addNote, gitAiNote } from "../origin/support.js";
import { type BuiltCli, buildCli, type CliResult } from "../support/cli.js";

// Each test starts several processes; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

let cli: BuiltCli;
let repository: TestRepository;
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.remove());
beforeEach(() => {
  repository = testRepository();
  repository.write("sea.py", "def tide(level):\n    return level\n");
  repository.commit("Add tide");
  repository.write(
    "sea.py",
    "def tide(level):\n    return level\n\n\ndef wave(height):\n    return height\n",
  );
  repository.commit("Add wave");
});
afterEach(() => repository.remove());

const run = (...args: string[]): Promise<CliResult> => cli.run(args, { cwd: repository.root });
const objectOf = (revision: string): string => {
  const id = repository.git("rev-parse", revision).trim();
  return path.join(repository.root, ".git", "objects", id.slice(0, 2), id.slice(2));
};
const remove = (revision: string): void => rmSync(objectOf(revision));
const spoil = (revision: string): void => {
  const file = objectOf(revision);
  chmodSync(file, 0o644);
  writeFileSync(file, "spoiled");
};

const fsck = /^codepatch: The repository in .+ is damaged \(.+\); run git fsck there/;
const refused = /^codepatch: git does not accept .+\.git as a repository, because .+ clone again\.$/;
const head = (): string => path.join(repository.root, ".git", "HEAD");
const branch = (): string => path.join(repository.root, ".git", "refs", "heads", "main");

it.each<[string, () => void, RegExp]>([
  ["HEAD is garbage", () => writeFileSync(head(), "garbage\n"), refused],
  [
    "the objects are gone",
    () => rmSync(path.join(repository.root, ".git", "objects"), { recursive: true }),
    refused,
  ],
  ["the branch is garbage", () => writeFileSync(branch(), "garbage\n"), fsck],
  ["the branch names a commit that is missing", () => remove("HEAD"), fsck],
  ["the last commit is spoiled", () => spoil("HEAD"), fsck],
  ["the tree of the last commit is spoiled", () => spoil("HEAD^{tree}"), fsck],
  ["an older commit is missing", () => remove("HEAD~"), fsck],
  ["the contents of a file are spoiled", () => spoil("HEAD:sea.py"), fsck],
])("where %s, every command says so and ends with 3", async (_, damage, message) => {
  damage();
  for (const args of [["narrate"], ["report", "--since", "2.weeks"]]) {
    const { code, stdout, stderr } = await run(...args);
    expect({ args, code, stdout }).toEqual({ args, code: 3, stdout: "" });
    expect(stderr.trim().split("\n")).toEqual([expect.stringMatching(message)]);
  }
  const policy = await run("origin", ".", "--evidence", "recorded");
  expect(policy.code).toBe(3);
  const reason = new RegExp(message.source.replace("^codepatch: ", "^sea\\.py: "), "m");
  expect(policy.stderr).toMatch(reason);
  expect(policy.stderr).toContain("the policy was not checked");
});

it("tells contents that are missing from those that are many", async () => {
  remove("HEAD:sea.py");
  for (const args of [["narrate"], ["report", "--since", "2.weeks"]])
    expect(await run(...args)).toMatchObject({ code: 3, stderr: expect.stringMatching(fsck) });
});

it("tells a partial clone from a damaged one", async () => {
  repository.git("config", "uploadpack.allowFilter", "true");
  const clone = path.join(repository.root, ".git", "clone");
  repository.git("clone", "-q", "--bare", "--filter=blob:none", `file://${repository.root}`, clone);
  for (const args of [["narrate"], ["report", "--since", "2.weeks"]])
    expect(await cli.run(args, { cwd: clone })).toMatchObject({
      code: 3,
      stdout: "",
      stderr: expect.stringMatching(/is a partial clone .+ git fetch --refetch --no-filter there\.\n$/),
    });
});

it("a policy does not pass where a note cannot be read", async () => {
  addNote(
    repository,
    "ai",
    repository.git("rev-parse", "HEAD").trim(),
    gitAiNote({ "sea.py": { ai: "5-6" } }),
  );
  const policy = () => run("origin", ".", "--evidence", "recorded");
  expect((await policy()).code).toBe(1);
  const [, blob = ""] = /blob ([0-9a-f]+)/.exec(repository.git("ls-tree", "-r", "refs/notes/ai")) ?? [];
  spoil(blob);
  expect(await policy()).toMatchObject({ code: 3, stderr: expect.stringContaining("missing or damaged") });
  spoil("refs/notes/ai^{tree}");
  expect(await policy()).toMatchObject({ code: 3, stderr: expect.stringContaining("run git fsck") });
  writeFileSync(path.join(repository.root, ".git", "refs", "notes", "ai"), "garbage\n");
  expect(await policy()).toMatchObject({ code: 3, stderr: expect.stringContaining("run git fsck") });
});

it("an index or a configuration that is damaged has a remedy of its own", async () => {
  writeFileSync(path.join(repository.root, ".git", "index"), "garbage");
  expect(await run("narrate", "--uncommitted")).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/index .+ is damaged .+ git reset/),
  });
  writeFileSync(path.join(repository.root, ".git", "config"), "[core");
  expect(await run("narrate")).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/cannot read the configuration .+\(bad config line \d/),
  });
});

it("a report does not stop at a list of files that is missing, which the configuration names for the order in diffs", async () => {
  repository.git("config", "diff.orderFile", "missing");
  repository.write("sea.py", "");
  const { code, stdout } = await run("report", "--since", "2.weeks");
  expect(code).toBe(0);
  expect(stdout).toContain("Add wave");
  expect((await run("narrate", "--uncommitted")).code).toBe(0);
});

it("a wrong name stays a wrong name", async () => {
  const id = "1234567890123456789012345678901234567890";
  for (const args of [[id], ["nosuch"], ["HEAD:sea.py"], ["HEAD~9"]])
    expect(await run("narrate", ...args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`There is no commit '${args[0]}'`),
    });
  expect(await run("narrate", "--range", `${id}..HEAD`)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("There is no commit '"),
  });
});
