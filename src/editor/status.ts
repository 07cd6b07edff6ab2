import * as vscode from "vscode";
import type { EngineState } from "../protocol/messages.js";
import { settingsOf } from "./documents.js";
import type { EditorEngine } from "./engine.js";
import { describeIndex, type IndexState, type WorkspaceIndex } from "./search/workspaceIndex.js";
import type { Settings } from "./settings.js";

/** The status item: what the engine does, in words when hovered, and its commands when clicked. */
export function showStatus(engine: EditorEngine, index: WorkspaceIndex): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("codepatch.status", vscode.StatusBarAlignment.Right, 90);
  item.name = "CodePatch";
  item.command = "codepatch.showMenu";
  const update = (state: EngineState): void => {
    const { icon, colour, text } = describe(state, settingsOf());
    item.text = `$(${icon}) CodePatch${percentOf(index.state)}`;
    item.backgroundColor = colour ? new vscode.ThemeColor(`statusBarItem.${colour}Background`) : undefined;
    item.tooltip = new vscode.MarkdownString("**CodePatch**\n\n").appendText(
      `${text}\n${describeIndex(index.state)}\nClick for commands.`,
    );
    item.accessibilityInformation = { label: `CodePatch: ${text}` };
  };
  update(engine.state);
  item.show();
  return vscode.Disposable.from(
    item,
    engine.onState(update),
    index.onState(() => update(engine.state)),
  );
}

/** How much of a long indexing is done: the one thing of the index that is seen without pointing. */
const percentOf = (state: IndexState): string =>
  state.kind === "indexing" && state.total > 0 ? ` ${Math.floor((100 * state.done) / state.total)} %` : "";

interface Description {
  readonly icon: string;
  readonly colour?: "warning" | "error";
  readonly text: string;
}

function describe(state: EngineState, { idleMinutes, ...settings }: Settings): Description {
  switch (state.kind) {
    case "stopped":
      return { icon: "pencil", text: "Asleep; no memory is used. It wakes when it is needed." };
    case "starting":
      return { icon: "sync~spin", text: "Starting the engine." };
    case "ready": {
      const { model, busy } = state;
      const loaded = model
        ? `Model ${model.id} on ${model.provider}.`
        : "No model is loaded; that happens when it is needed.";
      const work = busy > 0 ? `Working on ${busy} ${busy === 1 ? "request" : "requests"}.` : "Idle.";
      const leaves =
        settings["search.database"] === ""
          ? "Nothing leaves this machine."
          : "Nothing leaves this machine but searches, which go to the database of your settings.";
      const rest = `Gives its memory back after ${idleMinutes} idle ${idleMinutes === 1 ? "minute" : "minutes"}. ${leaves}`;
      return { icon: busy > 0 ? "sync~spin" : "pencil", text: `${work} ${loaded}\n${rest}` };
    }
    case "degraded":
      return { icon: "warning", colour: "warning", text: state.message };
    case "failed":
      return { icon: "error", colour: "error", text: state.message };
    default:
      return state satisfies never;
  }
}

interface MenuItem extends vscode.QuickPickItem {
  readonly command?: string;
  readonly argument?: string;
}

const separator = (label: string): MenuItem => ({ label, kind: vscode.QuickPickItemKind.Separator });

/** What a click on the status item offers. */
export async function showMenu(index: IndexState): Promise<void> {
  const items: MenuItem[] = [
    { label: "$(search) Find Code for Description…", command: "codepatch.findCode" },
    { label: "$(git-commit) Explain These Changes", command: "codepatch.commit.explainChanges" },
    { label: "$(account) Report on Origin in the Workspace", command: "codepatch.origin.report" },
    separator("Engine"),
    {
      label: "$(pulse) Doctor",
      description: "does everything work on this machine?",
      command: "codepatch.doctor",
    },
    index.kind === "paused"
      ? { label: "$(debug-continue) Resume Indexing", command: "codepatch.resumeIndexing" }
      : {
          label: "$(debug-pause) Pause Indexing",
          description: describeIndex(index),
          command: "codepatch.pauseIndexing",
        },
    { label: "$(debug-restart) Restart Engine", command: "codepatch.restartEngine" },
    { label: "$(output) Show Log", command: "codepatch.showLog" },
    separator("Help"),
    {
      label: "$(gear) Settings",
      command: "workbench.action.openSettings",
      argument: "@ext:codepatch.codepatch",
    },
    {
      label: "$(book) Get to Know CodePatch",
      command: "workbench.action.openWalkthrough",
      argument: "codepatch.codepatch#start",
    },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: "CodePatch" });
  if (picked?.command !== undefined) await vscode.commands.executeCommand(picked.command, picked.argument);
}
