// `npm test [-- PART…]`: typecheck, lint, build, unit, package, vscode. Ends with one line: N passed, N failed.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureInstalled, root } from "./install.mjs";

const bin = (name) =>
  path.join(root, "node_modules", ".bin", process.platform === "win32" ? `${name}.cmd` : name);
const folder = mkdtempSync(path.join(tmpdir(), "codepatch-test-"));
const unitReport = path.join(folder, "unit.json");

/** A tool that checks one thing counts as one test; a test runner reports its own numbers. */
const oneTest = (code) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

const parts = {
  typecheck: { command: [bin("tsc"), "--noEmit"], count: oneTest },
  lint: { command: [bin("biome"), "check", "."], count: oneTest },
  build: { command: [process.execPath, "esbuild.mjs"], count: oneTest },
  unit: {
    command: [
      bin("vitest"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${unitReport}`,
    ],
    count: (code) => {
      const report = readJson(unitReport);
      // A file that cannot be loaded has no tests of its own to fail.
      const broken = report?.testResults.filter(
        (file) => file.status === "failed" && file.assertionResults.length === 0,
      );
      const failures = report?.testResults.flatMap((file) =>
        file.assertionResults
          .filter(({ status }) => status === "failed")
          .map(
            (test) =>
              `${path.relative(root, file.name)}: ${test.fullName}\n${test.failureMessages.join("\n")}`,
          ),
      );
      return {
        ...atLeastOne(code, report?.numPassedTests, (report?.numFailedTests ?? 0) + (broken?.length ?? 0)),
        failures,
      };
    },
  },
  // Any platform can be packaged on any other: all native libraries come with the package of ONNX Runtime.
  package: {
    command: [process.execPath, "scripts/package.mjs", "linux-x64"],
    count: oneTest,
  },
  vscode: {
    command: ["npm", "run", "--silent", "test:vscode"],
    // mocha's summary.
    count: (code, output) => atLeastOne(code, sum(output, /(\d+) passing/g), sum(output, /(\d+) failing/g)),
  },
};

const sum = (output, pattern) => [...output.matchAll(pattern)].reduce((total, [, n]) => total + Number(n), 0);

/** A runner that ended badly, or found nothing to run, is a failure even without a failed test. */
function atLeastOne(code, passed = 0, failed = 0) {
  const isBad = code !== 0 || passed + failed === 0;
  return { passed, failed: isBad ? Math.max(1, failed) : failed };
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function run([program, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let output = "";
    const take = (stream) => (chunk) => {
      output += chunk;
      stream.write(chunk);
    };
    child.stdout.on("data", take(process.stdout));
    child.stderr.on("data", take(process.stderr));
    child.on("error", (error) => resolve({ code: 1, output: `${output}${error.message}` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}; the parts are ${Object.keys(parts).join(", ")}.`);
  process.exit(2);
}

const results = [];
try {
  ensureInstalled();
  for (const [name, { command, count }] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.log(`\n── ${name}`);
    const started = performance.now();
    const { code, output } = await run(command);
    results.push({ name, ...count(code, output), seconds: (performance.now() - started) / 1000 });
  }
} catch (error) {
  console.error(error.message);
  results.push({ name: "install", passed: 0, failed: 1, seconds: 0 });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

// Once more at the end, where whoever reads only the last lines finds them.
for (const failure of results.flatMap(({ failures = [] }) => failures)) console.log(`\nFAILED ${failure}`);
console.log("");
for (const { name, passed, failed, seconds } of results) {
  console.log(`${name.padEnd(10)} ${passed} passed, ${failed} failed, ${seconds.toFixed(0)} s`);
}
const total = (key) => results.reduce((n, result) => n + result[key], 0);
console.log(`${total("passed")} passed, ${total("failed")} failed`);
process.exitCode = total("failed") === 0 ? 0 : 1;
