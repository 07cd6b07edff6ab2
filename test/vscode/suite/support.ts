import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";

export const extensionId = "codepatch.codepatch";

export const workspaceFolder = (): string => {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "the suite needs its workspace");
  return folder.uri.fsPath;
};

/** Writes a file into the workspace and opens it. */
export async function openFile(name: string, text: string): Promise<vscode.TextEditor> {
  const file = path.join(workspaceFolder(), name);
  writeFileSync(file, text);
  const document = await vscode.workspace.openTextDocument(file);
  assert.equal(document.getText(), text);
  return vscode.window.showTextDocument(document);
}

export const onDisk = (name: string): string => readFileSync(path.join(workspaceFolder(), name), "utf8");

/** Waits until `probe` gives something; editors answer when they are ready. */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | false | Thenable<T | undefined | false>,
  seconds = 30,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) assert.fail(`did not happen within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The lenses of CodePatch on a document, as `line: title`, lines counted from one. */
export async function lenses(document: vscode.TextDocument): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    "vscode.executeCodeLensProvider",
    document.uri,
    100,
  );
  return found
    .filter(({ command }) => command?.command.startsWith("codepatch."))
    .map(({ range, command }) => `${range.start.line + 1}: ${command?.title.replace(/\$\([^)]*\)\s*/g, "")}`);
}

export function putCursor(editor: vscode.TextEditor, ...texts: string[]): void {
  editor.selections = texts.map((text) => {
    const at = editor.document.getText().indexOf(text);
    assert.ok(at >= 0, `there is no ${text}`);
    const position = editor.document.positionAt(at);
    return new vscode.Selection(position, position);
  });
}

export const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`codepatch.${command}`, ...args);

export async function configure(key: string, value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration("codepatch")
    .update(key, value, vscode.ConfigurationTarget.Workspace);
}

export async function closeAll(): Promise<void> {
  await run("rejectPreview");
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}

/** The small random model of the tests: its words mean nothing, everything around them is real. */
export const useTinyModel = (): Promise<void> =>
  configure("model", path.join(__dirname, "../../test/fixtures/models/tiny-narrator"));

/** Process ids of the engines that this extension host has started; Linux only. */
export function engineProcesses(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
        return parent === process.pid && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("engine.js");
      } catch {
        return false;
      }
    })
    .map(Number);
}
