import path from "node:path";
import { Command } from "commander";

import type { CalibrateResult, EvaluateParams, Progress } from "../../protocol/messages.js";

import type { EngineOptions } from "../engine.js";
import { exitCodes } from "../exit.js";
import { cell, printResult } from "../metricTable.js";
import { positiveNumber, runAction, withEngineOptions } from "../program.js";
import { alignColumns, type Terminal } from "../terminal.js";
import { evalCommitCommand } from "./evalCommit.js";
import { evalOriginCommand } from "./evalOrigin.js";
import { evalPlotCommand } from "./evalPlot.js";
import { evalSearchCommand } from "./evalSearch.js";

interface EvalOptions extends EngineOptions {
  readonly json?: boolean;
  readonly limit?: number;
  readonly calibrate?: boolean;
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
      .option("--limit <n>", "a sample of n examples, the same each time", positiveNumber)
      .option(
        "--calibrate",
        "instead: how sure the model must be of each kind of text, as JSON for its manifest",
      )
      .option("--json", "print one JSON document"),
  ).action((dataset: string, options: EvalOptions) =>
    runAction(options, async ({ terminal, signal, engine }) => {
      const params: EvaluateParams = {
        task: "docstring",
        dataset: path.resolve(dataset),
        ...(options.limit !== undefined && { limit: options.limit }),
      };
      const onPartial = ({ message, done, total }: Progress): void =>
        terminal.progress(`${message} ${done} of ${total}`);
      if (options.calibrate === true) {
        const result = await engine.get().request("engine/calibrate", params, { signal, onPartial });
        if (options.json === true) terminal.printJson(result);
        else printCalibration(result, terminal);
        return exitCodes.done;
      }
      const result = await engine.get().request("engine/evaluate", params, { signal, onPartial });
      if (options.json === true) terminal.printJson(result);
      else printResult(result, terminal);
      return exitCodes.done;
    }),
  );
  command.addCommand(evalCommitCommand());
  command.addCommand(evalOriginCommand());
  command.addCommand(evalPlotCommand());
  command.addCommand(evalSearchCommand());
  return command;
}

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
