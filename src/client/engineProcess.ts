import { type ChildProcess, fork } from "node:child_process";
import { IPCMessageReader, IPCMessageWriter } from "vscode-jsonrpc/node";
import type { Log } from "../base/log.js";
import { type Connection, connect } from "../protocol/connection.js";
import { type EngineSettings, type EngineState, settingsVariable } from "../protocol/messages.js";

export interface EngineProcessOptions {
  /** dist/engine.js */
  readonly enginePath: string;
  readonly settings: EngineSettings;
  /** Node, or an Electron that is told to behave as Node; default: the program that runs now. */
  readonly execPath?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly log: Log;
}

export interface EngineProcess {
  readonly pid: number | undefined;
  readonly connection: Connection;
  /** Resolves with how it ended, for people. */
  readonly ended: Promise<string>;
  /** Ends it, at once if it does not leave by itself within a second. */
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
// An engine leaves by itself when its pipe closes; one that hangs sees a moment later that its client is gone.
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export function startEngineProcess(
  { enginePath, settings, execPath, env, log }: EngineProcessOptions,
  onState: (state: EngineState) => void,
): EngineProcess {
  const child = fork(enginePath, [], {
    ...(execPath === undefined ? {} : { execPath }),
    // Neither a debugger's nor a test runner's options are for the engine.
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: {
      ...process.env,
      ...env,
      ELECTRON_RUN_AS_NODE: "1",
      ORT_DISABLE_TELEMETRY: "1",
      [settingsVariable]: JSON.stringify(settings),
    },
  });
  const lastWords = keepLastWords(child, log);
  const connection = connect(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.onNotification("engine/log", ({ level, message }) => log[level](message));
  connection.onNotification("engine/state", onState);
  running.add(child);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => {
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      const words = lastWords();
      resolve(words === "" ? how : `${how}: ${words}`);
    });
  }).finally(() => {
    running.delete(child);
    connection.dispose();
  });
  return {
    pid: child.pid,
    connection,
    ended,
    async stop() {
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill("SIGKILL"), 1000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** The last line that the engine wrote to its standard error: what native code says before it dies. */
function keepLastWords(child: ChildProcess, log: Log): () => string {
  let last = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    for (const line of lines) log.warn(line);
    last = lines.at(-1) ?? last;
  });
  return () => last;
}
