/** One line of a data set before repository and path are added. */
export interface FileRecord {
  /** What duplicates are judged by: the code. */
  readonly key: string;
  readonly language: string;
  readonly style: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Cuts the files of a repository into records of one kind. */
export interface RecordSource {
  accepts(path: string): boolean;
  read(
    path: string,
    text: string,
  ): Promise<{ records: readonly FileRecord[]; dropped: Readonly<Record<string, number>> }>;
}
