import fc from "fast-check";
import { expect, test } from "vitest";
import { offset, type TextEdit } from "../../src/base/brand.js";
import { applyEdits } from "../../src/base/edits.js";
import {
  difference,
  insertedRanges,
  type ReadText,
  rangeAfter,
  relocate,
} from "../../src/editor/relocate.js";
import { functionsAt } from "../../src/editor/targets.js";
import type { PatchId } from "../../src/syntax/types.js";
import { patchesOf } from "../syntax/support.js";

const read = async (text: string, id: "python" | "typescript" = "python"): Promise<ReadText> => ({
  text,
  patches: await patchesOf(id, text),
});

const edit = (start: number, end: number, newText: string): TextEdit => ({
  range: { start: offset(start), end: offset(end) },
  newText,
});

const source = "def first():\n    return 1\n\n\ndef second(a):\n    return a\n";
const second = "second" as PatchId;
const documentSecond = (text: string): TextEdit => {
  const at = text.indexOf("    return a");
  return edit(at, at, '    """Give it back."""\n');
};

test("edits follow their function when lines are added above", async () => {
  const from = await read(source);
  const to = await read(`import os\n\n${source.replace("return 1", "return 'one'")}`);
  const moved = relocate([documentSecond(source)], second, from, to);
  expect(applyEdits(to.text, moved ?? [])).toContain(
    'def second(a):\n    """Give it back."""\n    return a\n',
  );
});

test.each([
  ["its body changed", source.replace("return a", "return -a")],
  ["a parameter was added", source.replace("(a)", "(a, b)")],
  ["it is gone", "def first():\n    return 1\n"],
  ["it was renamed", source.replace("second", "third")],
  [
    "it was indented",
    source.replace("def second(a):\n    return a", "if True:\n    def second(a):\n        return a"),
  ],
  ["it was documented", source.replace("    return a", '    """Mine."""\n    return a')],
])("edits are dropped when %s", async (_, text) => {
  expect(relocate([documentSecond(source)], second, await read(source), await read(text))).toBeUndefined();
});

test("documentation above a function belongs to it", async () => {
  const typed = "/** Old. */\nexport function f(a: number) {\n  return a;\n}\n";
  const from = await read(typed, "typescript");
  const replace = [edit(0, 11, "/** New. */")];
  const id = "f" as PatchId;
  const to = await read(`let x = 1;\n\n${typed}`, "typescript");
  expect(applyEdits(to.text, relocate(replace, id, from, to) ?? [])).toBe(
    `let x = 1;\n\n${typed.replace("Old", "New")}`,
  );
  const changed = await read(typed.replace("Old", "Other"), "typescript");
  expect(relocate(replace, id, from, changed)).toBeUndefined();
});

test("an edit outside of its function is dropped", async () => {
  const from = await read(source);
  expect(relocate([edit(0, 0, "# note\n")], second, from, await read(`\n${source}`))).toBeUndefined();
});

const anyText = fc.string({ unit: fc.constantFrom("a", "b", " ", "\n", "\r\n", "é"), maxLength: 30 });

test("the difference of two texts turns one into the other and never splits a line end", () => {
  fc.assert(
    fc.property(anyText, anyText, (before, after) => {
      const change = difference(before, after);
      expect(applyEdits(before, change ? [change] : [])).toBe(after);
      for (const at of change ? [change.range.start, change.range.end] : []) {
        expect(before.slice(at - 1, at + 1)).not.toBe("\r\n");
      }
    }),
  );
});

test("a range keeps its text through changes outside of it", () => {
  fc.assert(
    fc.property(
      anyText,
      fc.nat(30),
      fc.nat(30),
      fc.nat(30),
      fc.nat(10),
      anyText,
      (text, a, b, at, size, inserted) => {
        const [start, end] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)];
        const from = Math.min(at, text.length);
        const length = Math.min(size, text.length - from);
        const range = { start: offset(start), end: offset(end) };
        const after = text.slice(0, from) + inserted + text.slice(from + length);
        const moved = rangeAfter(range, { offset: from, length, inserted: inserted.length });
        const isOutside = from + length <= start || from >= end;
        if (isOutside) expect(moved && after.slice(moved.start, moved.end)).toBe(text.slice(start, end));
        const isInside = from >= start && from + length <= end;
        if (!isOutside && !isInside) expect(moved).toBeUndefined();
      },
    ),
  );
});

test("new texts are found after they were applied, without the white space around them", () => {
  const edits = [edit(1, 1, "\n  one\n"), edit(2, 3, ""), edit(4, 5, "two")];
  const text = applyEdits("abcdef", edits);
  expect(insertedRanges(edits).map(({ start, end }) => text.slice(start, end))).toEqual(["one", "two"]);
});

test.each([
  ["a cursor in a body", "return 1", "", ["first"]],
  ["a cursor on the empty line above a function", "\ndef second", "", []],
  ["two cursors", "return 1|return a", "", ["first", "second"]],
  ["a selection over names", "def first", "def second(a)", ["first", "second"]],
  ["a selection within a body", "return a", "a\n", ["second"]],
])("%s", async (_, starts, to, expected) => {
  const text = await read(source);
  const selections = starts.split("|").map((start) => {
    const at = source.indexOf(start);
    return { start: offset(at), end: offset(to === "" ? at : source.lastIndexOf(to) + to.length) };
  });
  expect(functionsAt(text, selections).map(({ name }) => name)).toEqual(expected);
});
