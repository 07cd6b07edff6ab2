import path from "node:path";
import * as vscode from "vscode";
import { roughly } from "../../base/duration.js";
import { isCodePatchError, messageOf } from "../../base/errors.js";
import { isNotebookPath } from "../../base/fileKinds.js";
import type { Log } from "../../base/log.js";
import type {
  IndexParams,
  IndexPlace,
  IndexProgress,
  IndexResult,
  NotebookResult,
  SearchParams,
  SearchResult,
} from "../../protocol/search.js";
import { languageByPath } from "../../syntax/registry.js";
import { Debounce } from "../debounce.js";
import type { EditorEngine } from "../engine.js";
import { type Report, withProgress } from "../progress.js";
import { readSettings } from "../settings.js";

export type IndexState =
  | { readonly kind: "none" }
  | ({ readonly kind: "indexing" } & Pick<IndexProgress, "stage" | "done" | "total" | "secondsLeft">)
  | { readonly kind: "ready"; readonly patches: number; readonly seconds: number }
  | { readonly kind: "paused" }
  | { readonly kind: "database"; readonly name: string };

/** Milliseconds after the last save until the changed files are indexed, and between two files in the background. */
const settleTime = 2000;
const backgroundPause = 30;
/** Entries whose embeddings a search waits for: some seconds, for much better results. */
const worthWaiting = 1000;

/**
 * The search index of a workspace folder: built when a search first needs it, then kept up to date as files are saved. A search
 * waits for the words of the files; the embeddings of many follow in the background.
 */
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
    this.background = new Debounce(settleTime, (error) => {
      log.warn(messageOf(error));
      this.announce({ kind: "paused" });
    });
    this.subscriptions = [
      this.states,
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.changed(uri)),
      vscode.workspace.onDidSaveNotebookDocument(({ uri }) => this.changed(uri)),
      vscode.workspace.onDidDeleteFiles(({ files }) => this.changed(...files)),
      vscode.workspace.onDidRenameFiles(({ files }) => this.changed(...files.map(({ newUri }) => newUri))),
    ];
  }

  get state(): IndexState {
    return this.current;
  }

  /**
   * Brings the index up to date under a notification that can be cancelled; what is indexed by then is searched. One in a database is
   * left to `codepatch index`: what one person is writing at the moment is not what the group wants to find.
   */
  async ensure(root: string): Promise<void> {
    const { database } = indexPlace(root);
    if (database !== undefined) return this.announce({ kind: "database", name: database.name });
    this.background.cancel(root);
    const isNew = !this.used.has(root);
    this.used.add(root);
    try {
      await withProgress(isNew ? "Indexing the workspace" : "Updating the index", async (signal, report) => {
        const { waiting } = await this.update({ root, pause: 0, wordsOnly: true }, signal, report);
        if (waiting > worthWaiting) this.goOn(root, 0);
        else if (waiting > 0) await this.update({ root, pause: 0 }, signal, report);
      });
    } catch (error) {
      if (!isCodePatchError(error, "cancelled")) throw error;
      this.announce({ kind: "paused" });
    }
  }

  search(params: Omit<SearchParams, "database">, signal: AbortSignal): Promise<SearchResult> {
    return this.engine.request("engine/search", { ...params, ...indexPlace(params.root) }, { signal });
  }

  /** Of each cell of a notebook the lines of its file. */
  async cellsOf(file: string): Promise<NotebookResult["cells"]> {
    return (await this.engine.request("engine/notebook", { path: file })).cells;
  }

  /** Stops indexing until it is resumed, or until the next search or save. */
  pause(): void {
    this.background.cancelAll();
    this.announce({ kind: "paused" });
  }

  /** Goes on with every folder that was searched. */
  resume(): void {
    for (const root of this.used) this.goOn(root, 0);
  }

  private goOn(root: string, wait: number): void {
    this.background.schedule(
      root,
      async (signal) => void (await this.update({ root, pause: backgroundPause }, signal, () => {})),
      wait,
    );
  }

  private async update(params: IndexParams, signal: AbortSignal, report: Report): Promise<IndexResult> {
    let announced = 0;
    const result = await this.engine.request("engine/index", params, {
      signal,
      onPartial: ({ stage, message, done, total, secondsLeft }) => {
        // What is still on its way when indexing is paused must not undo what is said then.
        if (signal.aborted) return;
        const left = secondsLeft === undefined ? "" : `, ${roughly(secondsLeft)} left`;
        report(`${done} of ${total} files${left} · ${message}`, done, total);
        if (Date.now() - announced < 500) return;
        announced = Date.now();
        this.announce({
          kind: "indexing",
          stage,
          done,
          total,
          ...(secondsLeft !== undefined && { secondsLeft }),
        });
      },
    });
    if (result.rebuilt !== undefined) this.log.warn(`The search index was built anew: ${result.rebuilt}.`);
    if (result.waiting === 0)
      this.announce({ kind: "ready", patches: result.patches, seconds: result.seconds });
    return result;
  }

  private changed(...uris: readonly vscode.Uri[]): void {
    const roots = uris
      .filter(({ path: name }) => languageByPath(name) !== undefined || isNotebookPath(name))
      .map((uri) => vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? "");
    for (const root of new Set(roots)) if (this.used.has(root)) this.goOn(root, settleTime);
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
    case "indexing": {
      const { stage, done, total, secondsLeft } = state;
      const left = secondsLeft === undefined ? "" : `, ${roughly(secondsLeft)} left`;
      return stage === "words"
        ? `Search index: ${done} of ${total} files${left}.`
        : `Search index: all files are found by their words; embedding ${done} of ${total} files${left}.`;
    }
    case "ready":
      return `Search index: ${state.patches} entries, up to date.`;
    case "paused":
      return "Search index: paused; what is done is kept, and the next search or save goes on.";
    case "database":
      return `Search index: ${state.name}, in your group's database.`;
    default:
      return state satisfies never;
  }
}

/** The folder that a search is about: that of the active editor, else the first, else none. */
export function searchRoot(): string | undefined {
  const { activeNotebookEditor, activeTextEditor } = vscode.window;
  const uri = activeNotebookEditor?.notebook.uri ?? activeTextEditor?.document.uri;
  const active = uri && vscode.workspace.getWorkspaceFolder(uri);
  return (active ?? vscode.workspace.workspaceFolders?.[0])?.uri.fsPath;
}

/** The index that the settings name for the folder. */
export function indexPlace(root: string): IndexPlace {
  const settings = readSettings(vscode.workspace.getConfiguration("codepatch", vscode.Uri.file(root)));
  const url = settings["search.database"];
  if (url === "") return { root };
  return { root, database: { url, name: settings["search.name"] || path.basename(root) } };
}

export const uriOf = (root: string, relative: string): vscode.Uri =>
  vscode.Uri.file(path.join(root, ...relative.split("/")));
