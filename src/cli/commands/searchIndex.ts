import path from "node:path";
import { Command, Option } from "commander";
import { roughly } from "../../base/duration.js";
import { count } from "../../base/words.js";
import type { IndexPlace, IndexProgress, IndexResult } from "../../protocol/search.js";
import type { EngineOptions } from "../engine.js";
import { exitCodes } from "../exit.js";
import { type Context, runAction, withEngineOptions } from "../program.js";
import type { Terminal } from "../terminal.js";

/** Seconds from which on a person will not sit and wait. */
const longWait = 60;

export interface DatabaseOptions {
  readonly database?: string;
  readonly name?: string;
}

interface IndexOptions extends EngineOptions, DatabaseOptions {
  readonly json?: boolean;
}

/** In the environment an address, and a password in it, is not seen in the list of processes. */
export const withDatabaseOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        "--database <url>",
        "index in a PostgreSQL database with pgvector: postgres://user@host:5432/database; the password in PGPASSWORD",
      ).env("CODEPATCH_DATABASE"),
    )
    .option("--name <name>", "name of the index in the database (default: that of the folder)");

export const indexCommand = (): Command =>
  withEngineOptions(
    withDatabaseOptions(
      new Command("index")
        .summary("bring the search index of a folder up to date")
        .description(
          "Indexes what has changed below a folder since the last time. Without a database the index lies in the user's cache folder, where\n" +
            "`codepatch search` makes it by itself. In a database it holds the code as well, for everyone who may read there.",
        )
        .argument("[folder]", "the folder to index", ".")
        .option("--json", "print one JSON document"),
    ),
  ).action((folder: string, options: IndexOptions) =>
    runAction(options, async (context) => {
      const result = await bringUpToDate(indexPlace(folder, options), context);
      if (options.json === true) context.terminal.printJson(result);
      else
        context.terminal.print(
          `${count(result.patches, "entry", "entries")} of ${count(result.files, "file")}.`,
        );
      return exitCodes.done;
    }),
  );

export function indexPlace(folder: string, { database, name }: DatabaseOptions): IndexPlace {
  const root = path.resolve(folder);
  return {
    root,
    ...(database !== undefined && { database: { url: database, name: name ?? path.basename(root) } }),
  };
}

/** Shows progress, and says what is worth knowing. */
export async function bringUpToDate(
  place: IndexPlace,
  { terminal, signal, engine }: Context,
): Promise<IndexResult> {
  const result = await engine.get().request(
    "engine/index",
    { ...place, pause: 0 },
    {
      signal,
      onPartial: showIndexing(terminal, place),
    },
  );
  terminal.progress("");
  noteIndex(result, terminal);
  return result;
}

/** The line of progress, and once a remark where embedding takes long. */
function showIndexing(terminal: Terminal, { database }: IndexPlace): (progress: IndexProgress) => void {
  const later =
    database === undefined
      ? ", --no-index searches it, and the next search goes on."
      : ", which can be searched, and the next run goes on.";
  let isTold = false;
  return ({ stage, message, done, total, secondsLeft }) => {
    const left = secondsLeft === undefined ? "" : ` · ${roughly(secondsLeft)} left`;
    if (stage === "meaning" && !isTold && (secondsLeft ?? 0) > longWait) {
      isTold = true;
      terminal.note(
        `All files are indexed by their words. Their embeddings take ${roughly(secondsLeft ?? 0)}: Ctrl+C keeps what is done${later}`,
      );
    }
    const what = stage === "words" ? "Indexing words" : "Embedding";
    terminal.progress(`${what} ${done} of ${total} files${left} · ${message}`);
  };
}

function noteIndex(
  { changed, embedded, removed, patches, seconds, rebuilt, unreadable }: IndexResult,
  terminal: Terminal,
): void {
  if (rebuilt !== undefined) terminal.note(`The index was built anew: ${rebuilt}.`);
  if (changed + embedded + removed > 0)
    terminal.note(
      `Indexed ${count(changed, "changed file")}, embedded ${count(embedded, "entry", "entries")} in ${seconds.toFixed(1)} s; ${count(patches, "entry", "entries")} in all.`,
    );
  for (const file of unreadable) terminal.note(`${file} could not be read and is not in the index.`);
}
