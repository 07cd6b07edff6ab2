import { describe, expect, test } from "vitest";
import { functionOf, patchesOf } from "./support.js";

const method = (code: string) => functionOf("java", `class A {\n${code}\n}\n`);

describe("signatures", () => {
  test("arrays behind the name belong to the type, final and annotations do not", async () => {
    const { signature } = await method("int sum(final @NonNull int[] a, long b[][], A this) { return 1; }");
    expect(signature.parameters).toEqual([
      { name: "a", kind: "positional", type: "int[]" },
      { name: "b", kind: "positional", type: "long[][]" },
    ]);
  });

  test("variadic and generic", async () => {
    const { signature } = await method("<T extends B, U> List<T> of(T... items) { return null; }");
    expect(signature.typeParameters).toEqual(["T", "U"]);
    expect(signature.returnType).toBe("List<T>");
    expect(signature.parameters).toEqual([{ name: "items", kind: "variadic", type: "T" }]);
  });

  test("a compact constructor has the parameters of its record", async () => {
    const patch = await functionOf("java", "record P(int x, int y) { P { check(x); } }");
    expect(patch.kind).toBe("constructor");
    expect(patch.signature.parameters.map(({ name }) => name)).toEqual(["x", "y"]);
  });
});

describe("errors", () => {
  test("the throws clause comes first and takes conditions from the body", async () => {
    const { signature } = await method(
      "void f(int n) throws B, C { if (n < 0) { throw new C(n); } else throw new a.D(); }",
    );
    expect(signature.raises).toEqual([{ type: "B" }, { type: "C", condition: "n < 0" }, { type: "a.D" }]);
  });

  test("what a handler of the function swallows is left out, what it throws again is not", async () => {
    const swallowed = await method("void f() { try { throw new B(); } catch (Exception e) { log(e); } }");
    expect(swallowed.signature.raises).toEqual([]);
    const again = await method("void f() { try { throw new B(); } catch (B e) { throw e; } }");
    expect(again.signature.raises).toEqual([{ type: "B" }]);
    const other = await method("void f() { try { go(); } catch (B e) { throw new C(e); } }");
    expect(other.signature.raises).toEqual([{ type: "C" }]);
  });

  test("lambdas and anonymous classes keep theirs", async () => {
    const { functions } = await patchesOf(
      "java",
      "class A { void f() { Runnable r = () -> { throw new B(); }; new C() { void g() { throw new D(); } }; } }",
    );
    expect(functions.map(({ id, signature }) => [id, signature.raises.map(({ type }) => type)])).toEqual([
      ["A.f", []],
      ["A.f.r", ["B"]],
      ["A.f.g", ["D"]],
    ]);
  });
});

test("only Javadoc directly above is documentation", async () => {
  const { functions } = await patchesOf(
    "java",
    "class A {\r\n  /** One. */\r\n  @B @C(1)\r\n  void one() {}\r\n  /* two */\r\n  void two() {}\r\n  /** lost */\r\n\r\n  void three() {}\r\n  int x; /** trailing */\r\n  void four() {}\r\n}",
  );
  expect(functions.map(({ docstring }) => docstring?.raw)).toEqual([
    "/** One. */",
    undefined,
    undefined,
    undefined,
  ]);
  expect(functions[0]?.documentation.indent).toBe("  ");
});

test("visibility", async () => {
  const { functions } = await patchesOf(
    "java",
    "class A { public void a() {} protected void b() {} void c() {} private void d() {} private class B { public void e() {} } interface C { void f(); private void g() {} } }",
  );
  expect(functions.filter(({ isPublic }) => isPublic).map(({ name }) => name)).toEqual(["a", "b", "f"]);
});

test("intact methods beside a broken one", async () => {
  const { functions } = await patchesOf(
    "java",
    "class A {\n  int a() { return 1; }\n  int b( { }\n  int c() { return 2; }\n}",
  );
  const intact = functions.filter(({ hasErrors }) => !hasErrors).map(({ name }) => name);
  expect(intact).toContain("a");
  expect(intact).toContain("c");
});
