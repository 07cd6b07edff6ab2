import { lstat, readFile, readlink } from "node:fs/promises";
import path from "node:path";
import { throwIfAborted } from "../base/errors.js";
import type { FileDiff } from "../git/diff.js";
import { pathspecs } from "../git/diffBetween.js";
import { gitText } from "../git/output.js";
import type { FileChange } from "./types.js";

const untrackedLimits = { files: 2_000, fileBytes: 1_000_000 } as const;

/** A file of which nothing but its name and fate is known; the letter is git's. */
export const namedOnly = (name: string, letter: string): FileDiff => ({
  status: letter === "A" ? "added" : letter === "D" ? "deleted" : "modified",
  path: name,
  isBinary: false,
  isSubmodule: false,
  parents: 1,
  header: [],
  hunks: [],
});

/** Files that git neither knows nor ignores, as if they were added. */
export async function readUntracked(
  root: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<FileChange[]> {
  const folder = await gitText(root, ["rev-parse", "--show-toplevel"], signal);
  const args = ["ls-files", "--others", "--exclude-standard", "-z", "--", ...pathspecs(paths)];
  const listing = await gitText(folder, args, signal);
  const names = listing.split("\0").filter((name) => name !== "" && !name.endsWith("/"));
  const found: FileChange[] = [];
  for (const [i, name] of names.entries()) {
    throwIfAborted(signal);
    found.push(
      i < untrackedLimits.files
        ? await readUntrackedFile(folder, name)
        : { diff: namedOnly(name, "A"), isCut: true },
    );
  }
  return found;
}

async function readUntrackedFile(folder: string, name: string): Promise<FileChange> {
  const file = path.join(folder, name);
  const only = namedOnly(name, "A");
  try {
    const facts = await lstat(file);
    if (facts.size > untrackedLimits.fileBytes) return { diff: only, isCut: true };
    const content = facts.isSymbolicLink() ? Buffer.from(await readlink(file)) : await readFile(file);
    if (content.subarray(0, 8_000).includes(0)) return { diff: { ...only, isBinary: true } };
    const text = content.toString("utf8");
    return {
      diff: { ...only, hunks: text === "" ? [] : [wholeFile(text)] },
      sides: async () => ({ after: text }),
    };
  } catch {
    // Gone or locked since git listed it.
    return { diff: only, isCut: true };
  }
}

function wholeFile(text: string): FileDiff["hunks"][number] {
  const lines = text.replace(/\n$/, "").split("\n");
  const range = { start: 1, count: lines.length };
  return {
    header: `@@ -0,0 +1,${lines.length} @@`,
    old: [{ start: 0, count: 0 }],
    new: range,
    section: "",
    lines: lines.map((line) => `+${line}`),
    trailing: [],
  };
}
