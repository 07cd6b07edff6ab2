import { readFile, stat } from "node:fs/promises";

/**
 * The text of a file that nobody named and that may help: undefined where it is missing, unreadable, larger than `mostBytes`, or no ordinary
 * file. A pipe, or a link to a device that a repository brings along, would be read without end.
 */
export async function readTextIfOrdinary(file: string, mostBytes: number): Promise<string | undefined> {
  try {
    const info = await stat(file);
    return info.isFile() && info.size <= mostBytes ? await readFile(file, "utf8") : undefined;
  } catch {
    return undefined;
  }
}
