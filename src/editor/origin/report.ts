import * as vscode from "vscode";
import { isCodePatchError, messageOf } from "../../base/errors.js";
import { exportFile } from "../exportFile.js";
import { withProgress } from "../progress.js";
import { readSettings } from "../settings.js";
import { byPath, sourceFilesIn } from "../sourceFiles.js";
import type { OriginParts } from "./parts.js";
import { type ReportRow, reportCsv, reportMarkdown } from "./reportText.js";
import { countVerdicts } from "./words.js";

interface Report {
  readonly rows: readonly ReportRow[];
  readonly problems: readonly string[];
}

const maxFiles = 5_000;

/** A table by folder, as a rendered document. */
export async function workspaceReport(parts: OriginParts): Promise<void> {
  const { rows, problems } = await collect(parts);
  const text = reportMarkdown(rows, problems, new Date().toISOString().slice(0, 10));
  const document = await parts.virtual.open(vscode.Uri.parse("untitled:Origin report.md"), text, "markdown");
  await vscode.commands.executeCommand("markdown.showPreview", document.uri);
}

/** The same as a file: a table by file (CSV) or by folder (Markdown). */
export async function exportReport(parts: OriginParts): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  await exportFile(
    {
      title: "Export the report on origin",
      filters: { "By file (CSV)": ["csv"], "By folder (Markdown)": ["md"] },
      ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, "origin.csv") } : {}),
    },
    async (ending) => {
      const { rows, problems } = await collect(parts);
      return ending === ".md"
        ? reportMarkdown(rows, problems, new Date().toISOString().slice(0, 10))
        : reportCsv(rows);
    },
  );
}

const collect = (parts: OriginParts): Promise<Report> =>
  withProgress("Origin of the workspace", async (signal, report) => {
    const uris = await filesOfWorkspace();
    const rows: ReportRow[] = [];
    const problems: string[] = uris.length > maxFiles ? [`Only the first ${maxFiles} files were read.`] : [];
    for (const [done, uri] of uris.slice(0, maxFiles).entries()) {
      if (signal.aborted) {
        problems.push("The report was stopped before its end.");
        break;
      }
      const file = vscode.workspace.asRelativePath(uri);
      report(`${done + 1} of ${uris.length} · ${file}`, done, uris.length);
      try {
        const document = await vscode.workspace.openTextDocument(uri);
        const { functions } = await parts.store.read(document, signal);
        if (functions.length > 0)
          rows.push({ file, counts: countVerdicts(functions, (id) => parts.corrections.of(uri, id)) });
      } catch (error) {
        if (!isCodePatchError(error, "cancelled")) problems.push(`${file}: ${messageOf(error)}`);
      }
    }
    return { rows, problems: problems.slice(0, 50) };
  });

async function filesOfWorkspace(): Promise<vscode.Uri[]> {
  const uris: vscode.Uri[] = [];
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const settings = readSettings(vscode.workspace.getConfiguration("codepatch", folder.uri));
    const exclude = [...settings.exclude, ...settings["origin.exclude"]];
    uris.push(...(await sourceFilesIn(folder.uri, { ...settings, exclude }, maxFiles + 1)));
  }
  return uris.sort(byPath);
}
