import { isDeepStrictEqual } from "node:util";
import { mergeLines } from "./mergeLines.js";
import { oneLine, toLines } from "./text.js";
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
  const text = mergeLines(toLines(before), toLines(rendered), withClosingAlone(toLines(raw), layout)).join(
    layout.newline,
  );
  const read = style.parse(text, context);
  return sameDocstring(read, docstring) || sameDocstring(read, style.parse(rendered, context))
    ? text
    : rendered;
}

/** Quotes behind the last line of a Python docstring get a line of their own, so that others can come before them. */
function withClosingAlone(lines: readonly string[], { indent, quotes }: Layout): readonly string[] {
  const last = lines.at(-1) ?? "";
  if (lines.length < 2 || !last.endsWith(quotes) || last.trim() === quotes) return lines;
  return [...lines.slice(0, -1), last.slice(0, -quotes.length), indent + quotes];
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
