// How long a hover over a plot takes in a real VS Code, and what memory it costs; see README.md.
//   node bench/hover.mjs [FOLDER …] [--files N] [--idle] [--json]
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build, root } from "../scripts/install.mjs";
import { bundleSuite, runSuite } from "../test/vscode/rig/suite.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: "string", default: "40" },
    idle: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const folders = positionals.length > 0 ? positionals : ["samples", "test/fixtures/matplotlib"];
const temporary = mkdtempSync(path.join(os.tmpdir(), "codepatch-hover-"));
const workspace = path.join(temporary, "programs");
for (const folder of folders)
  cpSync(folder, path.join(workspace, path.basename(path.resolve(folder))), { recursive: true });
/** A call that draws, at the start of a line. */
const drawing =
  /^[ \t]*(?:\w+\.)?(plot3?|semilog[xy]|loglog|bar|stem|stairs|scatter|hist|surf|mesh|contourf?|imagesc|imshow|quiver|errorbar|fill)\s*\(/;
/** Programs, with the lines that draw and one that is empty, if any. */
const programs = evenly(
  readdirSync(workspace, { recursive: true })
    .filter((name) => /\.(m|py)$/.test(name))
    .sort()
    .map((file) => {
      const lines = readFileSync(path.join(workspace, file), "latin1").split("\n");
      const drawn = lines.flatMap((line, i) => (drawing.test(line) ? [i] : []));
      return { file, drawn, empty: lines.findIndex((line) => line.trim() === "") };
    })
    .filter(({ drawn }) => drawn.length > 0),
  Number(values.files),
);

const output = path.join(root, "out", "hover");
const out = path.join(temporary, "result.json");
try {
  build();
  await bundleSuite([path.join(root, "bench/hover/suite.ts")], output);
  process.exitCode = await runSuite(path.join(output, "suite.js"), {
    workspace,
    settings: { "codepatch.idleMinutes": 1 },
    env: { HOVER_PROGRAMS: JSON.stringify(programs), HOVER_OUT: out, HOVER_IDLE: values.idle ? "1" : "" },
    minutes: 60,
  });
  const result = JSON.parse(readFileSync(out, "utf8"));
  if (values.json) console.log(JSON.stringify(result, undefined, 1));
  else print(result);
} finally {
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
}

/** `n` of a list, spread over it. */
function evenly(list, n) {
  return list.length <= n
    ? list
    : Array.from({ length: n }, (_, i) => list[Math.floor((i * list.length) / n)]);
}

function print({ hovers, memory, work }) {
  const quantile = (sorted, q) => sorted[Math.floor(q * (sorted.length - 1))] ?? Number.NaN;
  const rows = [
    "empty line",
    "empty line, file just opened",
    "engine just started",
    "file just opened",
    "again",
  ].map((kind) => {
    const of = hovers.filter((each) => each.kind === kind);
    const ms = of.map((each) => each.ms).sort((a, b) => a - b);
    return {
      kind,
      n: ms.length,
      p50: quantile(ms, 0.5),
      p95: quantile(ms, 0.95),
      max: ms.at(-1),
      waiting: of.filter(({ isWaiting }) => isWaiting).length,
      silent: of.filter(({ isSilent }) => isSilent).length,
    };
  });
  // A file that was just opened costs VS Code itself something.
  const [settled, fresh] = rows.map(({ p50 }) => p50);
  for (const { kind, n, p50, p95, max, waiting, silent } of rows.filter(({ n }) => n > 0))
    console.log(
      `${kind}: ${n} hovers, p50 ${p50.toFixed(0)} ms (${(p50 / (/just/.test(kind) ? fresh : settled)).toFixed(1)} times an empty line), p95 ${p95.toFixed(0)} ms, longest ${max.toFixed(0)} ms; ${waiting} said that the program is being read, ${silent} nothing`,
    );
  const sum = (name) => work.reduce((total, each) => total + each[name], 0);
  if (work.length > 0)
    console.log(
      `again: ${(sum("ms") / sum("hovers")).toFixed(1)} ms of processor time a hover, extension host and engine together`,
    );
  for (const [when, { host, engine }] of Object.entries(memory))
    console.log(
      `memory ${when}: extension host ${host} MB, engine ${engine === null ? "not running" : `${engine} MB`}`,
    );
}
