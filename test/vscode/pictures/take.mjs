// Pictures of the extension at work in a real VS Code, each in a light and a dark theme:
//   npm run pictures -- FOLDER [ALBUM …]
// They are named ALBUM-SCENE-THEME.png; a scene that fails leaves ALBUM-SCENE-failed.png and exit code 1.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { build, root } from "../../../scripts/install.mjs";
import { openWorkbench } from "../rig/workbench.mjs";
import { commits } from "./commits.mjs";
import { docstrings } from "./docstrings.mjs";
import { matlab, matlabBeside } from "./matlab.mjs";
import { origin } from "./origin.mjs";
import { plots } from "./plots.mjs";
import { search } from "./search.mjs";
import { start } from "./start.mjs";
import { userOf } from "./user.mjs";

/**
 * An album is `{ prepare?, settings?, extensions?, eachTheme?, scenes }`. `prepare(workspace)` changes a copy of samples/,
 * `extensions(folder)` makes extensions that are installed beside ours, and `scenes(user)` are functions by name, played in
 * order; each begins where the one before ended. With `eachTheme` a scene is played once for each theme, as what is
 * drawn in the theme's colours must be; else the theme changes between its two pictures.
 */
const albums = { start, docstrings, plots, commits, origin, search, matlab, matlabBeside };
const themes = ["light", "dark"];

const [folder, ...asked] = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(albums, name));
if (!folder || unknown) {
  if (unknown)
    console.error(`There is no album ${unknown}; the albums are ${Object.keys(albums).join(", ")}.`);
  else console.error("Name a folder for the pictures: npm run pictures -- FOLDER [ALBUM …]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
build();
let failures = 0;
for (const name of asked.length > 0 ? asked : Object.keys(albums)) {
  await take(name, albums[name]).catch((error) => {
    failures++;
    console.error(`${name}: ${error.message}`);
  });
}
process.exit(failures === 0 ? 0 : 1);

async function take(album, { prepare, settings, extensions, eachTheme = false, scenes }) {
  const temporary = mkdtempSync(path.join(os.tmpdir(), "codepatch-pictures-"));
  const workspace = path.join(temporary, "tideline");
  cpSync(path.join(root, "samples"), workspace, { recursive: true });
  prepare?.(workspace);
  const { page, stop } = await openWorkbench({
    workspace,
    extension: root,
    others: extensions?.(temporary) ?? [],
    settings: {
      "window.autoDetectColorScheme": true,
      "workbench.preferredLightColorTheme": "Default Light Modern",
      "workbench.preferredDarkColorTheme": "Default Dark Modern",
      "breadcrumbs.enabled": false,
      "editor.cursorBlinking": "solid",
      "editor.fontSize": 14,
      "editor.minimap.enabled": false,
      ...settings,
    },
  });
  // A busy machine is slow; what fails for good fails late.
  page.setDefaultTimeout(90_000);
  const user = userOf(page);
  const picture = (scene, theme) =>
    page.screenshot({ path: path.join(folder, `${album}-${scene}-${theme}.png`) });
  try {
    await page.locator(".monaco-workbench .explorer-viewlet").waitFor({ timeout: 240_000 });
    for (const [scene, play] of Object.entries(scenes(user))) {
      try {
        for (const [i, theme] of themes.entries()) {
          if (eachTheme || i > 0) await user.changeTheme(theme);
          if (eachTheme || i === 0) await play();
          await user.settle();
          await picture(scene, theme);
        }
      } catch (error) {
        failures++;
        console.error(`${album} ${scene}: ${error.message}`);
        await picture(scene, "failed");
      }
      await user.changeTheme(themes[0]);
    }
  } finally {
    await stop();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
