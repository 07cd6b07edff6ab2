import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import * as esbuild from "esbuild";
import { type EngineClient, type EngineOptions, startEngine } from "../../src/client/engine.js";
import type { EngineSettings } from "../../src/protocol/messages.js";

export const root = path.join(import.meta.dirname, "../..");
export const modelsFolder = path.join(root, "test/fixtures/models");
export const tinyNarrator = path.join(modelsFolder, "tiny-narrator");

const require = createRequire(import.meta.url);

/** Bundles a TypeScript file as esbuild.mjs bundles the engine; inside node_modules, so that native packages are found. */
export async function bundle(entry: string): Promise<string> {
  const outfile = path.join(root, "node_modules/.cache/codepatch-test", `${path.parse(entry).name}-${process.pid}.js`);
  await esbuild.build({
    entryPoints: [path.join(root, entry)],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["onnxruntime-node"],
    alias: { "web-tree-sitter": require.resolve("web-tree-sitter").replace(/\.js$/, ".cjs") },
    logLevel: "error",
  });
  return outfile;
}

export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "codepatch-test-"));
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

export const testSettings = (storage: string, changes: Partial<EngineSettings> = {}): EngineSettings => ({
  modelFolders: [modelsFolder],
  textModel: "tiny-narrator",
  provider: "cpu",
  threads: 1,
  storage,
  ...changes,
});

export const testEngine = (enginePath: string, settings: EngineSettings, options: Partial<EngineOptions> = {}): EngineClient =>
  startEngine({ enginePath, settings, ...options });
