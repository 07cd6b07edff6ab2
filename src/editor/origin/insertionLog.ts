import * as vscode from "vscode";
import { messageOf } from "../../base/errors.js";
import type { Log } from "../../base/log.js";
import { settingsOf } from "../documents.js";
import {
  afterChange,
  type Insertion,
  insertionSentence,
  kindOf,
  minInsertedLines,
  type TextChange,
} from "./insertions.js";

const key = "origin.insertions";
const dirtyMilliseconds = 200;
type Stored = Readonly<Record<string, readonly Insertion[]>>;

/**
 * Remembers insertions of many lines in the files of the workspace, where the user turned that on. Line numbers, kinds and days are
 * kept in the workspace's own storage; no text is.
 */
export class InsertionLog implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private queue = Promise.resolve();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly memory: vscode.Memento,
    private readonly log: Log,
  ) {
    this.subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => this.remember(document)),
      vscode.workspace.onDidChangeTextDocument((event) => this.observe(event)),
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

  private observe({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    if (!isWatched(document) || contentChanges.length === 0) return;
    const before = this.texts.get(document.uri.toString()) ?? "";
    this.texts.set(document.uri.toString(), document.getText());
    const isLong = contentChanges.some(({ text }) => text.split("\n").length >= minInsertedLines);
    if (!isLong && !this.stored()[fileOf(document.uri)]) return;
    const changes = contentChanges.map(({ range, rangeOffset, rangeLength, text }) => ({
      change: { startLine: range.start.line, endLine: range.end.line, text },
      replaced: before.slice(rangeOffset, rangeOffset + rangeLength),
    }));
    // One after the other: line numbers of a change count in the text that the one before left.
    this.queue = this.queue
      .then(() => this.record(document, changes, reason !== undefined, isLong))
      .catch((error: unknown) => this.log.warn(`An insertion was not remembered: ${messageOf(error)}`));
  }

  private async record(
    document: vscode.TextDocument,
    changes: readonly { readonly change: TextChange; readonly replaced: string }[],
    isUndoOrRedo: boolean,
    isLong: boolean,
  ): Promise<void> {
    const clipboard = isLong ? await vscode.env.clipboard.readText() : "";
    // Whether a document differs from its file is known a moment after it changed.
    if (isLong) await new Promise((resolve) => setTimeout(resolve, dirtyMilliseconds));
    const isReload = !document.isDirty;
    const file = fileOf(document.uri);
    let insertions = this.stored()[file] ?? [];
    for (const { change, replaced } of changes) {
      const kind = kindOf(change, { isUndoOrRedo, isReload, clipboard, replaced });
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
