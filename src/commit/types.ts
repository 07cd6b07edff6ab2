import type { FileDiff } from "../git/diff.js";
import type { ChangeKind, DependencyChange, FileRole } from "../protocol/commit.js";
import type { NotebookChange } from "./notebooks.js";
import type { SymbolFacts } from "./symbols.js";
import type { TestCase } from "./tests.js";

/** Both texts of a file; absent where there was no file, and where its text is not known: a binary file, one that is too large. */
export interface SideTexts {
  readonly before?: string;
  readonly after?: string;
}

/** A file that changed. */
export interface FileChange {
  readonly diff: FileDiff;
  /**
   * Reads the texts, each time anew and only while the source of the change is open: those of all files together can be many
   * times the diff. Absent where they are not known.
   */
  sides?(): Promise<SideTexts>;
  /** Only its name was read: the diff was too long, or the file too large. */
  readonly isCut?: true;
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
  readonly merge?: MergeFacts;
  /** The diff was longer than what is read of one; the files beyond are `isCut`. */
  readonly isCut: boolean;
}

/** What a merge is beyond its difference from the first parent. */
export interface MergeFacts {
  /** That it brings, itself left out. */
  readonly commits: number;
  /** Files that it leaves otherwise than git would have merged them; absent where that is not known. */
  readonly resolved?: readonly string[];
}

/**
 * What the change of a file comes to. `formatting`, `comments`: both sides parse to the same code. `style`: quotes, trailing
 * commas and semicolons alone. `whitespace`: lines that differ in white space alone, in a file that is not parsed. `unknown`: not parsed.
 */
export type FileEffect =
  | "code"
  | "comments"
  | "formatting"
  | "style"
  | "whitespace"
  | "moved"
  | "mode"
  | "unknown";

/** What can be known of a changed file without running it. */
export interface FileFacts {
  readonly change: FileChange;
  readonly path: string;
  readonly role: FileRole;
  /** Why its content is not read, in words for people. */
  readonly setAside?: string;
  readonly added: number;
  readonly removed: number;
  readonly effect: FileEffect;
  readonly symbols: readonly SymbolFacts[];
  /** Functions and classes whose lines changed, by the diff alone, where the file could not be parsed on both sides. */
  readonly touched: readonly TouchedSymbol[];
  readonly testsAdded: readonly TestCase[];
  readonly testsRemoved: readonly TestCase[];
  readonly dependencies: readonly DependencyChange[];
  /** The project's own version. */
  readonly version?: { readonly from: string; readonly to: string };
  /** Of a notebook whose both sides were read. */
  readonly notebook?: NotebookChange;
  /** Headings and entries added to a document, as written. */
  readonly prose: readonly string[];
}

export interface TouchedSymbol {
  readonly name: string;
  readonly change: "added" | "removed" | "body";
}

export interface ChangeFacts {
  readonly change: Change;
  readonly files: readonly FileFacts[];
  readonly notes: readonly string[];
}

export interface KindOfChange {
  readonly kind: ChangeKind;
  /** One sentence each. */
  readonly evidence: readonly string[];
}
