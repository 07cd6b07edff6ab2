// How soon the very first hover over a plot says something, and when it describes the plot: a pointer that comes to rest in a
// VS Code that was just opened; see README.md.
//   node bench/first-hover.mjs [--windows N] [--json]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build, root } from "../scripts/install.mjs";
import { userOf } from "../test/vscode/pictures/user.mjs";
import { openWorkbench } from "../test/vscode/rig/workbench.mjs";

const { values } = parseArgs({
  options: { windows: { type: "string", default: "5" }, json: { type: "boolean", default: false } },
});

const program = "t = 0:0.1:10;\ny = exp(-0.3*t) .* cos(2*t);\nplot(t, y)\n";
/** What is pointed at: a plot, and a file of a language that another extension describes without thinking. */
const targets = {
  plot: { file: "decay.m", line: 3, word: "Line of y" },
  nothing: { file: "notes.txt", line: 1, word: "described at once" },
};

build();
const rows = [];
for (let i = 0; i < Number(values.windows); i++) {
  for (const [name, target] of Object.entries(targets)) rows.push({ name, ...(await firstHover(target)) });
}
if (values.json) console.log(JSON.stringify(rows, undefined, 1));
else print(rows);

/** Milliseconds from the pointer's rest to the first text of a hover, and to the text that has `word`. */
async function firstHover({ file, line, word }) {
  const temporary = mkdtempSync(path.join(os.tmpdir(), "codepatch-hover-"));
  const workspace = path.join(temporary, "work");
  mkdirSync(workspace);
  writeFileSync(path.join(workspace, "decay.m"), program);
  writeFileSync(path.join(workspace, "notes.txt"), "notes of the day\n");
  const { page, stop } = await openWorkbench({
    workspace,
    extension: root,
    others: [immediateExtension(temporary)],
    settings: { "codepatch.lens": "off" },
  });
  page.setDefaultTimeout(60_000);
  try {
    await page.locator(".monaco-workbench .explorer-viewlet").waitFor();
    await userOf(page).open(file);
    const place = page
      .locator(".view-line")
      .nth(line - 1)
      .locator("span span")
      .first();
    await place.hover({ trial: true });
    const { x, y, height } = await place.boundingBox();
    const seen = page.evaluate(watchHovers, word);
    seen.catch(() => {});
    const rest = { x: x + 12, y: y + height / 2 };
    await page.mouse.move(rest.x, rest.y, { steps: 5 });
    // A pointer that comes while the window is laid out is sometimes overlooked; a person moves it again.
    let again = 0;
    while (again < 5 && !(await isSeen(page.locator(".monaco-hover:visible").first()))) {
      again++;
      await page.mouse.move(rest.x, rest.y + 200);
      await page.mouse.move(rest.x, rest.y, { steps: 5 });
    }
    return { again, ...(await seen) };
  } finally {
    await stop();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

function isSeen(locator) {
  return locator.waitFor({ timeout: 5000 }).then(
    () => true,
    () => false,
  );
}

/** In the page: when hovers show text, from the last movement of the pointer. */
function watchHovers(word) {
  return new Promise((resolve, reject) => {
    let rest = Number.NaN;
    let first = "";
    let something;
    addEventListener(
      "mousemove",
      () => {
        rest = performance.now();
      },
      { capture: true },
    );
    const look = () => {
      const text = [...document.querySelectorAll(".monaco-hover:not(.hidden) .hover-contents")]
        .map((each) => each.textContent)
        .join("\n");
      // VS Code's own word that providers have not answered yet.
      if (text.trim() === "" || text.trim() === "Loading...") return;
      something ??= performance.now() - rest;
      first ||= text;
      if (!text.includes(word)) return;
      observer.disconnect();
      resolve({ something, described: performance.now() - rest, first });
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    setTimeout(() => reject(new Error(`No hover said "${word}" within 30 s, only "${first}".`)), 30_000);
  });
}

/** An extension that answers every hover in a text file without any work. */
function immediateExtension(folder) {
  const extension = path.join(folder, "bench.immediate-0.0.1");
  mkdirSync(extension);
  writeFileSync(
    path.join(extension, "package.json"),
    JSON.stringify({
      name: "immediate",
      publisher: "bench",
      version: "0.0.1",
      engines: { vscode: "^1.90.0" },
      main: "./main.js",
      activationEvents: ["onLanguage:plaintext"],
    }),
  );
  writeFileSync(
    path.join(extension, "main.js"),
    `const vscode = require("vscode");
exports.activate = () => vscode.languages.registerHoverProvider("plaintext", {
  provideHover: () => new vscode.Hover("described at once"),
});`,
  );
  return extension;
}

function print(rows) {
  for (const name of Object.keys(targets)) {
    const own = rows.filter((row) => row.name === name);
    const list = (key) =>
      own
        .map((row) => Math.round(row[key]))
        .sort((a, b) => a - b)
        .join(", ");
    console.log(
      `${name}: something said after ${list("something")} ms, described after ${list("described")} ms`,
    );
  }
}
