// Runs the suite inside the extension host of a real VS Code. On Linux that is the one of rig/, which needs no display;
// elsewhere, and with CODEPATCH_VSCODE=desktop, it is the desktop VS Code that @vscode/test-electron downloads.
//   node test/vscode/run.mjs [PART OF A TEST'S NAME]
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { build, root } from "../../scripts/install.mjs";
import { bundleSuite, runSuite } from "./rig/suite.mjs";

build();
const output = path.join(root, "out", "vscode");
await bundleSuite([path.join(root, "test/vscode/suite/*.ts")], output);

const temporary = mkdtempSync(path.join(os.tmpdir(), "codepatch-suite-"));
cpSync(path.join(root, "test/vscode/workspace"), path.join(temporary, "workspace"), { recursive: true });
cpSync(path.join(root, "test/vscode/second"), path.join(temporary, "second"), { recursive: true });
// Two folders, each with conventions of its own, as in any multi-root workspace.
const workspace = path.join(temporary, "both.code-workspace");
writeFileSync(workspace, JSON.stringify({ folders: [{ path: "workspace" }, { path: "second" }] }));
try {
  const env = process.argv[2] ? { CODEPATCH_TESTS: process.argv[2] } : {};
  const tests = path.join(output, "index.js");
  process.exitCode =
    process.platform !== "linux" || process.env.CODEPATCH_VSCODE === "desktop"
      ? await runOnDesktop(tests, workspace, env)
      : await runSuite(tests, { workspace, env, minutes: 20 });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

async function runOnDesktop(tests, workspace, env) {
  const { runTests } = await import("@vscode/test-electron");
  return runTests({
    extensionDevelopmentPath: root,
    extensionTestsPath: tests,
    extensionTestsEnv: env,
    launchArgs: [workspace, "--disable-extensions", "--disable-workspace-trust"],
  });
}
