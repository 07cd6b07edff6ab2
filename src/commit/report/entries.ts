import { throwIfAborted } from "../../base/errors.js";
import { isTestPath } from "../../base/fileKinds.js";
import type { Commit } from "../../git/commits.js";
import { gitLines } from "../../git/output.js";
import { openRepository } from "../../git/repository.js";
import { shallowBoundary } from "../../git/state.js";
import type { WebAddress } from "../../git/webAddress.js";
import type { Narration } from "../../protocol/commit.js";
import type { ReportItem } from "../../protocol/report.js";
import { isSourcePath } from "../fileRoles.js";
import { type CollectedCommit, collect } from "./collect.js";
import type { RiskFacts } from "./risks.js";
import { inTitle } from "./words.js";

export const reportLimits = {
  /** Bytes of one commit's diff. */
  diffBytes: 2_000_000,
  /** Up to so many commits, the code of all is compared before and after; of more, only of those that are shown with a text. */
  allInFull: 200,
} as const;

/** What a report takes from the explanation of a commit. */
export type Explanation = Pick<Narration, "kind" | "class" | "everyone" | "files" | "dependencies" | "size">;

export interface Explainer {
  /** By the changed lines alone: a few milliseconds. */
  byLines(commit: Commit, signal: AbortSignal): Promise<Explanation>;
  /** By the code before and after: a tenth of a second or more. `undefined` when it cannot be read again. */
  inFull(sha: string, signal: AbortSignal): Promise<Explanation | undefined>;
}

/** Which commits: a range, and moments in ISO 8601. */
export interface Span {
  readonly range: string;
  readonly since?: string;
  readonly until?: string;
}

/** A commit, explained: small enough that thousands fit into memory. */
export interface Entry {
  readonly commit: CollectedCommit;
  readonly item: ReportItem;
  readonly facts: Omit<RiskFacts, "item">;
  readonly inFull: boolean;
}

export interface History {
  readonly commits: number;
  readonly merges: number;
  /** The first-parent history: what came in by a merge is not in it. */
  readonly mainLine: ReadonlySet<string>;
}

/** How many commits there are to read, before any of them is. */
export async function countHistory(root: string, span: Span, signal: AbortSignal): Promise<History> {
  const list = (...flags: string[]): Promise<string[]> =>
    gitLines(root, ["rev-list", ...flags, ...bounds(span), "--end-of-options", span.range, "--"], signal);
  const all = await list("--parents");
  const merges = all.filter((line) => line.split(" ").length > 2).length;
  return { commits: all.length - merges, merges, mainLine: new Set(await list("--first-parent")) };
}

const bounds = ({ since, until }: Span): string[] => [
  ...(since === undefined ? [] : [`--since=${since}`]),
  ...(until === undefined ? [] : [`--until=${until}`]),
];

/**
 * Newest first; merges are left out, since their commits are there themselves, and where a shallow clone begins, since what that
 * commit changed is not known. One diff is in memory at a time.
 */
export async function readEntries(
  root: string,
  span: Span,
  { commits: total, mainLine }: History,
  address: WebAddress | undefined,
  explainer: Explainer,
  progress: (message: string, done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  const beginnings = await shallowBoundary(root, signal);
  const options = { ...span, merges: false, maxDiffBytes: reportLimits.diffBytes, fullIndex: true };
  for await (const commit of openRepository(root).commits(options, signal)) {
    throwIfAborted(signal);
    if (beginnings.has(commit.sha)) continue;
    // A report that leaves something out without a word would mislead.
    if (commit.unread) throw commit.unread;
    const explanation = await explainer.byLines(commit, signal);
    entries.push(entryOf(collect(commit, mainLine), explanation, false, address));
    progress("Reading changes", entries.length, total);
  }
  return entries;
}

/** Reads `wanted` in full; the others stay as they are. */
export async function completeEntries(
  entries: readonly Entry[],
  wanted: ReadonlySet<string>,
  address: WebAddress | undefined,
  explainer: Explainer,
  progress: (message: string, done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Entry[]> {
  const completed: Entry[] = [];
  let done = 0;
  for (const entry of entries) {
    throwIfAborted(signal);
    const { sha } = entry.commit;
    const explanation = wanted.has(sha) ? await explainer.inFull(sha, signal) : undefined;
    completed.push(explanation ? entryOf(entry.commit, explanation, true, address) : entry);
    if (wanted.has(sha)) progress("Comparing code", ++done, wanted.size);
  }
  return completed;
}

function entryOf(
  commit: CollectedCommit,
  { kind, class: group, everyone, files, dependencies, size }: Explanation,
  inFull: boolean,
  address: WebAddress | undefined,
): Entry {
  const { sha, date, subject, added, removed } = commit;
  const text = everyone.trim();
  const item: ReportItem = {
    sha,
    date,
    class: group,
    kind,
    title: inTitle(subject),
    ...(text === "" ? {} : { text }),
    ...(address === undefined ? {} : { link: address.commit(sha) }),
    files: commit.files.length,
    added,
    removed,
  };
  const sources = commit.files.filter(
    ({ path, setAside }) => isSourcePath(path) && !isTestPath(path) && !setAside,
  );
  const facts = {
    isReviewed: commit.isReviewed,
    sourceLines: sources.reduce((sum, file) => sum + file.added + file.removed, 0),
    touchesTests: commit.files.some(({ path }) => isTestPath(path)),
    testsAdded: size.testsAdded,
    testsRemoved: size.testsRemoved,
    deletedTestFiles: commit.files.filter(
      ({ path, status }) => status === "deleted" && isTestPath(path) && isSourcePath(path),
    ).length,
    touchesMigration: files.some(({ role }) => role === "migration"),
    dependencies,
  };
  return { commit, item, facts, inFull };
}
