// Draws icon.png from icon.svg: `node media/render.mjs`.
import { readFileSync } from "node:fs";
import path from "node:path";
import { chromium as playwright } from "playwright-core";
import { chromium } from "../test/vscode/rig/install.mjs";

const size = 128;
const svg = readFileSync(path.join(import.meta.dirname, "icon.svg"), "utf8");
const browser = await playwright.launch({ executablePath: chromium(), args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<body style="margin:0">${svg.replace("<svg", `<svg width="${size}" height="${size}"`)}`,
  );
  await page.screenshot({ path: path.join(import.meta.dirname, "icon.png"), omitBackground: true });
} finally {
  await browser.close();
}
