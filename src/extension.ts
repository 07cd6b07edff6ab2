import * as vscode from "vscode";
import type { Log } from "./base/log.js";
import { BatchPreview } from "./editor/batchPreview.js";
import { DocumentationActions } from "./editor/codeActions.js";
import { errorReporter, registerCommands } from "./editor/commands.js";
import { createCommitParts } from "./editor/commit/parts.js";
import { DocstringCompletion } from "./editor/completion.js";
import { DriftStore } from "./editor/drift.js";
import { createEngine } from "./editor/engine.js";
import { InlinePreview } from "./editor/inlinePreview.js";
import { LensProvider } from "./editor/lenses.js";
import { giveBackObjectiveC } from "./editor/objectiveC.js";
import { createOriginParts } from "./editor/origin/parts.js";
import { PlotDescriptions } from "./editor/plots/descriptions.js";
import { PlotHovers } from "./editor/plots/hover.js";
import { PlotPanel } from "./editor/plots/panel.js";
import { PaperMapView } from "./editor/search/mapView.js";
import { WorkspaceIndex } from "./editor/search/workspaceIndex.js";
import { showStatus } from "./editor/status.js";
import { createSyntax } from "./editor/syntax.js";
import { VirtualDocuments } from "./editor/virtualDocuments.js";
import { languages } from "./syntax/registry.js";

/** Builds the parts and registers them. No grammar is loaded and no process is started here. */
export function activate(context: vscode.ExtensionContext): void {
  const channel = vscode.window.createOutputChannel("CodePatch", { log: true });
  const log: Log = {
    info: (message) => channel.info(message),
    warn: (message) => channel.warn(message),
    error: (message, cause) => channel.error(cause instanceof Error ? cause : message),
  };
  const showLog = (): void => channel.show();
  const report = errorReporter(log, showLog);

  const syntax = createSyntax(context.asAbsolutePath("dist"));
  const engine = createEngine(context, log);
  const preview = new InlinePreview(syntax);
  const virtual = new VirtualDocuments();
  const batches = new BatchPreview(syntax, virtual, report);
  const drift = new DriftStore(syntax, engine, log);

  const descriptions = new PlotDescriptions(engine);
  const panel = new PlotPanel(syntax, descriptions, report);

  const commit = createCommitParts(engine, report);
  const index = new WorkspaceIndex(engine, log);
  const paperMap = new PaperMapView();

  const lenses = new LensProvider(syntax, preview, drift);

  const selector = languages.flatMap(({ editorIds }) => editorIds.map((language) => ({ language })));
  const origin = createOriginParts(context, selector, { syntax, engine, virtual, log });
  context.subscriptions.push(
    channel,
    syntax,
    engine,
    preview,
    virtual,
    drift,
    lenses,
    descriptions,
    panel,
    commit,
    index,
    paperMap,
    origin,
    showStatus(engine, index),
    giveBackObjectiveC(),
    registerCommands(
      {
        syntax,
        engine,
        preview,
        batches,
        virtual,
        descriptions,
        panel,
        commit,
        index,
        paperMap,
        origin,
        log,
        showLog,
      },
      report,
    ),
    vscode.languages.registerCodeLensProvider(selector, lenses),
    new PlotHovers(selector, descriptions, log),
    vscode.languages.registerCodeActionsProvider(
      selector,
      new DocumentationActions(syntax, drift),
      DocumentationActions.metadata,
    ),
    vscode.languages.registerInlineCompletionItemProvider(
      selector,
      new DocstringCompletion(syntax, engine, log),
    ),
  );
}
