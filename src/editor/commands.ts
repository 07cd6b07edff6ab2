import * as vscode from "vscode";
import { isCodePatchError, messageOf } from "../base/errors.js";
import type { Log } from "../base/log.js";
import type { PatchId } from "../syntax/types.js";
import { type CommandId, commandIds } from "./commandIds.js";
import { type CommitParts, commitCommands } from "./commit/commands.js";
import { runDoctor } from "./doctor.js";
import { nameOf } from "./documents.js";
import { documentFolder } from "./folder.js";
import type { InlinePreview } from "./inlinePreview.js";
import { originCommands } from "./origin/commands.js";
import type { OriginParts } from "./origin/parts.js";
import { type PlotParts, plotCommands } from "./plots/commands.js";
import { type SearchParts, searchCommands } from "./search/commands.js";
import { showMenu } from "./status.js";
import type { VirtualDocuments } from "./virtualDocuments.js";
import {
  convertStyle,
  documentFile,
  documentFunctions,
  explainWithComments,
  type FunctionTarget,
  updateDocstrings,
  type WritingParts,
} from "./writing.js";

export interface CommandParts extends WritingParts, PlotParts, SearchParts {
  readonly commit: CommitParts;
  readonly virtual: VirtualDocuments;
  readonly origin: OriginParts;
  readonly log: Log;
  showLog(): void;
}

type Handler = (...args: unknown[]) => Promise<void> | void;

/**
 * Every command. The arguments are what a lens, an action or a menu passes; from the palette there are none; a key binding may
 * name a style to convert to.
 */
function handlers(parts: CommandParts): Record<CommandId, Handler> {
  const { preview, batches, engine, virtual, log } = parts;
  return {
    "codepatch.documentFunction": (target) => documentFunctions(parts, asTarget(target)),
    "codepatch.documentFile": (uri) => documentFile(parts, true, asUri(uri)),
    "codepatch.documentFileAll": (uri) => documentFile(parts, false, asUri(uri)),
    "codepatch.documentFolder": (uri) => documentFolder(parts, log, asUri(uri)),
    "codepatch.updateDocstring": (target) => updateDocstrings(parts, asTarget(target)),
    "codepatch.explainWithComments": () => explainWithComments(parts),
    "codepatch.convertStyle": (style) => convertStyle(parts, typeof style === "string" ? style : undefined),
    ...plotCommands(parts),
    ...originCommands(parts.origin),
    ...commitCommands(parts.commit),
    ...searchCommands(parts),
    "codepatch.acceptPreview": () => (preview.state ? preview.accept() : batches.accept()),
    "codepatch.rejectPreview": () => (preview.state ? preview.reject() : batches.discard()),
    "codepatch.comparePreview": () => comparePreview(preview, virtual),
    "codepatch.restartEngine": () => engine.restart(),
    "codepatch.showLog": () => parts.showLog(),
    "codepatch.doctor": () => runDoctor(engine, virtual),
    "codepatch.showMenu": () => showMenu(parts.index.state),
  };
}

/** The document before the preview beside the document with it. */
async function comparePreview(preview: InlinePreview, virtual: VirtualDocuments): Promise<void> {
  const { document } = preview.state ?? {};
  if (!document) return;
  const before = await virtual.open(document.uri, preview.textBefore, document.languageId);
  await vscode.commands.executeCommand(
    "vscode.diff",
    before.uri,
    document.uri,
    `${nameOf(document.uri)}: before and after`,
  );
}

export function registerCommands(parts: CommandParts, report: (error: unknown) => void): vscode.Disposable {
  const table = handlers(parts);
  return vscode.Disposable.from(
    ...commandIds.map((id) =>
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          await table[id](...args);
        } catch (error) {
          report(error);
        }
      }),
    ),
  );
}

/** The one place where an error reaches the user. */
export function errorReporter(log: Log, showLog: () => void): (error: unknown) => void {
  return (error) => {
    if (isCodePatchError(error, "cancelled")) return;
    log.error(messageOf(error), error);
    const isExpected = isCodePatchError(error) && error.code !== "internal";
    const message = isExpected
      ? error.message
      : `CodePatch failed: ${messageOf(error)}. Please report what the log shows.`;
    const show = isCodePatchError(error, "usage")
      ? vscode.window.showInformationMessage
      : vscode.window.showErrorMessage;
    show(message, "Show Log").then((answer) => {
      if (answer) showLog();
    });
  };
}

function asTarget(value: unknown): FunctionTarget | undefined {
  if (typeof value !== "object" || value === null || !("uri" in value) || !("id" in value)) return undefined;
  const { uri, id } = value;
  return typeof uri === "string" && typeof id === "string" ? { uri, id: id as PatchId } : undefined;
}

const asUri = (value: unknown): vscode.Uri | undefined => (value instanceof vscode.Uri ? value : undefined);
