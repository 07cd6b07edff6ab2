// Which names of the programs of a data set the evaluator does not know: see plot/names.ts.
//
//     node bench/plot-names.mjs DATASET.jsonl [--show]
import path from "node:path";
import * as esbuild from "esbuild";

const root = path.join(import.meta.dirname, "..");
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ["bench/plot/names.ts"],
  outfile: "out/bench/plot-names.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
});
await import("../out/bench/plot-names.mjs");
