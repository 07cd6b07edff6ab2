import * as vscode from "vscode";
import { readSiblings } from "../../client/siblings.js";
import { type PlotsResult, plotLanguages } from "../../protocol/plot.js";
import { languageByEditorId } from "../../syntax/registry.js";
import { languageToWatch, settingsOf } from "../documents.js";
import type { EditorEngine } from "../engine.js";

/** What the plots of open documents show, computed once for each version of a document. */
export class PlotDescriptions implements vscode.Disposable {
  private readonly known = new Map<string, { readonly key: string; readonly result: Promise<PlotsResult> }>();
  private readonly closing: vscode.Disposable;

  constructor(private readonly engine: EditorEngine) {
    this.closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      this.known.delete(uri.toString());
    });
  }

  /** Does CodePatch describe plots of this document by itself, for hovers? */
  watches(document: vscode.TextDocument): boolean {
    return (
      settingsOf(document)["plots.hover"] && isPlotted(document) && languageToWatch(document) !== undefined
    );
  }

  /** Of the document as it is now, in pictures for the colour theme. */
  get(document: vscode.TextDocument): Promise<PlotsResult> {
    const name = document.uri.toString();
    const level = settingsOf(document)["plots.level"];
    const pictures = isDark() ? "dark" : "light";
    const key = `${document.version} ${level} ${pictures}`;
    const held = this.known.get(name);
    if (held?.key === key) return held.result;
    const result = this.read(document, level, pictures);
    this.known.set(name, { key, result });
    result.catch(() => {
      if (this.known.get(name)?.result === result) this.known.delete(name);
    });
    return result;
  }

  private async read(
    document: vscode.TextDocument,
    level: 1 | 2 | 3,
    pictures: "light" | "dark",
  ): Promise<PlotsResult> {
    const { uri, version } = document;
    const text = document.getText();
    const language = languageByEditorId(document.languageId)?.id ?? "python";
    const isFile = uri.scheme === "file" && language !== "python";
    return this.engine.request("engine/plots", {
      document: { path: uri.fsPath, language, version, text },
      files: isFile ? await readSiblings(uri.fsPath, text) : {},
      level,
      pictures,
    });
  }

  dispose(): void {
    this.closing.dispose();
    this.known.clear();
  }
}

export const isPlotted = ({ languageId }: vscode.TextDocument): boolean =>
  plotLanguages.has(languageByEditorId(languageId)?.id ?? "");

function isDark(): boolean {
  const { kind } = vscode.window.activeColorTheme;
  return kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast;
}
