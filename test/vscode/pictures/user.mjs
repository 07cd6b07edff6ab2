const within = (milliseconds, work) =>
  Promise.race([work, new Promise((resolve) => setTimeout(resolve, milliseconds))]);

/** What a person does in the workbench on `page`. Nothing here waits for a time; all of it waits for what is seen. */
export function userOf(page) {
  const { keyboard } = page;
  const input = page.locator(".quick-input-widget input.input:visible");
  const row = (text) => page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first();

  /** Does `action` until `locator` is seen: a key or click that comes while something opens, closes or moves is lost. */
  const until = async (locator, action, tries = 12) => {
    for (let i = 0; i < tries && !(await locator.isVisible()); i++) {
      await within(10_000, action()).catch(() => {});
      await locator.waitFor({ timeout: 5000 }).catch(() => {});
    }
    await locator.waitFor({ timeout: 20_000 });
  };

  /** Until two looks at the page see the same. */
  const settle = async () => {
    let before = "";
    for (let i = 0; i < 25; i++) {
      const now = (await page.screenshot()).toString("base64");
      if (now === before) return;
      before = now;
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 120)));
    }
  };

  const ask = async (key, text, result) => {
    await until(row(result), async () => {
      await until(input, () => keyboard.press(key), 2);
      await input.fill("");
      await input.fill(text);
    });
    await keyboard.press("Enter");
  };

  return {
    page,
    keyboard,
    row,
    until,
    settle,
    /** A lens that is seen in the editor. */
    lens: (text) => page.locator(".codelens-decoration a:visible", { hasText: text }).first(),
    hover: (text) => page.locator(".monaco-hover:visible", { hasText: text }).first(),
    /** Something in the file explorer. */
    file: (name) => page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).first(),
    runCommand: (title) => ask("F1", `>${title}`, title),

    async open(file, line = 1, column = 1) {
      await ask("Control+P", `${file}:${line}:${column}`, file);
      await page.locator(".tab.active", { hasText: file }).first().waitFor();
      await page.mouse.move(200, 620);
    },

    /** The entry of the menu that a right click on `locator` opens. */
    async chooseFromMenu(locator, text) {
      const entry = page.locator(".monaco-menu .action-label", { hasText: text }).first();
      await until(entry, () => locator.click({ button: "right" }));
      // A menu that is still growing may overlook a click.
      for (let i = 0; i < 12 && (await entry.isVisible()); i++) {
        await entry.click({ timeout: 2000 }).catch(() => {});
        await entry.waitFor({ state: "hidden", timeout: 2000 }).catch(() => {});
      }
    },

    /** The page in a webview whose text holds `text`. */
    async webview(text) {
      const deadline = Date.now() + 90_000;
      while (Date.now() < deadline) {
        for (const frame of page.frames()) {
          const found = frame.locator("body", { hasText: text });
          if ((await found.count().catch(() => 0)) > 0) return frame;
        }
        await settle();
      }
      throw new Error(`No page shows ${text}.`);
    },

    async changeTheme(theme) {
      await page.emulateMedia({ colorScheme: theme });
      await page.locator(`.monaco-workbench.${theme === "dark" ? "vs-dark" : "vs"}`).waitFor();
    },
  };
}
