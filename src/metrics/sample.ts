import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { CodePatchError, messageOf } from "../base/errors.js";
import { seededRandom } from "./statistics.js";

/**
 * Reads a JSON Lines data set, gzipped when its name ends in `.gz`. With a limit, a sample drawn from all of it, the same
 * each time (reservoir sampling, Vitter 1985, algorithm R): the lines of one repository lie together.
 *
 * Throws `file-unreadable`, naming the line when `read` throws for it. `fields`: what a line should be, for that message.
 */
export async function readSample<T>(
  dataset: string,
  fields: string,
  read: (line: unknown) => T,
  limit = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  const examples: T[] = [];
  const random = seededRandom(20261122);
  let seen = 0;
  let lineNumber = 0;
  try {
    const bytes = createReadStream(dataset);
    const content = dataset.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes;
    bytes.on("error", (error) => content.destroy(error));
    for await (const line of createInterface({ input: content, crlfDelay: Number.POSITIVE_INFINITY })) {
      lineNumber++;
      if (line.trim() === "") continue;
      seen++;
      const place = seen <= limit ? examples.length : Math.floor(random() * seen);
      if (place < limit) examples[place] = read(JSON.parse(line));
    }
  } catch (cause) {
    const where = lineNumber === 0 ? "" : ` at line ${lineNumber}`;
    throw new CodePatchError(
      "file-unreadable",
      `${dataset} cannot be read${where} (${messageOf(cause)}); give a JSON Lines file of ${fields}.`,
      { cause },
    );
  }
  if (examples.length > 0) return examples;
  throw new CodePatchError(
    "file-unreadable",
    `${dataset} holds no example; give a data set with at least one.`,
  );
}
