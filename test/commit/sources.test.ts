import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readChanges } from "../../src/commit/changes.js";
import type { Change } from "../../src/commit/types.js";
import type { ChangeSource } from "../../src/protocol/commit.js";
import { commitConflict, type TestRepository, temporaryFolders, testRepository } from "../git/support.js";

// 5,000 files and 100 MB take their time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const { signal } = new AbortController();
let repository: TestRepository;
const folder = temporaryFolders();

beforeEach(() => {
  repository = testRepository();
});
afterEach(() => {
  repository.remove();
});

async function changes(source: ChangeSource, root = repository.root): Promise<Change[]> {
  const found: Change[] = [];
  for await (const change of readChanges(source, root, signal)) found.push(change);
  return found;
}

/** `path: before → after`, sorted, of the one change. */
async function sides(source: ChangeSource, root = repository.root): Promise<string[]> {
  const found: string[][] = [];
  for await (const { files } of readChanges(source, root, signal)) {
    const texts: string[] = [];
    for (const { diff, sides } of files) {
      const { before, after } = (await sides?.()) ?? {};
      texts.push(`${diff.path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`);
    }
    found.push(texts.sort());
  }
  const [one = [], ...more] = found;
  expect(more).toEqual([]);
  return one;
}

describe("what is not committed", () => {
  beforeEach(() => {
    repository.write("harbour/tide.txt", "low\n");
    repository.write("gauge.txt", "one\n");
    repository.commit("Low");
    repository.write("harbour/tide.txt", "high\n");
    repository.git("add", "-A");
    repository.write("gauge.txt", "two\n");
    repository.write("ünï \t.txt", "new\n");
    repository.write(".gitignore", "*.log\n");
    repository.write("x.log", "ignored\n");
  });

  const staged = 'harbour/tide.txt: "low\\n" → "high\\n"';
  const unstaged = 'gauge.txt: "one\\n" → "two\\n"';
  const fresh = ['.gitignore: undefined → "*.log\\n"', 'ünï \t.txt: undefined → "new\\n"'];

  it("is staged, not staged, or either", async () => {
    expect(await sides({ kind: "staged" })).toEqual([staged]);
    expect(await sides({ kind: "worktree" })).toEqual([fresh[0], unstaged, fresh[1]]);
    expect(await sides({ kind: "uncommitted" })).toEqual([fresh[0], unstaged, staged, fresh[1]]);
  });

  it("is the same from a folder inside", async () => {
    const inside = path.join(repository.root, "harbour");
    expect(await sides({ kind: "uncommitted" }, inside)).toEqual([fresh[0], unstaged, staged, fresh[1]]);
  });

  it("of some files or folders leaves out the others", async () => {
    expect(await sides({ kind: "uncommitted", paths: ["harbour"] })).toEqual([staged]);
    expect(await sides({ kind: "worktree", paths: ["ünï \t.txt", "gauge.txt"] })).toEqual([
      unstaged,
      fresh[1],
    ]);
    expect(await sides({ kind: "staged", paths: ["*.txt"] })).toEqual([]);
  });
});

describe("before the first commit", () => {
  it("everything is new", async () => {
    repository.write("a.txt", "a\n");
    repository.git("add", "-A");
    repository.write("b.txt", "b\n");
    expect(await sides({ kind: "staged" })).toEqual(['a.txt: undefined → "a\\n"']);
    expect(await sides({ kind: "uncommitted" })).toEqual([
      'a.txt: undefined → "a\\n"',
      'b.txt: undefined → "b\\n"',
    ]);
  });

  it("there is no commit to explain", async () => {
    await expect(changes({ kind: "commit", revision: "HEAD" })).rejects.toThrow(
      /has no commits yet; make one/,
    );
  });
});

