const opening = /^[rRuUbBfF]{0,2}("""|'''|\/\*\*)/;

/** Whether `raw` is a docstring with delimiters and nothing between them, and `cursor` stands between them. */
export function isOpenedDocstring(raw: string, cursor: number): boolean {
  const open = opening.exec(raw)?.[0];
  const close = closing(raw);
  if (open === undefined || close === undefined) return false;
  const end = raw.length - close.length;
  return open.length <= cursor && cursor <= end && /^[\s*]*$/.test(raw.slice(open.length, end));
}

export interface GhostText {
  readonly text: string;
  /** Characters after the cursor, on its line, that `text` replaces and repeats. */
  readonly replaced: number;
}

/**
 * What to propose at `cursor` of the empty docstring `raw` so that it becomes `docstring`. When the closing delimiter
 * stands on the cursor's line it is part of the proposal; on a line of its own it stays.
 */
export function ghostText(raw: string, cursor: number, docstring: string): GhostText {
  const content = docstring
    .slice(opening.exec(docstring)?.[0].length ?? 0)
    .replace(/\s*("""|'''|\*\/)$/, "")
    .replace(/^[\s*]+/, "");
  const restOfLine = /^[^\r\n]*/.exec(raw.slice(cursor))?.[0] ?? "";
  if (restOfLine.trim() === "")
    return { text: separator(raw, cursor) + content, replaced: restOfLine.length };
  const close = /\s*(?:"""|'''|\*\/)$/.exec(docstring)?.[0] ?? "";
  return { text: separator(raw, cursor) + content + close, replaced: restOfLine.length };
}

/** In a block comment a space parts the text from the star. */
const separator = (raw: string, cursor: number): string => (raw[cursor - 1] === "*" ? " " : "");

function closing(raw: string): string | undefined {
  const close = /("""|'''|\*\/)$/.exec(raw)?.[0];
  const open = opening.exec(raw)?.[0] ?? "";
  return close !== undefined && raw.length >= open.length + close.length ? close : undefined;
}
