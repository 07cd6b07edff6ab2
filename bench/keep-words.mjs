// Updates all documentation of checkouts and counts the words that it loses: see keepWords.ts.
//
//     node bench/keep-words.mjs FOLDER… [--language LANGUAGE] [--show COUNT]
import path from "node:path";
import * as esbuild from "esbuild";

process.chdir(path.join(import.meta.dirname, ".."));
await esbuild.build({
  entryPoints: ["bench/keepWords.ts"],
  outfile: "out/bench/keepWords.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
});
await import("../out/bench/keepWords.mjs");
