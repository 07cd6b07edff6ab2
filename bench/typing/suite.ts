import { writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import * as vscode from "vscode";

const burst = "total = level * hours  # height ";
const bursts = 8;
/** Milliseconds between keys of somebody who types fast, and of a pause in which the file is quiet. */
const [betweenKeys, pause] = [80, 3000];

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Called by VS Code inside the extension host: types into the middle of TYPING_FILE and writes what it took to TYPING_OUT. */
export async function run(): Promise<void> {
  const { TYPING_FILE = "", TYPING_OUT = "" } = process.env;
  const document = await vscode.workspace.openTextDocument(TYPING_FILE);
  const editor = await vscode.window.showTextDocument(document);
  // Lenses, and the origin of a file that is quiet.
  await sleep(15_000);
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    "vscode.executeCodeLensProvider",
    document.uri,
  );
  const line = Math.floor(document.lineCount / 2);
  editor.selection = new vscode.Selection(line, 0, line, 0);
  const keys: number[] = [];
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const begun = process.cpuUsage();
  for (let i = 0; i < bursts; i++) {
    for (const text of burst) {
      const started = performance.now();
      await vscode.commands.executeCommand("type", { text });
      keys.push(performance.now() - started);
      await sleep(betweenKeys);
    }
    await sleep(pause);
  }
  delay.disable();
  const { user, system } = process.cpuUsage(begun);
  const lag = { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 };
  writeFileSync(
    TYPING_OUT,
    JSON.stringify({
      lines: document.lineCount,
      lenses: lenses.length,
      keys,
      lag,
      cpu: (user + system) / 1000,
    }),
  );
}
