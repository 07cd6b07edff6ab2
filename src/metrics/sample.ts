import { CodePatchError } from "../base/errors.js";
import { readJsonLines } from "../base/jsonLines.js";
import { seededRandom } from "../base/random.js";

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
  for await (const example of readJsonLines(dataset, fields, read)) {
    seen++;
    const place = seen <= limit ? examples.length : Math.floor(random() * seen);
    if (place < limit) examples[place] = example;
  }
  if (examples.length > 0) return examples;
  throw new CodePatchError(
    "file-unreadable",
    `${dataset} holds no example; give a data set with at least one.`,
  );
}
