import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { writeWhole } from "../../base/wholeFile.js";
import type { Progress } from "../../protocol/messages.js";
import type { OriginFeaturesParams, OriginFeaturesResult } from "../../protocol/origin.js";
import { featureNames, featuresOf } from "../style/features.js";
import { gramsOf } from "../style/grams.js";
import { linesIn, minLines } from "../style/piece.js";
import { readExamples } from "./examples.js";

/**
 * Writes the feature vectors of a data set, gzipped JSON Lines, for models/training/origin.py: the code that judges is the code
 * that training reads. Buckets of n-grams are base64 of
 * little-endian 16-bit numbers. The first line names the features. Rows of unknown languages and short ones are left out.
 */
export async function writeFeatures(
  { dataset, out }: OriginFeaturesParams,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<OriginFeaturesResult> {
  let kept = 0;
  let row = -1;
  const dropped: Record<string, number> = {};
  async function* lines(): AsyncGenerator<string> {
    yield `${JSON.stringify({ features: featureNames })}\n`;
    for await (const { code, language, label, family, rest } of readExamples(dataset, signal)) {
      row++;
      const reason = language === undefined ? "language" : linesIn(code) < minLines ? "too short" : undefined;
      if (language === undefined || reason !== undefined) {
        dropped[reason ?? ""] = (dropped[reason ?? ""] ?? 0) + 1;
        continue;
      }
      if (++kept % 500 === 0) report({ message: "Examples", done: kept, total: kept });
      const values = Array.from(featuresOf(code, language), (value) => Number(value.toPrecision(6)));
      const grams = Object.fromEntries(
        Object.entries(gramsOf(code, language)).map(([view, found]) => [view, encoded(found)]),
      );
      const about = { row, language, label, ...(family === undefined ? {} : { family }), ...rest };
      yield `${JSON.stringify({ ...about, values, grams })}\n`;
    }
  }
  await writeWhole(out, (temporary) =>
    pipeline(lines, createGzip(), createWriteStream(temporary), { signal }),
  );
  return { kept, dropped };
}

const encoded = (numbers: Uint16Array): string => {
  const bytes = Buffer.alloc(numbers.length * 2);
  for (const [i, value] of numbers.entries()) bytes.writeUInt16LE(value, i * 2);
  return bytes.toString("base64");
};
