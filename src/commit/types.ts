import type { FileDiff } from "../git/diff.js";
import type { ChangeKind, DependencyChange, FileRole, NarratedSymbol } from "../protocol/commit.js";

/** A file with both sides of its change. */
export interface FileChange {
  readonly diff: FileDiff;
  /** Absent where there was no file, and where its text is not known: a bare diff, a binary file, one that is too large. */
  readonly before?: string;
  /** Likewise. */
  readonly after?: string;
}

/** What is narrated: a commit, the staged changes, a diff from elsewhere. */
export interface Change {
  /** `null` for what is no commit. */
  readonly sha: string | null;
  readonly parents: readonly string[];
  /** ISO 8601; absent for what is no commit. */
  readonly date?: string;
  /** What the author wrote; "" where nobody wrote anything. */
  readonly subject: string;
  readonly body: string;
  readonly files: readonly FileChange[];
  /** The diff was longer than what is read of one; the files that were cut off are not in `files`. */
  readonly isCut: boolean;
}

/** What can be known of a changed file without running it. */
export interface FileFacts {
  readonly change: FileChange;
  readonly path: string;
  readonly role: FileRole;
  /** Why its content is not read, in words for people. */
  readonly setAside?: string;
  readonly added: number;
  readonly removed: number;
  /** `same-code`: both sides parse to the same tree once comments and white space are left out. `unknown`: not parsed, or one side is missing. */
  readonly effect: "code" | "comments" | "formatting" | "unknown" | "moved-only";
  readonly symbols: readonly NarratedSymbol[];
  readonly exceptions: { readonly added: readonly string[]; readonly removed: readonly string[] };
  readonly dependencies: readonly DependencyChange[];
}

export interface ChangeFacts {
  readonly change: Change;
  readonly files: readonly FileFacts[];
  readonly kind: ChangeKind;
  /** One sentence each. */
  readonly evidence: readonly string[];
}
