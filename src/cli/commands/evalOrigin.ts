import path from "node:path";
import { Command } from "commander";
import type { Progress } from "../../protocol/messages.js";
import type { EngineOptions } from "../engine.js";
import { exitCodes } from "../exit.js";
import { printResult } from "../metricTable.js";
import { positiveNumber, runAction, withEngineOptions } from "../program.js";

interface EvalOriginOptions extends EngineOptions {
  readonly json?: boolean;
  readonly limit?: number;
  readonly features?: string;
}

export const evalOriginCommand = (): Command =>
  withEngineOptions(
    new Command("origin")
      .description(
        "Judges the style of a data set at the shipped thresholds, as it is, with names replaced and reformatted, beside two baselines.\n" +
          "One JSON object a line: {code, language, label: 0 for people or 1 for AI, family?}.",
      )
      .argument("<dataset>", "DATASET.jsonl or DATASET.jsonl.gz")
      .option("--limit <n>", "a sample of n examples, the same each time", positiveNumber)
      .option("--features <file>", "instead: write the feature vectors that training reads, FILE.jsonl.gz")
      .option("--json", "print one JSON document"),
  ).action((file: string, options: EvalOriginOptions) =>
    runAction(options, async ({ terminal, signal, engine }) => {
      const dataset = path.resolve(file);
      const onPartial = ({ message, done, total }: Progress): void =>
        terminal.progress(`${message} ${done} of ${total}`);
      if (options.features !== undefined) {
        const params = { dataset, out: path.resolve(options.features) };
        const { kept, dropped } = await engine
          .get()
          .request("engine/originFeatures", params, { signal, onPartial });
        terminal.progress("");
        if (options.json === true) terminal.printJson({ kept, dropped });
        else terminal.print(`${kept} vectors in ${options.features}`);
        return exitCodes.done;
      }
      const params = { dataset, ...(options.limit === undefined ? {} : { limit: options.limit }) };
      const result = await engine.get().request("engine/originEvaluate", params, { signal, onPartial });
      terminal.progress("");
      if (options.json === true) terminal.printJson(result);
      else printResult(result, terminal);
      return exitCodes.done;
    }),
  );
