import { Command } from "commander";
import type { CalibrateResult } from "../../protocol/messages.js";
import { cell, type EvalOptions, evaluateParams, showEvaluation, withEvalOptions } from "../evaluation.js";
import { exitCodes } from "../exit.js";
import { runAction } from "../program.js";
import { alignColumns, showProgress, type Terminal } from "../terminal.js";
import { evalCommitCommand } from "./evalCommit.js";
import { evalKindCommand } from "./evalKind.js";
import { evalOriginCommand } from "./evalOrigin.js";
import { evalPlotCommand } from "./evalPlot.js";
import { evalSearchCommand } from "./evalSearch.js";

interface EvalDocstringOptions extends EvalOptions {
  readonly calibrate?: boolean;
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
      ),
    "a sample of n examples, the same each time",
  ).action((dataset: string, options: EvalDocstringOptions) =>
    runAction(options, async ({ terminal, signal, engine }) => {
      const params = evaluateParams(dataset, options);
      const watch = { signal, onPartial: showProgress(terminal) };
      if (options.calibrate === true) {
        const result = await engine.get().request("engine/calibrate", params, watch);
        if (options.json === true) terminal.printJson(result);
        else printCalibration(result, terminal);
      } else {
        const result = await engine.get().request("engine/evaluate", params, watch);
        await showEvaluation("Docstrings", result, options, terminal);
      }
      return exitCodes.done;
    }),
  );

/** The thresholds as they go into a manifest; what they rest on as notes, so that the output can be pasted. */
function printCalibration({ kinds, n }: CalibrateResult, terminal: Terminal): void {
  terminal.progress("");
  const entries = Object.entries(kinds);
  const thresholds = entries.map(([kind, { threshold }]) => [kind, rounded(threshold)]);
  terminal.printJson({ confidence: Object.fromEntries(thresholds) });
  const rows = entries.map(([kind, { texts, passing, model, code, chance }]) => [
    kind,
    `${passing} of ${texts}`,
    ...[model, code, chance].map(cell),
  ]);
  for (const line of alignColumns([["kind", "pass", "model", "code", "chance"], ...rows]))
    terminal.note(line);
  terminal.note(
    `${n} functions; agreement with what people wrote: of the texts that pass, or of all where none does.`,
  );
}

/** Upwards: a rounded threshold lets through no text that the measured one does not. */
const rounded = (threshold: number | null): number | null =>
  threshold === null ? null : Math.ceil(threshold * 1000) / 1000;
