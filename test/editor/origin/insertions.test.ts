import { describe, expect, test } from "vitest";
import {
  afterChange,
  type ChangeContext,
  type Insertion,
  kindOf,
} from "../../../src/editor/origin/insertions.js";

const seven = "a = 1\nb = 2\nc = 3\n\nd = 4\ne = 5\nf = 6\n";
const plain: ChangeContext = { isUndoOrRedo: false, isReload: false, clipboard: "", replaced: "" };
const at = (startLine: number, endLine: number, text: string) => ({ startLine, endLine, text });

describe("how lines arrived", () => {
  test.each<[string, string, Partial<ChangeContext>, Insertion["kind"] | undefined]>([
    ["typing", "x", {}, undefined],
    ["a line break with its indentation", "\n    ", {}, undefined],
    ["a short snippet", "for x in y:\n    pass\n", {}, undefined],
    ["many lines at once", seven, {}, "inserted"],
    ["what the clipboard holds", seven, { clipboard: seven.replaceAll("\n", "\r\n") }, "pasted"],
    ["undo or redo", seven, { isUndoOrRedo: true }, undefined],
    ["a checkout or a revert", seven, { isReload: true }, undefined],
    ["a formatter", seven, { replaced: seven.replaceAll(" = ", "=") }, undefined],
  ])("%s", (_, text, context, kind) => {
    expect(kindOf(at(0, 0, text), { ...plain, ...context })).toBe(kind);
  });
});

describe("insertions move with their lines", () => {
  const known: Insertion = { first: 10, last: 16, kind: "inserted", day: "2026-11-20" };
  const after = (change: ReturnType<typeof at>) =>
    afterChange([known], change, undefined, "").map(({ first, last }) => `${first}-${last}`);
  test.each<[string, ReturnType<typeof at>, string[]]>([
    ["lines above", at(2, 2, "\n\n"), ["12-18"]],
    ["lines removed above", at(2, 5, ""), ["7-13"]],
    ["below", at(20, 20, "\n"), ["10-16"]],
    ["a line inside", at(12, 12, "\nx = 1"), ["10-17"]],
    ["removed inside", at(12, 14, ""), ["10-14"]],
    ["replaced as a whole", at(10, 17, "pass\n"), []],
  ])("%s", (_, change, expected) => {
    expect(after(change)).toEqual(expected);
  });

  test("a new one is added where it stands", () => {
    const [added] = afterChange([], at(3, 3, seven), "inserted", "2026-11-20");
    expect(added).toEqual({ first: 3, last: 10, kind: "inserted", day: "2026-11-20" });
  });
});
