import type { EvaluateResult, MetricValue, Progress } from "./messages.js";

/** The wire types of commit narration: what changed, in words and as facts. `messages.ts` extends its table with `CommitMethods`. */
export interface CommitMethods {
  "engine/narrate": { params: NarrateParams; result: NarrateResult; partial: NarrateProgress };
  "engine/commitMessage": { params: CommitMessageParams; result: CommitMessageResult; partial: never };
  "engine/evaluateCommits": { params: EvaluateCommitsParams; result: EvaluateResult; partial: Progress };
  "engine/evaluateKinds": { params: EvaluateKindsParams; result: EvaluateKindsResult; partial: never };
}

/**
 * What is to be explained. Revisions are in git's own notation; `paths` are files and folders relative to the top of the
 * repository, all of it when left out.
 */
export type ChangeSource =
  /** One commit, against its first parent. */
  | { readonly kind: "commit"; readonly revision: string }
  /** Each commit of `A..B`, newest first. */
  | { readonly kind: "range"; readonly range: string }
  /** What `git commit` would take now. */
  | { readonly kind: "staged"; readonly paths?: readonly string[] }
  /** What the work tree has beyond the index, new files that git does not ignore included. */
  | { readonly kind: "worktree"; readonly paths?: readonly string[] }
  /** Staged or not: what the work tree has beyond the last commit, new files included. */
  | { readonly kind: "uncommitted"; readonly paths?: readonly string[] }
  /** What the branch has and its upstream has not, as one change. */
  | { readonly kind: "unpushed" }
  /** What a branch has and its base has not, as one change; the current branch and the repository's main one when left out. */
  | { readonly kind: "branch"; readonly branch?: string; readonly base?: string }
  /** `stash@{index}`. */
  | { readonly kind: "stash"; readonly index: number }
  /** What a merge changed by itself: how it was resolved, against what git would have made of it. */
  | { readonly kind: "merge"; readonly revision: string }
  /** The text of a diff, in pieces of whole files; only what it shows is known. `beyond`: files that it was too long to hold. */
  | { readonly kind: "diff"; readonly texts: readonly string[]; readonly beyond?: readonly string[] };

export interface NarrateParams {
  /** A folder in the repository; "" for a diff that comes from nowhere. */
  readonly root: string;
  readonly source: ChangeSource;
  /** Asks the chosen instruction model what each change may be for. */
  readonly intent?: boolean;
}

export interface NarrateResult {
  /** One for each commit; one for a diff, the staged changes and the work tree. */
  readonly commits: readonly Narration[];
}

/** Sent while narrating: a change with its first sentence, then its text as it grows; of a range each change when it is done. */
export interface NarrateProgress {
  readonly message: string;
  readonly done: number;
  /** Undefined while it is not known how many there are. */
  readonly total?: number;
  readonly narration?: Narration;
  /** `everyone` of the change at work, so far. The facts are not sent again with each sentence: of a large change they are megabytes. */
  readonly everyone?: string;
  /** `estimate` of the change at work, so far. */
  readonly estimate?: string;
}

export const changeKinds = [
  "feature",
  "repair",
  "refactoring",
  "performance",
  "documentation",
  "test",
  "build",
  "dependency",
  "formatting",
  "revert",
  "security",
  "housekeeping",
] as const;
/** What a change is for. `merge` and `empty` are known; the others are estimated from `evidence`. */
export type ChangeKind = (typeof changeKinds)[number] | "merge" | "empty";

/** Where a report puts a change. */
export type ChangeClass = "new" | "repaired" | "improved" | "housekeeping";

