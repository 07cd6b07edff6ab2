import { parseDiff } from "../../git/diff.js";
import type { PeriodReport, ReportFormat, ReportParams, ReportResult } from "../../protocol/report.js";
import type { SyntaxParser } from "../../syntax/parser.js";
import { readChanges } from "../changes.js";
import { narrateBriefly } from "../narrate.js";
import { buildReport } from "./build.js";
import type { Explainer } from "./entries.js";
import { reportMarkdown } from "./markdown.js";
import { reportPage } from "./page.js";

const renderers: Readonly<Record<ReportFormat, (report: PeriodReport) => string>> = {
  md: reportMarkdown,
  html: reportPage,
};

/** The report on a period or range, and what it looks like in the formats that are asked for. Throws as `buildReport` does. */
export async function makeReport(
  params: ReportParams,
  parser: SyntaxParser,
  progress: (message: string, done: number, total: number) => void,
  signal: AbortSignal,
): Promise<ReportResult> {
  const report = await buildReport(params, explainer(params.root, parser), progress, signal);
  const rendered = Object.fromEntries(params.render.map((format) => [format, renderers[format](report)]));
  return { report, rendered };
}

const explainer = (root: string, parser: SyntaxParser): Explainer => ({
  byLines({ sha, parents, date, subject, body, diff: text, isDiffCut }, signal) {
    const files = parseDiff(text).files.map((diff) => ({ diff }));
    return narrateBriefly({ sha, parents, date, subject, body, files, isCut: isDiffCut }, parser, signal);
  },
  async inFull(sha, signal) {
    for await (const change of readChanges({ kind: "commit", revision: sha }, root, signal))
      return await narrateBriefly(change, parser, signal);
    return undefined;
  },
});
