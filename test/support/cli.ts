import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import path from "node:path";
import { bundlePrograms, root, tinyNarrator } from "./engine.js";

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with the process and what it has written so far, whenever it writes. */
  onOutput?(
    child: { readonly pid?: number | undefined; kill(signal: NodeJS.Signals): boolean },
    output: string,
  ): void;
  /** Runs the program through this shell command, where `"$@"` stands for it. */
  readonly shell?: string;
}

export interface BuiltCli {
  run(args: readonly string[], options?: RunOptions): Promise<CliResult>;
  remove(): Promise<void>;
}

/** The command line and the engine, bundled as for users, in a folder of their own with the tiny model. */
export async function buildCli(): Promise<BuiltCli> {
  const folder = await bundlePrograms("cli", { cli: "cli/main.ts", engine: "engine/main.ts" });
  const env = { CODEPATCH_HOME: path.join(folder, "home"), CODEPATCH_MODEL: tinyNarrator };
  return {
    run: (args, options = {}) => runCli(path.join(folder, "dist", "cli.js"), args, options, env),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function runCli(
  cli: string,
  args: readonly string[],
  { cwd = root, env, onOutput, shell }: RunOptions,
  defaults: NodeJS.ProcessEnv,
): Promise<CliResult> {
  const program = [process.execPath, cli, ...args];
  const [command = "", ...rest] = shell === undefined ? program : ["/bin/sh", "-c", shell, "sh", ...program];
  const child = spawn(command, rest, {
    cwd,
    env: { ...process.env, ...defaults, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      written[name] += text;
      onOutput?.(child, written.stdout + written.stderr);
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...written }));
  });
}
