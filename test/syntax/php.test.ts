import { describe, expect, test } from "vitest";
import { functionOf, patchesOf } from "./support.js";

const file = (code: string) => `<?php\n${code}\n`;

test("parameters without sigils; promoted, by reference, variadic", async () => {
  const { signature } = await functionOf(
    "php",
    file("class A { function __construct(private readonly ?int $a = 1, array &$b, self ...$c) {} }"),
  );
  expect(signature.parameters).toEqual([
    { name: "a", kind: "positional", type: "?int", default: "1" },
    { name: "b", kind: "positional", type: "array" },
    { name: "c", kind: "variadic", type: "self" },
  ]);
});

describe("returns", () => {
  test.each([
    ["function f() { return 1; }", "value"],
    ["function f() { return; }", "nothing"],
    ["function f() { $g = function () { return 1; }; }", "nothing"],
    ["function f(): void {}", "nothing"],
    ["function f(): never {}", "nothing"],
    ["function f(): ?int {}", "value"],
    ["interface A { function f(); }", "unknown"],
    ["class A { function __construct() { return; } }", "nothing"],
  ])("%s", async (code, returns) => {
    const { functions } = await patchesOf("php", file(code));
    expect(functions[0]?.signature.returns).toBe(returns);
  });

  test("a generator yields", async () => {
    const { signature } = await functionOf(
      "php",
      file("function f(): iterable { yield 1; yield from g(); }"),
    );
    expect(signature).toMatchObject({ yields: true, returns: "nothing" });
  });
});

test("errors with their conditions", async () => {
  const { signature } = await functionOf(
    "php",
    file(`function f($n) {
  if ($n < 0) { throw new \\A\\B('x'); } elseif ($n === 0) throw new C;
  $m = $n ?? throw new D();
  $n or throw new E();
  throw (new F())->with(1);
  throw GException::of(1);
  throw $n;
}`),
  );
  expect(signature.raises).toEqual([
    { type: "\\A\\B", condition: "$n < 0" },
    { type: "C", condition: "$n === 0" },
    { type: "D", condition: "$n === null" },
    { type: "E", condition: "!$n" },
    { type: "F" },
    { type: "GException" },
  ]);
});

test("documentation stands above attributes, and only doc blocks count", async () => {
  const { functions, classes, docstring } = await patchesOf(
    "php",
    file(
      "/** File. */\n\nnamespace A;\n\n/** Class. */\n#[B]\nclass C {\n  /** One. */\n  #[D]\n  public function one() {}\n  // two\n  public function two() {}\n}",
    ),
  );
  expect(docstring?.raw).toBe("/** File. */");
  expect(classes[0]?.docstring?.raw).toBe("/** Class. */");
  expect(functions.map((patch) => patch.docstring?.raw)).toEqual(["/** One. */", undefined]);
  expect(functions[0]?.documentation.range.start).toBe(functions[0]?.range.start);
});

test("a doc block above a function is not the file's", async () => {
  const { docstring, functions } = await patchesOf("php", file("/** F. */\nfunction f() {}"));
  expect(docstring).toBeUndefined();
  expect(functions[0]?.docstring?.raw).toBe("/** F. */");
});