export interface Narration {
  /** `null` for what is no commit. */
  readonly sha: string | null;
  /** Of the commit, as its author wrote it; "" for what is no commit. */
  readonly subject: string;
  /** ISO 8601; absent for what is no commit. */
  readonly date?: string;
  readonly parents: readonly string[];
  readonly kind: ChangeKind;
  /** `known` from the files or the author's mark, `estimated`, or `unknown`: `kind` is then only the likeliest. */
  readonly certainty: "known" | "estimated" | "unknown";
  readonly class: ChangeClass;
  /** Two to five plain sentences for who does not read code: no identifiers, or explained ones. Plain text, one paragraph a line. */
  readonly everyone: string;
  /** Precise, in Markdown, names in code font. */
  readonly developer: string;
  /** What it may be for, by a model, and said to be: plain text, one paragraph. Present when it was asked for. */
  readonly estimate?: string;
  readonly files: readonly NarratedFile[];
  readonly symbols: readonly NarratedSymbol[];
  /** Paths of files whose content was not read; why is in `files`. */
  readonly setAside: readonly string[];
  /** Why it counts as `kind`: one sentence each. */
  readonly evidence: readonly string[];
  readonly dependencies: readonly DependencyChange[];
  /** Top folders or packages, most changed first; in words for people. */
  readonly areas: readonly string[];
  readonly size: ChangeSize;
  /** For people, one sentence each: the diff was too long, a file had conflict markers, … */
  readonly notes: readonly string[];
}

export type FileRole =
  | "source"
  | "test"
  | "documentation"
  | "configuration"
  | "dependencies"
  | "migration"
  | "build"
  | "data"
  | "other";

export interface NarratedFile {
  readonly path: string;
  readonly oldPath?: string;
  readonly status: "added" | "deleted" | "modified" | "renamed" | "copied";
  readonly read: boolean;
  /** Why it was not read: "lock file", "generated", "binary", … */
  readonly reason?: string;
  readonly role: FileRole;
  /** Lines. */
  readonly added: number;
  readonly removed: number;
}

export type SymbolKind = "function" | "method" | "class" | "module";
export type SymbolChange =
  | "added"
  | "removed"
  | "renamed"
  | "moved"
  | "signature"
  | "body"
  | "documentation"
  | "formatting";

export interface NarratedSymbol {
  /** Qualified: `Gauge.mean`. */
  readonly name: string;
  readonly kind: SymbolKind;
  readonly change: SymbolChange;
  readonly path: string;
  /** Of what was renamed or moved. */
  readonly oldName?: string;
  readonly oldPath?: string;
  readonly isPublic: boolean;
  readonly isTest: boolean;
  /** What changed in the signature, in words: "takes `window`", … */
  readonly details: readonly string[];
}

export interface DependencyChange {
  readonly name: string;
  /** Path of the manifest that declares it. */
  readonly manifest: string;
  readonly change: "added" | "removed" | "changed";
  /** As written there: `^1.2`, `>=2,<3`. */
  readonly from?: string;
  readonly to?: string;
}

export interface ChangeSize {
  readonly files: number;
  /** Lines of the files that were read. */
  readonly added: number;
  readonly removed: number;
  readonly testsAdded: number;
  readonly testsRemoved: number;
}

export interface EvaluateCommitsParams {
  /** Path of the JSONL data set (optionally .gz). */
  readonly dataset: string;
  /** At most so many examples, drawn from all of the data set; the same ones each time. */
  readonly limit?: number;
}

/** `dataset`: as `codepatch dataset kind` writes it. */
export type EvaluateKindsParams = EvaluateCommitsParams;

/** Kinds as they are compared: `upkeep` is one of build, dependency and housekeeping. */
export interface EvaluateKindsResult extends EvaluateResult {
  /** How many commits, by the kind that the author declares, then by the kind that is said. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Of the model's estimates, by tenths of its probability, from `from` on: how many, the probability that it gives on average, and how many are right. */
  readonly calibration: readonly {
    readonly from: number;
    readonly n: number;
    readonly said: number;
    readonly right: MetricValue;
  }[];
}

export interface CommitMessageParams {
  readonly root: string;
  readonly source: Exclude<ChangeSource, { readonly kind: "range" }>;
}

export interface CommitMessageResult {
  /** Subject, an empty line and the body; only the subject where the repository's habit is one line. */
  readonly message: string;
  readonly subject: string;
  readonly body: string;
  /** What was found in the last subjects, for people: "Conventional Commits", "Past tense", … */
  readonly habit: readonly string[];
}
