// Pictures of coloured MATLAB files, light and dark, and beside an extension that stands in for MathWorks' own, whose
// colours must then be used:
//   node test/vscode/screenshotsMatlab.mjs FOLDER
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildExtension, root } from "./build.mjs";
import { openWorkbench } from "./rig/workbench.mjs";

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("Name a folder for the pictures: node test/vscode/screenshotsMatlab.mjs FOLDER");
  process.exit(2);
}
buildExtension();
mkdirSync(folder, { recursive: true });

for (const [name, theme, colorScheme, isBeside] of [
  ["light", "Default Light Modern", "light", false],
  ["dark", "Default Dark Modern", "dark", false],
  ["beside", "Default Light Modern", "light", true],
]) {
  const temporary = mkdtempSync(path.join(os.tmpdir(), "codepatch-pictures-"));
  const workspace = path.join(temporary, "samples");
  cpSync(path.join(root, "samples"), workspace, { recursive: true });
  const { page, stop } = await openWorkbench({
    workspace,
    extension: root,
    colorScheme,
    others: isBeside ? [standIn(temporary)] : [],
    settings: {
      "workbench.colorTheme": theme,
      "editor.fontSize": 14,
      "editor.minimap.enabled": false,
      "breadcrumbs.enabled": false,
    },
  });
  try {
    page.setDefaultTimeout(45_000);
    for (const file of ["tide_spectrum.m", "smoothLevels.m"]) {
      await open(page, file);
      await page.screenshot({ path: path.join(folder, `${file.replace(/\.m$/, "")}-${name}.png`) });
    }
  } finally {
    await stop();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}
process.exit(0);

async function open(page, file) {
  const input = page.locator(".quick-input-widget input.input:visible");
  await page.locator(".monaco-workbench .explorer-viewlet").waitFor();
  // A key that comes too early is lost.
  for (let tries = 0; tries < 8 && !(await input.isVisible()); tries++) {
    await page.keyboard.press("Control+P");
    await input.waitFor({ timeout: 4000 }).catch(() => {});
  }
  await input.fill(file);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: file }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".tab.active", { hasText: file }).waitFor();
  // Colours of bundled themes arrive after the text; lenses after the first parse.
  await page.waitForTimeout(3000);
}

/** An extension with the name of MathWorks' one, whose grammar makes every word a keyword. */
function standIn(parent) {
  const extension = path.join(parent, "mathworks.language-matlab-1.3.4");
  mkdirSync(extension);
  const manifest = {
    name: "language-matlab",
    publisher: "MathWorks",
    version: "1.3.4",
    engines: { vscode: "^1.60.0" },
    contributes: {
      languages: [{ id: "matlab", extensions: [".m"], aliases: ["MATLAB"] }],
      grammars: [{ language: "matlab", scopeName: "source.matlab", path: "./grammar.json" }],
    },
  };
  writeFileSync(path.join(extension, "package.json"), JSON.stringify(manifest));
  const patterns = [{ match: "\\w+", name: "keyword.control" }];
  writeFileSync(
    path.join(extension, "grammar.json"),
    JSON.stringify({ scopeName: "source.matlab", patterns }),
  );
  return extension;
}
