import { describe, expect, it } from "vitest";
import { signatureWords } from "../../src/commit/signature.js";
import { type Story, sideOf } from "../../src/commit/story.js";
import { type Files, told } from "./support.js";

/** `signature Gauge.mean: takes …` for each function and class that changed. */
const symbolsOf = ({ read }: Story): string[] =>
  read.flatMap(({ symbols }) =>
    symbols
      .filter((symbol) => sideOf(symbol).kind !== "module")
      .map((symbol) => {
        const from =
          symbol.before !== undefined && symbol.before.name !== sideOf(symbol).name
            ? ` from ${symbol.before.name}`
            : "";
        const details = symbol.signature.map(signatureWords).join("; ");
        return `${symbol.change} ${sideOf(symbol).name}${from}${details === "" ? "" : `: ${details}`}`;
      }),
  );

async function check(path: string, before: string, after: string, expected: string[]): Promise<void> {
  const story = await told({ [path]: before }, { [path]: after });
  expect(symbolsOf(story).sort()).toEqual([...expected].sort());
}

const effectOf = async (before: Files, after: Files): Promise<string[]> =>
  (await told(before, after)).facts.files.map(({ path, effect }) => `${path} ${effect}`);

describe("functions and classes", () => {
  it("of Python: parameters, defaults, types, results and errors", () =>
    check(
      "gauge.py",
      "def mean(x, n=3):\n    return sum(x) / n\n\ndef low(x):\n    return min(x)\n",
      "def mean(x: list, n=5, *, weights=None) -> float:\n    if n < 1:\n        raise ValueError('n')\n    return sum(x) / n\n\ndef high(x):\n    return max(x)\n",
      [
        "signature mean: `x` is declared as `list`; default of `n` changes from `3` to `5`; takes `weights` (default `None`); " +
          "is declared to return `float`; raises `ValueError` if `n < 1`",
        "added high",
        "removed low",
      ],
    ));

  it("that keep what they do under another name are renamed", () =>
    check(
      "gauge.ts",
      "export function level(values: number[]) {\n  let top = 0;\n  for (const v of values) if (v > top) top = v;\n  return top;\n}\n",
      "export function highest(values: number[]) {\n  let top = 0;\n  for (const v of values) if (v > top) top = v;\n  return top;\n}\n",
      ["renamed highest from level"],
    ));

  it("that go to another file are moved", async () => {
    const body =
      "def tide(x):\n    total = 0\n    for v in x:\n        total += v * v\n    return total ** 0.5\n";
    const story = await told(
      { "a.py": `import math\n\n${body}`, "b.py": "x = 1\n" },
      { "a.py": "import math\n", "b.py": `x = 1\n\n${body}` },
    );
    expect(symbolsOf(story)).toEqual(["moved tide"]);
  });

  it("of a class that is renamed are not told one by one", () =>
    check(
      "Gauge.java",
      "class Gauge {\n  private int level = 0;\n  int mean(int[] x) { int s = 0; for (int v : x) s += v; return s / x.length; }\n  int low() { return level; }\n}\n",
      "class Meter {\n  private int level = 0;\n  int mean(int[] x) { int s = 0; for (int v : x) s += v; return s / x.length; }\n  int low() { return level - 1; }\n}\n",
      ["renamed Meter from Gauge", "body Meter.low from Gauge.low"],
    ));

  it("of a namespace within another belong to the inner one alone", () =>
    check(
      "gauge.rb",
      "module Tide\n  class Gauge\n    LOW = 1\n    def mean(x)\n      x.sum\n    end\n  end\nend\n",
      "module Tide\n  class Gauge\n    LOW = 2\n    def mean(x)\n      x.sum\n    end\n  end\nend\n",
      ["body Tide.Gauge"],
    ));

  it("whose overloads come or go leave the others alone", () =>
    check(
      "Gauge.cs",
      "class Gauge { int Mean(int a) { return a + 1; } int Mean(string b) { return b.Length; } }",
      "class Gauge { int Mean(double c) { return 7; } int Mean(int a) { return a + 1; } int Mean(string b) { return b.Length; } }",
      ["added Gauge.Mean"],
    ));
});

describe("the effect of a change", () => {
  it("is formatting where both sides parse to the same code", async () => {
    expect(await effectOf({ "a.js": "f(1,2)\n" }, { "a.js": "f(1, 2)\n\n" })).toEqual(["a.js formatting"]);
  });
  it("is comments where only they differ, docstrings included", async () => {
    expect(
      await effectOf(
        { "a.py": "def f():\n    return 1\n" },
        { "a.py": 'def f():\n    """One."""\n    return 1\n' },
      ),
    ).toEqual(["a.py comments"]);
  });
  it("is style for quotes, trailing commas and semicolons", async () => {
    expect(await effectOf({ "a.js": "f('x', [1, 2])\n" }, { "a.js": 'f("x", [1, 2,]);\n' })).toEqual([
      "a.js style",
    ]);
  });
  it("is code where a comma makes a tuple, and where indentation moves a statement", async () => {
    expect(await effectOf({ "a.py": "x = (1)\n" }, { "a.py": "x = (1,)\n" })).toEqual(["a.py code"]);
    expect(
      await effectOf({ "a.py": "if a:\n    b()\n    c()\n" }, { "a.py": "if a:\n    b()\nc()\n" }),
    ).toEqual(["a.py code"]);
  });
  it("is white space in a text that is not parsed, but not at the start of a line", async () => {
    expect(await effectOf({ "a.txt": "one  two \n" }, { "a.txt": "one two\n" })).toEqual([
      "a.txt whitespace",
    ]);
    expect(await effectOf({ "a.yml": "a:\n b: 1\n" }, { "a.yml": "a:\n  b: 1\n" })).toEqual([
      "a.yml unknown",
    ]);
  });
});

describe("tests", () => {
  it("are found by name in Python, by title in TypeScript, by macro in C++", async () => {
    const { testsAdded, testsRemoved } = await told(
      {
        "tests/test_a.py": "def test_low():\n    pass\n",
        "a.test.ts": "it('reads', () => {});\n",
        "tests/a_test.cpp": "int x;\n",
      },
      {
        "tests/test_a.py": "def test_high_water():\n    assert high() == 3\n",
        "a.test.ts": "it('reads', () => {});\nit('reads empty files', () => {});\n",
        "tests/a_test.cpp": "int x;\nTEST(Gauge, IsEmpty) { EXPECT_TRUE(true); }\n",
      },
    );
    expect(testsAdded.map(({ title }) => title).sort()).toEqual([
      "gauge is empty",
      "high water",
      "reads empty files",
    ]);
    expect(testsRemoved.map(({ title }) => title)).toEqual(["low"]);
  });
});

it("names what is set aside and reads on where a file has conflict markers", async () => {
  const { setAside, facts } = await told(
    { "package-lock.json": "{}\n", "a.py": "x = 1\n" },
    { "package-lock.json": '{"a": 1}\n', "a.py": "<<<<<<< HEAD\nx = 2\n=======\nx = 3\n>>>>>>> other\n" },
  );
  expect(setAside.map(({ path, setAside: reason }) => `${path}: ${reason}`)).toEqual([
    "package-lock.json: lock file",
  ]);
  expect(facts.notes).toEqual(["Conflict markers stand in a.py: it was read line by line only."]);
});
