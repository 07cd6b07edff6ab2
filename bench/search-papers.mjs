// Finds the repository of a paper from its title and abstract: see searchPapers.ts.
//
//     node bench/search-papers.mjs FOLDER PAPERS.jsonl [INDEX]
import path from "node:path";
import * as esbuild from "esbuild";

const here = process.cwd();
process.argv = [
  ...process.argv.slice(0, 2),
  ...process.argv.slice(2).map((name) => path.resolve(here, name)),
];
process.chdir(path.join(import.meta.dirname, ".."));
await esbuild.build({
  entryPoints: ["bench/searchPapers.ts"],
  outfile: "out/bench/searchPapers.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
});
await import("../out/bench/searchPapers.mjs");
