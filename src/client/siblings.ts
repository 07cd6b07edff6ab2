import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";

/** A plot that needs more than this is not described within its time anyway. */
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
      const content = await readText(path.join(folder, `${word}.m`));
      if (content === undefined) continue;
      found[word] = content;
      waiting.push(content);
      if (Object.keys(found).length >= mostFiles) return found;
    }
  }
  return found;
}

async function readText(file: string): Promise<string | undefined> {
  try {
    if ((await stat(file)).size > mostBytes) return undefined;
    return await readFile(file, "utf8");
  } catch {
    return undefined;
  }
}
