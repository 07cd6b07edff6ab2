import { type ErrorCode, isCodePatchError } from "../base/errors.js";

/** What scripts rely on. `interrupted` is the shells' own number for Ctrl-C. */
export const exitCodes = { done: 0, findings: 1, usage: 2, failed: 3, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** `usage` where the user can repair the call, `failed` where the engine, a model or the disk gave up. */
export function exitCodeOf(error: unknown): ExitCode {
  return isCodePatchError(error) ? byErrorCode[error.code] : exitCodes.failed;
}

const byErrorCode: Readonly<Record<ErrorCode, ExitCode>> = {
  cancelled: exitCodes.interrupted,
  usage: exitCodes.usage,
  "file-unreadable": exitCodes.usage,
  "unsupported-language": exitCodes.usage,
  "write-failed": exitCodes.failed,
  "model-missing": exitCodes.failed,
  "model-corrupt": exitCodes.failed,
  "model-wrong-task": exitCodes.failed,
  "model-unsupported": exitCodes.failed,
  "download-failed": exitCodes.failed,
  "engine-died": exitCodes.failed,
  "engine-unavailable": exitCodes.failed,
  "unsafe-edit": exitCodes.failed,
  "stale-document": exitCodes.failed,
  "git-failed": exitCodes.failed,
  "git-damaged": exitCodes.failed,
  "database-failed": exitCodes.failed,
  internal: exitCodes.failed,
};
