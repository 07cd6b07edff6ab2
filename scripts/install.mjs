// Installs the dependencies of package-lock.json when they are missing or of other versions.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");

const packagesOf = (file) => {
  const full = path.join(root, file);
  return existsSync(full) ? JSON.parse(readFileSync(full, "utf8")).packages : undefined;
};

function isInstalled() {
  const wanted = packagesOf("package-lock.json");
  const installed = packagesOf("node_modules/.package-lock.json");
  if (installed === undefined) return false;
  return Object.entries(wanted).every(
    ([name, { version, optional }]) =>
      name === "" || optional === true || installed[name]?.version === version,
  );
}

/** Throws with one sentence when Node is too old or npm fails. */
export function ensureInstalled() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) {
    throw new Error(
      `CodePatch needs Node.js 20 or later and this is ${process.versions.node}; install a newer one.`,
    );
  }
  if (isInstalled()) return;
  console.log("Installing the dependencies (npm ci) …");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
    // The package brings its CPU and WebGPU libraries; its script would fetch CUDA ones.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: "skip" },
  });
  if (status !== 0) throw new Error("npm ci failed; see its message above.");
}

/** Throws when the build fails. */
export function build() {
  const { status } = spawnSync(process.execPath, ["esbuild.mjs"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error("The build failed; see its message above.");
}
