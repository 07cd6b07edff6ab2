import { describe, expect, test } from "vitest";
import { functionOf, patchesOf } from "./support.js";

const member = (code: string) => functionOf("csharp", `class A\n{\n${code}\n}\n`);

test("parameters with modifiers and defaults", async () => {
  const { signature } = await member(
    'static T F<T, U>(this A self, ref int a, [X] out U b, string c = "x", params T[] rest) { return rest[0]; }',
  );
  expect(signature.typeParameters).toEqual(["T", "U"]);
  expect(signature.parameters).toEqual([
    { name: "self", kind: "positional", type: "A" },
    { name: "a", kind: "positional", type: "ref int" },
    { name: "b", kind: "positional", type: "out U" },
    { name: "c", kind: "positional", type: "string", default: '"x"' },
    { name: "rest", kind: "variadic", type: "T[]" },
  ]);
});

describe("returns", () => {
  test.each([
    ["void F() {}", "nothing"],
    ["int F() => 1;", "value"],
    ["async Task F() { await G(); }", "nothing"],
    ["async Task<int> F() { return await G(); }", "value"],
    ["Task F() => G();", "value"],
    ["A() {}", "nothing"],
  ])("%s", async (code, returns) => {
    expect((await member(code)).signature.returns).toBe(returns);
  });

  test("an iterator yields", async () => {
    const { signature } = await member("IEnumerable<int> F() { yield return 1; }");
    expect(signature).toMatchObject({ yields: true, returns: "nothing", returnType: "IEnumerable<int>" });
  });
});

test("getters have the documentation of their property; automatic ones have no code", async () => {
  const { functions } = await patchesOf(
    "csharp",
    "class A {\n  /// <summary>B.</summary>\n  public int B { get { return b; } set { b = value; } }\n  public int C => 1;\n  public int D { get; set; }\n  public int E { set { e = value; } }\n}\n",
  );
  expect(functions.map(({ name, kind, docstring }) => [name, kind, docstring?.raw])).toEqual([
    ["B", "getter", "/// <summary>B.</summary>"],
    ["C", "getter", undefined],
  ]);
});

test("errors: conditions, guards, handlers with a filter", async () => {
  const code = `void F(int n, string s) {
  if (n < 0) { throw new A.B(n); }
  this.s = s ?? throw new C();
  D.Exception.ThrowIfNull(s);
  ArgumentNullException.ThrowIfNull(s);
  try { throw new E(); } catch (E) { }
  try { throw new F(); } catch (Exception e) when (e.X) { }
  try { throw new G(); } catch { throw; }
  void Local() { throw new H(); }
}`;
  const { signature } = await functionOf("csharp", `class A { ${code} }`, "A.F");
  expect(signature.raises).toEqual([
    { type: "A.B", condition: "n < 0" },
    { type: "C", condition: "s == null" },
    { type: "D.Exception", condition: "s == null" },
    { type: "ArgumentNullException", condition: "s == null" },
    { type: "F" },
    { type: "G" },
  ]);
});

test("XML documentation stands above attributes", async () => {
  const { functions } = await patchesOf(
    "csharp",
    "class A {\n  /// <summary>One.</summary>\n  /// <returns>x</returns>\n  [B]\n  [C(1)]\n  public void One() { }\n  // two\n  public void Two() { }\n  //// three\n  public void Three() { }\n}\n",
  );
  expect(functions.map(({ docstring }) => docstring?.raw)).toEqual([
    "/// <summary>One.</summary>\n  /// <returns>x</returns>",
    undefined,
    undefined,
  ]);
});

test("visibility", async () => {
  const { functions } = await patchesOf(
    "csharp",
    "public class A { public void a() {} protected void b() {} internal void c() {} void d() {} class N { public void e() {} } public void f() { void g() {} } } interface I { void h(); }",
  );
  expect(functions.filter(({ isPublic }) => isPublic).map(({ name }) => name)).toEqual(["a", "b", "f", "h"]);
});
