import { expect, test } from "vitest";
import { createParser } from "../../src/syntax/parser.js";
import type { LanguageId } from "../../src/syntax/types.js";
import { grammars } from "../support/grammars.js";
import { functionOf, language, parser, patchesOf } from "./support.js";

const python = language("python");

test("offsets are UTF-16 code units, whatever is before them", async () => {
  const variants = ["", "\uFEFF", "# 𝒟😀é\n", "# a\r\n\r\n", "\t\n"];
  for (const before of variants) {
    for (const end of ["\n", "\r\n"]) {
      const text = `${before}x = "😀𝒟"; y = 1${end}def naïve(a, b="😀"):${end}\treturn "𝒟"${end}`;
      const patch = await functionOf("python", text);
      expect(text.slice(patch.nameRange.start, patch.nameRange.end)).toBe("naïve");
      expect(text.slice(patch.range.start, patch.range.end)).toMatch(/^def naïve[\s\S]*return "𝒟"$/);
      expect(patch.signature.parameters.map((parameter) => parameter.default)).toEqual([undefined, '"😀"']);
      expect(text.slice(0, patch.nameRange.start).split("\n").length - 1).toBe(patch.line);
    }
  }
});

test("a surrogate pair at every place around the border of an input block", async () => {
  // The runtime reads blocks of 5120 code units; each shift puts the pair at another distance from the border.
  for (let shift = 5100; shift < 5130; shift++) {
    const text = `x = "${"a".repeat(shift)}😀𝒟"\ndef f(): return 1\n`;
    const { functions, hasErrors } = await patchesOf("python", text);
    expect([shift, hasErrors, functions[0]?.nameRange.start]).toEqual([shift, false, text.indexOf("f()")]);
  }
});

test("a long parse gives way to other work and stops when it is cancelled", async () => {
  const text = "def f(a, b):\n    return [a, b, {1: 2}]\n".repeat(60_000);
  const abort = new AbortController();
  const parsing = parser.parse(text, python, { signal: abort.signal });
  setTimeout(() => abort.abort(), 60);
  await expect(parsing).rejects.toMatchObject({ code: "cancelled" });
});

test("a parse that is done in slices is whole", async () => {
  const text = "def f(a, b):\n    return [a, b, {1: 2}]\n".repeat(20_000);
  const [tree, small] = await Promise.all([
    parser.parse(text, python),
    parser.parse("def g(): pass\n", python),
  ]);
  expect(tree.rootNode.childCount).toBe(20_000);
  expect(tree.rootNode.hasError).toBe(false);
  expect(small.rootNode.toString()).toContain("function_definition");
  tree.delete();
  small.delete();
});

test("a grammar that could not be loaded is tried again", async () => {
  let isThere = false;
  const source = {
    ...grammars,
    grammar: (name: string) => (isThere ? grammars.grammar(name) : "/no/such/grammar.wasm"),
  };
  const late = createParser(source);
  await expect(late.parse("x", python)).rejects.toThrow();
  isThere = true;
  const tree = await late.parse("x", python);
  expect(tree.rootNode.type).toBe("module");
  tree.delete();
});

const deep: [LanguageId, string][] = [
  ["python", `x = ${"(".repeat(20_000)}1${")".repeat(20_000)}\ndef f(): pass\n`],
  ["python", `x = ${"lambda: ".repeat(3_000)}1\ndef f(): pass\n`],
  [
    "python",
    `${Array.from({ length: 900 }, (_, i) => `${" ".repeat(i)}if a:\n`).join("")}${" ".repeat(900)}b\ndef f(): pass\n`,
  ],
  ["javascript", `${"{".repeat(5_000)}${"}".repeat(5_000)} function f() {}`],
  ["javascript", `x = ${"() => {".repeat(1_500)}${"}".repeat(1_500)}; function f() {}`],
  ["typescript", `let x: ${"A<".repeat(2_000)}B${">".repeat(2_000)}; function f() {}`],
  ["tsx", `const x = ${"<b>".repeat(2_000)}${"</b>".repeat(2_000)}; function f() {}`],
];
test.each(deep.map(([id, text], i) => [i, id, text] as const))(
  "deep nesting %i (%s) is read to its end",
  async (_, id, text) => {
    const { functions } = await patchesOf(id, text);
    expect(functions.map((patch) => patch.name)).toContain("f");
  },
);

test("a file of 5 MB is read", async () => {
  const unit =
    'class A:\n    def f(self, x=1):\n        if x < 0:\n            raise ValueError("x")\n        return x\n\n\n';
  const text = unit.repeat(Math.ceil(5_000_000 / unit.length));
  const { functions } = await patchesOf("python", text);
  expect(functions).toHaveLength(Math.ceil(5_000_000 / unit.length));
  expect(functions.at(-1)?.id).toBe(`A.f#${functions.length}`);
}, 120_000);

test("a parse that is given up for other work and begun anew gives the same tree", async () => {
  const impatient = createParser(grammars, 0.05);
  const block = [
    "@cached(size=3)",
    "def draw(graph, *, order=(), **options):",
    '    """Draw {graph}.',
    '    """',
    "    if not order:",
    "        order = [*sorted(graph), *options]",
    "    return plot(*order, **{key: f'{value!r}' for key, value in options.items()})",
    "",
    "",
  ].join("\n");
  for (let copies = 20; copies < 60; copies++) {
    const text = `# ${"x".repeat(copies)}\n${block.repeat(copies)}`;
    const [patient, hurried] = [await parser.parse(text, python), await impatient.parse(text, python)];
    expect(hurried.rootNode.toString()).toBe(patient.rootNode.toString());
    patient.delete();
    hurried.delete();
  }
});
