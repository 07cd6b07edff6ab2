/** The wire types of what a repository holds, for lists. `messages.ts` extends its table with `HistoryMethods`. */
export interface HistoryMethods {
  "engine/repository": { params: { readonly folder: string }; result: RepositorySummary; partial: never };
  "engine/history": { params: HistoryParams; result: HistoryResult; partial: never };
}

export interface RepositorySummary {
  /** The top of the work tree; of a bare repository, its folder. */
  readonly root: string;
  readonly name: string;
  readonly hasCommits: boolean;
  /** Absent where the head is detached. */
  readonly branch?: string;
  /** What branches of this repository start from; absent where that is not known. */
  readonly base?: string;
  /** For people, one sentence each: a rebase is under way, history ends early, … */
  readonly notes: readonly string[];
}

export interface HistoryParams {
  readonly root: string;
  /** `unpushed`: what no remote has. `branch`: what the branch has and its base has not. */
  readonly list: "recent" | "unpushed" | "branch" | "stash";
  readonly skip: number;
  readonly limit: number;
}

export interface HistoryEntry {
  readonly sha: string;
  readonly subject: string;
  /** ISO 8601. */
  readonly date: string;
  readonly isMerge: boolean;
  /** Page of the commit. */
  readonly link?: string;
  /** Of a stash: its place in the list. */
  readonly stash?: number;
}

export interface HistoryResult {
  readonly entries: readonly HistoryEntry[];
  readonly hasMore: boolean;
}
