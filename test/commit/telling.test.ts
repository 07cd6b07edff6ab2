import { describe, expect, it } from "vitest";
import { narrateChange } from "../../src/commit/narrate.js";
import { authorWords } from "../../src/commit/story.js";
import { titledTests } from "../../src/commit/tests.js";
import { testRepository } from "../git/support.js";
import { parser } from "../syntax/support.js";
import { changesOf, type Files, narrated, never } from "./support.js";

const gauge = { "src/gauge.py": "def level(x, unit, scale):\n    return x * scale\n" };

describe("what is told", () => {
  it("of a breaking change is that others have to adapt, with the author's words", async () => {
    const { everyone, developer } = await narrated(
      gauge,
      { "src/gauge.py": "def level(x, datum, offset):\n    return x - offset\n" },
      "feat(gauge)!: measure from a datum\n\nBREAKING CHANGE: callers give a datum in place of a unit.",
    );
    expect(everyone).toContain("This adds something new in “gauge”.");
    expect(everyone).toContain(
      "The author marks it as a change that others have to adapt to: “callers give a datum in place of a unit.”",
    );
    expect(everyone).not.toContain("The reason given");
    expect(developer).toContain(
      "**Breaking**, as the author marks it: callers give a datum in place of a unit.",
    );
  });

  it("of one function's inputs stands in one sentence", async () => {
    const { everyone } = await narrated(
      gauge,
      { "src/gauge.py": "def level(x, scale, datum, site, *, year, raw=False):\n    return x * scale\n" },
      "Measure elsewhere",
    );
    expect(everyone).toContain(
      "The function “level” now needs three more inputs, “datum”, “site” and “year”, and can now be given one more input, “raw”, and no longer takes the input “unit”.",
    );
  });

  it("of an input stands once where a declaration and its definition change together", async () => {
    const { everyone } = await narrated(
      { "src/gauge.h": "int level(int x);\n", "src/gauge.c": "int level(int x) {\n  return x + 1;\n}\n" },
      {
        "src/gauge.h": "int level(int x, int unit);\n",
        "src/gauge.c": "int level(int x, int unit) {\n  return x * unit;\n}\n",
      },
      "Measure in any unit",
    );
    expect(everyone.match(/now needs one more input, “unit”/g)).toHaveLength(1);
  });

  it("of a specialisation or an overload is a new form of what was there", async () => {
    const traits = "template <typename T>\nstruct IsOwner : std::false_type {};\n";
    const owner = await narrated(
      { "src/traits.h": traits },
      { "src/traits.h": `${traits}template <>\nstruct IsOwner<Buffer> : std::true_type {};\n` },
      "Buffers own what they hold",
    );
    expect(owner.everyone).toContain("There is a new form of “is owner”, which was there before.");
    expect(owner.developer).toContain("adds another form of class `IsOwner`");
    const one = "class Gauge { public int Mean(int a) { return a + 1; } }\n";
    const two =
      "class Gauge { public int Mean(int a) { return a + 1; } public int Mean(string b) { return b.Length; } }\n";
    const more = await narrated({ "Gauge.cs": one }, { "Gauge.cs": two }, "Mean of texts");
    expect(more.everyone).toContain("There is a new form of “mean” of “gauge”, which was there before.");
    const less = await narrated({ "Gauge.cs": two }, { "Gauge.cs": one }, "No mean of texts");
    expect(less.everyone).toContain("One form of “mean” of “gauge” is gone; the name itself stays.");
    expect(less.developer).toContain("removes a form of `Gauge.Mean`");
  });

  it("of a test says that it checks otherwise only where a check came or went", async () => {
    const test = (lines: string): Files => ({ "tests/test_gauge.py": `def test_mean():\n${lines}` });
    const inside = await narrated(
      test("    x = [1, 2]\n    check(x)\n"),
      test("    x = [1, 3]\n    check(x)\n"),
    );
    expect(inside.everyone).toContain("The test “mean” changed inside.");
    const otherwise = await narrated(
      test("    x = [1, 2]\n    assert_equal(x)\n"),
      test("    x = [1, 2]\n    assert_close(x)\n"),
    );
    expect(otherwise.everyone).toContain("The test “mean” now checks otherwise than before.");
  });

  it("of one function is not that only it changed where files changed that are not understood", async () => {
    const after = { "src/gauge.py": "def level(x, unit, scale):\n    return x * scale * 2\n" };
    const alone = await narrated(gauge, after, "Measure twice");
    expect(alone.everyone).toContain("Only the function “level” changed inside");
    const beside = await narrated(
      { ...gauge, "src/gauge.tt": "level\n", "Unit Tests/gauge.md": "a\n" },
      { ...after, "src/gauge.tt": "levels\n", "Unit Tests/gauge.md": "b\n" },
      "Measure twice",
    );
    expect(beside.everyone).not.toContain("Only");
    expect(beside.everyone).toContain("three files changed: two of program code and one of tests");
  });

  it("of an error that is new is its case, once", async () => {
    const { developer } = await narrated(
      gauge,
      {
        "src/gauge.py":
          "def level(x, unit, scale):\n    if scale <= 0:\n        raise ValueError('scale')\n    return x * scale\n",
      },
      "Refuse scales that are not positive",
    );
    expect(developer).toContain("`level` raises `ValueError` if `scale <= 0` (");
    expect(developer).not.toMatch(/calls|checks|its body changed/);
  });

  it("of a merge is how many commits it brings and what it changed itself", async () => {
    const repository = testRepository();
    try {
      repository.write("a.txt", "ebb\n");
      repository.commit("Begin");
      repository.git("checkout", "-q", "-b", "side");
      repository.write("a.txt", "flood\n");
      repository.commit("Flood");
      repository.write("b.txt", "tide\n");
      repository.commit("Tide");
      repository.git("checkout", "-q", "main");
      repository.git("merge", "-q", "--no-ff", "-m", "Merge branch 'side'", "side");
      const narrateHead = async () => {
        const [change] = await changesOf(repository.root, { kind: "commit", revision: "HEAD" });
        if (change === undefined) throw new Error("no change");
        return narrateChange(change, parser, never);
      };
      const plain = await narrateHead();
      expect(plain.everyone).toContain("It brings two commits");
      expect(plain.everyone).toContain("The merge itself changed nothing beyond them.");
      repository.write("a.txt", "slack\n");
      repository.git("commit", "-q", "--amend", "-a", "-m", "Merge branch 'side'");
      const settled = await narrateHead();
      expect(settled.everyone).toContain("The merge itself changed one file beyond them");
      expect(settled.developer).toContain("By itself the merge changes `a.txt`");
    } finally {
      repository.remove();
    }
  });

  it("of a change of many tests is that, whatever line of the program goes along", async () => {
    const files = (n: number) =>
      Object.fromEntries(
        Array.from({ length: 30 }, (_, i) => [
          `tests/test_${i}.py`,
          `def test_level():\n    assert 1 == ${n}\n`,
        ]),
      );
    const { kind, evidence } = await narrated(
      { ...gauge, ...files(1) },
      { "src/gauge.py": "def level(x, unit, scale):\n    return x + scale\n", ...files(2) },
      "Use another assertion",
    );
    expect([kind, evidence]).toEqual(["test", ["Nearly all of what changed is tests."]]);
  });

  it("quotes reasons with the numbers that belong to a sentence", () => {
    expect(authorWords("Set a name", "The changes of #123 were not enough (#124). Fixes #125.").reason).toBe(
      "The changes of #123 were not enough.",
    );
    expect(authorWords("Minor fixes", "").summary).toBe("");
  });

  it("takes no text between two strings for a test", () => {
    expect(titledTests("a.test.js", "run('a test', '), ', 'x'); it('rises', f)")).toEqual([
      { name: "rises", title: "rises" },
    ]);
  });
});
