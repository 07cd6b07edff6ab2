// Measures parameter descriptions that are taken from elsewhere in the same file: see fileWords.ts.
//
//     git -C CHECKOUT ls-files --format "$PWD/CHECKOUT/%(path)" | node bench/file-words.mjs
import path from "node:path";
import * as esbuild from "esbuild";

process.chdir(path.join(import.meta.dirname, ".."));
await esbuild.build({
  entryPoints: ["bench/fileWords.ts"],
  outfile: "out/bench/fileWords.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
});
await import("../out/bench/fileWords.mjs");
