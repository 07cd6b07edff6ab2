import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits } from "../../src/base/edits.js";
import { languages } from "../../src/syntax/registry.js";
import { sameCode } from "../../src/syntax/verify.js";
import { functionOf, language, parser, patchesOf } from "./support.js";

const site = async (text: string, name?: string) => {
  const { documentation } = await functionOf("python", text, name);
  const { start, end } = documentation.range;
  return { before: text.slice(0, start), replaced: text.slice(start, end), indent: documentation.indent };
};

describe("where a Python docstring goes", () => {
  test("below the header", async () => {
    expect(await site("def f():\n\treturn 1\n")).toEqual({
      before: "def f():",
      replaced: "\n\t",
      indent: "\t",
    });
  });
  test("after a comment behind the colon", async () => {
    expect(await site("def f():  # why\r\n  return 1\r\n")).toEqual({
      before: "def f():  # why",
      replaced: "\r\n  ",
      indent: "  ",
    });
  });
  test("before a comment that comes first in the body", async () => {
    expect(await site("def f():\n    # why\n    return 1\n")).toEqual({
      before: "def f():",
      replaced: "\n    ",
      indent: "    ",
    });
  });
  test("between the header and a body on the same line", async () => {
    expect(await site("class A:\n  def f(x): return x\n")).toEqual({
      before: "class A:\n  def f(x):",
      replaced: " ",
      indent: "    ",
    });
  });
  test("a line continuation between header and body goes", async () => {
    expect((await site("def f(x): \\\n  return x\n")).replaced).toBe(" \\\n  ");
  });
  test("a header over several lines", async () => {
    expect((await site("def f(\n    x,\n) -> int:\n    return x\n")).before).toBe(
      "def f(\n    x,\n) -> int:",
    );
  });
});

test("what is above an existing docstring of JavaScript does not hide it", async () => {
  const text =
    "const x = 1; /** trailing */\nfunction f() {}\n/** Doc. */\n// eslint-disable-next-line\nfunction g() {}\n";
  const { functions } = await patchesOf("javascript", text);
  expect(functions.map((patch) => patch.docstring?.raw)).toEqual([undefined, "/** Doc. */"]);
});

test("a blank line detaches documentation that is not about the function's parameters", async () => {
  const text =
    "/** About the file.\n * @license x */\n\nfunction f(x) {}\n\n/**\n * @param {number} x\n */\n\nfunction g(x) {}\n";
  const { functions } = await patchesOf("javascript", text);
  expect(functions.map((patch) => patch.docstring !== undefined)).toEqual([false, true]);
});

test("documentation in the middle of a line belongs to what follows it", async () => {
  const text = "const o = { a: 1, /** One. */ f() {}, /**\n * Two.\n */\ng: () => 1 };\n";
  const { functions } = await patchesOf("typescript", text);
  expect(functions.map((patch) => patch.docstring?.raw)).toEqual(["/** One. */", "/**\n * Two.\n */"]);
});

test("functions without errors are read from a file with errors", async () => {
  const text = "def f(x):\n    return x\n\ndef g(:\n    pass\n\ndef h(y):\n    return y\n";
  const { functions, hasErrors } = await patchesOf("python", text);
  expect(hasErrors).toBe(true);
  const intact = functions.filter((patch) => !patch.hasErrors).map((patch) => patch.name);
  expect(intact).toEqual(["f", "h"]);
});

const nested = `${"(".repeat(100_000)}1${")".repeat(100_000)}`;

test.each([
  ["ruby", `def f\n  x = ${nested}\n  return x\nend\n`, ["assignment", "return"]],
  ["rust", `fn f() {\n    let x = ${nested};\n    return x;\n}\n`, ["assignment", "return"]],
] as const)("brackets of %s may be nested 100,000 deep", async (id, text, kinds) => {
  const { statements } = await functionOf(id, text);
  expect(statements.filter(({ kind }) => kind !== "other").map(({ kind }) => kind)).toEqual(kinds);
});

// Looking at all of the file's functions for each of them took minutes.
test.each([
  ["ruby", (i: number) => `def f${i}\n  ${i}\nend\n`],
  ["matlab", (i: number) => `function x = f${i}\nx = ${i};\nend\n`],
] as const)("a file of %s may have 6,000 functions", async (id, write) => {
  const { functions } = await patchesOf(id, Array.from({ length: 6_000 }, (_, i) => write(i)).join("\n"));
  expect(functions).toHaveLength(6_000);
  expect(functions.filter(({ isPublic }) => isPublic)).toHaveLength(id === "ruby" ? 6_000 : 1);
});

