import path from "node:path";
import { Command } from "commander";
import type { EngineOptions } from "../engine.js";
import { exitCodes } from "../exit.js";
import { printResult } from "../metricTable.js";
import { positiveNumber, runAction, withEngineOptions } from "../program.js";

interface EvalPlotOptions extends EngineOptions {
  readonly json?: boolean;
  readonly misses?: boolean;
  readonly limit?: number;
}

export const evalPlotCommand = (): Command =>
  withEngineOptions(
    new Command("plot")
      .description(
        "Describes the programs of a data set and compares each object with what GNU Octave drew, beside a restatement of the calls.\n" +
          "One JSON object a line: {file, truth, repository?}; both may be paths beside the data set.",
      )
      .argument("<dataset>", "DATASET.jsonl or DATASET.jsonl.gz")
      .option("--limit <n>", "only the first n programs", positiveNumber)
      .option("--misses", "list what is wrong or missing")
      .option("--json", "print one JSON document"),
  ).action((dataset: string, options: EvalPlotOptions) =>
    runAction(options, async ({ terminal, signal, engine }) => {
      const { misses, ...result } = await engine.get().request(
        "engine/evaluatePlots",
        { dataset: path.resolve(dataset), ...(options.limit !== undefined && { limit: options.limit }) },
        {
          signal,
          onPartial: ({ message, done, total }) => terminal.progress(`${message} ${done} of ${total}`),
        },
      );
      const isListed = options.misses === true;
      if (options.json === true) terminal.printJson(isListed ? { ...result, misses } : result);
      else {
        printResult(result, terminal);
        if (isListed)
          for (const { file, line, kind, what } of misses) terminal.print(`${file}:${line} ${kind}: ${what}`);
      }
      return exitCodes.done;
    }),
  );
