import { isDeepStrictEqual } from "node:util";
import { diffArrays } from "diff";
import { isBlank, oneLine, toLines } from "./text.js";
import type { Docstring, Layout, RenderContext, Style } from "./types.js";

/**
 * The new documentation of a function. Lines of the existing one that say the same stay as the author laid them out; only
 * where that would not read back as `docstring` is everything rendered anew.
 */
export function rewrite(
  style: Style,
  existing: Docstring | undefined,
  docstring: Docstring,
  layout: Layout,
  context: RenderContext,
): string {
  const rendered = style.render(docstring, layout, context);
  const raw = context.patch.docstring?.raw;
  if (existing === undefined || raw === undefined) return rendered;
  const before = style.render(existing, layout, context);
  const merged = mergeLines(toLines(before), toLines(rendered), toLines(raw));
  if (merged === undefined) return rendered;
  const text = merged.join(layout.newline);
  const read = style.parse(text, context);
  return sameDocstring(read, docstring) || sameDocstring(read, style.parse(rendered, context))
    ? text
    : rendered;
}

/** Equal but for white space and the full stop of the summary. */
export function sameDocstring(a: Docstring, b: Docstring): boolean {
  return isDeepStrictEqual(comparable(a), comparable(b));
}

const comparable = (docstring: Docstring): unknown =>
  JSON.parse(
    JSON.stringify({ ...docstring, summary: docstring.summary.replace(/\.$/, "") }, (key, value: unknown) =>
      key === "position" ? undefined : typeof value === "string" ? oneLine(value) : value,
    ),
  );

/**
 * Three-way merge by lines: what changed from `base` to `ours` is applied to `theirs`. Lines are equal when they differ in
 * white space alone. Undefined where both changed the same lines.
 */
export function mergeLines(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): string[] | undefined {
  const toOurs = matches(base, ours);
  const toTheirs = matches(base, theirs);
  const merged: string[] = [];
  let start = { base: 0, ours: 0, theirs: 0 };
  for (let i = 0; i <= base.length; i += 1) {
    const isEnd = i === base.length;
    const at = isEnd ? ours.length : toOurs.get(i);
    const there = isEnd ? theirs.length : toTheirs.get(i);
    if (at === undefined || there === undefined) continue;
    const chunk = mergeChunk(
      base.slice(start.base, i),
      ours.slice(start.ours, at),
      theirs.slice(start.theirs, there),
    );
    if (chunk === undefined) return undefined;
    merged.push(...chunk, ...theirs.slice(there, there + 1));
    start = { base: i + 1, ours: at + 1, theirs: there + 1 };
  }
  return merged;
}

/** Blank lines count for nothing here: an author's additional ones before a change stay. */
function mergeChunk(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): readonly string[] | undefined {
  if (sameLines(base, ours)) return theirs;
  if (!sameLines(base, theirs)) return undefined;
  const spaced = isBlank(ours[0])
    ? []
    : theirs.slice(
        0,
        Math.max(
          0,
          theirs.findIndex((line) => !isBlank(line)),
        ),
      );
  return ours.length === 0 ? [] : [...spaced, ...ours];
}

const bare = (line: string): string => line.replace(/\s+/g, "");

function sameLines(a: readonly string[], b: readonly string[]): boolean {
  const left = a.map(bare).filter((line) => line !== "");
  const right = b.map(bare).filter((line) => line !== "");
  return left.length === right.length && left.every((line, i) => line === right[i]);
}

/** The lines of `to` that lines of `from` correspond to. */
function matches(from: readonly string[], to: readonly string[]): Map<number, number> {
  const found = new Map<number, number>();
  let i = 0;
  let j = 0;
  const parts = diffArrays([...from], [...to], { comparator: (a, b) => bare(a) === bare(b) });
  for (const { added, removed, value } of parts) {
    if (removed) i += value.length;
    else if (added) j += value.length;
    else for (let k = 0; k < value.length; k += 1) found.set(i++, j++);
  }
  return found;
}
