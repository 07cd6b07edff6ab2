// Bundles a program of this folder, which shares the source of the extension, and runs it in the root of the project.
import path from "node:path";
import * as esbuild from "esbuild";

/** `entry` is relative to this folder; its arguments are those of the process. */
export async function runProgram(entry) {
  process.chdir(path.join(import.meta.dirname, ".."));
  const outfile = path.join("out", "bench", entry.replace(/\.ts$/, ".mjs"));
  await esbuild.build({
    entryPoints: [path.join("bench", entry)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
  });
  await import(path.resolve(outfile));
}
