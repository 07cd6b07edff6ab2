// Speed, size and exactness of the search index: see search.ts.
//
//     node bench/search.mjs DATASET.jsonl.gz [1000 100000 1000000]
import path from "node:path";
import * as esbuild from "esbuild";

process.chdir(path.join(import.meta.dirname, ".."));
await esbuild.build({
  entryPoints: ["bench/search.ts"],
  outfile: "out/bench/search.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
});
await import("../out/bench/search.mjs");
