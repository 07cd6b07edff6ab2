// Pictures of Source Control at work on a repository made from samples/, light and dark:
//   node test/vscode/screenshotsCommit.mjs FOLDER
import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildExtension, root } from "./build.mjs";
import { openWorkbench } from "./rig/workbench.mjs";

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("Name a folder for the pictures: node test/vscode/screenshotsCommit.mjs FOLDER");
  process.exit(2);
}
buildExtension();
mkdirSync(folder, { recursive: true });

let failures = 0;
for (const [colorScheme, theme] of [
  ["light", "Default Light Modern"],
  ["dark", "Default Dark Modern"],
]) {
  const temporary = mkdtempSync(path.join(os.tmpdir(), "codepatch-pictures-"));
  const workspace = path.join(temporary, "tideline");
  makeRepository(workspace);
  const workbench = await openWorkbench({
    workspace,
    extension: root,
    colorScheme,
    settings: {
      "workbench.colorTheme": theme,
      "editor.minimap.enabled": false,
      "breadcrumbs.enabled": false,
      "scm.defaultViewMode": "list",
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

/** A history of three days on the sample project, and changes that are not committed. */
function makeRepository(workspace) {
  cpSync(path.join(root, "samples"), workspace, { recursive: true });
  const day = 86_400_000;
  const git = (daysAgo, ...args) => {
    const date = new Date(Date.now() - daysAgo * day).toISOString();
    const identity = ["-c", "user.name=Tide", "-c", "user.email=tide@example.org"];
    const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    execFileSync("git", [...identity, ...args], { cwd: workspace, env, stdio: "ignore" });
  };
  const commit = (daysAgo, message) => {
    git(daysAgo, "add", "-A");
    git(daysAgo, "commit", "-q", "-m", message);
  };
  const file = path.join(workspace, "tideline", "filters.py");
  const edit = (from, to) => {
    const text = readFileSync(file, "utf8");
    if (!text.includes(from)) throw new Error(`The sample no longer holds ${from}.`);
    writeFileSync(file, text.replace(from, to));
  };
  git(9, "init", "-q", "-b", "main");
  commit(8, "Read tide gauges");
  appendFileSync(
    file,
    "\n\ndef surge(levels, predicted):\n    return [a - b for a, b in zip(levels, predicted)]\n",
  );
  commit(2, "Add the surge: what is left when the predicted tide is taken away");
  edit("zip(levels, predicted)", "zip(levels, predicted, strict=True)");
  commit(1, "fix: refuse levels and predictions of different length");
  appendFileSync(path.join(workspace, "README.md"), "\nThe surge is the level minus the prediction.\n");
  commit(1, "docs: what the surge is");
  appendFileSync(file, "\n\ndef highest(levels):\n    return max(levels, default=None)\n");
  git(0, "stash", "push", "-q", "-m", "Highest level");
  appendFileSync(
    file,
    "\n\ndef lowest(levels, default=None):\n    if not levels:\n        return default\n    return min(levels)\n",
  );
  edit("strict=True", "strict=False");
  writeFileSync(
    path.join(workspace, "test_lowest.py"),
    "def test_lowest_of_nothing():\n    assert lowest([]) is None\n",
  );
}

/** In this order; each starts from where the one before ended. The picture is taken after it. */
function scenes(page) {
  page.setDefaultTimeout(30_000);
  const { keyboard } = page;
  const runCommand = async (title) => {
    const input = page.locator(".quick-input-widget input.input:visible");
    for (let tries = 0; tries < 5 && !(await input.isVisible()); tries++) {
      await keyboard.press("F1");
      await input.waitFor({ timeout: 2000 }).catch(() => {});
    }
    await input.fill(`>${title}`);
    await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor();
    await keyboard.press("Enter");
  };
  const row = (text) => page.locator(".pane-body .monaco-list-row", { hasText: text }).first();
  /** The page inside the webview whose text holds `text`. */
  const webview = async (text) => {
    for (let tries = 0; tries < 150; tries++) {
      for (const frame of page.frames())
        if (
          (await frame
            .locator("body", { hasText: text })
            .count()
            .catch(() => 0)) > 0
        )
          return frame;
      await page.waitForTimeout(200);
    }
    throw new Error(`no page shows ${text}`);
  };

  return {
    async changes() {
      await page.locator(".monaco-workbench").waitFor();
      await keyboard.press("Control+Shift+G");
      await row("filters.py").waitFor();
      await row("filters.py").click();
      await page.locator(".monaco-diff-editor").waitFor();
      await row("Changes").hover();
      await page.waitForTimeout(800);
    },
    async streaming() {
      await page
        .locator(".scm-view .actions-container a[aria-label*='Explain These Changes']")
        .first()
        .click();
      await webview("For developers");
    },
    async explanation() {
      const frame = await webview("Evidence");
      for (const summary of await frame.locator("summary").all()) await summary.click();
      await page.waitForTimeout(600);
    },
    async developer() {
      const frame = await webview("Evidence");
      await frame.locator("[data-action=developer]").click();
      await page.waitForTimeout(600);
    },
    async message() {
      await runCommand("CodePatch: Write Commit Message");
      await page.locator(".scm-editor .view-line", { hasText: /\w{3}/ }).first().waitFor();
      await page.waitForTimeout(800);
    },
    async overwrite() {
      await page.locator(".scm-editor .view-line").first().click();
      await keyboard.press("Control+A");
      await keyboard.type("My own words");
      await runCommand("CodePatch: Write Commit Message");
      await page.locator(".monaco-dialog-box").waitFor();
      await page.waitForTimeout(400);
    },
    async tree() {
      await keyboard.press("Escape");
      await runCommand("View: Close All Editors");
      // Room for the tree.
      for (const other of ["Graph", "Changes"])
        await page
          .locator(".pane-header h3", { hasText: new RegExp(`^${other}$`) })
          .first()
          .click();
      await page.locator(".pane-header", { hasText: "Changes Explained" }).click();
      const line = (text) =>
        page.locator(".tree-explorer-viewlet-tree-view .monaco-list-row", { hasText: text }).first();
      for (const text of ["Add the surge", "Files (", "Functions and classes ("]) {
        await line(text).waitFor();
        await line(text).click();
      }
      await page.waitForTimeout(800);
    },
    async report() {
      await runCommand("CodePatch: Report on a Period");
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "two weeks" }).click();
      await webview("At a glance");
      await page.waitForTimeout(1200);
    },
  };
}
