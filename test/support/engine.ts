import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import * as esbuild from "esbuild";
import { type EngineClient, type EngineOptions, startEngine } from "../../src/client/engine.js";
import type { EngineSettings } from "../../src/protocol/messages.js";
import { languages } from "../../src/syntax/registry.js";
import { grammars } from "./grammars.js";

export const root = path.join(import.meta.dirname, "../..");
export const modelsFolder = path.join(root, "test/fixtures/models");
export const tinyNarrator = path.join(modelsFolder, "tiny-narrator");

const require = createRequire(import.meta.url);

/**
 * Bundles the engine as esbuild.mjs does, with the grammars beside it; inside node_modules, so that native packages are
 * found. Resolves to the path of engine.js.
 */
export async function bundleEngine(): Promise<string> {
  const folder = path.join(root, "node_modules/.cache/codepatch-test", String(process.pid));
  await mkdir(folder, { recursive: true });
  const treeSitter = path.dirname(require.resolve("web-tree-sitter"));
  await cp(path.join(treeSitter, "tree-sitter.wasm"), path.join(folder, "tree-sitter.wasm"));
  await rm(path.join(folder, "grammars"), { recursive: true, force: true });
  await mkdir(path.join(folder, "grammars"));
  for (const { grammar } of languages) {
    const file = `tree-sitter-${grammar}.wasm`;
    await symlink(grammars.grammar(grammar), path.join(folder, "grammars", file));
  }
  await esbuild.build({
    entryPoints: { engine: path.join(root, "src/engine/main.ts") },
    outdir: folder,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["onnxruntime-node"],
    alias: { "web-tree-sitter": path.join(treeSitter, "tree-sitter.cjs") },
    logLevel: "error",
  });
  return path.join(folder, "engine.js");
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

export const testEngine = (
  enginePath: string,
  settings: EngineSettings,
  options: Partial<EngineOptions> = {},
): EngineClient => startEngine({ enginePath, settings, ...options });
