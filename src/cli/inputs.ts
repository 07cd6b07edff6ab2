import { isCodePatchError, messageOf } from "../base/errors.js";
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
 * standard error and listed; the others go on.
 */
export async function forEachSource(
  inputs: Iterable<Input> | AsyncIterable<Input>,
  terminal: Terminal,
  signal: AbortSignal,
  use: (source: SourceFile) => Promise<void>,
): Promise<InputSummary> {
  const skipped: SkippedFile[] = [];
  let exitCode: ExitCode = exitCodes.done;
  let files = 0;
  for await (const { path, named } of inputs) {
    signal.throwIfAborted();
    try {
      const source = await readSource(path);
      files++;
      await use(source);
    } catch (error) {
      if (!isFileProblem(error)) throw error;
      skipped.push({ file: path, reason: messageOf(error) });
      terminal.note(messageOf(error));
      if (named && exitCode === exitCodes.done) exitCode = exitCodeOf(error);
      if (!named && exitCodeOf(error) === exitCodes.failed) exitCode = exitCodes.failed;
    }
  }
  return { files, skipped, exitCode };
}

/** What concerns one file and no other. */
const isFileProblem = (error: unknown): boolean =>
  (
    ["file-unreadable", "unsupported-language", "write-failed", "stale-document", "unsafe-edit"] as const
  ).some((code) => isCodePatchError(error, code));
