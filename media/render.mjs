// Draws icon.png from icon.svg, and the walkthrough's pictures from larger ones:
//   node media/render.mjs [FOLDER]     FOLDER: what `npm run pictures` has written
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium as playwright } from "playwright-core";
import { chromium } from "../test/vscode/rig/install.mjs";

const here = import.meta.dirname;
const iconSize = 128;

/** Which part of which screenshot: left, top, width, height. */
const pictures = {
  document: ["docstrings-lens-light.png", [354, 380, 800, 300]],
  accept: ["docstrings-preview-light.png", [354, 410, 800, 300]],
  ghost: ["docstrings-ghost-light.png", [354, 410, 800, 240]],
  drift: ["docstrings-drift-light.png", [354, 265, 800, 300]],
  plot: ["plots-line-light.png", [354, 62, 830, 415]],
  commit: ["commits-explanation-light.png", [354, 36, 922, 424]],
  origin: ["origin-estimated-light.png", [354, 62, 922, 400]],
  search: ["search-description-light.png", [338, 4, 606, 386]],
  private: ["start-menu-light.png", [338, 4, 606, 274]],
};

const browser = await playwright.launch({ executablePath: chromium(), args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const svg = readFileSync(path.join(here, "icon.svg"), "utf8");
  await page.setContent(
    `<body style="margin:0">${svg.replace("<svg", `<svg width="${iconSize}" height="${iconSize}"`)}`,
  );
  await page.screenshot({
    path: path.join(here, "icon.png"),
    clip: { x: 0, y: 0, width: iconSize, height: iconSize },
    omitBackground: true,
  });
  const [folder] = process.argv.slice(2);
  if (folder) {
    mkdirSync(path.join(here, "walkthrough"), { recursive: true });
    for (const [name, [screenshot, [x, y, width, height]]] of Object.entries(pictures)) {
      // `npm run pictures` may have been asked for some albums only.
      if (!existsSync(path.join(folder, screenshot))) continue;
      const image = readFileSync(path.join(folder, screenshot)).toString("base64");
      await page.setContent(`<body style="margin:0"><img src="data:image/png;base64,${image}">`);
      const picture = await page.screenshot({ clip: { x, y, width, height } });
      writeFileSync(path.join(here, "walkthrough", `${name}.png`), picture);
    }
  }
} finally {
  await browser.close();
}
