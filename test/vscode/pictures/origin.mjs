import { execFileSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import path from "node:path";
import { makeHistory } from "../../../scripts/sampleHistory.mjs";

/** Our own writing, in the style that the model knows: a comment above each step. */
const resembling = new URL("../../fixtures/origin/stations.py", import.meta.url);

function addFunction(workspace) {
  makeHistory(workspace);
  copyFileSync(resembling, path.join(workspace, "tideline", "stations.py"));
  const identity = ["-c", "user.name=Ada Moreau", "-c", "user.email=ada@tideline.example"];
  const git = (...args) => execFileSync("git", [...identity, ...args], { cwd: workspace });
  git("add", "--all");
  git("commit", "--quiet", "-m", "Group the records by station");
}

export const origin = {
  prepare: addFunction,
  settings: { "codepatch.lens": "off", "codepatch.origin.diagnostics": "information" },
  scenes: ({ keyboard, lens, hover, until, open, runCommand, webview }) => {
    const explain = (text) => until(hover("What this does not prove"), () => lens(text).click());
    return {
      async recorded() {
        await open("extremes.py", 60);
        await lens("origin: recorded").waitFor();
      },
      async recordedHover() {
        await explain("origin: recorded");
      },
      async declared() {
        await keyboard.press("Escape");
        await open("filters.py", 70);
        await lens("declares").waitFor();
        await explain("declares");
      },
      async estimated() {
        await keyboard.press("Escape");
        await open("stations.py");
        await lens("origin: resembles").waitFor();
        await explain("origin: resembles");
      },
      async report() {
        await keyboard.press("Escape");
        await runCommand("CodePatch: Report on Origin in the Workspace");
        await webview("Origin of the functions");
      },
    };
  },
};
