import { describe, expect, it } from "vitest";
import type { Slots } from "../../src/protocol/messages.js";
import type { LanguageId } from "../../src/syntax/types.js";
import { document } from "./support.js";

const slotsOf = async (language: LanguageId, text: string): Promise<Slots | undefined> => {
  const { result } = await document(text, { language });
  return (result.functions.find(({ name }) => name === "f") ?? result.functions[0])?.slots;
};

describe("what comes back", () => {
  const cases: readonly (readonly [LanguageId, string, string | undefined])[] = [
    // A caller does not see the variables of a function.
    [
      "python",
      "def f(x):\n    mean_level = x.a\n    mean_level += 1\n    return mean_level",
      "The mean level.",
    ],
    ["python", "def f(x):\n    return data.Gauge(\n        x,\n        2,\n    )", "A new `data.Gauge`."],
    ["python", "class Gauge:\n    @classmethod\n    def f(cls, x):\n        return cls(x)", "A new `Gauge`."],
    [
      "python",
      "def f(levels, n):\n    cleaned = np.array(levels)\n    cleaned[0] = n\n    return cleaned",
      "The cleaned levels.",
    ],
    ["python", "def f(a, b):\n    sorted = merge(a, b)\n    sorted += 1\n    return sorted", "The result."],
    ["python", "def f(x):\n    seed = x.a\n    seed += 1\n    return seed", "The seed."],
    ["python", "def f(x):\n    out = x.sum()\n    return out", "The value of `x.sum()`."],
    ["python", "def f(x):\n    out = []\n    out.append(x)\n    return out", "A list."],
    ["python", "def f(x):\n    out = make(x)\n    out.sort()\n    return out", "The result."],
    ["python", "def f(x):\n    return EMPTY", "The value of `EMPTY`."],
    [
      "python",
      "def f(x):\n    if x > 1:\n        return None\n    return x.y",
      "The value of `x.y`, or `None`.",
    ],
    ["python", "def f(x):\n    u, s = x\n    return u, s", "`u` and `s`."],
    ["python", "def f(x):\n    return isinstance(x, int)", "Whether `isinstance(x, int)`."],
    ["java", "class A { Gauge f(int n) { return new Gauge(n); } }", "A new `Gauge`."],
    [
      "php",
      "<?php class Gauge { static function f(int $n): self { return new self($n); } }",
      "A new `Gauge`.",
    ],
    ["javascript", "const f = (x) => ({ top: x, left: 2 });", "An object with `top` and `left`."],
    [
      "python",
      "def f(x):\n    return {'a': x, 'b': 1, 'c': 2, 'd': 3, 'e': 4}",
      "A dictionary with `'a'`, `'b'`, `'c'` and 2 more.",
    ],
    ["python", "def f(x):\n    return {x: 1}", "The value of `{x: 1}`."],
    [
      "java",
      "class A { boolean isFull(int n) { if (n > 1) { return false; } return g(n); } }",
      "Whether it is full.",
    ],
    ["java", "class A { A f() { this.x = 1; return this; } }", "The instance itself."],
    // What an inner function returns is not what the outer one does.
    [
      "php",
      "<?php\nfunction f($x) { $y = function ($m) { return ''; }; return $x->z; }",
      "The value of `$x->z`.",
    ],
    ["javascript", "function f(x) { function g() { return 1; } return x.y; }", "The value of `x.y`."],
    ["javascript", "const f = (x) => x.y;", "The value of `x.y`."],
    ["csharp", "class A { int F(int x) => x + 1; }", "The value of <c>x + 1</c>."],
    // The last expression counts.
    ["rust", "fn is_full(x: A) -> bool { if x.a() { return false; } x.b }", "Whether `x` is full."],
    ["rust", "fn f(x: A) -> u8 { if x.a() { x.b } else { x.c } }", "One of `x.b` and `x.c`."],
    ["rust", "fn f(x: A) -> R { let y = g(x)?; h(y) }", "The value of `h(y)`, unless `?` returns early."],
    ["ruby", "def level(x)\n  return x.a if x.b\n  x.c\nend", "One of `x.a` and `x.c`."],
    ["ruby", "def copy_rows(x)\n  y = x.a { |z| z }\n  while y do y.z end\nend", undefined],
    ["go", "package p\nfunc Save(x int) error { return x.y() }", "An error, or `nil` if there is none."],
    [
      "go",
      "package p\nfunc Level(x int) (int, error) { if x > 1 { return 0, err }\n return x.z, nil }",
      "The value of `x.z`, or an error.",
    ],
  ];
  it.each(cases)("%s: %s", async (language, text, expected) => {
    const returns = (await slotsOf(language, text))?.returns?.replace(/\{@code ([^}]*)\}/g, "`$1`");
    if (expected === undefined) expect(returns).toBeUndefined();
    else expect(returns).toContain(expected);
  });

  it("takes a method that returns an error only, and one that returns itself, by what they do", async () => {
    expect((await slotsOf("go", "package p\nfunc compactLogs(x int) error { return x.y() }"))?.summary).toBe(
      "Compacts the logs.",
    );
    const builder = "impl A { fn leaf_size(mut self, size: usize) -> Self { self.leaf_size = size; self } }";
    expect((await slotsOf("rust", builder))?.summary).toBe("Sets `self.leaf_size`.");
  });
});

