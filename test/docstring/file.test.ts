import { describe, expect, it } from "vitest";
import { detectStyle } from "../../src/docstring/detect.js";
import { factsOf } from "../../src/docstring/facts.js";
import { readLayout } from "../../src/docstring/layout.js";
import { resultFact } from "../../src/docstring/resultFact.js";
import { isUsageFact, usageFacts } from "../../src/docstring/usage.js";
import { readPatches } from "../../src/syntax/patches.js";
import type { LanguageId } from "../../src/syntax/types.js";
import { functionOf, language, parser, patchesOf } from "../syntax/support.js";

describe("detectStyle", () => {
  const numpy =
    'def f(a):\n    """Do.\n\n    Parameters\n    ----------\n    a : int\n        It.\n    """\n';
  it.each([
    ["the file's own", numpy, { style: "google" }, "auto", "numpy"],
    ["the project's", "def f():\n    '''Do.'''\n", { style: "sphinx" }, "auto", "sphinx"],
    ["the language's", "def f(): pass\n", {}, "auto", "google"],
    ["what is asked for", numpy, {}, "epytext", "epytext"],
    ["not another language's", "def f(): pass\n", {}, "javadoc", "google"],
  ])("takes %s", async (_, text, conventions, asked, expected) => {
    expect(detectStyle(await patchesOf("python", text), conventions, "python", asked).id).toBe(expected);
  });
});

it("readLayout follows the file", async () => {
  const docstring = (n: number): string =>
    [
      `def f${n}():`,
      "\t'''",
      `\t${"word ".repeat(14)}end of it.`,
      `\t${"more ".repeat(14)}end of it.`,
      "\t'''",
      "",
    ].join("\r\n");
  const text = [1, 2, 3, 4, 5, 6].map(docstring).join("\r\n");
  expect(readLayout(text, await patchesOf("python", text), "python", {})).toEqual({
    lineLength: 88,
    newline: "\r\n",
    quotes: "'''",
    summaryOnFirstLine: false,
    indentUnit: "\t",
  });
  expect(readLayout(text, await patchesOf("python", text), "python", { lineLength: 79 }).lineLength).toBe(79);
  expect(readLayout("", await patchesOf("python", ""), "python", {}).lineLength).toBe(88);
  expect(readLayout("", await patchesOf("java", ""), "java", {}).lineLength).toBe(100);
});

it("factsOf states what the signature says and no more", async () => {
  const text = `class A:
    def f(self, a: int, b=1.5, c=None, *args, d="x", **kw) -> list[str]:
        if a:
            raise ValueError("a")
        return [d]
`;
  expect(factsOf(await functionOf("python", text, "A.f"), "python")).toEqual({
    summary: "",
    details: "",
    parameters: [
      { name: "a", type: "int", description: "" },
      { name: "b", type: "float", default: "1.5", optional: true, description: "" },
      { name: "c", description: "" },
      { name: "args", variadic: "*", description: "" },
      { name: "d", type: "str", default: '"x"', optional: true, description: "" },
      { name: "kw", variadic: "**", description: "" },
    ],
    returns: [{ type: "list[str]", description: "" }],
    yields: [],
    raises: [{ type: "ValueError", description: "" }],
    otherSections: [],
  });
});

it("factsOf reads what an iterator yields", async () => {
  const text = "def f(n) -> Iterator[tuple[int, str]]:\n    yield n, ''\n";
  expect(factsOf(await functionOf("python", text), "python")).toMatchObject({
    returns: [],
    yields: [{ type: "tuple[int, str]", description: "" }],
  });
});

describe("usageFacts", () => {
  const usage = async (id: LanguageId, text: string): Promise<Record<string, string>> => {
    const tree = await parser.parse(text, language(id));
    try {
      const [patch] = readPatches(tree, text, language(id)).functions;
      if (!patch) throw new Error("no function");
      const facts = usageFacts(tree.rootNode, patch);
      // None of them may be taken for an author's words elsewhere.
      expect([...facts.values()].filter((fact) => !isUsageFact(fact))).toEqual([]);
      const result = resultFact(tree.rootNode, patch, "return");
      return { ...Object.fromEntries(facts), ...(result ? { "=": result } : {}) };
    } finally {
      tree.delete();
    }
  };

  it("says what Python code does with its parameters", async () => {
    const text = `def f(a, b, c, d, e, g, h, k, unused):
    if a <= 0:
        raise ValueError(a)
    for item in b:
        np.asarray(item, dtype=c)
    if d:
        report()
    if e == 3:
        pass
    self.g = g
    k.close()
    return h.shape
`;
    expect(await usage("python", text)).toEqual({
      a: "Must be positive: otherwise `ValueError` is raised.",
      b: "Iterated over.",
      c: "Passed to `np.asarray` as `dtype`.",
      d: "If true, `report` is called.",
      e: "Compared with `3`.",
      g: "Stored as `self.g`.",
      h: "Used as `h.shape`.",
      k: "Its method `close` is called.",
      "=": "The value of `h.shape`.",
    });
  });

  it.each([
    ["javascript", "function f(a, b) { for (const x of b) g(a); return h(a, b); }"],
    ["java", "class A { int f(int a, int[] b) { for (int x : b) { g(a); } return h(a, b); } }"],
    ["go", "package p\nfunc f(a int, b []int) int {\n\tg(a)\n\treturn h(a, b)\n}\n"],
    ["rust", "fn f(a: i32, b: &[i32]) -> i32 { g(a); return h(a, b); }"],
    ["php", "<?php function f($a, $b) { g($a); return h($a, $b); }"],
    ["cpp", "int f(int a, int b) { g(a); return h(a, b); }"],
    ["csharp", "class A { int f(int a, int b) { g(a); return h(a, b); } }"],
  ] as const)("works for %s", async (id, text) => {
    const facts = await usage(id, text);
    expect(facts.a).toBe("Passed to `g`.");
    expect(facts["="]).toMatch(/^The value of `h\(\$?a, \$?b\)`\.$/);
  });

  it.each([
    ["python", "def f(a, b):\n    if a is None:\n        return b\n    return a\n"],
    ["php", "<?php function f($a, $b) { if ($a === null) { return $b; } return $a; }"],
  ] as const)("tells what is returned in a branch from what is returned at the end: %s", async (id, text) => {
    expect(await usage(id, text)).toMatchObject({
      a: "Returned unchanged.",
      b: "Returned unchanged in one of the cases.",
    });
  });
});
