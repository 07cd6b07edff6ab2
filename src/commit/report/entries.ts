import { throwIfAborted } from "../../base/errors.js";
import { isTestPath } from "../../base/fileKinds.js";
import type { Commit } from "../../git/commits.js";
import { gitLines } from "../../git/output.js";
import { openRepository } from "../../git/repository.js";
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
  /** Commits whose code is compared before and after: the newest ones. */
  readInFull: 1_000,
} as const;

/** What a report takes from the explanation of a commit. */
export type Explanation = Pick<Narration, "kind" | "class" | "everyone" | "files" | "dependencies" | "size">;

/** `inFull`: compare the code before and after; else go by the hunks. */
export type Explain = (commit: Commit, inFull: boolean, signal: AbortSignal) => Promise<Explanation>;

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

/** Newest first; merges are left out, since their commits are there themselves. One diff is in memory at a time. */
export async function readEntries(
  root: string,
  span: Span,
  { commits: total, mainLine }: History,
  address: WebAddress | undefined,
  explain: Explain,
  progress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  const options = { ...span, merges: false, maxDiffBytes: reportLimits.diffBytes, fullIndex: true };
  for await (const commit of openRepository(root).commits(options, signal)) {
    throwIfAborted(signal);
    const inFull = entries.length < reportLimits.readInFull;
    const explanation = await explain(commit, inFull, signal);
    entries.push(entryOf(collect(commit, mainLine), explanation, inFull, address));
    progress(entries.length, total);
  }
  return entries;
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
