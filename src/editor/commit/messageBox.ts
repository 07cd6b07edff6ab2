import * as vscode from "vscode";
import { CodePatchError, isCodePatchError } from "../../base/errors.js";
import type { CommitMessageResult } from "../../protocol/commit.js";
import type { EditorEngine } from "../engine.js";
import { abortSignalOf } from "../signals.js";
import type { Repository } from "./repositories.js";

/** Puts a text into the message box of a repository. What somebody typed there goes only when they say so; whether it was put there. */
export async function insertMessage({ git, name }: Repository, text: string): Promise<boolean> {
  const box = git?.inputBox;
  if (box === undefined) {
    await vscode.env.clipboard.writeText(text);
    throw new CodePatchError(
      "usage",
      `${name} has no message box (the git extension is off); the text was copied, paste it where it belongs.`,
    );
  }
  const typed = box.value.trim();
  if (typed === "" || typed === text.trim()) {
    box.value = text;
    return true;
  }
  const replace = "Replace";
  const append = "Add Below";
  const answer = await vscode.window.showWarningMessage(
    "There is a message in the box already.",
    { modal: true, detail: typed.split("\n")[0] ?? "" },
    replace,
    append,
  );
  if (answer === replace) box.value = text;
  else if (answer === append) box.value = `${typed}\n\n${text}`;
  return answer !== undefined;
}

/** Writes a message for what is staged, or, as git's button does, for all changes where nothing is. */
export async function writeMessage(engine: EditorEngine, repository: Repository): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.SourceControl,
    title: "Writing a commit message",
    cancellable: true,
  };
  const { message, habit } = await vscode.window.withProgress(options, (_, token) =>
    proposeMessage(engine, repository, abortSignalOf(token)),
  );
  const isInserted = await insertMessage(repository, message);
  if (isInserted && habit.length > 0)
    vscode.window.setStatusBarMessage(`Written as this repository does: ${habit.join(", ")}`, 6000);
}

async function proposeMessage(
  engine: EditorEngine,
  { root }: Repository,
  signal: AbortSignal,
): Promise<CommitMessageResult> {
  const ask = (kind: "staged" | "uncommitted"): Promise<CommitMessageResult> =>
    engine.request("engine/commitMessage", { root, source: { kind } }, { signal });
  try {
    return await ask("staged");
  } catch (error) {
    if (!isCodePatchError(error, "usage")) throw error;
    return ask("uncommitted");
  }
}
