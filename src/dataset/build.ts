import { createWriteStream } from "node:fs";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { CodePatchError, isSystemError, messageOf, throwIfAborted } from "../base/errors.js";
import { readJsonLines } from "../base/jsonLines.js";
import { removeAbandoned, writeWhole } from "../base/wholeFile.js";
import { openRepository } from "../git/repository.js";
import type { DatasetParams, DatasetResult, DatasetShare, Progress } from "../protocol/messages.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { commitSource } from "./commit.js";
import { docstringSource } from "./docstring.js";
import { duplicateFilter } from "./duplicates.js";
import { filesSource } from "./files.js";
import { kindSource } from "./kind.js";
import { permissiveLicence } from "./licence.js";
import { originSource } from "./origin.js";
import { generatedFamilies, generatedRecords, plotSource } from "./plot.js";
import { pretrainSource } from "./pretrain.js";
import { searchSource } from "./search.js";
import type { FileRecord, RepositoryRecord, RepositorySource } from "./source.js";

/** Raise one when records of the same commit would come out differently: it makes old parts void. */
const formatVersions: Record<DatasetParams["kind"], number> = {
  docstring: 3,
  pretrain: 3,
  search: 3,
  commit: 3,
  origin: 3,
  plot: 2,
  kind: 4,
};

interface Part {
  readonly file: string;
  readonly summary: PartSummary;
}

interface PartSummary {
  readonly kind: string;
  readonly formatVersion: number;
  readonly repository: string;
  readonly head: string;
  readonly licence: string;
  readonly dropped: Record<string, number>;
  /** Of the part's file; parts of earlier versions do not tell it. */
  readonly bytes?: number;
}

const sources: Record<
  DatasetParams["kind"],
  (parser: SyntaxParser, params: DatasetParams) => RepositorySource
> = {
  docstring: (parser) => filesSource(docstringSource(parser)),
  pretrain: () => filesSource(pretrainSource()),
  search: (parser) => filesSource(searchSource(parser)),
  commit: () => commitSource,
  origin: originSource,
  plot: (parser) => filesSource(plotSource(parser)),
  kind: (parser, { limit }) => kindSource(parser, limit),
};

/**
 * Writes one gzipped JSON Lines file from git repositories and, of plots, from generated scripts. Each repository or family of
 * scripts becomes a part under `OUT.parts/` that is kept, so an interrupted run goes on where it was; the parts are then joined in the order of their names without duplicates. The
 * same commits give the same bytes, however many processes cut them.
 *
 * @throws CodePatchError `usage` when a repository has no licence known to be permissive and `licenceUnknownIsMine` is false.
 */
