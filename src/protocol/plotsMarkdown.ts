import type { PlotsResult } from "./plot.js";

/** Every figure of a file as Markdown, without pictures. */
export function plotsMarkdown(name: string, { figures, error }: PlotsResult): string {
  const parts = [`# Plots of ${name}`];
  for (const { text } of figures) {
    const [head = "", ...rest] = text.split("\n");
    const [, title = "", words = ""] = /^(Figure \d+(?: '[^']*')?)[. ]+(.*)$/.exec(head) ?? [];
    parts.push(`## ${title}`, [words, ...rest].join("\n"));
  }
  if (figures.length === 0) parts.push("Nothing is drawn.");
  if (error) parts.push(`The program stops at line ${error.line}: ${error.message}`);
  return parts.join("\n\n");
}
