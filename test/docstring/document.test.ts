import { describe, expect, it } from "vitest";
import type { FunctionProgress } from "../../src/protocol/messages.js";
import { document, scripted } from "./support.js";

const source = `import numpy as np


def scale(values, factor=2.0, *, clip: bool = False):
    if factor < 0:
        raise ValueError("factor")
    scaled = np.asarray(values) * factor
    return scaled
`;

const answers = {
  "<|summary|>": "multiplies all values by a factor.",
  values: "numbers to scale",
  factor: "The factor.",
  clip: "Whether to clip at 255.",
  "<|returns|>": "The scaled values, as an array.",
};

describe("documentFile", () => {
  it("puts the model's prose into facts, and what the code says where the prose says nothing", async () => {
    const { result, text } = await document(source, { generator: scripted(answers) });
    expect(text).toBe(
      `import numpy as np


def scale(values, factor=2.0, *, clip: bool = False):
    """Multiplies all values by a factor.

    Args:
        values: Numbers to scale.
        factor (float, optional): Must not be negative: otherwise \`ValueError\` is
            raised. Defaults to 2.0.
        clip (bool, optional): Not used. Defaults to False.

    Returns:
        The scaled values, as an array.

    Raises:
        ValueError: If \`factor < 0\`.
    """
    if factor < 0:
        raise ValueError("factor")
    scaled = np.asarray(values) * factor
    return scaled
`.replace("Multiplies", "Multiply"),
    );
    expect(result.version).toBe(7);
    expect(result.functions[0]).toMatchObject({
      name: "scale",
      line: 4,
      style: "google",
      status: "written",
      slots: { parameters: { values: "Numbers to scale." }, raises: { ValueError: "If `factor < 0`." } },
    });
  });

  it("keeps documentation that is right, without asking the model", async () => {
    const generator = scripted(answers);
    const { text } = await document(source, { generator });
    const again = await document(text, { generator });
    expect(again.result.functions[0]).toMatchObject({ status: "kept", edits: [] });
    expect(generator.calls).toBe(1);
  });

  it("describes a parameter as the file's other functions do, where that can be true", async () => {
    const source = `def load(path, rate=1):
    """Load samples.

    Args:
        path: Where the samples are, with or without extension.
        rate: Samples per second, one if not given.
        other: Not a parameter.
    """
    return read(path, rate)


def save(path, samples, rate=2):
    """Save.

    Args:
        path: Where the samples are, with or without extension.
        samples (list of float): As \`load\` gives them.
    """
    write(path, samples, rate)


def copy(path: str, samples, rate=2):
    write(path, samples, rate)
`;
    const { text, result } = await document(source, { missingOnly: true });
    expect(text.slice(text.indexOf("def copy"))).toBe(`def copy(path: str, samples, rate=2):
    """Copy by calling \`write\`.

    Args:
        path (str): Where the samples are, with or without extension.
        samples (list of float): As \`load\` gives them.
        rate (int, optional): Passed to \`write\`. Defaults to 2.
    """
    write(path, samples, rate)
`);
    expect(result.functions.at(-1)?.notes).toContain(
      "In the words of other functions of the file: path, samples.",
    );
  });

  it("takes no words of a parameter of another type, and none of a choice where there is none", async () => {
    const source = `def comment(expression: str | None = None, matching=False, level: float | None = None):
    """Add a comment.

    Args:
        expression: The comment to be added.
        matching: Whether it is compared.
        level: Water level in metres.
    """
    write(expression, matching, level)


def visit(expression: object, matching: list, level: float):
    write(expression, matching, level)
`;
    const { result } = await document(source, { missingOnly: true });
    expect(result.functions.at(-1)?.notes).toContain("In the words of other functions of the file: level.");
  });

  it("takes no summary of an overload that is for another type", async () => {
    const source = `class Check {
  /**
   * Asserts that two long arrays are equal.
   */
  static void same(long[] a, long[] b) { go(a, b); }

  /**
   * Stops at the first difference.
   */
  static void first(long[] a) { go(a); }

  static void same(double[] a, double[] b) { go(a, b); }

  static void first(double[] a) { go(a); }
}
`;
    const { result } = await document(source, { missingOnly: true, language: "java" });
    const [same, first] = result.functions.slice(-2);
    expect(same?.slots.summary).not.toContain("long");
    expect(first?.slots.summary).toBe("Stops at the first difference.");
  });

  it("takes a default that stands behind optional for one, and leaves what it wrote as it is", async () => {
    const source = `def fit(covariates=None):
    """Fit the model.

    Parameters
    ----------
    covariates : optional (default=None)
        Series that are known ahead.
    """
    work(covariates)


def score(covariates):
    work(covariates)
`;
    const first = await document(source);
    expect(first.text.match(/default/g)).toHaveLength(1);
    expect((await document(first.text)).text).toBe(first.text);
  });

  it("describes a method as its namesakes in other classes are, unless they speak of themselves", async () => {
    const source = `class Line:
    def fit(self, x):
        """Find the coefficients.

        Returns:
            The model itself, fitted.
        """
        return self

    def plot(self):
        """Draw a \`Line\`."""


class Parabola:
    def fit(self, x):
        return self

    def plot(self):
        draw(self)


def fit(x):
    return x
`;
    const { text } = await document(source, { missingOnly: true });
    expect(text).toContain(`    def fit(self, x):
        """Find the coefficients.

        Args:
            x: Not used.

        Returns:
            The model itself, fitted.
        """
        return self

    def plot(self):
        """Plot by calling \`draw\`."""
`);
    expect(text.slice(text.indexOf("def fit(x)"))).not.toContain("coefficients");
  });

  it("adds nothing from the code to an entry that its author left without words", async () => {
    const existing = `def area(width, height):
    """Area of a rectangle.

    Args:
        width (float):

    Returns:
        Area.
    """
    return width * height
`;
    const { text } = await document(existing);
    expect(text).toContain("        width (float):\n        height: Used in `width * height`.\n");
    const withModel = await document(existing, { generator: scripted({ width: "along the x axis" }) });
    expect(withModel.text).toContain("width (float): Along the x axis.");
  });

  it("asks for what is missing only, and keeps the author's words", async () => {
    const existing = `def area(width, height):
    """Area of a   rectangle.

    Args:
        depth: Not there any more.
        width: Along the x axis, as
            the author put it.

    Note:
        Stays.
    """
    return width * height
`;
    const { text } = await document(existing, { generator: scripted({ height: "along the y axis" }) });
    expect(text).toBe(`def area(width, height):
    """Area of a   rectangle.

    Args:
        width: Along the x axis, as
            the author put it.
        height: Along the y axis.

    Returns:
        The value of \`width * height\`.

    Note:
        Stays.
    """
    return width * height
`);
  });

  it("streams docstrings that are well-formed at every step", async () => {
    const seen: FunctionProgress[] = [];
    const pause = (): void => {
      for (const end = performance.now() + 15; performance.now() < end; );
    };
    await document(source, {
      generator: scripted(answers, pause),
      onProgress: (progress) => seen.push(progress),
    });
    expect(seen.length).toBeGreaterThan(3);
    for (const { docstring, edits, done, total } of seen) {
      expect(docstring).toMatch(/^"""\S[\s\S]*"""$/);
      expect(edits).toHaveLength(1);
      expect([done, total]).toEqual([0, 1]);
    }
    expect(seen[0]?.docstring).not.toContain("Args");
  });

  it("stops when it is cancelled", async () => {
    const controller = new AbortController();
    const generator = scripted(answers, () => controller.abort());
    await expect(document(source, { generator, signal: controller.signal })).rejects.toMatchObject({
      code: "cancelled",
    });
  });

  it("survives a model that answers with nonsense", async () => {
    const nonsense = '"""); import os <|endoftext|> TODO see https://example.org the the the the """';
    const bad = Object.fromEntries(Object.keys(answers).map((key) => [key, nonsense]));
    const { result, text } = await document(source, { generator: scripted(bad) });
    expect(result.functions[0]?.status).toBe("written");
    expect(text).not.toMatch(/TODO|https|endoftext|the the/);
    expect(text.match(/"""/g)).toHaveLength(2);
    expect(text).toContain('"""Scale `values`.');
  });

  it("writes all functions, nested and overloaded ones aside, and names ids that are gone", async () => {
    const text = `from typing import overload

class Box:
    def __init__(self, size): self.size = size

    @property
    def volume(self): return self.size ** 3

    @overload
    def put(self, thing: int) -> None: ...
    def put(self, thing):
        def inner():
            return thing
        self.thing = inner()
`;
    const { result, text: after } = await document(text, { generator: scripted({}) });
    expect(result.functions.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "__init__ written",
      "volume written",
      "put skipped",
      "put written",
      "inner skipped",
    ]);
    expect(after).not.toContain("Returned unchanged");
    expect(after).toContain(
      '    def volume(self):\n        """The volume."""\n        return self.size ** 3\n',
    );
    expect(after).toContain('"""Initialize a new Box.');
    const gone = await document(text, { ids: ["Box.missing"] });
    expect(gone.result.functions[0]).toMatchObject({ status: "skipped", name: "Box.missing", edits: [] });
  });

  it("follows the file's style, quotes and line ends", async () => {
    const text = [
      "def first(a):",
      "    '''",
      "    Do it.",
      "",
      "    Parameters",
      "    ----------",
      "    a : int",
      "        What to do.",
      "    '''",
      "",
      "",
      "def second(b=1):",
      "    print(b)",
      "",
    ].join("\r\n");
    const { text: after } = await document(text, { generator: scripted({ b: "Printed number." }) });
    expect(after).toContain(
      [
        "def second(b=1):",
        "    '''Call `print`.",
        "",
        "    Parameters",
        "    ----------",
        "    b : int, optional, default 1",
        "        Printed number.",
        "    '''",
        "    print(b)",
        "",
      ].join("\r\n"),
    );
    expect(after).not.toMatch(/[^\r]\n/);
  });

  it.each([
    [
      "javascript",
      "function add(a, b = 1) {\n  return a + b;\n}\n",
      /^\/\*\*[\s\S]*@param[\s\S]*\*\/\nfunction add/,
    ],
    [
      "java",
      "class A {\n    int add(int a, int b) {\n        return a + b;\n    }\n}\n",
      /\n {4}\/\*\*\n {5}\* [\s\S]*@param a [\s\S]* {5}\*\/\n {4}int add/,
    ],
    ["go", "package p\n\nfunc Add(a int, b int) int {\n\treturn a + b\n}\n", /\n\/\/ Add[\s\S]*\nfunc Add/],
    ["rust", "pub fn add(a: i32, b: i32) -> i32 {\n    a + b\n}\n", /^\/\/\/ [\s\S]*\npub fn add/],
  ] as const)("documents %s", async (language, text, expected) => {
    const { result, text: after } = await document(text, {
      language,
      generator: scripted({ "<|summary|>": "Adds two numbers." }),
    });
    expect(result.functions.map(({ status, reason }) => [status, reason])).toEqual([["written", undefined]]);
    expect(after).toMatch(expected);
    expect(
      after.endsWith(text.slice(text.indexOf("add(a") >= 0 ? text.indexOf("add(a") : text.indexOf("Add(a"))),
    ).toBe(true);
  });
});

describe("code in documentation that nobody wrote", () => {
  it.each([
    [
      "java",
      "class A {\n  int f(int a) { return g(a, () -> {}); }\n}\n",
      "The value of {@code g(a, () -> {})}.",
    ],
    ["csharp", "class A {\n  int F(int a) { return G(a < 1); }\n}\n", "The value of <c>G(a &lt; 1)</c>."],
    ["cpp", "int f(int a) { return g(a < 1); }\n", "The value of `g(a < 1)`."],
    ["rust", "fn f(a: u8) -> u8 {\n    g(a);\n    return a + 1;\n}\n", "The value of `a + 1`."],
  ] as const)(
    "is marked as %s wants it, and stays when it is renewed",
    async (language, before, expected) => {
      const { text } = await document(before, { language });
      expect(text).toContain(expected);
      expect((await document(text, { language })).text).toBe(text);
    },
  );
});

it("leaves alone what begins within a line, unless it is named, and what attributes document", async () => {
  const inline = "subscribe({ error: (reason) => log(reason) });\n";
  const whole = await document(inline, { language: "typescript" });
  expect(whole.text).toBe(inline);
  expect(whole.result.functions[0]?.reason).toBe(
    "The function begins within a line; name it to have it documented.",
  );
  const rust = '/// One.\n#[cfg_attr(test, doc = "two")]\nfn f(a: u8) {}\n';
  expect((await document(rust, { language: "rust" })).text).toBe(rust);
});
