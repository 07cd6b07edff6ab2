import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { createParser, type SyntaxNode, type SyntaxParser } from "../../src/syntax/parser.js";
import { grammars } from "../support/grammars.js";
import { parser } from "./support.js";

const folder = path.join(import.meta.dirname, "../../syntaxes/matlab");
const corpus = path.join(folder, "corpus");

/** Nodes with their fields, one a line, two spaces a level; leaves with their text where it tells something. */
function outline(node: SyntaxNode, depth = 0, fieldName?: string | null): string[] {
  const name = (fieldName ? `${fieldName}: ` : "") + (node.isMissing ? `MISSING ${node.type}` : node.type);
  const text = node.childCount === 0 && node.text !== node.type ? ` ${JSON.stringify(node.text)}` : "";
  const children = node.children.flatMap((child, i) => {
    const at = node.fieldNameForChild(i);
    return child && (child.isNamed || at) ? outline(child, depth + 1, at) : [];
  });
  return [`${"  ".repeat(depth)}${name}${text}`, ...children];
}

async function outlineOf(text: string, by: SyntaxParser = parser): Promise<string> {
  const tree = await by.parse(text, { grammar: "matlab" });
  try {
    return outline(tree.rootNode).join("\n");
  } finally {
    tree.delete();
  }
}

interface Case {
  readonly title: string;
  readonly code: string;
  readonly expected: string;
}

/** A file of the corpus holds cases: `=== title`, the code, `---`, the outline of its tree. */
const readCases = (name: string): Case[] =>
  readFileSync(path.join(corpus, name), "utf8")
    .split(/^=== /m)
    .slice(1)
    .map((text) => {
      const [head = "", expected = ""] = text.split(/^---\n/m);
      const end = head.indexOf("\n");
      return { title: head.slice(0, end), code: head.slice(end + 1), expected: expected.trimEnd() };
    });

/** `UPDATE=1` rewrites the outlines. */
describe.each(readdirSync(corpus))("%s", (name) => {
  const cases = readCases(name);
  if (process.env.UPDATE === "1") {
    it("is rewritten", async () => {
      const written: string[] = [];
      for (const { title, code } of cases)
        written.push(`=== ${title}\n${code}---\n${await outlineOf(code)}\n`);
      writeFileSync(path.join(corpus, name), written.join("\n"));
    });
  }
  it.each(cases)("$title", async ({ code, expected }) => {
    expect(await outlineOf(code)).toBe(expected);
  });
});

test("the grammar is the one that its sources give", () => {
  for (const line of readFileSync(path.join(folder, "checksums.txt"), "utf8").trim().split("\n")) {
    const [sum, file = ""] = line.split(/ +/);
    const found = createHash("sha256").update(readFileSync(path.join(folder, file)));
    expect([file, found.digest("hex")], "run syntaxes/matlab/build.sh").toEqual([file, sum]);
  }
});

const canBuild = ["tree-sitter", "clang", "wasm-ld"].every(
  (tool) => spawnSync(tool, ["--version"]).status === 0,
);

// Other versions of clang and wasm-ld write other bytes, so that trees are compared and not files.
test.runIf(canBuild)(
  "a grammar that is built anew reads the corpus the same",
  async () => {
    const copy = mkdtempSync(path.join(tmpdir(), "codepatch-grammar-"));
    try {
      cpSync(folder, path.join(copy, "matlab"), { recursive: true });
      execFileSync(path.join(copy, "matlab/build.sh"));
      const rebuilt = createParser({
        runtime: grammars.runtime,
        grammar: () => path.join(copy, "tree-sitter-matlab.wasm"),
      });
      for (const { code, expected } of readdirSync(corpus).flatMap(readCases))
        expect(await outlineOf(code, rebuilt)).toBe(expected);
    } finally {
      rmSync(copy, { recursive: true });
    }
  },
  60_000,
);

const fragments = readdirSync(corpus)
  .flatMap(readCases)
  .flatMap(({ code }) => [code, ...code.split("\n"), ...code.split(/\b/)]);

test("any text has a tree that covers it", async () => {
  const piece = fc.oneof(
    fc.constantFrom(...fragments),
    fc.constantFrom(..."'\"%#{}[]()@~!.:;,=\n\r\t &|<>^*/\\-+", "...", "%{\n", "%}\n", "\u0000", "é😀"),
    fc.string({ maxLength: 5 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
      const text = pieces.join("");
      const tree = await parser.parse(text, { grammar: "matlab" });
      expect(tree.rootNode.endIndex).toBe(text.length);
      tree.delete();
    }),
    { numRuns: 300 },
  );
});
