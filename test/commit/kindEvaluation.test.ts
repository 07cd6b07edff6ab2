import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { changeOfTexts } from "../../src/commit/changes.js";
import { factsOf } from "../../src/commit/facts.js";
import { ruleSigns } from "../../src/commit/kind/estimate.js";
import { evaluateKinds } from "../../src/commit/kind/evaluate.js";
import { kindOf } from "../../src/commit/kind/kind.js";
import { ruledKind } from "../../src/commit/kind/rules.js";
import { comparedKind, sameKind } from "../../src/commit/kind/same.js";
import { signsOf } from "../../src/commit/kind/signs.js";
import { temporaryFolders } from "../git/support.js";
import { parser } from "../syntax/support.js";
import { never } from "./support.js";

const folder = temporaryFolders();

function dataset(...records: readonly unknown[]): string {
  const file = path.join(folder(), "kinds.jsonl");
  writeFileSync(file, records.map((record) => JSON.stringify(record)).join("\n"));
  return file;
}

const clearly = (kind: string) => [`rule:${kind}`, `rule:${kind} clearly`];

const signsOfRepair = [
  ...["first:fix", "word:fix", "word:crash"],
  ...["only source", "one file", "small", "replaced", "compared", "bodies alone"].map(
    (fact) => `fact:${fact}`,
  ),
  ...clearly("repair"),
];

const diff =
  "diff --git a/src/gauge.py b/src/gauge.py\n--- a/src/gauge.py\n+++ b/src/gauge.py\n@@ -1,2 +1,2 @@\n def mean(x):\n-    return sum(x) / len(x)\n+    return math.fsum(x) / len(x)\n";

describe("the evaluation of kinds", () => {
  it("counts what agrees with the author, apart by how sure the kind is, beside two baselines", async () => {
    const result = await evaluateKinds({
      dataset: dataset(
        { signs: clearly("documentation"), kind: "documentation", shown: "documentation" },
        { signs: clearly("repair"), kind: "repair", shown: "documentation" },
        { signs: signsOfRepair, kind: "repair" },
        { signs: signsOfRepair, kind: "feature" },
      ),
    });
    expect(result.n).toBe(4);
    expect(result.metrics).toMatchObject({
      accuracy: { value: 0.5 },
      "accuracy, known": { value: 0.5 },
      "accuracy, estimated": { value: 0.5 },
      "share, known": { value: 0.5 },
      "recall, repair": { value: 0.5 },
      "recall, feature": { value: 0 },
    });
    expect(result.metrics).not.toHaveProperty("accuracy, unclear");
    expect(result.baselines["most frequent"]).toMatchObject({ accuracy: { value: 0.5 } });
    expect(result.confusion).toEqual({
      documentation: { documentation: 1 },
      repair: { documentation: 1, repair: 1 },
      feature: { repair: 1 },
    });
    for (const { n, right, from, said } of result.calibration) {
      expect([n, right.value]).toEqual([2, 0.5]);
      expect(said).toBeGreaterThanOrEqual(from);
    }
  });

  it.each([
    "Fix crash when no reading is given",
    "Add support for feet",
    "Speed up the mean",
    "Tides",
    "Bump version to 2.1.0",
    "Prevent SQL injection, CVE-2020-1234",
  ])("judges “%s” as the narration does", async (subject) => {
    const facts = await factsOf({ ...changeOfTexts([diff]), subject, parents: ["0"] }, parser, never);
    const { kind, certainty } = kindOf(facts);
    const { metrics, confusion } = await evaluateKinds({
      dataset: dataset({ signs: [...signsOf(facts), ...ruleSigns(ruledKind(facts))], kind }),
    });
    expect(confusion).toEqual({ [comparedKind(kind)]: { [comparedKind(kind)]: 1 } });
    expect(metrics).toHaveProperty(
      certainty === "unknown" ? "accuracy, unclear" : "accuracy, estimated",
      expect.anything(),
    );
  });

  it("takes words of speed together, each of which is rare", async () => {
    const speedSigns = async (subject: string, body: string): Promise<string[]> => {
      const facts = await factsOf({ ...changeOfTexts([diff]), subject, body, parents: ["0"] }, parser, never);
      return [...signsOf(facts)].filter((sign) => /^fact:(?:speed|savings?) in/.test(sign));
    };
    expect(await speedSigns("Avoid slow copies", "")).toEqual([
      "fact:speed in the title",
      "fact:savings in the title",
    ]);
    expect(await speedSigns("Cache the tides", "It is vectorised, without redundant work.")).toEqual([
      "fact:speed in the body",
      "fact:saving in the title",
      "fact:savings in the body",
    ]);
    expect(await speedSigns("Add a gauge", "It shows the tide.")).toEqual([]);
  });

  it("takes what keeps a project running as one kind, and security for a repair", () => {
    expect(sameKind("dependency", "housekeeping")).toBe(true);
    expect(sameKind("security", "repair")).toBe(true);
    expect(sameKind("repair", "security")).toBe(false);
    expect(sameKind("feature", "repair")).toBe(false);
  });

  it("names the line that is no example", async () => {
    await expect(
      evaluateKinds({ dataset: dataset({ signs: [], kind: "repair" }, { kind: "repair" }) }),
    ).rejects.toThrow(/at line 2 .*fields signs and kind/);
  });
});
