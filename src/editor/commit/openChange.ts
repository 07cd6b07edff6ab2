import path from "node:path";
import * as vscode from "vscode";
import type { ChangeSource } from "../../protocol/commit.js";
import type { Repositories, Repository } from "./repositories.js";
import { shortRevision } from "./sources.js";

/** Shows what changed in a file: as a comparison where the git extension can show old versions, else the file as it is. */
export async function openFileChange(
  repositories: Repositories,
  { root }: Repository,
  source: ChangeSource,
  file: string,
): Promise<void> {
  const uri = vscode.Uri.file(path.join(root, ...file.split("/")));
  const [before, after] = revisionsOf(source);
  const left = before === undefined ? undefined : await repositories.fileAt(uri, before);
  const right = after === undefined ? uri : await repositories.fileAt(uri, after);
  const options = { viewColumn: vscode.ViewColumn.One, preview: true };
  if (left === undefined || right === undefined) {
    await vscode.window.showTextDocument(uri, options);
    return;
  }
  const title = `${path.basename(file)}${after === undefined || after === "" ? "" : ` (${shortRevision(after)})`}`;
  await vscode.commands.executeCommand("vscode.diff", left, right, title, options);
}

/** As the git extension names them: "" is the index, "~" what the work tree began from; `undefined` is the work tree. */
function revisionsOf(source: ChangeSource): readonly [string?, string?] {
  switch (source.kind) {
    case "commit":
    case "merge":
      return [`${source.revision}^`, source.revision];
    case "staged":
      return ["HEAD", ""];
    case "worktree":
      return ["~"];
    case "uncommitted":
      return ["HEAD"];
    case "unpushed":
      return ["@{upstream}", "HEAD"];
    case "branch":
      return source.base === undefined ? [] : [source.base, source.branch ?? "HEAD"];
    case "stash":
      return [`stash@{${source.index}}^`, `stash@{${source.index}}`];
    case "range":
    case "diff":
      return [];
  }
}
