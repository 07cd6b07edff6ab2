import * as vscode from "vscode";
import { type OffsetRange, offset, type TextEdit } from "../base/brand.js";
import { applyEdits } from "../base/edits.js";
import { CodePatchError, isCodePatchError } from "../base/errors.js";
import type { PatchId } from "../syntax/types.js";
import { prove, withLineEnds } from "./apply.js";
import { lineEndOf, nameOf, type ReadDocument, rangeIn, readOnly } from "./documents.js";
import { FunctionNote } from "./functionNote.js";
import {
  type Change,
  length,
  type Placement,
  placementAfter,
  placementOf,
  withoutPlacement,
} from "./placement.js";
import { difference, extentOf, rangeAfter, relocate } from "./relocate.js";
import type { EditorSyntax } from "./syntax.js";

interface Session {
  readonly read: ReadDocument;
  readonly id: PatchId;
  readonly abort: AbortController;
  /** The function; keys act while the cursor is in it. Undefined once an edit went across its border. */
  scope: OffsetRange | undefined;
  status: "writing" | "review";
  placement?: Placement;
  /** The newest step that is not shown yet, and the work that shows it. */
  next?: readonly TextEdit[];
  work?: Promise<void>;
  /** An edit of ours that is under way. */
  own?: { readonly edit: TextEdit; readonly placement: Placement };
  /** Someone else has changed the document since our first edit. */
  hasForeignEdits: boolean;
}

export interface PreviewState {
  readonly document: vscode.TextDocument;
  readonly id: PatchId;
  readonly status: "writing" | "review";
  /** Zero-based line to show the choices on. */
  readonly line: number;
  readonly replaces: boolean;
}

const visibleKey = "codepatch.previewVisible";

/**
 * The documentation of one function, shown in its place while it is written and until it is accepted or rejected.
 *
 * It is in the document as ordinary text, one step of undo in all. Each step towards it is proved to change
 * documentation only, so the file is sound at every moment.
 */
export class InlinePreview implements vscode.Disposable {
  private session: Session | undefined;
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly note = new FunctionNote();
  private readonly decoration = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor("diffEditor.insertedLineBackground"),
    overviewRulerColor: new vscode.ThemeColor("editorOverviewRuler.addedForeground"),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChange = this.changes.event;

