import * as vscode from "vscode";
import type { NarrateResult } from "../../protocol/commit.js";
import type { HistoryEntry } from "../../protocol/history.js";
import type { EditorEngine } from "../engine.js";
import type { Repositories, Repository } from "./repositories.js";
import { treeItem } from "./treeItems.js";
import { byDay, childrenOfChange, type ListName, sourceOfEntry, type TreeNode } from "./treeNodes.js";

const pageSize = 50;

/** Recent commits by day, what is not pushed, the branch and the stash; each opens to its explanation and evidence. */
export class CommitTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<undefined>();
  private readonly subscription: vscode.Disposable;
  /** By repository and commit; a commit never changes, so what was said of it holds. */
  private readonly explained = new Map<string, Promise<NarrateResult>>();
  private waiting: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.changes.event;

  constructor(
    private readonly engine: EditorEngine,
    private readonly repositories: Repositories,
  ) {
    // A rebase is hundreds of changes in a second.
    this.subscription = repositories.onDidChange(() => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.refresh(), 500);
    });
  }

  refresh(): void {
    this.changes.fire(undefined);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(node);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return this.roots();
    switch (node.kind) {
      case "repository":
        return this.lists(node.repository);
      case "list":
        return this.page(node.repository, node.list, 0);
      case "older":
        return this.page(node.repository, node.list, node.skip);
      case "day":
        return entryNodes(node.repository, node.entries);
      case "entry":
        return this.explain(node.repository, node.entry);
      case "evidence": {
        const { change, part } = node;
        return part === "files"
          ? change.narration.files.map((file) => ({ kind: "file", change, file }))
          : change.narration.symbols.map((symbol) => ({ kind: "symbol", change, symbol }));
      }
      default:
        return [];
    }
  }

  dispose(): void {
    clearTimeout(this.waiting);
    this.subscription.dispose();
    this.changes.dispose();
  }

  private async roots(): Promise<TreeNode[]> {
    const all = await this.repositories.list();
    const [only, ...more] = all;
    if (only !== undefined && more.length === 0) return this.lists(only);
    return all.map((repository) => ({ kind: "repository", repository }));
  }

  private async lists(repository: Repository): Promise<TreeNode[]> {
    const { notes, hasCommits } = await this.engine.request("engine/repository", { folder: repository.root });
    const said = notes.map((text): TreeNode => ({ kind: "note", text }));
    if (!hasCommits) return said;
    const lists = ["unpushed", "branch", "stash"] as const;
    const filled = await Promise.all(lists.map((list) => this.read(repository, list, 0, 1)));
    const shown = lists.filter((_, i) => (filled[i]?.entries.length ?? 0) > 0);
    return [
      ...said,
      ...[...shown, "recent" as const].map((list): TreeNode => ({ kind: "list", repository, list })),
    ];
  }

  private async page(repository: Repository, list: ListName, skip: number): Promise<TreeNode[]> {
    const { entries, hasMore } = await this.read(repository, list, skip, pageSize);
    const nodes: TreeNode[] =
      list === "recent"
        ? byDay(entries).map((day) => ({ kind: "day", repository, ...day }))
        : entryNodes(repository, entries);
    return hasMore ? [...nodes, { kind: "older", repository, list, skip: skip + pageSize }] : nodes;
  }

  private read(repository: Repository, list: ListName, skip: number, limit: number) {
    return this.engine.request("engine/history", { root: repository.root, list, skip, limit });
  }

  private async explain(repository: Repository, entry: HistoryEntry): Promise<TreeNode[]> {
    const source = sourceOfEntry(entry);
    const key = `${repository.root}\n${entry.sha}`;
    const known =
      this.explained.get(key) ?? this.engine.request("engine/narrate", { root: repository.root, source });
    this.explained.set(key, known);
    try {
      const [narration] = (await known).commits;
      return narration === undefined ? [] : childrenOfChange({ repository, source, narration });
    } catch (error) {
      this.explained.delete(key);
      throw error;
    }
  }
}

const entryNodes = (repository: Repository, entries: readonly HistoryEntry[]): TreeNode[] =>
  entries.map((entry) => ({ kind: "entry", repository, entry }));
