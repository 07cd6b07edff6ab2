import * as vscode from "vscode";
import type { TextEdit } from "../base/brand.js";
import { applyEdits } from "../base/edits.js";
import { CodePatchError } from "../base/errors.js";
import type { FunctionResult } from "../protocol/messages.js";
import type { PatchId } from "../syntax/types.js";
import { lineEndOf, nameOf, type ReadDocument, rangeIn, readDocument, readOnly } from "./documents.js";
import { relocate } from "./relocate.js";
import type { EditorSyntax } from "./syntax.js";

/** The edits of one function, in offsets of the text that was read. */
export interface FunctionEdits {
  readonly id: PatchId;
  readonly edits: readonly TextEdit[];
}

export interface Placed {
  /** The document as it is now and as it would be. */
  readonly now: ReadDocument;
  readonly after: string;
  readonly edits: readonly TextEdit[];
  /** Functions that changed since they were read; their edits are left out. */
  readonly dropped: readonly PatchId[];
}

export const editsOf = (functions: readonly FunctionResult[]): readonly FunctionEdits[] =>
  functions.filter(({ edits }) => edits.length > 0).map(({ id, edits }) => ({ id, edits }));

/**
 * Places edits that were computed for `read` into its document as it is now, function by function, and proves that they
 * change documentation only. Throws `unsafe-edit` when they do not.
 */
export async function place(
  syntax: EditorSyntax,
  read: ReadDocument,
  functions: readonly FunctionEdits[],
): Promise<Placed> {
  const now = await readDocument(syntax, read.document);
  const edits: TextEdit[] = [];
  const dropped: PatchId[] = [];
  for (const { id, edits: own } of functions) {
    const moved = relocate(own, id, read, now);
    if (moved) edits.push(...moved);
    else dropped.push(id);
  }
  const eol = lineEndOf(read.document);
  const ordered = withLineEnds(edits, eol).sort((a, b) => a.range.start - b.range.start);
  const after = applyEdits(now.text, ordered);
  await prove(syntax, now, after);
  return { now, after, edits: ordered, dropped };
}

/** Throws `unsafe-edit` unless `after` differs from the text of `now` in documentation only. */
export async function prove(
  syntax: EditorSyntax,
  { text, language, document }: ReadDocument,
  after: string,
): Promise<void> {
  const verdict = await syntax.verify(text, after, language);
  if (verdict.same) return;
  throw new CodePatchError(
    "unsafe-edit",
    `Nothing was changed in ${nameOf(document.uri)}, because ${verdict.reason}; please report this function.`,
  );
}

/** Applies edits that were proved for `now` as one step of undo. Throws `stale-document` or `write-failed`. */
export async function applyPlaced({ now, edits }: Pick<Placed, "now" | "edits">): Promise<void> {
  if (edits.length === 0) return;
  if (!(await vscode.workspace.applyEdit(workspaceEdit(now, edits)))) throw readOnly(now.document);
}

/** Edits of `read` as the editor applies them. Throws `stale-document` when the document has changed since. */
export function workspaceEdit(
  { document, version }: ReadDocument,
  edits: readonly TextEdit[],
): vscode.WorkspaceEdit {
  if (document.version !== version) {
    throw new CodePatchError(
      "stale-document",
      `${nameOf(document.uri)} changed at the last moment and was left as it is; run the command again.`,
    );
  }
  const edit = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) edit.replace(document.uri, rangeIn(document, range), newText);
  return edit;
}

export const withLineEnds = (edits: readonly TextEdit[], eol: string): TextEdit[] =>
  edits.map(({ range, newText }) => ({ range, newText: newText.replace(/\r?\n/g, eol) }));

/** "a", "a and b", "a, b and 3 more". */
export function listOf(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? "";
  if (names.length === 2) return names.join(" and ");
  return `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
}
