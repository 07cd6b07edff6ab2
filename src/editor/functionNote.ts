import * as vscode from "vscode";

const longest = 15_000;

/** A note in the status bar on one function: for a while, and not beyond what it speaks of. Another one takes its place. */
export class FunctionNote implements vscode.Disposable {
  private shown: vscode.Disposable | undefined;

  /** Shows `text` until the cursor leaves `range`, and no longer than a while. */
  show(text: string, document: vscode.TextDocument, range: vscode.Range): void {
    this.hide();
    const hideOutside = (editor: vscode.TextEditor | undefined): void => {
      if (editor?.document !== document || !range.contains(editor.selection.active)) this.hide();
    };
    this.shown = vscode.Disposable.from(
      vscode.window.setStatusBarMessage(text, longest),
      vscode.window.onDidChangeActiveTextEditor(hideOutside),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === vscode.window.activeTextEditor) hideOutside(textEditor);
      }),
    );
  }

  hide(): void {
    this.shown?.dispose();
    this.shown = undefined;
  }

  dispose(): void {
    this.hide();
  }
}
