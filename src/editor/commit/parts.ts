import * as vscode from "vscode";
import type { EditorEngine } from "../engine.js";
import type { CommitParts } from "./commands.js";
import { ExplanationPanel } from "./panel.js";
import { ReportPanel } from "./reportPanel.js";
import { Repositories } from "./repositories.js";
import { CommitTree } from "./tree.js";

/** Builds what explains changes and shows its view. Nothing is read before the view is opened or a command is run. */
export function createCommitParts(
  engine: EditorEngine,
  report: (error: unknown) => void,
): CommitParts & vscode.Disposable {
  const repositories = new Repositories(engine);
  const explanation = new ExplanationPanel(engine, repositories, report);
  const reports = new ReportPanel(engine);
  const tree = new CommitTree(engine, repositories);
  const view = vscode.window.createTreeView("codepatch.commits", { treeDataProvider: tree });
  const all = vscode.Disposable.from(view, tree, reports, explanation, repositories);
  return { engine, repositories, explanation, reports, tree, dispose: () => all.dispose() };
}
