import { chmodSync, rmSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isCodePatchError } from "../../src/base/errors.js";
import { applyFileDiff } from "../../src/git/apply.js";
import { countChanges, type FileDiff, parseDiff, printDiff } from "../../src/git/diff.js";
import { type TestRepository, testRepository } from "./support.js";

const numbered = (count: number): string => Array.from({ length: count }, (_, i) => `line ${i}\n`).join("");

let repository: TestRepository;
beforeEach(() => {
  repository = testRepository();
});
afterEach(() => repository.remove());

/** Commits the two states and reads what git prints between them; the text must survive. */
function diffOf(args: string[], change: () => void): FileDiff[] {
  repository.commit("before");
  change();
  repository.commit("after");
  const text = repository.git("diff", ...args, "HEAD~1", "HEAD");
  const diff = parseDiff(text);
  expect(printDiff(diff)).toBe(text);
  expect(diff.preamble).toEqual([]);
  return [...diff.files];
}

describe("diffs that git prints", () => {
  it("of a changed file have ranges, the section and the lines", () => {
    repository.write("a.py", `def mean():\n${numbered(20).replaceAll("line", "    line")}`);
    const [file] = diffOf([], () =>
      repository.write("a.py", `def mean():\n${numbered(20).replaceAll("line", "    line")}tide\n`),
    );
    expect(file).toMatchObject({ status: "modified", path: "a.py", oldPath: "a.py", newMode: "100644" });
    expect(file?.hunks).toEqual([
      {
        header: "@@ -19,3 +19,4 @@ def mean():",
        old: [{ start: 19, count: 3 }],
        new: { start: 19, count: 4 },
        section: "def mean():",
        lines: ["     line 17", "     line 18", "     line 19", "+tide"],
        trailing: [],
      },
    ]);
    expect(file && countChanges(file)).toEqual({ added: 1, removed: 0 });
  });

  it("of new, deleted and empty files", () => {
    repository.write("gone.txt", "tide\n");
    const files = diffOf([], () => {
      rmSync(path.join(repository.root, "gone.txt"));
      repository.write("new.txt", "tide");
      repository.write("empty.txt", "");
    });
    expect(files.map(({ status, path: name, hunks }) => [status, name, hunks.length])).toEqual([
      ["added", "empty.txt", 0],
      ["deleted", "gone.txt", 1],
      ["added", "new.txt", 1],
    ]);
    expect(files[0]).not.toHaveProperty("oldPath");
    expect(files[1]).toMatchObject({ oldMode: "100644", oldPath: "gone.txt" });
  });

  it("of renames and copies, with their similarity", () => {
    repository.write("old name.txt", numbered(40));
    repository.write("kept.txt", numbered(60));
    const files = diffOf(["-M", "-C", "--find-copies-harder"], () => {
      repository.git("mv", "old name.txt", "sub dir.txt");
      repository.write("sub dir.txt", `${numbered(40)}more\n`);
      repository.write("copy.txt", numbered(60));
    });
    expect(files.find(({ path: name }) => name === "sub dir.txt")).toMatchObject({
      status: "renamed",
      oldPath: "old name.txt",
      similarity: 98,
    });
    expect(files.find(({ path: name }) => name === "copy.txt")).toMatchObject({
      status: "copied",
      oldPath: "kept.txt",
      similarity: 100,
      hunks: [],
    });
  });

  it("of rewritten files", () => {
    repository.write("a.txt", numbered(40));
    const [file] = diffOf(["-B"], () =>
      repository.write("a.txt", "tide and time wait for no one\n".repeat(40)),
    );
    expect(file).toMatchObject({ status: "modified", path: "a.txt" });
    expect(file?.similarity).toBeLessThan(40);
  });

  it("of changed modes", () => {
    repository.write("run.sh", "echo tide\n");
    const [file] = diffOf([], () => chmodSync(path.join(repository.root, "run.sh"), 0o755));
    expect(file).toMatchObject({ path: "run.sh", oldMode: "100644", newMode: "100755", hunks: [] });
  });

  it.each([[[]], [["--binary"]]])("of binary files with %j", (args) => {
    const bytes = Buffer.from(Array.from({ length: 2_000 }, (_, i) => (i * 7) % 251));
    repository.write("a.bin", bytes);
    repository.write("b.txt", "one\n");
    const [file, other] = diffOf(args, () => {
      repository.write("a.bin", Buffer.concat([bytes, Buffer.from([0, 1, 2])]));
      repository.write("b.txt", "two\n");
    });
    expect(file).toMatchObject({ path: "a.bin", isBinary: true, hunks: [] });
    expect(other).toMatchObject({ path: "b.txt", isBinary: false });
    expect(file?.header.some((line) => /^(literal|delta) \d+$/.test(line))).toBe(args.length > 0);
  });

  it.each([["short"], ["log"]])("of submodules, printed %s", (format) => {
    const inner = testRepository();
    try {
      inner.write("a.txt", "1\n");
      inner.commit("one");
      const add = ["-c", "protocol.file.allow=always", "submodule", "add", "-q", inner.root, "inner tide"];
      repository.git(...add);
      const files = diffOf([`--submodule=${format}`], () => {
        inner.write("a.txt", "2\n");
        inner.commit("two");
        const sub = path.join(repository.root, "inner tide");
        repository.git("-C", sub, "pull", "-q");
      });
      expect(files).toHaveLength(1);
      expect(files[0]).toMatchObject({ path: "inner tide", isSubmodule: true });
    } finally {
      inner.remove();
    }
  });

  it.each([[["--cc"]], [["-c"]]])("of merges with %j", (args) => {
    repository.write("a.txt", numbered(9));
    repository.commit("base");
    repository.git("checkout", "-q", "-b", "side");
    repository.write("a.txt", numbered(9).replace("line 4", "side"));
    repository.commit("side");
    repository.git("checkout", "-q", "main");
    repository.write("a.txt", numbered(9).replace("line 4", "main"));
    repository.commit("main");
    expect(() => repository.git("merge", "-q", "side")).toThrow();
    repository.write("a.txt", numbered(9).replace("line 4", "both"));
    repository.commit("merge");
    const text = repository.git("show", ...args);
    const diff = parseDiff(text);
    expect(printDiff(diff)).toBe(text);
    expect(diff.preamble[0]).toMatch(/^commit [0-9a-f]{40}$/);
    const [file] = diff.files;
    expect(file).toMatchObject({ path: "a.txt", parents: 2, status: "modified" });
    expect(file?.hunks[0]?.old).toEqual([
      { start: 2, count: 7 },
      { start: 2, count: 7 },
    ]);
    expect(file?.hunks[0]?.lines.slice(3, 6)).toEqual(["- main", " -side", "++both"]);
    expect(file && countChanges(file)).toEqual({ added: 1, removed: 2 });
    expect(() => file && applyFileDiff(numbered(9), file)).toThrow();
  });

  it("of names with spaces, quotes, line feeds and letters beyond ASCII", () => {
    const names = ["a b", 'quo"te', "new\nline", "tab\t", "Gezeiten-Mühle", "潮", "b b/b b", "back\\slash"];
    for (const name of names) repository.write(name, "1\n");
    const check = (files: FileDiff[]): void =>
      expect(files.map(({ path: name }) => name).sort()).toEqual([...names].sort());
    check(
      diffOf([], () => {
        for (const name of names) repository.write(name, "2\n");
      }),
    );
    check(
      diffOf(["--no-prefix"], () => {
        for (const name of names) repository.write(name, "3\n");
      }),
    );
    check(
      diffOf(["--src-prefix=before/", "--dst-prefix=afterw/"], () => {
        for (const name of names) chmodSync(path.join(repository.root, name), 0o755);
      }),
    );
  });

  it("of lines that look like the marks of a diff", () => {
    const tricky = "-- a/x\n++ b/x\n@ -1 +1 @\ndiff --git a/x b/x\n\\ No newline at end of file\n \n\n";
    repository.write("a.sql", tricky);
    repository.write("b.sql", "tide\n");
    const files = diffOf([], () => {
      repository.write("a.sql", `new\n${tricky.replace("\n", "\nin between\n")}`);
      repository.write("b.sql", tricky);
    });
    expect(files.map(({ path: name, hunks }) => [name, hunks.length])).toEqual([
      ["a.sql", 1],
      ["b.sql", 1],
    ]);
    expect(files.every(({ hunks }) => hunks.every(({ trailing }) => trailing.length === 0))).toBe(true);
    expect(files[1] && applyFileDiff("tide\n", files[1])).toBe(tricky);
  });

  it("with CRLF, without a final line feed and with bare empty lines apply to what was before", () => {
    const before = "one\r\ntwo\r\n\r\nthree";
    const after = "one\r\ntwo and a half\r\n\r\nthree\r\nfour\n";
    repository.write("a.txt", before);
    const [file] = diffOf([], () => repository.write("a.txt", after));
    expect(file?.hunks[0]?.lines).toContain("\\ No newline at end of file");
    expect(file && applyFileDiff(before, file)).toBe(after);
    repository.write("b.txt", "x\n\ny\n");
    const [blank] = diffOf([], () => repository.write("b.txt", "x\n\nz\n"));
    expect(blank && applyFileDiff("x\n\ny\n", blank)).toBe("x\n\nz\n");
    const text = repository.git("-c", "diff.suppressBlankEmpty=true", "diff", "HEAD~1");
    const [suppressed] = parseDiff(text).files;
    expect(text).toContain("\n\n");
    expect(suppressed && applyFileDiff("x\n\ny\n", suppressed)).toBe("x\n\nz\n");
  });
});

