// Takes the docstrings of a Python checkout away, lets the command line write them anew, and asks the checkers that
// Python projects use what they think of them.
//
//     node bench/validate-docstrings.mjs CHECKOUT --style google|numpy [--python PYTHON] [--cli dist/cli.js] [--keep]
//
// PYTHON needs ruff, numpydoc and pydoclint. The checkout itself is only read.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const here = import.meta.dirname;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    style: { type: "string", default: "numpy" },
    python: { type: "string", default: "python3" },
    cli: { type: "string", default: path.join(here, "..", "dist", "cli.js") },
    keep: { type: "boolean", default: false },
  },
});
const [checkout] = positionals;
if (checkout === undefined || !["google", "numpy"].includes(values.style)) {
  console.error(
    "usage: node bench/validate-docstrings.mjs CHECKOUT --style google|numpy [--python PYTHON] [--cli CLI]",
  );
  process.exit(2);
}

const maxBuffer = 2 ** 30;
const judge = (...parameters) =>
  JSON.parse(
    execFileSync(values.python, [path.join(here, "validate_docstrings.py"), ...parameters], { maxBuffer }),
  );

const folder = mkdtempSync(path.join(tmpdir(), "codepatch-validate-"));
try {
  const before = path.join(folder, "before");
  const after = path.join(folder, "after");
  const input = judge("strip", checkout, before);
  cpSync(before, after, { recursive: true });
  const started = performance.now();
  const output = execFileSync(
    process.execPath,
    [values.cli, "document", after, "--style", values.style, "--write", "--json"],
    { maxBuffer, stdio: ["ignore", "pipe", "inherit"] },
  );
  const seconds = (performance.now() - started) / 1000;
  const { files } = JSON.parse(output.toString());
  const results = files.flatMap(({ functions }) => functions);
  const counts = (keys) => {
    const found = {};
    for (const key of keys) found[key] = (found[key] ?? 0) + 1;
    return found;
  };
  const refused = results.filter(({ status }) => status !== "written");
  const report = {
    style: values.style,
    ...input,
    status: counts(results.map(({ status }) => status)),
    reasons: counts(refused.map(({ status, reason }) => `${status}: ${reason}`)),
    "functions per second": Math.round(results.length / seconds),
    ...judge("judge", before, after, values.style),
  };
  console.log(JSON.stringify(report, null, 2));
} finally {
  if (values.keep) console.error(folder);
  else rmSync(folder, { recursive: true, force: true });
}
