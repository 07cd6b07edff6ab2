import { type ChildProcess, execFile, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Contender, Loaded } from "./contender.js";
import type { Job } from "./prompts.js";

const run = promisify(execFile);
const llamaVersion = "3.22.1";
const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "codepatch", "bench");

export type LlamaCall =
  | {
      readonly kind: "load";
      readonly entry: string;
      readonly model: string;
      readonly threads: number;
      readonly contextLength: number;
      readonly kv: "default" | "float32";
    }
  | {
      readonly kind: "generate";
      readonly prompts: readonly (readonly number[])[];
      readonly counts: readonly number[];
    };

export type LlamaAnswer =
  | { readonly kind: "ready" | "first" }
  | { readonly kind: "done"; readonly texts: readonly (readonly number[])[] }
  | { readonly kind: "failed"; readonly message: string };

export type GgufType = "f32" | "q8_0" | "q4_0";

export interface LlamaInstallation {
  readonly version: string;
  readonly entry: string;
  readonly python: string;
}

/** Installs node-llama-cpp and the Python packages of the converter in a cache folder, once, and says so. */
export async function installLlama(say: (line: string) => void): Promise<LlamaInstallation> {
  const folder = path.join(cache, "node-llama-cpp");
  const entry = path.join(folder, "node_modules", "node-llama-cpp", "dist", "index.js");
  if (!existsSync(entry)) {
    say(`Installing node-llama-cpp ${llamaVersion} in ${folder}`);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "package.json"), '{ "private": true }\n');
    const binary = `@node-llama-cpp/${binaryName()}@${llamaVersion}`;
    const options = ["--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund"];
    await run("npm", ["install", ...options, `node-llama-cpp@${llamaVersion}`, binary], { cwd: folder });
  }
  const python = path.join(cache, "python", "bin", "python");
  if (!existsSync(python)) {
    say(`Installing the Python packages gguf and safetensors in ${path.join(cache, "python")}`);
    await run("python3", ["-m", "venv", path.join(cache, "python")]);
    await run(python, ["-m", "pip", "install", "--quiet", "gguf==0.19.0", "safetensors==0.8.0"]);
  }
  return { version: llamaVersion, entry, python };
}

function binaryName(): string {
  const name = { linux: "linux", darwin: "mac", win32: "win" }[process.platform as string];
  const metal = process.platform === "darwin" && process.arch === "arm64" ? "-metal" : "";
  if (name === undefined) throw new Error(`node-llama-cpp has no build for ${process.platform}.`);
  return `${name}-${process.arch}${metal}`;
}

export async function convertWeights(python: string, weights: string, type: GgufType): Promise<string> {
  const out = path.join(cache, `weights-${type}.gguf`);
  await run(python, [path.resolve("bench", "to_gguf.py"), path.resolve(weights), out, "--type", type]);
  return out;
}

export type LlamaOptions = Omit<LlamaCall & { kind: "load" }, "kind">;

export const llamaContender = (name: string, options: LlamaOptions): Contender => ({
  name,
  async start(warmUp) {
    const started = performance.now();
    const loaded = await startLlama();
    const startMs = performance.now() - started;
    const loading = performance.now();
    await loaded.load(options);
    const loadMs = performance.now() - loading;
    await loaded.document(warmUp);
    return { startMs, loadMs, loaded };
  },
});

export interface LoadedLlama extends Loaded {
  load(options: LlamaOptions): Promise<void>;
  /** As many tokens for each prompt of `job` as its texts have. */
  generate(job: Job): Promise<readonly (readonly number[])[]>;
}

/** A process of node-llama-cpp, without a model until `load`. */
export async function startLlama(): Promise<LoadedLlama> {
  const child = fork(path.join(import.meta.dirname, "llamaWorker.mjs"), [], { execArgv: [] });
  await answered(child, "ready");
  const generate = (job: Job): Promise<readonly (readonly number[])[]> =>
    call(child, { kind: "generate", prompts: job.prompts, counts: job.texts.map((text) => text.length) });
  return {
    pid: () => child.pid,
    async load(options) {
      await call(child, { kind: "load", ...options });
    },
    generate,
    async document(job) {
      const started = performance.now();
      const first = answered(child, "first").then(() => performance.now() - started);
      await generate(job);
      return { totalMs: performance.now() - started, firstMs: await first };
    },
    // Nothing ends it: the library keeps the model for as long as its process lives.
    becomeIdle: async () => {},
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await ended;
    },
  };
}

async function call(child: ChildProcess, message: LlamaCall): Promise<readonly (readonly number[])[]> {
  const done = answered(child, "done");
  child.send(message);
  const answer = await done;
  return answer.kind === "done" ? answer.texts : [];
}

function answered(child: ChildProcess, kind: LlamaAnswer["kind"]): Promise<LlamaAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      child.off("message", onMessage);
      child.off("exit", onExit);
      finish();
    };
    const onMessage = (answer: LlamaAnswer): void => {
      if (answer.kind === kind) settle(() => resolve(answer));
      if (answer.kind === "failed") settle(() => reject(new Error(`node-llama-cpp: ${answer.message}`)));
    };
    const onExit = (code: number | null): void =>
      settle(() => reject(new Error(`node-llama-cpp ended with exit code ${code}.`)));
    child.on("message", onMessage);
    child.on("exit", onExit);
  });
}
