import * as vscode from "vscode";
import { CodePatchError, messageOf } from "../../base/errors.js";
import type { Log } from "../../base/log.js";
import type { OriginFunction, OriginResult } from "../../protocol/origin.js";
import { Debounce } from "../debounce.js";
import { languageToWatch, readDocument, settingsOf, snapshotOf } from "../documents.js";
import type { EditorEngine } from "../engine.js";
import type { EditorSyntax } from "../syntax.js";

/** Git is asked only when typing has paused for long. */
const quietMilliseconds = 1_500;

/** The origin of the functions of visible documents, read when the file has been quiet, or when a command asks. */
export class OriginStore implements vscode.Disposable {
  private readonly known = new Map<string, OriginResult>();
  private readonly asked = new Set<string>();
  private readonly readings: Debounce;
  private readonly changes = new vscode.EventEmitter<vscode.TextDocument>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly syntax: EditorSyntax,
    private readonly engine: EditorEngine,
    log: Log,
  ) {
    // Nobody asked for these readings; who runs the command hears of the same error.
    this.readings = new Debounce(quietMilliseconds, (error) =>
      log.warn(`The origin of functions is not up to date: ${messageOf(error)}`),
    );
    this.subscriptions = [
      vscode.window.onDidChangeVisibleTextEditors(() => this.scheduleUnknown()),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.schedule(document);
      }),
      // A commit in the meantime changes what git knows of the same text.
      vscode.workspace.onDidSaveTextDocument((document) => this.schedule(document)),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.scheduleAll();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.scheduleAll()),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("codepatch")) this.scheduleAll();
      }),
      this.changes,
    ];
    this.scheduleUnknown();
  }

  /** Of the document as it is now; undefined while a reading is due. */
  of(document: vscode.TextDocument): OriginResult | undefined {
    const known = this.known.get(document.uri.toString());
    return known?.version === document.version ? known : undefined;
  }

  functionAt(document: vscode.TextDocument, line: number): OriginFunction | undefined {
    const inside = this.of(document)?.functions.filter(
      ({ firstLine, lastLine }) => line + 1 >= firstLine && line + 1 <= lastLine,
    );
    // The innermost.
    return inside?.sort((a, b) => b.firstLine - a.firstLine)[0];
  }

  /** Reads now, whatever the setting says, and keeps the document up to date from then on. */
  async ask(document: vscode.TextDocument, signal: AbortSignal): Promise<OriginResult> {
    this.asked.add(document.uri.toString());
    const result = await this.read(document, signal);
    this.set(document, result);
    return result;
  }

  /** Without keeping it: for the report. */
  async read(document: vscode.TextDocument, signal: AbortSignal): Promise<OriginResult> {
    if (isNotebookCell(document))
      throw new CodePatchError(
        "unsupported-language",
        "The origin of notebook cells is not read, as git knows no cells; open a source file.",
      );
    const read = await readDocument(this.syntax, document, signal);
    const evidence = settingsOf(document)["origin.evidence"];
    return this.engine.request("engine/origin", { document: snapshotOf(read), evidence }, { signal });
  }

  dispose(): void {
    this.readings.cancelAll();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private scheduleUnknown(): void {
    for (const { document } of vscode.window.visibleTextEditors)
      if (!this.of(document)) this.schedule(document);
  }

  /** Also of documents behind others: what is known of them goes when they are no longer watched. */
  private scheduleAll(): void {
    for (const document of vscode.workspace.textDocuments) this.schedule(document);
  }

  private schedule(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    this.readings.cancel(key);
    if (!this.isWatched(document)) {
      this.set(document, undefined);
      return;
    }
    if (!vscode.window.visibleTextEditors.some((editor) => editor.document === document)) return;
    this.readings.schedule(key, async (signal) => {
      const result = await this.read(document, signal);
      if (!document.isClosed) this.set(document, result);
    });
  }

  private isWatched(document: vscode.TextDocument): boolean {
    const settings = settingsOf(document);
    const when = settings["origin.when"];
    if (when === "off" || !vscode.workspace.isTrusted || isNotebookCell(document)) return false;
    if (!languageToWatch(document)) return false;
    if (settings["origin.exclude"].some((pattern) => vscode.languages.match({ pattern }, document) > 0))
      return false;
    return when === "quiet" || this.asked.has(document.uri.toString());
  }

  private set(document: vscode.TextDocument, result: OriginResult | undefined): void {
    const key = document.uri.toString();
    if (!result && !this.known.has(key)) return;
    if (result) this.known.set(key, result);
    else this.known.delete(key);
    this.changes.fire(document);
  }

  private forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    this.readings.cancel(key);
    this.asked.delete(key);
    this.set(document, undefined);
  }
}

/** Its lines are not those of the file that git knows, and nobody measured how the style of cells is spread. */
const isNotebookCell = ({ uri }: vscode.TextDocument): boolean => uri.scheme === "vscode-notebook-cell";
