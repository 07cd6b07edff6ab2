import { Command, Option } from "commander";
import { printCalibration, writeConfidence } from "../calibration.js";
import { type EvalOptions, evaluateParams, showEvaluation, withEvalOptions } from "../evaluation.js";
import { exitCodes } from "../exit.js";
import { runAction } from "../program.js";
import { showProgress } from "../terminal.js";
import { evalCommitCommand } from "./evalCommit.js";
import { evalKindCommand } from "./evalKind.js";
import { evalOriginCommand } from "./evalOrigin.js";
import { evalPlotCommand } from "./evalPlot.js";
import { evalSearchCommand } from "./evalSearch.js";

interface EvalDocstringOptions extends EvalOptions {
  readonly calibrate?: boolean;
  readonly write?: boolean;
}

export function evalCommand(): Command {
  const command = new Command("eval")
    .summary("measure a job on a data set")
    .description("The metrics of a job beside those of baselines, with 95 % bootstrap intervals.");
  for (const task of [
    evalDocstringCommand(),
    evalCommitCommand(),
    evalKindCommand(),
    evalOriginCommand(),
    evalPlotCommand(),
    evalSearchCommand(),
  ])
    command.addCommand(task);
  return command;
}

const evalDocstringCommand = (): Command =>
  withEvalOptions(
    new Command("docstring")
      .description(
        "Strips the docstrings of a data set, writes them anew and compares, beside two baselines.\n" +
          "One JSON object a line: {code, language, style, imports?, enclosing?, docstring}.",
      )
      .option(
        "--calibrate",
        "instead: how sure the model must be of each kind of text, as JSON for its manifest",
      )
      .addOption(
        new Option("--write", "calibrate, and change the model's manifest accordingly").implies({
          calibrate: true,
        }),
      ),
    "a sample of n examples, the same each time",
  ).action((dataset: string, options: EvalDocstringOptions) =>
    runAction(options, async ({ terminal, signal, engine, onFailure }) => {
      const params = evaluateParams(dataset, options);
      const watch = { signal, onPartial: showProgress(terminal) };
      if (options.calibrate === true) {
        const result = await engine.get().request("engine/calibrate", params, watch);
        // What took so long to measure is shown also where it cannot be written.
        onFailure(() => result);
        if (options.json !== true) printCalibration(result, terminal);
        if (options.write === true) await writeConfidence(result, terminal);
        if (options.json === true) terminal.printJson(result);
      } else {
        const result = await engine.get().request("engine/evaluate", params, watch);
        await showEvaluation("Docstrings", result, options, terminal);
      }
      return exitCodes.done;
    }),
  );
