import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { format } from "node:util";
import { chromium as playwright } from "playwright-core";
import { chromium, vscodeServer } from "./install.mjs";

const quiet = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  // As on the desktop. In a browser the default is "afterDelay", and a save ends a step of undo.
  "files.autoSave": "off",
  "git.openRepositoryInParentFolders": "never",
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
};

/**
 * Opens `workspace` in a fresh VS Code with the extension at `extension`.
 *
 * With `tests` (a module with `run()`), `exitCode` resolves to their result. Without, the extension is installed as a
 * user would have it, and `page` is there to be driven and looked at. `others` are folders of extensions beside it.
 */
export async function openWorkbench({
  workspace,
  extension,
  tests,
  settings = {},
  env = {},
  colorScheme = "light",
  others = [],
}) {
  const { server, node } = vscodeServer();
  const executablePath = chromium();
  const temporary = mkdtempSync(path.join(os.tmpdir(), "codepatch-vscode-"));
  const data = path.join(temporary, "data");
  const extensions = path.join(temporary, "extensions");
  mkdirSync(path.join(data, "data", "User"), { recursive: true });
  mkdirSync(extensions);
  writeFileSync(path.join(data, "data", "User", "settings.json"), JSON.stringify({ ...quiet, ...settings }));
  if (!tests) symlinkSync(extension, path.join(extensions, "codepatch.codepatch-0.0.0"));
  for (const other of others) symlinkSync(other, path.join(extensions, path.basename(other)));

  const child = spawn(
    node,
    [
      path.join(server, "out", "server-main.js"),
      "--host=127.0.0.1",
      "--port=0",
      "--without-connection-token",
      "--accept-server-license-terms",
      "--disable-workspace-trust",
      `--server-data-dir=${data}`,
      `--extensions-dir=${extensions}`,
      // Only with this flag does the workbench obey extensionTestsPath.
      ...(tests ? ["--enable-smoke-test-driver"] : []),
    ],
    {
      env: { ...process.env, EXTENSIONS_GALLERY: "{}", ...env },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that the extension hosts end with the server: they would go on writing logs for a while.
      detached: true,
    },
  );
  const end = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It has ended.
    }
  };
  const endNow = () => end("SIGKILL");
  process.once("exit", endNow);
  let browser;
  const stop = async () => {
    await browser?.close().catch(() => {});
    if (child.exitCode === null) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      end("SIGTERM");
      const timer = setTimeout(endNow, 5000);
      await ended;
      clearTimeout(timer);
    }
    endNow();
    process.off("exit", endNow);
    rmSync(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
  };
  try {
    const authority = `127.0.0.1:${await listening(child)}`;
    browser = await playwright.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
    });
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      reducedMotion: "reduce",
      colorScheme,
    });
    const page = await context.newPage();
    const exitCode = new Promise((resolve) => page.exposeFunction("codeAutomationExit", resolve));
    await page.exposeFunction("codeAutomationLog", (type, args) => {
      const line = format(...args);
      if (type !== "error" && !isNoise(line)) console.log(line);
    });
    const remote = (file) => `vscode-remote://${authority}${path.resolve(file)}`;
    const payload = tests
      ? [
          ["extensionDevelopmentPath", remote(extension)],
          ["extensionTestsPath", remote(tests)],
        ]
      : [];
    const target = workspace.endsWith(".code-workspace") ? "workspace" : "folder";
    const query = new URLSearchParams({ [target]: workspace, payload: JSON.stringify(payload) });
    // The scripts of the page take a while on a busy machine; what is needed is waited for by those who need it.
    await page.goto(`http://${authority}/?${query}`, { waitUntil: "commit", timeout: 120_000 });
    return { page, exitCode, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function listening(child) {
  return new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk) => {
      output += chunk;
      const port = /listening on (\d+)/.exec(output)?.[1];
      if (port) resolve(Number(port));
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The VS Code server ended with code ${code}.\n${output}`)));
  });
}

/** What the workbench itself says about missing services. */
const isNoise = (line) =>
  /responsive|Service Worker|reconnection|AgentHost|AccountPolicy|Creating a socket|Updating additional|Ignoring fetching|workbench contribution|connection token/.test(
    line,
  );
