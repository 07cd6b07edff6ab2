// Pictures of descriptions of plots on samples/plots/sensors.m, light and dark:
//   node test/vscode/screenshotsPlots.mjs FOLDER
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildExtension, root } from "./build.mjs";
import { openWorkbench } from "./rig/workbench.mjs";

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("Name a folder for the pictures: node test/vscode/screenshotsPlots.mjs FOLDER");
  process.exit(2);
}
buildExtension();
mkdirSync(folder, { recursive: true });

/** Lines of the file with a word of the statement's description. */
const hovers = {
  line: [8, "damped"],
  two: [14, "Roscoff"],
  bars: [19, "Readings"],
  surface: [26, "Surface"],
  logarithmic: [32, "Gain"],
  polar: [38, "Polar"],
  unknown: [43, "unknown"],
};

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
    extension: root,
    colorScheme,
    settings: {
      "workbench.colorTheme": theme,
      "editor.fontSize": 14,
      "editor.minimap.enabled": false,
      "breadcrumbs.enabled": false,
      "codepatch.lens": "off",
    },
  });
  const { page } = workbench;
  page.setDefaultTimeout(30_000);
  const picture = async (name, scene) => {
    try {
      await scene();
    } catch (error) {
      failures++;
      console.error(`${colorScheme} ${name}: ${error.message}`);
    }
    await page.screenshot({ path: path.join(folder, `plot-${name}-${colorScheme}.png`) });
  };
  try {
    await page.locator(".monaco-workbench").waitFor();
    for (const [name, [line, word]] of Object.entries(hovers))
      await picture(name, () => hover(page, line, word));
    await picture("panel", () => panel(page));
  } finally {
    await workbench.stop();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}
process.exit(failures === 0 ? 0 : 1);

async function open(page, line) {
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+P");
  await page.locator(".quick-input-widget input.input").fill(`sensors.m:${line}:2`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "sensors.m" }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".tab.active", { hasText: "sensors.m" }).waitFor();
  await page.waitForTimeout(800);
}

/** The engine may still be starting when the pointer first rests on a plot. */
async function hover(page, line, word) {
  const shown = page.locator(".monaco-hover:visible", { hasText: word }).first();
  for (let tries = 0; tries < 6 && !(await shown.isVisible()); tries++) {
    await open(page, line);
    await page.keyboard.press("Control+K");
    await page.keyboard.press("Control+I");
    await shown.waitFor({ timeout: 2500 }).catch(() => {});
  }
  await shown.waitFor();
  await page.waitForTimeout(500);
}

async function panel(page) {
  await open(page, 1);
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input.input:visible").fill(">CodePatch: Describe All Plots");
  await page
    .locator(".quick-input-list .monaco-list-row", { hasText: "Describe All Plots" })
    .first()
    .waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".tab", { hasText: "Plots of sensors.m" }).waitFor();
  await page.waitForTimeout(2500);
}