describe("other text", () => {
  it("before, between and after files is kept where it stood", () => {
    const hunk = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
    const text = `From tide\n\ndiff --git a/x b/x\n${hunk}-- \n2.39\n\ndiff --git a/y b/y\nodd header\n`;
    const diff = parseDiff(text);
    expect(printDiff(diff)).toBe(text);
    expect(diff.preamble).toEqual(["From tide", ""]);
    expect(diff.files[0]?.hunks[0]?.trailing).toEqual(["-- ", "2.39", ""]);
    expect(diff.files[1]?.header).toEqual(["diff --git a/y b/y", "odd header"]);
  });

  it("that diff -u printed is read as well", () => {
    const text =
      "--- old/a.c\t2024-01-01 10:00:00\n+++ new/a.c\t2024-01-02 10:00:00\n@@ -1 +1 @@\n-a\n+b\n" +
      "--- /dev/null\n+++ b/c.c\n@@ -0,0 +1 @@\n+c\n";
    const diff = parseDiff(text);
    expect(printDiff(diff)).toBe(text);
    expect(diff.files.map(({ path: name, status }) => [name, status])).toEqual([
      ["new/a.c", "modified"],
      ["c.c", "added"],
    ]);
  });

  it("that was cut in the middle is read as far as it goes", () => {
    const text =
      "diff --git a/x b/x\nindex 1111111..2222222 100644\n--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n a\n-b\n+c";
    for (let length = 0; length <= text.length; length++) {
      const cut = text.slice(0, length);
      expect(printDiff(parseDiff(cut))).toBe(cut);
    }
    expect(parseDiff(text).files[0]?.hunks[0]?.lines).toEqual([" a", "-b", "+c"]);
  });

  it("of any kind comes back unchanged", () => {
    const line = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        ...["diff --git a/x b/x", "diff --cc x", "--- a/x", "+++ b/x", "@@ -1,2 +1,2 @@ f", "@@ -0,0 +1 @@"],
        ...["@@@ -1,2 -1,2 +1,3 @@@", "@@ -9999999999999 +1 @@", "@@@ -1 +1 @@@", "rename from x", "", "\r"],
        ...["\\ No newline at end of file", "-a", "+b", " c", "++d", "--e", "GIT binary patch", "literal 3"],
        ...[
          "Binary files a/x and b/x differ",
          "Submodule x 1234567..89abcde:",
          'diff --git "a/\\303" "b/\\"',
        ],
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.boolean(), (lines, ends) => {
        const text = lines.join("\n") + (ends ? "\n" : "");
        expect(printDiff(parseDiff(text))).toBe(text);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe("applying", () => {
  it("gives the new text for any two texts", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "", "-- c", "\\ d", "e\r", "@@ -1 +1 @@"), { maxLength: 12 })
      .chain((lines) => fc.boolean().map((ends) => lines.join("\n") + (ends ? "\n" : "")));
    fc.assert(
      fc.property(text, text, (before, after) => {
        repository.write("before", before);
        repository.write("after", after);
        let printed = "";
        try {
          repository.git("diff", "--no-index", "--text", "before", "after");
        } catch (error) {
          printed = String((error as { stdout?: unknown }).stdout);
        }
        const diff = parseDiff(printed);
        expect(printDiff(diff)).toBe(printed);
        const [file] = diff.files;
        if (file) expect(applyFileDiff(before, file)).toBe(after);
        else expect(before).toBe(after);
      }),
      { numRuns: 40 },
    );
  });

  it.each([["one\nTWO\n"], ["one\n"], [""]])("refuses %j, which the diff does not fit", (before) => {
    const [file] = parseDiff("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n").files;
    expect(file).toBeDefined();
    if (!file) return;
    expect(applyFileDiff("one\ntwo\n", file)).toBe("one\nthree\n");
    let caught: unknown;
    try {
      applyFileDiff(before, file);
    } catch (error) {
      caught = error;
    }
    expect(isCodePatchError(caught, "git-failed")).toBe(true);
  });
});
