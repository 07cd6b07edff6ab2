import * as vscode from "vscode";
import { isObjectiveC } from "../syntax/languages/objectiveC.js";

/**
 * Objective-C has the extension `.m` too, and CodePatch gives that to MATLAB. Files that are plainly Objective-C get
 * their language back, once each, so that a choice made by hand stays.
 */
export function giveBackObjectiveC(): vscode.Disposable {
  const seen = new Set<string>();
  const look = (document: vscode.TextDocument): void => {
    const uri = document.uri.toString();
    if (document.languageId !== "matlab" || seen.has(uri)) return;
    seen.add(uri);
    if (isObjectiveC(document.getText()))
      void vscode.languages.setTextDocumentLanguage(document, "objective-c");
  };
  vscode.workspace.textDocuments.forEach(look);
  return vscode.workspace.onDidOpenTextDocument(look);
}
