import * as vscode from "vscode";
import { offset, type TextEdit } from "../../base/brand.js";
import { applyEdits } from "../../base/edits.js";
import type { PlotsResult } from "../../protocol/plot.js";
import { plotsMarkdown } from "../../protocol/plotsMarkdown.js";
import { applyPlaced, prove } from "../apply.js";
import { lineEndOf, nameOf, readDocument } from "../documents.js";
import { exportFile } from "../exportFile.js";
import type { EditorSyntax } from "../syntax.js";

/** Longer lines are broken at a space. */
const commentWidth = 100;

/** Writes `text` as comment lines above the statement at `start`. Throws as `prove` and `applyPlaced` do. */
export async function insertComment(
  syntax: EditorSyntax,
  document: vscode.TextDocument,
  start: number,
  text: string,
): Promise<void> {
  const line = document.lineAt(document.positionAt(start).line);
  const indent = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
  const sign = document.languageId === "python" ? "#" : "%";
  const lines = text.split("\n").flatMap((each) => wrapped(each, commentWidth - indent.length));
  const newText = lines.map((each) => `${indent}${sign} ${each}${lineEndOf(document)}`).join("");
  const at = offset(document.offsetAt(line.range.start));
  const edits: readonly TextEdit[] = [{ range: { start: at, end: at }, newText }];
  const now = await readDocument(syntax, document);
  await prove(syntax, now, applyEdits(now.text, edits));
  await applyPlaced({ now, edits });
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Asks for a file and writes Markdown or JSON, by its ending. */
export async function exportPlots(document: vscode.TextDocument, result: PlotsResult): Promise<void> {
  const name = nameOf(document.uri);
  const { figures, deleted_objects } = result;
  await exportFile(
    {
      title: "Export the descriptions",
      defaultUri: vscode.Uri.joinPath(document.uri, "..", `${name.replace(/\.\w+$/, "")}-plots.md`),
      filters: { Markdown: ["md"], JSON: ["json"] },
    },
    (ending) =>
      ending === ".json"
        ? `${JSON.stringify({ figures: figures.map(({ svg: _, ...rest }) => rest), deleted_objects }, null, 2)}\n`
        : `${plotsMarkdown(name, result)}\n`,
  );
}
