import * as vscode from "vscode";
import type { SearchHit, SearchResult, SentenceMatch } from "../../protocol/search.js";
import { iconOf } from "./openHit.js";

/** A row of the view: the best of all, a section, a sentence, or a place in the code. */
export type MapNode =
  | { readonly kind: "best" }
  | { readonly kind: "section"; readonly name: string }
  | { readonly kind: "sentence"; readonly match: SentenceMatch }
  | { readonly kind: "hit"; readonly hit: SearchHit };

interface PaperMap {
  readonly root: string;
  readonly name: string;
  readonly result: SearchResult;
}

const contextKey = "codepatch.hasPaperMap";

/** The sections are what the view is for; more of the best would push them out of sight. */
const bestPlaces = 5;

/** Which part of a paper speaks of which code: sections, their sentences, and the places that each matched. */
export class PaperMapView implements vscode.TreeDataProvider<MapNode>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly view = vscode.window.createTreeView("codepatch.paperMap", {
    treeDataProvider: this,
    showCollapseAll: true,
  });
  private shownMap: PaperMap | undefined;

  get map(): PaperMap | undefined {
    return this.shownMap;
  }

  async show(map: PaperMap): Promise<void> {
    this.shownMap = map;
    this.view.description = map.name;
    this.view.message = map.result.notes.join(" ");
    await vscode.commands.executeCommand("setContext", contextKey, true);
    this.changes.fire(undefined);
    await vscode.commands.executeCommand("codepatch.paperMap.focus");
  }

  getChildren(node?: MapNode): MapNode[] {
    const { result } = this.shownMap ?? {};
    if (!result) return [];
    const places = (hits: readonly SearchHit[]): MapNode[] => hits.map((hit) => ({ kind: "hit", hit }));
    switch (node?.kind) {
      case undefined: {
        const sections = [...new Set(result.sentences.map(({ section }) => section))];
        return [{ kind: "best" }, ...sections.map((name): MapNode => ({ kind: "section", name }))];
      }
      case "best":
        return places(result.hits.slice(0, bestPlaces));
      case "section":
        return result.sentences
          .filter(({ section }) => section === node.name)
          .map((match): MapNode => ({ kind: "sentence", match }));
      case "sentence":
        return places(node.match.hits);
      case "hit":
        return [];
      default:
        return node satisfies never;
    }
  }

  getTreeItem(node: MapNode): vscode.TreeItem {
    const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
    switch (node.kind) {
      case "best": {
        const item = new vscode.TreeItem("Most spoken of", Expanded);
        item.iconPath = new vscode.ThemeIcon("star-full");
        return item;
      }
      case "section": {
        const item = new vscode.TreeItem(node.name === "" ? "(no heading)" : node.name, Expanded);
        item.iconPath = new vscode.ThemeIcon("book");
        return item;
      }
      case "sentence": {
        const [best] = node.match.hits;
        const item = new vscode.TreeItem(node.match.sentence, best ? Collapsed : None);
        item.description = best ? `→ ${best.name}` : "nothing close";
        item.tooltip = node.match.sentence;
        return item;
      }
      case "hit": {
        const { hit } = node;
        const item = new vscode.TreeItem(hit.name, None);
        item.iconPath = new vscode.ThemeIcon(iconOf[hit.kind]);
        item.description = `${hit.path}:${hit.line}`;
        item.tooltip = `Score ${hit.score.toFixed(2)}; ${hit.reason}`;
        item.command = { title: "Open", command: "codepatch.openSearchHit", arguments: [hit] };
        return item;
      }
      default:
        return node satisfies never;
    }
  }

  dispose(): void {
    this.view.dispose();
    this.changes.dispose();
  }
}
