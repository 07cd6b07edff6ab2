import path from "node:path";
import { Command } from "commander";
import type { EvaluateSearchResult } from "../../protocol/search.js";
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
import { printTable, showProgress, type Terminal } from "../terminal.js";

interface EvalSearchOptions extends EvalOptions {
  readonly pool?: string;
}

/** `eval search`: how well the code of a description is found among others. */
export const evalSearchCommand = (): Command =>
  withEvalOptions(
    new Command("search")
      .description(
        "Looks for the code of each query among all codes, by words (BM25), by embeddings, by both, and as `codepatch search` does, which reads the best of both again.\n" +
          "One JSON object a line: {query, code, language?, name?, context?, path?}; in the pool {code, name?, context?, path?}.",
      )
      .option(
        "--pool <file>",
        "POOL.jsonl or POOL.jsonl.gz: codes to choose from beside those of the data set",
      ),
    "a sample of n queries, the same each time; the pool stays whole",
  ).action((dataset: string, options: EvalSearchOptions) =>
    runAction(options, async ({ terminal, signal, engine }) => {
      const result = await engine.get().request(
        "engine/evaluateSearch",
        {
          ...evaluateParams(dataset, options),
          ...(options.pool !== undefined && { pool: path.resolve(options.pool) }),
        },
        { signal, onPartial: showProgress(terminal) },
      );
      await showEvaluation("Search", result, options, terminal, printSearch);
      return exitCodes.done;
    }),
  );

function printSearch(result: EvaluateSearchResult, terminal: Terminal): void {
  printMetrics(result, terminal);
  terminal.note(`Pool of ${result.pool}. "model" is what search does with the best of both.`);
  const [first] = Object.values(result.byLanguage);
  if (first === undefined) return;
  const names: Record<string, string> = {
    BM25: "MRR by BM25",
    embeddings: "by embeddings",
    both: "by both",
    MRR: "as search does",
    same: "any of the same description",
  };
  const header = ["language", ...Object.keys(first).map((name) => names[name] ?? name)];
  const rows = Object.entries(result.byLanguage).map(([language, values]) => [
    language,
    ...Object.values(values).map(cell),
  ]);
  printTable([header, ...rows], terminal);
}
