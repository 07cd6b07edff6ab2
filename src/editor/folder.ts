import * as vscode from "vscode";
import { isCodePatchError, messageOf } from "../base/errors.js";
import type { Log } from "../base/log.js";
import type { FunctionResult } from "../protocol/messages.js";
import { editsOf } from "./apply.js";
import type { BatchFile } from "./batchPreview.js";
import { checkWritable, nameOf, readDocument } from "./documents.js";
import { withProgress } from "./progress.js";
import { readSettings } from "./settings.js";
import { byPath, sourceFilesIn } from "./sourceFiles.js";
import { requestFile, summaryOf, type WritingParts } from "./writing.js";

/** Documents what lacks documentation in every file below a folder. A cancelled run still offers what it has written. */
export async function documentFolder(parts: WritingParts, log: Log, uri?: vscode.Uri): Promise<void> {
  const folder = uri ?? (await pickFolder());
  if (!folder) return;
  const settings = readSettings(vscode.workspace.getConfiguration("codepatch", folder));
  const uris = [...(await sourceFilesIn(folder, settings))].sort(byPath);

  const title = `Document ${nameOf(folder)}`;
  const { files, functions, problems } = await withProgress(title, (signal, report) =>
    writeAll(parts, uris, signal, (index) => {
      const at = uris[index];
      if (at)
        report(`${index + 1} of ${uris.length} · ${vscode.workspace.asRelativePath(at)}`, index, uris.length);
    }),
  );
  for (const problem of problems) log.warn(problem);
  const skipped = problems.length > 0 ? ` ${problems.length} left out, see the log.` : "";
  const summary = `${summaryOf(functions)} in ${uris.length} ${uris.length === 1 ? "file" : "files"}.${skipped}`;
  if (files.length === 0) {
    vscode.window.showInformationMessage(`Nothing to document in ${nameOf(folder)}: ${summary}`);
    return;
  }
  const batch = { title, summary, files };
  if (settings.previewBeforeApply) {
    await parts.batches.propose(batch);
  } else {
    await parts.batches.apply(batch);
    vscode.window.showInformationMessage(summary);
  }
}

interface FolderResult {
  readonly files: BatchFile[];
  readonly functions: FunctionResult[];
  readonly problems: string[];
}

async function writeAll(
  parts: WritingParts,
  uris: readonly vscode.Uri[],
  signal: AbortSignal,
  onFile: (index: number) => void,
): Promise<FolderResult> {
  const all: FolderResult = { files: [], functions: [], problems: [] };
  for (const [index, uri] of uris.entries()) {
    if (signal.aborted) break;
    onFile(index);
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      await checkWritable(document);
      const read = await readDocument(parts.syntax, document, signal);
      const { functions } = await requestFile(parts, read, true, signal);
      all.functions.push(...functions);
      const edits = editsOf(functions);
      if (edits.length > 0) all.files.push({ read, functions: edits });
    } catch (error) {
      if (isCodePatchError(error, "cancelled")) break;
      if (isFatal(error)) throw error;
      all.problems.push(`${vscode.workspace.asRelativePath(uri)}: ${messageOf(error)}`);
    }
  }
  return all;
}

/** What would befall every other file as well. */
const isFatal = (error: unknown): boolean =>
  isCodePatchError(error) && /^(model-|engine-|download-)/.test(error.code);

async function pickFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [first] = folders;
  const picked = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: "Document",
    title: "Document Folder",
    ...(first ? { defaultUri: first.uri } : {}),
  });
  return picked?.[0];
}
