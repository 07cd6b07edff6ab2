import { expect, test } from "vitest";
import { functionOf, language, parser, patchesOf } from "./support.js";

const file = (code: string) => `package p\n\n${code}\n`;

test("one type for several names, unnamed and blank parameters left out", async () => {
  const { signature } = await functionOf("go", file("func f(a, b int, _ string, c ...func(x int) error) {}"));
  expect(signature.parameters).toEqual([
    { name: "a", kind: "positional", type: "int" },
    { name: "b", kind: "positional", type: "int" },
    { name: "c", kind: "variadic", type: "func(x int) error" },
  ]);
  expect((await functionOf("go", file("func f(int, string)"))).signature.parameters).toEqual([]);
});

test("methods carry their type and receiver", async () => {
  const patch = await functionOf("go", file("func (s *Stack[T]) Push(x T) (n int, err error) { return }"));
  expect(patch).toMatchObject({ qualifiedName: "Stack.Push", kind: "method", isPublic: true });
  expect(patch.signature.parameters[0]).toEqual({ name: "s", kind: "receiver", type: "*Stack[T]" });
  expect(patch.signature).toMatchObject({ returnType: "(n int, err error)", returns: "value" });
});

test("methods of unexported types are not public", async () => {
  const { functions } = await patchesOf(
    "go",
    file("func (s stack) Push() {}\nfunc Ünder() {}\nfunc low() {}"),
  );
  expect(functions.map(({ isPublic }) => isPublic)).toEqual([false, true, false]);
});

test("directives are no documentation and stay with the function", async () => {
  const text = file("// F does.\n//\n//go:noinline\n//go:nosplit\nfunc F() {}");
  const patch = await functionOf("go", text);
  expect(patch.docstring?.raw).toBe("// F does.");
  expect(text.slice(patch.range.start, patch.range.end)).toMatch(/^\/\/go:noinline\n/);
  const undocumented = await functionOf("go", file("//go:noinline\nfunc F() {}"));
  expect(undocumented.docstring).toBeUndefined();
});

test("comments that the toolchain reads cannot be edited as documentation", async () => {
  const text =
    '//go:build linux\n// +build linux\n\npackage p\n\n// #include <x.h>\nimport "C"\n\n// Doc.\nfunc F() {}\n';
  const tree = await parser.parse(text, language("go"));
  const comments = tree.rootNode.descendantsOfType("comment").filter((node) => node !== null);
  const editable = comments
    .filter((node) => language("go").isDocumentation(node))
    .map(({ text: raw }) => raw);
  tree.delete();
  expect(editable).toEqual(["// Doc."]);
});

test("function literals bound to names, also one of several", async () => {
  const { functions } = await patchesOf(
    "go",
    file("var A, b = func() {}, func(x int) int { return x }\nvar _ = func() {}"),
  );
  expect(functions.map(({ name, kind, isPublic }) => [name, kind, isPublic])).toEqual([
    ["A", "lambda", true],
    ["b", "lambda", false],
  ]);
});

test("the heads of if, for and switch are no statements of their own", async () => {
  const { statements } = await functionOf(
    "go",
    file(
      "func f() {\n\tif err := g(); err != nil {\n\t\treturn\n\t} else if x {\n\t\th()\n\t}\n\tfor i := 0; i < 3; i++ {\n\t}\n}",
    ),
  );
  expect(statements.map(({ kind, depth }) => [kind, depth])).toEqual([
    ["conditional", 0],
    ["return", 1],
    ["conditional", 1],
    ["call", 2],
    ["loop", 0],
  ]);
});
