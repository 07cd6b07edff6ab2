import { spawn } from "node:child_process";
import { cp, mkdir, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import * as esbuild from "esbuild";
import { root, tinyNarrator } from "./engine.js";
import { grammars } from "./grammars.js";

const require = createRequire(import.meta.url);

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
  const folder = path.join(root, "node_modules/.cache/codepatch-test", `cli-${process.pid}`);
  const dist = path.join(folder, "dist");
  await esbuild.build({
    entryPoints: { cli: path.join(root, "src/cli/main.ts"), engine: path.join(root, "src/engine/main.ts") },
    outdir: dist,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["onnxruntime-node"],
    alias: { "web-tree-sitter": require.resolve("web-tree-sitter").replace(/\.js$/, ".cjs") },
    logLevel: "error",
  });
  await mkdir(path.join(dist, "grammars"));
  await cp(
    path.join(path.dirname(require.resolve("web-tree-sitter")), "tree-sitter.wasm"),
    path.join(dist, "tree-sitter.wasm"),
  );
  for (const name of ["python", "typescript", "matlab"]) {
    await symlink(grammars.grammar(name), path.join(dist, "grammars", `tree-sitter-${name}.wasm`));
  }
  const env = { CODEPATCH_HOME: path.join(folder, "home"), CODEPATCH_MODEL: tinyNarrator };
  return {
    run: (args, options = {}) => runCli(path.join(dist, "cli.js"), args, options, env),
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
