import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { SyntaxNode } from "../../src/syntax/parser.js";
import { parser } from "./support.js";

const folder = path.join(import.meta.dirname, "../../syntaxes/matlab");
const corpus = path.join(folder, "corpus");

/** Named nodes with their fields, one a line, two spaces a level; leaves with their text where it tells something. */
function outline(node: SyntaxNode, depth = 0, fieldName?: string | null): string[] {
  const name = (fieldName ? `${fieldName}: ` : "") + (node.isMissing ? `MISSING ${node.type}` : node.type);
  const isLeaf = node.childCount === 0;
  const text = isLeaf && node.text !== node.type ? ` ${JSON.stringify(node.text)}` : "";
  return [
    `${"  ".repeat(depth)}${name}${text}`,
    ...node.children.flatMap((child, i) => {
      const at = node.fieldNameForChild(i);
      if (!child || !(child.isNamed || at)) return [];
      return outline(child, depth + 1, at);
    }),
  ];
}

async function outlineOf(text: string): Promise<string> {
  const tree = await parser.parse(text, { grammar: "matlab" });
  try {
    return outline(tree.rootNode).join("\n");
  } finally {
    tree.delete();
  }
}

const hasError = async (text: string): Promise<boolean> => {
  const tree = await parser.parse(text, { grammar: "matlab" });
  try {
    return tree.rootNode.hasError;
  } finally {
    tree.delete();
  }
};

/** A corpus file holds cases: `=== title`, code, `---`, the outline of its tree. `UPDATE=1` rewrites the outlines. */
describe.each(readdirSync(corpus))("%s", (name) => {
  const file = path.join(corpus, name);
  const cases = readFileSync(file, "utf8")
    .split(/^=== /m)
    .slice(1)
    .map((text) => {
      const [, title = "", code = "", expected = ""] =
        /^(.*)\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? /^(.*)\n([\s\S]*)$/.exec(text) ?? [];
      return { title, code, expected: expected.trim() };
    });
  if (process.env.UPDATE === "1") {
    it("is rewritten", async () => {
      const written: string[] = [];
      for (const { title, code } of cases)
        written.push(`=== ${title}\n${code}\n---\n${await outlineOf(code)}\n`);
      writeFileSync(file, written.join("\n"));
    });
  } else {
    it.each(cases)("$title", async ({ code, expected }) => {
      expect(await outlineOf(code)).toBe(expected);
    });
  }
});

test("the grammar is the one that its sources give", () => {
  for (const line of readFileSync(path.join(folder, "checksums.txt"), "utf8").trim().split("\n")) {
    const [sum = "", file = ""] = line.split(/ +/);
    const found = createHash("sha256")
      .update(readFileSync(path.join(folder, file)))
      .digest("hex");
    expect([file, found], "run syntaxes/matlab/build.sh").toEqual([file, sum]);
  }
});

const tools = ["tree-sitter", "clang", "wasm-ld"];
const canBuild = tools.every((tool) => spawnSync(tool, ["--version"]).status === 0);

// Other versions of clang and wasm-ld write other bytes, so that the trees are compared and not the files.
test.runIf(canBuild)("a grammar built anew reads the corpus the same", async () => {
  const copy = mkdtempSync(path.join(tmpdir(), "codepatch-grammar-"));
  try {
    cpSync(folder, path.join(copy, "matlab"), { recursive: true });
    execFileSync(path.join(copy, "matlab/build.sh"));
    const { createParser } = await import("../../src/syntax/parser.js");
    const { grammars } = await import("../support/grammars.js");
    const rebuilt = createParser({
      runtime: grammars.runtime,
      grammar: () => path.join(copy, "tree-sitter-matlab.wasm"),
    });
    for (const name of readdirSync(corpus)) {
      const text = readFileSync(path.join(corpus, name), "utf8").replace(/^---\n[\s\S]*?(?=^===|$(?![\s\S]))/gm, "");
      const tree = await rebuilt.parse(text, { grammar: "matlab" });
      expect(outline(tree.rootNode).join("\n")).toBe(await outlineOf(text));
    }
  } finally {
    rmSync(copy, { recursive: true });
  }
});
