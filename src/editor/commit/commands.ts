import * as vscode from "vscode";
import type { ChangeSource } from "../../protocol/commit.js";
import type { EditorEngine } from "../engine.js";
import {
  type ChosenChanges,
  changesOfArguments,
  chosenOfArguments,
  entryOfArguments,
  revisionOfTimeline,
} from "./arguments.js";
import type { CommitCommandId } from "./commandIds.js";
import { writeMessage } from "./messageBox.js";
import { openFileChange } from "./openChange.js";
import type { ExplanationPanel } from "./panel.js";
import type { ReportPanel } from "./reportPanel.js";
import { type Repositories, type Repository, relativePaths } from "./repositories.js";
import type { CommitTree } from "./tree.js";
import { sourceOfEntry } from "./treeNodes.js";

export interface CommitParts {
  readonly engine: EditorEngine;
  readonly repositories: Repositories;
  readonly explanation: ExplanationPanel;
  readonly reports: ReportPanel;
  readonly tree: CommitTree;
}

type Handler = (...args: unknown[]) => Promise<void> | void;

/** Commands on changes. Arguments are what the menus of Source Control, its tree and the timeline pass; from the palette there are none. */
export const commitCommands = (parts: CommitParts): Record<CommitCommandId, Handler> => {
  const { repositories, explanation, reports, tree } = parts;
  return {
    "codepatch.commit.explainChanges": async (...args) => {
      const chosen = changesOfArguments(args);
      const repository = await repositoryOf(repositories, chosen.uris);
      if (repository) await explanation.explain(repository, sourceOfChanges(repository, chosen));
    },
    "codepatch.commit.explainCommit": async (...args) => {
      const chosen = await commitOf(parts, args);
      if (chosen) await explanation.explain(chosen.repository, chosen.source);
    },
    "codepatch.commit.writeMessage": async (...args) => {
      const repository = await repositoryOf(repositories, changesOfArguments(args).uris);
      if (repository) await writeMessage(parts.engine, repository);
    },
    "codepatch.commit.copyExplanation": () => explanation.act("copy"),
    "codepatch.commit.insertExplanation": () => explanation.act("insert"),
    "codepatch.commit.report": async (...args) => {
      const repository = await repositoryOf(repositories, changesOfArguments(args).uris);
      if (repository) await reports.show(repository);
    },
    "codepatch.commit.exportReport": (target) =>
      // The menu of the page passes the page itself.
      reports.export(target instanceof vscode.Uri && target.scheme !== "webview-panel" ? target : undefined),
    "codepatch.commit.refresh": () => tree.refresh(),
    "codepatch.commit.openFile": async (...args) => {
      const chosen = chosenOfArguments(args);
      const [, path] = args;
      if (chosen && typeof path === "string")
        await openFileChange(repositories, chosen.repository, chosen.source, path);
    },
    "codepatch.commit.openOnWeb": async (...args) => {
      const link = entryOfArguments(args)?.entry.link;
      if (link !== undefined) await vscode.env.openExternal(vscode.Uri.parse(link, true));
    },
  };
};

async function repositoryOf(
  repositories: Repositories,
  [uri]: readonly vscode.Uri[],
): Promise<Repository | undefined> {
  return (uri && (await repositories.holding(uri))) ?? repositories.choose();
}

function sourceOfChanges({ root }: Repository, { group, uris, isSelection }: ChosenChanges): ChangeSource {
  const paths = isSelection ? relativePaths(root, uris) : [];
  return paths.length === 0 ? { kind: group } : { kind: group, paths };
}

/** From our tree, from a timeline, else asked for. */
async function commitOf(
  { engine, repositories }: CommitParts,
  args: readonly unknown[],
): Promise<{ repository: Repository; source: ChangeSource } | undefined> {
  const chosen = chosenOfArguments(args);
  if (chosen) return chosen;
  const node = entryOfArguments(args);
  if (node) return { repository: node.repository, source: sourceOfEntry(node.entry) };
  const named = typeof args[0] === "string" ? args[0] : revisionOfTimeline(args);
  const uri = args.find((arg) => arg instanceof vscode.Uri);
  const repository = await repositoryOf(repositories, uri ? [uri] : []);
  if (repository === undefined) return undefined;
  const revision = named ?? (await chooseCommit(engine, repository));
  return revision === undefined ? undefined : { repository, source: { kind: "commit", revision } };
}

/** One of the last commits, or whatever the user types that git understands. */
async function chooseCommit(engine: EditorEngine, { root }: Repository): Promise<string | undefined> {
  const { entries } = await engine.request("engine/history", { root, list: "recent", skip: 0, limit: 100 });
  const other = { label: "$(edit) Another commit…", description: "id, tag or branch", sha: "" };
  const items = entries.map(({ sha, subject, date }) => ({
    label: subject,
    description: `${sha.slice(0, 7)}, ${new Date(date).toLocaleDateString()}`,
    sha,
  }));
  const options = { title: "Explain which commit?", matchOnDescription: true };
  const chosen = await vscode.window.showQuickPick([...items, other], options);
  if (chosen === undefined || chosen.sha !== "") return chosen?.sha;
  return vscode.window.showInputBox({
    title: "Explain which commit?",
    prompt: "Id, tag or branch",
    ignoreFocusOut: true,
  });
}
