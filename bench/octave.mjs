// Compares the evaluator of MATLAB code with GNU Octave, on generated expressions and scripts: see octave/main.ts.
//
//     node bench/octave.mjs [EXPRESSIONS] [SCRIPTS] [SEED] [--show]
import path from "node:path";
import * as esbuild from "esbuild";

process.chdir(path.join(import.meta.dirname, ".."));
await esbuild.build({
  entryPoints: ["bench/octave/main.ts"],
  outfile: "out/bench/octave.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
});
await import("../out/bench/octave.mjs");
