import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeOfTexts } from "../../src/commit/changes.js";
import { everyoneStatements } from "../../src/commit/everyone/statements.js";
import { factsOf } from "../../src/commit/facts.js";
import { kindOf } from "../../src/commit/kind/kind.js";
import { ruledKind } from "../../src/commit/kind/rules.js";
import { storyOf } from "../../src/commit/story.js";
import type { ChangeFacts } from "../../src/commit/types.js";
import { changeKinds } from "../../src/protocol/commit.js";
import { parser } from "../syntax/support.js";
import { never, told } from "./support.js";

const diffOf = (path: string): string =>
  `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1,3 +1,3 @@ def mean(x):\n def mean(x):\n-    return sum(x) / len(x)\n+    return math.fsum(x) / len(x)\n`;

async function factsFor(subject: string, path = "src/gauge.py", body = ""): Promise<ChangeFacts> {
  return factsOf({ ...changeOfTexts([diffOf(path)]), subject, body, parents: ["0"] }, parser, never);
}

describe("the kind of a change", () => {
  it.each([
    ["Fix crash when no reading is given", "repair"],
    ["Speed up the mean, which was slow for long lists", "performance"],
    ["Add support for reading tides in feet", "feature"],
    ["Refactor mean into smaller functions", "refactoring"],
    ["Bump version to 2.1.0 for the release", "build housekeeping dependency"],
  ])("of “%s” is estimated, with its reasons", async (subject, kinds) => {
    const { kind, certainty, evidence } = kindOf(await factsFor(subject));
    expect(kinds.split(" ")).toContain(kind);
    expect(certainty).toBe("estimated");
    expect(evidence.length).toBeGreaterThan(0);
  });

  it("is a repair where the author begins with it, whatever else such changes are", async () => {
    const workflow =
      "diff --git a/.github/workflows/ci.yml b/.github/workflows/ci.yml\n--- a/.github/workflows/ci.yml\n+++ b/.github/workflows/ci.yml\n@@ -1 +1 @@\n-os: linux\n+os: windows\n";
    const change = changeOfTexts([diffOf("src/gauge.py"), workflow]);
    const facts = await factsOf(
      { ...change, subject: "Fix undefined behaviour of the mean", body: "", parents: ["0"] },
      parser,
      never,
    );
    expect(kindOf(facts)).toMatchObject({ kind: "repair", certainty: "estimated" });
  });

  it("is known where the files show it or the author marks it", async () => {
    expect(kindOf(await factsFor("Speed up", "tests/test_gauge.py"))).toMatchObject({
      kind: "test",
      certainty: "known",
    });
    expect(kindOf(await factsFor("perf: use fsum"))).toMatchObject({
      kind: "performance",
      certainty: "known",
    });
  });

  it("is that of the tests where the program changed in comments alone, and less than they", async () => {
    const code = (mean: string) => ({ "gauge.py": `# ${mean}\ndef mean(x):\n    return sum(x)\n` });
    const test = "from gauge import mean\n\n\ndef test_mean():\n    assert mean([1, 3]) == 4\n";
    const [before, after] = [code("The mean for tides."), code("The mean of tides.")];
    expect((await told(before, { ...after, "tests/test_gauge.py": test })).kind.kind).toBe("test");
    expect((await told(before, after)).kind.kind).toBe("documentation");
  });

  it("is not said to be all new where what was there takes something else", async () => {
    const added = "+def low(x):\n+    return min(x)\n+\n+\n";
    const diff = (rows: string, lines: number) =>
      `diff --git a/src/gauge.py b/src/gauge.py\n--- a/src/gauge.py\n+++ b/src/gauge.py\n@@ -1,2 +1,${lines} @@\n${rows}`;
    const same = " def mean(x, n=3):\n     return sum(x) / n\n";
    const other = "-def mean(x, n=3):\n+def mean(x, n=5):\n     return sum(x) / n\n";
    const evidence = async (rows: string) => {
      const facts = await factsOf(
        { ...changeOfTexts([diff(rows, 6)]), subject: "Add low", body: "", parents: ["0"] },
        parser,
        never,
      );
      return ruledKind(facts).evidence;
    };
    expect(await evidence(added + same)).toContain("All that changed in the code is new.");
    expect(await evidence(added + other)).not.toContain("All that changed in the code is new.");
  });

  it("is called unclear where nothing tells two apart, and the two are named", async () => {
    const facts = await factsFor("Tides");
    const { kind, certainty, perhaps } = kindOf(facts);
    expect(certainty).toBe("unknown");
    expect(perhaps).not.toBe(kind);
    expect(everyoneStatements(storyOf(facts))[0]).toMatch(
      /^It is not clear what sort of change this is in “gauge”: perhaps .+, perhaps .+\.$/,
    );
  });

  it("is one of those there are, for reasons in words, whatever an author writes", async () => {
    const facts = await factsFor("");
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 200 }), (subject, body) => {
        const { kind, evidence } = kindOf({ ...facts, change: { ...facts.change, subject, body } });
        expect(changeKinds).toContain(kind);
        for (const each of evidence) expect(each).toMatch(/^\p{Lu}.*\.$/su);
      }),
      { numRuns: 300 },
    );
  });
});
