// Fits src/search/weights.json: see searchWeights.ts.
//
//     node bench/search-weights.mjs DATASET.jsonl.gz [QUERIES] [--write]
import path from "node:path";
import * as esbuild from "esbuild";

process.chdir(path.join(import.meta.dirname, ".."));
await esbuild.build({
  entryPoints: ["bench/searchWeights.ts"],
  outfile: "out/bench/searchWeights.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
});
await import("../out/bench/searchWeights.mjs");
