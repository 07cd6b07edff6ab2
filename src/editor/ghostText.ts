const opening = /^[rRuUbBfF]{0,2}("""|'''|\/\*\*)/;

/** Whether `before` ends inside a docstring that was opened with nothing in it yet; cheap, as it is asked at every key. */
export const endsInOpenedDocstring = (before: string): boolean =>
  /(?:"""|'''|\/\*\*)[\s*]{0,400}$/.test(before.slice(-404));

/** Whether `raw` is a docstring with delimiters and nothing between them, and `cursor` stands between them. */
export function isOpenedDocstring(raw: string, cursor: number): boolean {
  const open = opening.exec(raw)?.[0];
  const close = closing(raw);
  if (open === undefined || close === undefined) return false;
  const end = raw.length - close.length;
  return open.length <= cursor && cursor <= end && /^[\s*]*$/.test(raw.slice(open.length, end));
}

/** The delimiter that closes the one which `before` ends with, when nothing stands behind or before it on its line. */
export function closingFor(before: string): string | undefined {
  const open = /(?:^|\n)[ \t]*[rR]?("""|'''|\/\*\*)[\s*]{0,400}$/.exec(before.slice(-1000))?.[1];
  return open === "/**" ? "*/" : open;
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
  const restOfLine = /^[^\r\n]*/.exec(raw.slice(cursor))?.[0] ?? "";
  const closed = restOfLine.trim() === "" ? docstring.replace(/\s*("""|'''|\*\/)$/, "") : docstring;
  return { text: continuation(raw.slice(0, cursor), closed), replaced: restOfLine.length };
}

/** What follows `typed`: all after the delimiter while the cursor stands behind it, the text alone further down. */
function continuation(typed: string, docstring: string): string {
  const afterOpening = docstring.slice(opening.exec(docstring)?.[0].length ?? 0);
  if (opening.exec(typed)?.[0] === typed) return afterOpening;
  const text = afterOpening.replace(/^[\s*]+/, "");
  return typed.endsWith("*") ? ` ${text}` : text;
}

function closing(raw: string): string | undefined {
  const close = /("""|'''|\*\/)$/.exec(raw)?.[0];
  const open = opening.exec(raw)?.[0] ?? "";
  return close !== undefined && raw.length >= open.length + close.length ? close : undefined;
}
