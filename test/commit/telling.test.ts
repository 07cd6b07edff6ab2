import { describe, expect, it } from "vitest";
import { narrateChange } from "../../src/commit/narrate.js";
import { authorWords } from "../../src/commit/story.js";
import { titledTests } from "../../src/commit/tests.js";
import { testRepository } from "../git/support.js";
import { parser } from "../syntax/support.js";
import { changesOf, narrated, never } from "./support.js";

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
