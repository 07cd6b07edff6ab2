import { stat } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { CodePatchError } from "../base/errors.js";
import { readConventions } from "../client/conventions.js";
import { readNeighbours } from "../client/siblings.js";
import type { DocumentSnapshot, ProjectConventions } from "../protocol/messages.js";
import type { Language } from "../syntax/language.js";
import { languageByEditorId, languageByPath } from "../syntax/registry.js";
import type { ReadText } from "./relocate.js";
import { readSettings, type Settings } from "./settings.js";
import type { EditorSyntax } from "./syntax.js";

/** A larger document is generated or data; reading it would hold up the editor. */
const maxCharacters = 5 * 1024 * 1024;

/** A document as it was at one version, with what was read from it. */
export interface ReadDocument extends ReadText {
  readonly document: vscode.TextDocument;
  readonly language: Language;
  readonly version: number;
}

export const settingsOf = (document?: vscode.TextDocument): Settings =>
  readSettings(vscode.workspace.getConfiguration("codepatch", document));

/** The language when CodePatch reads the document by itself: for lenses, hints and ghost text. */
export function languageToWatch(document: vscode.TextDocument): Language | undefined {
  const language = languageByEditorId(document.languageId);
  if (!language || vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) === false) return undefined;
  const { languages, exclude } = settingsOf(document);
  if (!languages.includes(language.id) || isLarge(document)) return undefined;
  if (exclude.some((pattern) => vscode.languages.match({ pattern }, document) > 0)) return undefined;
  return language;
}

/** Reads the document as it is now. Throws `unsupported-language` or `file-unreadable`. */
export async function readDocument(
  syntax: EditorSyntax,
  document: vscode.TextDocument,
  signal?: AbortSignal,
): Promise<ReadDocument> {
  const language = languageByEditorId(document.languageId);
  const name = nameOf(document.uri);
  if (!language) {
    throw new CodePatchError(
      "unsupported-language",
      `CodePatch does not read ${document.languageId} (${name}); choose another file, or another language mode at the lower right.`,
    );
  }
  if (isLarge(document)) {
    throw new CodePatchError(
      "file-unreadable",
      `${name} has more than 5 million characters, which is more than CodePatch reads; split it into smaller files.`,
    );
  }
  const { version } = document;
  const text = document.getText();
  const patches = await syntax.read(document.uri.toString(), text, language, signal);
  return { document, language, version, text, patches };
}

/** The editor that a command without a target is about. Throws `usage` when no file is open. */
export function activeEditor(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  if (editor) return editor;
  throw new CodePatchError("usage", "No file is open; open a source file and run the command again.");
}

/** Throws `write-failed` when the document cannot take edits. */
export async function checkWritable(document: vscode.TextDocument): Promise<void> {
  const { scheme, fsPath } = document.uri;
  const isLocked =
    scheme === "file" &&
    (await stat(fsPath).then(
      ({ mode }) => (mode & 0o222) === 0,
      () => false,
    ));
  if (isLocked || vscode.workspace.fs.isWritableFileSystem(scheme) === false) throw readOnly(document);
}

export const readOnly = (document: vscode.TextDocument): CodePatchError =>
  new CodePatchError(
    "write-failed",
    `${nameOf(document.uri)} is read-only; make it writable and run the command again.`,
  );

export const snapshotOf = ({ document, language, version, text }: ReadDocument): DocumentSnapshot => ({
  path: document.uri.scheme === "file" ? document.uri.fsPath : document.uri.toString(),
  language: language.id,
  version,
  text,
});

export async function conventionsOf({ document, language }: ReadDocument): Promise<ProjectConventions> {
  const { uri } = document;
  if (["file", "vscode-notebook-cell"].includes(uri.scheme)) return readConventions(uri.fsPath, language.id);
  // An untitled document will most likely be saved in the first folder.
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (uri.scheme !== "untitled" || folder?.scheme !== "file") return {};
  return readConventions(path.join(folder.fsPath, `untitled${language.extensions[0] ?? ""}`), language.id);
}

/** Files as they are on the disk, since what is said there is settled; of a notebook its other cells. */
export async function neighboursOf({ document, language }: ReadDocument): Promise<Record<string, string>> {
  const { uri, languageId } = document;
  if (uri.scheme === "file")
    return readNeighbours(uri.fsPath, (name) => languageByPath(name)?.id === language.id);
  const cells = vscode.workspace.notebookDocuments
    .map((notebook) => notebook.getCells())
    .find((all) => all.some((cell) => cell.document === document));
  const others = cells?.filter(
    (cell) => cell.document !== document && cell.document.languageId === languageId,
  );
  return Object.fromEntries(others?.map((cell) => [`cell ${cell.index + 1}`, cell.document.getText()]) ?? []);
}

export const nameOf = (uri: vscode.Uri): string => path.posix.basename(uri.path) || uri.path;

export const lineEndOf = (document: vscode.TextDocument): "\n" | "\r\n" =>
  document.eol === vscode.EndOfLine.CRLF ? "\r\n" : "\n";

export const rangeIn = (
  document: vscode.TextDocument,
  range: { readonly start: number; readonly end: number },
): vscode.Range => new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));

/** The last character's offset, so that a large text is not copied. */
const isLarge = (document: vscode.TextDocument): boolean =>
  document.offsetAt(document.lineAt(document.lineCount - 1).range.end) > maxCharacters;
