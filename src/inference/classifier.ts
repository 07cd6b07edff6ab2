import { readFile } from "node:fs/promises";
import path from "node:path";
import { CodePatchError, throwIfAborted } from "../base/errors.js";
import { arrayAt, countAt, numberAt, objectAt } from "./json.js";
import type { ClassifierManifest } from "./manifest.js";
import { parityName } from "./parity.js";
import { type GraphSession, openSession } from "./session.js";

/**
 * A graph over vectors: inputs `features` float32 [rows, columns] and `language` int64 [rows], the index into the
 * manifest's `languages`; output `score` float32 [rows].
 */
export interface Classifier {
  readonly manifest: ClassifierManifest;
  /** The text of the manifest's `calibration` file. */
  readonly calibration: string;
  /** One score a row; a language that the manifest does not name throws. */
  score(
    rows: readonly { readonly features: Float32Array; readonly language: string }[],
    signal: AbortSignal,
  ): Promise<Float32Array>;
}

/** Small graphs of trees: one thread of the CPU is as fast as any. */
export async function openClassifier(folder: string, manifest: ClassifierManifest): Promise<Classifier> {
  const session = await openSession(path.join(folder, manifest.model), { provider: "cpu", threads: 1 });
  const index = new Map(manifest.languages.map((language, i) => [language, i]));
  return {
    manifest,
    calibration: await readFile(path.join(folder, manifest.calibration), "utf8"),
    async score(rows, signal) {
      throwIfAborted(signal);
      if (rows.length === 0) return new Float32Array();
      const columns = manifest.features.length;
      const features = new Float32Array(rows.length * columns);
      const languages = new BigInt64Array(rows.length);
      for (const [i, row] of rows.entries()) {
        const language = index.get(row.language);
        if (language === undefined || row.features.length !== columns)
          throw new CodePatchError(
            "internal",
            `The model ${manifest.id} was given a row that is not for it.`,
          );
        features.set(row.features, i * columns);
        languages[i] = BigInt(language);
      }
      return run(session, features, languages, columns);
    },
  };
}

async function run(
  session: GraphSession,
  features: Float32Array,
  languages: BigInt64Array,
  columns: number,
): Promise<Float32Array> {
  const rows = languages.length;
  const { score } = await session.run(
    {
      features: session.tensor("float32", features, [rows, columns]),
      language: session.tensor("int64", languages, [rows]),
    },
    { score: null },
  );
  return score?.data as Float32Array;
}

export interface ClassifierParity {
  readonly largestDifference: number;
  readonly tolerance: number;
  readonly rows: number;
}

/** `parity.json`: `{"tolerance": n, "cases": [{"language": i, "features": […], "score": s}]}`, computed by the library that trained it. */
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
      score: numberAt(entry.score, `${where}.score`),
    };
  });
  const scores = await classifier.score(cases, signal);
  const differences = cases.map(({ score }, i) => Math.abs(score - (scores[i] ?? Number.NaN)));
  return {
    largestDifference: Math.max(...differences),
    tolerance: numberAt(json.tolerance, "tolerance"),
    rows: cases.length,
  };
}