  constructor(private readonly syntax: EditorSyntax) {
    this.subscriptions = [
      vscode.workspace.onDidChangeTextDocument((event) => this.follow(event)),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document === this.session?.read.document) this.end();
      }),
      vscode.window.onDidChangeVisibleTextEditors(() => this.decorate()),
      vscode.window.onDidChangeActiveTextEditor(() => this.updateKey()),
      vscode.window.onDidChangeTextEditorSelection(() => this.updateKey()),
    ];
  }

  get state(): PreviewState | undefined {
    if (!this.session) return undefined;
    const { read, id, status, placement, scope } = this.session;
    const at = placement?.highlights[0]?.start ?? scope?.start ?? 0;
    return {
      document: read.document,
      id,
      status,
      line: read.document.positionAt(at).line,
      replaces: placement !== undefined && placement.before.trim() !== "",
    };
  }

  /** The text of the document as it would be after a rejection. */
  get textBefore(): string {
    return this.session ? withoutPreview(this.session) : "";
  }

  /**
   * Starts a preview of function `id`; one that waits for an answer is accepted, one that is being written
   * is stopped. The signal is aborted when the user
   * stops it or changes what is being written.
   */
  async begin(read: ReadDocument, id: PatchId): Promise<AbortSignal> {
    if (this.session?.status === "writing") await this.reject();
    this.end();
    this.note.hide();
    const patch = read.patches.functions.find((candidate) => candidate.id === id);
    const scope = patch && wholeLines(read.text, extentOf(patch));
    const abort = new AbortController();
    this.session = { read, id, abort, scope, status: "writing", hasForeignEdits: false };
    this.changed();
    return abort.signal;
  }

  /** Shows what there is so far; when steps come faster than they can be shown, the latest counts. */
  show(edits: readonly TextEdit[], signal: AbortSignal): void {
    const session = this.sessionOf(signal);
    if (!session) return;
    session.next = edits;
    session.work ??= this.showLatest(session).finally(() => delete session.work);
  }

  /** Shows the result and waits for accept or reject; with `accepted`, it needs no answer. `note` goes when one has moved on. */
  async finish(
    edits: readonly TextEdit[],
    signal: AbortSignal,
    accepted: boolean,
    note?: string,
  ): Promise<void> {
    const session = this.sessionOf(signal);
    if (!session) return;
    delete session.next;
    await session.work;
    if (signal.aborted) return;
    await this.put(session, edits, true);
    session.status = "review";
    if (accepted) this.end();
    else this.changed();
    const { read, scope } = session;
    if (note !== undefined && scope) this.note.show(note, read.document, rangeIn(read.document, scope));
  }

  /** Puts back what was there when nothing came of it; a docstring that the user has taken over stays. */
  async abandon(signal: AbortSignal): Promise<void> {
    const session = this.session;
    if (session?.abort.signal === signal && session.status === "writing") await this.reject();
  }

  accept(): void {
    if (this.session?.status === "review") this.end();
  }

  /** Stops the writing if need be, and puts back what was there. */
  async reject(): Promise<void> {
    const session = this.session;
    if (!session) return;
    session.abort.abort();
    await session.work;
    if (this.session !== session) return;
    await restore(session);
    if (this.session === session) this.end();
  }

  dispose(): void {
    this.end();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.decoration.dispose();
    this.note.dispose();
    this.changes.dispose();
  }

  private sessionOf(signal: AbortSignal): Session | undefined {
    return this.session?.abort.signal === signal && !signal.aborted ? this.session : undefined;
  }

  private async showLatest(session: Session): Promise<void> {
    for (let edits = session.next; edits; edits = session.next) {
      delete session.next;
      try {
        await this.put(session, edits, false);
      } catch (error) {
        // A step that cannot be proved is left out; the next one may be.
        if (!isCodePatchError(error, "unsafe-edit")) session.abort.abort(error);
      }
    }
  }

  private async put(session: Session, edits: readonly TextEdit[], isLast: boolean): Promise<void> {
    const { document, language } = session.read;
    for (let attempt = 0; attempt < 5; attempt++) {
      const { version } = document;
      const text = document.getText();
      const base = withoutPreview(session);
      const patches = await this.syntax.read(`preview:${document.uri}`, base, language);
      const now: ReadDocument = { document, language, version, text: base, patches };
      const moved = relocate(edits, session.id, session.read, now);
      if (!moved || document.isClosed) throw changedMeanwhile(document);
      const wanted = withLineEnds(moved, lineEndOf(document));
      const after = applyEdits(base, wanted);
      await prove(this.syntax, now, after);
      if (session.abort.signal.aborted) return;
      if (document.version !== version) continue;
      const edit = difference(text, after);
      const placement = placementOf(base, wanted);
      if (!edit || !placement) return;
      session.own = { edit, placement };
      const isWritten = await this.write(session, edit, isLast);
      delete session.own;
      if (isWritten) return;
      if (document.version === version) throw readOnly(document);
    }
    throw changedMeanwhile(document);
  }

  /** Steps within a visible editor share one step of undo. Elsewhere only the result is written. */
  private async write(session: Session, edit: TextEdit, isLast: boolean): Promise<boolean> {
    const { document } = session.read;
    const range = rangeIn(document, edit.range);
    const editor = vscode.window.visibleTextEditors.find((candidate) => candidate.document === document);
    if (editor) {
      return editor.edit((builder) => builder.replace(range, edit.newText), {
        undoStopBefore: session.placement === undefined,
        undoStopAfter: isLast,
      });
    }
    if (!isLast) return true;
    const change = new vscode.WorkspaceEdit();
    change.replace(document.uri, range, edit.newText);
    return vscode.workspace.applyEdit(change);
  }

  private follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const session = this.session;
    if (document !== session?.read.document || contentChanges.length === 0) return;
    const isOwn =
      contentChanges.length === 1 && contentChanges.every((change) => isEdit(change, session.own?.edit));
    for (const change of contentChanges) {
      session.scope = session.scope && rangeAfter(session.scope, sizeOf(change));
    }
    if (isOwn && session.own) {
      session.placement = session.own.placement;
      delete session.own;
      this.changed();
      return;
    }
    if (!session.placement) return;
    session.hasForeignEdits = true;
    let placement: Placement | undefined = session.placement;
    let isTouched = false;
    for (const change of contentChanges) {
      const moved: Placement | undefined = placement && placementAfter(placement, sizeOf(change));
      isTouched ||= !moved || length(moved.region) !== length(placement?.region ?? moved.region);
      placement = moved;
    }
    const { region, before } = placement ?? {};
    if (!placement || (region && document.getText().slice(region.start, region.end) === before)) {
      session.abort.abort();
      this.end();
      return;
    }
    session.placement = placement;
    if (isTouched && session.status === "writing") {
      session.abort.abort();
      session.status = "review";
    }
    this.changed();
  }

  private end(): void {
    if (!this.session) return;
    if (this.session.status === "writing") this.session.abort.abort();
    this.session = undefined;
    this.note.hide();
    this.changed();
  }

  private changed(): void {
    this.decorate();
    this.updateKey();
    this.changes.fire();
  }

  private decorate(): void {
    const { read, placement } = this.session ?? {};
    for (const editor of vscode.window.visibleTextEditors) {
      const highlights = editor.document === read?.document ? (placement?.highlights ?? []) : [];
      editor.setDecorations(
        this.decoration,
        highlights.map((range) => rangeIn(editor.document, range)),
      );
    }
  }

  private updateKey(): void {
    const { read, scope } = this.session ?? {};
    const editor = vscode.window.activeTextEditor;
    const at =
      editor && editor.document === read?.document ? editor.document.offsetAt(editor.selection.active) : -1;
    const isInside = scope !== undefined && at >= scope.start && at <= scope.end;
    void vscode.commands.executeCommand("setContext", visibleKey, isInside);
  }
}

