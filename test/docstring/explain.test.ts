import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/base/edits.js";
import { commentFunction } from "../../src/docstring/comments.js";
import type { FunctionResult } from "../../src/protocol/messages.js";
import type { LanguageId } from "../../src/syntax/types.js";
import { patchesOf } from "../syntax/support.js";
import { never, parser, snapshot } from "./support.js";

const explain = async (text: string, language: LanguageId): Promise<FunctionResult> => {
  const { functions } = await patchesOf(language, text);
  const id = functions.find(({ name }) => name === "f")?.id;
  if (id === undefined) throw new Error("no function");
  const params = { document: snapshot(text, language), id, priority: "interactive" as const };
  const [result] = (await commentFunction(params, { parser }, () => {}, never)).functions;
  if (!result) throw new Error("no result");
  return result;
};

/** The comments, and that a second run adds none. */
async function commentsOn(text: string, language: LanguageId): Promise<string[]> {
  const { edits } = await explain(text, language);
  const again = await explain(applyEdits(text, edits), language);
  expect(again.edits).toEqual([]);
  return edits.map(({ newText }) => newText.trim());
}

/** A function around some statements; what is before and after keeps them from being the whole of it. */
const python = (...lines: string[]): string =>
  `def f(n, mode, xs):\n    begin()\n${lines.map((line) => `    ${line}\n`).join("")}    end()\n    print(n)\n`;
const javascript = (...lines: string[]): string =>
  `function f(n, xs) {\n  begin();\n${lines.map((line) => `  ${line}\n`).join("")}  end();\n}\n`;

describe("what is said above blocks of Python", () => {
  it.each([
    [
      ["if n < 0:", "    raise E('n')", "if mode not in ('a', 'b'):", "    raise E('mode')"],
      "# Check the arguments: `n` must not be negative and `mode` must be `'a'` or `'b'`",
    ],
    [
      ["if n is not None and n < 0:", "    raise E()", "if not isinstance(xs, list):", "    raise E()"],
      "# Check the arguments: `n` must not be negative and `xs` must be a `list`",
    ],
    [
      ["if n is None or not mode:", "    raise E()", "if len(xs) == 0:", "    raise E()"],
      "# Check the arguments: `n` and `mode` are required and `xs` must not be empty",
    ],
    [
      ["if n == 0:", "    return 1", "if n == 1:", "    x = 2", "    return x", "if n == 2:", "    return 7"],
      undefined,
    ],
    [
      ["if n == 0:", "    return 1", "if n == 1:", "    return xs", "if n > 9:", "    return None"],
      "# Special cases: `n == 0`, `n == 1` and `n > 9`",
    ],
    [["if n is None:", "    n = 3", "if mode is None:", "    mode = 'a'"], "# Defaults of `n` and `mode`"],
    [["if isinstance(xs, str):", "    xs = [xs]"], "# A single `str` may stand for `xs`"],
    [
      ["out = []", "for x in xs:", "    if x.ok:", "        out.append(x)"],
      "# Fill `out` with the `x` of `xs` where `x.ok`",
    ],
    [["out = []", "for x in xs:", "    out.append(x)"], undefined],
    [
      ["count = 0", "for x in xs:", "    if x.ok:", "        count += 1"],
      "# Count the `x` of `xs` where `x.ok`",
    ],
    [["for x in xs:", "    groups[x.kind].append(x)"], "# Group `x` by `x.kind`"],
    [["for x in xs:", "    counts[x] += 1"], "# Count in `counts` how often each `x` occurs"],
    [
      ["for x in xs:", "    if x.ok:", "        found = x", "        break"],
      "# Find the first `x` of `xs` where `x.ok`",
    ],
    [["for x in xs:", "    if x.bad:", "        return False"], "# Look for any `x` of `xs` where `x.bad`"],
    [["for x in xs:", "    if x > best:", "        best = x"], "# Find the largest `x` over `xs`"],
    [
      [
        "for x in xs:",
        "    if not x:",
        "        continue",
        "    a = g(x)",
        "    b = h(a)",
        "    log(b)",
        "    out.append(b)",
      ],
      "# Fill `out`: one entry for each `x` of `xs` where `x`",
    ],
    [
      ["for x in xs:", "    a = g(x)", "    b = h(a)", "    out.append(b)"],
      "# Fill `out`: one entry for each `x` of `xs`",
    ],
    [
      ["while stack:", "    x = stack.pop()", "    stack.extend(x.children)"],
      "# Work off `stack`, last in, first out; the loop adds to it",
    ],
    [
      [
        "while low < high:",
        "    mid = (low + high) // 2",
        "    if xs[mid] < n:",
        "        low = mid + 1",
        "    else:",
        "        high = mid",
      ],
      "# Search by bisection between `low` and `high`",
    ],
    [
      [
        "for attempt in range(n):",
        "    try:",
        "        return load()",
        "    except OSError:",
        "        time.sleep(1)",
      ],
      "# Try up to `n` times, with a pause after a failure",
    ],
    [["try:", "    import numpy", "except ImportError:", "    numpy = None"], "# `numpy` is optional"],
    [
      [
        "try:",
        "    a = g()",
        "    b = h(a)",
        "    log(b)",
        "    save(b)",
        "except KeyError:",
        "    return None",
      ],
      "# On `KeyError`, return `None`",
    ],
    [
      ["with self.lock:", "    self.a = 1", "    self.b += 1"],
      "# Change `self.a` and `self.b` under `self.lock`",
    ],
    [
      ["with open(path, 'w') as out:", "    rows = g()", "    json.dump(rows, out)", "    log(rows)"],
      "# Write `path` as JSON",
    ],
    [
      [
        "with path.open('w', newline='') as out:",
        "    rows = g()",
        "    csv.writer(out).writerows(rows)",
        "    log(rows)",
      ],
      "# Write `path` as CSV",
    ],
    [
      [
        "with self.path.open(newline='') as file:",
        "    for line in file:",
        "        save(line)",
        "        log(line)",
      ],
      "# Read `self.path` line by line",
    ],
    [
      ["with archive.open('data') as file:", "    rows = json.load(file)", "    save(rows)", "    log(rows)"],
      undefined,
    ],
  ])("%j", async (lines, expected) => {
    expect(await commentsOn(python(...lines), "python")).toEqual(expected === undefined ? [] : [expected]);
  });
});

