import path from "node:path";
import { Command } from "commander";
import { type EvalOptions, evaluateParams, showEvaluation, withEvalOptions } from "../evaluation.js";
import { exitCodes } from "../exit.js";
import { runAction } from "../program.js";
import { showProgress } from "../terminal.js";

interface EvalOriginOptions extends EvalOptions {
  readonly features?: string;
}

export const evalOriginCommand = (): Command =>
  withEvalOptions(
    new Command("origin")
      .description(
        "Judges the style of a data set at the shipped thresholds, as it is, with names replaced and reformatted, beside two baselines.\n" +
          "One JSON object a line: {code, language, label: 0 for people or 1 for AI, family?}.",
      )
      .option("--features <file>", "instead: write the feature vectors that training reads, FILE.jsonl.gz"),
    "a sample of n examples, the same each time",
  ).action((file: string, options: EvalOriginOptions) =>
    runAction(options, async ({ terminal, signal, engine }) => {
      const params = evaluateParams(file, options);
      const watch = { signal, onPartial: showProgress(terminal) };
      if (options.features === undefined) {
        const result = await engine.get().request("engine/originEvaluate", params, watch);
        await showEvaluation("Origin", result, options, terminal);
        return exitCodes.done;
      }
      const { kept, dropped } = await engine
        .get()
        .request(
          "engine/originFeatures",
          { dataset: params.dataset, out: path.resolve(options.features) },
          watch,
        );
      terminal.progress("");
      if (options.json === true) terminal.printJson({ kept, dropped });
      else terminal.print(`${kept} vectors in ${options.features}`);
      return exitCodes.done;
    }),
  );
