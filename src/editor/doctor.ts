import * as vscode from "vscode";
import { escapeMarkdown } from "../base/markdown.js";
import type { DoctorCheck } from "../protocol/messages.js";
import type { EditorEngine } from "./engine.js";
import { withProgress } from "./progress.js";
import type { VirtualDocuments } from "./virtualDocuments.js";

const reportUri = vscode.Uri.from({ scheme: "untitled", path: "/CodePatch Doctor.md" });

/** Runs the engine's self-checks and shows them as a page. */
export async function runDoctor(engine: EditorEngine, virtual: VirtualDocuments): Promise<void> {
  const { checks } = await withProgress("CodePatch Doctor", (signal, report) =>
    engine.request(
      "engine/doctor",
      {},
      { signal, onPartial: ({ message, done, total }) => report(message, done, total) },
    ),
  );
  const { uri } = await virtual.open(reportUri, page(checks), "markdown");
  await vscode.commands.executeCommand("markdown.showPreview", uri);
}

function page(checks: readonly DoctorCheck[]): string {
  const rows = checks.map(
    ({ name, status, detail }) => `| ${status} | ${escapeMarkdown(name)} | ${escapeMarkdown(detail)} |`,
  );
  return ["# CodePatch Doctor", "", "| Result | Check | Found |", "| - | - | - |", ...rows, ""].join("\n");
}
