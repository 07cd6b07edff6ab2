import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { CodePatchError, messageOf } from "./errors.js";

/**
 * What `read` makes of each line of a JSON Lines file that is not blank; the file is gzipped where its name ends in `.gz`. `fields` says what a
 * line should be.
 *
 * @throws CodePatchError `file-unreadable`, naming the line, when the file cannot be read, a line is no JSON, or `read` throws.
 */
export async function* readJsonLines<T>(
  file: string,
  fields: string,
  read: (line: unknown) => T | Promise<T>,
): AsyncGenerator<T> {
  let number = 0;
  const bytes = createReadStream(file);
  const input = file.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes;
  // A stream's error does not reach readline by itself.
  bytes.on("error", (error) => input.destroy(error));
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (line.trim() !== "") yield await read(JSON.parse(line));
    }
  } catch (cause) {
    const where = number === 0 ? "" : ` at line ${number}`;
    throw new CodePatchError(
      "file-unreadable",
      `${file} cannot be read${where} (${messageOf(cause)}); give a JSON Lines file of ${fields}.`,
      { cause },
    );
  } finally {
    bytes.destroy();
  }
}
