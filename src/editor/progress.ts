import * as vscode from "vscode";
import { abortSignalOf } from "./signals.js";

export type Report = (message: string, done: number, total: number) => void;

/** Runs `work` under a notification with a bar and a Cancel button. */
export function withProgress<T>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return Promise.resolve(
    vscode.window.withProgress(options, (progress, token) => {
      let shown = 0;
      return work(abortSignalOf(token), (message, done, total) => {
        const percent = total > 0 ? (100 * done) / total : 0;
        progress.report({ message, increment: Math.max(0, percent - shown) });
        shown = Math.max(shown, percent);
      });
    }),
  );
}
