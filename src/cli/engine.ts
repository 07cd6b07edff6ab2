import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import type { Log } from "../base/log.js";
import { type EngineClient, startEngine } from "../client/engine.js";
import type { EngineSettings } from "../protocol/messages.js";
import type { Terminal } from "./terminal.js";

export interface EngineOptions {
  readonly model?: string;
  readonly provider?: EngineSettings["provider"];
  readonly threads?: number;
  readonly verbose?: boolean;
}

/** An engine that starts when it is first asked for. */
export interface EngineSource {
  get(): EngineClient;
  dispose(): Promise<void>;
}

/** `idleMinutes`: see `startEngine`; a command keeps its engine to the end. */
export function engineSource(options: EngineOptions, terminal: Terminal, idleMinutes = 0): EngineSource {
  let engine: EngineClient | undefined;
  return {
    get() {
      engine ??= startEngine({
        enginePath: path.join(__dirname, "engine.js"),
        execPath: process.execPath,
        settings: engineSettings(options),
        idleMinutes,
        log: terminalLog(terminal, options.verbose === true),
      });
      return engine;
    },
    async dispose() {
      await engine?.dispose();
    },
  };
}

function engineSettings(options: EngineOptions): EngineSettings {
  const storage = storageFolder();
  return {
    // dist/ lies beside models/, in the package as in the repository.
    modelFolders: [path.join(__dirname, "..", "models"), path.join(storage, "models")],
    textModel:
      options.model !== undefined && existsSync(options.model)
        ? path.resolve(options.model)
        : (options.model ?? ""),
    provider: options.provider ?? "auto",
    threads: options.threads ?? 0,
    storage,
  };
}

function storageFolder(): string {
  const { CODEPATCH_HOME, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (CODEPATCH_HOME) return path.resolve(CODEPATCH_HOME);
  if (process.platform === "win32" && LOCALAPPDATA) return path.join(LOCALAPPDATA, "codepatch");
  if (process.platform === "darwin") return path.join(homedir(), "Library", "Caches", "codepatch");
  return path.join(XDG_CACHE_HOME || path.join(homedir(), ".cache"), "codepatch");
}

const terminalLog = (terminal: Terminal, verbose: boolean): Log => ({
  info: (message) => {
    if (verbose) terminal.note(message);
  },
  warn: (message) => {
    if (verbose) terminal.note(`warning: ${message}`);
  },
  error: (message) => {
    if (verbose) terminal.note(`error: ${message}`);
  },
});