describe("branches", () => {
  let fork: string;
  beforeEach(() => {
    repository.write("tide.txt", "low\n");
    fork = repository.commit("Low");
    repository.git("checkout", "-q", "-b", "topic");
    repository.write("gauge.txt", "one\n");
    repository.commit("Gauge");
    repository.git("checkout", "-q", "main");
    repository.write("tide.txt", "high\n");
    repository.commit("High");
  });

  it("are compared with where they began", async () => {
    const topic = 'gauge.txt: undefined → "one\\n"';
    expect(await sides({ kind: "branch", branch: "topic" })).toEqual([topic]);
    repository.git("checkout", "-q", "topic");
    expect(await sides({ kind: "branch" })).toEqual([topic]);
    expect(await sides({ kind: "branch", branch: "main", base: "topic" })).toEqual([
      'tide.txt: "low\\n" → "high\\n"',
    ]);
  });

  it("that nothing is known to start from are asked about", async () => {
    repository.git("branch", "-m", "main", "harbour");
    await expect(changes({ kind: "branch" })).rejects.toThrow(/name the base/);
    repository.git("checkout", "-q", "--orphan", "alone");
    repository.commit("Alone");
    await expect(changes({ kind: "branch", base: "harbour" })).rejects.toThrow(/no commit in common/);
  });

  it("are unpushed against their upstream", async () => {
    await expect(changes({ kind: "unpushed" })).rejects.toThrow(/main has no upstream/);
    repository.git("remote", "add", "origin", "file:///nowhere");
    repository.git("update-ref", "refs/remotes/origin/main", fork);
    repository.git("branch", "-q", "--set-upstream-to=origin/main");
    expect(await sides({ kind: "unpushed" })).toEqual(['tide.txt: "low\\n" → "high\\n"']);
    repository.git("checkout", "-q", "--detach");
    await expect(changes({ kind: "unpushed" })).rejects.toThrow(/head is detached/);
  });

  it("that are merged show what the merge itself did", async () => {
    repository.git("checkout", "-q", "topic");
    repository.write("tide.txt", "slack\n");
    repository.commit("Slack");
    repository.git("checkout", "-q", "main");
    expect(() => repository.git("merge", "-q", "topic")).toThrow();
    repository.write("tide.txt", "slack, then high\n");
    const merge = repository.commit("Merge topic");
    const [change] = await changes({ kind: "merge", revision: "HEAD" });
    expect([change?.sha, change?.parents.length]).toEqual([merge, 2]);
    const lines = change?.files.flatMap(({ diff }) => diff.hunks.flatMap((hunk) => hunk.lines)) ?? [];
    expect(change?.files.map(({ diff }) => diff.path)).toEqual(["tide.txt"]);
    expect(lines.some((line) => line.endsWith("slack, then high"))).toBe(true);
    // Against the first parent, the merge brings all of the branch.
    const [whole] = await changes({ kind: "commit", revision: "HEAD" });
    expect(whole?.files.map(({ diff }) => diff.path)).toEqual(["gauge.txt", "tide.txt"]);
    await expect(changes({ kind: "merge", revision: "HEAD~1" })).rejects.toThrow(/is no merge/);
  });

  it("that meet without conflict have nothing of the merge's own", async () => {
    repository.git("merge", "-q", "-m", "Merge", "topic");
    expect((await changes({ kind: "merge", revision: "HEAD" }))[0]?.files).toEqual([]);
  });
});

describe("a stash", () => {
  it("is what was changed and what was new", async () => {
    repository.write("tide.txt", "low\n");
    repository.commit("Low");
    repository.write("tide.txt", "high\n");
    repository.write("fresh.txt", "new\n");
    repository.git("stash", "push", "-q", "-u");
    expect(await sides({ kind: "stash", index: 0 })).toEqual([
      'fresh.txt: undefined → "new\\n"',
      'tide.txt: "low\\n" → "high\\n"',
    ]);
    await expect(changes({ kind: "stash", index: 1 })).rejects.toThrow(/There is no stash@\{1\}/);
  });
});

