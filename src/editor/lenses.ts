import * as vscode from "vscode";
import type { FunctionPatch } from "../syntax/types.js";
import type { CommandId } from "./commandIds.js";
import { languageToWatch, readDocument, settingsOf } from "./documents.js";
import type { DriftStore } from "./drift.js";
import type { InlinePreview } from "./inlinePreview.js";
import { abortSignalOf, unlessCancelled } from "./signals.js";
import type { EditorSyntax } from "./syntax.js";

/** Lenses: the choices of a preview, `Document` on functions without documentation, `Update docstring` where it drifted. */
export class LensProvider implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidChangeCodeLenses = this.changes.event;

  constructor(
    private readonly syntax: EditorSyntax,
    private readonly preview: InlinePreview,
    private readonly drift: DriftStore,
  ) {
    this.subscriptions = [
      this.changes,
      preview.onDidChange(() => this.changes.fire()),
      drift.onDidChange(() => this.changes.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("codepatch")) this.changes.fire();
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[]> {
    return unlessCancelled(this.read(document, abortSignalOf(token)));
  }

  private async read(document: vscode.TextDocument, signal: AbortSignal): Promise<vscode.CodeLens[]> {
    const choices = this.previewLenses(document);
    const { lens } = settingsOf(document);
    if (lens === "off" || !languageToWatch(document)) return choices;
    const { patches } = await readDocument(this.syntax, document, signal);
    const shown = this.preview.state?.document === document ? this.preview.state.id : undefined;
    const offers = patches.functions.flatMap((patch) => {
      if (patch.id === shown) return [];
      const differences = this.drift.differences(document, patch.id);
      if (differences > 0) return [driftLens(document, patch, differences)];
      return isOffered(patch, lens) ? [documentLens(document, patch)] : [];
    });
    return [...choices, ...offers];
  }

  private previewLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const state = this.preview.state;
    if (state?.document !== document) return [];
    const at = new vscode.Range(state.line, 0, state.line, 0);
    if (state.status === "writing") {
      return [lensOf(at, "$(sync~spin)\u00a0Writing… Stop (Esc)", "codepatch.rejectPreview")];
    }
    return [
      lensOf(at, "$(check)\u00a0Accept (Tab)", "codepatch.acceptPreview"),
      lensOf(at, "$(discard)\u00a0Reject (Esc)", "codepatch.rejectPreview"),
      ...(state.replaces ? [lensOf(at, "$(diff)\u00a0Compare", "codepatch.comparePreview")] : []),
    ];
  }
}

/** What is private, nested or a lambda is rarely documented; a lens on each would be noise. */
function isOffered(patch: FunctionPatch, lens: "missing" | "all"): boolean {
  if (patch.docstring || patch.hasErrors) return false;
  if (lens === "all") return true;
  return patch.isPublic && !patch.isNested && patch.kind !== "lambda";
}

function documentLens(document: vscode.TextDocument, patch: FunctionPatch): vscode.CodeLens {
  return lensOf(startOf(document, patch), "Document", "codepatch.documentFunction", {
    uri: document.uri.toString(),
    id: patch.id,
  });
}

function driftLens(
  document: vscode.TextDocument,
  patch: FunctionPatch,
  differences: number,
): vscode.CodeLens {
  const title = `Update docstring: ${differences} ${differences === 1 ? "difference" : "differences"}`;
  return lensOf(startOf(document, patch), title, "codepatch.updateDocstring", {
    uri: document.uri.toString(),
    id: patch.id,
  });
}

const startOf = (document: vscode.TextDocument, patch: FunctionPatch): vscode.Range => {
  const start = document.positionAt(patch.range.start);
  return new vscode.Range(start, start);
};

const lensOf = (
  range: vscode.Range,
  title: string,
  command: CommandId,
  ...args: unknown[]
): vscode.CodeLens => new vscode.CodeLens(range, { title, command, arguments: args });
