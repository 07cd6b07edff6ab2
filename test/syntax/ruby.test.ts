import { describe, expect, test } from "vitest";
import { functionOf, language, parser, patchesOf } from "./support.js";

test("parameters of every kind", async () => {
  const { signature } = await functionOf("ruby", "def f(a, b = [1], *c, d:, e: 2, **g, &h); end");
  expect(signature.parameters).toEqual([
    { name: "a", kind: "positional" },
    { name: "b", kind: "positional", default: "[1]" },
    { name: "c", kind: "variadic" },
    { name: "d", kind: "keyword-only" },
    { name: "e", kind: "keyword-only", default: "2" },
    { name: "g", kind: "keyword-variadic" },
    { name: "h", kind: "keyword-only", optional: true },
  ]);
});

test("parameters without a name are left out", async () => {
  for (const list of ["(...)", "(*, **, &)", "((a, b))"]) {
    expect((await functionOf("ruby", `def f${list}; end`)).signature.parameters).toEqual([]);
  }
});

describe("visibility", () => {
  test.each([
    ["private\n  def f; end", false],
    ["private\n  public\n  def f; end", true],
    ["private\n  def self.f; end", true],
    ["private def f; end", false],
    ["def f; end\n  private :f", false],
    ["def self.f; end\n  private_class_method :f", false],
    ["class << self\n  private\n  def f; end\n  end", false],
    ["class << self\n  private\n  end\n  def f; end", true],
    ["memoize def f; end", true],
  ])("%s", async (body, isPublic) => {
    expect((await functionOf("ruby", `class A\n  ${body}\nend`)).isPublic).toBe(isPublic);
  });
});

test("errors with their conditions", async () => {
  const { signature } = await functionOf(
    "ruby",
    'def f(n)\n  raise A, "x" if n < 0\n  raise B::C.new(1) unless n && m\n  raise D unless n.nil?\n  fail "text"\n  n or raise E\n  other.raise F\nend',
  );
  expect(signature.raises).toEqual([
    { type: "A", condition: "n < 0" },
    { type: "B::C", condition: "!(n && m)" },
    { type: "D", condition: "!n.nil?" },
    { type: "RuntimeError" },
    { type: "E", condition: "!n" },
  ]);
});

test("a rescue swallows, a rescue that raises again does not", async () => {
  const raisesOf = async (code: string) =>
    (await functionOf("ruby", code)).signature.raises.map(({ type }) => type);
  expect(await raisesOf("def f\n  raise A\nrescue A\n  nil\nend")).toEqual([]);
  expect(await raisesOf("def f\n  raise A\nrescue => e\n  log(e)\nend")).toEqual([]);
  expect(await raisesOf("def f\n  raise A\nrescue A => e\n  raise e\nend")).toEqual(["A"]);
  expect(await raisesOf("def f\n  raise A\nrescue B\n  raise C\nend")).toEqual(["A", "C"]);
});

describe("returns", () => {
  test.each([
    ["def f; 1; end", "value"],
    ["def f; end", "nothing"],
    ["def f=(x); @x = x; end", "nothing"],
    ["def f = 1", "value"],
    ["def f; raise NotImplementedError; end", "unknown"],
    ["def f; raise A; end", "nothing"],
  ])("%s", async (code, returns) => {
    expect((await functionOf("ruby", code)).signature.returns).toBe(returns);
  });
});

test("documentation is the lines directly above, also of the first method of a class", async () => {
  const { functions } = await patchesOf(
    "ruby",
    "class A\n  # One.\n  #\n  # More.\n  def one; end\n  # lost\n\n  def two; end\n  # rubocop:disable X\n  def three; end\n  x = 1 # trailing\n  def four; end\nend",
  );
  expect(functions.map(({ docstring }) => docstring?.raw)).toEqual([
    "# One.\n  #\n  # More.",
    undefined,
    undefined,
    undefined,
  ]);
});

test("documentation first in a branch or block", async () => {
  const { functions } = await patchesOf(
    "ruby",
    "if x\n  # One.\n  def one; end\nelse\n  # Two.\n  def two; end\nend\neach do\n  # Three.\n  def three; end\nend\n",
  );
  expect(functions.map(({ docstring }) => docstring?.raw)).toEqual(["# One.", "# Two.", "# Three."]);
});

test("comments that the interpreter reads cannot be edited as documentation", async () => {
  const tree = await parser.parse(
    "#!/usr/bin/ruby\n# frozen_string_literal: true\n# Doc.\ndef f; end\n",
    language("ruby"),
  );
  const comments = tree.rootNode.descendantsOfType("comment").filter((node) => node !== null);
  const editable = comments.filter((node) => language("ruby").isDocumentation(node)).map(({ text }) => text);
  tree.delete();
  expect(editable).toEqual(["# Doc."]);
});
