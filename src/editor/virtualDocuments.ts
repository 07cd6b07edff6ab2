import * as vscode from "vscode";

const previewScheme = "codepatch-preview";

/** Read-only documents that exist in memory only: one side of a comparison, or a report. */
export class VirtualDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly contents = new Map<string, string>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(previewScheme, this);
  private readonly closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
    this.contents.delete(uri.toString());
  });
  private count = 0;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.contents.get(uri.toString()) ?? "";
  }

  /** Opens `text` as a document that is called like `uri` and has its language. */
  async open(uri: vscode.Uri, text: string, languageId: string): Promise<vscode.TextDocument> {
    this.count++;
    const own = uri.with({ scheme: previewScheme, authority: "", query: String(this.count), fragment: "" });
    this.contents.set(own.toString(), text);
    const document = await vscode.workspace.openTextDocument(own);
    return document.languageId === languageId
      ? document
      : vscode.languages.setTextDocumentLanguage(document, languageId);
  }

  dispose(): void {
    this.registration.dispose();
    this.closing.dispose();
    this.contents.clear();
  }
}
