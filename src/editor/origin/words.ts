import { escapeMarkdown } from "../../base/markdown.js";
import type { OriginFunction } from "../../protocol/origin.js";
import { type Correction, corrections } from "./correctionTexts.js";

/** In few words, behind `origin: `; undefined where there is nothing to say. */
export function shortWords(found: OriginFunction, correction: Correction | undefined): string | undefined {
  if (correction === "silent") return undefined;
  if (correction !== undefined) return `${corrections[correction].toLowerCase()}, as you said`;
  return found.verdict === "unknown" ? undefined : found.summary;
}

const limits: Readonly<Record<OriginFunction["verdict"], string>> = {
  recorded:
    "A note is what a tool wrote down when the commit was made. It can be incomplete, and it does not say who thought the code up.",
  declared:
    "A commit that names an agent speaks of all its changes. It does not prove that the agent wrote these lines, and a commit that names none does not prove that none was used.",
  estimated:
    "Style is no evidence. People write like this too, in some repositories up to 1 in 20 functions, and code by AI often does not look like it; renaming and reformatting change the estimate. Do not hold it against anybody.",
  unknown: "Nothing is recorded, declared or conspicuous. That says nothing about who wrote it.",
};

/** The hover: evidence, strongest first, and what it does not prove. */
export function hoverMarkdown(
  found: OriginFunction,
  correction: Correction | undefined,
  insertions: readonly string[],
): string {
  const title =
    correction !== undefined && correction !== "silent"
      ? `${corrections[correction]}, as you said`
      : found.verdict === "unknown"
        ? "unknown"
        : found.summary;
  const list = [...found.evidence, ...insertions].map((sentence) => `- ${escapeMarkdown(sentence)}`);
  return [
    `**Origin of \`${found.name.replaceAll("`", "")}\`:** ${escapeMarkdown(title)}`,
    ...(list.length > 0 ? [list.join("\n")] : []),
    `*What this does not prove:* ${limits[found.verdict]}`,
  ].join("\n\n");
}

export interface FileCounts {
  readonly recorded: number;
  readonly declared: number;
  readonly estimated: number;
  readonly people: number;
  readonly unknown: number;
  readonly total: number;
}

export function countVerdicts(
  functions: readonly OriginFunction[],
  correctionOf: (id: string) => Correction | undefined,
): FileCounts {
  const counts = { recorded: 0, declared: 0, estimated: 0, people: 0, unknown: 0, total: functions.length };
  for (const { id, verdict, label } of functions) {
    const correction = correctionOf(id);
    if (correction === "people" || (correction === undefined && label === "human")) counts.people++;
    else if (correction === "silent") counts.unknown++;
    // What the user says is as good as a record, for this user.
    else if (correction === "ai") counts.recorded++;
    else counts[verdict]++;
  }
  return counts;
}

export function countsInWords(counts: FileCounts): string {
  const parts = (["recorded", "declared", "estimated", "people", "unknown"] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => `${counts[name]} ${name}`);
  return parts.join(", ");
}
