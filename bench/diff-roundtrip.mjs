// Whether diffs of real commits survive parsing, printing and applying: see diffRoundtrip.ts.
//
//     node bench/diff-roundtrip.mjs REPOSITORY… [--limit 2500]
import path from "node:path";
import * as esbuild from "esbuild";

const arguments_ = process.argv.slice(2);
const folder = path.join(import.meta.dirname, "..");
await esbuild.build({
  absWorkingDir: folder,
  entryPoints: ["bench/diffRoundtrip.ts"],
  outfile: "out/bench/diffRoundtrip.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
});
const { roundtrip } = await import("../out/bench/diffRoundtrip.mjs");
const at = arguments_.indexOf("--limit");
const limit = at < 0 ? 2500 : Number(arguments_.splice(at, 2)[1]);
await roundtrip(arguments_, limit);
