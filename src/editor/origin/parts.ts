import * as vscode from "vscode";
import type { Log } from "../../base/log.js";
import type { EditorEngine } from "../engine.js";
import type { EditorSyntax } from "../syntax.js";
import type { VirtualDocuments } from "../virtualDocuments.js";
import { Corrections } from "./corrections.js";
import { InsertionLog } from "./insertionLog.js";
import { OriginHover, OriginLenses } from "./lensAndHover.js";
import { showMarks } from "./marks.js";
import { OriginStore } from "./store.js";

/** What the commands of origin work with. */
export interface OriginParts extends vscode.Disposable {
  readonly store: OriginStore;
  readonly corrections: Corrections;
  readonly insertions: InsertionLog;
  readonly virtual: VirtualDocuments;
}

export function createOriginParts(
  context: vscode.ExtensionContext,
  selector: vscode.DocumentSelector,
  parts: {
    readonly syntax: EditorSyntax;
    readonly engine: EditorEngine;
    readonly virtual: VirtualDocuments;
    readonly log: Log;
  },
): OriginParts {
  const store = new OriginStore(parts.syntax, parts.engine, parts.log);
  const corrections = new Corrections(context.workspaceState);
  const insertions = new InsertionLog(context.workspaceState, parts.log);
  const lenses = new OriginLenses(store, corrections);
  const iconOf = (name: string): vscode.Uri =>
    vscode.Uri.joinPath(context.extensionUri, "media", "origin", `${name}.svg`);
  const all = vscode.Disposable.from(
    store,
    corrections,
    insertions,
    lenses,
    showMarks(store, corrections, iconOf),
    vscode.languages.registerCodeLensProvider(selector, lenses),
    vscode.languages.registerHoverProvider(selector, new OriginHover(store, corrections, insertions)),
  );
  return { store, corrections, insertions, virtual: parts.virtual, dispose: () => all.dispose() };
}
