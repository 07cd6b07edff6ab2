import { Command } from "commander";
import type { EvaluateKindsResult } from "../../protocol/commit.js";
import {
  cell,
  type EvalOptions,
  evaluateParams,
  printMetrics,
  showEvaluation,
  withEvalOptions,
} from "../evaluation.js";
import { exitCodes } from "../exit.js";
import { runAction } from "../program.js";
import { printTable, type Terminal } from "../terminal.js";

export const evalKindCommand = (): Command =>
  withEvalOptions(
    new Command("kind").description(
      "Judges the kind of each commit of a data set, the author's prefix hidden, and compares with the prefix, beside two baselines.\n" +
        "The data set is cut by: codepatch dataset kind. One JSON object a line: {signs, kind, shown?}.",
    ),
    "a sample of n commits, the same each time",
  ).action((dataset: string, options: EvalOptions) =>
    runAction(options, async ({ terminal, signal, engine }) => {
      const params = evaluateParams(dataset, options);
      const result = await engine.get().request("engine/evaluateKinds", params, { signal });
      await showEvaluation("Kinds of change", result, options, terminal, printKinds);
      return exitCodes.done;
    }),
  );

function printKinds(result: EvaluateKindsResult, terminal: Terminal): void {
  printMetrics(result, terminal);
  const { confusion, calibration } = result;
  const said = [...new Set(Object.values(confusion).flatMap(Object.keys))].sort();
  const counts = Object.entries(confusion).map(([declared, row]) => [
    declared,
    ...said.map((kind) => String(row[kind] ?? 0)),
  ]);
  terminal.print("");
  printTable([["declared \\ said", ...said], ...counts], terminal);
  terminal.print("");
  const bands = calibration.map((band) => [
    `from ${band.from}`,
    String(band.n),
    band.said.toFixed(2),
    cell(band.right),
  ]);
  printTable([["probability", "commits", "on average", "right"], ...bands], terminal);
}