async function restore({ read, placement, hasForeignEdits }: Session): Promise<void> {
  if (!placement) return;
  const { document } = read;
  const active = vscode.window.activeTextEditor;
  if (!hasForeignEdits && active?.document === document) {
    // Undo also takes back the mark of an unsaved file.
    await vscode.commands.executeCommand("undo");
    if (document.getText() === read.text) return;
    await vscode.commands.executeCommand("redo");
  }
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeIn(document, placement.region), placement.before);
  if (!(await vscode.workspace.applyEdit(edit))) throw readOnly(document);
}

const withoutPreview = ({ read, placement }: Session): string =>
  withoutPlacement(read.document.getText(), placement);

const sizeOf = (change: vscode.TextDocumentContentChangeEvent): Change => ({
  offset: change.rangeOffset,
  length: change.rangeLength,
  inserted: change.text.length,
});

const isEdit = (change: vscode.TextDocumentContentChangeEvent, edit: TextEdit | undefined): boolean =>
  change.rangeOffset === edit?.range.start &&
  change.rangeLength === length(edit.range) &&
  change.text === edit.newText;

function wholeLines(text: string, { start, end }: OffsetRange): OffsetRange {
  const lineEnd = text.indexOf("\n", end);
  return {
    start: offset(text.lastIndexOf("\n", start - 1) + 1),
    end: offset(lineEnd < 0 ? text.length : lineEnd),
  };
}

const changedMeanwhile = (document: vscode.TextDocument): CodePatchError =>
  new CodePatchError(
    "stale-document",
    `The function changed while its documentation was written, so ${nameOf(document.uri)} was left as it is; run the command again.`,
  );
