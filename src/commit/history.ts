import path from "node:path";
import { listCommits } from "../git/log.js";
import { listStashes, webAddressOf } from "../git/refs.js";
import { baseBranch, type RepositoryState, repositoryState } from "../git/state.js";
import type { HistoryParams, HistoryResult, RepositorySummary } from "../protocol/history.js";

/** What a list of a repository's changes begins with. Throws for a folder in no repository. */
export async function summarizeRepository(folder: string, signal: AbortSignal): Promise<RepositorySummary> {
  const state = await repositoryState(folder, signal);
  const base = await baseBranch(state.root, signal);
  return {
    root: state.root,
    name: path.basename(state.root).replace(/\.git$/, ""),
    hasCommits: state.head !== undefined,
    ...(state.branch === undefined ? {} : { branch: state.branch }),
    ...(base === undefined || base === state.branch ? {} : { base }),
    notes: notesOf(state),
  };
}

const notesOf = ({ head, branch, operation, isShallow }: RepositoryState): string[] => [
  ...(head === undefined ? ["There are no commits yet."] : []),
  ...(operation === undefined ? [] : [`A ${operation} is under way.`]),
  ...(branch === undefined && head !== undefined && operation === undefined
    ? ["No branch is checked out (the head is detached)."]
    : []),
  ...(isShallow ? ["Only a part of the history is here (a shallow clone)."] : []),
];

/** One page of a list, newest first. */
export async function readHistory(
  { root, list, skip, limit }: HistoryParams,
  signal: AbortSignal,
): Promise<HistoryResult> {
  const { head } = await repositoryState(root, signal);
  if (head === undefined) return { entries: [], hasMore: false };
  if (list === "stash") {
    const all = await listStashes(root, signal);
    const entries = all.slice(skip, skip + limit).map(({ sha, date, message, index }) => ({
      sha,
      date,
      subject: message,
      isMerge: false,
      stash: index,
    }));
    return { entries, hasMore: all.length > skip + limit };
  }
  const range = await rangeOf(root, list, signal);
  if (range === undefined) return { entries: [], hasMore: false };
  const address = await webAddressOf(root, signal);
  // One more than asked for tells whether there are more.
  const found = await listCommits(root, range, skip, limit + 1, signal);
  const entries = found.slice(0, limit).map(({ sha, date, subject, parents }) => ({
    sha,
    date,
    subject,
    isMerge: parents.length > 1,
    ...(address === undefined ? {} : { link: address.commit(sha) }),
  }));
  return { entries, hasMore: found.length > limit };
}

async function rangeOf(
  root: string,
  list: "recent" | "unpushed" | "branch",
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  if (list === "recent") return ["HEAD"];
  if (list === "unpushed") return ["HEAD", "--not", "--remotes"];
  const base = await baseBranch(root, signal);
  return base === undefined ? undefined : [`${base}..HEAD`];
}
