import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { makeHistory } from "../../../scripts/sampleHistory.mjs";

/** Our own writing, in the style that the model knows: a comment above each step. */
const resembling = `def process_tide_records(records: list[dict], threshold: float = 0.5) -> dict[str, list[dict]]:
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

function addFunction(workspace) {
  makeHistory(workspace);
  writeFileSync(path.join(workspace, "tideline", "stations.py"), resembling);
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