describe("what is said in other languages", () => {
  it.each<[LanguageId, string, string]>([
    [
      "javascript",
      javascript("for (const x of xs) {", "  if (x.ok) {", "    out.push(x);", "  }", "}"),
      "// Fill `out` with the `x` of `xs` where `x.ok`",
    ],
    [
      "typescript",
      "function f(n: number) {\n  begin();\n  if (n < 0) {\n    throw new E();\n  }\n  if (n > 9) {\n    throw new E();\n  }\n  end();\n}\n",
      "// Check the arguments: `n` must not be negative and must be at most `9`",
    ],
    [
      "go",
      "package a\n\nfunc f(xs []T) {\n\tbegin()\n\tfor _, x := range xs {\n\t\tif x.Ok {\n\t\t\tout = append(out, x)\n\t\t}\n\t}\n\tend()\n}\n",
      "// Fill `out` with the `x` of `xs` where `x.Ok`",
    ],
    [
      "java",
      "class A {\n  void f(List<T> xs) {\n    begin();\n    for (T x : xs) {\n      if (x.ok()) {\n        out.add(x);\n      }\n    }\n    end();\n  }\n}\n",
      "// Fill `out` with the `x` of `xs` where `x.ok()`",
    ],
    [
      "csharp",
      "class A {\n  void f() {\n    begin();\n    lock (gate) {\n      this.a = 1;\n      this.b = 2;\n    }\n    end();\n  }\n}\n",
      "// Change `this.a` and `this.b` under `gate`",
    ],
    [
      "php",
      "<?php\nfunction f($a) {\n  begin();\n  foreach ($a as $x) {\n    if ($x->ok) {\n      $out[] = $x;\n    }\n  }\n  finish();\n}\n",
      "// Fill `$out` with the `$x` of `$a` where `$x->ok`",
    ],
    [
      "ruby",
      "def f(xs)\n  start\n  xs.each do |x|\n    if x.ok?\n      out << x\n    end\n  end\n  finish\nend\n",
      "# Fill `out` with the `x` of `xs` where `x.ok?`",
    ],
    ["c", "void f(void) {\n  begin();\n  t = a;\n  a = b;\n  b = t;\n  end();\n}\n", "// Swap `a` and `b`"],
    [
      "c",
      "void f(node *p) {\n  begin();\n  while (p != NULL) {\n    visit(p);\n    p = p->next;\n  }\n  end();\n}\n",
      "// Walk from `p` along `next` to the end",
    ],
    [
      "c",
      "void f(node *p) {\n  begin();\n  while (p->next) p = p->next;\n  end();\n}\n",
      "// Go to the last one along `next`",
    ],
    [
      "c",
      "void f(FILE *in) {\n  begin();\n  while (fgets(line, 80, in)) {\n    visit(line);\n  }\n  end();\n}\n",
      "// Read `in` line by line",
    ],
    [
      "java",
      "class A {\n  void f(int n) {\n    begin();\n    while (n > 0) {\n      sum += n % 10;\n      n /= 10;\n    }\n    end();\n  }\n}\n",
      "// Take `n` apart digit by digit",
    ],
    [
      "java",
      "class A {\n  void f(int n) {\n    begin();\n    for (int i = 0; i < n; i++)\n      for (int j = 0; j < n; j++)\n        for (int k = 0; k < n; k++)\n          c[i][j] += a[i][k] * b[k][j];\n    end();\n  }\n}\n",
      "// Multiply the matrices `a` and `b` into `c`",
    ],
    [
      "matlab",
      "function f(n)\nbegin_();\nfor i = 1:n\n  for j = 1:n\n    b(j, i) = a(i, j);\n  end\nend\ndone_();\nend\n",
      "% Transpose `a` into `b`",
    ],
    [
      "javascript",
      javascript(
        "const button = new Button(1);",
        "button.a = 1;",
        "button.b = 2;",
        "button.show(3);",
        "button.d(n);",
      ),
      "// Set up `button`",
    ],
    [
      "cpp",
      "void f() {\n  begin();\n  for (auto& x : xs) {\n    if (x.ok) {\n      return x;\n    }\n  }\n  end();\n}\n",
      "// Find the first `x` of `xs` where `x.ok`",
    ],
    [
      "rust",
      "fn f(n: i32) -> R {\n    begin();\n    if n < 0 {\n        return Err(e);\n    }\n    if n > 9 {\n        return Err(e);\n    }\n    end()\n}\n",
      "// Check the arguments: `n` must not be negative and must be at most `9`",
    ],
    [
      "matlab",
      "function f(k, n)\nbegin_();\nif nargin < 1\n  k = 1;\nend\nif isempty(n)\n  n = 2;\nend\ndone_();\nend\n",
      "% Defaults of `k` and `n`",
    ],
  ])("%s", async (language, text, expected) => {
    expect(await commentsOn(text, language)).toEqual([expected]);
  });
});

