import type { LanguageId } from "../syntax/types.js";
import type { EvaluateResult, MetricValue, Progress } from "./messages.js";

export interface SearchMethods {
  "engine/index": { params: IndexParams; result: IndexResult; partial: IndexProgress };
  "engine/search": { params: SearchParams; result: SearchResult; partial: Progress };
  "engine/notebook": { params: NotebookParams; result: NotebookResult; partial: never };
  "engine/papers": { params: PapersParams; result: PapersResult; partial: never };
  "engine/evaluateSearch": { params: EvaluateSearchParams; result: EvaluateSearchResult; partial: Progress };
}

export const searchKinds = ["function", "class", "cell", "file"] as const;
/** `cell`: code of a notebook. */
export type SearchKind = (typeof searchKinds)[number];

/** A folder and where its index lies: where no database is named, in the engine's storage. */
export interface IndexPlace {
  /** Absolute. */
  readonly root: string;
  readonly database?: DatabaseIndex;
}

/** An index in a PostgreSQL database that a group shares. */
export interface DatabaseIndex {
  /** `postgres://user@host:port/database`. May hold a password: never to be logged or shown. */
  readonly url: string;
  /** Of the index; one database holds several. */
  readonly name: string;
}

/** Brings the index of a folder up to date with its files. */
export interface IndexParams extends IndexPlace {
  /** Milliseconds to rest between files, so that the machine stays usable; 0 for none. */
  readonly pause: number;
  /** Leaves new embeddings to a later request. */
  readonly wordsOnly?: boolean;
}

/** `done` and `total` are files of the stage: the words of all files come first, then the embeddings of those that lack them. */
export interface IndexProgress extends Progress {
  readonly stage: "words" | "meaning";
  /** Of this stage, estimated from what it has done; absent in the first seconds. */
  readonly secondsLeft?: number;
}

export interface IndexResult {
  readonly files: number;
  readonly patches: number;
  /** Files that were read again because they had changed or were new. */
  readonly changed: number;
  readonly removed: number;
  /** Patches whose embedding was computed now. */
  readonly embedded: number;
  /** Entries whose embeddings are left to a later request. */
  readonly waiting: number;
  readonly seconds: number;
  readonly bytes: number;
  /** Why there was something to begin anew: a damaged file, another version or another model. */
  readonly rebuilt?: string;
  /** Whether the index has embeddings: without an encoder it has words only. */
  readonly hasEmbeddings: boolean;
  readonly unreadable: readonly string[];
}

export interface SearchParams extends IndexPlace {
  readonly query: SearchQuery;
  readonly limit: number;
  readonly languages?: readonly LanguageId[];
  readonly kinds?: readonly SearchKind[];
  /** Relative to the root, with forward slashes. */
  readonly folder?: string;
}

/** `code` asks for similar code; its own place is left out where `path` and `line` name it. */
export type SearchQuery =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "paper"; readonly text: string; readonly name: string }
  | { readonly kind: "code"; readonly text: string; readonly path?: string; readonly line?: number };

export interface SearchHit {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  /** One-based. */
  readonly line: number;
  readonly endLine: number;
  readonly name: string;
  readonly kind: SearchKind;
  readonly language: LanguageId;
  /** 0 to 1; of one query comparable among its results only. */
  readonly score: number;
  readonly reason: string;
}

/** One sentence of a long query and what it matched. */
export interface SentenceMatch {
  /** Heading of the section, empty where the text has none. */
  readonly section: string;
  readonly sentence: string;
  /** None where the best is no closer than chance. */
  readonly hits: readonly SearchHit[];
}

export interface SearchResult {
  readonly hits: readonly SearchHit[];
  /** Of papers and long texts, in the order of the text. */
  readonly sentences: readonly SentenceMatch[];
  /** Which sentence matched which code, as Markdown; absent for short queries and code. */
  readonly map?: string;
  /** What the reader should know: no index yet, another language, a text that was cut. */
  readonly notes: readonly string[];
  readonly milliseconds: number;
  readonly patches: number;
}

/** Where do the cells of a notebook lie in its file? */
export interface NotebookParams {
  /** Absolute. */
  readonly path: string;
}

export interface NotebookResult {
  /** Of each cell and each of its lines the line of the file, one-based. None where the file is no notebook. */
  readonly cells: readonly (readonly number[])[];
}

/** Which paper does the function at a line implement? */
export interface PapersParams extends IndexPlace {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  /** One-based. */
  readonly line: number;
}

export interface PaperMatch {
  /** `arXiv:…`, `doi:…`, or the path of a file below the root. */
  readonly paper: string;
  readonly section?: string;
  readonly sentence?: string;
  /** `recorded`: the code cites it. `estimated`: words and meaning resemble. */
  readonly certainty: "recorded" | "estimated";
  readonly reason: string;
}

export interface PapersResult {
  /** Of the function. */
  readonly name: string;
  /** What is recorded first, then by closeness. */
  readonly matches: readonly PaperMatch[];
  /** How many papers there are below the root. */
  readonly papers: number;
}

export interface EvaluateSearchParams {
  readonly dataset: string;
  /** Absent: the codes of the data set are the pool. */
  readonly pool?: string;
  readonly limit?: number;
}

export interface EvaluateSearchResult extends EvaluateResult {
  /** MRR and recall of the fusion, by language, where the data set names them. */
  readonly byLanguage: Readonly<Record<string, Readonly<Record<string, MetricValue>>>>;
  readonly pool: number;
}
