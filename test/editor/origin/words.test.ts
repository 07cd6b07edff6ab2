import { expect, test } from "vitest";
import { reportCsv, reportMarkdown } from "../../../src/editor/origin/reportText.js";
import { countsInWords, countVerdicts, hoverMarkdown, shortWords } from "../../../src/editor/origin/words.js";
import type { OriginFunction } from "../../../src/protocol/origin.js";
import type { PatchId } from "../../../src/syntax/types.js";

const found = (part: Partial<OriginFunction>): OriginFunction => ({
  id: "wave" as PatchId,
  name: "wave",
  line: 6,
  firstLine: 6,
  lastLine: 8,
  verdict: "unknown",
  summary: "",
  evidence: [],
  lines: { total: 3, recordedAi: 0, recordedHuman: 0, declared: 0, uncommitted: 0 },
  undeclared: 0,
  ...part,
});
const recorded = found({
  verdict: "recorded",
  label: "ai",
  summary: "recorded, Claude, commit a1b2c3d",
  evidence: ["Recorded: Claude wrote 3 of 3 lines."],
});

test("a lens says what is known, or what the user said, or nothing", () => {
  expect(shortWords(recorded, undefined)).toBe("recorded, Claude, commit a1b2c3d");
  expect(shortWords(recorded, "people")).toBe("people wrote it, as you said");
  expect(shortWords(recorded, "silent")).toBeUndefined();
  expect(shortWords(found({}), undefined)).toBeUndefined();
});

test("a hover gives the evidence and what it does not prove, and never accuses", () => {
  const estimated = found({
    verdict: "estimated",
    label: "ai",
    summary: "resembles AI-written code, 1 in 100 human functions does too",
  });
  for (const each of [recorded, estimated, found({ verdict: "declared", label: "ai", summary: "x" })]) {
    const text = hoverMarkdown(each, undefined, []);
    expect(text).toContain("*What this does not prove:*");
    expect(text).not.toMatch(/\b(cheat|fake|guilty|caught|plagiari|suspicious|detected)/i);
  }
  expect(hoverMarkdown(estimated, undefined, [])).toContain("Style is no evidence.");
});

test("text from a repository stays text", () => {
  const hostile = found({
    verdict: "declared",
    label: "ai",
    summary: "[x](command:y)",
    evidence: ["<img src=z> **b** `c`"],
  });
  const text = hoverMarkdown(hostile, undefined, []);
  expect(text).toContain("\\[x\\]\\(command:y\\)");
  expect(text).toContain("\\<img src=z\\> \\*\\*b\\*\\* \\`c\\`");
});

test("counts follow corrections", () => {
  const functions = [
    recorded,
    found({ id: "b" as PatchId, verdict: "recorded", label: "human" }),
    found({ id: "c" as PatchId }),
  ];
  const counts = countVerdicts(functions, (id) => (id === "c" ? "ai" : undefined));
  expect(countsInWords(counts)).toBe("2 recorded, 1 people");
});

test("the report sums by folder, and a spreadsheet runs nothing of it", () => {
  const counts = { recorded: 1, declared: 0, estimated: 1, people: 0, unknown: 2, total: 4 };
  const rows = [
    { file: "src/a/x.py", counts },
    { file: "src/a/y.py", counts },
    { file: "=cmd().py", counts },
  ];
  const text = reportMarkdown(rows, ["src/![z](https:/w.org).py: unreadable"], "2026-11-20");
  expect(text).toContain("| src/a | 2 (25 %) | – | 2 (25 %) | – | 4 (50 %) | 8 |");
  expect(text).toContain("| **all** | 3 (25 %) | – | 3 (25 %) | – | 6 (50 %) | 12 |");
  expect(text).toContain("- src/\\!\\[z\\]\\(https:/w\\.org\\)\\.py: unreadable");
  expect(reportCsv(rows).split("\n")[3]).toBe("'=cmd().py,1,0,1,0,2,4");
});
