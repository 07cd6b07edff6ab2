import * as vscode from "vscode";
import { offset } from "../base/brand.js";
import { CodePatchError } from "../base/errors.js";
import type {
  DocumentParams,
  DocumentResult,
  FunctionProgress,
  FunctionResult,
} from "../protocol/messages.js";
import type { FunctionPatch, PatchId } from "../syntax/types.js";
import { editsOf } from "./apply.js";
import type { BatchPreview } from "./batchPreview.js";
import {
  activeEditor,
  checkWritable,
  conventionsOf,
  nameOf,
  neighboursOf,
  type ReadDocument,
  rangeIn,
  readDocument,
  settingsOf,
  snapshotOf,
} from "./documents.js";
import type { EditorEngine } from "./engine.js";
import type { InlinePreview } from "./inlinePreview.js";
import { withProgress } from "./progress.js";
import { extentOf } from "./relocate.js";
import { type StyleChoice, styleChoices } from "./styles.js";
import type { EditorSyntax } from "./syntax.js";
import { functionsAt } from "./targets.js";

/** What the writing commands need. */
export interface WritingParts {
  readonly syntax: EditorSyntax;
  readonly engine: EditorEngine;
  readonly preview: InlinePreview;
  readonly batches: BatchPreview;
}

/** A function that a lens or an action names. */
export interface FunctionTarget {
  readonly uri: string;
  readonly id: PatchId;
}

type OnPartial = (partial: FunctionProgress) => void;
type Request = (
  read: ReadDocument,
  ids: readonly PatchId[],
  signal: AbortSignal,
  onPartial: OnPartial,
) => Promise<DocumentResult>;

/** Writes or renews the documentation of the functions under the cursors, or of `target`. */
export async function documentFunctions(parts: WritingParts, target?: FunctionTarget): Promise<void> {
  const { read, functions } = await chosen(parts.syntax, target);
  await write(parts, read, functions, requestDocumentation(parts), "Document");
}

/** As `documentFunctions`, for functions that have documentation. */
export async function updateDocstrings(parts: WritingParts, target?: FunctionTarget): Promise<void> {
  const { read, functions } = await chosen(parts.syntax, target);
  const documented = functions.filter(({ docstring }) => docstring);
  if (documented.length === 0) {
    throw new CodePatchError(
      "usage",
      `${functions[0]?.name ?? "The function"} has no docstring yet; use Document Function to write one.`,
    );
  }
  await write(parts, read, documented, requestDocumentation(parts), "Update");
}

/** Writes short comments above the blocks of the functions under the cursors. */
export async function explainWithComments(parts: WritingParts): Promise<void> {
  const { read, functions } = await chosen(parts.syntax);
  const request: Request = async (read, ids, signal, onPartial) => {
    const document = snapshotOf(read);
    const results: FunctionResult[] = [];
    for (const id of ids) {
      const params = { document, id, priority: "interactive" } as const;
      const result = await parts.engine.request("engine/comment", params, { signal, onPartial });
      results.push(...result.functions);
    }
    return { version: read.version, functions: results };
  };
  await write(parts, read, functions, request, "Explain");
}

/** Documents a whole file; `missingOnly` leaves alone what has documentation. */
export async function documentFile(
  parts: WritingParts,
  missingOnly: boolean,
  uri?: vscode.Uri,
): Promise<void> {
  const document = uri ? await vscode.workspace.openTextDocument(uri) : activeEditor().document;
  await checkWritable(document);
  const read = await readDocument(parts.syntax, document);
  const title = `Document ${nameOf(document.uri)}`;
  const result = await withProgress(title, (signal, report) =>
    requestFile(parts, read, missingOnly, signal, ({ id, done, total }) => report(id, done, total)),
  );
  await propose(parts, read, result, title);
}

/** One request for all functions of a file. */
export async function requestFile(
  { engine }: Pick<WritingParts, "engine">,
  read: ReadDocument,
  missingOnly: boolean,
  signal: AbortSignal,
  onPartial?: OnPartial,
): Promise<DocumentResult> {
  const params = await documentParams(read, { kind: "all" }, missingOnly);
  return engine.request("engine/document", params, { signal, ...(onPartial ? { onPartial } : {}) });
}

/** Rewrites docstrings in `style`, or one that the user picks: those in the selection, or else all of the file. */
export async function convertStyle(parts: WritingParts, style?: string): Promise<void> {
  const { document, selection } = activeEditor();
  await checkWritable(document);
  const read = await readDocument(parts.syntax, document);
  const choices = styleChoices.filter(({ languages }) => languages.includes(read.language.id));
  const picked = choices.find(({ id }) => id === style) ?? (await pickStyle(choices, nameOf(document.uri)));
  if (!picked) return;
  const functions = selection.isEmpty ? read.patches.functions : functionsAt(read, rangesOf(activeEditor()));
  const ids = functions.filter(({ docstring }) => docstring).map(({ id }) => id);
  const title = `Convert ${nameOf(document.uri)} to ${picked.name}`;
  const params = {
    document: snapshotOf(read),
    targets: { kind: "functions", ids },
    style: picked.id,
    conventions: await conventionsOf(read),
  } as const;
  const result = await withProgress(title, (signal) =>
    parts.engine.request("engine/convert", params, { signal }),
  );
  await propose(parts, read, result, title);
}

async function pickStyle(choices: readonly StyleChoice[], file: string): Promise<StyleChoice | undefined> {
  const picked = await vscode.window.showQuickPick(
    choices.map((choice) => ({ label: choice.name, choice })),
    { title: "Convert Docstring Style", placeHolder: `Style of the docstrings in ${file}` },
  );
  return picked?.choice;
}

