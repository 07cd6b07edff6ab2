// Documents whole checkouts of other languages than Python and judges the result: see documentLanguages.ts.
//
//     node bench/document-languages.mjs LANGUAGE FOLDER… [--limit FUNCTIONS] [--show COUNT]
import path from "node:path";
import * as esbuild from "esbuild";

process.chdir(path.join(import.meta.dirname, ".."));
await esbuild.build({
  entryPoints: ["bench/documentLanguages.ts"],
  outfile: "out/bench/documentLanguages.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
});
await import("../out/bench/documentLanguages.mjs");
