// Pictures of origin, light and dark, on a small repository with notes and trailers that is made for them:
//   node test/vscode/screenshots-origin.mjs FOLDER
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildExtension, root } from "./build.mjs";
import { openWorkbench } from "./rig/workbench.mjs";

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("Name a folder for the pictures: node test/vscode/screenshots-origin.mjs FOLDER");
  process.exit(2);
}
buildExtension();
mkdirSync(folder, { recursive: true });

const people = `"""Tides, from a table of hours."""


def rise(level, hours):
    for h in hours:
        level += h*0.3
    return level
`;
const recorded = `

def high_water(levels):
    """The highest of the levels, and when it comes."""
    best = max(range(len(levels)), key=levels.__getitem__)
    return levels[best], best
`;
const declared = `

def mean_level(levels):
    """The mean of the levels."""
    return sum(levels) / len(levels)
`;
const estimated = `

def process_tide_records(records: list[dict], threshold: float = 0.5) -> dict[str, list[dict]]:
    """
    Process tide records and group them by station.

    Args:
        records: The list of records to process.
        threshold: The minimum level to keep a record.

    Returns:
        A dictionary that maps each station to its records.

    Raises:
        ValueError: If the records are empty.
    """
    # Check if the records are empty
    if not records:
        raise ValueError("Records cannot be empty")

    # Initialize the result dictionary
    result: dict[str, list[dict]] = {}

    # Iterate through the records and group them
    for record in records:
        station = record.get("station")
        level = record.get("level", 0.0)

        # Skip records without a station
        if station is None:
            continue

        # Skip records below the threshold
        if level < threshold:
            continue

        # Add the record to its station
        if station not in result:
            result[station] = []
        result[station].append(record)

    # Sort the records of each station
    for station_records in result.values():
        station_records.sort(key=lambda record: record["time"])

    return result
`;

let failures = 0;
for (const [colorScheme, theme] of [
  ["light", "Default Light Modern"],
  ["dark", "Default Dark Modern"],
]) {
  const temporary = mkdtempSync(path.join(os.tmpdir(), "codepatch-origin-"));
  const workspace = path.join(temporary, "tides");
  makeRepository(workspace);
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
      "codepatch.origin.diagnostics": "information",
    },
  });
  try {
    for (const [name, scene] of Object.entries(scenes(workbench.page))) {
      try {
        await scene();
      } catch (error) {
        failures++;
        console.error(`${colorScheme} ${name}: ${error.message}`);
      }
      await workbench.page.screenshot({ path: path.join(folder, `origin-${name}-${colorScheme}.png`) });
    }
  } finally {
    await workbench.stop();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}
process.exit(failures === 0 ? 0 : 1);

function makeRepository(workspace) {
  mkdirSync(path.join(workspace, "model"), { recursive: true });
  const identity = ["-c", "user.name=Tide", "-c", "user.email=tide@example.org"];
  const git = (...args) =>
    execFileSync("git", [...identity, ...args], { cwd: workspace, encoding: "utf8" }).trim();
  const commit = (text, message) => {
    writeFileSync(path.join(workspace, "model/tides.py"), text);
    git("add", "-A");
    git("commit", "-q", "-m", message);
    return git("rev-parse", "HEAD");
  };
  git("init", "-q", "-b", "main");
  commit(people, "Add rise");
  const noted = commit(people + recorded, "Add high_water");
  const note = [
    "model/tides.py",
    "  s_c9883b05a2487d::t_9f8e7d6c5b4a32 10-13",
    "---",
    JSON.stringify({
      schema_version: "authorship/3.0.0",
      prompts: {},
      sessions: { s_c9883b05a2487d: { agent_id: { tool: "claude", id: "1", model: "claude-opus-4-6" } } },
    }),
  ].join("\n");
  git("notes", "--ref=ai", "add", "-m", note, noted);
  commit(
    people + recorded + declared,
    "Add mean_level\n\nCo-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>",
  );
  commit(people + recorded + declared + estimated, "Add process_tide_records");
}

/** In this order; each starts from where the one before ended. The picture is taken after it. */
function scenes(page) {
  page.setDefaultTimeout(45_000);
  const { keyboard } = page;
  const lens = (text) => page.locator(".codelens-decoration a:visible", { hasText: text }).first();
  const runCommand = async (title) => {
    const input = page.locator(".quick-input-widget input.input:visible");
    for (let tries = 0; tries < 5 && !(await input.isVisible()); tries++) {
      await keyboard.press("F1");
      await input.waitFor({ timeout: 2000 }).catch(() => {});
    }
    await input.fill(`>${title}`);
    await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor();
    await keyboard.press("Enter");
  };
  return {
    async recorded() {
      await page.locator(".monaco-workbench").waitFor();
      await keyboard.press("Control+P");
      await page.locator(".quick-input-widget input.input").fill("tides.py");
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "tides.py" }).first().waitFor();
      await keyboard.press("Enter");
      await page.locator(".tab.active", { hasText: "tides.py" }).waitFor();
      await lens("origin: recorded").waitFor();
      await page.mouse.move(200, 620);
      await page.waitForTimeout(1000);
    },
    async hover() {
      await lens("origin: recorded").click();
      await page.locator(".monaco-hover:visible", { hasText: "What this does not prove" }).first().waitFor();
      await page.waitForTimeout(500);
    },
    async estimated() {
      await keyboard.press("Escape");
      await keyboard.press("Control+Home");
      await lens("origin: resembles").waitFor();
      await lens("origin: resembles").click();
      await page.locator(".monaco-hover:visible", { hasText: "What this does not prove" }).first().waitFor();
      await page.waitForTimeout(500);
    },
    async report() {
      await keyboard.press("Escape");
      await runCommand("CodePatch: Origin: Report on the Workspace");
      await page.locator(".tab.active", { hasText: "Origin report" }).waitFor();
      await page.waitForTimeout(2500);
    },
  };
}
