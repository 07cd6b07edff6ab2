import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { isCodePatchError } from "../../src/base/errors.js";
import { applyFileDiff } from "../../src/git/apply.js";
import { parseDiff, printDiff } from "../../src/git/diff.js";
import { temporaryFolders, testRepository } from "./support.js";

vi.setConfig({ testTimeout: 60_000 });

const folder = temporaryFolders();

/** What git prints of every sort of change that it knows. */
function soundDiffs(): string[] {
  const repository = testRepository(folder());
  for (const name of ["a.txt", "b.txt", "moved.txt", "gone.txt", 'quo"ted é.txt'])
    repository.write(name, `${name}\none\ntwo\nthree\nfour\nfive\n`);
  repository.write("crlf.txt", "one\r\ntwo\r\n");
  repository.write("bare.txt", "no line feed");
  repository.write("bytes.bin", Buffer.from([0, 1, 2, 250]));
  repository.commit("One");
  repository.git("checkout", "-q", "-b", "side");
  repository.write("a.txt", "a.txt\none\nside\nthree\nfour\nfive\n");
  repository.commit("Side");
  repository.git("checkout", "-q", "main");
  repository.write("a.txt", "a.txt\none\nmain\nthree\nfour\n");
  repository.write("b.txt", "b.txt\none\n\ntwo\nthree\nfour\nfive\nsix\n");
  repository.write('quo"ted é.txt', "changed\n");
  repository.write("crlf.txt", "one\r\ntwo and a half\r\n");
  repository.write("bare.txt", "a line feed\n");
  repository.write("bytes.bin", Buffer.from([0, 1, 2, 3, 251]));
  repository.git("mv", "moved.txt", "there.txt");
  repository.git("rm", "-q", "gone.txt");
  repository.git("update-index", "--chmod=+x", "b.txt");
  repository.commit("Two");
  try {
    repository.git("merge", "-q", "side");
  } catch {
    // The conflict is what is wanted: git prints it as a combined diff.
  }
  const combined = repository.git("diff");
  expect(combined).toContain("diff --cc a.txt");
  return [
    repository.git("show", "-M", "--format=", "HEAD"),
    repository.git("show", "-M", "--binary", "--full-index", "--format=", "HEAD"),
    repository.git("-c", "diff.suppressBlankEmpty=true", "-c", "core.quotePath=false", "show", "-U0", "HEAD"),
    combined,
  ];
}

/** Reading never fails and loses nothing; applying gives a text or says that the diff does not fit. */
function holds(text: string): void {
  const diff = parseDiff(text);
  expect(printDiff(diff)).toBe(text);
  for (const file of diff.files)
    for (const before of ["", "one\ntwo\n", "one\r\ntwo\r\n"]) {
      try {
        expect(typeof applyFileDiff(before, file)).toBe("string");
      } catch (error) {
        expect(isCodePatchError(error, "git-failed")).toBe(true);
      }
    }
}

type Damage = (text: string, at: number, junk: string) => string;
const place = (text: string, at: number): number => Math.floor(at * text.length);
const damages: readonly Damage[] = [
  (text, at) => text.slice(0, place(text, at)),
  (text, at) => text.slice(place(text, at)),
  (text, at, junk) => text.slice(0, place(text, at)) + junk + text.slice(place(text, at)),
  (text, at, junk) => text.slice(0, place(text, at)) + text.slice(place(text, at) + junk.length),
  (text, at, junk) => text.replaceAll("\n", `${junk}\n`).slice(0, 1 + place(text, at)),
  (text) => text.replaceAll("\n", "\r\n"),
  (text, at) => text.slice(place(text, at)) + text.slice(0, place(text, at)),
  (text, at) => {
    const lines = text.split("\n");
    lines.splice(Math.floor(at * lines.length), 1);
    return lines.join("\n");
  },
];

describe("a diff that is damaged", () => {
  it("is read as far as it goes and printed as it came", () => {
    const sound = soundDiffs();
    const junk = fc.oneof(
      fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
      fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString("utf8")),
      fc.constantFrom(
        "@@ -1 +1 @@\n",
        "@@@ -1 -1 +1 @@@\n",
        "\n",
        "\r",
        "\0",
        "+",
        "-",
        "\\",
        '"',
        "diff --git ",
      ),
    );
    const hits = fc.array(
      fc.tuple(fc.constantFrom(...damages), fc.double({ min: 0, max: 0.999, noNaN: true }), junk),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.nat(sound.length - 1), hits, (which, list) => {
        holds(list.reduce((text, [damage, at, bytes]) => damage(text, at, bytes), sound[which] ?? ""));
      }),
      { numRuns: 2_000 },
    );
  });

  it("at any one byte is no more than text", () => {
    for (const text of soundDiffs())
      for (let at = 0; at < text.length; at += 3) holds(`${text.slice(0, at)}\u0000${text.slice(at + 1)}`);
  });
});

describe("paths", () => {
  it("of any characters are those that git was given", () => {
    const name = fc
      .string({ unit: "binary", minLength: 1, maxLength: 20 })
      .map((text) => `x${text.replace(/[\0/]|[\uD800-\uDFFF]/g, "_")}`);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 25 }), fc.boolean(), (names, quotes) => {
        const fresh = testRepository(folder());
        for (const each of names) fresh.write(each, "tide\n");
        fresh.git("add", "-A");
        const text = fresh.git("-c", `core.quotePath=${quotes}`, "diff", "--cached");
        const diff = parseDiff(text);
        expect(printDiff(diff)).toBe(text);
        expect(diff.files.map(({ path }) => path).sort()).toEqual([...names].sort());
      }),
      { numRuns: 8 },
    );
  });
});

describe("a combined diff", () => {
  it("of any number of parents keeps every line and its marks", () => {
    const line = (parents: number) =>
      fc.tuple(
        fc
          .constantFrom("+", "-")
          .chain((mark) => fc.array(fc.constantFrom(mark, " "), { minLength: parents, maxLength: parents })),
        fc.constantFrom("tide", "", "- low", "+ high", "@@@ x", "\\ odd"),
      );
    fc.assert(
      fc.property(
        fc
          .integer({ min: 2, max: 5 })
          .chain((parents) =>
            fc.tuple(fc.constant(parents), fc.array(line(parents), { minLength: 1, maxLength: 15 })),
          ),
        ([parents, lines]) => {
          const kept = (i: number): number =>
            lines.filter(([marks]) => marks[i] === "-" || (marks[i] === " " && !marks.includes("-"))).length;
          const now = lines.filter(([marks]) => !marks.includes("-")).length;
          const old = Array.from({ length: parents }, (_, i) => `-1,${kept(i)}`).join(" ");
          const marks = "@".repeat(parents + 1);
          const body = lines.map(([columns, text]) => columns.join("") + text);
          const text = `diff --cc a.txt\nindex 1,2..3\n--- a/a.txt\n+++ b/a.txt\n${marks} ${old} +1,${now} ${marks}\n${body.join("\n")}\n`;
          const diff = parseDiff(text);
          expect(printDiff(diff)).toBe(text);
          expect(diff.files.map((file) => [file.path, file.parents])).toEqual([["a.txt", parents]]);
          expect(diff.files[0]?.hunks.flatMap((hunk) => hunk.lines)).toEqual(body);
        },
      ),
    );
  });
});
