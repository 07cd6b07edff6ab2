import { readFile } from "node:fs/promises";
import path from "node:path";
import { CodePatchError, throwIfAborted } from "../../base/errors.js";
import { readJsonLines } from "../../base/jsonLines.js";
import type { Progress } from "../../protocol/messages.js";
import type { EvaluatePlotsParams, EvaluatePlotsResult, PlotsParams } from "../../protocol/plot.js";
import type { SyntaxParser } from "../../syntax/parser.js";
import type { LanguageId } from "../../syntax/types.js";
import { describePlots } from "../plots.js";
import { restatement } from "./baseline.js";
import { metricsOf } from "./metrics.js";
import { type Score, scoreProgram } from "./score.js";
import { type Truth, truthOf } from "./truth.js";

interface Example {
  readonly file: string;
  readonly text: string;
  readonly truth: Truth;
  /** What another run of the program drew. */
  readonly again?: Truth;
  readonly repository: string;
}

/** Seconds a program: more than on the command line, for a machine that does other things besides. */
const patience = 60;

/** Misses that are given back; all of them would drown the ones that matter. */
const keptMisses = 5000;

/**
 * Describes the programs of a data set, one JSON object a line `{file, truth, again?, repository?}`, and compares with what GNU
 * Octave drew, and drew in another run with other random numbers. These are paths beside the data set, or the text and the
 * truths themselves.
 */
export async function evaluatePlots(
  { dataset, limit }: EvaluatePlotsParams,
  parser: SyntaxParser,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<EvaluatePlotsResult> {
  const { examples, skipped } = await readExamples(dataset, limit ?? Number.POSITIVE_INFINITY);
  const scores: { repository: string; own: Score; plain: Score }[] = [];
  for (const [i, { file, text, truth, again, repository }] of examples.entries()) {
    throwIfAborted(signal);
    report({ message: "Describing", done: i, total: examples.length });
    const params: PlotsParams = {
      document: {
        path: file,
        language: (file.endsWith(".py") ? "python" : "matlab") as LanguageId,
        version: 0,
        text,
      },
      files: {},
      level: 3,
      patience,
    };
    const { figures, deleted_objects } = await describePlots(params, parser, signal);
    const said = figures.flatMap(({ axes }) => axes);
    scores.push({
      repository,
      own: scoreProgram(file, said, deleted_objects, truth, again),
      plain: scoreProgram(file, restatement(text), [], truth, again),
    });
  }
  return {
    metrics: metricsOf(scores.map(({ repository, own }) => ({ repository, score: own }))),
    baselines: {
      restatement: metricsOf(scores.map(({ repository, plain }) => ({ repository, score: plain }))),
    },
    n: scores.length,
    skipped,
    misses: scores.flatMap(({ own }) => own.misses).slice(0, keptMisses),
  };
}

async function readExamples(
  dataset: string,
  limit: number,
): Promise<{ examples: Example[]; skipped: Record<string, number> }> {
  const examples: Example[] = [];
  const skipped: Record<string, number> = {};
  const read = (line: unknown) => exampleOf(line, path.dirname(dataset));
  for await (const example of readJsonLines(dataset, "{file, truth}", read)) {
    if (typeof example === "string") skipped[example] = (skipped[example] ?? 0) + 1;
    else if (examples.push(example) >= limit) break;
  }
  if (examples.length > 0) return { examples, skipped };
  throw new CodePatchError("file-unreadable", `${dataset} holds no example {file, truth}; check the file.`);
}

/** An example, or why it is left out. */
async function exampleOf(value: unknown, folder: string): Promise<Example | string> {
  const { file, truth, again, repository } = (
    typeof value === "object" && value !== null ? value : {}
  ) as Record<string, unknown>;
  if (typeof file !== "string") return "no file";
  const isText = file.includes("\n");
  const text = isText ? file : await readFile(path.resolve(folder, file), "latin1").then(decoded);
  const read = async (drawn: unknown): Promise<Truth | undefined> =>
    truthOf(
      typeof drawn === "string" ? JSON.parse(await readFile(path.resolve(folder, drawn), "utf8")) : drawn,
    );
  const parsed = await read(truth);
  const other = await read(again);
  if (parsed === undefined) return "no truth";
  if (parsed.axes.every(({ objects }) => objects.length === 0)) return "nothing drawn";
  return {
    file: isText ? "program" : file,
    text,
    truth: parsed,
    ...(other && { again: other }),
    repository: typeof repository === "string" ? repository : "",
  };
}

/** Old programs are often in Latin-1. */
function decoded(latin1: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(latin1, "latin1"));
  } catch {
    return latin1;
  }
}
