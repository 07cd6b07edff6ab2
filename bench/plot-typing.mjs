// What typing costs when statements above it are not evaluated again: see plot/typing.ts.
//
//     node bench/plot-typing.mjs DATASET.jsonl
import path from "node:path";
import * as esbuild from "esbuild";

const root = path.join(import.meta.dirname, "..");
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ["bench/plot/typing.ts"],
  outfile: "out/bench/plot-typing.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
});
await import("../out/bench/plot-typing.mjs");