export async function buildDataset(
  params: DatasetParams,
  parser: SyntaxParser,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<DatasetResult> {
  const parts = await buildParts(params, { index: 0, of: 1 }, parser, onProgress, signal);
  // Two clones may bear one name.
  const order = ({ summary: { repository, head } }: Part): string => `${repository}\u0000${head}`;
  parts.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  onProgress({ message: "joining", done: parts.length, total: parts.length });
  return joinParts(parts, params.out, signal);
}

/** Cuts every `share.of`-th repository, from `share.index` on; those whose parts are there already cost nothing. */
export async function buildParts(
  params: DatasetParams,
  share: DatasetShare,
  parser: SyntaxParser,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Part[]> {
  const folder = `${params.out}.parts`;
  const origins = [
    ...(await identify(params, sources[params.kind](parser, params), signal)),
    ...generated(params.generated ?? 0, parser),
  ];
  if (origins.length === 0)
    throw new CodePatchError("usage", "There is nothing to cut: name repositories, or add --generated 30.");
  await mkdir(folder, { recursive: true });
  await removeAbandoned(folder);
  const parts: Part[] = [];
  const own = origins.filter((_, index) => index % share.of === share.index);
  for (const [index, origin] of own.entries()) {
    throwIfAborted(signal);
    onProgress({ message: origin.name, done: index, total: own.length });
    parts.push(await buildPart(origin, params, folder, signal));
  }
  return parts;
}

/** What becomes one part: a repository, or a family of generated scripts. */
interface Origin {
  readonly name: string;
  readonly head: string;
  readonly licence: string;
  records(
    drop: (reason: string, count?: number) => void,
    signal: AbortSignal,
  ): AsyncIterable<RepositoryRecord>;
}

/** Scripts of our own writing, `count` of each family. */
const generated = (count: number, parser: SyntaxParser): Origin[] =>
  (count > 0 ? generatedFamilies : []).map((family) => ({
    name: `generated/${family}`,
    head: `first-${count}`,
    licence: "own",
    records: (drop) => generatedRecords(family, count, parser, drop),
  }));

/** Names, commits and licences of all repositories, before the long work begins. */
async function identify(
  params: DatasetParams,
  source: RepositorySource,
  signal: AbortSignal,
): Promise<Origin[]> {
  const identified: Origin[] = [];
  const refused: string[] = [];
  for (const root of params.repositories) {
    const repository = openRepository(root);
    const [name, head] = [await repository.name(signal), await repository.head(signal)];
    const licence =
      (await permissiveLicence(repository, signal)) ?? (params.licenceUnknownIsMine ? "own" : undefined);
    if (licence === undefined) refused.push(name);
    else identified.push({ name, head, licence, records: (drop, until) => source(repository, drop, until) });
  }
  if (refused.length === 0) return identified;
  throw new CodePatchError(
    "usage",
    `No licence that is known to be permissive: ${refused.join(", ")}; leave these out, or add --licence-unknown-is-mine if the code is yours.`,
  );
}

async function buildPart(
  { name, head, licence, records }: Origin,
  { kind, limit }: DatasetParams,
  folder: string,
  signal: AbortSignal,
): Promise<Part> {
  const formatVersion = formatVersions[kind];
  const what = limit === undefined ? kind : `${kind}-${limit}`;
  const file = path.join(folder, `${name.replace("/", "+")}.${head.slice(0, 12)}.${what}.jsonl.gz`);
  const previous = await summaryOf(file);
  if (previous?.head === head && previous.formatVersion === formatVersion) return { file, summary: previous };

  const dropped: Record<string, number> = {};
  const drop = (reason: string, count = 1): void => {
    dropped[reason] = (dropped[reason] ?? 0) + count;
  };
  async function* lines(): AsyncGenerator<string> {
    for await (const { key, style, language, fields, path } of records(drop, signal))
      yield `${JSON.stringify({ key, style, language, fields: { ...fields, repo: name, path, licence } })}\n`;
  }
  await writeLines(lines, file, signal);
  const { size: bytes } = await stat(file);
  const summary: PartSummary = { kind, formatVersion, repository: name, head, licence, dropped, bytes };
  await writeWhole(`${file}.json`, (temporary) => writeFile(temporary, JSON.stringify(summary)));
  return { file, summary };
}

/** What is said of a part that is whole; undefined where it or its summary is missing or damaged. */
async function summaryOf(file: string): Promise<PartSummary | undefined> {
  try {
    const summary = JSON.parse(await readFile(`${file}.json`, "utf8")) as PartSummary;
    const { size } = await stat(file);
    return (summary.bytes ?? size) === size ? summary : undefined;
  } catch {
    return undefined;
  }
}

/** Gzipped, in one step. Throws `write-failed` when the disk is full or the folder cannot be written. */
async function writeLines(
  lines: () => AsyncGenerator<string>,
  file: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await writeWhole(file, (temporary) =>
      pipeline(lines, createGzip(), createWriteStream(temporary), { signal }),
    );
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new CodePatchError(
      "write-failed",
      `${file} could not be written (${messageOf(error)}); free some disk space and run the command again, which goes on where it was.`,
      { cause: error },
    );
  }
}

async function joinParts(parts: readonly Part[], out: string, signal: AbortSignal): Promise<DatasetResult> {
  const duplicates = duplicateFilter();
  const dropped: Record<string, number> = {};
  const byLanguage: Record<string, number> = {};
  const byStyle: Record<string, number> = {};
  let kept = 0;
  let characters = 0;
  async function* lines(): AsyncGenerator<string> {
    for (const { file, summary } of parts) {
      for (const [reason, count] of Object.entries(summary.dropped))
        dropped[reason] = (dropped[reason] ?? 0) + count;
      // What `buildPart` wrote.
      const records = readJsonLines(file, "records", (line) => line as FileRecord);
      for await (const { key, style, language, fields } of records) {
        throwIfAborted(signal);
        if (!duplicates.isNew(key)) {
          dropped.duplicate = (dropped.duplicate ?? 0) + 1;
          continue;
        }
        kept++;
        byLanguage[language] = (byLanguage[language] ?? 0) + 1;
        if (style !== "") byStyle[style] = (byStyle[style] ?? 0) + 1;
        const text = `${JSON.stringify(fields)}\n`;
        characters += text.length;
        yield text;
      }
    }
  }
  await writeLines(lines, out, signal);
  const licences = Object.fromEntries(
    parts.map(({ summary }) => [
      summary.repository.replace(/^generated\/.*/, "generated scripts"),
      summary.licence,
    ]),
  );
  return { kept, dropped, byLanguage, byStyle, licences, characters };
}
