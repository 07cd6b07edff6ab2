// Builds the programs and the benchmark and runs it; see README.md.
import path from "node:path";
import * as esbuild from "esbuild";

process.chdir(path.join(import.meta.dirname, ".."));
// The result goes to standard output, and nothing else.
const log = console.log;
console.log = console.error;
await import("../esbuild.mjs");
await esbuild.build({
  entryPoints: ["bench/main.ts", "bench/llamaWorker.ts"],
  outdir: "out/bench",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
});
console.log = log;
await import("../out/bench/main.mjs");
