// Pictures of the extension at work on samples/, light and dark:
//   node test/vscode/screenshots.mjs FOLDER [EXTENSION]
// EXTENSION is the folder of an unpacked package; without it, this checkout is built and shown.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildExtension, root } from "./build.mjs";
import { openWorkbench } from "./rig/workbench.mjs";

const [folder, extension] = process.argv.slice(2);
if (!folder) {
  console.error("Name a folder for the pictures: node test/vscode/screenshots.mjs FOLDER [EXTENSION]");
  process.exit(2);
}
if (!extension) buildExtension();
mkdirSync(folder, { recursive: true });

let failures = 0;
for (const [colorScheme, theme] of [
  ["light", "Default Light Modern"],
  ["dark", "Default Dark Modern"],
]) {
  const temporary = mkdtempSync(path.join(os.tmpdir(), "codepatch-pictures-"));
  const workspace = path.join(temporary, "samples");
  cpSync(path.join(root, "samples"), workspace, { recursive: true });
  const workbench = await openWorkbench({
    workspace,
    extension: path.resolve(extension ?? root),
    colorScheme,
    settings: {
      "workbench.colorTheme": theme,
      "editor.fontSize": 14,
      "editor.minimap.enabled": false,
      "breadcrumbs.enabled": false,
      "workbench.sideBar.location": "left",
    },
  });
  try {
    for (const [name, scene] of Object.entries(scenes(workbench.page))) {
      try {
        await scene();
      } catch (error) {
        failures++;
        console.error(`${colorScheme} ${name}: ${error.message}`);
      }
      await workbench.page.screenshot({ path: path.join(folder, `${name}-${colorScheme}.png`) });
    }
  } finally {
    await workbench.stop();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}
process.exit(failures === 0 ? 0 : 1);

/** In this order; each starts from where the one before ended. The picture is taken after it. */
function scenes(page) {
  page.setDefaultTimeout(45_000);
  const { keyboard } = page;
  const lens = (text) => page.locator(".codelens-decoration a:visible", { hasText: text }).first();

  const runCommand = async (title) => {
    const input = page.locator(".quick-input-widget input.input:visible");
    // A key that comes while the list of the last command is closing is lost.
    for (let tries = 0; tries < 5 && !(await input.isVisible()); tries++) {
      await keyboard.press("F1");
      await input.waitFor({ timeout: 2000 }).catch(() => {});
    }
    await input.fill(`>${title}`);
    await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor();
    await keyboard.press("Enter");
  };
  const openAt = async (file, lineNumber, column = 1) => {
    await keyboard.press("Control+P");
    await page.locator(".quick-input-widget input.input").fill(`${file}:${lineNumber}:${column}`);
    await page.locator(".quick-input-list .monaco-list-row", { hasText: file }).first().waitFor();
    await keyboard.press("Enter");
    await page.locator(".tab.active", { hasText: file }).waitFor();
    await page.mouse.move(200, 620);
  };
  /** Back to the file as it is on disk. */
  const revert = () => runCommand("File: Revert File");

  return {
    async lens() {
      await page.locator(".monaco-workbench").waitFor();
      await openAt("filters.py", 59, 5);
      await lens("Document").waitFor();
      await page.waitForTimeout(1500);
    },
    async streaming() {
      await keyboard.press("Control+Alt+D");
      await lens(/Writing|Accept/).waitFor();
    },
    async preview() {
      await lens("Accept").waitFor();
    },
    async rejected() {
      await keyboard.press("Escape");
      await lens("Accept").waitFor({ state: "detached" });
    },
    async drift() {
      await openAt("filters.py", 43, 6);
      await page.waitForTimeout(1500);
      await keyboard.press("Control+.");
      await page.locator(".action-widget:visible").waitFor();
    },
    async update() {
      await keyboard.press("Escape");
      await lens("Update docstring").click();
      await lens("Accept").waitFor();
      await page.waitForTimeout(500);
    },
    async ghost() {
      await keyboard.press("Escape");
      await openAt("extremes.py", 33, 200);
      await page.waitForTimeout(1000);
      await keyboard.press("Enter");
      await keyboard.type('"""', { delay: 150 });
      await page.locator(".ghost-text-decoration, .ghost-text").first().waitFor();
      await page.waitForTimeout(400);
    },
    async file() {
      await keyboard.press("Escape");
      await revert();
      await openAt("records.py", 1);
      await runCommand("CodePatch: Document File (Missing Only)");
      await page.locator(".monaco-diff-editor").waitFor();
      await page.waitForTimeout(1000);
    },
    async folder() {
      await runCommand("CodePatch: Reject");
      await page
        .locator(".explorer-folders-view .monaco-list-row", { hasText: "tideline" })
        .first()
        .click({ button: "right" });
      await page.waitForTimeout(500);
      await page.locator(".monaco-menu .action-label", { hasText: "Document Folder" }).first().click();
      await page.locator(".notification-list-item-message", { hasText: " of " }).first().waitFor();
    },
    async folderResult() {
      await page.locator(".multiDiffEntry").first().waitFor();
      await page.waitForTimeout(1000);
    },
    async status() {
      await runCommand("CodePatch: Reject");
      await runCommand("Notifications: Clear All Notifications");
      await page.locator("[id='codepatch.codepatch.codepatch.status']").hover();
      await page.locator(".monaco-hover:visible", { hasText: "CodePatch" }).first().waitFor();
    },
    async menu() {
      await page.locator("[id='codepatch.codepatch.codepatch.status']").click();
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "Doctor" }).waitFor();
    },
    async search() {
      await keyboard.press("Escape");
      await openAt("records.py", 1);
      await runCommand("CodePatch: Find Code for Description");
      await page.locator(".quick-input-title", { hasText: "Find Code" }).waitFor();
      await keyboard.type("runs of levels above a threshold", { delay: 20 });
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "storm_surges" }).first().waitFor();
      await page.waitForTimeout(1500);
    },
    async paperMap() {
      await keyboard.press("Escape");
      await page
        .locator(".explorer-folders-view .monaco-list-row", { hasText: "paper.md" })
        .first()
        .click({ button: "right" });
      await page.locator(".monaco-menu .action-label", { hasText: "Find Code for Paper" }).first().click();
      await page.locator(".monaco-list-row", { hasText: "Most spoken of" }).first().waitFor();
      await page.waitForTimeout(1500);
    },
    async walkthrough() {
      await keyboard.press("Escape");
      await keyboard.press("Control+B");
      await runCommand("Welcome: Open Walkthrough");
      await page
        .locator(".quick-input-list .monaco-list-row", { hasText: "Document your first" })
        .first()
        .click();
      await page.locator(".getting-started-step").first().waitFor();
      await page.waitForTimeout(1500);
    },
  };
}
