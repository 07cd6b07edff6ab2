import { Command } from "commander";
import { type EvalOptions, evaluateParams, showEvaluation, withEvalOptions } from "../evaluation.js";
import { exitCodes } from "../exit.js";
import { runAction } from "../program.js";
import { showProgress } from "../terminal.js";

export const evalCommitCommand = (): Command =>
  withEvalOptions(
    new Command("commit").description(
      "Describes the diffs of a data set and compares with what their authors wrote, beside two baselines.\n" +
        "One JSON object a line: {diff, subject, body?}.",
    ),
    "a sample of n commits, the same each time",
  ).action((dataset: string, options: EvalOptions) =>
    runAction(options, async ({ terminal, signal, engine }) => {
      const result = await engine.get().request("engine/evaluateCommits", evaluateParams(dataset, options), {
        signal,
        onPartial: showProgress(terminal),
      });
      await showEvaluation("Commits", result, options, terminal);
      return exitCodes.done;
    }),
  );
