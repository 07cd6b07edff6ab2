/** Everything that can go wrong and is not a bug. The list is closed: clients switch on it. */
export type ErrorCode =
  | "cancelled"
  | "usage"
  | "file-unreadable"
  | "write-failed"
  | "unsupported-language"
  | "model-missing"
  | "model-corrupt"
  | "model-wrong-task"
  | "model-unsupported"
  | "download-failed"
  | "engine-died"
  | "engine-unavailable"
  | "unsafe-edit"
  | "stale-document"
  | "git-failed"
  | "git-damaged"
  | "database-failed"
  | "internal";

/** The one error class that crosses module and process borders. The message is one sentence that ends with the remedy. */
export class CodePatchError extends Error {
  override readonly name = "CodePatchError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

export function isCodePatchError(error: unknown, code?: ErrorCode): error is CodePatchError {
  return error instanceof CodePatchError && (code === undefined || error.code === code);
}

export const cancelled = (): CodePatchError => new CodePatchError("cancelled", "The request was cancelled.");

/** Throws the `cancelled` error when `signal` has been aborted. Call it before each costly step. */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled();
}

/** Who gives up waiting does not stop the work: others may wait for it too. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(cancelled());
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(cancelled());
    signal.addEventListener("abort", leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether the operating system refused something: a disk that is full, a folder that may not be written. */
export const isSystemError = (error: unknown): boolean => error instanceof Error && "syscall" in error;
