// A VS Code made from packages alone: the server of the npm package code-server, shown by a Chromium browser.
// Everything is kept in a cache outside the checkout, so a second run starts at once.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const codeServerVersion = "4.139.1";
const nodeVersion = "24.21.0";

const cache = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"),
  "codepatch",
  `vscode-${codeServerVersion}`,
);
const installed = path.join(cache, "installed");
const nodePackage = `node-linux-${process.arch}`;

/** The folder of the VS Code server and the Node.js program that runs it; installed on first use (about a minute). */
export function vscodeServer() {
  const server = path.join(cache, "node_modules", "code-server", "lib", "vscode");
  const node = path.join(cache, "node_modules", nodePackage, "bin", "node");
  if (!existsSync(installed)) {
    console.log(`Installing VS Code (code-server ${codeServerVersion}) into ${cache} …`);
    rmSync(cache, { recursive: true, force: true });
    mkdirSync(cache, { recursive: true });
    writeFileSync(path.join(cache, "package.json"), '{ "private": true }\n');
    // The packages' own install scripts would compile native parts that a test run does without.
    const npm = (folder, ...args) =>
      execFileSync(
        "npm",
        ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", ...args],
        {
          cwd: folder,
          stdio: ["ignore", "ignore", "inherit"],
          env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` },
        },
      );
    npm(cache, `code-server@${codeServerVersion}`, `${nodePackage}@${nodeVersion}`);
    npm(server, "--omit=dev");
    npm(path.join(server, "extensions"), "--omit=dev");
    for (const unused of ["node_modules/@github", "node_modules/@microsoft/mxc-sdk", "extensions/copilot"]) {
      rmSync(path.join(server, unused), { recursive: true, force: true });
    }
    const modules = path.join(server, "node_modules", "@vscode");
    copyFileSync(path.join(import.meta.dirname, "spdlog.cjs"), path.join(modules, "spdlog", "index.js"));
    writeFileSync(path.join(modules, "native-watchdog", "index.js"), "exports.start = () => {};\n");
    writeFileSync(installed, "");
  }
  return { server, node };
}

/** The path of a Chromium or Chrome; installs Debian's where that is possible. */
export function chromium() {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Installing Chromium …");
    const apt = (...args) =>
      execFileSync("apt-get", ["-o", "DPkg::Lock::Timeout=300", "-qq", ...args], {
        stdio: ["ignore", "ignore", "inherit"],
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      });
    apt("update");
    apt("install", "-y", "--no-install-recommends", "chromium");
    const now = findChromium();
    if (now) return now;
  }
  throw new Error(
    "No Chromium was found. Install chromium or google-chrome, or put the path of one into CODEPATCH_CHROMIUM.",
  );
}

function findChromium() {
  const given = process.env.CODEPATCH_CHROMIUM;
  if (given) return given;
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
    for (const folder of folders) if (existsSync(path.join(folder, name))) return path.join(folder, name);
  }
  return undefined;
}
