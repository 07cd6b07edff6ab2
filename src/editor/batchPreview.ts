import * as vscode from "vscode";
import { applyPlaced, type FunctionEdits, listOf, place } from "./apply.js";
import { nameOf, type ReadDocument } from "./documents.js";
import type { EditorSyntax } from "./syntax.js";
import type { VirtualDocuments } from "./virtualDocuments.js";

export interface BatchFile {
  readonly read: ReadDocument;
  readonly functions: readonly FunctionEdits[];
}

/** Edits of several functions that wait for one answer. */
export interface Batch {
  /** `Document ridge.py`; also the title of the comparison. */
  readonly title: string;
  /** What was found, as a sentence. */
  readonly summary: string;
  readonly files: readonly BatchFile[];
}

/** Shows edits of several functions as a comparison of before and after, and applies them file by file on Accept. */
export class BatchPreview {
  private pending: Batch | undefined;

  constructor(
    private readonly syntax: EditorSyntax,
    private readonly virtual: VirtualDocuments,
    private readonly report: (error: unknown) => void,
  ) {}

  /** Opens the comparison and returns; Accept or Reject come as commands or from the notification. */
  async propose(batch: Batch): Promise<void> {
    await this.discard();
    const placed = await Promise.all(
      batch.files.map(({ read, functions }) => place(this.syntax, read, functions)),
    );
    this.setPending(batch);
    const pairs: [vscode.Uri, vscode.Uri][] = [];
    for (const { now, after } of placed) {
      const { uri, languageId } = now.document;
      pairs.push([uri, (await this.virtual.open(uri, after, languageId)).uri]);
    }
    const [only] = pairs;
    if (pairs.length === 1 && only) {
      await vscode.commands.executeCommand("vscode.diff", ...only, batch.title);
    } else {
      const resources = pairs.map(([before, after]) => [before, before, after]);
      await vscode.commands.executeCommand("vscode.changes", batch.title, resources);
    }
    const accept = "Accept";
    vscode.window.showInformationMessage(batch.summary, accept, "Reject").then((answer) => {
      if (answer === undefined || this.pending !== batch) return;
      (answer === accept ? this.accept() : this.discard()).catch(this.report);
    }, this.report);
  }

  async accept(): Promise<void> {
    const batch = this.pending;
    await this.discard();
    if (batch) await this.apply(batch);
  }

  /** Each file is one step of undo. Files that were saved before are saved again. */
  async apply({ files }: Batch): Promise<void> {
    const dropped: string[] = [];
    for (const { read, functions } of files) {
      const { document } = read;
      const isShown = vscode.window.tabGroups.all.some((group) =>
        group.tabs.some(
          ({ input }) => input instanceof vscode.TabInputText && String(input.uri) === String(document.uri),
        ),
      );
      const placed = await place(this.syntax, read, functions);
      const wasDirty = document.isDirty;
      await applyPlaced(placed);
      dropped.push(...placed.dropped.map((id) => `${id} (${nameOf(document.uri)})`));
      if (!isShown && !wasDirty && !document.isUntitled) await document.save();
    }
    if (dropped.length > 0) {
      vscode.window.showWarningMessage(
        `${listOf(dropped)} changed in the meantime and ${dropped.length === 1 ? "was" : "were"} left out; run the command again for ${dropped.length === 1 ? "it" : "them"}.`,
      );
    }
  }

  async discard(): Promise<void> {
    const batch = this.pending;
    this.setPending(undefined);
    if (!batch) return;
    // Comparisons of several files are known by their label only; a file of the user may be called like one.
    const isComparison = ({ label, input }: vscode.Tab): boolean =>
      label.startsWith(batch.title) && !(input instanceof vscode.TabInputText);
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(tabs.filter(isComparison));
  }

  private setPending(batch: Batch | undefined): void {
    this.pending = batch;
    void vscode.commands.executeCommand("setContext", "codepatch.batchPending", batch !== undefined);
  }
}
