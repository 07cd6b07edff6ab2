import type { Repository } from "../git/repository.js";

/** One line of a data set before repository and licence are added. */
export interface FileRecord<Fields = Readonly<Record<string, unknown>>> {
  /** What duplicates are judged by: the code. */
  readonly key: string;
  readonly language: string;
  readonly style: string;
  readonly fields: Fields;
}

/** Cuts the files of a repository into records of one kind. */
export interface RecordSource<Fields = Readonly<Record<string, unknown>>> {
  accepts(path: string): boolean;
  read(
    path: string,
    text: string,
  ): Promise<{ records: readonly FileRecord<Fields>[]; dropped: Readonly<Record<string, number>> }>;
}

/** A record of a repository; `path` where it comes from one file. */
export interface RepositoryRecord extends FileRecord {
  readonly path?: string;
}

/** Cuts a whole repository into records of one kind, always in the same order. `drop` counts what is left out, by reason. */
export type RepositorySource = (
  repository: Repository,
  drop: (reason: string, count?: number) => void,
  signal: AbortSignal,
) => AsyncGenerator<RepositoryRecord>;
