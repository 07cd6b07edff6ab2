import { escapeMarkdown } from "../../base/markdown.js";
import { count } from "../../base/words.js";
import type { FileCounts } from "./words.js";

export interface ReportRow {
  /** Relative to the workspace, with forward slashes. */
  readonly file: string;
  readonly counts: FileCounts;
}

const columns = ["recorded", "declared", "estimated", "people", "unknown"] as const;

/** Sums by folder, `.` for files at the top; sorted by name. */
function byFolder(rows: readonly ReportRow[]): Map<string, FileCounts> {
  const sums = new Map<string, FileCounts>();
  for (const { file, counts } of rows) {
    const folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";
    sums.set(folder, add(sums.get(folder), counts));
  }
  return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function add(sum: FileCounts | undefined, counts: FileCounts): FileCounts {
  if (!sum) return counts;
  return {
    recorded: sum.recorded + counts.recorded,
    declared: sum.declared + counts.declared,
    estimated: sum.estimated + counts.estimated,
    people: sum.people + counts.people,
    unknown: sum.unknown + counts.unknown,
    total: sum.total + counts.total,
  };
}

export function reportMarkdown(rows: readonly ReportRow[], problems: readonly string[], day: string): string {
  const folders = byFolder(rows);
  const total = [...folders.values()].reduce<FileCounts | undefined>(add, undefined);
  if (!total || total.total === 0)
    return "# Origin of the functions\n\nThere are no functions to report on.\n";
  const row = (name: string, counts: FileCounts): string =>
    `| ${[name, ...columns.map((column) => cell(counts[column], counts.total)), counts.total].join(" | ")} |`;
  return [
    `# Origin of the functions, ${day}`,
    `${count(total.total, "function")} in ${count(rows.length, "file")}.`,
    [
      `| folder | ${columns.join(" | ")} | functions |`,
      `| --- | ${columns.map(() => "---:").join(" | ")} | ---: |`,
      ...[...folders].map(([folder, counts]) => row(folder.replace(/[|\\`[\]<>]/g, "\\$&"), counts)),
      row("**all**", total),
    ].join("\n"),
    [
      "- **recorded**: a git note gives lines of the function to an AI tool, or you said so.",
      "- **declared**: a commit that last changed lines names an agent; it speaks of the whole commit.",
      "- **estimated**: the style resembles AI-written code. People write like this too: an estimate is no evidence.",
      "- **people**: a git note says that a person typed most of it, or you said so.",
      "- **unknown**: nothing is known, which says nothing about who wrote it.",
    ].join("\n"),
    ...(problems.length === 0
      ? []
      : [`Left out or incomplete:\n\n${problems.map((each) => `- ${escapeMarkdown(each)}`).join("\n")}`]),
    "",
  ].join("\n\n");
}

const cell = (n: number, total: number): string =>
  n === 0 ? "–" : `${n} (${Math.round((100 * n) / total)} %)`;

export function reportCsv(rows: readonly ReportRow[]): string {
  const quote = (text: string): string => {
    // A spreadsheet would run what begins so.
    const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = rows.map(({ file, counts }) =>
    [quote(file), ...columns.map((column) => counts[column]), counts.total].join(","),
  );
  return `${["file", ...columns, "functions"].join(",")}\n${lines.join("\n")}\n`;
}
