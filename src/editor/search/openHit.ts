import * as vscode from "vscode";
import { isNotebookPath } from "../../base/fileKinds.js";
import type { SearchHit, SearchKind } from "../../protocol/search.js";
import { uriOf, type WorkspaceIndex } from "./workspaceIndex.js";

/** Where a hit is. */
export type FoundPlace = Pick<SearchHit, "path" | "line" | "endLine">;

export const iconOf: Readonly<Record<SearchKind, string>> = {
  function: "symbol-method",
  class: "symbol-class",
  cell: "notebook",
  file: "symbol-file",
};

/** Shows the place: in a notebook the cell, where Visual Studio Code can show the file as one. */
export async function openHit(
  index: WorkspaceIndex,
  root: string,
  hit: FoundPlace,
  options: vscode.TextDocumentShowOptions,
): Promise<void> {
  const uri = uriOf(root, hit.path);
  const notebook = isNotebookPath(hit.path) ? await openNotebook(uri) : undefined;
  if (notebook) return showCell(notebook, await index.cellsOf(uri.fsPath), hit, options);
  const document = await vscode.workspace.openTextDocument(uri);
  const start = Math.min(hit.line, document.lineCount) - 1;
  const editor = await vscode.window.showTextDocument(document, {
    ...options,
    selection: new vscode.Range(start, 0, start, 0),
  });
  editor.revealRange(
    new vscode.Range(start, 0, Math.min(hit.endLine, document.lineCount) - 1, 0),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
}

/** None where nothing can show notebooks, or not those of its old format. */
const openNotebook = async (uri: vscode.Uri): Promise<vscode.NotebookDocument | undefined> =>
  vscode.workspace.openNotebookDocument(uri).then(undefined, () => undefined);

async function showCell(
  notebook: vscode.NotebookDocument,
  cells: readonly (readonly number[])[],
  { line }: FoundPlace,
  options: vscode.NotebookDocumentShowOptions,
): Promise<void> {
  const found = cells.findIndex((lines) => (lines.at(-1) ?? 0) >= line);
  const start = Math.max(0, Math.min(found, notebook.cellCount - 1));
  const range = new vscode.NotebookRange(start, start + 1);
  const editor = await vscode.window.showNotebookDocument(notebook, { ...options, selections: [range] });
  editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
}

/** The file of a document and the line of it that holds a line of the document, one-based: a cell is a part of its file. */
export async function placeOnDisk(
  index: WorkspaceIndex,
  document: vscode.TextDocument,
  line: number,
): Promise<{ readonly file: string; readonly line: number }> {
  const { fsPath: file } = document.uri;
  const cell = vscode.workspace.notebookDocuments
    .flatMap((notebook) => notebook.getCells())
    .find((each) => each.document === document);
  if (!cell) return { file, line };
  const lines = (await index.cellsOf(file))[cell.index] ?? [];
  return { file, line: lines[Math.min(line, lines.length) - 1] ?? 1 };
}

/** Shows what is shown now once more. */
export function returnHere(): () => Thenable<unknown> {
  const { activeNotebookEditor: notebook, activeTextEditor: editor } = vscode.window;
  if (notebook) {
    const { notebook: document, selections, viewColumn = vscode.ViewColumn.Active } = notebook;
    return () => vscode.window.showNotebookDocument(document, { selections, viewColumn });
  }
  if (!editor) return async () => {};
  const { document, selection, viewColumn = vscode.ViewColumn.Active } = editor;
  return () => vscode.window.showTextDocument(document, { viewColumn, selection });
}
