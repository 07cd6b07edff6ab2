import path from "node:path";
import { expect, it } from "vitest";
import { type OffsetRange, offset } from "../../src/base/brand.js";
import { originSarif } from "../../src/cli/originSarif.js";
import { sarifLog } from "../../src/cli/sarif.js";
import type { PatchId } from "../../src/syntax/types.js";

const range = (start: number, end: number): OffsetRange => ({ start: offset(start), end: offset(end) });

it("writes a finding with its place and its repair", () => {
  const root = path.resolve("/project");
  const text = "def area(r):\n    return 3.14 * r * r\n";
  const log = sarifLog(
    [
      {
        file: path.join(root, "src", "a b.py"),
        text,
        findings: [
          {
            id: "area" as PatchId,
            function: "area",
            line: 1,
            code: "CP001",
            message: "area has no docstring.",
            range: range(4, 8),
            fix: {
              title: "Document area",
              edits: [{ range: range(12, 13), newText: '\n    """Area."""\n' }],
            },
          },
        ],
      },
    ],
    "1.2.3",
    root,
  );
  expect(log).toMatchObject({
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "codepatch",
            version: "1.2.3",
            rules: [{ id: "CP001", shortDescription: { text: "Documentation is missing" } }],
          },
        },
        results: [
          {
            ruleId: "CP001",
            ruleIndex: 0,
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: "src/a%20b.py", uriBaseId: "ROOT" },
                  region: { startLine: 1, startColumn: 5, endLine: 1, endColumn: 9 },
                },
              },
            ],
            fixes: [
              {
                artifactChanges: [
                  {
                    replacements: [
                      { deletedRegion: { startLine: 1, startColumn: 13, endLine: 2, endColumn: 1 } },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  });
});

it("writes names that SARIF would read as placeholders, links or parts of an address so that they are none", () => {
  const root = path.resolve("/the sea");
  const log = originSarif(
    [
      {
        file: path.join(root, "50%", "a: b#c [1].py"),
        functions: [
          {
            id: "wave" as PatchId,
            name: "wave",
            line: 1,
            firstLine: 1,
            lastLine: 2,
            verdict: "recorded",
            label: "ai",
            summary: "recorded, {0} [x](https://example.org), commit a1b2c3d",
            evidence: ["Recorded: {0} wrote a[0]."],
            lines: { total: 2, recordedAi: 2, recordedHuman: 0, declared: 0, uncommitted: 0 },
            undeclared: 2,
          },
        ],
      },
    ],
    "1.2.3",
    root,
  );
  expect(log).toMatchObject({
    runs: [
      {
        originalUriBaseIds: { ROOT: { uri: "file:///the%20sea/" } },
        results: [
          {
            message: {
              text: "Origin of wave: recorded, {{0}} \\[x](https://example.org), commit a1b2c3d. Recorded: {{0}} wrote a[0].",
            },
            locations: [
              { physicalLocation: { artifactLocation: { uri: "50%25/a%3A%20b%23c%20%5B1%5D.py" } } },
            ],
          },
        ],
      },
    ],
  });
});
