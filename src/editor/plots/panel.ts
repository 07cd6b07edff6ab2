import * as vscode from "vscode";
import { CodePatchError } from "../../base/errors.js";
import type { FigureDescription, PlotsResult } from "../../protocol/plot.js";
import { nameOf } from "../documents.js";
import { withProgress } from "../progress.js";
import type { EditorSyntax } from "../syntax.js";
import { exportPlots, insertComment } from "./actions.js";
import type { PlotDescriptions } from "./descriptions.js";
import { type PanelAction, panelActions, panelPage } from "./panelPage.js";

interface Message {
  readonly action: PanelAction;
  readonly figure: number;
}

/** A page beside the editor with every figure of a file, and what one may do with its description. */
export class PlotPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private document: vscode.TextDocument | undefined;
  private result: PlotsResult | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly syntax: EditorSyntax,
    private readonly descriptions: PlotDescriptions,
    private readonly report: (error: unknown) => void,
  ) {
    this.subscriptions = [
      vscode.window.onDidChangeActiveColorTheme(() => this.refresh()),
      vscode.workspace.onDidSaveTextDocument((saved) => {
        if (saved === this.document) this.refresh();
      }),
    ];
  }

  async show(document: vscode.TextDocument): Promise<void> {
    const result = await withProgress("Describing plots", (signal) =>
      this.descriptions.get(document, signal),
    );
    if (this.panel === undefined) {
      this.panel = vscode.window.createWebviewPanel(
        "codepatch.plots",
        "Plots",
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        { enableScripts: true, localResourceRoots: [] },
      );
      this.panel.onDidDispose(() => {
        this.panel = undefined;
        this.document = undefined;
      });
      this.panel.webview.onDidReceiveMessage((message: unknown) => {
        const read = readMessage(message);
        if (read) this.act(read).catch(this.report);
      });
    }
    this.document = document;
    this.render(document, result);
    this.panel.reveal(undefined, true);
  }

  private refresh(): void {
    const { document } = this;
    if (!this.panel || !document) return;
    this.descriptions.get(document).then((result) => this.render(document, result), this.report);
  }

  private render(document: vscode.TextDocument, result: PlotsResult): void {
    // Another document may have taken its place while this one was described.
    if (!this.panel || document !== this.document) return;
    this.result = result;
    const name = nameOf(document.uri);
    this.panel.title = `Plots of ${name}`;
    this.panel.webview.html = panelPage(name, result);
  }

  private async act({ action, figure }: Message): Promise<void> {
    const { document, result } = this;
    if (!document || !result) return;
    if (action === "export") return exportPlots(document, result);
    const described = result.figures[figure];
    if (!described) return;
    if (action === "copy") return vscode.env.clipboard.writeText(described.text);
    const line = firstLine(described);
    if (action === "open") {
      const at = new vscode.Position(line - 1, 0);
      await vscode.window.showTextDocument(document, {
        viewColumn: vscode.ViewColumn.One,
        selection: new vscode.Range(at, at),
      });
      return;
    }
    if (document.version !== result.version) {
      throw new CodePatchError(
        "stale-document",
        `${nameOf(document.uri)} changed since the plots were described; run CodePatch: Describe All Plots again.`,
      );
    }
    await insertComment(
      this.syntax,
      document,
      document.offsetAt(new vscode.Position(line - 1, 0)),
      described.text,
    );
    this.refresh();
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
    this.panel?.dispose();
  }
}

function readMessage(message: unknown): Message | undefined {
  if (typeof message !== "object" || message === null || !("action" in message)) return undefined;
  const action = panelActions.find((each) => each === message.action);
  const figure = "figure" in message && typeof message.figure === "number" ? message.figure : 0;
  return action === undefined ? undefined : { action, figure };
}

/** One-based. */
const firstLine = ({ axes }: FigureDescription): number =>
  Math.min(...axes.flatMap(({ objects }) => objects.map(({ line }) => line)), Number.MAX_SAFE_INTEGER);
