import { describe, expect, test } from "vitest";
import { matchesGlob } from "../../src/client/glob.js";

describe("patterns of EditorConfig", () => {
  test.each([
    ["*", "a.py", true],
    ["*", "src/deep/a.py", true],
    ["*.py", "src/a.py", true],
    ["*.py", "src/a.pyi", false],
    ["/*.py", "a.py", true],
    ["/*.py", "src/a.py", false],
    ["src/*.py", "src/a.py", true],
    ["src/*.py", "src/deep/a.py", false],
    ["src/**.py", "src/deep/a.py", true],
    ["src/**/a.py", "src/a.py", true],
    ["src/**/a.py", "src/deep/er/a.py", true],
    ["src/**/a.py", "src/ba.py", false],
    ["?.py", "a.py", true],
    ["?.py", "ab.py", false],
    ["*.{py,js}", "a.js", true],
    ["*.{py,js}", "a.ts", false],
    ["{*.{py,js},Makefile}", "lib/Makefile", true],
    ["[a-c].py", "b.py", true],
    ["[a-c].py", "d.py", false],
    ["[!a-c].py", "d.py", true],
    ["[!a-c].py", "b.py", false],
    ["a\\*.py", "a*.py", true],
    ["a\\*.py", "ab.py", false],
    ["a.b+(c).py", "a.b+(c).py", true],
    ["a.b+(c).py", "axbb(c).py", false],
    ["{a,b.py", "b.py", true],
    ["[.py", "[.py", true],
  ])("%s and %s: %s", (glob, path, expected) => {
    expect(matchesGlob(glob, path)).toBe(expected);
  });

  test("no pattern takes long, however many ways there are to match", () => {
    const path = `${"a".repeat(250)}.py`;
    expect(matchesGlob(`${"*a".repeat(100)}b`, path)).toBe(false);
    expect(matchesGlob(`${"{*a,a*}".repeat(60)}b`, path)).toBe(false);
    expect(matchesGlob("{".repeat(1000), path)).toBe(false);
    expect(matchesGlob("*".repeat(100_000), path)).toBe(false);
  });
});
