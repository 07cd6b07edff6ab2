import { gitFailed } from "./complaint.js";
import { unquote } from "./quoting.js";
import { runGit } from "./run.js";

/** Where a line of a file was last changed. Undefined in a `Blame`: not committed yet. */
export interface BlamedLine {
  readonly sha: string;
  /** In that commit: the path then, and the one-based line. */
  readonly path: string;
  readonly line: number;
}

export type Blame =
  | { readonly kind: "lines"; readonly lines: readonly (BlamedLine | undefined)[] }
  | { readonly kind: "untracked" }
  | { readonly kind: "limit" };

const uncommitted = /^0+$/;

/**
 * For each line of `contents`, the commit that last changed it; renames of the file are followed. Always of the whole file: a history
 * is walked for a few lines nearly as long as for all.
 *
 * @throws CodePatchError `git-damaged`, `git-failed` when git cannot read the history of the file.
 */
export async function blameFile(
  root: string,
  path: string,
  contents: string,
  timeoutMilliseconds: number,
  signal: AbortSignal,
): Promise<Blame> {
  const { stdout, stderr, outcome } = await runGit(
    root,
    ["blame", "--porcelain", "--root", "--no-textconv", "--contents", "-", "--", path],
    { input: contents, timeoutMilliseconds },
    signal,
  );
  if (outcome === "limit") return { kind: "limit" };
  if (outcome === "failed" && /no such path|no such ref|does not have any commits/i.test(stderr))
    return { kind: "untracked" };
  // Where git cannot read an older commit it says so, gives its lines to the next one and ends well.
  if (outcome === "failed" || /^(?:error|fatal): /m.test(stderr)) throw gitFailed(root, stderr);
  return { kind: "lines", lines: parsePorcelain(stdout) };
}

/** git-blame(1), "THE PORCELAIN FORMAT". */
function parsePorcelain(text: string): (BlamedLine | undefined)[] {
  const result: (BlamedLine | undefined)[] = [];
  const paths = new Map<string, string>();
  let current: { sha: string; line: number; at: number } | undefined;
  for (const row of text.split("\n")) {
    if (row.startsWith("\t")) {
      if (current) {
        const { sha, line, at } = current;
        result[at - 1] = uncommitted.test(sha) ? undefined : { sha, line, path: paths.get(sha) ?? "" };
      }
      current = undefined;
    } else if (current === undefined) {
      const [, sha = "", line, at] = /^([0-9a-f]{40,64}) (\d+) (\d+)/.exec(row) ?? [];
      if (sha !== "") current = { sha, line: Number(line), at: Number(at) };
    } else if (row.startsWith("filename ")) {
      // Given once for each commit and path; the rows of the commit that follow mean the latest.
      paths.set(current.sha, unquote(row.slice("filename ".length)));
    }
  }
  return result;
}
