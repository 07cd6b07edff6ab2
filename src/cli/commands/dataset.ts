import { availableParallelism } from "node:os";
import path from "node:path";
import { Command } from "commander";
import type { DatasetParams, DatasetResult, Progress } from "../../protocol/messages.js";
import { type EngineOptions, engineSource } from "../engine.js";
import { exitCodes } from "../exit.js";
import { positiveNumber, runAction, wholeNumber, withEngineOptions } from "../program.js";
import { alignColumns, showProgress, type Terminal } from "../terminal.js";

interface DatasetOptions extends EngineOptions {
  readonly out: string;
  readonly jobs: number;
  readonly licenceUnknownIsMine?: boolean;
  readonly generated?: number;
  readonly limit?: number;
  readonly json?: boolean;
}

export function datasetCommand(): Command {
  const command = new Command("dataset")
    .summary("cut training data from git repositories")
    .description("Cuts training data from git repositories with the code that serves the editor.");
  const add = (kind: DatasetParams["kind"], description: string): Command =>
    withEngineOptions(
      command
        .command(kind)
        .description(description)
        .argument(
          kind === "plot" ? "[repository...]" : "<repository...>",
          "folders of git repositories, bare ones too",
        )
        .requiredOption("--out <file>", "FILE.jsonl.gz")
        .option(
          "--licence-unknown-is-mine",
          "accept repositories without a permissive licence: your own code",
        )
        .option(
          "--jobs <n>",
          "repositories that are cut at the same time",
          positiveNumber,
          availableParallelism(),
        )
        .option("--json", "print the summary as one JSON document"),
    ).action((repositories: string[], options: DatasetOptions) =>
      runAction(options, async ({ terminal, signal, engine }) => {
        const params: DatasetParams = {
          kind,
          repositories: repositories.map((repository) => path.resolve(repository)),
          out: path.resolve(options.out),
          licenceUnknownIsMine: options.licenceUnknownIsMine === true,
          ...(options.generated !== undefined && { generated: options.generated }),
          ...(options.limit !== undefined && { limit: options.limit }),
        };
        const onPartial = showProgress(terminal);
        const jobs = Math.min(options.jobs, repositories.length);
        if (jobs > 1) await cutParts(params, jobs, options, { terminal, signal, onPartial });
        const result = await engine.get().request("engine/dataset", params, { signal, onPartial });
        if (options.json === true) terminal.printJson(result);
        else printSummary(result, options.out, terminal);
        return exitCodes.done;
      }),
    );
  add("docstring", "Documented functions: what the model sees, and the docstring's slots.");
  add("commit", "Commits: what the model sees of the change, and the subject and body of the author.");
  add("origin", "Functions of people, as they stood before 2021, and of agents, as notes and commits say.");
  add("kind", "Commits whose authors declare their kind: the signs of it, and the kind.").option(
    "--limit <n>",
    "at most so many commits of each repository, evenly from its history",
    positiveNumber,
  );
  add(
    "search",
    "Functions without their docstring, and the first paragraph of it as the description to find them by.",
  );
  add(
    "plot",
    "Drawing statements with a variable hidden, and what they draw in a sentence without numbers.",
  ).option("--generated <n>", "write so many plotting scripts of each family", wholeNumber, 0);
  add("pretrain", "Source files and documents as plain text.");
  return command;
}

/** Several engines at once, each with its share of the repositories; the first failure stops them all. */
async function cutParts(
  params: DatasetParams,
  jobs: number,
  options: EngineOptions,
  {
    terminal,
    signal,
    onPartial,
  }: { terminal: Terminal; signal: AbortSignal; onPartial: (progress: Progress) => void },
): Promise<void> {
  const engines = Array.from({ length: jobs }, () => engineSource(options, terminal));
  try {
    await Promise.all(
      engines.map((engine, index) =>
        engine.get().request("engine/datasetParts", { ...params, index, of: jobs }, { signal, onPartial }),
      ),
    );
  } finally {
    await Promise.all(engines.map((engine) => engine.dispose()));
  }
}

function printSummary(result: DatasetResult, out: string, terminal: Terminal): void {
  terminal.print(`${result.kept} examples, ${(result.characters / 1e6).toFixed(1)} M characters, in ${out}`);
  const table = (title: string, values: Readonly<Record<string, number | string>>) => {
    const rows = Object.entries(values).map(([name, value]) => [`  ${name}`, String(value)]);
    if (rows.length === 0) return;
    terminal.print(terminal.paint("bold", title));
    for (const line of alignColumns(rows)) terminal.print(line);
  };
  table("by language", result.byLanguage);
  table("by style", result.byStyle);
  table("left out", result.dropped);
  table("licences", result.licences);
}
