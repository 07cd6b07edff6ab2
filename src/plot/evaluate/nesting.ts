/** Brackets deeper than this take the parser more than a moment, and no program has them. */
export const deepestBrackets = 2000;

/** The line, counted from 0, in which brackets are nested deeper than is read; undefined where they are not. */
export function tooDeepBrackets(text: string): number | undefined {
  let depth = 0;
  let line = 0;
  let isComment = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === newline) {
      line++;
      isComment = false;
    } else if (c === percent) isComment = true;
    else if (isComment) continue;
    else if (c === 0x28 || c === 0x5b || c === 0x7b) {
      depth++;
      if (depth > deepestBrackets) return line;
    } else if (c === 0x29 || c === 0x5d || c === 0x7d) depth = Math.max(0, depth - 1);
  }
  return undefined;
}

const newline = 0x0a;
const percent = 0x25;
