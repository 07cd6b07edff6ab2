import path from "node:path";
import * as vscode from "vscode";
import type { NarratedFile } from "../../protocol/commit.js";
import type { HistoryEntry } from "../../protocol/history.js";
import { symbolWords } from "./symbolWords.js";
import { dayInWords, type ExplainedChange, listTitles, type TreeNode } from "./treeNodes.js";

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** How a node looks. */
export function treeItem(node: TreeNode): vscode.TreeItem {
  switch (node.kind) {
    case "repository":
      return item(node.repository.name, Expanded, "repo", { description: node.repository.root });
    case "list":
      return item(listTitles[node.list], node.list === "recent" ? Expanded : Collapsed, listIcons[node.list]);
    case "day":
      return item(dayInWords(node.day, new Date()), Expanded, "calendar");
    case "older":
      return item("Older", Collapsed, "history");
    case "entry":
      return entryItem(node.entry);
    case "text":
      return item(node.change.narration.everyone, None, "comment-discussion", {
        tooltip: node.change.narration.everyone,
        command: {
          command: "codepatch.commit.explainCommit",
          title: "Explain",
          arguments: [{ repository: node.change.repository, source: node.change.source }],
        },
      });
    case "evidence":
      return node.part === "files"
        ? item(`Files (${node.change.narration.files.length})`, Collapsed, "files")
        : item(`Functions and classes (${node.change.narration.symbols.length})`, Collapsed, "symbol-class");
    case "file":
      return fileItem(node.change, node.file);
    case "symbol":
      return item(node.symbol.name, None, `symbol-${node.symbol.kind}`, {
        description: symbolWords(node.symbol).replaceAll("`", ""),
        tooltip: `${node.symbol.name} in ${node.symbol.path}`,
      });
    case "note":
      return item(node.text, None, "info", { tooltip: node.text });
  }
}

const listIcons = {
  recent: "history",
  unpushed: "cloud-upload",
  branch: "git-branch",
  stash: "archive",
} as const;

function item(
  label: string,
  state: vscode.TreeItemCollapsibleState,
  icon: string,
  more: Partial<vscode.TreeItem> = {},
): vscode.TreeItem {
  return Object.assign(new vscode.TreeItem(label, state), { iconPath: new vscode.ThemeIcon(icon), ...more });
}

function entryItem(entry: HistoryEntry): vscode.TreeItem {
  const { sha, subject, date, isMerge, link, stash } = entry;
  // A subject is text: whatever looks like Markdown in it stays as it is.
  const tooltip = new vscode.MarkdownString()
    .appendText(subject)
    .appendMarkdown(`\n\n\`${sha.slice(0, 10)}\`, ${new Date(date).toLocaleString()}`);
  return item(subject, Collapsed, isMerge ? "git-merge" : "git-commit", {
    description: stash === undefined ? sha.slice(0, 7) : `stash ${stash}`,
    tooltip,
    contextValue: `codepatch.change${link === undefined ? "" : ".linked"}`,
    accessibilityInformation: { label: `${subject}, ${new Date(date).toLocaleDateString()}` },
  });
}

const fileItem = (
  { repository, source }: ExplainedChange,
  { path: file, status, added, removed, reason }: NarratedFile,
): vscode.TreeItem =>
  Object.assign(new vscode.TreeItem(vscode.Uri.file(path.join(repository.root, file)), None), {
    label: path.basename(file),
    description: `${status}, +${added} −${removed}${reason === undefined ? "" : `, ${reason}`}`,
    tooltip: file,
    command: {
      command: "codepatch.commit.openFile",
      title: "Compare",
      arguments: [{ repository, source }, file],
    },
  });
