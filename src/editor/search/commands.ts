import path from "node:path";
import * as vscode from "vscode";
import { CodePatchError } from "../../base/errors.js";
import { activeEditor } from "../documents.js";
import type { EditorEngine } from "../engine.js";
import { withProgress } from "../progress.js";
import type { PaperMapView } from "./mapView.js";
import { type FoundPlace, openHit, placeOnDisk } from "./openHit.js";
import { pickSimilar, pickWhileTyping } from "./quickPick.js";
import { indexPlace, searchRoot, uriOf, type WorkspaceIndex } from "./workspaceIndex.js";

export interface SearchParts {
  readonly engine: EditorEngine;
  readonly index: WorkspaceIndex;
  readonly paperMap: PaperMapView;
}

const paperHits = 15;

/** Commands that find code. A string is the query or the path of a paper, as key bindings and other extensions pass it. */
export const searchCommands = (parts: SearchParts) => ({
  "codepatch.findCode": async (start: unknown) => {
    const root = requireRoot();
    await parts.index.ensure(root);
    await pickWhileTyping(root, parts.index, typeof start === "string" ? start : "");
  },
  "codepatch.findCodeForPaper": async (uri: unknown) => {
    const root = requireRoot();
    const file = uri instanceof vscode.Uri ? uri : await pickPaper();
    if (!file) return;
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    await parts.index.ensure(root);
    const name = path.basename(file.fsPath);
    const result = await withProgress(`Comparing ${name} with the code`, (signal) =>
      parts.index.search({ root, query: { kind: "paper", text, name }, limit: paperHits }, signal),
    );
    await parts.paperMap.show({ root, name, result });
  },
  "codepatch.findSimilarCode": async () => {
    const editor = vscode.window.activeTextEditor;
    if (!editor || editor.selection.isEmpty)
      throw new CodePatchError("usage", "Select some code and run the command again.");
    const root = requireRoot();
    const { document, selection } = editor;
    await parts.index.ensure(root);
    const { file, line } = await placeOnDisk(parts.index, document, selection.start.line + 1);
    await pickSimilar(root, parts.index, {
      kind: "code",
      text: document.getText(selection),
      path: belowRoot(root, file),
      line,
    });
  },
  "codepatch.findPaper": () => findPaper(parts, activeEditor()),
  "codepatch.exportPaperMap": async () => {
    const { map } = parts.paperMap;
    if (map?.result.map === undefined)
      throw new CodePatchError(
        "usage",
        "There is no paper map yet; run CodePatch: Find Code for Paper or File first.",
      );
    const document = await vscode.workspace.openTextDocument({
      language: "markdown",
      content: map.result.map,
    });
    await vscode.window.showTextDocument(document);
  },
  "codepatch.openSearchHit": async (place: unknown) => {
    const { map } = parts.paperMap;
    if (map && isPlace(place)) await openHit(parts.index, map.root, place, { preview: true });
  },
  "codepatch.pauseIndexing": () => parts.index.pause(),
  "codepatch.resumeIndexing": () => parts.index.resume(),
});

const isPlace = (value: unknown): value is FoundPlace =>
  typeof value === "object" &&
  value !== null &&
  "path" in value &&
  "line" in value &&
  "endLine" in value &&
  typeof value.path === "string" &&
  typeof value.line === "number" &&
  typeof value.endLine === "number";

const belowRoot = (root: string, file: string): string => path.relative(root, file).split(path.sep).join("/");

function requireRoot(): string {
  const root = searchRoot();
  if (root === undefined)
    throw new CodePatchError("usage", "Open a folder to search in and run the command again.");
  return root;
}

async function pickPaper(): Promise<vscode.Uri | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: "Find Code for Paper or File",
      openLabel: "Find Code",
      filters: { "Papers and texts": ["md", "bib", "tex", "txt", "ipynb"], "All files": ["*"] },
    })) ?? [];
  return file;
}

async function findPaper(
  { engine, index }: SearchParts,
  { document, selection }: vscode.TextEditor,
): Promise<void> {
  const root = requireRoot();
  await index.ensure(root);
  const { file, line } = await placeOnDisk(index, document, selection.active.line + 1);
  const { name, matches, papers } = await withProgress("Looking for the paper", (signal) =>
    engine.request("engine/papers", { ...indexPlace(root), path: belowRoot(root, file), line }, { signal }),
  );
  if (matches.length === 0) {
    vscode.window.showInformationMessage(
      `No paper is known for ${name}: it cites none, and ${papers} ${papers === 1 ? "paper" : "papers"} of the workspace resemble it little.`,
    );
    return;
  }
  const picked = await vscode.window.showQuickPick(
    matches.map((match) => ({
      match,
      label: `$(${match.certainty === "recorded" ? "verified" : "question"}) ${match.paper}`,
      description: [match.certainty, match.section]
        .filter((part) => part !== undefined && part !== "")
        .join(" · "),
      detail: [match.sentence, match.reason].filter((part) => part !== undefined).join(" — "),
    })),
    { title: `Which paper is ${name}?`, matchOnDetail: true },
  );
  if (!picked) return;
  const { paper } = picked.match;
  const [, scheme, id = ""] = /^(arXiv|doi):(.+)$/.exec(paper) ?? [];
  if (scheme !== undefined)
    await vscode.env.openExternal(
      vscode.Uri.parse(scheme === "doi" ? `https://doi.org/${id}` : `https://arxiv.org/abs/${id}`),
    );
  else await vscode.window.showTextDocument(uriOf(root, paper));
}
