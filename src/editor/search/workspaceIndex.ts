import path from "node:path";
import * as vscode from "vscode";
import { isCodePatchError, messageOf } from "../../base/errors.js";
import type { Log } from "../../base/log.js";
import type { SearchParams, SearchResult } from "../../protocol/search.js";
import { languageByPath } from "../../syntax/registry.js";
import { Debounce } from "../debounce.js";
import type { EditorEngine } from "../engine.js";
import { withProgress } from "../progress.js";

export type IndexState =
  | { readonly kind: "none" }
  | { readonly kind: "indexing"; readonly done: number; readonly total: number }
  | { readonly kind: "ready"; readonly patches: number; readonly seconds: number }
  | { readonly kind: "paused" };

/** Milliseconds after the last save until the changed files are indexed, and between two files in the background. */
const settleTime = 2000;
const backgroundPause = 30;

/** The search index of a workspace folder: built when a search first needs it, then kept up to date as files are saved. */
export class WorkspaceIndex implements vscode.Disposable {
  private readonly states = new vscode.EventEmitter<IndexState>();
  readonly onState = this.states.event;
  private current: IndexState = { kind: "none" };
  private readonly used = new Set<string>();
  private readonly background: Debounce;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly engine: EditorEngine,
    private readonly log: Log,
  ) {
    this.background = new Debounce(settleTime, (error) => log.warn(messageOf(error)));
    this.subscriptions = [
      this.states,
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.changed(uri)),
      vscode.workspace.onDidDeleteFiles(({ files }) => this.changed(...files)),
      vscode.workspace.onDidRenameFiles(({ files }) => this.changed(...files.map(({ newUri }) => newUri))),
    ];
  }

  get state(): IndexState {
    return this.current;
  }

  /** Brings the index up to date under a notification that can be cancelled; what is indexed by then is searched. */
  async ensure(root: string): Promise<void> {
    this.background.cancel(root);
    const isNew = !this.used.has(root);
    this.used.add(root);
    try {
      await withProgress(isNew ? "Indexing the workspace" : "Updating the index", (signal, report) =>
        this.update(root, 0, signal, report),
      );
    } catch (error) {
      if (!isCodePatchError(error, "cancelled")) throw error;
      this.announce({ kind: "paused" });
    }
  }

  search(params: SearchParams, signal: AbortSignal): Promise<SearchResult> {
    return this.engine.request("engine/search", params, { signal });
  }

  /** Stops indexing until the next search or save. */
  pause(): void {
    this.background.cancelAll();
    this.announce({ kind: "paused" });
  }

  private async update(
    root: string,
    pause: number,
    signal: AbortSignal,
    report: (message: string, done: number, total: number) => void,
  ): Promise<void> {
    let announced = 0;
    const result = await this.engine.request(
      "engine/index",
      { root, pause },
      {
        signal,
        onPartial: ({ message, done, total }) => {
          // What is still on its way when indexing is paused must not undo what is said then.
          if (signal.aborted) return;
          report(`${done} of ${total} · ${message}`, done, total);
          if (Date.now() - announced < 500) return;
          announced = Date.now();
          this.announce({ kind: "indexing", done, total });
        },
      },
    );
    if (result.rebuilt !== undefined) this.log.warn(`The search index was built anew: ${result.rebuilt}.`);
    this.announce({ kind: "ready", patches: result.patches, seconds: result.seconds });
  }

  private changed(...uris: readonly vscode.Uri[]): void {
    const roots = uris
      .filter(({ path: name }) => languageByPath(name) !== undefined)
      .map((uri) => vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? "");
    for (const root of new Set(roots))
      if (this.used.has(root))
        this.background.schedule(root, (signal) => this.update(root, backgroundPause, signal, () => {}));
  }

  private announce(state: IndexState): void {
    this.current = state;
    this.states.fire(state);
  }

  dispose(): void {
    this.background.cancelAll();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** What the status item says of the index. */
export function describeIndex(state: IndexState): string {
  switch (state.kind) {
    case "none":
      return "No search index yet; the first search builds it.";
    case "indexing":
      return `Indexing for search: ${state.done} of ${state.total} files.`;
    case "ready":
      return `Search index: ${state.patches} entries, up to date.`;
    case "paused":
      return "Search index: paused; the next search or save goes on.";
    default:
      return state satisfies never;
  }
}

/** The folder that a search is about: that of the active editor, else the first, else none. */
export function searchRoot(): string | undefined {
  const { activeTextEditor } = vscode.window;
  const active = activeTextEditor && vscode.workspace.getWorkspaceFolder(activeTextEditor.document.uri);
  return (active ?? vscode.workspace.workspaceFolders?.[0])?.uri.fsPath;
}

export const uriOf = (root: string, relative: string): vscode.Uri =>
  vscode.Uri.file(path.join(root, ...relative.split("/")));
