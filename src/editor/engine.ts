import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as vscode from "vscode";
import { CodePatchError } from "../base/errors.js";
import type { Log } from "../base/log.js";
import { type EngineClient, startEngine } from "../client/engine.js";
import { withoutRepository } from "../client/environment.js";
import type { RequestOptions } from "../protocol/connection.js";
import type { EngineSettings, EngineState, Method, ParamsOf, ResultOf } from "../protocol/messages.js";
import { settingsOf } from "./documents.js";

/** What has git read a repository, whose own configuration may name programs for git to run. */
const methodsWithGit: ReadonlySet<Method> = new Set<Method>([
  "engine/origin",
  "engine/narrate",
  "engine/commitMessage",
  "engine/repository",
  "engine/history",
  "engine/report",
]);

/** The engine process, started by the first request and again after a change of its settings. */
export interface EditorEngine extends vscode.Disposable {
  readonly state: EngineState;
  readonly onState: vscode.Event<EngineState>;
  request<K extends Method>(
    method: K,
    params: ParamsOf<K>,
    options?: RequestOptions<K>,
  ): Promise<ResultOf<K>>;
  restart(): Promise<void>;
}

export function createEngine(context: vscode.ExtensionContext, log: Log): EditorEngine {
  const states = new vscode.EventEmitter<EngineState>();
  let client: EngineClient | undefined;
  let started: Startup | undefined;

  const get = (): EngineClient => {
    if (client) return client;
    started = readStartup(context);
    client = startEngine({
      ...started,
      enginePath: context.asAbsolutePath(path.join("dist", "engine.js")),
      execPath: process.execPath,
      env: withoutRepository,
      log,
    });
    client.onState((state) => states.fire(state));
    states.fire(client.state);
    return client;
  };

  const stop = async (): Promise<void> => {
    const running = client;
    client = undefined;
    await running?.dispose();
  };

  const settingsChange = vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration("codepatch") || !client) return;
    if (isDeepStrictEqual(readStartup(context), started)) return;
    log.info("The engine's settings changed; it starts again with the next request.");
    void stop();
  });

  return {
    get state() {
      return client?.state ?? { kind: "stopped" };
    },
    onState: states.event,
    async request(method, params, options = {}) {
      if (methodsWithGit.has(method) && !vscode.workspace.isTrusted) throw notTrusted();
      return get().request(method, params, options);
    },
    restart: () => get().restart(),
    dispose() {
      settingsChange.dispose();
      void stop();
      states.dispose();
    },
  };
}

const notTrusted = (): CodePatchError =>
  new CodePatchError(
    "usage",
    "A repository can have git run programs, so CodePatch reads none in Restricted Mode; trust the workspace with Workspaces: Manage Workspace Trust.",
  );

interface Startup {
  readonly settings: EngineSettings;
  readonly idleMinutes: number;
}

function readStartup(context: vscode.ExtensionContext): Startup {
  const { model, provider, threads, idleMinutes, modelMirror } = settingsOf();
  const storage = context.globalStorageUri.fsPath;
  return {
    settings: {
      modelFolders: [context.asAbsolutePath("models"), path.join(storage, "models")],
      textModel: model,
      provider,
      threads,
      storage,
      ...(modelMirror === "" ? {} : { mirror: modelMirror }),
    },
    idleMinutes,
  };
}
