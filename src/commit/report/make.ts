import { type BlobReader, openBlobs } from "../../git/blobs.js";
import { parseDiff } from "../../git/diff.js";
import type { PeriodReport, ReportFormat, ReportParams, ReportResult } from "../../protocol/report.js";
import type { SyntaxParser } from "../../syntax/parser.js";
import { readCommitChange } from "../changes.js";
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
  const explainer = openExplainer(params.root, parser);
  try {
    const report = await buildReport(params, explainer, progress, signal);
    const rendered = Object.fromEntries(params.render.map((format) => [format, renderers[format](report)]));
    return { report, rendered };
  } finally {
    explainer.close();
  }
}

/** One git process gives the texts of all commits that are read in full; it starts with the first. */
function openExplainer(root: string, parser: SyntaxParser): Explainer & { close(): void } {
  let blobs: BlobReader | undefined;
  return {
    byLines({ sha, parents, date, subject, body, diff: text, isDiffCut }, signal) {
      const files = parseDiff(text).files.map((diff) => ({ diff }));
      return narrateBriefly({ sha, parents, date, subject, body, files, isCut: isDiffCut }, parser, signal);
    },
    async inFull(sha, signal) {
      blobs ??= openBlobs(root);
      const change = await readCommitChange(root, sha, blobs, signal);
      return change && narrateBriefly(change, parser, signal);
    },
    close: () => blobs?.close(),
  };
}
