import * as vscode from "vscode";
import { isCodePatchError, messageOf } from "../base/errors.js";
import type { Log } from "../base/log.js";
import type { FunctionPatch } from "../syntax/types.js";
import { languageToWatch, readDocument, settingsOf } from "./documents.js";
import type { EditorEngine } from "./engine.js";
import { ghostText, isOpenedDocstring } from "./ghostText.js";
import { abortSignalOf } from "./signals.js";
import type { EditorSyntax } from "./syntax.js";
import { documentParams } from "./writing.js";

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
    if (!/["'*]/.test(document.lineAt(position).text + lineAbove(document, position))) return [];
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
    const patch = read.patches.functions.find((candidate) => isOpenedAt(candidate, at));
    if (!patch?.docstring) return [];
    const params = await documentParams(read, { kind: "functions", ids: [patch.id] }, false);
    const { functions } = await this.engine.request("engine/document", params, { signal });
    const written = functions.find(({ id }) => id === patch.id);
    if (!written || written.docstring === "" || document.version !== read.version) return [];
    const { range, raw } = patch.docstring;
    const { text, replaced } = ghostText(raw, at - range.start, written.docstring);
    return [
      new vscode.InlineCompletionItem(text, new vscode.Range(position, document.positionAt(at + replaced))),
    ];
  }
}

const isOpenedAt = ({ docstring }: FunctionPatch, at: number): boolean =>
  docstring !== undefined && isOpenedDocstring(docstring.raw, at - docstring.range.start);

const lineAbove = (document: vscode.TextDocument, { line }: vscode.Position): string =>
  line > 0 ? document.lineAt(line - 1).text : "";
