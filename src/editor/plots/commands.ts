import * as vscode from "vscode";
import { CodePatchError } from "../../base/errors.js";
import type { EditorSyntax } from "../syntax.js";
import { exportPlots, insertComment } from "./actions.js";
import { isPlotted, type PlotDescriptions } from "./descriptions.js";
import { statementAt } from "./hover.js";
import type { PlotPanel } from "./panel.js";

export interface PlotParts {
  readonly syntax: EditorSyntax;
  readonly descriptions: PlotDescriptions;
  readonly panel: PlotPanel;
}

/** Commands on plots. A place is what a hover passes; without one the cursor counts. */
export const plotCommands = (parts: PlotParts) => ({
  "codepatch.describePlots": async () => {
    await parts.panel.show(activeDocument());
  },
  "codepatch.copyPlotDescription": async (place: unknown) => {
    const { text } = await describedAt(parts, place);
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage("The description of the plot was copied.", 3000);
  },
  "codepatch.insertPlotComment": async (place: unknown) => {
    const { document, start, text } = await describedAt(parts, place);
    await insertComment(parts.syntax, document, start, text);
  },
  "codepatch.exportPlots": async () => {
    const document = activeDocument();
    await exportPlots(document, await parts.descriptions.get(document));
  },
});

function activeDocument(): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  if (document && isPlotted(document)) return document;
  throw new CodePatchError(
    "usage",
    "Open a file that draws plots (MATLAB, or Python with matplotlib) and run the command again.",
  );
}

async function describedAt(
  { descriptions }: PlotParts,
  place: unknown,
): Promise<{ document: vscode.TextDocument; start: number; text: string }> {
  const { document, position } = await placeOf(place);
  const statement = statementAt(document, position, await descriptions.get(document));
  if (statement === undefined) {
    throw new CodePatchError("usage", "There is no plot at the cursor; put it on a statement that draws.");
  }
  const { sentence, details, range } = statement;
  return { document, start: range.start, text: [sentence, ...details.map((each) => `- ${each}`)].join("\n") };
}

async function placeOf(
  place: unknown,
): Promise<{ document: vscode.TextDocument; position: vscode.Position }> {
  if (typeof place === "object" && place !== null && "uri" in place && "offset" in place) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(String(place.uri)));
    return { document, position: document.positionAt(Number(place.offset)) };
  }
  const document = activeDocument();
  return {
    document,
    position: vscode.window.activeTextEditor?.selection.active ?? new vscode.Position(0, 0),
  };
}
