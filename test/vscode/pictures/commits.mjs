import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeHistory } from "../../../scripts/sampleHistory.mjs";

let folder = "";

/** A month of so many commits that a report takes a while; the files end up as they were. */
function lengthenHistory() {
  const git = (args, input) => execFileSync("git", args, { cwd: folder, encoding: "utf8", input }).trim();
  const branch = git(["symbolic-ref", "HEAD"]);
  const readme = readFileSync(path.join(folder, "README.md"), "utf8");
  const commits = 20_000;
  const begin = Math.floor(Date.now() / 1000) - 20 * 86_400;
  const data = (text) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  let stream = "";
  for (let i = 1; i <= commits; i++) {
    const text = i === commits ? readme : `${readme}\nRead ${i} times.\n`;
    stream += `commit ${branch}\ncommitter Ada Moreau <ada@tideline.example> ${begin + i * 60} +0000\n${data(`Count reading ${i}`)}`;
    stream += `${i === 1 ? `from ${branch}^0\n` : ""}M 100644 inline README.md\n${data(text)}\n`;
  }
  git(["fast-import", "--quiet"], stream);
}

/** A stash, and changes that are not committed. */
function changeFiles(workspace) {
  folder = workspace;
  makeHistory(workspace);
  const filters = path.join(workspace, "tideline", "filters.py");
  appendFileSync(filters, "\n\ndef highest(levels):\n    return max(levels, default=None)\n");
  const identity = ["-c", "user.name=Ada Moreau", "-c", "user.email=ada@tideline.example"];
  execFileSync("git", [...identity, "stash", "push", "--quiet", "-m", "Highest level"], { cwd: workspace });
  const text = readFileSync(filters, "utf8");
  const changed = text.replace("order=4", "order=6");
  if (changed === text) throw new Error("The sample has no order=4 any more.");
  writeFileSync(
    filters,
    `${changed}\n\ndef lowest(levels, default=None):\n    if not levels:\n        return default\n    return min(levels)\n`,
  );
  writeFileSync(
    path.join(workspace, "tideline", "test_lowest.py"),
    "from tideline.filters import lowest\n\n\ndef test_lowest_of_nothing():\n    assert lowest([]) is None\n",
  );
}

export const commits = {
  prepare: changeFiles,
  settings: { "codepatch.origin.when": "off", "scm.defaultViewMode": "list" },
  scenes: ({ page, keyboard, row, until, runCommand, webview }) => {
    const line = (text) => page.locator(".pane-body .monaco-list-row", { hasText: text }).first();
    // VS Code's own graph shows the same subjects.
    const explained = (text) =>
      page
        .locator(".pane", { has: page.locator("h3", { hasText: "Changes Explained" }) })
        .locator(".monaco-list-row", { hasText: text })
        .first();
    const header = (text) => page.locator(".pane-header", { hasText: text }).first();
    return {
      async changes() {
        await until(line("filters.py"), () => keyboard.press("Control+Shift+G"));
        await line("filters.py").click();
        await page.locator(".monaco-diff-editor .line-insert").first().waitFor();
        await line("Changes").hover();
      },
      async explanation() {
        await page
          .locator(".scm-view .actions-container a[aria-label*='Explain These Changes']")
          .first()
          .click();
        await webview("Evidence");
      },
      async evidence() {
        const frame = await webview("Evidence");
        for (const summary of await frame.locator("summary").all()) await summary.click();
      },
      async developer() {
        const frame = await webview("Evidence");
        await frame.locator("[data-action=developer]").click();
      },
      async message() {
        await runCommand("CodePatch: Write Commit Message");
        await page.locator(".scm-editor .view-line", { hasText: /\w{3}/ }).first().waitFor();
      },
      async overwrite() {
        await page.locator(".scm-editor .view-line").first().click();
        await keyboard.press("Control+A");
        await keyboard.type("My own words");
        await runCommand("CodePatch: Write Commit Message");
        await page.locator(".monaco-dialog-box").waitFor();
      },
      async tree() {
        await keyboard.press("Escape");
        await page.locator(".monaco-dialog-box").waitFor({ state: "detached" });
        await runCommand("View: Close All Editors");
        // Room for the tree.
        for (const other of ["Graph", "Changes"])
          await page
            .locator(".pane-header h3", { hasText: new RegExp(`^${other}$`) })
            .first()
            .click();
        await until(explained("Remove tides"), () => header("Changes Explained").click());
        for (const text of ["Remove tides", "Files (", "Functions and classes ("])
          await explained(text).click();
      },
      async report() {
        await runCommand("CodePatch: Report on a Period");
        await row("month").click();
        await webview("At a glance");
      },
      async progress() {
        lengthenHistory();
        await runCommand("CodePatch: Report on a Period");
        await row("month").click();
        await page.locator(".notification-toast", { hasText: /Report on .*\d+ of \d+/ }).waitFor();
      },
    };
  },
};
