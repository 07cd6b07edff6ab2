// Gives a copy of samples/ the git history that its files tell of, the newest commit a day old.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const day = 86_400_000;

/** `folder`: a copy of samples/ that is no repository yet. Its files end up as they were, all committed. */
export function makeHistory(folder) {
  const git = (args, env = {}) =>
    execFileSync("git", ["-C", folder, ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, GIT_CONFIG_GLOBAL: path.join(folder, "none"), GIT_CONFIG_NOSYSTEM: "1", ...env },
    }).trim();
  const files = readFiles(folder);
  for (const name of Object.keys(files)) rmSync(path.join(folder, name));
  git(["init", "--quiet", "--initial-branch=main"]);
  git(["config", "core.autocrlf", "false"]);
  for (const { daysAgo, message, write, note } of steps(files)) {
    for (const [name, text] of Object.entries(write)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    const date = new Date(Date.now() - daysAgo * day).toISOString();
    const author = { NAME: "Ada Moreau", EMAIL: "ada@tideline.example", DATE: date };
    const env = Object.fromEntries(
      Object.entries(author).flatMap(([key, value]) => [
        [`GIT_AUTHOR_${key}`, value],
        [`GIT_COMMITTER_${key}`, value],
      ]),
    );
    git(["add", "--all"]);
    git(["commit", "--quiet", "--no-verify", "--message", message], env);
    if (note) git(["notes", "--ref=ai", "add", "--message", note], env);
  }
  git(["tag", "v0.3.0"]);
}

function readFiles(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"));
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));
}

/** Python's top-level blocks whose first line contains none of `names`. */
const without = (text, ...names) =>
  `${text
    .trimEnd()
    .split("\n\n\n")
    .filter(
      (block) => !names.some((name) => block.split("\n").some((line) => line.startsWith(`def ${name}(`))),
    )
    .join("\n\n\n")}\n`;

/** The files as they became what they are. */
function steps(files) {
  const { "README.md": readme, "pyproject.toml": project } = files;
  const records = files["tideline/records.py"];
  const filters = files["tideline/filters.py"];
  const extremes = files["tideline/extremes.py"];
  const firstLowpass = filters
    .replace(
      "lowpass(levels, cutoff_hours, samples_per_hour=6.0, order=4)",
      "lowpass(levels, cutoff, samples_per_hour=4.0)",
    )
    .replace(
      / {4}if cutoff_hours <= [\s\S]*?\n {4}sos = .*\n/,
      '    sos = butter(4, 1.0 / cutoff, fs=samples_per_hour, output="sos")\n',
    );
  const named = Object.keys(files).filter(
    (name) => !/^(?:README|pyproject|tideline|viewer|plots)/.test(name),
  );
  return [
    {
      daysAgo: 55,
      message: "Read the records of a tide gauge",
      write: {
        ...Object.fromEntries(named.map((name) => [name, files[name]])),
        "README.md": "# tideline\n\nWater levels of a tide gauge.\n",
        "pyproject.toml": project.replace("0.3.0", "0.1.0").replace(/"numpy.*"\]/, '"numpy>=1.24"]'),
        "tideline/__init__.py": files["tideline/__init__.py"],
        "tideline/records.py": without(records, "merge_records", "daily_extremes"),
      },
    },
    {
      daysAgo: 48,
      message:
        "Filter water levels\n\nThe moving average is for plots, the low pass for the analysis of surges.",
      write: {
        "pyproject.toml": project.replace("0.3.0", "0.1.0").replace("numpy>=1.26", "numpy>=1.24"),
        "tideline/filters.py": without(firstLowpass, "tidal_residual", "remove_spikes", "fill_gaps"),
      },
    },
    {
      daysAgo: 41,
      message: "Merge the records of several gauges, and find the extremes of each day",
      write: { "tideline/records.py": records },
    },
    {
      daysAgo: 30,
      message:
        "Fix lowpass for cutoffs below the Nyquist period\n\nThey gave a filter that was not stable. The gauges send six samples an hour, not four.",
      write: { "tideline/filters.py": without(filters, "tidal_residual", "remove_spikes", "fill_gaps") },
    },
    {
      daysAgo: 21,
      message: "Remove tides, spikes and gaps\n\nCo-Authored-By: Claude <noreply@anthropic.com>",
      write: { "tideline/filters.py": filters },
    },
    {
      daysAgo: 14,
      message: "Estimate how high the water comes, and how often",
      write: { "tideline/extremes.py": extremes },
      note: authorshipNote("tideline/extremes.py", extremes, "storm_surges"),
    },
    {
      daysAgo: 9,
      message: "A page that shows the measurements",
      write: { "viewer/timeSeries.ts": files["viewer/timeSeries.ts"] },
    },
    {
      daysAgo: 4,
      message: "The figure of the report",
      write: Object.fromEntries(
        Object.keys(files)
          .filter((name) => name.startsWith("plots/"))
          .map((name) => [name, files[name]]),
      ),
    },
    {
      daysAgo: 1,
      message: "Release 0.3.0",
      write: { "README.md": readme, "pyproject.toml": project },
    },
  ];
}

/** What an assistant that keeps the Git AI Standard would record of one function. */
function authorshipNote(file, text, name) {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => line.startsWith(`def ${name}(`)) + 1;
  const length = lines.slice(first).findIndex((line) => /^\S/.test(line) && !line.startsWith(")"));
  const session = "5d1c7a90e2f4b836";
  const metadata = {
    schema_version: "authorship/3.0.0",
    prompts: { [session]: { agent_id: { tool: "cursor", id: "sample", model: "claude-sonnet-4" } } },
  };
  return `${file}\n  ${session} ${first}-${first + length - 2}\n---\n${JSON.stringify(metadata, null, 2)}`;
}
