import path from "node:path";
import { Command } from "commander";
import type { EvaluateSearchResult } from "../../protocol/search.js";
import type { EngineOptions } from "../engine.js";
import { exitCodes } from "../exit.js";
import { cell, printResult } from "../metricTable.js";
import { positiveNumber, runAction, withEngineOptions } from "../program.js";
import { alignColumns, type Terminal } from "../terminal.js";

interface EvalSearchOptions extends EngineOptions {
  readonly json?: boolean;
  readonly limit?: number;
  readonly pool?: string;
}

/** `eval search`: how well the code of a description is found among others. */
export const evalSearchCommand = (): Command =>
  withEngineOptions(
    new Command("search")
      .description(
        "Looks for the code of each query among all codes, by words (BM25), by embeddings, and by both as `codepatch search` does.\n" +
          "One JSON object a line: {query, code, language?}; in the pool {code}.",
      )
      .argument("<dataset>", "DATASET.jsonl or DATASET.jsonl.gz")
      .option(
        "--pool <file>",
        "POOL.jsonl or POOL.jsonl.gz: codes to choose from beside those of the data set",
      )
      .option(
        "--limit <n>",
        "a sample of n queries, the same each time; the pool stays whole",
        positiveNumber,
      )
      .option("--json", "print one JSON document"),
  ).action((dataset: string, options: EvalSearchOptions) =>
    runAction(options, async ({ terminal, signal, engine }) => {
      const result = await engine.get().request(
        "engine/evaluateSearch",
        {
          dataset: path.resolve(dataset),
          ...(options.pool !== undefined && { pool: path.resolve(options.pool) }),
          ...(options.limit !== undefined && { limit: options.limit }),
        },
        {
          signal,
          onPartial: ({ message, done, total }) => terminal.progress(`${message} ${done} of ${total}`),
        },
      );
      terminal.progress("");
      if (options.json === true) terminal.printJson(result);
      else printSearch(result, terminal);
      return exitCodes.done;
    }),
  );

function printSearch(result: EvaluateSearchResult, terminal: Terminal): void {
  printResult(result, terminal);
  terminal.note(`Pool of ${result.pool}. "model" is the fusion of both.`);
  const [first] = Object.values(result.byLanguage);
  if (first === undefined) return;
  const names: Record<string, string> = { BM25: "MRR by BM25", embeddings: "by embeddings", MRR: "by both" };
  const header = ["language", ...Object.keys(first).map((name) => names[name] ?? name)];
  const rows = Object.entries(result.byLanguage).map(([language, values]) => [
    language,
    ...Object.values(values).map(cell),
  ]);
  const [head = "", ...lines] = alignColumns([header, ...rows]);
  terminal.print(terminal.paint("bold", head));
  for (const line of lines) terminal.print(line);
}
