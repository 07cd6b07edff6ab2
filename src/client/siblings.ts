import { readdir } from "node:fs/promises";
import path from "node:path";
import { readTextIfOrdinary } from "../base/textFile.js";

/** A plot that needs more than this is not described within its time anyway, and a docstring not written. */
const mostFiles = 60;
const mostBytes = 200_000;

/**
 * Texts of the MATLAB files in the folder of `file` whose names stand in `text`, and in one another: the functions and
 * scripts that the file may call. Only read; files that cannot be read are left out.
 */
export async function readSiblings(file: string, text: string): Promise<Record<string, string>> {
  const folder = path.dirname(file);
  const names = new Set(
    (await readdir(folder).catch(() => []))
      .filter((each) => each.endsWith(".m") && each !== path.basename(file))
      .map((each) => each.slice(0, -2)),
  );
  const found: Record<string, string> = {};
  const waiting = [text];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const [word] of next.matchAll(/[A-Za-z]\w*/g)) {
      if (!names.delete(word)) continue;
      const content = await readTextIfOrdinary(path.join(folder, `${word}.m`), mostBytes);
      if (content === undefined) continue;
      found[word] = content;
      waiting.push(content);
      if (Object.keys(found).length >= mostFiles) return found;
    }
  }
  return found;
}

/** They are parsed before the first docstring in a folder is written, which may not take long. */
const mostNeighbourBytes = 300_000;

/**
 * Texts of other files in the folder of `file`, by name: of those that are nearest in the alphabet, as many as are not too much.
 * Only read; files that cannot be read are left out.
 */
export async function readNeighbours(
  file: string,
  isOfLanguage: (name: string) => boolean,
): Promise<Record<string, string>> {
  const folder = path.dirname(file);
  const own = path.basename(file);
  const names = (await readdir(folder).catch(() => []))
    .filter((name) => name === own || isOfLanguage(name))
    .sort();
  const at = names.indexOf(own);
  const nearest = names
    .map((name, i) => ({ name, distance: Math.abs(i - at) }))
    .filter(({ name }) => name !== own)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, mostFiles);
  const found: Record<string, string> = {};
  let left = mostNeighbourBytes;
  for (const { name } of nearest) {
    const text = await readTextIfOrdinary(path.join(folder, name), mostBytes);
    if (text === undefined || text.length > left) continue;
    found[name] = text;
    left -= text.length;
  }
  return found;
}