it("says the author's own words of a helper, once", async () => {
  const text = `def _clean(rows):\n    """Drop duplicates and sort by date of arrival."""\n\ndef f(a, b):\n    begin()\n    a = _clean(a)\n    b = _clean(b)\n    end()\n`;
  expect(await commentsOn(text, "python")).toEqual(["# Drop duplicates and sort by date of arrival"]);
});

it("leaves a helper alone whose documentation does not say what it does", async () => {
  for (const said of [
    "MILU is a simple preconditioner of rows.",
    "Implement the sorting of the rows by date here.",
  ]) {
    const text = `def _clean(rows):\n    """${said}"""\n\ndef f(a, b):\n    begin()\n    a = _clean(a)\n    end()\n`;
    expect(await commentsOn(text, "python")).toEqual([]);
  }
});

it("names what a figure shows where one call draws one line", async () => {
  const figure = (call: string): string =>
    python("plt.figure()", call, "plt.title('t')", "plt.xlabel('x')", "plt.legend()");
  expect(await commentsOn(figure("plt.plot(n, xs, 'o')"), "python")).toEqual(["# Figure of `xs` over `n`"]);
  expect(await commentsOn(figure("plt.plot(n, xs, 'o', n, mode)"), "python")).toEqual([]);
});

it("says of recursion what the types show", async () => {
  const loop = (type: string): string =>
    `class A {\n  void f() {\n    begin();\n    for (${type} child : children) {\n      child.f();\n    }\n    end();\n  }\n}\n`;
  expect(await commentsOn(loop("A"), "java")).toEqual(["// Recurse into each `child` of `children`"]);
  expect(await commentsOn(loop("B"), "java")).toEqual([]);
});

