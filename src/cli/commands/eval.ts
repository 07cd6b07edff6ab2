import path from "node:path";
import { Command } from "commander";
import type { EvaluateResult, MetricValue } from "../../protocol/messages.js";
import type { EngineOptions } from "../engine.js";
import { exitCodes } from "../exit.js";
import { positiveNumber, runAction, withEngineOptions } from "../program.js";
import { alignColumns, type Terminal } from "../terminal.js";

interface EvalOptions extends EngineOptions {
  readonly json?: boolean;
  readonly limit?: number;
}

export function evalCommand(): Command {
  const command = new Command("eval")
    .summary("measure a model on a data set")
    .description("The metrics of a job.");
  withEngineOptions(
    command
      .command("docstring")
      .description(
        "Strips the docstrings of a data set, writes them anew and compares, beside two baselines.\n" +
          "One JSON object a line: {code, language, style, imports?, enclosing?, docstring}.",
      )
      .argument("<dataset>", "DATASET.jsonl or DATASET.jsonl.gz")
      .option("--limit <n>", "only the first n examples", positiveNumber)
      .option("--json", "print one JSON document"),
  ).action((dataset: string, options: EvalOptions) =>
    runAction(options, async ({ terminal, signal, engine }) => {
      const result = await engine.get().request(
        "engine/evaluate",
        {
          task: "docstring",
          dataset: path.resolve(dataset),
          ...(options.limit !== undefined && { limit: options.limit }),
        },
        {
          signal,
          onPartial: ({ message, done, total }) => terminal.progress(`${message} ${done} of ${total}`),
        },
      );
      if (options.json === true) terminal.printJson(result);
      else printResult(result, terminal);
      return exitCodes.done;
    }),
  );
  return command;
}

function printResult(result: EvaluateResult, terminal: Terminal): void {
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

const cell = (metric: MetricValue | undefined): string =>
  metric === undefined ? "–" : `${number(metric.value)} [${number(metric.low)}, ${number(metric.high)}]`;

const number = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(3));
