import { readFile } from "node:fs/promises";
import path from "node:path";
import { CodePatchError, throwIfAborted } from "../base/errors.js";
import { arrayAt, countAt, numberAt, objectAt } from "./json.js";
import type { ClassifierManifest } from "./manifest.js";
import { parityName } from "./parity.js";
import { type GraphSession, openSession } from "./session.js";

/** A piece as a classifier reads it. */
export interface ClassifierRow {
  readonly features: Float32Array;
  /** For each of the manifest's views the distinct buckets of its n-grams. */
  readonly grams: readonly Uint16Array[];
  /** One of the manifest's languages. */
  readonly language: string;
}

/**
 * A graph with inputs `features` float32 [rows, columns], `language` int64 [rows], the index into the manifest's `languages`, `grams`
 * int64 [n], `view × 65536 + bucket`, and `owners` int64 [n], `row × views + view`; output `score` float32 [rows, votes].
 */
export interface Classifier {
  readonly manifest: ClassifierManifest;
  /** The text of the manifest's `calibration` file. */
  readonly calibration: string;
  /** For each row the score of each vote; a row that is not for this model throws. */
  score(rows: readonly ClassifierRow[], signal: AbortSignal): Promise<Float32Array[]>;
  release(): Promise<void>;
}

const buckets = 1 << 16;
/** So many rows are judged together: more gain nothing, and cancelling waits for them. */
const rowsAtOnce = 64;

/** Small graphs of trees and tables: one thread of the CPU is as fast as any. */
export async function openClassifier(folder: string, manifest: ClassifierManifest): Promise<Classifier> {
  const session = await openSession(path.join(folder, manifest.model), { provider: "cpu", threads: 1 });
  return {
    manifest,
    calibration: await readFile(path.join(folder, manifest.calibration), "utf8"),
    async score(rows, signal) {
      const scores: Float32Array[] = [];
      for (let from = 0; from < rows.length; from += rowsAtOnce) {
        throwIfAborted(signal);
        scores.push(...(await run(session, manifest, rows.slice(from, from + rowsAtOnce))));
      }
      return scores;
    },
    release: () => session.release(),
  };
}

async function run(
  session: GraphSession,
  { id, features: { length: columns }, languages, views, votes }: ClassifierManifest,
  rows: readonly ClassifierRow[],
): Promise<Float32Array[]> {
  const features = new Float32Array(rows.length * columns);
  const language = new BigInt64Array(rows.length);
  const grams: bigint[] = [];
  const owners: bigint[] = [];
  for (const [i, row] of rows.entries()) {
    const index = languages.indexOf(row.language);
    if (index < 0 || row.features.length !== columns || row.grams.length !== views.length)
      throw new CodePatchError("internal", `The model ${id} was given a row that is not for it.`);
    features.set(row.features, i * columns);
    language[i] = BigInt(index);
    for (const [view, found] of row.grams.entries()) {
      for (const bucket of found) {
        grams.push(BigInt(view * buckets + bucket));
        owners.push(BigInt(i * views.length + view));
      }
    }
  }
  const { score } = await session.run(
    {
      features: session.tensor("float32", features, [rows.length, columns]),
      language: session.tensor("int64", language, [rows.length]),
      grams: session.tensor("int64", BigInt64Array.from(grams), [grams.length]),
      owners: session.tensor("int64", BigInt64Array.from(owners), [owners.length]),
    },
    { score: null },
  );
  const data = score?.data as Float32Array;
  return rows.map((_, i) => data.slice(i * votes.length, (i + 1) * votes.length));
}

export interface ClassifierParity {
  readonly largestDifference: number;
  readonly tolerance: number;
  readonly rows: number;
}

/** `parity.json`: `{"tolerance": n, "cases": [{"language": i, "features": […], "grams": [[…], …], "score": […]}]}`, computed by the library that trained it. */
export async function checkClassifierParity(
  folder: string,
  classifier: Classifier,
  signal: AbortSignal,
): Promise<ClassifierParity> {
  const json = objectAt(JSON.parse(await readFile(path.join(folder, parityName), "utf8")), parityName);
  const cases = arrayAt(json.cases, "cases", (value, where) => {
    const entry = objectAt(value, where);
    return {
      language: classifier.manifest.languages[countAt(entry.language, `${where}.language`)] ?? "",
      features: Float32Array.from(arrayAt(entry.features, `${where}.features`, numberAt)),
      grams: arrayAt(entry.grams, `${where}.grams`, (view, at) =>
        Uint16Array.from(arrayAt(view, at, countAt)),
      ),
      score: arrayAt(entry.score, `${where}.score`, numberAt),
    };
  });
  const scores = await classifier.score(cases, signal);
  const differences = cases.flatMap(({ score }, i) =>
    score.map((expected, vote) => Math.abs(expected - (scores[i]?.[vote] ?? Number.NaN))),
  );
  return {
    largestDifference: Math.max(...differences),
    tolerance: numberAt(json.tolerance, "tolerance"),
    rows: cases.length,
  };
}
