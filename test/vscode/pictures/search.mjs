export const search = {
  settings: { "codepatch.lens": "off" },
  scenes: ({ page, keyboard, row, file, open, runCommand, chooseFromMenu }) => ({
    async description() {
      await open("records.py");
      await runCommand("CodePatch: Find Code for Description");
      await page.locator(".quick-input-title", { hasText: "Find Code" }).waitFor();
      await keyboard.type("runs of levels above a threshold", { delay: 20 });
      await row("storm_surges").waitFor();
    },
    async paperMap() {
      await keyboard.press("Escape");
      await chooseFromMenu(file("paper.md"), "Find Code for Paper");
      await page.locator(".monaco-list-row", { hasText: "Most spoken of" }).first().waitFor();
    },
    async similar() {
      await open("filters.py", 20);
      await keyboard.press("Control+A");
      await runCommand("CodePatch: Find Similar Code");
      await row("extremes.py").waitFor();
    },
  }),
};
