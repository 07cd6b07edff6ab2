import type { EvaluateResult, MetricValue } from "../protocol/messages.js";
import { alignColumns, type Terminal } from "./terminal.js";

/** The measured values beside those of the baselines, with their intervals. */
export function printResult(result: EvaluateResult, terminal: Terminal): void {
  const columns = [["model", result.metrics], ...Object.entries(result.baselines)] as const;
  const header = ["metric", ...columns.map(([name]) => name)];
  const rows = Object.keys(result.metrics).map((metric) => [
    metric,
    ...columns.map(([, values]) => cell(values[metric])),
  ]);
  const [head = "", ...lines] = alignColumns([header, ...rows]);
  terminal.print(terminal.paint("bold", head));
  for (const line of lines) terminal.print(line);
  terminal.note(`${result.n} examples; in brackets the bounds of 95 % bootstrap intervals.`);
  for (const [reason, n] of Object.entries(result.skipped)) terminal.note(`Left out for ${reason}: ${n}.`);
}

export const cell = (metric: MetricValue | undefined): string =>
  metric === undefined ? "–" : `${number(metric.value)} [${number(metric.low)}, ${number(metric.high)}]`;

const number = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(3));
