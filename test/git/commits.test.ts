import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isCodePatchError } from "../../src/base/errors.js";
import { blameFile } from "../../src/git/blame.js";
import type { Commit, CommitOptions } from "../../src/git/commits.js";
import { parseDiff } from "../../src/git/diff.js";
import { diffBetween, mergeDiff } from "../../src/git/diffBetween.js";
import { splitMessage } from "../../src/git/message.js";
import { listStashes } from "../../src/git/refs.js";
import { openRepository } from "../../src/git/repository.js";
import { type TestRepository, testRepository } from "./support.js";

let repository: TestRepository;
beforeEach(() => {
  repository = testRepository();
});
afterEach(() => repository.remove());

async function commits(options: Partial<CommitOptions> = {}, signal?: AbortSignal): Promise<Commit[]> {
  const found: Commit[] = [];
  const all = { range: "HEAD", merges: true, maxDiffBytes: 100_000, ...options };
  for await (const commit of openRepository(repository.root).commits(
    all,
    signal ?? new AbortController().signal,
  ))
    found.push(commit);
  return found;
}

describe("commits", () => {
  it("come newest first with ids, author, date, message and diff", async () => {
    repository.write("a.txt", "one\n");
    const first = repository.commit(
      "First tide\ngoes on\n\nBecause of\nthe moon.\n\nSigned-off-by: A <a@b.c>",
    );
    repository.write("a.txt", "two\n");
    const second = repository.commit(
      "Second",
      "--author=Mühle <m@example.org>",
      "--date=2024-02-03T04:05:06+02:00",
    );
    const found = await commits();
    expect(found.map(({ sha }) => sha)).toEqual([second, first]);
    expect(found[0]).toMatchObject({
      parents: [first],
      author: { name: "Mühle", email: "m@example.org" },
      date: "2024-02-03T04:05:06+02:00",
      subject: "Second",
      body: "",
      isDiffCut: false,
    });
    expect(found[1]).toMatchObject({
      parents: [],
      subject: "First tide goes on",
      body: "Because of\nthe moon.",
      trailers: [{ key: "Signed-off-by", value: "A <a@b.c>" }],
    });
    expect(found.map(({ diff }) => parseDiff(diff).files.map(({ status }) => status))).toEqual([
      ["modified"],
      ["added"],
    ]);
  });

  it("survive NUL bytes, empty commits and a user's own settings", async () => {
    repository.write(".gitattributes", "*.dat diff\n");
    repository.write("a.dat", "a\0\0b\n\0\0\n");
    repository.commit("Data");
    repository.commit("Empty");
    const own = {
      "diff.noprefix": "true",
      "color.ui": "always",
      "log.showSignature": "true",
      "diff.context": "9",
    };
    for (const [key, value] of Object.entries(own)) repository.git("config", key, value);
    const found = await commits();
    expect(found.map(({ subject }) => subject)).toEqual(["Empty", "Data"]);
    expect(found[0]?.diff).toBe("");
    const [, file] = parseDiff(found[1]?.diff ?? "").files;
    expect(file?.path).toBe("a.dat");
    expect(file?.header).toContain("+++ b/a.dat");
    expect(file?.hunks[0]?.lines).toEqual(["+a\0\0b", "+\0\0"]);
  });

  it("with long diffs are cut, and those after them are whole", async () => {
    repository.write("small.txt", "tide\n");
    repository.commit("Small");
    repository.write("large.txt", "tide and time\n".repeat(100_000));
    repository.commit("Large");
    repository.write("small.txt", "tides\n");
    repository.commit("Small again");
    const found = await commits({ maxDiffBytes: 1_000 });
    expect(found.map(({ subject, isDiffCut }) => [subject, isDiffCut])).toEqual([
      ["Small again", false],
      ["Large", true],
      ["Small", false],
    ]);
    expect(found[1]?.diff).toHaveLength(1_000);
  });

  it("of merges are compared with the first parent, or left out", async () => {
    repository.write("a.txt", "one\n");
    repository.commit("Base");
    repository.git("checkout", "-q", "-b", "side");
    repository.write("b.txt", "two\n");
    repository.commit("Side");
    repository.git("checkout", "-q", "main");
    repository.commit("Main");
    repository.git("merge", "-q", "--no-ff", "-m", "Join", "side");
    const found = await commits({ range: "HEAD~1.." });
    expect(found.map(({ subject }) => subject)).toEqual(["Join", "Side"]);
    expect(parseDiff(found[0]?.diff ?? "").files.map(({ path: name }) => name)).toEqual(["b.txt"]);
    expect((await commits({ merges: false })).map(({ subject }) => subject)).not.toContain("Join");
  });

  it("whose objects are missing count as cut, and the history goes on", async () => {
    repository.write("a.txt", "one\n");
    repository.commit("One");
    repository.write("a.txt", "lost\n");
    repository.commit("Two");
    const blob = repository.git("rev-parse", "HEAD:a.txt").trim();
    repository.write("a.txt", "three\n");
    repository.commit("Three");
    repository.write("b.txt", "four\n");
    repository.commit("Four");
    rmSync(path.join(repository.root, ".git/objects", blob.slice(0, 2), blob.slice(2)), { force: true });
    expect((await commits()).map(({ subject, isDiffCut }) => [subject, isDiffCut])).toEqual([
      ["Four", false],
      ["Three", true],
      ["Two", true],
      ["One", false],
    ]);
  });

  it("whose objects are missing when renames are looked for count as cut too", async () => {
    repository.write("a.txt", "tide and time\n".repeat(50));
    repository.commit("One");
    repository.git("mv", "a.txt", "b.txt");
    repository.write("b.txt", `${"tide and time\n".repeat(50)}wait\n`);
    repository.commit("Two");
    const blob = repository.git("rev-parse", "HEAD:b.txt").trim();
    repository.write("c.txt", "three\n");
    repository.commit("Three");
    rmSync(path.join(repository.root, ".git/objects", blob.slice(0, 2), blob.slice(2)), { force: true });
    const found = await commits();
    expect(found.map(({ subject }) => subject)).toEqual(["Three", "Two", "One"]);
    expect(found.map(({ isDiffCut }) => isDiffCut).slice(1)).toEqual([true, false]);
  });

  it("of a history in many chunks all come, in order", async () => {
    const stream = Array.from(
      { length: 3_000 },
      (_, i) =>
        `commit refs/heads/long\nmark :${i + 1}\ncommitter T <t@example.org> ${1_700_000_000 + i} +0000\ndata <<X\nCommit ${i}\nX\n` +
        `${i > 0 ? `from :${i}\n` : ""}M 100644 inline f.txt\ndata <<X\n${`tide ${i}\n`.repeat(1 + (i % 17))}X\n\n`,
    ).join("");
    execFileSync("git", ["fast-import", "--quiet"], { cwd: repository.root, input: stream });
    const found = await commits({ range: "long" });
    expect(found.map(({ subject }) => subject)).toEqual(
      Array.from({ length: 3_000 }, (_, i) => `Commit ${2_999 - i}`),
    );
    expect(found.every(({ diff }) => parseDiff(diff).files.length === 1)).toBe(true);
  });

  it("stop when the reader stops or cancels", async () => {
    for (let i = 0; i < 3; i++) repository.commit(`Commit ${i}`);
    const controller = new AbortController();
    const reader = openRepository(repository.root).commits(
      { range: "HEAD", merges: true, maxDiffBytes: 1_000 },
      controller.signal,
    );
    expect((await reader.next()).done).toBe(false);
    controller.abort();
    await expect(reader.next()).rejects.toSatisfy((error) => isCodePatchError(error, "cancelled"));
    await expect(commits({}, controller.signal)).rejects.toSatisfy((error) =>
      isCodePatchError(error, "cancelled"),
    );
  });

  it("of somebody else's repository say how to trust it", async () => {
    repository.commit("One");
    process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER = "1";
    try {
      await expect(commits()).rejects.toThrow(/safe\.directory/);
    } finally {
      delete process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER;
    }
  });

  it("without git give a clear error", async () => {
    const { PATH } = process.env;
    process.env.PATH = repository.root;
    try {
      await expect(commits()).rejects.toThrow(/git could not be started/);
      const entry = { path: "a", blob: "0123", bytes: 1 };
      const reader = openRepository(repository.root).readFiles([entry], new AbortController().signal);
      await expect(reader.next()).rejects.toThrow(/git could not be started/);
    } finally {
      process.env.PATH = PATH;
    }
  });

  it("of no repository, an empty one or an unknown range give a clear error", async () => {
    const failed = (error: unknown): boolean => isCodePatchError(error, "git-failed");
    await expect(commits()).rejects.toSatisfy(failed);
    repository.commit("One");
    await expect(commits({ range: "nowhere" })).rejects.toThrow(/nowhere/);
    await expect(commits({ range: "--output=/tmp/x" })).rejects.toSatisfy(failed);
    const empty = path.join(repository.root, "..", `${path.basename(repository.root)}-none`);
    mkdirSync(empty);
    try {
      const reader = openRepository(empty).commits(
        { range: "HEAD", merges: true, maxDiffBytes: 1 },
        new AbortController().signal,
      );
      await expect(reader.next()).rejects.toSatisfy(failed);
    } finally {
      rmSync(empty, { recursive: true });
    }
  });
});