export const documentParams = async (
  read: ReadDocument,
  targets: DocumentParams["targets"],
  missingOnly: boolean,
): Promise<DocumentParams> => ({
  document: snapshotOf(read),
  targets,
  missingOnly,
  style: settingsOf(read.document).style,
  conventions: await conventionsOf(read),
  neighbours: await neighboursOf(read),
  priority: "interactive",
});

const requestDocumentation =
  ({ engine }: WritingParts): Request =>
  async (read, ids, signal, onPartial) =>
    engine.request("engine/document", await documentParams(read, { kind: "functions", ids }, false), {
      signal,
      onPartial,
    });

/** One function is shown in its place, several as a comparison. */
async function write(
  parts: WritingParts,
  read: ReadDocument,
  functions: readonly FunctionPatch[],
  request: Request,
  verb: string,
): Promise<void> {
  const [only] = functions;
  if (only && functions.length === 1) return writeInPlace(parts, read, only, request);
  const title = `${verb} ${functions.length} functions in ${nameOf(read.document.uri)}`;
  const ids = functions.map(({ id }) => id);
  const result = await withProgress(title, (signal, report) =>
    request(read, ids, signal, ({ id, done, total }) => report(id, done, total)),
  );
  await propose(parts, read, result, title);
}

async function writeInPlace(
  { preview }: WritingParts,
  read: ReadDocument,
  { id, name }: FunctionPatch,
  request: Request,
): Promise<void> {
  const { previewBeforeApply } = settingsOf(read.document);
  const signal = await preview.begin(read, id);
  try {
    const result = await request(read, [id], signal, ({ edits }) => {
      if (previewBeforeApply) preview.show(edits, signal);
    });
    const written = result.functions.find((candidate) => candidate.id === id);
    const notes = written?.notes ?? [];
    if (written && written.edits.length > 0) {
      const note = notes.length > 0 ? `$(info) ${name}: ${notes.join(" ")}` : undefined;
      await preview.finish(written.edits, signal, !previewBeforeApply, note);
    } else {
      await preview.abandon(signal);
      const reason = written?.reason ?? `There is nothing to change at ${name}.`;
      vscode.window.showInformationMessage([reason, ...notes].join(" "));
    }
  } catch (error) {
    await preview.abandon(signal);
    throw signal.reason instanceof CodePatchError ? signal.reason : error;
  }
}

async function propose(
  { batches }: WritingParts,
  read: ReadDocument,
  result: DocumentResult,
  title: string,
): Promise<void> {
  const functions = editsOf(result.functions);
  const summary = `${nameOf(read.document.uri)}: ${summaryOf(result.functions)}`;
  if (functions.length === 0) {
    vscode.window.showInformationMessage(`Nothing to change in ${summary}.`);
    return;
  }
  const batch = { title, summary: `${summary}.`, files: [{ read, functions }] };
  if (settingsOf(read.document).previewBeforeApply) await batches.propose(batch);
  else await batches.apply(batch);
}

/** "5 functions documented, 2 kept, 1 refused". */
export function summaryOf(functions: readonly FunctionResult[]): string {
  const counts = new Map<string, number>();
  for (const { status } of functions) counts.set(status, (counts.get(status) ?? 0) + 1);
  const parts = (["written", "kept", "refused", "skipped"] as const)
    .map((status) => [status, counts.get(status) ?? 0] as const)
    .filter(([, count]) => count > 0)
    .map(([status, count]) =>
      status === "written" ? `${count} ${plural(count, "function")} documented` : `${count} ${status}`,
    );
  return parts.length > 0 ? parts.join(", ") : "no functions";
}

const plural = (count: number, noun: string): string => (count === 1 ? noun : `${noun}s`);

async function chosen(
  syntax: EditorSyntax,
  target?: FunctionTarget,
): Promise<{ read: ReadDocument; functions: readonly FunctionPatch[] }> {
  const editor = target ? await editorOf(vscode.Uri.parse(target.uri)) : activeEditor();
  await checkWritable(editor.document);
  const read = await readDocument(syntax, editor.document);
  const functions = target
    ? read.patches.functions.filter(({ id }) => id === target.id)
    : functionsAt(read, rangesOf(editor));
  const [named] = functions;
  if (target && named) bringCursorInto(editor, named);
  if (functions.length > 0) return { read, functions };
  throw new CodePatchError(
    "usage",
    target
      ? "The function is not there any more; put the cursor into a function and run the command again."
      : "There is no function here; put the cursor into one and run the command again.",
  );
}

/** A lens or a light bulb may have the focus; the keys of the preview need it in the editor. */
async function editorOf(uri: vscode.Uri): Promise<vscode.TextEditor> {
  const shown = vscode.window.visibleTextEditors.find(({ document }) => String(document.uri) === String(uri));
  const document = shown?.document ?? (await vscode.workspace.openTextDocument(uri));
  return vscode.window.showTextDocument(document, shown?.viewColumn);
}

function bringCursorInto(editor: vscode.TextEditor, patch: FunctionPatch): void {
  const { start, end } = rangeIn(editor.document, extentOf(patch));
  if (new vscode.Range(start, end).contains(editor.selection)) return;
  const name = editor.document.positionAt(patch.nameRange.start);
  editor.selection = new vscode.Selection(name, name);
}

const rangesOf = ({ document, selections }: vscode.TextEditor) =>
  selections.map((selection) => ({
    start: offset(document.offsetAt(selection.start)),
    end: offset(document.offsetAt(selection.end)),
  }));
