import { type BlobReader, openBlobs } from "../../git/blobs.js";
import { parseDiff } from "../../git/diff.js";
import type { PeriodReport, ReportFormat, ReportParams, ReportResult } from "../../protocol/report.js";
import type { SyntaxParser } from "../../syntax/parser.js";
import { changeOfCommit } from "../changes.js";
import { narrateChange } from "../narrate.js";
import { buildReport } from "./build.js";
import type { Explain } from "./entries.js";
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
  progress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<ReportResult> {
  const blobs = openBlobs(params.root);
  try {
    const report = await buildReport(params, explainer(params.root, parser, blobs), progress, signal);
    const rendered = Object.fromEntries(params.render.map((format) => [format, renderers[format](report)]));
    return { report, rendered };
  } finally {
    blobs.close();
  }
}

/** With both sides of each file, or by the lines of the diff alone. */
const explainer =
  (root: string, parser: SyntaxParser, blobs: BlobReader): Explain =>
  async (commit, inFull, signal) => {
    if (inFull) return narrateChange(await changeOfCommit(root, commit, blobs, signal), parser, signal);
    const { sha, parents, date, subject, body, isDiffCut } = commit;
    const files = parseDiff(commit.diff).files.map((diff) => ({ diff }));
    return narrateChange({ sha, parents, date, subject, body, files, isCut: isDiffCut }, parser, signal);
  };
