// `npm start`: installs, builds, and runs every job on a copy of samples/. Nothing is left behind.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { styleText } from "node:util";
import { build, ensureInstalled, root } from "./install.mjs";
import { makeHistory } from "./sampleHistory.mjs";

const hasColours = process.stdout.isTTY && process.stdout.hasColors();
const paint = (style, text) => (hasColours ? styleText(style, text) : text);

/** What each job is shown on. Exit code 1 means findings. */
const jobs = {
  Docstrings: [
    ["What is missing or no longer fits", ["check", "."]],
    [
      "NumPy style, as the file has it: what would be written",
      ["document", "tideline/filters.py", "--missing", "--diff"],
    ],
    [
      "Google style, although the project asks for NumPy, because the file has it",
      ["document", "tideline/extremes.py", "--missing", "--diff"],
    ],
    ["TypeScript", ["document", "viewer/timeSeries.ts", "--function", "downsample", "--diff"]],
    ["MATLAB", ["document", "plots/smoothLevels.m", "--diff"]],
    [
      "A docstring brought up to date, the author's words kept",
      ["document", "tideline/filters.py", "--function", "lowpass", "--diff"],
    ],
  ],
  Plots: [["What MATLAB code draws, without running it", ["plots", "plots/tide_spectrum.m"]]],
  Commits: [
    ["A commit, for people who do not read code", ["narrate", "HEAD~5"]],
    ["The same commit, for developers", ["narrate", "HEAD~5", "--audience", "developer"]],
    ["The last nine weeks, by area of the product", ["report", "--since", "9.weeks"], 40],
  ],
  Origin: [["Who wrote this: recorded, declared, estimated or unknown", ["origin", "tideline"]]],
  Search: [["Code for a description", ["search", "how often does the water reach a level", "-k", "3"]]],
  "Behind the jobs": [
    ["Functions and statements as the engine sees them", ["patches", "tideline/records.py"], 16],
    ["The models at work", ["models", "list"]],
    ["The whole folder, written", ["document", ".", "--write"]],
    ["What is left to document", ["check", "."]],
  ],
};

/** Shows at most `lines` lines. */
function run(title, args, lines) {
  console.log(`\n${paint("bold", title)}\n${paint("gray", `$ codepatch ${args.map(quoted).join(" ")}`)}`);
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [path.join(root, "dist", "cli.js"), ...args],
    {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        CODEPATCH_HOME: path.join(temporary, "home"),
        ...(hasColours ? { FORCE_COLOR: "1" } : {}),
      },
    },
  );
  const all = `${stdout ?? ""}${stderr ?? ""}`.trimEnd().split("\n");
  console.log(all.slice(0, lines ?? all.length).join("\n"));
  if (lines !== undefined && all.length > lines)
    console.log(paint("gray", `… ${all.length - lines} more lines`));
  console.log(paint("gray", `(${((performance.now() - started) / 1000).toFixed(1)} s)`));
  if (error !== undefined || (status !== 0 && status !== 1)) failures.push(title);
}

/** As one would type it. */
const quoted = (word) => (/[^\w./:~=-]/.test(word) ? `"${word}"` : word);

const failures = [];
const temporary = mkdtempSync(path.join(tmpdir(), "codepatch-samples-"));
const folder = path.join(temporary, "tideline");
try {
  ensureInstalled();
  build();
  cpSync(path.join(root, "samples"), folder, { recursive: true });
  makeHistory(folder);
  console.log(`Everything below runs on a copy of ${paint("bold", "samples/")}, on this machine only.`);
  for (const [job, shown] of Object.entries(jobs)) {
    console.log(`\n${paint(["bold", "cyan"], `── ${job} ${"─".repeat(76 - job.length)}`)}`);
    for (const [title, args, lines] of shown) run(title, args, lines);
  }
} catch (error) {
  console.error(error.message);
  failures.push("setting up");
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
if (failures.length > 0) {
  console.error(`\nFailed: ${failures.join("; ")}.`);
  process.exitCode = 1;
} else {
  console.log(`\nTry it on your own code: ${paint("bold", "node dist/cli.js document FILE --diff")}`);
}
