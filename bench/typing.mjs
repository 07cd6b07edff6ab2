// What typing in a file of 10,000 lines takes in a real VS Code, with CodePatch at its defaults and with none of its languages; see README.md.
//   node bench/typing.mjs [--windows N] [--json]
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build, root } from "../scripts/install.mjs";
import { bundleSuite, runSuite } from "../test/vscode/rig/suite.mjs";

const { values } = parseArgs({
  options: { windows: { type: "string", default: "2" }, json: { type: "boolean", default: false } },
});
const output = path.join(root, "out", "typing");
build();
await bundleSuite([path.join(root, "bench/typing/suite.ts")], output);
const rows = [];
for (let i = 0; i < Number(values.windows); i++) {
  rows.push({ name: "off", ...(await typing({ "codepatch.languages": [] })) });
  rows.push({ name: "defaults", ...(await typing({})) });
}
if (values.json) console.log(JSON.stringify(rows, undefined, 1));
else print(rows);

async function typing(settings) {
  const temporary = mkdtempSync(path.join(os.tmpdir(), "codepatch-typing-"));
  try {
    const workspace = path.join(temporary, "work");
    const file = path.join(workspace, "tides.py");
    const out = path.join(temporary, "result.json");
    mkdirSync(workspace);
    writeFileSync(file, longFile(10_000));
    const git = (...args) =>
      execFileSync("git", ["-c", "user.name=Tide", "-c", "user.email=tide@example.org", ...args], {
        cwd: workspace,
      });
    git("init", "-q");
    git("add", ".");
    git("commit", "-q", "-m", "Add tides\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
    const code = await runSuite(path.join(output, "suite.js"), {
      workspace,
      settings,
      env: { TYPING_FILE: file, TYPING_OUT: out },
      minutes: 10,
    });
    if (code !== 0) throw new Error(`VS Code ended with ${code}.`);
    return JSON.parse(readFileSync(out, "utf8"));
  } finally {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Functions of twelve lines, half of them documented. */
function longFile(lines) {
  const parts = ["import math\n"];
  for (let i = 0; parts.length * 12 < lines; i++) {
    const doc = i % 2 === 0 ? `    """Height of tide ${i}."""\n` : "    # not documented\n";
    parts.push(
      `\n\ndef tide_${i}(level, hours, phase=${i % 7}):\n${doc}    height = 0.0\n    for hour in range(hours):\n        angle = 2 * math.pi * (hour + phase) / ${10 + (i % 5)}\n        if angle > ${i % 3}:\n            height += level * math.cos(angle)\n        else:\n            height -= level / (hour + 1)\n    return height / max(1, hours)\n`,
    );
  }
  return parts.join("");
}

function print(rows) {
  const quantile = (sorted, q) => sorted[Math.floor(q * (sorted.length - 1))];
  const of = (name) => rows.filter((row) => row.name === name);
  const keysOf = (name) =>
    of(name)
      .flatMap(({ keys }) => keys)
      .sort((a, b) => a - b);
  const off = keysOf("off");
  for (const name of ["off", "defaults"]) {
    const keys = keysOf(name);
    const worst = (measure) => Math.max(...of(name).map(measure));
    const times = (q) => (quantile(keys, q) / quantile(off, q)).toFixed(2);
    console.log(
      `${name}: ${keys.length} keys in ${rows[0].lines} lines (${of(name)[0].lenses} lenses), p50 ${quantile(keys, 0.5).toFixed(1)} ms (${times(0.5)} times off), p95 ${quantile(keys, 0.95).toFixed(1)} ms (${times(0.95)}), longest ${keys.at(-1).toFixed(0)} ms; ` +
        `the extension host was held up ${worst(({ lag }) => lag.p99).toFixed(0)} ms at the 99th percentile, ${worst(({ lag }) => lag.max).toFixed(0)} ms at most; ${(worst(({ cpu }) => cpu) / 1000).toFixed(1)} s of its processor time`,
    );
  }
}