describe("messages", () => {
  it.each([
    ["Subject", "Subject", "", []],
    ["", "", "", []],
    ["Two\nlines\n\nBody\r\nof two.\n\n\nMore.\n", "Two lines", "Body\nof two.\n\nMore.", []],
    [
      "S\n\nWhy.\n\nFixes: #12\nReviewed-by: A\n  and B\n\n---\n\nCo-authored-by: C <c@d.e>",
      "S",
      "Why.",
      ["Fixes", "Reviewed-by", "Co-authored-by"],
    ],
    ["S\n\nNote: this stays.", "S", "Note: this stays.", []],
    ["S\n\n(cherry picked from commit 0123abc)", "S", "", ["cherry picked"]],
    ["S\n\ngit-svn-id: http://x/y@1 2-3", "S", "", ["git-svn-id"]],
    ["Fixes: all of it", "Fixes: all of it", "", []],
  ])("%j", (message, subject, body, keys) => {
    const split = splitMessage(message);
    expect([split.subject, split.body, split.trailers.map(({ key }) => key)]).toEqual([subject, body, keys]);
  });
});

describe("a repository that wants more than to be read", () => {
  it("runs no program that the repository names for signatures", async () => {
    const proof = path.join(repository.root, ".git", "ran");
    repository.write("a.txt", "one\n");
    const sha = repository.commit("One");
    // A signature, so that git has something to show; what it says does not matter.
    const signed = repository
      .git("cat-file", "commit", sha)
      .replace(/\n\n/, "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n");
    repository.write(".git/signed", signed);
    const id = repository.git("hash-object", "-t", "commit", "-w", ".git/signed").trim();
    repository.git("reset", "-q", "--hard", id);
    repository.write(".git/verify.sh", `#!/bin/sh\ntouch '${proof}'\n`);
    chmodSync(path.join(repository.root, ".git/verify.sh"), 0o755);
    repository.git("config", "gpg.program", path.join(repository.root, ".git/verify.sh"));
    repository.git("config", "log.showSignature", "true");
    repository.write("a.txt", "two\n");
    repository.git("stash", "push", "-q");
    rmSync(proof, { force: true });

    const signal = new AbortController().signal;
    await commits();
    await listStashes(repository.root, signal);
    await mergeDiff(repository.root, id, 1_000, signal);
    expect(existsSync(proof)).toBe(false);
    repository.git("log", "-1");
    expect(existsSync(proof)).toBe(true);
  });

  it("runs no program that its configuration names, but filters where the work tree is compared", async () => {
    const ran = path.join(repository.root, ".git", "ran");
    const program = path.join(repository.root, ".git", "program.sh");
    repository.write("a.txt", "one\n");
    repository.commit("One");
    repository.write("a.txt", "two\n");
    repository.commit("Two");
    repository.write(".git/program.sh", `#!/bin/sh\necho "$1" >> '${ran}'\ncat "\${2:-/dev/stdin}"\n`);
    chmodSync(program, 0o755);
    repository.write(".git/info/attributes", "*.txt filter=f diff=d\n");
    for (const [name, kind] of [
      ["core.fsmonitor", "fsmonitor"],
      ["core.pager", "pager"],
      ["diff.external", "external"],
      ["diff.d.textconv", "textconv"],
      ["filter.f.clean", "filter"],
    ] as const)
      repository.git("config", name, `${program} ${kind}`);
    repository.write("a.txt", "three\n");

    const signal = new AbortController().signal;
    const diffOf = (...args: string[]) => diffBetween(repository.root, args, 1_000_000, signal);
    expect(await commits()).toHaveLength(2);
    await diffOf("HEAD~", "HEAD");
    await diffOf("--cached");
    expect(existsSync(ran)).toBe(false);
    expect((await diffOf("HEAD")).text).toContain("+three");
    const blame = await blameFile(repository.root, "a.txt", "two\nthree\n", 60_000, signal);
    expect(blame).toMatchObject({ kind: "lines", lines: [{ line: 1 }, undefined] });
    expect(new Set(readFileSync(ran, "utf8").trim().split("\n"))).toEqual(new Set(["filter"]));
  });

  it("fetches nothing that a partial clone lacks", async () => {
    repository.write("a.txt", "one\n");
    repository.commit("One");
    repository.write("a.txt", "two\n");
    repository.commit("Two");
    repository.git("config", "uploadpack.allowFilter", "true");
    repository.git("config", "uploadpack.allowAnySHA1InWant", "true");
    const clone = path.join(repository.root, ".git", "clone");
    repository.git("clone", "-q", "--bare", "--filter=blob:none", `file://${repository.root}`, clone);
    const missing = (): string =>
      repository.git("-C", clone, "rev-list", "--objects", "--all", "--missing=print");
    const before = missing();
    expect(before).toMatch(/^\?/m);
    const found: Commit[] = [];
    const all = { range: "HEAD", merges: true, maxDiffBytes: 1_000 };
    for await (const commit of openRepository(clone).commits(all, new AbortController().signal))
      found.push(commit);
    expect(found.map(({ isDiffCut }) => isDiffCut)).toEqual([true, true]);
    expect(missing()).toBe(before);
  });
});
