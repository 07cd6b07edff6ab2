import * as vscode from "vscode";
import { CodePatchError } from "../../base/errors.js";
import type { Repository } from "./repositories.js";

/** Puts a text into the message box of a repository. What somebody typed there goes only when they say so. */
export async function insertMessage({ git, name }: Repository, text: string): Promise<void> {
  const box = git?.inputBox;
  if (box === undefined)
    throw new CodePatchError(
      "usage",
      `${name} has no message box (the git extension is off); copy the text instead.`,
    );
  const typed = box.value.trim();
  if (typed === "" || typed === text.trim()) {
    box.value = text;
    return;
  }
  const replace = "Replace";
  const append = "Add below";
  const answer = await vscode.window.showWarningMessage(
    "There is a message in the box already.",
    { modal: true, detail: typed.split("\n")[0] ?? "" },
    replace,
    append,
  );
  if (answer === replace) box.value = text;
  else if (answer === append) box.value = `${typed}\n\n${text}`;
}
