import fc from "fast-check";
import { expect, test } from "vitest";
import { offset, type TextEdit } from "../../src/base/brand.js";
import { applyEdits } from "../../src/base/edits.js";
import { length, placementAfter, placementOf, withoutPlacement } from "../../src/editor/placement.js";

const text = fc.string({ maxLength: 40 });

/** A text with ascending edits that do not overlap. */
const edited = fc
  .array(fc.record({ gap: text, old: text, newText: text }), { minLength: 1, maxLength: 4 })
  .chain((parts) => fc.record({ parts: fc.constant(parts), end: text }))
  .map(({ parts, end }) => {
    let base = "";
    const edits: TextEdit[] = parts.map(({ gap, old, newText }) => {
      base += gap;
      const start = offset(base.length);
      base += old;
      return { range: { start, end: offset(base.length) }, newText };
    });
    return { base: base + end, edits };
  });

test("taking a placement away gives back the text before the edits", () => {
  fc.assert(
    fc.property(edited, ({ base, edits }) => {
      expect(withoutPlacement(applyEdits(base, edits), placementOf(base, edits))).toBe(base);
    }),
  );
});

test("it still does after somebody typed before or after it, and keeps what was typed", () => {
  fc.assert(
    fc.property(edited, text, fc.boolean(), ({ base, edits }, typed, isBefore) => {
      const after = applyEdits(base, edits);
      const placement = placementOf(base, edits);
      if (!placement || length(placement.region) === 0) return;
      const at = isBefore ? 0 : after.length;
      fc.pre(isBefore ? placement.region.start > 0 : placement.region.end < after.length);
      const moved = placementAfter(placement, { offset: at, length: 0, inserted: typed.length });
      const now = after.slice(0, at) + typed + after.slice(at);
      expect(withoutPlacement(now, moved)).toBe(isBefore ? typed + base : base + typed);
    }),
  );
});

test("a change across its border ends it", () => {
  const edits = [{ range: { start: offset(4), end: offset(4) }, newText: "docs" }];
  const placement = placementOf("def f", edits);
  expect(placement?.region).toEqual({ start: 4, end: 8 });
  expect(placement && placementAfter(placement, { offset: 2, length: 4, inserted: 0 })).toBeUndefined();
  expect(placementOf("def f", [])).toBeUndefined();
});
