import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hideMacros } from "../../src/syntax/languages/cMacros.js";
import { functionOf, patchesOf } from "./support.js";

describe("declarators", () => {
  test.each([
    ["char **f(void);", "char **", []],
    ["const struct s *const f(int a[3][3]);", "const struct s *const", [["a", "int [3][3]"]]],
    [
      "void (*f(int sig, void (*handler)(int)))(int);",
      "void (*)(int)",
      [
        ["sig", "int"],
        ["handler", "void (*)(int)"],
      ],
    ],
    [
      "unsigned long f(const char *restrict s, ...);",
      "unsigned long",
      [
        ["s", "const char *restrict"],
        ["...", undefined],
      ],
    ],
    ["int (f)(int x);", "int", [["x", "int"]]],
    [
      "int f(a, b) int a; char *b; { return a; }",
      "int",
      [
        ["a", "int"],
        ["b", "char *"],
      ],
    ],
    ["static inline double f(double (*rows)[4]) { return 0; }", "double", [["rows", "double (*)[4]"]]],
    ["int f(int, char *);", "int", []],
  ])("%s", async (code, returnType, parameters) => {
    const { name, signature } = await functionOf("c", `${code}\n`);
    expect(name).toBe("f");
    expect(signature.returnType).toBe(returnType);
    expect(signature.parameters.map((parameter) => [parameter.name, parameter.type])).toEqual(parameters);
  });

  test.each([
    "int (*pointer)(int);",
    "typedef int (*type)(int);",
    "struct s { int (*member)(int); };",
    "void *table[] = { f };",
    "int x = f(1);",
  ])("not a function: %s", async (code) => {
    expect((await patchesOf("c", code)).functions).toEqual([]);
  });

  test("calls and local prototypes in a body are statements", async () => {
    const { functions } = await patchesOf("c", "int f(void) {\n  int g(int);\n  T x(y);\n  return 1;\n}\n");
    expect(functions.map(({ name }) => name)).toEqual(["f"]);
  });
});

describe("macros", () => {
  test.each([
    ["LIB_API int f(int a);", "int", ["a"]],
    ["static LIB_INLINE struct s *\nf(int a)\n{\n  return 0;\n}", "struct s *", ["a"]],
    ['LIB_DEPRECATED("old") void f(int LIB_UNUSED(a), void *UNUSED(b));', "void", ["a", "b"]],
    ["int f(char *a) LIB_NONNULL(1);", "int", ["a"]],
    ["DWORD WINAPI f(void *a);", "DWORD", ["a"]],
    ["void LIB_FUNC(f)(int a);", "void", ["a"]],
    ["DEFINE_THINGS(1, 2)\n\nint f(int a);", "int", ["a"]],
  ])("%s", async (code, returnType, names) => {
    const { name, signature, hasErrors } = await functionOf("c", `#include <x.h>\n\n${code}\n`);
    expect({ name, hasErrors, returnType: signature.returnType }).toEqual({
      name: "f",
      hasErrors: false,
      returnType,
    });
    expect(signature.parameters.map((parameter) => parameter.name)).toEqual(names);
  });

  test("documentation goes above an export macro, and `raw` is the file's text", async () => {
    const text = "/** F. */\nLIB_EXPORT int\nf(void);\n";
    const patch = await functionOf("c", text);
    expect(patch.docstring?.raw).toBe("/** F. */");
    expect(text.slice(patch.range.start, patch.range.end)).toBe("LIB_EXPORT int\nf(void);");
  });

  test("types in capitals are not macros", async () => {
    const { signature } = await functionOf("c", "FILE *f(UINT32 a);\n");
    expect(signature).toMatchObject({ returnType: "FILE *", parameters: [{ name: "a", type: "UINT32" }] });
  });

  test("a header for both languages", async () => {
    const text = '#ifdef __cplusplus\nextern "C" {\n#endif\nint f(int a);\n#ifdef __cplusplus\n}\n#endif\n';
    expect((await patchesOf("c", text)).hasErrors).toBe(false);
    expect((await functionOf("cpp", text)).name).toBe("f");
  });

  test("hiding keeps length and lines", () => {
    const word = fc.constantFrom(
      "LIB_API",
      "LIB_EXPORT(1)",
      "class",
      "F",
      "(",
      ")",
      "{",
      "}",
      ";",
      "\n",
      " ",
      "int",
      "f",
      "*",
      "= {}",
      "#if 1\n",
      "/*",
      "*/",
      "é",
      "😀",
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const text = words.join(" ");
        const hidden = hideMacros(text);
        expect(hidden.length).toBe(text.length);
        expect(hidden.split("\n").map(({ length }) => length)).toEqual(
          text.split("\n").map(({ length }) => length),
        );
      }),
    );
  });

  test.each([
    "FOO ",
    "A_EXPORT\n",
    "class FOO ",
    "(FOO",
    "template <",
    ") ",
    " ",
    "\n",
    "#ifdef __cplusplus\n",
    "foreach (a ",
  ])("hiding ends where it has the most to hide, and keeps the length: %j", (piece) => {
    const text = piece.repeat(200_000);
    expect(hideMacros(text)).toHaveLength(text.length);
  });
});

test("Doxygen comments in all forms, and nothing else", async () => {
  const { functions } = await patchesOf(
    "c",
    "/** a */\nvoid a(void);\n/*! b */\nvoid b(void);\n/// c\n/// c\nvoid c(void);\n//! d\nvoid d(void);\nint x; /**< e */\nvoid e(void);\n/* f */\nvoid f(void);\n// g\nvoid g(void);\n/*** h ***/\nvoid h(void);\n",
  );
  expect(functions.map(({ docstring }) => docstring?.raw)).toEqual([
    "/** a */",
    "/*! b */",
    "/// c\n/// c",
    "//! d",
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("static functions are private", async () => {
  const { functions } = await patchesOf("c", "static int a(void) { return 1; }\nint b(void) { return 1; }\n");
  expect(functions.map(({ isPublic }) => isPublic)).toEqual([false, true]);
});
