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
 * Bundles programs (name → source in src/) as esbuild.mjs does, with the grammars beside them, into dist/ of a folder of this
 * process; inside node_modules, so that native packages are found. Resolves to that folder.
 */
export async function bundlePrograms(
  name: string,
  programs: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = path.join(root, "node_modules/.cache/codepatch-test", `${name}-${process.pid}`);
  const dist = path.join(folder, "dist");
  await rm(dist, { recursive: true, force: true });
  await mkdir(path.join(dist, "grammars"), { recursive: true });
  await cp(grammars.runtime, path.join(dist, "tree-sitter.wasm"));
  for (const { grammar } of languages) {
    const file = `tree-sitter-${grammar}.wasm`;
    await symlink(grammars.grammar(grammar), path.join(dist, "grammars", file));
  }
  const sqlite = path.dirname(require.resolve("node-sqlite3-wasm"));
  await symlink(path.join(sqlite, "node-sqlite3-wasm.wasm"), path.join(dist, "node-sqlite3-wasm.wasm"));
  await esbuild.build({
    entryPoints: Object.fromEntries(
      Object.entries(programs).map(([out, source]) => [out, path.join(root, "src", source)]),
    ),
    outdir: dist,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["onnxruntime-node"],
    alias: {
      "web-tree-sitter": require.resolve("web-tree-sitter").replace(/\.js$/, ".cjs"),
      "jsonc-parser": require.resolve("jsonc-parser/lib/esm/main.js"),
    },
    logLevel: "error",
  });
  return folder;
}

/** Resolves to the path of engine.js. */
export const bundleEngine = async (): Promise<string> =>
  path.join(await bundlePrograms("engine", { engine: "engine/main.ts" }), "dist", "engine.js");

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
