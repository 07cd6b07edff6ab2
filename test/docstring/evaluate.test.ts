import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { documentFile } from "../../src/docstring/document.js";
import { evaluateDocstrings } from "../../src/docstring/evaluate.js";
import { type Example, readExamples, strippedFunction } from "../../src/docstring/metrics/examples.js";
import { firstParagraph } from "../../src/docstring/metrics/firstParagraph.js";
import type { TextGenerator } from "../../src/inference/types.js";
import { createParser } from "../../src/syntax/parser.js";
import { languageById } from "../../src/syntax/registry.js";
import type { LanguageId } from "../../src/syntax/types.js";
import { grammars } from "../support/grammars.js";

const parser = createParser(grammars);
const { signal } = new AbortController();

function dataset(name: string, content: string | Buffer): string {
  const folder = mkdtempSync(path.join(tmpdir(), "codepatch-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

describe("strippedFunction", () => {
  const cases: readonly (readonly [LanguageId, string, string | undefined, string])[] = [
    ["python", 'def f(x):\n    """Doc."""\n    return x', undefined, "f"],
    [
      "python",
      'def f(self, x):\n        """Doc.\n\n        More.\n        """\n        return x',
      "class A(B):",
      "A.f",
    ],
    ["python", "@property\n    def f(self):\n        return 1", "class A:", "A.f"],
    ["python", "@staticmethod\ndef f(\n    x,\n):\n    return x", undefined, "f"],
    ["python", "def f(x):\n    def g():\n        return x\n    return g", undefined, "f"],
    ["java", "public int f(int x) {\n        return x;\n    }", "public class A extends B", "A.f"],
    ["csharp", "public int F(int x)\n    {\n        return x;\n    }", "class A", "A.F"],
    ["php", "public function f($x)\n    {\n        return $x;\n    }", "class A", "A.f"],
    ["php", "function f($x) { return $x; }", undefined, "f"],
    ["ruby", "def f(x)\n    x\n  end", "class A < B", "A.f"],
    ["typescript", "async f(x: number): Promise<number> {\n    return x;\n  }", "export class A", "A.f"],
    ["go", "func F(x int) int {\n\treturn x\n}", undefined, "F"],
    ["rust", "pub fn f(&self) -> i32 {\n        1\n    }", "impl A", "A.f"],
    ["c", "int f(int x)\n{\n    return x;\n}", undefined, "f"],
  ];
  it.each(cases)("finds a %s function in a file of its own: %s", async (id, code, enclosing, name) => {
    const language = languageById(id);
    if (language === undefined) throw new Error(`${id} is supported`);
    const example: Example = {
      code,
      language: id,
      style: "auto",
      imports: [],
      docstring: "Doc.",
      ...(enclosing !== undefined && { enclosing }),
    };
    const found = await strippedFunction(example, language, parser, signal);
    expect(found?.patch.qualifiedName.replaceAll("::", ".")).toBe(name);
    expect(found?.patch.docstring).toBeUndefined();
    expect(found?.text).not.toContain("Doc.");
  });

  it("gives up on what is no function", async () => {
    const language = languageById("python");
    if (language === undefined) throw new Error("Python is supported");
    const example = { code: "x = (", language: "python", style: "auto", imports: [], docstring: "Doc." };
    expect(await strippedFunction(example, language, parser, signal)).toBeUndefined();
  });
});

describe("firstParagraph", () => {
  const cases: readonly (readonly [LanguageId, string, string])[] = [
    ["python", '"""Return the\n    mean.\n\n    More.\n    """', "Return the mean."],
    ["python", "Return the mean.", "Return the mean."],
    ["python", 'r"""Fit.\n\nParameters\n----------\nx : int\n"""', "Fit."],
    ["python", '"""Fit.\n    Args:\n        x: X.\n    """', "Fit."],
    ["javascript", "/**\n * Adds *two*\n * numbers.\n * @param a\n */", "Adds *two* numbers."],
    ["csharp", "/// <summary>\n/// Adds.\n/// </summary>", "Adds."],
    ["go", "// Add adds\n// numbers.\n//\n// More.", "Add adds numbers."],
    ["ruby", "# Adds.\n# @param a [Integer]", "Adds."],
    ["rust", "/// Adds.\n///\n/// # Errors", "Adds."],
  ];
  it.each(cases)("%s: %j", (language, raw, expected) => {
    expect(firstParagraph(raw, language)).toBe(expected);
  });
});

describe("readExamples", () => {
  const line = JSON.stringify({ code: "c", language: "python", style: "numpy", docstring: "d", repo: "a/b" });

  it("reads plain and gzipped lines, up to a limit", async () => {
    const text = `${line}\n\n${line}\n`;
    expect(await readExamples(dataset("a.jsonl", text))).toHaveLength(2);
    expect(await readExamples(dataset("a.jsonl.gz", gzipSync(text)))).toHaveLength(2);
    expect(await readExamples(dataset("a.jsonl", text), 1)).toEqual([
      { code: "c", language: "python", style: "numpy", imports: [], docstring: "d", repository: "a/b" },
    ]);
  });

  it.each([
    ["missing", "", undefined],
    ["empty", "", /holds no example/],
    ["no JSON", `${line}\nhello\n`, /at line 2/],
    ["not gzipped", line, /incorrect header check/],
  ])("refuses a data set that is %s in one sentence", async (kind, content, message) => {
    const file =
      kind === "missing"
        ? "/no/such.jsonl"
        : dataset(kind === "not gzipped" ? "a.jsonl.gz" : "a.jsonl", content);
    await expect(readExamples(file)).rejects.toMatchObject({
      code: "file-unreadable",
      message: expect.stringMatching(message ?? /cannot be read .*ENOENT/),
    });
  });
});

describe("evaluateDocstrings", () => {
  /** Foresees each byte with one bit, and writes the same summary everywhere. */
  const generator: TextGenerator = {
    modelId: "one-bit",
    promptFormat: "slots",
    contextLength: 2048,
    countTokens: (text) => Math.ceil(text.length / 4),
    generate: async (_, slots) =>
      slots.map(({ open }) => ({
        text: open === "<|summary|>" ? "Scale the values." : `Numbers of ${open}.`,
        logProbability: 0,
        tokens: 4,
        finished: "end",
      })),
    score: async (_, continuation) => ({ nats: Buffer.byteLength(continuation) * Math.LN2, tokens: 1 }),
  };
  const numpy =
    '"""Scale the values.\n\n    Parameters\n    ----------\n    x : array\n        Values to scale.\n    """';
  const examples = [
    { code: `def scale(x):\n    ${numpy}\n    return 2 * x`, docstring: numpy, repo: "a/a" },
    { code: "def scaled(x):\n    y = 2 * x\n    return y", docstring: "Scale by two.", repo: "b/b" },
  ];
  const file = () =>
    dataset(
      "a.jsonl",
      examples.map((each) => JSON.stringify({ ...each, language: "python", style: "numpy" })).join("\n"),
    );

  it("compares with the gold docstrings and with both baselines", async () => {
    const document: Parameters<typeof evaluateDocstrings>[1]["document"] = (params, aborted) =>
      documentFile(params, { parser, generator }, () => {}, aborted);
    const seen: number[] = [];
    const { metrics, baselines, n, skipped } = await evaluateDocstrings(
      { dataset: file() },
      { parser, generator, document },
      ({ done }) => seen.push(done),
      signal,
    );
    expect({ n, skipped, seen }).toEqual({ n: 2, skipped: {}, seen: [0, 1] });
    // Equal to one gold sentence of two.
    expect(metrics.rougeL?.value).toBeCloseTo((100 + 100 * (1 / 3)) / 2, 6);
    expect(metrics.bitsPerByte?.value).toBeCloseTo(1, 12);
    expect(metrics.written?.value).toBe(1);
    expect(metrics.complete?.value).toBe(1);
    expect(Object.keys(baselines)).toEqual(["name", "retrieval"]);
    // Each is the nearest of the other: "Scale by two." against "Scale the values.".
    expect(baselines.retrieval?.rougeL?.value).toBeCloseTo(100 / 3, 6);
  });

  it("stops when it is cancelled", async () => {
    const controller = new AbortController();
    const document = async () => {
      controller.abort();
      return { version: 0, functions: [] };
    };
    await expect(
      evaluateDocstrings({ dataset: file() }, { parser, generator, document }, () => {}, controller.signal),
    ).rejects.toMatchObject({ code: "cancelled" });
  });
});
