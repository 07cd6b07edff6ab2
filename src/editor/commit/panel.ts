import * as vscode from "vscode";
import { isCodePatchError, messageOf } from "../../base/errors.js";
import type { ChangeSource, NarrateProgress, Narration } from "../../protocol/commit.js";
import { settingsOf } from "../documents.js";
import type { EditorEngine } from "../engine.js";
import {
  type Explanation,
  type ExplanationAction,
  explanationActions,
  explanationBody,
  explanationShell,
  type Register,
} from "./explanationPage.js";
import { insertMessage } from "./messageBox.js";
import { openFileChange } from "./openChange.js";
import type { Repositories, Repository } from "./repositories.js";
import { titleOfSource } from "./sources.js";

interface Subject {
  readonly repository: Repository;
  readonly source: ChangeSource;
}

/** The explanation of one change, beside the editor. Another explanation takes its place. */
export class ExplanationPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private subject: Subject | undefined;
  private work: AbortController | undefined;
  private shown: Explanation | undefined;
  private register: Register = "everyone";

  constructor(
    private readonly engine: EditorEngine,
    private readonly repositories: Repositories,
    private readonly report: (error: unknown) => void,
  ) {}

  /** Resolves when the explanation is complete, was stopped or failed. */
  async explain(repository: Repository, source: ChangeSource): Promise<void> {
    this.subject = { repository, source };
    this.open(titleOfSource(source));
    await this.run();
  }

  /** What is shown, for tests and for the commands that act on it. */
  get state(): Explanation | undefined {
    return this.shown;
  }

  async act(action: ExplanationAction, path?: string): Promise<void> {
    const { subject, shown } = this;
    if (!subject || !shown) return;
    const text = shown.narration?.[shown.register] ?? "";
    switch (action) {
      case "everyone":
      case "developer":
        this.register = action;
        this.show({ ...shown, register: action });
        return;
      case "stop":
        this.work?.abort();
        return;
      case "again":
        return this.run();
      case "copy":
        await vscode.env.clipboard.writeText(text);
        vscode.window.setStatusBarMessage("The explanation was copied.", 3000);
        return;
      case "insert":
        await insertMessage(subject.repository, text);
        return;
      case "open":
        if (path !== undefined)
          await openFileChange(this.repositories, subject.repository, subject.source, path);
    }
  }

  dispose(): void {
    this.work?.abort();
    this.panel?.dispose();
  }

  private async run(): Promise<void> {
    const { subject } = this;
    if (!subject) return;
    const { repository, source } = subject;
    this.work?.abort();
    const work = new AbortController();
    this.work = work;
    const first: Explanation = {
      title: `${titleOfSource(source)} · ${repository.name}`,
      register: this.register,
      status: "working",
      canInsert: repository.git?.inputBox !== undefined && isUncommitted(source),
    };
    const show = (next: Partial<Explanation>, narration?: Narration): void => {
      if (this.work !== work) return;
      const grown = narration === undefined ? {} : { narration, subject: narration.subject };
      this.show({ ...(this.shown ?? first), ...next, ...grown });
    };
    const grow = ({ message, narration, everyone, estimate }: NarrateProgress): void => {
      const known = narration ?? this.shown?.narration;
      const grown = {
        ...(everyone !== undefined && { everyone }),
        ...(estimate !== undefined && { estimate }),
      };
      show({ message }, known && { ...known, ...grown });
    };
    this.show(first);
    try {
      const { commits } = await this.engine.request(
        "engine/narrate",
        { root: repository.root, source, ...(settingsOf()["commit.intent"] && { intent: true }) },
        { signal: work.signal, onPartial: grow },
      );
      const [narration] = commits;
      if (narration === undefined) show({ status: "failed", message: "There is no change to explain." });
      else show({ status: "done" }, narration);
    } catch (error) {
      if (isCodePatchError(error, "cancelled")) show({ status: "stopped" });
      else show({ status: "failed", message: messageOf(error) });
    }
  }

  private show(explanation: Explanation): void {
    this.shown = explanation;
    this.panel?.webview.postMessage({ body: explanationBody(explanation) });
  }

  private open(title: string): void {
    if (this.panel) {
      this.panel.title = title;
      this.panel.reveal(undefined, true);
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      "codepatch.explanation",
      title,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [] },
    );
    this.panel = panel;
    panel.onDidDispose(() => {
      this.work?.abort();
      this.panel = undefined;
      this.shown = undefined;
    });
    panel.webview.onDidReceiveMessage((message: unknown) => {
      const { action, path } = readMessage(message);
      // The page asks for its content when it is loaded, and again when it comes back from behind another tab.
      if (action === "ready") {
        if (this.shown) this.show(this.shown);
      } else if (action !== undefined) this.act(action, path).catch(this.report);
    });
    panel.webview.html = explanationShell();
  }
}

const isUncommitted = ({ kind }: ChangeSource): boolean =>
  kind === "staged" || kind === "worktree" || kind === "uncommitted";

function readMessage(message: unknown): { action?: ExplanationAction | "ready"; path?: string } {
  if (typeof message !== "object" || message === null || !("action" in message)) return {};
  const action = (["ready", ...explanationActions] as const).find((each) => each === message.action);
  const path = "path" in message && typeof message.path === "string" ? message.path : undefined;
  return { ...(action === undefined ? {} : { action }), ...(path === undefined ? {} : { path }) };
}
