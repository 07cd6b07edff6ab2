import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type OffsetRange, offset } from "../../src/base/brand.js";
import { applyEdits } from "../../src/base/edits.js";
import { lineAndColumn } from "../../src/cli/sarif.js";
import { unifiedDiff } from "../../src/cli/unifiedDiff.js";

const range = (start: number, end: number): OffsetRange => ({ start: offset(start), end: offset(end) });

describe("applyEdits", () => {
  it("replaces each range and nothing else", () => {
    const edits = [
      { range: range(0, 1), newText: "A" },
      { range: range(2, 2), newText: "--" },
    ];
    expect(applyEdits("abcd", edits)).toBe("Ab--cd");
  });

  it("keeps what lies between insertions, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.array(fc.nat(200)), (text, positions) => {
        const starts = [...new Set(positions.map((n) => n % (text.length + 1)))].sort((a, b) => a - b);
        const edited = applyEdits(
          text,
          starts.map((at) => ({ range: range(at, at), newText: "\u0001" })),
        );
        expect(edited.replaceAll("\u0001", "")).toBe(text.replaceAll("\u0001", ""));
        expect(edited.length).toBe(text.length + starts.length);
      }),
    );
  });
});

describe("unifiedDiff", () => {
  it("is what patch understands", () => {
    expect(unifiedDiff("./src/a.py", "x = 1\ny = 2\n", "x = 1\n# two\ny = 2\n")).toBe(
      ["--- a/src/a.py", "+++ b/src/a.py", "@@ -1,2 +1,3 @@", " x = 1", "+# two", " y = 2"].join("\n"),
    );
    expect(unifiedDiff("a.py", "x\n", "x\n")).toBe("");
  });
});

describe("lineAndColumn", () => {
  it("counts both from one, in UTF-16 units", () => {
    expect(lineAndColumn("a\r\n𝄞b", 5)).toEqual({ line: 2, column: 3 });
    expect(lineAndColumn("a", 0)).toEqual({ line: 1, column: 1 });
  });
});
