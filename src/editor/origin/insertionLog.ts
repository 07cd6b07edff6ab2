import * as vscode from "vscode";
import { settingsOf } from "../documents.js";
import { afterChange, type Insertion, insertionSentence, kindOf, minInsertedLines } from "./insertions.js";

const key = "origin.insertions";
type Stored = Readonly<Record<string, readonly Insertion[]>>;

/**
 * Remembers insertions of many lines in the files of the workspace, where the user turned that on. Line numbers, kinds and days are
 * kept in the workspace's own storage; no text is.
 */
export class InsertionLog implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly memory: vscode.Memento) {
    this.subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => this.remember(document)),
      vscode.workspace.onDidChangeTextDocument((event) => void this.observe(event)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
    ];
    for (const document of vscode.workspace.textDocuments) this.remember(document);
  }

  /** Sentences for the insertions that lie in these lines. */
  within(uri: vscode.Uri, first: number, last: number): string[] {
    return (this.stored()[fileOf(uri)] ?? [])
      .filter((each) => each.first <= last && each.last >= first)
      .map(insertionSentence);
  }

  all(): Stored {
    return this.stored();
  }

  async erase(): Promise<void> {
    await this.memory.update(key, undefined);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private remember(document: vscode.TextDocument): void {
    if (isWatched(document)) this.texts.set(document.uri.toString(), document.getText());
  }

  private async observe({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): Promise<void> {
    if (!isWatched(document) || contentChanges.length === 0) return;
    const before = this.texts.get(document.uri.toString()) ?? "";
    this.texts.set(document.uri.toString(), document.getText());
    const isLong = contentChanges.some(({ text }) => text.split("\n").length >= minInsertedLines);
    const file = fileOf(document.uri);
    if (!isLong && !this.stored()[file]) return;
    const isReload = !document.isDirty;
    const clipboard = isLong ? await vscode.env.clipboard.readText() : "";
    let insertions = this.stored()[file] ?? [];
    for (const { range, rangeOffset, rangeLength, text } of contentChanges) {
      const change = { startLine: range.start.line, endLine: range.end.line, text };
      const kind = kindOf(change, {
        isUndoOrRedo: reason !== undefined,
        isReload,
        clipboard,
        replaced: before.slice(rangeOffset, rangeOffset + rangeLength),
      });
      insertions = afterChange(insertions, change, kind, new Date().toISOString().slice(0, 10));
    }
    await this.memory.update(key, { ...this.stored(), [file]: insertions });
  }

  private stored(): Stored {
    return this.memory.get<Stored>(key, {});
  }
}

const fileOf = (uri: vscode.Uri): string => vscode.workspace.asRelativePath(uri, true);

const isWatched = (document: vscode.TextDocument): boolean =>
  document.uri.scheme === "file" && settingsOf(document)["origin.events"];
