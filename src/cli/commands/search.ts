import { readFile } from "node:fs/promises";
import path from "node:path";
import { Command, Option } from "commander";
import { CodePatchError } from "../../base/errors.js";
import { count } from "../../base/words.js";
import {
  type PapersResult,
  type SearchKind,
  type SearchParams,
  type SearchQuery,
  type SearchResult,
  searchKinds,
} from "../../protocol/search.js";
import { languageById, languageByPath, languages } from "../../syntax/registry.js";
import type { LanguageId } from "../../syntax/types.js";
import type { EngineOptions } from "../engine.js";
import { type ExitCode, exitCodes } from "../exit.js";
import { type Context, positiveNumber, runAction, withEngineOptions } from "../program.js";
import { explainAccess } from "../sourceFile.js";
import type { Terminal } from "../terminal.js";
import { bringUpToDate, type DatabaseOptions, indexPlace, withDatabaseOptions } from "./searchIndex.js";

interface SearchOptions extends EngineOptions, DatabaseOptions {
  readonly from?: string;
  readonly in: string;
  readonly k: number;
  readonly language?: LanguageId[];
  readonly kind?: SearchKind[];
  readonly folder?: string;
  readonly code?: boolean;
  readonly map?: boolean;
  readonly paperOf?: string;
  readonly index: boolean;
  readonly json?: boolean;
}

export const searchCommand = (): Command =>
  withEngineOptions(
    withDatabaseOptions(new Command("search"))
      .summary("find code from a description, a paper or other code")
      .description(
        "Looks for functions, classes, cells of notebooks and files that a text speaks of, best first, each with the reason. The index of the folder is brought\n" +
          "up to date before, which takes a while the first time; it lies in the user's cache folder. One in a database is searched as it is:\n" +
          "`codepatch index` brings it up to date.",
      )
      .argument("[query]", "what the code does, in words")
      .option(
        "--from <file>",
        "take the query from a paper (.md, .bib, .tex, .txt), the text of a notebook or a source file; - is standard input",
      )
      .option("--in <folder>", "the folder to search", ".")
      .option("-k <n>", "how many results", positiveNumber, 10)
      .addOption(
        new Option("--language <id...>", "only these languages").choices(languages.map(({ id }) => id)),
      )
      .addOption(new Option("--kind <kind...>", "only these kinds").choices([...searchKinds]))
      .option("--folder <path>", "only below this folder, relative to the one that is searched")
      .option("--code", "the query is code: find similar code")
      .option("--map", "print which part of the paper matches which code, as Markdown")
      .option("--paper-of <file:line>", "instead: which paper the function at this line implements")
      .option("--no-index", "search the index as it is")
      .option("--json", "print one JSON document")
      .action((query: string | undefined, options: SearchOptions) =>
        runAction(options, (context) => search(query, options, context)),
      ),
  );

async function search(text: string | undefined, options: SearchOptions, context: Context): Promise<ExitCode> {
  const { terminal, signal, engine } = context;
  const place = indexPlace(options.in, options);
  const { root } = place;
  const query = options.paperOf === undefined ? await queryOf(text, root, options) : undefined;
  if (options.index && place.database === undefined) await bringUpToDate(place, context);
  if (query === undefined) {
    const [, file = "", line = ""] = /^(.+):([1-9]\d*)$/.exec(options.paperOf ?? "") ?? [];
    if (file === "") throw new CodePatchError("usage", "--paper-of takes FILE:LINE, as in fit.py:40.");
    const inside = withSlashes(path.relative(root, path.resolve(file)));
    const found = await engine
      .get()
      .request("engine/papers", { ...place, path: inside, line: Number(line) }, { signal });
    if (options.json === true) terminal.printJson(found);
    else printPapers(found, terminal);
    return exitCodes.done;
  }
  const params: SearchParams = {
    ...place,
    query,
    limit: options.k,
    ...(options.language && { languages: options.language }),
    ...(options.kind && { kinds: options.kind }),
    ...(options.folder !== undefined && { folder: options.folder.replaceAll("\\", "/") }),
  };
  const result = await engine.get().request("engine/search", params, { signal });
  for (const note of result.notes) terminal.note(note);
  if (options.json === true) terminal.printJson(jsonOf(result));
  else if (options.map === true) printMap(result, terminal);
  else printHits(result, terminal);
  return exitCodes.done;
}

async function queryOf(
  text: string | undefined,
  root: string,
  { from, code }: SearchOptions,
): Promise<SearchQuery> {
  if ((text === undefined) === (from === undefined))
    throw new CodePatchError(
      "usage",
      'Give either a query in quotation marks or --from FILE, as in codepatch search "reject outliers".',
    );
  if (from === undefined) return { kind: code === true ? "code" : "text", text: text ?? "" };
  const content = await readText(from);
  // With its place, a file of the folder is not said to be like itself.
  if (code === true || languageByPath(from) !== undefined)
    return {
      kind: "code",
      text: content,
      path: withSlashes(path.relative(root, path.resolve(from))),
      line: 1,
    };
  return { kind: "paper", text: content, name: path.basename(from) };
}

const withSlashes = (file: string): string => file.split(path.sep).join("/");

async function readText(file: string): Promise<string> {
  try {
    if (file !== "-") return await readFile(file, "utf8");
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString("utf8");
  } catch (error) {
    throw new CodePatchError("file-unreadable", explainAccess(file, error), { cause: error });
  }
}

function printHits({ hits, milliseconds, patches }: SearchResult, terminal: Terminal): void {
  for (const { path: file, line, name, kind, language, score, reason } of hits) {
    const place = terminal.paint("bold", `${file}:${line}`);
    const what = kind === "function" || name.startsWith(`${kind} `) ? name : `${kind} ${name}`;
    terminal.print(
      `${score.toFixed(2)} ${place} ${terminal.paint("cyan", what)} (${languageById(language)?.id ?? language})`,
    );
    terminal.print(`     ${terminal.paint("dim", reason)}`);
  }
  if (hits.length === 0) terminal.note("Nothing was found; try other words, or fewer filters.");
  else terminal.note(`${count(hits.length, "result")} of ${patches} in ${milliseconds.toFixed(0)} ms.`);
}

function printPapers({ name, matches, papers }: PapersResult, terminal: Terminal): void {
  for (const { paper, section = "", sentence, certainty, reason } of matches) {
    terminal.print(`${certainty} ${terminal.paint("bold", paper)} ${terminal.paint("cyan", section)}`);
    if (sentence !== undefined) terminal.print(`     ${sentence}`);
    terminal.print(`     ${terminal.paint("dim", reason)}`);
  }
  if (matches.length === 0)
    terminal.note(
      `No paper is known for ${name}: it cites none, and ${count(papers, "paper")} of the folder resemble it little.`,
    );
}

function printMap({ map }: SearchResult, terminal: Terminal): void {
  if (map === undefined) terminal.note("The text is too short for a map: it has one sentence.");
  else terminal.print(map.trimEnd());
}

/** The rows of the contract first; `sentences` for papers and long texts. */
const jsonOf = ({ hits, sentences, notes, milliseconds, patches }: SearchResult) => ({
  results: hits,
  ...(sentences.length > 0 && { sentences }),
  notes,
  milliseconds: Math.round(milliseconds),
  patches,
});
