import path from "node:path";
import * as vscode from "vscode";
import { CodePatchError, isCodePatchError } from "../../base/errors.js";
import type { EditorEngine } from "../engine.js";
import { findGitApi, type GitApi, type GitRepository } from "./gitExtension.js";

/** A repository of the workspace. */
export interface Repository {
  readonly root: string;
  readonly name: string;
  /** As the git extension knows it, where there is that extension. */
  readonly git?: GitRepository;
}

/** All repositories of the workspace: those that the git extension has found, else those that the workspace's folders are in. */
export class Repositories implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [this.changes];
  private watching = new Map<string, vscode.Disposable>();
  private api: Promise<GitApi | undefined> | undefined;

  constructor(private readonly engine: EditorEngine) {
    this.subscriptions.push(vscode.workspace.onDidChangeWorkspaceFolders(() => this.changes.fire()));
  }

  /** Something was committed, staged, stashed, checked out, opened or closed. */
  readonly onDidChange = this.changes.event;

  async list(): Promise<Repository[]> {
    const api = await this.git();
    // While git is turned off in the settings, or still looks for repositories, the extension knows of none.
    if (api === undefined || api.repositories.length === 0) return this.ofFolders();
    for (const repository of api.repositories) this.watch(repository);
    return api.repositories.map((git) => ({ ...named(git.rootUri.fsPath), git }));
  }

  /** The repository that holds a file or folder. */
  async holding(uri: vscode.Uri): Promise<Repository | undefined> {
    const inside = (await this.list()).filter(({ root }) => isInside(uri.fsPath, root));
    return inside.sort((a, b) => b.root.length - a.root.length)[0];
  }

  /** The only one, else the one that the user chooses; `undefined` when they choose none. Throws `usage` where there is none. */
  async choose(): Promise<Repository | undefined> {
    const all = await this.list();
    const [first, second] = all;
    if (first === undefined)
      throw new CodePatchError(
        "usage",
        "No folder of the workspace is in a git repository; open one that is.",
      );
    if (second === undefined) return first;
    const active = vscode.window.activeTextEditor?.document.uri;
    const likely = active && (await this.holding(active));
    const sorted = [...all].sort((a, b) => Number(b.root === likely?.root) - Number(a.root === likely?.root));
    const items = sorted.map((repository) => ({
      label: repository.name,
      description: repository.root,
      repository,
    }));
    return (await vscode.window.showQuickPick(items, { title: "Which repository?" }))?.repository;
  }

  /** To compare two versions of a file, where the git extension can show old ones. */
  async fileAt(uri: vscode.Uri, revision: string): Promise<vscode.Uri | undefined> {
    return (await this.git())?.toGitUri?.(uri, revision);
  }

  dispose(): void {
    for (const each of this.watching.values()) each.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private git(): Promise<GitApi | undefined> {
    this.api ??= findGitApi().then((api) => {
      const opened = api?.onDidOpenRepository?.(() => this.changes.fire());
      const closed = api?.onDidCloseRepository?.(({ rootUri }) => {
        this.watching.get(rootUri.toString())?.dispose();
        this.watching.delete(rootUri.toString());
        this.changes.fire();
      });
      for (const each of [opened, closed]) if (each) this.subscriptions.push(each);
      if (api === undefined) this.api = undefined;
      return api;
    });
    return this.api;
  }

  private watch({ rootUri, state }: GitRepository): void {
    const key = rootUri.toString();
    const watcher = this.watching.has(key) ? undefined : state?.onDidChange?.(() => this.changes.fire());
    if (watcher) this.watching.set(key, watcher);
  }

  private async ofFolders(): Promise<Repository[]> {
    const roots = new Set<string>();
    let damage: CodePatchError | undefined;
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      if (uri.scheme !== "file") continue;
      try {
        const { root } = await this.engine.request("engine/repository", { folder: uri.fsPath });
        roots.add(root);
      } catch (error) {
        // A folder in no repository is no error here.
        if (isCodePatchError(error, "git-damaged")) damage = error;
        else if (!isCodePatchError(error, "git-failed")) throw error;
      }
    }
    // One that is damaged does not hide the others.
    if (damage && roots.size === 0) throw damage;
    return [...roots].map(named);
  }
}

const named = (root: string): Repository => ({ root, name: path.basename(root) });

/** Paths relative to the root, with forward slashes, of those URIs that are inside. */
export const relativePaths = (root: string, uris: readonly vscode.Uri[]): string[] =>
  uris
    .filter(({ fsPath }) => isInside(fsPath, root))
    .map(({ fsPath }) => path.relative(root, fsPath).split(path.sep).join("/"));

function isInside(file: string, root: string): boolean {
  const relative = path.relative(root, file);
  return relative === "" || (!relative.startsWith("..") && !path.isAbsolute(relative));
}
