import path from "node:path";
import { Command } from "commander";
import type { EngineOptions } from "../engine.js";
import { exitCodes } from "../exit.js";
import { printResult } from "../metricTable.js";
import { positiveNumber, runAction, withEngineOptions } from "../program.js";

interface EvalCommitOptions extends EngineOptions {
  readonly json?: boolean;
  readonly limit?: number;
}

export const evalCommitCommand = (): Command =>
  withEngineOptions(
    new Command("commit")
      .description(
        "Describes the diffs of a data set and compares with what their authors wrote, beside two baselines.\n" +
          "One JSON object a line: {diff, subject, body?}.",
      )
      .argument("<dataset>", "DATASET.jsonl or DATASET.jsonl.gz")
      .option("--limit <n>", "a sample of n commits, the same each time", positiveNumber)
      .option("--json", "print one JSON document"),
  ).action((dataset: string, options: EvalCommitOptions) =>
    runAction(options, async ({ terminal, signal, engine }) => {
      const result = await engine.get().request(
        "engine/evaluateCommits",
        { dataset: path.resolve(dataset), ...(options.limit !== undefined && { limit: options.limit }) },
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
