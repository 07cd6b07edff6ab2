// Measures what the style of functions costs to judge: see styleCost.ts.
//
//     node bench/style-cost.mjs FILE…
import path from "node:path";
import * as esbuild from "esbuild";

process.chdir(path.join(import.meta.dirname, ".."));
await esbuild.build({
  entryPoints: ["bench/styleCost.ts"],
  outfile: "out/bench/styleCost.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
});
await import("../out/bench/styleCost.mjs");
