import * as vscode from "vscode";
import { isCodePatchError, messageOf } from "../base/errors.js";
import type { Log } from "../base/log.js";
import type { ExistingDocstring, FunctionPatch } from "../syntax/types.js";
import { languageToWatch, type ReadDocument, readDocument, settingsOf } from "./documents.js";
import type { EditorEngine } from "./engine.js";
import { closingFor, endsInOpenedDocstring, ghostText, isOpenedDocstring } from "./ghostText.js";
import { abortSignalOf } from "./signals.js";
import type { EditorSyntax } from "./syntax.js";
import { documentParams } from "./writing.js";

/** Empty lines between the delimiters above the cursor. */
const linesAbove = 3;

/** Proposes a whole docstring as ghost text once its delimiters are there and nothing is between them. */
export class DocstringCompletion implements vscode.InlineCompletionItemProvider {
  constructor(
    private readonly syntax: EditorSyntax,
    private readonly engine: EditorEngine,
    private readonly log: Log,
  ) {}

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    _context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const above = new vscode.Position(Math.max(0, position.line - linesAbove), 0);
    if (!endsInOpenedDocstring(document.getText(new vscode.Range(above, position)))) return [];
    if (!settingsOf(document).ghostText || !languageToWatch(document)) return [];
    try {
      return await this.propose(document, position, abortSignalOf(token));
    } catch (error) {
      if (!isCodePatchError(error, "cancelled")) this.log.warn(`No ghost text: ${messageOf(error)}`);
      return [];
    }
  }

  private async propose(
    document: vscode.TextDocument,
    position: vscode.Position,
    signal: AbortSignal,
  ): Promise<vscode.InlineCompletionItem[]> {
    const read = await readDocument(this.syntax, document, signal);
    const at = document.offsetAt(position);
    const opened = openedIn(read, at) ?? (await this.closedHere(read, at, signal));
    if (!opened) return [];
    const { patch, docstring } = opened;
    const params = await documentParams(opened.read, { kind: "functions", ids: [patch.id] }, false);
    const { functions } = await this.engine.request("engine/document", params, { signal });
    const written = functions.find(({ id }) => id === patch.id);
    if (!written || written.docstring === "" || document.version !== read.version) return [];
    const { text, replaced } = ghostText(docstring.raw, at - docstring.range.start, written.docstring);
    const end = document.positionAt(opened.read === read ? at + replaced : at);
    return [new vscode.InlineCompletionItem(text, new vscode.Range(position, end))];
  }

  /** The document as it would be if the delimiter that was just typed were closed at the cursor. */
  private async closedHere(read: ReadDocument, at: number, signal: AbortSignal): Promise<Opened | undefined> {
    const close = closingFor(read.text.slice(0, at));
    if (close === undefined) return undefined;
    const text = read.text.slice(0, at) + close + read.text.slice(at);
    const patches = await this.syntax.read(`closed:${read.document.uri}`, text, read.language, signal);
    return openedIn({ ...read, text, patches }, at);
  }
}

interface Opened {
  readonly read: ReadDocument;
  readonly patch: FunctionPatch;
  readonly docstring: ExistingDocstring;
}

/** The function whose empty docstring `at` stands in. */
function openedIn(read: ReadDocument, at: number): Opened | undefined {
  for (const patch of read.patches.functions) {
    const { docstring } = patch;
    if (docstring && isOpenedDocstring(docstring.raw, at - docstring.range.start))
      return { read, patch, docstring };
  }
  return undefined;
}
