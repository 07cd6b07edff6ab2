import { escapeLinks } from "../base/markdown.js";
import type { FigureDescription, PlotsResult } from "./plot.js";

/** The description of a figure in parts: `Figure 2 'Tides'`, what is said of it in a sentence, and the lines that follow. */
export function figureParts({ text }: FigureDescription): { title: string; words: string; lines: string[] } {
  const [head = "", ...lines] = text.split("\n");
  const [, title = "", words = ""] = /^(Figure \d+(?: '[^']*')?)[. ]+(.*)$/.exec(head) ?? [];
  return { title, words, lines };
}

/** Every figure of a file as Markdown, without pictures. */
export function plotsMarkdown(name: string, { figures, ...ending }: PlotsResult): string {
  const parts = [`# Plots of ${name}`];
  for (const figure of figures) {
    const { title, words, lines } = figureParts(figure);
    parts.push(`## ${title}`, [words, ...lines].join("\n"));
  }
  if (figures.length === 0) parts.push("Nothing is drawn.");
  parts.push(...endingsOf(ending));
  return parts.map(escapeLinks).join("\n\n");
}

/** Why a program is not described to its end, or not as it is written. */
export function endingsOf({ error, faultyLine }: Pick<PlotsResult, "error" | "faultyLine">): string[] {
  return [
    ...(faultyLine === undefined
      ? []
      : [
          `There is probably a syntax error at line ${faultyLine}; the program is described as far as it can be read.`,
        ]),
    ...(error ? [`The program stops at line ${error.line}: ${error.message}`] : []),
  ];
}
