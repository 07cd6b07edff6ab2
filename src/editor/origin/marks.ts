import * as vscode from "vscode";
import { escapeMarkdown } from "../../base/markdown.js";
import type { OriginFunction } from "../../protocol/origin.js";
import { settingsOf } from "../documents.js";
import type { Corrections } from "./corrections.js";
import type { OriginStore } from "./store.js";
import { countsInWords, countVerdicts, shortWords } from "./words.js";

const gutterKinds = ["recorded", "declared", "estimated"] as const;

/** Diagnostics, gutter marks and the summary in the status bar, all of what the store knows. */
export function showMarks(
  store: OriginStore,
  corrections: Corrections,
  iconOf: (name: string) => vscode.Uri,
): vscode.Disposable {
  const diagnostics = vscode.languages.createDiagnosticCollection("codepatch-origin");
  const types = new Map(
    gutterKinds.map((kind) => [
      kind,
      vscode.window.createTextEditorDecorationType({
        gutterIconPath: iconOf(kind),
        gutterIconSize: "contain",
      }),
    ]),
  );
  const item = vscode.window.createStatusBarItem("codepatch.origin", vscode.StatusBarAlignment.Right, 89);
  item.name = "CodePatch: Origin";
  item.command = "codepatch.origin.report";

  const marked = (document: vscode.TextDocument): OriginFunction[] =>
    (store.of(document)?.functions ?? []).filter(
      (each) =>
        each.verdict !== "unknown" &&
        each.label !== "human" &&
        !["people", "silent"].includes(corrections.of(document.uri, each.id) ?? ""),
    );

  const update = (document: vscode.TextDocument): void => {
    const level = settingsOf(document)["origin.diagnostics"];
    diagnostics.set(
      document.uri,
      level === "off"
        ? undefined
        : marked(document).map((each) => diagnosticOf(document, each, level, corrections)),
    );
    for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) decorate(editor);
    summarise();
  };
  const decorate = (editor: vscode.TextEditor): void => {
    const isOn = settingsOf(editor.document)["origin.gutter"];
    const functions = isOn ? marked(editor.document) : [];
    for (const [kind, type] of types) {
      const own = functions.filter(({ verdict }) => verdict === kind);
      editor.setDecorations(
        type,
        own.map(({ line }) => new vscode.Range(line - 1, 0, line - 1, 0)),
      );
    }
  };
  const summarise = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const result = document && store.of(document);
    const counts = result && countVerdicts(result.functions, (id) => corrections.of(document.uri, id));
    // Of most files nothing is known, and saying so on each would be noise.
    if (!counts || counts.unknown === counts.total || !settingsOf(document)["origin.statusBar"]) {
      item.hide();
      return;
    }
    item.text = `$(account) origin: ${countsInWords(counts)}`;
    item.tooltip = new vscode.MarkdownString(
      [
        `**Who wrote the ${counts.total} functions of this file**`,
        "Recorded by git notes, declared by commits, estimated from style, or unknown. An estimate is no evidence.",
        ...[...result.problems, ...result.context].map(escapeMarkdown),
        "Click for a report on the workspace.",
      ].join("\n\n"),
    );
    item.show();
  };
  const updateAll = (): void => {
    for (const { document } of vscode.window.visibleTextEditors) update(document);
    summarise();
  };
  return vscode.Disposable.from(
    diagnostics,
    item,
    ...types.values(),
    store.onDidChange(update),
    corrections.onDidChange(updateAll),
    vscode.window.onDidChangeActiveTextEditor(summarise),
    vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach(decorate)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("codepatch.origin")) updateAll();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => diagnostics.delete(uri)),
  );
}

function diagnosticOf(
  document: vscode.TextDocument,
  found: OriginFunction,
  level: "hint" | "information",
  corrections: Corrections,
): vscode.Diagnostic {
  const line = document.lineAt(Math.min(found.line, document.lineCount) - 1);
  const name = found.name.slice(found.name.lastIndexOf(".") + 1);
  const start = Math.max(line.firstNonWhitespaceCharacterIndex, line.text.indexOf(name));
  const range = new vscode.Range(line.lineNumber, start, line.lineNumber, start + name.length);
  const words = shortWords(found, corrections.of(document.uri, found.id)) ?? found.summary;
  const diagnostic = new vscode.Diagnostic(
    range,
    `Origin: ${words}`,
    level === "hint" ? vscode.DiagnosticSeverity.Hint : vscode.DiagnosticSeverity.Information,
  );
  diagnostic.source = "CodePatch";
  diagnostic.code = `origin-${found.verdict}`;
  return diagnostic;
}
