import * as vscode from "vscode";
import { CodePatchError } from "../../base/errors.js";
import type { OriginFunction } from "../../protocol/origin.js";
import { activeEditor, nameOf } from "../documents.js";
import { withProgress } from "../progress.js";
import type { OriginCommandId } from "./commandIds.js";
import { type Correction, corrections } from "./correctionTexts.js";
import { insertionSentence } from "./insertions.js";
import type { OriginParts } from "./parts.js";
import { exportReport, workspaceReport } from "./report.js";
import { countsInWords, countVerdicts } from "./words.js";

/** Commands of origin. A target is what a lens or a hover passes; without one the cursor counts. */
export const originCommands = (
  parts: OriginParts,
): Record<OriginCommandId, (argument: unknown) => Promise<void>> => ({
  "codepatch.origin.show": async () => {
    const { document } = activeEditor();
    const { functions } = await withProgress(`Origin of ${nameOf(document.uri)}`, (signal) =>
      parts.store.ask(document, signal),
    );
    const counts = countVerdicts(functions, (id) => parts.corrections.of(document.uri, id));
    const words = functions.length === 0 ? "no functions" : countsInWords(counts);
    vscode.window.setStatusBarMessage(`Origin of ${nameOf(document.uri)}: ${words}.`, 5000);
  },
  "codepatch.origin.explain": async (target) => {
    const { editor, found } = await targetOf(parts, target);
    // The hover is the explanation; it shows at the cursor.
    const start = editor.document.lineAt(found.line - 1).firstNonWhitespaceCharacterIndex;
    const at = new vscode.Position(found.line - 1, start);
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand("editor.action.showHover");
  },
  "codepatch.origin.correct": async (target) => {
    const { editor, found } = await targetOf(parts, target);
    const { uri } = editor.document;
    const choices: { label: string; correction: Correction | undefined }[] = [
      ...(Object.keys(corrections) as Correction[]).map((correction) => ({
        label: corrections[correction],
        correction,
      })),
      { label: "Take my correction back", correction: undefined },
    ];
    const picked = await vscode.window.showQuickPick(choices, {
      title: `Origin of ${found.name}`,
      placeHolder: "Your answer stays in this workspace; nothing is sent.",
    });
    if (picked) await parts.corrections.set(uri, found.id, picked.correction);
  },
  "codepatch.origin.report": () => workspaceReport(parts),
  "codepatch.origin.exportReport": () => exportReport(parts),
  "codepatch.origin.showInsertions": async () => {
    const lines = Object.entries(parts.insertions.all()).flatMap(([file, insertions]) =>
      insertions.map(
        (each) => `- ${file}, lines ${each.first + 1} to ${each.last + 1}. ${insertionSentence(each)}`,
      ),
    );
    const text = lines.length === 0 ? "Nothing has been remembered.\n" : `${lines.join("\n")}\n`;
    const uri = vscode.Uri.parse("untitled:Remembered insertions.md");
    await vscode.window.showTextDocument(await parts.virtual.open(uri, text, "markdown"));
  },
  "codepatch.origin.eraseInsertions": async () => {
    await parts.insertions.erase();
    vscode.window.showInformationMessage(
      "What CodePatch remembered of insertions in this workspace is erased.",
    );
  },
});

async function targetOf(
  { store }: OriginParts,
  target: unknown,
): Promise<{ editor: vscode.TextEditor; found: OriginFunction }> {
  const named = isTarget(target) ? target : undefined;
  const document = named
    ? await vscode.workspace.openTextDocument(vscode.Uri.parse(named.uri))
    : activeEditor().document;
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const editor = visible ?? (await vscode.window.showTextDocument(document));
  const result =
    store.of(document) ??
    (await withProgress(`Origin of ${nameOf(document.uri)}`, (signal) => store.ask(document, signal)));
  const found = named
    ? result.functions.find(({ id }) => id === named.id)
    : store.functionAt(document, editor.selection.active.line);
  if (found) return { editor, found };
  throw new CodePatchError("usage", "There is no function here any more; put the cursor into one.");
}

const isTarget = (value: unknown): value is { uri: string; id: string } =>
  typeof value === "object" &&
  value !== null &&
  "uri" in value &&
  "id" in value &&
  typeof value.uri === "string" &&
  typeof value.id === "string";
