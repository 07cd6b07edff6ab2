import { execFileSync } from "node:child_process";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../..");

/** Builds dist/ as it ships. */
export function buildExtension() {
  execFileSync(process.execPath, ["esbuild.mjs"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
}
