import * as vscode from "vscode";
import { readSiblings } from "../../client/siblings.js";
import { type PlotsResult, plotLanguages } from "../../protocol/plot.js";
import { languageByEditorId } from "../../syntax/registry.js";
import { languageToWatch, settingsOf } from "../documents.js";
import type { EditorEngine } from "../engine.js";

/** Milliseconds without a change after which a program is evaluated ahead. */
const quiet = 400;

/** What the plots of open documents show, computed once for each version of a document. */
export class PlotDescriptions implements vscode.Disposable {
  private readonly known = new Map<string, { readonly key: string; readonly result: Promise<PlotsResult> }>();
  private readonly listeners: readonly vscode.Disposable[];
  private soon: NodeJS.Timeout | undefined;

  constructor(private readonly engine: EditorEngine) {
    this.listeners = [
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.known.delete(uri.toString());
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.prepare(editor?.document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) this.prepare(document);
      }),
    ];
    this.prepare(vscode.window.activeTextEditor?.document);
  }

  /** Has the engine evaluate what is looked at, so that the first hover finds it ready. */
  private prepare(document: vscode.TextDocument | undefined): void {
    clearTimeout(this.soon);
    // The engine starts for a program that draws, and not because some file was opened.
    if (!document || !this.watches(document) || !draws(document)) return;
    this.soon = setTimeout(() => {
      // A program that cannot be read now is read, and its error shown, when it is asked about.
      this.request(document, { only: document.getText().length }).catch(() => undefined);
    }, quiet);
  }

  /** Does CodePatch describe plots of this document by itself, for hovers? */
  watches(document: vscode.TextDocument): boolean {
    return (
      settingsOf(document)["plots.hover"] && isPlotted(document) && languageToWatch(document) !== undefined
    );
  }

  /** Of the document as it is now, in pictures for the colour theme. All who wait for the same description share the first one's `signal`. */
  get(document: vscode.TextDocument, signal?: AbortSignal): Promise<PlotsResult> {
    const name = document.uri.toString();
    const level = settingsOf(document)["plots.level"];
    const pictures = isDark() ? "dark" : "light";
    const key = `${document.version} ${level} ${pictures}`;
    const held = this.known.get(name);
    if (held?.key === key) return held.result;
    const result = this.request(document, { signal });
    this.known.set(name, { key, result });
    result.catch(() => {
      if (this.known.get(name)?.result === result) this.known.delete(name);
    });
    return result;
  }

  /** Of the statement at one place; the engine evaluates the same text only once. */
  at(document: vscode.TextDocument, position: vscode.Position): Promise<PlotsResult> {
    return this.request(document, { only: document.offsetAt(position) });
  }

  private async request(
    document: vscode.TextDocument,
    { only, signal }: { readonly only?: number; readonly signal?: AbortSignal | undefined },
  ): Promise<PlotsResult> {
    const { uri, version } = document;
    const level = settingsOf(document)["plots.level"];
    const pictures = isDark() ? "dark" : "light";
    const text = document.getText();
    const language = languageByEditorId(document.languageId)?.id ?? "python";
    const isFile = uri.scheme === "file" && language !== "python";
    return this.engine.request(
      "engine/plots",
      {
        document: { path: uri.fsPath, language, version, text },
        files: isFile ? await readSiblings(uri.fsPath, text) : {},
        level,
        pictures,
        ...(only !== undefined && { only }),
      },
      signal && { signal },
    );
  }

  dispose(): void {
    clearTimeout(this.soon);
    for (const each of this.listeners) each.dispose();
    this.known.clear();
  }
}

export const isPlotted = ({ languageId }: vscode.TextDocument): boolean =>
  plotLanguages.has(languageByEditorId(languageId)?.id ?? "");

/** Does the text name something that draws? */
export const mayDraw = (text: string): boolean =>
  /\b\w*(plot|bar|hist|scatter|stem|stairs|area|contour|surf|mesh|image|pie|quiver|line|patch|fill|polar|log[xy])\w*\b/i.test(
    text,
  );

function draws(document: vscode.TextDocument): boolean {
  const text = document.getText();
  return document.languageId === "python" ? /\bmatplotlib\b/.test(text) : mayDraw(text);
}

function isDark(): boolean {
  const { kind } = vscode.window.activeColorTheme;
  return kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast;
}
