export const docstrings = {
  scenes: ({ page, keyboard, lens, until, open, runCommand, chooseFromMenu, file }) => ({
    async lens() {
      await open("filters.py", 59, 5);
      await lens("Document").waitFor();
    },
    async preview() {
      await keyboard.press("Control+Alt+D");
      await lens("Accept").waitFor();
    },
    async rejected() {
      await keyboard.press("Escape");
      await lens("Accept").waitFor({ state: "detached" });
    },
    async drift() {
      await open("filters.py", 43, 6);
      await lens("Update docstring").waitFor();
      await until(page.locator(".action-widget:visible"), () => keyboard.press("Control+."));
    },
    async update() {
      await keyboard.press("Escape");
      await until(lens("Accept"), () => lens("Update docstring").click({ timeout: 3000 }));
    },
    async ghost() {
      await keyboard.press("Escape");
      await open("extremes.py", 33, 200);
      await lens("Document").waitFor();
      await keyboard.press("Enter");
      await keyboard.type('"""', { delay: 150 });
      await until(page.locator(".ghost-text-decoration, .ghost-text").first(), () =>
        runCommand("Trigger Inline Suggestion"),
      );
    },
    async comments() {
      await keyboard.press("Escape");
      await runCommand("File: Revert File");
      await open("records.py", 31, 9);
      await runCommand("CodePatch: Explain with Comments");
      await lens("Accept").waitFor();
    },
    async file() {
      await keyboard.press("Escape");
      await open("records.py");
      await runCommand("CodePatch: Document File (Missing Only)");
      await page.locator(".monaco-diff-editor .line-insert").first().waitFor();
    },
    async folder() {
      await runCommand("CodePatch: Reject");
      await chooseFromMenu(file("tideline"), "Document Folder");
      await page.locator(".multiDiffEntry").first().waitFor();
    },
  }),
};