describe("what is done with a parameter", () => {
  const cases: readonly (readonly [LanguageId, string, string])[] = [
    ["csharp", "class A : B { A(int x) : base(x) { } }", "Passed to <c>base</c>."],
    ["csharp", "class A { A(int x) { Width = x; } }", "Stored as <c>Width</c>."],
    ["cpp", "struct A { A(int x) : width(x) {} int width; };", "Stored as `width`."],
    ["java", "class A { void f(int x) { width = x; } }", "Stored as `width`."],
    ["java", "class A extends B { A(int x) { super(x); } }", "Passed to `super`."],
    ["typescript", "class A extends B { constructor(x: number) { super(x); } }", "Passed to `super`."],
    ["typescript", "class A { constructor(private readonly x: number) {} }", "Stored as `this.x`."],
    ["php", "<?php class A { function __construct(private int $x) {} }", "Stored as `$this->x`."],
    ["php", "<?php class A { function __construct(int $x) {} }", "Not used."],
    ["matlab", "function f(x)\ng(1) = x.rows(2);\nend\n", "Used as x.rows."],
    ["java", "class A { int f(int x) { int y = x; return y + 1; } }", "Used as `y`."],
    ["java", "class A { int f(int x) { return Math.abs(x); } }", "Passed to `Math.abs`."],
    ["rust", "fn f(x: u8) -> A { A { x, y: 1 } }", "Stored as `x`."],
    ["go", "package p\nfunc f(x int) *A { return &A{width: x} }", "Stored as `width`."],
    ["ruby", "def f(x)\n  super\nend", "Passed to `super`."],
    ["ruby", "def f(x)\n  build(owner: x)\nend", "Passed to `build` as `owner`."],
    ["ruby", "def f(x)\n  build(x: x)\nend", "Passed to `build`."],
    ["python", "def f(x):\n    return -1, x", "Returned with other values."],
    ["javascript", "function f(x) { const a = x, b = 2; return a * b; }", "Used as `a`."],
    ["javascript", "function f(x) { const a = g(x.b[x]), b = 2; return a * b; }", "Used as `x.b`."],
    [
      "python",
      "def f(x):\n    return smooth(first_of_all_values, second_of_all_values, axis=-1) * x ** third_of_all_values\n",
      "Used in `x ** third_of_all_values`.",
    ],
    [
      "python",
      "def f(x):\n    return smooth(first_of_all_values, second_of_all_values, axis=-1) * x\n",
      "Used in the body.",
    ],
    ["ruby", "def f(x)\n  x.save\nend", "Its method `save` is called."],
    ["python", "def f(x):\n    a, b = x\n    return a", "Taken apart into `a` and `b`."],
    [
      "python",
      "class A:\n  def __init__(self, x, y):\n    self.low, self.high = x, y",
      "Stored as `self.low`.",
    ],
    ["python", "def f(x):\n    index, peak = -1, x\n    return g(peak)", "Used as `peak`."],
    ["go", "package p\nfunc (a *A) F(x int) { a.low, a.high = 0, x }", "Stored as `a.high`."],
    ["python", "def f(x):\n    x = np.asarray(x)\n    return smooth(x)", "Passed to `smooth`."],
    ["python", "def f(x):\n    for i, y in enumerate(x): g(y)", "Iterated over."],
    ["python", "def f(x):\n    g(lambda x: x.y)", "Not used."],
    ["python", "def f(x):\n    # x is old\n    return 1", "Not used."],
    ["python", 'def f(x):\n    """Give x."""\n    return 1', "Not used."],
    ["python", "def f(x):\n    return g(**locals())", "Used in the body."],
    ["csharp", "class A { int[] F(int[] x) { x[0] = 1; return x; } }", "Read by index, as in <c>x[0]</c>."],
    ["python", "def f(x):\n    x += 1\n    return x", "Returned."],
    ["matlab", "function y = f(x)\ny = x(2) + size(x, 1);\nend\n", "Used in x(2)."],
  ];
  it.each(cases)("%s: %s", async (language, text, expected) => {
    const said = (await slotsOf(language, text))?.parameters.x;
    expect(said?.replace(/\{@code ([^}]*)\}/g, "`$1`")).toBe(expected);
  });

  it("names the parts of a parameter that is taken apart where it is declared", async () => {
    const slots = await slotsOf("tsx", "function Footer({ state, onExit }: Props) { return <div/>; }");
    expect(slots?.parameters.param0).toBe("Taken apart into `state`, `onExit`.");
    expect(slots?.summary).toBe("Renders the footer.");
  });
});

describe("when errors are raised", () => {
  it.each([
    ["if x < 1: raise ValueError()\n    if x > 9: raise ValueError()", "If `x < 1`, or if `x > 9`."],
    ["if x < 1: raise ValueError()\n    raise ValueError()", "If `x < 1`, and in other cases."],
    ["raise ValueError('x is out of range.')", 'With the message "x is out of range".'],
    ["raise ValueError(f'{x} is out of range')", 'With the message "… is out of range".'],
    ["raise ValueError(f'{x!r}')", ""],
    ["raise ValueError(x)", ""],
  ])("%s", async (body, expected) => {
    expect((await slotsOf("python", `def f(x):\n    ${body}\n`))?.raises.ValueError).toBe(expected);
  });
});

describe("how a MATLAB function is called", () => {
  it.each([
    ["if nargin < 2 || isempty(b)\n  b = 1;\nend", "y = f(a)\n%     y = f(a, b)"],
    ["if( nargin<2 || isempty(b)); b=1; end", "y = f(a)\n%     y = f(a, b)"],
    // Without `b` the call fails.
    ["if isempty(b)\n  b = 1;\nend", undefined],
  ])("%s", async (body, expected) => {
    const { text } = await document(`function y = f(a, b)\n${body}\ny = a + b;\nend\n`, {
      language: "matlab",
    });
    if (expected === undefined) expect(text).not.toContain("Syntax");
    else expect(text).toContain(expected);
  });
});
