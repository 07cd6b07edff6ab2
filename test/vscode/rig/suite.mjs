// Programs that run inside the extension host of a real VS Code: how they are made and started.
import { rmSync } from "node:fs";
import * as esbuild from "esbuild";
import { root } from "../../../scripts/install.mjs";
import { openWorkbench } from "./workbench.mjs";

/** Bundles each of `sources` into `folder`, which is emptied before. */
export async function bundleSuite(sources, folder) {
  rmSync(folder, { recursive: true, force: true });
  await esbuild.build({
    entryPoints: sources,
    outdir: folder,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    sourcemap: "inline",
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
}

/** Runs the module `tests` with our extension in a fresh VS Code, to its exit code; `options` are those of `openWorkbench`. */
export async function runSuite(tests, { minutes, ...options }) {
  const workbench = await openWorkbench({ ...options, extension: root, tests });
  let timer;
  const tooLong = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`It did not end within ${minutes} minutes.`)),
      minutes * 60_000,
    );
  });
  try {
    return await Promise.race([workbench.exitCode, tooLong]);
  } finally {
    clearTimeout(timer);
    await workbench.stop();
  }
}
