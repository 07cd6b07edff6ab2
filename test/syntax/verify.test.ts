import { expect, test } from "vitest";
import type { LanguageId } from "../../src/syntax/types.js";
import { parseAndVerify } from "../../src/syntax/verify.js";
import { language, parser } from "./support.js";

const verdict = (id: LanguageId, before: string, after: string) =>
  parseAndVerify(parser, before, after, language(id));

const body = "def f(x):\n    return x\n";

const accepted: [string, string, string][] = [
  ["inserted docstring", body, 'def f(x):\n    """One."""\n    return x\n'],
  ["inserted comment", body, "def f(x):\n    # why\n    return x  # what\n"],
  ["body moved to its own line", "def f(x): return x\n", 'def f(x):\n    """One."""\n    return x\n'],
  ["stub", "def f(x): ...\n", 'def f(x):\n    """One."""\n    ...\n'],
  ["removed docstring", 'def f(x):\n    """One."""\n    return x\n', body],
  ["raw docstring", body, 'def f(x):\n    r"""\\d"""\n    return x\n'],
  ["module docstring", body, `"""Module."""\n${body}`],
  ["class docstring", "class A:\n    x = 1\n", 'class A:\n    """One."""\n\n    x = 1\n'],
  ["line endings", body, body.replaceAll("\n", "\r\n")],
  ["line continuation", "def f(x): \\\n  return x\n", 'def f(x):\n    """One."""\n    return x\n'],
  ["comment in an empty file", "", "# nothing\n"],
  ["indentation", body, "def f(x):\n  return x\n"],
  ["the same error twice", `${body}\nx = = 1\n`, `def f(x):\n    """One."""\n    return x\n\nx = = 1\n`],
];
for (const [name, before, after] of accepted) {
  test(`accepts: ${name}`, async () =>
    expect(await verdict("python", before, after)).toEqual({ same: true }));
}

const refused: [string, string, string][] = [
  ["changed token", body, "def f(x):\n    return y\n"],
  ["docstring after the first statement", body, 'def f(x):\n    return x\n    """One."""\n'],
  ["only statement removed", 'def f(x):\n    """One."""\n', "def f(x):\n"],
  [
    "only statement removed before another function",
    `def f(x):\n    """One."""\n${body}`,
    `def f(x):\n${body}`,
  ],
  ["unbalanced quotes", body, 'def f(x):\n    """One."\n    return x\n'],
  ["swallowed code", `${body}"""text"""\n`, 'def f(x):\n    """One.\n    return x\n"""text"""\n'],
  ["formatted string", body, 'def f(x):\n    f"""One."""\n    return x\n'],
  ["bytes", body, 'def f(x):\n    b"""One."""\n    return x\n'],
  [
    "second docstring",
    'def f(x):\n    """One."""\n    return x\n',
    'def f(x):\n    """One."""\n    """Two."""\n    return x\n',
  ],
  ["concatenated with the next line", 'def f(x): "b".join(x)\n', 'def f(x):\n    "a" "b".join(x)\n'],
  ["statement moved out of a block", "if a:\n    b\n    c\n", "if a:\n    b\nc\n"],
  ["statement moved out of the function", "def f():\n    a\n    b\n", 'def f():\n    """One."""\n    a\nb\n'],
  ["comment that swallows code", body, "def f(x): # One\n    # return x\n    pass\n"],
  ["white space in a string", 'x = f"a {b} c"\n', 'x = f"a  {b} c"\n'],
  ["string with another quote", "x = 'a'\n", 'x = "a"\n'],
  ["tab in a string", 'x = "a b"\n', 'x = "a\tb"\n'],
  ["dropped skipped character", "x = 1 ?\n", "x = 1\n"],
];
for (const [name, before, after] of refused) {
  test(`refuses: ${name}`, async () => {
    const { same } = await verdict("python", before, after);
    expect(same).toBe(false);
  });
}

test("says where the code would change", async () => {
  expect(await verdict("python", body, "def f(x):\n    return y\n")).toEqual({
    same: false,
    reason: "the code at line 2 would change from ‘x’ to ‘y’",
  });
});
