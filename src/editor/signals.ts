import type * as vscode from "vscode";
import { isCodePatchError } from "../base/errors.js";

/** The one place where the editor's cancellation becomes the core's. */
export function abortSignalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** What the editor asked for and no longer wants is nothing to complain about. */
export async function unlessCancelled<T>(work: Promise<T[]>): Promise<T[]> {
  try {
    return await work;
  } catch (error) {
    if (isCodePatchError(error, "cancelled")) return [];
    throw error;
  }
}
