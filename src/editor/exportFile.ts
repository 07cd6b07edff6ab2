import path from "node:path";
import * as vscode from "vscode";
import { CodePatchError, messageOf } from "../base/errors.js";

/**
 * Asks for a file, unless `target` is one, and writes what `textOf` gives for its ending (`.md`). Nothing happens when the
 * question is dismissed. Throws `write-failed`.
 */
export async function exportFile(
  question: vscode.SaveDialogOptions,
  textOf: (ending: string) => string | Promise<string>,
  target?: vscode.Uri,
): Promise<void> {
  const file = target ?? (await vscode.window.showSaveDialog(question));
  if (!file) return;
  const name = path.posix.basename(file.path);
  const text = await textOf(path.posix.extname(name).toLowerCase());
  try {
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  } catch (cause) {
    throw new CodePatchError(
      "write-failed",
      `${name} could not be written (${messageOf(cause)}); choose another file.`,
      { cause },
    );
  }
  vscode.window.setStatusBarMessage(`Written to ${name}.`, 5000);
}
