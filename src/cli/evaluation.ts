import path from "node:path";
import type { Command } from "commander";
import type { EvaluateResult, MetricValue } from "../protocol/messages.js";
import { barChart, short } from "./barChart.js";
import type { EngineOptions } from "./engine.js";
import { positiveNumber, withEngineOptions } from "./program.js";
import { printTable, type Terminal } from "./terminal.js";
import { writeOutput } from "./writeFile.js";

/** The options that every task of `eval` has. */
export interface EvalOptions extends EngineOptions {
  readonly limit?: number;
  readonly json?: boolean;
  readonly svg?: string;
}

/** Adds the data set and the options of every task; `limit` says what a limited run takes. */
export const withEvalOptions = (command: Command, limit: string): Command =>
  withEngineOptions(
    command
      .argument("<dataset>", "DATASET.jsonl or DATASET.jsonl.gz")
      .option("--limit <n>", limit, positiveNumber)
      .option("--json", "print one JSON document")
      .option("--svg <file>", "write the metrics as bars with their intervals"),
  );

/** What the engine is asked with. */
export const evaluateParams = (dataset: string, { limit }: EvalOptions) => ({
  dataset: path.resolve(dataset),
  ...(limit !== undefined && { limit }),
});

/** Prints the result as JSON or with `print`, and writes the bars where they are asked for. */
export async function showEvaluation<R extends EvaluateResult>(
  title: string,
  result: R,
  options: EvalOptions,
  terminal: Terminal,
  print: (result: R, terminal: Terminal) => void = printMetrics,
): Promise<void> {
  terminal.progress("");
  if (options.svg !== undefined) await writeOutput(options.svg, barChart(title, result));
  if (options.json === true) terminal.printJson(result);
  else print(result, terminal);
}

/** The measured values beside those of the baselines, with their intervals. */
export function printMetrics(result: EvaluateResult, terminal: Terminal): void {
  const columns = [["model", result.metrics], ...Object.entries(result.baselines)] as const;
  const header = ["metric", ...columns.map(([name]) => name)];
  const rows = Object.keys(result.metrics).map((metric) => [
    metric,
    ...columns.map(([, values]) => cell(values[metric])),
  ]);
  printTable([header, ...rows], terminal);
  terminal.note(`${result.n} examples; in brackets the bounds of 95 % bootstrap intervals.`);
  for (const [reason, n] of Object.entries(result.skipped)) terminal.note(`Left out for ${reason}: ${n}.`);
}

export const cell = (metric: MetricValue | undefined): string =>
  metric === undefined ? "–" : `${short(metric.value)} [${short(metric.low)}, ${short(metric.high)}]`;
