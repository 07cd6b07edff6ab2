/** What somebody meets who has just installed the extension. */
export const start = {
  scenes: ({ page, keyboard, row, hover, until, open, runCommand }) => {
    const status = page.locator("[id='codepatch.codepatch.codepatch.status']");
    return {
      async walkthrough() {
        await until(page.locator(".monaco-workbench.nosidebar"), () => keyboard.press("Control+B"));
        await runCommand("Welcome: Open Walkthrough");
        await row("CodePatch").click();
        await page.locator(".getting-started-step").first().waitFor();
      },
      async commands() {
        await open("filters.py", 59, 5);
        await until(row("CodePatch: Document Function"), async () => {
          await keyboard.press("F1");
          await keyboard.type("CodePatch:");
        });
      },
      async status() {
        await keyboard.press("Escape");
        await until(hover("CodePatch"), () => status.hover());
      },
      async menu() {
        await until(row("Doctor"), () => status.click());
      },
      async doctor() {
        await row("Doctor").click();
        await page.locator(".tab.active", { hasText: "octor" }).waitFor();
      },
      async settings() {
        await until(row("Settings"), () => status.click());
        await row("Settings").click();
        await page.locator(".settings-tree-container", { hasText: "Ghost Text" }).waitFor();
      },
      /** What activation costs, beside what other extensions take. */
      async activation() {
        await keyboard.press("Escape");
        await runCommand("Developer: Show Running Extensions");
        const list = page.locator(".runtime-extensions-editor");
        await until(list.locator(".monaco-list-row", { hasText: "CodePatch" }), async () => {
          await list.hover();
          await page.mouse.wheel(0, 250);
        });
      },
      async context() {
        await keyboard.press("Escape");
        await runCommand("View: Close All Editors");
        await open("filters.py", 59, 5);
        await page.locator(".view-line", { hasText: "def tidal_residual" }).click({ button: "right" });
        const entry = page.locator(".monaco-menu .action-label", { hasText: "CodePatch" }).first();
        await entry.hover();
        await page.locator(".monaco-menu .action-label", { hasText: "Document Function" }).first().waitFor();
      },
    };
  },
};
