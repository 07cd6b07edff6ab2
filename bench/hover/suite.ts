import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as vscode from "vscode";

/** The first two are of lines that draw nothing: what VS Code itself takes. */
type Kind =
  | "empty line"
  | "empty line, file just opened"
  | "engine just started"
  | "file just opened"
  | "again";

interface Hover {
  readonly kind: Kind;
  readonly file: string;
  readonly line: number;
  readonly ms: number;
  /** It says that the program is still being read. */
  readonly isWaiting: boolean;
  /** It says nothing. */
  readonly isSilent: boolean;
}

/** A file of the workspace: the lines that draw, and an empty one (-1: none); from zero. */
interface Program {
  readonly file: string;
  readonly drawn: readonly number[];
  readonly empty: number;
}

interface Memory {
  /** Resident, in MB. */
  readonly host: number;
  readonly engine: number | null;
}

/** What the first hover in a file is, in turn. */
const turns: readonly Kind[] = ["engine just started", "empty line, file just opened", "file just opened"];

/** Of each file at most so many hovers. */
const perFile = 4;

/** Called by VS Code inside the extension host. */
export async function run(): Promise<void> {
  const { HOVER_PROGRAMS = "[]", HOVER_OUT = "", HOVER_IDLE } = process.env;
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error("there is no workspace");
  const hovers: Hover[] = [];
  const memory: Record<string, Memory> = { "at first": memoryNow() };
  const work: { readonly hovers: number; readonly ms: number }[] = [];
  let opened = 0;
  for (const { file, drawn, empty } of JSON.parse(HOVER_PROGRAMS) as Program[]) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, file));
    const [first = 0] = drawn;
    const turn = turns[opened++ % turns.length] ?? "file just opened";
    const kind = turn === "empty line, file just opened" && empty < 0 ? "file just opened" : turn;
    if (kind === "engine just started") await vscode.commands.executeCommand("codepatch.restartEngine");
    await vscode.window.showTextDocument(document);
    const line = kind === "empty line, file just opened" ? empty : first;
    hovers.push({ kind, ...(await hoverAt(document, line)) });
    await pause(2000);
    if (empty >= 0) hovers.push({ kind: "empty line", ...(await hoverAt(document, empty)) });
    const before = processorTime();
    const lines = drawn.slice(0, perFile);
    for (const each of lines) hovers.push({ kind: "again", ...(await hoverAt(document, each)) });
    const after = processorTime();
    if (before && after) work.push({ hovers: lines.length, ms: after - before });
  }
  memory["after the hovers"] = memoryNow();
  if (HOVER_IDLE) {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await pause(80_000);
    memory["after a minute without work"] = memoryNow();
  }
  writeFileSync(HOVER_OUT, JSON.stringify({ hovers, memory, work }));
}

async function hoverAt(document: vscode.TextDocument, line: number): Promise<Omit<Hover, "kind">> {
  const position = new vscode.Position(line, document.lineAt(line).firstNonWhitespaceCharacterIndex + 1);
  const began = performance.now();
  const found = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    position,
  );
  const ms = performance.now() - began;
  const text = found
    .flatMap(({ contents }) => contents)
    .map((each) => (typeof each === "string" ? each : each.value))
    .join("\n");
  return {
    file: vscode.workspace.asRelativePath(document.uri),
    line: line + 1,
    ms,
    isWaiting: text.includes("is reading this program"),
    isSilent: text === "",
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The engine, a child of this process, as `ps` tells it: its id and resident memory in kilobytes. */
function engine(): { readonly pid: string; readonly rss: number } | undefined {
  const lines = execFileSync("ps", ["-eo", "ppid,pid,rss,args"], { encoding: "utf8" }).split("\n");
  const own = lines.find((line) => line.trim().startsWith(`${process.pid} `) && line.includes("engine.js"));
  const [, pid, rss] = own?.trim().split(/\s+/) ?? [];
  return pid === undefined ? undefined : { pid, rss: Number(rss) };
}

function memoryNow(): Memory {
  const found = engine();
  return {
    host: Math.round(process.memoryUsage().rss / 1e6),
    engine: found ? Math.round(found.rss / 1000) : null,
  };
}

/** Milliseconds that this process and the engine have computed; undefined where it does not run or is not on Linux. */
function processorTime(): number | undefined {
  const found = engine();
  const stat = `/proc/${found?.pid}/stat`;
  if (!found || !existsSync(stat)) return undefined;
  // User and system time, in hundredths of a second.
  const [user = 0, system = 0] =
    readFileSync(stat, "utf8").split(") ")[1]?.split(" ").slice(11, 13).map(Number) ?? [];
  const own = process.cpuUsage();
  return (user + system) * 10 + (own.user + own.system) / 1000;
}
