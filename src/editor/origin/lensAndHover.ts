import * as vscode from "vscode";
import { settingsOf } from "../documents.js";
import type { Corrections } from "./corrections.js";
import type { InsertionLog } from "./insertionLog.js";
import type { OriginStore } from "./store.js";
import { hoverMarkdown, shortWords } from "./words.js";

/** `origin: recorded, Claude, commit a1b2c3d` above a function; nothing above those that are unknown. */
export class OriginLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidChangeCodeLenses = this.changes.event;

  constructor(
    private readonly store: OriginStore,
    private readonly corrections: Corrections,
  ) {
    const fire = (): void => this.changes.fire();
    this.subscriptions = [this.changes, store.onDidChange(fire), corrections.onDidChange(fire)];
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!settingsOf(document)["origin.lens"]) return [];
    const uri = document.uri.toString();
    return (this.store.of(document)?.functions ?? []).flatMap((found) => {
      const words = shortWords(found, this.corrections.of(document.uri, found.id));
      if (words === undefined) return [];
      const at = new vscode.Range(found.firstLine - 1, 0, found.firstLine - 1, 0);
      const target = { uri, id: found.id };
      return [
        new vscode.CodeLens(at, {
          title: `origin: ${words}`,
          command: "codepatch.origin.explain",
          arguments: [target],
        }),
      ];
    });
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** On the line of a function's name: the evidence, strongest first, and what it does not prove. */
export class OriginHover implements vscode.HoverProvider {
  constructor(
    private readonly store: OriginStore,
    private readonly corrections: Corrections,
    private readonly insertions: InsertionLog,
  ) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    if (!settingsOf(document)["origin.hover"]) return undefined;
    const found = this.store.functionAt(document, position.line);
    if (!found || found.line !== position.line + 1) return undefined;
    const correction = this.corrections.of(document.uri, found.id);
    const insertions = this.insertions.within(document.uri, found.firstLine - 1, found.lastLine - 1);
    if (found.verdict === "unknown" && found.evidence.length + insertions.length === 0 && !correction)
      return undefined;
    const text = new vscode.MarkdownString(hoverMarkdown(found, correction, insertions));
    const target = encodeURIComponent(JSON.stringify([{ uri: document.uri.toString(), id: found.id }]));
    text.appendMarkdown(`\n\n[This is wrong](command:codepatch.origin.correct?${target})`);
    text.isTrusted = { enabledCommands: ["codepatch.origin.correct"] };
    return new vscode.Hover(text);
  }
}