describe("unusual repositories", () => {
  it("bare: commits can be explained, files not", async () => {
    repository.write("a.txt", "a\n");
    repository.commit("One");
    const bare = path.join(folder(), "bare");
    repository.git("clone", "-q", "--bare", repository.root, bare);
    expect(await sides({ kind: "commit", revision: "HEAD" }, bare)).toEqual(['a.txt: undefined → "a\\n"']);
    await expect(changes({ kind: "uncommitted" }, bare)).rejects.toThrow(/bare repository/);
  });

  it("shallow: the first commit is not taken for the beginning of everything", async () => {
    repository.write("a.txt", "a\n");
    repository.commit("One");
    repository.write("b.txt", "b\n");
    repository.commit("Two");
    const clone = path.join(folder(), "clone");
    repository.git("clone", "-q", "--depth=1", `file://${repository.root}`, clone);
    await expect(changes({ kind: "commit", revision: "HEAD" }, clone)).rejects.toThrow(
      /shallow.*git fetch --deepen=1/,
    );
  });

  it("none: one sentence", async () => {
    const nothing = folder();
    for (const source of [
      { kind: "uncommitted" },
      { kind: "unpushed" },
      { kind: "commit", revision: "HEAD" },
    ] satisfies ChangeSource[])
      await expect(changes(source, nothing)).rejects.toThrow(/is not in a git repository; go to/);
  });

  it("a commit that is not there, or an option in its place", async () => {
    repository.commit("One");
    for (const revision of ["nowhere", "--output=/tmp/x", "HEAD:a", ""])
      await expect(changes({ kind: "commit", revision })).rejects.toThrow(/There is no commit/);
  });

  it("with a submodule that moved", async () => {
    const part = testRepository(folder());
    part.commit("One");
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", part.root, "part");
    repository.commit("Part");
    part.commit("Two");
    repository.git("-C", "part", "-c", "protocol.file.allow=always", "pull", "-q");
    const [change] = await changes({ kind: "uncommitted" });
    expect(change?.files.map(({ diff }) => [diff.path, diff.isSubmodule])).toEqual([["part", true]]);
  });

  it("with a conflict that waits", async () => {
    commitConflict(repository);
    expect(() => repository.git("merge", "-q", "side")).toThrow();
    const [change] = await changes({ kind: "uncommitted" });
    expect(change?.files.map(({ diff }) => diff.path)).toEqual(["tide.txt"]);
  });
});

describe("large and odd content", () => {
  it("5,000 new files are all named", async () => {
    repository.commit("One");
    mkdirSync(path.join(repository.root, "many"));
    for (let i = 0; i < 5_000; i++) writeFileSync(path.join(repository.root, "many", `${i}.txt`), `${i}\n`);
    const [change] = await changes({ kind: "worktree" });
    expect(change?.files).toHaveLength(5_000);
    expect(change?.files.filter(({ isCut }) => isCut === true)).toHaveLength(3_000);
  });

  it("100 MB are cut, and the files beyond are named", async () => {
    repository.write("a.txt", "a\n");
    repository.commit("One");
    repository.write("a.txt", "b\n");
    for (const name of ["b", "c"]) repository.write(`${name}.txt`, `${"x".repeat(99)}\n`.repeat(500_000));
    repository.write("d.bin", Buffer.from([0, 1, 2, 0xff]));
    repository.write("e.txt", Buffer.from("caf\xe9\n", "latin1"));
    const sha = repository.commit("Large");
    for (const source of [
      { kind: "commit", revision: sha },
      { kind: "branch", branch: sha, base: `${sha}~1` },
    ] satisfies ChangeSource[]) {
      const [change] = await changes(source);
      expect(change?.isCut).toBe(true);
      expect(change?.files.map(({ diff, isCut }) => [diff.path, isCut === true])).toEqual([
        ["a.txt", false],
        ["b.txt", true],
        ["c.txt", true],
        ["d.bin", true],
        ["e.txt", true],
      ]);
    }
  });
});
