import fc from "fast-check";
import { expect, it } from "vitest";
import { mergeLines } from "../../src/docstring/mergeLines.js";

it("takes both sides' changes", () => {
  expect(mergeLines(["a", "b", "c"], ["a", "b", "c", "d"], ["  a", "b", "", "c"])).toEqual([
    "  a",
    "b",
    "",
    "c",
    "d",
  ]);
  expect(mergeLines(["a", "b", "c"], ["a", "x", "c"], ["a", "b", "c"])).toEqual(["a", "x", "c"]);
  expect(mergeLines(["a", "b", "c"], ["a", "c"], ["a", "b", "c"])).toEqual(["a", "c"]);
});

it("takes ours where both changed the same lines, and theirs around them", () => {
  expect(mergeLines(["a", "b", "c"], ["a", "x", "c"], [" a", "y", " c"])).toEqual([" a", "x", " c"]);
});

it("writes lines that move as theirs does, without the blank lines that meet", () => {
  const base = ["x : int, default 1", "  First.", "y : int", "  Second.", "", "Notes"];
  const ours = ["y : int", "  Second.", "x : int, default 1", "  First.", "", "Notes"];
  const theirs = ["x : int (default 1)", "  First.", "", "y: int", "  Second.", "", "Notes"];
  expect(mergeLines(base, ours, theirs)).toEqual([
    "y: int",
    "  Second.",
    "x : int (default 1)",
    "  First.",
    "",
    "Notes",
  ]);
});

it("replaces a value within a line that is written otherwise", () => {
  const merged = mergeLines(["x : int, default 1"], ["x : int, default 10"], ["x : int (default: 1)"]);
  expect(merged).toEqual(["x : int (default: 10)"]);
  expect(mergeLines(["x : int, default 1"], ["x : int"], ["x : int (default: 1)"])).toEqual(["x : int"]);
});

const lines = fc.array(fc.constantFrom("a", "b", "c : 1", "", "  d", "e", "f g h"), { maxLength: 12 });

it("gives theirs where nothing changes, and the lines of ours whatever theirs is", () => {
  const bare = (text: readonly string[]): string[] =>
    text.map((line) => line.replace(/\s+/g, "")).filter((line) => line !== "");
  fc.assert(
    fc.property(lines, lines, lines, (base, ours, theirs) => {
      if (base.length > 0)
        expect(mergeLines(base, base, theirs).filter(Boolean)).toEqual(theirs.filter(Boolean));
      expect(bare(mergeLines(base, ours, base))).toEqual(bare(ours));
    }),
  );
});
