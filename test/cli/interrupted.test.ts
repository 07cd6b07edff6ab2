import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type BuiltCli, buildCli } from "../support/cli.js";
import { temporaryFolder } from "./folder.js";

// Each test starts several processes; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

const source =
  "def tide(level, *, rise=1):\n    if level < 0:\n        raise ValueError(level)\n    return level + rise\n";
const names = Array.from({ length: 30 }, (_, i) => `m${String(i).padStart(2, "0")}.py`);
const manyFiles = (): string => temporaryFolder(Object.fromEntries(names.map((name) => [name, source])));
const textsIn = (folder: string): string[] =>
  names.map((name) => readFileSync(path.join(folder, name), "utf8"));

let cli: BuiltCli;
let documented: string;
beforeAll(async () => {
  cli = await buildCli();
  const folder = mkdtempSync(path.join(tmpdir(), "codepatch-test-"));
  writeFileSync(path.join(folder, "a.py"), source);
  await cli.run(["document", "a.py", "--write"], { cwd: folder });
  documented = readFileSync(path.join(folder, "a.py"), "utf8");
  rmSync(folder, { recursive: true });
});
afterAll(() => cli.remove());

describe.runIf(process.platform !== "win32")("codepatch document --write in a folder", () => {
  it("finishes what it was asked to write when nobody reads on", async () => {
    const folder = manyFiles();
    const { stderr } = await cli.run(["document", ".", "--write"], {
      cwd: folder,
      shell: '{ "$@"; echo "code $?" >&2; } | head -1',
    });
    expect(stderr).toBe("30 functions in 30 files, 30 files changed.\ncode 0\n");
    expect(documented).toContain('"""');
    expect(textsIn(folder)).toEqual(names.map(() => documented));
  });

  it("leaves every file whole, old or new, wherever it is killed", async () => {
    let partly = 0;
    for (let round = 0; round < 8; round++) {
      const folder = manyFiles();
      let isKilled = false;
      const { code } = await cli.run(["document", ".", "--write"], {
        cwd: folder,
        onOutput: (child, output) => {
          if (isKilled || !output.includes(names[1 + 3 * round] ?? "")) return;
          isKilled = true;
          // A different moment in each round: between two files, in the middle of one, at its rename.
          setTimeout(() => child.kill("SIGKILL"), round * 3);
        },
      });
      expect({ isKilled, code }).toEqual({ isKilled: true, code: null });
      const texts = textsIn(folder);
      expect(texts.filter((text) => text !== source && text !== documented)).toEqual([]);
      if (texts.includes(source) && texts.includes(documented)) partly++;
      // What it was writing lies beside, under a name that no search takes for a source file.
      const beside = readdirSync(folder).filter((name) => !names.includes(name));
      expect(beside.filter((name) => !/^\.m\d\d\.py\.[0-9a-f]{12}\.codepatch\.tmp$/.test(name))).toEqual([]);
    }
    expect(partly).toBeGreaterThan(4);
  });

  it("removes what a run that was killed left beside a file, once it is old, and nothing else", async () => {
    const old = new Date(Date.now() - 3_600_000);
    const left = ".a.py.0123456789ab.codepatch.tmp";
    const others = [".a.py.ba9876543210.codepatch.tmp", ".a.py.0123456789ab.tmp", "a.py.codepatch.tmp"];
    const folder = temporaryFolder(
      Object.fromEntries(["a.py", left, ...others].map((name) => [name, source])),
    );
    for (const name of [left, ...others.slice(1)]) utimesSync(path.join(folder, name), old, old);
    await cli.run(["document", "a.py"], { cwd: folder });
    expect(readdirSync(folder)).toContain(left);
    await cli.run(["document", "a.py", "--write"], { cwd: folder });
    expect(readdirSync(folder).sort()).toEqual(["a.py", ...others].sort());
  });
});