test("a header without a body has errors", async () => {
  expect((await functionOf("python", "def f():\n")).hasErrors).toBe(true);
});

/** Pieces that meet at odd places: quotes, brackets, comment signs, line ends, halves of surrogate pairs. */
const pieces = fc.oneof(
  fc.constantFrom(
    '"""',
    "'",
    '"',
    "`",
    "/*",
    "*/",
    "//",
    "#",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    ";",
    ",",
    "=>",
    "\\",
  ),
  fc.constantFrom("\n", "\r\n", "\r", "\t", "  ", "\0", "\uFEFF", "\uD83D", "\uDE00", "😀", "é", "\u2028"),
  fc.constantFrom(
    "def f(a, *b):",
    "class A",
    "return x",
    "raise E()",
    "throw new E()",
    "function g",
    "if x:",
    "lambda a:",
  ),
  fc.constantFrom(
    "public",
    "fn h()",
    "func i()",
    "<?php",
    "end",
    "template<T>",
    "#define M",
    "=> {",
    "async",
    "@d",
    "...",
  ),
  fc.string({ maxLength: 5 }),
);
const junk = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(""));

for (const { id } of languages) {
  test(`${id}: whatever the text, ranges lie in it and ids are unique`, async () => {
    await fc.assert(
      fc.asyncProperty(junk, async (text) => {
        const { functions, classes } = await patchesOf(id, text);
        expect(new Set(functions.map((patch) => patch.id)).size).toBe(functions.length);
        for (const { range } of [...functions, ...classes]) {
          expect(range.start).toBeLessThanOrEqual(range.end);
          expect(range.end).toBeLessThanOrEqual(text.length);
        }
        for (const { documentation, docstring, nameRange, name } of functions) {
          expect(documentation.range.start).toBeLessThanOrEqual(documentation.range.end);
          expect(text.slice(documentation.range.start, documentation.range.end)).toMatch(/^[\s\\]*$/);
          expect(documentation.indent).toMatch(/^\s*$/);
          expect(name === "" && nameRange.end > nameRange.start).toBe(false);
          if (docstring) expect(text.slice(docstring.range.start, docstring.range.end)).toBe(docstring.raw);
        }
      }),
      { numRuns: 150 },
    );
  });

  test(`${id}: a text is the same code as itself`, async () => {
    await fc.assert(
      fc.asyncProperty(junk, async (text) => {
        const tree = await parser.parse(text, language(id));
        expect(sameCode({ text, tree }, { text, tree }, language(id))).toEqual({ same: true });
        tree.delete();
      }),
      { numRuns: 50 },
    );
  });
}

const source = `import os
@cache
def f(a, *, b=1):
    """Doc."""
    if a < b:
        raise ValueError("a b")
    return [x for x in f"{a} {b}"]
class A(B):
    x: int = 2
    def g(self): yield self.x
`;

test("an inserted comment line never changes the code, a changed character in code always does", async () => {
  const python = language("python");
  const before = { text: source, tree: await parser.parse(source, python) };
  const lines = source.split("\n");
  const verdictOf = async (text: string): Promise<boolean> => {
    const tree = await parser.parse(text, python);
    const { same } = sameCode(before, { text, tree }, python);
    tree.delete();
    return same;
  };
  for (let line = 0; line <= lines.length; line++) {
    expect(await verdictOf(lines.toSpliced(line, 0, "    # a comment").join("\n"))).toBe(true);
  }
  const documentation = source.indexOf('"""Doc."""');
  for (let at = 0; at < source.length; at++) {
    const isDocumentation = at >= documentation && at < documentation + 10;
    if (isDocumentation || /\s/.test(source[at] ?? "")) continue;
    for (const other of ["", "_", '"', "#"]) {
      const text = source.slice(0, at) + other + source.slice(at + 1);
      if (source[at] !== other) expect([text, await verdictOf(text)]).toEqual([text, false]);
    }
  }
  before.tree.delete();
});

test("edits are applied in order and refused when they overlap", () => {
  const edit = (start: number, end: number, newText: string) =>
    ({ range: { start, end }, newText }) as unknown as Parameters<typeof applyEdits>[1][number];
  expect(applyEdits("abcdef", [edit(0, 0, "<"), edit(1, 2, ""), edit(2, 2, "+"), edit(6, 6, ">")])).toBe(
    "<a+cdef>",
  );
  expect(() => applyEdits("abc", [edit(0, 2, ""), edit(1, 3, "")])).toThrow(/overlap/);
  expect(() => applyEdits("abc", [edit(2, 3, ""), edit(0, 1, "")])).toThrow(/order/);
  expect(() => applyEdits("abc", [edit(2, 4, "")])).toThrow(/leave the document/);
});
