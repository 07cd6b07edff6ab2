import { parseArgs } from "node:util";
import { applyFileDiff } from "../src/git/apply.js";
import { type BlobReader, openBlobs } from "../src/git/blobs.js";
import { type FileDiff, parseDiff, printDiff } from "../src/git/diff.js";
import { openRepository } from "../src/git/repository.js";

interface Counts {
  commits: number;
  files: number;
  /** Diffs that are printed otherwise than they were read. */
  printedOtherwise: number;
  /** Files whose old side with the diff applied is git's own new side; and those where it is not. */
  applied: number;
  appliedOtherwise: number;
  /** Binary files, submodules, changes of mode or name alone. */
  withoutText: number;
  /** A side that this copy of the repository lacks, or a combined diff. */
  withoutSides: number;
}

/**
 * Of the newest `limit` commits of each repository, merges against their first parent: the diff is parsed and printed, which must give
 * the same text, and applied to git's old file, which must give git's new file. Prints one JSON line a repository and one of all; names
 * what fails on standard error.
 */
async function roundtrip(repositories: readonly string[], limit: number): Promise<void> {
  const all = none();
  const { signal } = new AbortController();
  for (const root of repositories) {
    const counts = none();
    const blobs = openBlobs(root);
    const options = {
      range: "HEAD",
      merges: true,
      maxDiffBytes: 50_000_000,
      maxCount: limit,
      fullIndex: true,
    };
    for await (const { sha, diff, isDiffCut } of openRepository(root).commits(options, signal)) {
      if (isDiffCut) continue;
      counts.commits++;
      const parsed = parseDiff(diff);
      if (printDiff(parsed) !== diff) {
        counts.printedOtherwise++;
        console.error(`printed otherwise: ${root} ${sha}`);
      }
      for (const file of parsed.files) {
        const outcome = await outcomeOf(file, blobs);
        counts.files++;
        counts[outcome]++;
        if (outcome === "appliedOtherwise") console.error(`applied otherwise: ${root} ${sha} ${file.path}`);
      }
    }
    blobs.close();
    console.log(JSON.stringify({ repository: root, ...counts }));
    for (const key of Object.keys(all) as (keyof Counts)[]) all[key] += counts[key];
  }
  console.log(JSON.stringify({ repository: "all", ...all }));
}

const none = (): Counts => ({
  commits: 0,
  files: 0,
  printedOtherwise: 0,
  applied: 0,
  appliedOtherwise: 0,
  withoutText: 0,
  withoutSides: 0,
});

async function outcomeOf(
  file: FileDiff,
  blobs: BlobReader,
): Promise<"applied" | "appliedOtherwise" | "withoutText" | "withoutSides"> {
  if (file.isBinary || file.isSubmodule || file.hunks.length === 0) return "withoutText";
  const index = file.header.find((line) => line.startsWith("index ")) ?? "";
  const [, old, now] = /^index ([0-9a-f]{40})\.\.([0-9a-f]{40})/.exec(index) ?? [];
  const before = await sideOf(old, blobs);
  const after = await sideOf(now, blobs);
  if (before === undefined || after === undefined) return "withoutSides";
  try {
    return applyFileDiff(before, file) === after ? "applied" : "appliedOtherwise";
  } catch {
    return "appliedOtherwise";
  }
}

async function sideOf(id: string | undefined, blobs: BlobReader): Promise<string | undefined> {
  if (id === undefined) return undefined;
  return /^0+$/.test(id) ? "" : (await blobs.read(id))?.toString("utf8");
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { limit: { type: "string", default: "2500" } },
});
await roundtrip(positionals, Number(values.limit));
