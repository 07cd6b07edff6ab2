import * as vscode from "vscode";
import { messageOf } from "../base/errors.js";
import type { Log } from "../base/log.js";
import type { Finding } from "../protocol/messages.js";
import type { PatchId } from "../syntax/types.js";
import { Debounce } from "./debounce.js";
import {
  conventionsOf,
  languageToWatch,
  type ReadDocument,
  rangeIn,
  readDocument,
  settingsOf,
  snapshotOf,
} from "./documents.js";
import type { EditorEngine } from "./engine.js";
import type { EditorSyntax } from "./syntax.js";

/** Long enough that a sentence can be typed without being marked halfway. */
const delayMilliseconds = 700;

interface Checked {
  readonly read: ReadDocument;
  readonly findings: readonly Finding[];
}

/** Where docstrings of the visible documents no longer match their functions. */
export class DriftStore implements vscode.Disposable {
  private readonly checked = new Map<string, Checked>();
  private readonly checks: Debounce;
  private readonly diagnostics = vscode.languages.createDiagnosticCollection("codepatch");
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChange = this.changes.event;

  constructor(
    private readonly syntax: EditorSyntax,
    private readonly engine: EditorEngine,
    log: Log,
  ) {
    // Nobody asked for these checks; who runs a command hears of the same error.
    this.checks = new Debounce(delayMilliseconds, (error) =>
      log.warn(`Hints are not up to date: ${messageOf(error)}`),
    );
    this.subscriptions = [
      vscode.window.onDidChangeVisibleTextEditors((editors) => this.scheduleAll(editors)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && isVisible(document)) this.schedule(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("codepatch")) this.scheduleAll(vscode.window.visibleTextEditors);
      }),
    ];
    this.scheduleAll(vscode.window.visibleTextEditors);
  }

  /** The findings for the document as it is now; none while a check is due. */
  findings(document: vscode.TextDocument): Checked | undefined {
    const checked = this.checked.get(document.uri.toString());
    return checked?.read.version === document.version ? checked : undefined;
  }

  /** How many differences function `id` had when it was last checked. */
  differences(document: vscode.TextDocument, id: PatchId): number {
    const { findings = [] } = this.checked.get(document.uri.toString()) ?? {};
    return findings.filter((finding) => finding.id === id).length;
  }

  dispose(): void {
    this.checks.cancelAll();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.diagnostics.dispose();
    this.changes.dispose();
  }

  private scheduleAll(editors: readonly vscode.TextEditor[]): void {
    for (const { document } of editors)
      if (!this.findings(document) || !settingsOf(document).drift) this.schedule(document);
  }

  private schedule(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    if (settingsOf(document).drift && languageToWatch(document)) {
      this.checks.schedule(key, (signal) => this.check(document, signal));
    } else {
      this.checks.cancel(key);
      this.set(document, undefined);
    }
  }

  private async check(document: vscode.TextDocument, signal: AbortSignal): Promise<void> {
    const read = await readDocument(this.syntax, document, signal);
    const documented = new Set(
      read.patches.functions.filter((patch) => patch.docstring).map((patch) => patch.id),
    );
    if (documented.size === 0) return this.set(document, { read, findings: [] });
    const { findings } = await this.engine.request(
      "engine/check",
      {
        document: snapshotOf(read),
        style: settingsOf(document).style,
        conventions: await conventionsOf(read),
      },
      { signal },
    );
    if (document.isClosed || document.version !== read.version) return;
    // A function without documentation has a lens, not a hint.
    this.set(document, { read, findings: findings.filter(({ id }) => documented.has(id)) });
  }

  private set(document: vscode.TextDocument, checked: Checked | undefined): void {
    const key = document.uri.toString();
    if (!checked && !this.checked.has(key)) return;
    if (checked) this.checked.set(key, checked);
    else this.checked.delete(key);
    this.diagnostics.set(
      document.uri,
      checked?.findings.map((finding) => diagnosticOf(document, finding)),
    );
    this.changes.fire();
  }

  private forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    this.checks.cancel(key);
    this.checked.delete(key);
    this.diagnostics.delete(document.uri);
    this.syntax.forget(document);
  }
}

function diagnosticOf(document: vscode.TextDocument, finding: Finding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeIn(document, finding.range),
    finding.message,
    vscode.DiagnosticSeverity.Hint,
  );
  diagnostic.source = "CodePatch";
  diagnostic.code = finding.code;
  return diagnostic;
}

const isVisible = (document: vscode.TextDocument): boolean =>
  vscode.window.visibleTextEditors.some((editor) => editor.document === document);