it("leaves blocks alone that have a comment, above, beside or inside", async () => {
  const loop = ["for x in xs:", "    if x.ok:", "        out.append(x)"];
  for (const lines of [
    ["# Wanted ones.", ...loop],
    [`${loop[0]}  # wanted ones`, ...loop.slice(1)],
    [loop[0] ?? "", "    # wanted ones", ...loop.slice(1)],
  ])
    expect(await commentsOn(python(...lines), "python")).toEqual([]);
});

it("says nothing of a block that is the whole function", async () => {
  const text = "def f(xs):\n    for x in xs:\n        if x.ok:\n            out.append(x)\n    return out\n";
  expect(await commentsOn(text, "python")).toEqual([]);
});

it("writes as the file does", async () => {
  const block = "  t = a;\n  a = b;\n  b = t;\n  end();\n}\n";
  const others = ["one thing", "another thing", "a third thing"];
  const c = (form: (said: string) => string): string =>
    `void f(void) {\n${others.map((said) => `  ${form(said)}\n  begin();\n\n`).join("")}${block}`;
  expect(
    await commentsOn(
      c((said) => `/* ${said} */`),
      "c",
    ),
  ).toEqual(["/* swap `a` and `b` */"]);
  expect(
    await commentsOn(
      c((said) => `//${said}.`),
      "c",
    ),
  ).toEqual(["//swap `a` and `b`."]);
  const crlf = c((said) => `// ${said}`).replaceAll("\n", "\r\n");
  expect((await explain(crlf, "c")).edits.map(({ newText }) => newText)).toEqual([
    "// swap `a` and `b`\r\n  ",
  ]);
  const regions = `class A {\n${"  #region x\n  #endregion\n".repeat(3)}  void f() {\n    begin();\n    t = a;\n    a = b;\n    b = t;\n  }\n}\n`;
  expect(await commentsOn(regions, "csharp")).toEqual(["// Swap `a` and `b`"]);
});

it("shortens what does not fit on a line", async () => {
  const names = [
    "first_long_name_of_all",
    "second_long_name_of_all",
    "third_long_name_of_all",
    "fourth_long_name_of_all",
  ];
  const text = `def f(${names.join(", ")}):\n    begin()\n${names.map((name) => `    if ${name} is None:\n        ${name} = 1\n`).join("")}    end()\n`;
  expect(await commentsOn(text, "python")).toEqual([
    "# Defaults of `first_long_name_of_all`, `second_long_name_of_all` and 2 more",
  ]);
});

it("changes nothing but comments, as Python itself sees it", async () => {
  const text = python("if n < 0:", "    raise E('n')", "if n > 9:", "    raise E('n')");
  const { edits } = await explain(text, "python");
  const dump = (code: string): string =>
    execFileSync("python3", ["-c", "import ast,sys; print(ast.dump(ast.parse(sys.stdin.read())))"], {
      input: code,
      encoding: "utf8",
    });
  expect(edits).toHaveLength(1);
  expect(dump(applyEdits(text, edits))).toBe(dump(text));
});
