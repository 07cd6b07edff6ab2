import { cp } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import * as esbuild from "esbuild";

const require = createRequire(import.meta.url);

/** Bundles `indexer.ts` into the folder, so that it runs as a process of its own; returns its file. */
export async function buildIndexer(folder: string): Promise<string> {
  const outfile = path.join(folder, "indexer.cjs");
  await esbuild.build({
    entryPoints: [path.join(import.meta.dirname, "indexer.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    alias: {
      "web-tree-sitter": require.resolve("web-tree-sitter").replace(/\.js$/, ".cjs"),
      "jsonc-parser": require.resolve("jsonc-parser/lib/esm/main.js"),
    },
    external: ["pg-native"],
    logLevel: "error",
  });
  const sqlite = path.dirname(require.resolve("node-sqlite3-wasm"));
  await cp(path.join(sqlite, "node-sqlite3-wasm.wasm"), path.join(folder, "node-sqlite3-wasm.wasm"));
  return outfile;
}
