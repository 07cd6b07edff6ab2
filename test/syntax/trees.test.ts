import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SyntaxTree } from "../../src/syntax/parser.js";
import { readPatches, readPatchesInTurns } from "../../src/syntax/patches.js";
import { DocumentTrees, editBetween } from "../../src/syntax/trees.js";
import type { LanguageId } from "../../src/syntax/types.js";
import { language, parser, patchesOf } from "./support.js";

const sources: Partial<Record<LanguageId, string>> = {
  python:
    'class A:\r\n\t"""𝒟oc."""\r\n\tdef f(x, *, y=1):\r\n\t\treturn f"{x}😀"\r\n\r\nasync def g(): yield 1\r\n',
  javascript:
    "/** 𝒟oc. */\nclass A {\n\t#x = () => `a b`;\n\tget y() { return '😀'; }\n}\nexport default function () {}\n",
  tsx: 'const A = <T,>(p: T): JSX.Element => <b title="😀">text {p}</b>;\n',
};

const pieces = [
  "\n",
  "\r\n",
  "    ",
  "\t",
  "😀",
  '"""',
  "'",
  "`",
  "{",
  "}",
  "(",
  ")",
  "def h(a): pass\n",
  "#",
  "/*",
  "*/",
  "\uFEFF",
  "x",
  "\\",
];

const edits = fc.array(
  fc.record({
    at: fc.nat(),
    length: fc.nat(12),
    text: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6 })),
  }),
  { minLength: 1, maxLength: 6 },
);

const shape = (tree: SyntaxTree): string[] => {
  const nodes: string[] = [];
  const cursor = tree.walk();
  for (;;) {
    const { startPosition: from, endPosition: to } = cursor;
    nodes.push(
      `${cursor.nodeType} ${cursor.startIndex}-${cursor.endIndex} ${from.row}:${from.column}-${to.row}:${to.column}`,
    );
    if (cursor.gotoFirstChild()) continue;
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) {
        cursor.delete();
        return nodes;
      }
    }
  }
};

for (const [id, source] of Object.entries(sources) as [LanguageId, string][]) {
  test(`${id}: a tree that was told of edits parses like a new one`, async () => {
    await fc.assert(
      fc.asyncProperty(edits, async (steps) => {
        let text = source;
        let tree = await parser.parse(text, language(id));
        for (const { at, length, text: inserted } of steps) {
          const start = at % (text.length + 1);
          const next = text.slice(0, start) + inserted + text.slice(start + length);
          tree.edit(editBetween(text, next));
          const edited = await parser.parse(next, language(id), { oldTree: tree });
          tree.delete();
          tree = edited;
          text = next;
        }
        const fresh = await parser.parse(text, language(id));
        // Error recovery may reuse what it had: only trees without errors are bound to be equal.
        if (!fresh.rootNode.hasError) expect(shape(tree)).toEqual(shape(fresh));
        else expect(tree.rootNode.endIndex).toBe(fresh.rootNode.endIndex);
        tree.delete();
        fresh.delete();
      }),
      { numRuns: 150 },
    );
  });
}

test("the patches of a document follow its text", async () => {
  const trees = new DocumentTrees(parser, 2);
  const { signal } = new AbortController();
  const texts = ["def f(): pass\n", "def f(): pass\ndef g(): pass\n", "def g(): pass\n", ""];
  for (const text of texts) {
    expect(await trees.patches("a.py", text, language("python"), signal)).toEqual(
      await patchesOf("python", text),
    );
  }
  trees.dispose();
});

test("the same text is read once", async () => {
  const trees = new DocumentTrees(parser, 2);
  const { signal } = new AbortController();
  const first = await trees.patches("a.py", "def f(): pass\n", language("python"), signal);
  expect(await trees.patches("a.py", "def f(): pass\n", language("python"), signal)).toBe(first);
  trees.close("a.py");
  expect(await trees.patches("a.py", "def f(): pass\n", language("python"), signal)).not.toBe(first);
  trees.dispose();
});

test("a newer text ends the work on an older one", async () => {
  const trees = new DocumentTrees(parser, 2);
  const { signal } = new AbortController();
  const older = trees.patches("a.py", "def f(): pass\n", language("python"), signal);
  const newer = trees.patches("a.py", "def g(): pass\n", language("python"), signal);
  await expect(older).rejects.toMatchObject({ code: "cancelled" });
  expect((await newer).functions.map((patch) => patch.name)).toEqual(["g"]);
  trees.dispose();
});

test("documents beyond the capacity are forgotten and read again", async () => {
  const trees = new DocumentTrees(parser, 1);
  const { signal } = new AbortController();
  const names = await Promise.all(
    ["a", "b", "a"].map(async (name) => {
      try {
        return (await trees.patches(name, `def ${name}(): pass\n`, language("python"), signal)).functions[0]
          ?.name;
      } catch (error) {
        return (error as { code?: string }).code;
      }
    }),
  );
  expect(names).toEqual(["cancelled", "cancelled", "a"]);
  trees.dispose();
});

test("who gives up waiting gets `cancelled`, others get the patches", async () => {
  const trees = new DocumentTrees(parser, 2);
  const impatient = new AbortController();
  const first = trees.patches("a.py", "def f(): pass\n", language("python"), impatient.signal);
  const second = trees.patches("a.py", "def f(): pass\n", language("python"), new AbortController().signal);
  impatient.abort();
  await expect(first).rejects.toMatchObject({ code: "cancelled" });
  expect((await second).functions).toHaveLength(1);
  trees.dispose();
});

describe("a long file", () => {
  const python = language("python");
  const never = new AbortController().signal;
  const text = Array.from({ length: 3000 }, (_, i) => `def f${i}(a, b):\n    return a + b * ${i}\n`).join(
    "\n",
  );

  test("is read in turns with other work, and the same is found", async () => {
    const tree = await parser.parse(text, python);
    let turns = 0;
    const count = (): void => {
      turns++;
      waiting = setImmediate(count);
    };
    let waiting = setImmediate(count);
    const reading = readPatchesInTurns(tree, text, python, never);
    const expected = readPatches(tree, text, python);
    turns = 0;
    tree.delete();
    expect(await reading).toEqual(expected);
    clearImmediate(waiting);
    expect(turns).toBeGreaterThan(0);
  });

  test("is not read to its end when nobody waits for it", async () => {
    const tree = await parser.parse(text, python);
    const abort = new AbortController();
    const reading = readPatchesInTurns(tree, text, python, abort.signal);
    abort.abort();
    await expect(reading).rejects.toMatchObject({ code: "cancelled" });
    tree.delete();
  });
});
