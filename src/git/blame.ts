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
  | { readonly kind: "limit" }
  | { readonly kind: "failed"; readonly message: string };

const uncommitted = /^0+$/;

/**
 * For each line of `contents`, the commit that last changed it; renames of the file are followed. `lines` (one-based, inclusive)
 * leaves the rest of the file out, which is what makes a long history bearable.
 */
export async function blameFile(
  root: string,
  path: string,
  contents: string,
  lines: { readonly first: number; readonly last: number } | undefined,
  timeoutMilliseconds: number,
  signal: AbortSignal,
): Promise<Blame> {
  const window = lines === undefined ? [] : ["-L", `${lines.first},${lines.last}`];
  const { stdout, stderr, outcome } = await runGit(
    root,
    ["blame", "--porcelain", "--root", "--no-textconv", "--contents", "-", ...window, "--", path],
    { input: contents, timeoutMilliseconds },
    signal,
  );
  if (outcome === "limit") return { kind: "limit" };
  if (outcome === "failed") {
    return /no such path|not have a commit|no such ref|bad revision|does not have any commits/i.test(stderr)
      ? { kind: "untracked" }
      : { kind: "failed", message: stderr.trim().split("\n")[0] ?? "" };
  }
  return { kind: "lines", lines: parsePorcelain(stdout) };
}

/** git-blame(1), "THE PORCELAIN FORMAT". */
function parsePorcelain(text: string): (BlamedLine | undefined)[] {
  const result: (BlamedLine | undefined)[] = [];
  const paths = new Map<string, string>();
  let current: { sha: string; line: number; at: number } | undefined;
  for (const row of text.split("\n")) {
    if (row.startsWith("\t")) {
      if (current && !uncommitted.test(current.sha)) {
        const { sha, line, at } = current;
        result[at - 1] = { sha, line, path: paths.get(sha) ?? "" };
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
