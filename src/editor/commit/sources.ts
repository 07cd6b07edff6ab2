import type { ChangeSource } from "../../protocol/commit.js";

/** For people: `Commit 1a2b3c4`, `Staged changes of 2 files`. */
export function titleOfSource(source: ChangeSource): string {
  switch (source.kind) {
    case "commit":
      return `Commit ${shortRevision(source.revision)}`;
    case "merge":
      return `How merge ${shortRevision(source.revision)} was resolved`;
    case "range":
      return `Commits ${source.range}`;
    case "staged":
      return `Staged changes${ofPaths(source.paths)}`;
    case "worktree":
      return `Changes not staged${ofPaths(source.paths)}`;
    case "uncommitted":
      return `Changes not committed${ofPaths(source.paths)}`;
    case "unpushed":
      return "Changes not pushed";
    case "branch":
      return `Branch ${source.branch ?? "that is checked out"}`;
    case "stash":
      return `Stash ${source.index}`;
    case "diff":
      return "A diff";
  }
}

export const shortRevision = (revision: string): string =>
  /^[0-9a-f]{40,64}$/.test(revision) ? revision.slice(0, 7) : revision;

const ofPaths = (paths: readonly string[] | undefined): string => {
  const [first, ...more] = paths ?? [];
  if (first === undefined) return "";
  return more.length === 0 ? ` of ${first}` : ` of ${more.length + 1} files`;
};
