import * as vscode from "vscode";
import type { TextEdit } from "../base/brand.js";
import { applyEdits } from "../base/edits.js";
import { prove, withLineEnds, workspaceEdit } from "./apply.js";
import { languageToWatch, lineEndOf, type ReadDocument, rangeIn, readDocument } from "./documents.js";
import type { DriftStore } from "./drift.js";
import { abortSignalOf, unlessCancelled } from "./signals.js";
import type { EditorSyntax } from "./syntax.js";
import { functionAt } from "./targets.js";

interface Repair {
  readonly read: ReadDocument;
  readonly edits: readonly TextEdit[];
}

const documentKind = vscode.CodeActionKind.RefactorRewrite.append("documentation");

/** The light bulb: repairs of docstrings that drifted, and `Document 'name'`. */
export class DocumentationActions implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, documentKind],
  };

  private readonly proposed = new WeakMap<vscode.CodeAction, Repair>();

  constructor(
    private readonly syntax: EditorSyntax,
    private readonly drift: DriftStore,
  ) {}

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    return unlessCancelled(this.actions(document, range, context, abortSignalOf(token)));
  }

  /** Edits are proved when an action is about to be used, not each time that the light bulb appears. */
  async resolveCodeAction(action: vscode.CodeAction): Promise<vscode.CodeAction> {
    const repair = this.proposed.get(action);
    if (!repair) return action;
    const { read } = repair;
    const edits = withLineEnds(repair.edits, lineEndOf(read.document));
    await prove(this.syntax, read, applyEdits(read.text, edits));
    action.edit = workspaceEdit(read, edits);
    return action;
  }

  private async actions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    signal: AbortSignal,
  ): Promise<vscode.CodeAction[]> {
    if (!languageToWatch(document)) return [];
    const read = await readDocument(this.syntax, document, signal);
    return [...this.repairs(document, range, context), ...documentActions(read, range)];
  }

  private repairs(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const checked = this.drift.findings(document);
    if (!checked) return [];
    return checked.findings
      .filter((finding) => rangeIn(document, finding.range).intersection(range))
      .flatMap((finding) => {
        if (!finding.fix) return [];
        const action = new vscode.CodeAction(finding.fix.title, vscode.CodeActionKind.QuickFix);
        action.diagnostics = context.diagnostics.filter(
          ({ source, code, message }) =>
            source === "CodePatch" && code === finding.code && message === finding.message,
        );
        action.isPreferred = true;
        this.proposed.set(action, { read: checked.read, edits: finding.fix.edits });
        return [action];
      });
  }
}

/** On the line of its name only: a light bulb all through the body would be in the way. */
function documentActions({ document, patches }: ReadDocument, range: vscode.Range): vscode.CodeAction[] {
  const patch = functionAt(patches, document.offsetAt(range.start));
  if (!patch || patch.docstring || patch.hasErrors || patch.line !== range.start.line) return [];
  const title = `Document '${patch.name}'`;
  const action = new vscode.CodeAction(title, documentKind);
  action.command = {
    title,
    command: "codepatch.documentFunction",
    arguments: [{ uri: document.uri.toString(), id: patch.id }],
  };
  return [action];
}
