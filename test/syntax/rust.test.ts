import { describe, expect, test } from "vitest";
import { functionOf, patchesOf } from "./support.js";

test("receivers, patterns and generics", async () => {
  const { signature, qualifiedName, kind } = await functionOf(
    "rust",
    "impl<'a, T> Stack<'a, T> {\n  pub fn f<'b, U: Into<T>, const N: usize>(&mut self, mut a: &'b [U; N], (b, c): (u8, u8), _: i32, d: impl Fn(i32) -> i32) -> Option<&T> { None }\n}\n",
  );
  expect({ qualifiedName, kind }).toEqual({ qualifiedName: "Stack.f", kind: "method" });
  expect(signature.typeParameters).toEqual(["U", "N"]);
  expect(signature.returnType).toBe("Option<&T>");
  expect(signature.parameters).toEqual([
    { name: "self", kind: "receiver" },
    { name: "a", kind: "positional", type: "&'b [U; N]" },
    { name: "d", kind: "positional", type: "impl Fn(i32) -> i32" },
  ]);
});

describe("returns", () => {
  test.each([
    ["fn f() {}", "nothing"],
    ["fn f() -> () {}", "nothing"],
    ["fn f() -> ! { loop {} }", "nothing"],
    ["fn f() -> i32 { 1 }", "value"],
    ["async fn f() -> io::Result<()> { Ok(()) }", "value"],
  ])("%s", async (code, returns) => {
    const { signature } = await functionOf("rust", code);
    expect(signature).toMatchObject({ returns, async: code.startsWith("async"), raises: [] });
  });
});

test("documentation above, between and below attributes; the site is above them", async () => {
  const text =
    "/// One.\n///\n/// More.\n#[a]\n#[b]\nfn one() {}\n\n#[a]\n/// Two.\n#[b]\nfn two() {}\n\n#[a]\n/// Three.\nfn three() {}\n\n#[a]\n// four\nfn four() {}\n\n//// five\nfn five() {}\n\n/** Six. */\npub fn six() {}\n";
  const { functions } = await patchesOf("rust", text);
  expect(functions.map(({ docstring }) => docstring?.raw)).toEqual([
    "/// One.\n///\n/// More.",
    "/// Two.",
    "/// Three.",
    undefined,
    undefined,
    "/** Six. */",
  ]);
  expect(functions.map(({ range }) => text.slice(range.start, range.start + 4))).toEqual([
    "#[a]",
    "#[a]",
    "#[a]",
    "#[a]",
    "fn f",
    "pub ",
  ]);
});

test("visibility", async () => {
  const { functions } = await patchesOf(
    "rust",
    "pub fn a() {}\nfn b() {}\npub(crate) fn c() {}\npub trait T { fn d(&self); }\ntrait U { fn e(&self) {} }\nimpl T for X { fn g(&self) {} }\nimpl X { pub fn h() {} fn i() {} }\nfn j() { pub fn k() {} }\n",
  );
  expect(functions.filter(({ isPublic }) => isPublic).map(({ name }) => name)).toEqual(["a", "c", "d", "h"]);
});

test("closures bound to names", async () => {
  const { functions } = await patchesOf(
    "rust",
    "const A: fn(i32) -> i32 = |x| x + 1;\nfn f() {\n  let g = |a: &str, b| -> bool { a.is_empty() };\n  run(|x| x);\n}\n",
  );
  expect(functions.map(({ qualifiedName, kind }) => [qualifiedName, kind])).toEqual([
    ["A", "lambda"],
    ["f", "function"],
    ["f.g", "lambda"],
  ]);
  expect(functions[2]?.signature).toMatchObject({
    parameters: [{ name: "a", type: "&str" }, { name: "b" }],
    returnType: "bool",
  });
});

test("the value of a function is a return statement", async () => {
  const { statements } = await functionOf(
    "rust",
    "fn f(n: i32) -> i32 {\n  let x;\n  let y = 2;\n  x = y?;\n  g(x);\n  if n > 0 { return 1; }\n  match n { _ => h() }\n}\n",
  );
  expect(statements.map(({ kind, depth }) => [kind, depth])).toEqual([
    ["declaration", 0],
    ["assignment", 0],
    ["assignment", 0],
    ["call", 0],
    ["conditional", 0],
    ["return", 1],
    ["conditional", 0],
  ]);
});
