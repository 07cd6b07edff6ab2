import { type ErrorCode, isCodePatchError, messageOf } from "../base/errors.js";
import type { Input } from "../syntax/walk.js";
import { type ExitCode, exitCodeOf, exitCodes } from "./exit.js";
import { readSource, type SourceFile } from "./sourceFile.js";
import type { Terminal } from "./terminal.js";

export interface SkippedFile {
  readonly file: string;
  readonly reason: string;
}

export interface InputSummary {
  readonly files: number;
  readonly skipped: readonly SkippedFile[];
  /** `done`, or the code of the first file that was named and could not be used. */
  readonly exitCode: ExitCode;
}

/**
 * Reads each source file and hands it to `use`, one after the other. A file that cannot be used is said on
 * standard error and listed in `skipped`; the others go on.
 */
export async function forEachSource(
  inputs: Iterable<Input> | AsyncIterable<Input>,
  terminal: Terminal,
  signal: AbortSignal,
  use: (source: SourceFile) => Promise<void>,
  skipped: SkippedFile[] = [],
): Promise<InputSummary> {
  let exitCode: ExitCode = exitCodes.done;
  let files = 0;
  for await (const { path, named } of inputs) {
    signal.throwIfAborted();
    try {
      const source = await readSource(path);
      files++;
      await use(source);
    } catch (error) {
      if (signal.aborted || !isFileProblem(error)) throw error;
      // The next file starts the engine again, until it has died too often.
      const reason = `${isCodePatchError(error, "engine-died") ? `${path}: ` : ""}${messageOf(error)}`;
      skipped.push({ file: path, reason });
      terminal.note(reason);
      if (named && exitCode === exitCodes.done) exitCode = exitCodeOf(error);
      if (!named && exitCodeOf(error) === exitCodes.failed) exitCode = exitCodes.failed;
    }
  }
  return { files, skipped, exitCode };
}

/** What concerns one file and no other. */
const fileProblems: ReadonlySet<ErrorCode> = new Set([
  "file-unreadable",
  "unsupported-language",
  "write-failed",
  "stale-document",
  "unsafe-edit",
  "engine-died",
] satisfies ErrorCode[]);

const isFileProblem = (error: unknown): boolean => isCodePatchError(error) && fileProblems.has(error.code);
