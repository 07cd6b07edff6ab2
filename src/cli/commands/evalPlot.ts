import { Command } from "commander";
import {
  type EvalOptions,
  evaluateParams,
  printMetrics,
  showEvaluation,
  withEvalOptions,
} from "../evaluation.js";
import { exitCodes } from "../exit.js";
import { runAction } from "../program.js";
import { showProgress } from "../terminal.js";

interface EvalPlotOptions extends EvalOptions {
  readonly misses?: boolean;
}

export const evalPlotCommand = (): Command =>
  withEvalOptions(
    new Command("plot")
      .description(
        "Describes the programs of a data set and compares each object with what GNU Octave or matplotlib drew, beside a restatement of the calls.\n" +
          "One JSON object a line: {file, truth, repository?}; both may be paths beside the data set.",
      )
      .option("--misses", "list what is wrong or missing"),
    "only the first n programs",
  ).action((dataset: string, options: EvalPlotOptions) =>
    runAction(options, async ({ terminal, signal, engine }) => {
      const { misses, ...metrics } = await engine
        .get()
        .request("engine/evaluatePlots", evaluateParams(dataset, options), {
          signal,
          onPartial: showProgress(terminal),
        });
      const result = options.misses === true ? { ...metrics, misses } : metrics;
      await showEvaluation("Plots", result, options, terminal, (shown) => {
        printMetrics(shown, terminal);
        if (options.misses === true)
          for (const { file, line, kind, what } of misses) terminal.print(`${file}:${line} ${kind}: ${what}`);
      });
      return exitCodes.done;
    }),
  );
