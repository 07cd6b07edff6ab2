import * as vscode from "vscode";
import { CodePatchError } from "../../base/errors.js";
import type { ReportParams, ReportResult } from "../../protocol/report.js";
import { settingsOf } from "../documents.js";
import type { EditorEngine } from "../engine.js";
import { exportFile } from "../exportFile.js";
import { withProgress } from "../progress.js";
import type { Repository } from "./repositories.js";

const periods: readonly (readonly [label: string, since: string])[] = [
  ["The last week", "1.week"],
  ["The last two weeks", "2.weeks"],
  ["The last month", "1.month"],
  ["The last three months", "3.months"],
];

/** The report on a period in a page of its own, the same page that is exported. */
export class ReportPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private shown: ReportResult | undefined;

  constructor(private readonly engine: EditorEngine) {}

  get result(): ReportResult | undefined {
    return this.shown;
  }

  /** Asks for the period where none is given. */
  async show(repository: Repository, since?: string): Promise<void> {
    const chosen = since ?? (await choosePeriod());
    if (chosen === undefined) return;
    const params: ReportParams = {
      root: repository.root,
      since: chosen,
      areas: settingsOf()["commit.areas"],
      render: ["html", "md"],
    };
    const result = await withProgress(`Report on ${repository.name}`, (signal, report) =>
      this.engine.request("engine/report", params, {
        signal,
        onPartial: ({ message, done, total }) => report(`${message} (${done} of ${total})`, done, total),
      }),
    );
    this.shown = result;
    const title = `Report: ${repository.name}`;
    if (this.panel === undefined) {
      this.panel = vscode.window.createWebviewPanel("codepatch.report", title, vscode.ViewColumn.Active, {
        enableScripts: false,
        localResourceRoots: [],
        enableFindWidget: true,
      });
      this.panel.onDidDispose(() => {
        this.panel = undefined;
        this.shown = undefined;
      });
    }
    this.panel.title = title;
    this.panel.webview.html = result.rendered.html ?? "";
    this.panel.reveal();
  }

  async export(target?: vscode.Uri): Promise<void> {
    const { shown } = this;
    if (shown === undefined)
      throw new CodePatchError(
        "usage",
        "There is no report to export; run CodePatch: Report on a Period first.",
      );
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const name = `report-${shown.report.period.to.slice(0, 10)}.html`;
    await exportFile(
      {
        title: "Export the report",
        filters: { "Web page": ["html"], Markdown: ["md"], JSON: ["json"] },
        ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
      },
      (ending) =>
        ending === ".json"
          ? `${JSON.stringify(shown.report, null, 2)}\n`
          : (shown.rendered[ending === ".md" ? "md" : "html"] ?? ""),
      target,
    );
  }

  dispose(): void {
    this.panel?.dispose();
  }
}

async function choosePeriod(): Promise<string | undefined> {
  const other = "Another beginning…";
  const items = [...periods.map(([label, since]) => ({ label, since })), { label: other, since: "" }];
  const chosen = await vscode.window.showQuickPick(items, { title: "Report on which period?" });
  if (chosen === undefined || chosen.since !== "") return chosen?.since;
  return vscode.window.showInputBox({
    title: "Report on which period?",
    prompt: "Its beginning: 10.days, yesterday, 2026-10-01",
    ignoreFocusOut: true,
  });
}
