import { escapeSpecial } from "../base/specialTokens.js";
import type { Hunk } from "../git/diff.js";

export interface HunkText {
  readonly text: string;
  /** Changed lines in `text`, and in the hunk. */
  readonly read: number;
  readonly changed: number;
}

const longestLine = 200;
const longestSection = 80;

/** `@@ section` and the changed lines with `context` lines around them, dedented, in at most `budget` characters; whole lines. */
export function hunkText(hunk: Hunk, parents: number, context: number, budget: number): HunkText {
  const lines = hunk.lines.filter((line) => !line.startsWith("\\"));
  const isChanged = lines.map((line) => /[+-]/.test(line.slice(0, parents)));
  const changed = isChanged.filter(Boolean).length;
  const near = lines.map((_, i) => isChanged.slice(Math.max(0, i - context), i + context + 1).includes(true));
  // Blank lines around the changes say nothing.
  const says = lines.map((line, i) => isChanged[i] === true || (near[i] === true && line.trim() !== ""));
  const [from, to] = [says.indexOf(true), says.lastIndexOf(true)];
  const indent = commonIndent(lines.filter((_, i) => near[i]).map((line) => line.slice(parents)));
  let text = `@@ ${escapeSpecial(hunk.section.trim().slice(0, longestSection))}`.trimEnd();
  let read = 0;
  for (const [i, line] of lines.entries()) {
    if (near[i] !== true || i < from || i > to) continue;
    const gap = near[i - 1] === false && i > from ? "\n..." : "";
    const shown = `${gap}\n${escapeSpecial(shortened(line.slice(0, parents) + line.slice(parents + indent)))}`;
    if (text.length + shown.length + "\n...".length > budget) return { text: `${text}\n...`, read, changed };
    text += shown;
    if (isChanged[i] === true) read++;
  }
  return { text, read, changed };
}

function shortened(line: string): string {
  const plain = line.trimEnd();
  return plain.length > longestLine ? `${plain.slice(0, longestLine)}...` : plain;
}

function commonIndent(lines: readonly string[]): number {
  const indents = lines
    .filter((line) => line.trim() !== "")
    .map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  return indents.length === 0 ? 0 : Math.min(...indents);
}

const notNames = new Set([
  "if",
  "for",
  "while",
  "switch",
  "return",
  "catch",
  "match",
  "with",
  "else",
  "elif",
]);

/** Functions and classes: `Gauge` for `class Gauge(Base):`, `Mean` for `func (g *Gauge) Mean() float64 {`; undefined when the section names nothing. */
export function sectionName(section: string): string | undefined {
  const keyword =
    /\b(?:def|class|func|function|fn|fun|interface|struct|trait|impl|module|enum|type|sub|protocol|record)\s+(?:\([^)]*\)\s*)?(?:self\.)?([A-Za-z_$][\w$.:]*)/.exec(
      section,
    )?.[1];
  const name =
    keyword ??
    /\b(?:const|let|var)\s+([A-Za-z_$][\w$]*)/.exec(section)?.[1] ??
    /([A-Za-z_$~][\w$:~]*)\s*\(/.exec(section)?.[1];
  return name === undefined || notNames.has(name) ? undefined : name.replace(/[.:]+$/, "");
}
