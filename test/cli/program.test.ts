import { execFile, execFileSync } from "node:child_process";
import { chmodSync, cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type BuiltCli, buildCli } from "../support/cli.js";
import { root, tinyNarrator } from "../support/engine.js";
import { temporaryFolder } from "./folder.js";

const smooth = `import numpy as np


def smooth(signal, width=5, *, mode="same"):
    if width < 1:
        raise ValueError("width")
    kernel = np.ones(width) / width
    return np.convolve(signal, kernel, mode=mode)


def trapezoid(values, step):
    """Integrate by the trapezoidal rule.

    Args:
        values: Samples.
        stepp: Distance of two samples.
    """
    return step * (sum(values) - (values[0] + values[-1]) / 2)
`;

const documented = smooth.replace("5, *", "5").replace("stepp", "step");

/** Makes `folder` a git repository with all its files in one commit. */
async function commitAll(folder: string): Promise<void> {
  const git = (...args: string[]) =>
    promisify(execFile)("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...args], {
      cwd: folder,
    });
  await git("init", "-q");
  await git("add", ".");
  await git("commit", "-q", "-m", "Start");
}

// Each test starts several processes; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.remove());

describe("codepatch", () => {
  it("explains itself, and exits with 2 on a wrong call", async () => {
    const help = await cli.run(["--help"]);
    expect(help.code).toBe(0);
    for (const command of [
      "document",
      "comment",
      "check",
      "patches",
      "models",
      "doctor",
      "eval",
      "dataset",
    ]) {
      expect(help.stdout).toContain(`\n  ${command}`);
    }
    for (const wrong of [
      ["frobnicate"],
      ["document"],
      ["document", "a.py", "--line", "x"],
      ["check", "--format"],
    ]) {
      const { code, stdout, stderr } = await cli.run(wrong);
      expect({ wrong, code, stdout }).toEqual({ wrong, code: 2, stdout: "" });
      expect(stderr).toMatch(/^error: /);
    }
  });
});

describe("codepatch patches", () => {
  it("prints functions, as text and as JSON", async () => {
    const folder = temporaryFolder({ "a.py": smooth });
    const text = await cli.run(["patches", "a.py"], { cwd: folder });
    expect(text.code).toBe(0);
    expect(text.stdout).toContain("smooth (function, lines 4–8)");
    const json = JSON.parse((await cli.run(["patches", ".", "--json"], { cwd: folder })).stdout);
    expect(json.files).toHaveLength(1);
    expect(json.files[0].functions.map((patch: { name: string }) => patch.name)).toEqual([
      "smooth",
      "trapezoid",
    ]);
  });

  it("ends quietly when its reader does", async () => {
    const folder = temporaryFolder({ "a.py": smooth.repeat(300) });
    const { code, stderr } = await cli.run(["patches", "a.py"], { cwd: folder, shell: '"$@" | head -1' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it.runIf(process.platform === "linux")("says that its output could not be written", async () => {
    const folder = temporaryFolder({ "a.py": smooth });
    for (const args of [
      ["patches", "a.py"],
      ["check", "a.py", "--json"],
    ]) {
      const { code, stderr } = await cli.run(args, { cwd: folder, shell: '"$@" > /dev/full' });
      expect({ code, stderr }).toEqual({
        code: 3,
        stderr: expect.stringMatching(/^codepatch: The output could not be written \(ENOSPC.*elsewhere\.\n$/),
      });
    }
    const silent = await cli.run(["patches", "a.py", "nope.py"], { cwd: folder, shell: '"$@" 2> /dev/full' });
    expect(silent).toMatchObject({ code: 2, stdout: expect.stringContaining("trapezoid") });
  });
});

describe("codepatch document", () => {
  it("prints, compares or writes; written code is the same but for docstrings", async () => {
    const folder = temporaryFolder({ "a.py": smooth });
    const file = path.join(folder, "a.py");
    const args = ["document", "a.py", "--function", "smooth", "--style", "google"];

    const json = JSON.parse((await cli.run([...args, "--json"], { cwd: folder })).stdout);
    expect(json).toMatchObject({ file: "a.py", functions: [{ name: "smooth", line: 4, style: "google" }] });
    expect(json.functions[0].status).toBe("written");
    expect(json.functions[0].docstring).toMatch(
      /^"""[\s\S]*Args:[\s\S]*signal[\s\S]*Raises:\s+ValueError[\s\S]*"""$/,
    );
    expect(Object.keys(json.functions[0].slots)).toEqual(
      expect.arrayContaining(["summary", "parameters", "raises"]),
    );

    const diff = await cli.run([...args, "--diff"], { cwd: folder });
    expect(diff.stdout).toMatch(/^--- a\/a\.py\n\+\+\+ b\/a\.py\n@@ /);
    expect(diff.stdout.split("\n").filter((line) => /^-(?!--)/.test(line))).toEqual([]);
    expect(readFileSync(file, "utf8")).toBe(smooth);

    chmodSync(file, 0o755);
    const written = await cli.run([...args, "--write"], { cwd: folder });
    expect(written.code).toBe(0);
    const after = readFileSync(file, "utf8");
    expect(after).toContain(json.functions[0].docstring);
    expect(
      after.replace(json.functions[0].docstring, "").replace(/\n\s*\n {4}if width/, "\n    if width"),
    ).toBe(smooth);
    expect(readdirSync(folder)).toEqual(["a.py"]);
    expect(await abstractTree(file)).toBe(
      await abstractTree(path.join(temporaryFolder({ "b.py": smooth }), "b.py")),
    );
  });

  it("renews a docstring of another style in the one that is asked for, the author's words kept", async () => {
    const folder = temporaryFolder({ "a.py": smooth });
    const args = ["document", "a.py", "--function", "trapezoid", "--style", "numpy", "--json"];
    const { functions } = JSON.parse((await cli.run(args, { cwd: folder })).stdout);
    expect(functions).toMatchObject([{ status: "written", style: "numpy" }]);
    expect(functions[0].docstring).toContain("Integrate by the trapezoidal rule.");
    expect(functions[0].docstring).toMatch(/Parameters\n {4}-{10}\n {4}values[^\n]*\n {8}Samples\./);
    expect(functions[0].docstring).not.toContain("Args:");
    const asked = await cli.run(["check", "a.py", "--style", "numpy", "--json"], { cwd: folder });
    expect(asked.stdout).toBe((await cli.run(["check", "a.py", "--json"], { cwd: folder })).stdout);
  });

  it("keeps CRLF and the byte order mark", async () => {
    const before = `\uFEFF${smooth.replaceAll("\n", "\r\n")}`;
    const folder = temporaryFolder({ "a.py": before });
    await cli.run(["document", "a.py", "--write"], { cwd: folder });
    const after = readFileSync(path.join(folder, "a.py"), "utf8");
    expect(after.startsWith("\uFEFFimport numpy")).toBe(true);
    expect(after.length).toBeGreaterThan(before.length);
    expect(after.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });

  it("documents only what is missing in a folder, and says so in JSON", async () => {
    const folder = temporaryFolder({
      "pkg/a.py": smooth,
      "pkg/b.py": "X = 1\n",
      "pkg/c.py": Uint8Array.of(0, 1),
    });
    const { code, stdout, stderr } = await cli.run(["document", ".", "--missing", "--write", "--json"], {
      cwd: folder,
    });
    expect(code).toBe(0);
    const { files, skipped } = JSON.parse(stdout);
    expect(files.map(({ file }: { file: string }) => file)).toEqual(["pkg/a.py", "pkg/b.py"]);
    const written = files[0].functions.filter(({ status }: { status: string }) => status === "written");
    expect(written.map(({ name }: { name: string }) => name)).toEqual(["smooth"]);
    expect(skipped).toEqual([{ file: "pkg/c.py", reason: expect.stringContaining("binary file") }]);
    expect(stderr).toContain("pkg/c.py is a binary file");
  });

  it("exits with 2 and one sentence for a file or function that is not there", async () => {
    const folder = temporaryFolder({ "a.py": smooth, "n.txt": "" });
    for (const [args, message] of [
      [["b.py"], /^b\.py does not exist; check the path\.\n$/],
      [["n.txt"], /^n\.txt is not in a language that CodePatch reads; .*\n$/],
      [["a.py", "--function", "zz"], /^codepatch: a\.py has no function zz; .*\n$/],
      [[".", "--function", "smooth"], /^\. is a folder; name a file in it\.\n$/],
      [["a.py", "--style", "nonsense"], /nonsense/],
    ] as const) {
      const { code, stderr } = await cli.run(["document", ...args], { cwd: folder });
      expect({ args, code }).toEqual({ args, code: 2 });
      expect(stderr).toMatch(message);
    }
  });

  it("exits with 3 when there is no such model", async () => {
    const folder = temporaryFolder({ "a.py": smooth });
    const { code, stderr } = await cli.run(["document", "a.py", "--model", "none"], { cwd: folder });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^codepatch: .*none.*\n$/);
  });

  it("leaves a file alone that changes while the engine works", async () => {
    // Long, so that the engine is still at work when the file changes.
    const before = smooth.repeat(60);
    const after = `${before}\nX = 1\n`;
    const folder = temporaryFolder({ "a.py": before });
    const file = path.join(folder, "a.py");
    const { code, stderr } = await cli.run(["document", "a.py", "--write", "--verbose"], {
      cwd: folder,
      onOutput: (_, output) => {
        if (output.includes("Loaded")) writeFileSync(file, after);
      },
    });
    expect(code).toBe(3);
    expect(stderr).toContain("a.py was changed meanwhile and was not written; run the command again.\n");
    expect(readFileSync(file, "utf8")).toBe(after);
  });

  it("keeps the file when the disk is full", async () => {
    const long = `${smooth}\n# ${"x".repeat(2000)}\n`;
    const folder = temporaryFolder({ "a.py": long });
    // No file may grow beyond one block of 512 or 1,024 bytes.
    const { code, stderr } = await cli.run(["document", "a.py", "--write"], {
      cwd: folder,
      shell: 'ulimit -f 1 && exec "$@"',
    });
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: "The disk is full and a.py was not changed; free some space.\n",
    });
    expect(readFileSync(path.join(folder, "a.py"), "utf8")).toBe(long);
    expect(readdirSync(folder)).toEqual(["a.py"]);
  });

  it.each([
    [1, "goes on with the other files when the engine is killed"],
    [4, "ends as one JSON document when the engine is killed again and again"],
  ])("%i time: %s", async (kills) => {
    // Long, so that each engine is at work when it is killed.
    const names = Array.from({ length: 6 }, (_, i) => `m${i}.py`);
    const folder = temporaryFolder(Object.fromEntries(names.map((name) => [name, smooth.repeat(20)])));
    let killed = 0;
    const { code, stdout, stderr } = await cli.run(["document", ".", "--write", "--json", "--verbose"], {
      cwd: folder,
      onOutput: ({ pid }, output) => {
        if (killed >= kills || output.split("Loaded ").length - 1 <= killed) return;
        killed++;
        const engine = execFileSync("pgrep", ["-P", `${pid}`], { encoding: "utf8" });
        process.kill(Number(engine), "SIGKILL");
      },
    });
    expect({ killed, code }).toEqual({ killed: kills, code: 3 });
    const { files, skipped, error } = JSON.parse(stdout);
    expect(files.length + kills).toBe(error === undefined ? names.length : kills);
    for (const [i, { file, reason }] of skipped.entries()) {
      expect(file).toBe(names[i]);
      expect(reason).toMatch(/^m\d\.py: The engine stopped while it worked on this; nothing was changed\. /);
      expect(readFileSync(path.join(folder, file), "utf8")).toBe(smooth.repeat(20));
    }
    if (kills === 4) expect(error).toMatch(/^The engine stopped 4 times .* restart the engine\.$/);
    else expect(error).toBeUndefined();
    expect(stderr).toContain(error ?? skipped[0].reason);
  });

  it("loses nothing when two of it write the same files", async () => {
    const names = Array.from({ length: 4 }, (_, i) => `m${i}.py`);
    const folder = temporaryFolder(Object.fromEntries(names.map((name) => [name, smooth])));
    const runs = await Promise.all(
      [1, 2].map(() => cli.run(["document", ".", "--write", "--json"], { cwd: folder })),
    );
    const alone = temporaryFolder({ "m0.py": smooth });
    await cli.run(["document", ".", "--write"], { cwd: alone });
    const expected = readFileSync(path.join(alone, "m0.py"), "utf8");
    expect(readdirSync(folder).sort()).toEqual(names);
    for (const name of names) expect(readFileSync(path.join(folder, name), "utf8")).toBe(expected);
    for (const { stdout } of runs) {
      const { skipped } = JSON.parse(stdout);
      for (const { file, reason } of skipped)
        expect(reason).toBe(`${file} was changed meanwhile and was not written; run the command again.`);
    }
  });

  // `timeout` ends what would wait for ever.
  it.runIf(process.platform === "linux")("is not held up by pipes and devices beside a file", async () => {
    const folder = temporaryFolder({ "b.py": smooth });
    execFileSync("mkfifo", ["a.py", "pyproject.toml"], { cwd: folder });
    symlinkSync("/dev/zero", path.join(folder, "c.py"));
    symlinkSync("/dev/zero", path.join(folder, ".gitignore"));
    const { code, stdout } = await cli.run(["document", ".", "--json"], {
      cwd: folder,
      shell: 'timeout -s KILL 60 "$@"',
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ files: [{ file: "b.py" }] });
  });

  it("stops at Ctrl-C without a half-written file", async () => {
    const names = Array.from({ length: 40 }, (_, i) => `m${i}.py`);
    const folder = temporaryFolder(Object.fromEntries(names.map((name) => [name, smooth])));
    let isSent = false;
    const { code, stderr } = await cli.run(["document", ".", "--write"], {
      cwd: folder,
      onOutput: (child, output) => {
        if (!isSent && output.includes("m1.py")) isSent = child.kill("SIGINT");
      },
    });
    expect(code).toBe(130);
    expect(stderr).toContain("Cancelled; what was not finished was not written.");
    const texts = names.map((name) => readFileSync(path.join(folder, name), "utf8"));
    expect(texts.some((text) => text === smooth)).toBe(true);
    expect(texts.every((text) => text === smooth || text.endsWith(smooth.slice(-60)))).toBe(true);
    expect(readdirSync(folder).sort()).toEqual([...names].sort());
  });

  it.runIf(process.platform === "linux")(
    "ends at Ctrl-C although the engine hangs, and ends the engine",
    async () => {
      const names = Array.from({ length: 40 }, (_, i) => `m${i}.py`);
      const folder = temporaryFolder(Object.fromEntries(names.map((name) => [name, smooth])));
      let engine = 0;
      const { code } = await cli.run(["document", ".", "--write"], {
        cwd: folder,
        onOutput: (child, output) => {
          if (engine > 0 || !output.includes("m1.py")) return;
          engine = Number(execFileSync("pgrep", ["-P", String(child.pid)], { encoding: "utf8" }));
          process.kill(engine, "SIGSTOP");
          child.kill("SIGINT");
        },
      });
      expect(code).toBe(130);
      expect(() => process.kill(engine, 0)).toThrow();
    },
  );
});

describe("codepatch comment", () => {
  it("prints a diff that adds comments only", async () => {
    const folder = temporaryFolder({ "a.py": smooth });
    const { code, stdout } = await cli.run(["comment", "a.py", "--function", "smooth"], { cwd: folder });
    expect(code).toBe(0);
    for (const line of stdout.split("\n").filter((line) => /^[+-](?![+-])/.test(line))) {
      expect(line).toMatch(/^\+\s*#/);
    }
    expect((await cli.run(["comment", "a.py"], { cwd: folder })).code).toBe(2);
  });
});

describe("codepatch check", () => {
  it("finds what is missing and what drifted, in three formats", async () => {
    const folder = temporaryFolder({ "a.py": smooth, "clean.py": '"""Nothing here."""\n' });
    const text = await cli.run(["check", "a.py"], { cwd: folder });
    expect(text.code).toBe(1);
    expect(text.stdout).toMatch(/^a\.py:4 smooth /m);
    expect(text.stdout).toContain("stepp");

    const json = JSON.parse((await cli.run(["check", "a.py", "--format", "json"], { cwd: folder })).stdout);
    expect(json.findings.length).toBe(text.stdout.trim().split("\n").length);
    for (const finding of json.findings) {
      expect(Object.keys(finding)).toEqual(["file", "line", "function", "code", "message"]);
    }
    const sarif = JSON.parse((await cli.run(["check", "a.py", "--format", "sarif"], { cwd: folder })).stdout);
    expect(sarif.runs[0].results.map((result: { ruleId: string }) => result.ruleId)).toEqual(
      json.findings.map((finding: { code: string }) => finding.code),
    );
    expect((await cli.run(["check", "clean.py"], { cwd: folder })).code).toBe(0);
  });
});

describe("codepatch convert", () => {
  it("rewrites docstrings word for word", async () => {
    const folder = temporaryFolder({ "a.py": smooth });
    const diff = await cli.run(["convert", "a.py", "--to", "numpy"], { cwd: folder });
    expect(diff.code).toBe(0);
    expect(diff.stdout).toContain("-    Args:\n-        values: Samples.\n");
    expect(diff.stdout).toContain("+    Parameters\n+    ----------\n+    values\n+        Samples.\n");
    expect(readFileSync(path.join(folder, "a.py"), "utf8")).toBe(smooth);
    const wrong = await cli.run(["convert", "a.py", "--to", "javadoc"], { cwd: folder });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/^codepatch: .*\n$/);
  });
});

describe("codepatch models, doctor, bench, dataset", () => {
  it("report on the machine in JSON", async () => {
    const models = JSON.parse((await cli.run(["models", "list", "--json"])).stdout);
    expect(Array.isArray(models.models)).toBe(true);
    const doctor = await cli.run(["doctor", "--json"]);
    expect(doctor.code).toBe(0);
    const checks: { name: string; status: string }[] = JSON.parse(doctor.stdout).checks;
    expect(checks.find(({ name }) => name === "parity")?.status).toBe("ok");
  });

  it("measure the functions of a file", async () => {
    const folder = temporaryFolder({ "a.py": smooth });
    const { code, stdout } = await cli.run(["bench", "a.py", "--json"], { cwd: folder });
    expect(code).toBe(0);
    const { rows, machine } = JSON.parse(stdout);
    const value = (name: string) => rows.find((row: { name: string }) => row.name === name)?.value;
    expect(value("docstring, median")).toBeGreaterThan(0);
    expect(value("engine memory with the model")).toBeGreaterThan(value("engine memory before the model"));
    expect(value("engine memory after idling")).toBe(0);
    expect(machine.cores).toBeGreaterThan(0);
  });

  it("cut a data set from a git repository, and refuse one without a licence", async () => {
    const folder = temporaryFolder({ "repo/a.py": documented });
    await commitAll(path.join(folder, "repo"));
    const args = ["dataset", "docstring", "repo", "--out", "data.jsonl.gz", "--json"];
    const refused = await cli.run(args, { cwd: folder });
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.stdout)).toEqual({
      error: expect.stringContaining("--licence-unknown-is-mine"),
    });
    const built = await cli.run([...args, "--licence-unknown-is-mine"], { cwd: folder });
    expect(JSON.parse(built.stdout)).toMatchObject({ kept: 1, byLanguage: { python: 1 } });
    const evaluated = await cli.run(["eval", "docstring", "data.jsonl.gz", "--json"], { cwd: folder });
    expect(JSON.parse(evaluated.stdout)).toMatchObject({ n: 1, skipped: {} });
  });

  it("cut several repositories at once to the same bytes as one after the other", async () => {
    const bodies = {
      tides: "return max(levels) - min(levels)",
      waves: "return sum(h * h for h in heights) / 16",
    };
    const names = Object.keys(bodies);
    const folder = temporaryFolder(
      Object.fromEntries(
        Object.entries(bodies).map(([name, body]) => [
          `${name}/a.py`,
          `def ${name}(${name === "tides" ? "levels" : "heights"}):\n    """Measure the ${name} of one day at a single gauge."""\n    ${body}\n`,
        ]),
      ),
    );
    for (const name of names) await commitAll(path.join(folder, name));
    const cut = async (jobs: string) => {
      const args = ["dataset", "docstring", ...names, "--licence-unknown-is-mine", "--json"];
      const built = await cli.run([...args, "--out", `${jobs}.gz`, "--jobs", jobs], { cwd: folder });
      expect(JSON.parse(built.stdout)).toMatchObject({ kept: 2 });
      return gunzipSync(readFileSync(path.join(folder, `${jobs}.gz`))).toString("utf8");
    };
    expect(await cut("2")).toBe(await cut("1"));
  });
});

describe("codepatch eval docstring", () => {
  it("measures beside both baselines", async () => {
    const line = (code: string, docstring: string, language = "python") =>
      JSON.stringify({ code, language, style: "google", docstring });
    const folder = temporaryFolder({
      "data.jsonl": [
        line(
          smooth.slice(20, smooth.indexOf("def trapezoid")).trim(),
          '"""Smooth a signal by a moving average."""',
        ),
        line("def mean(values):\n    return sum(values) / len(values)", "Mean of the values."),
        line("PERFORM X", "Nothing.", "cobol"),
      ].join("\n"),
      "broken.jsonl": '{"code": "def f(): pass"}\n',
    });
    const { code, stdout } = await cli.run(
      ["eval", "docstring", "data.jsonl", "--json", "--svg", "pictures/bars.svg"],
      { cwd: folder },
    );
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ n: 2, skipped: { "unsupported language": 1 } });
    expect(Object.keys(result.baselines)).toEqual(["name", "retrieval"]);
    expect(result.metrics.complete).toEqual({ value: 1, low: 1, high: 1 });
    expect(result.metrics.bitsPerByte.value).toBeGreaterThan(0);
    for (const { value, low, high } of Object.values<{ value: number; low: number; high: number }>(
      result.metrics,
    )) {
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
    const picture = readFileSync(path.join(folder, "pictures/bars.svg"), "utf8");
    for (const metric of Object.keys(result.metrics)) expect(picture).toContain(`>${metric}</text>`);
    const broken = await cli.run(["eval", "docstring", "broken.jsonl"], { cwd: folder });
    expect(broken.code).toBe(2);
    expect(broken.stderr).toMatch(/broken\.jsonl cannot be read at line 1 \(the field language is missing\)/);
  });
});

describe("codepatch eval docstring --calibrate --write", () => {
  it("tells the model how sure it must be, in its own manifest and in nothing else", async () => {
    const functions = ["mean", "sum", "least"].map((name) =>
      JSON.stringify({
        code: `def ${name}_of(values):\n    return ${name}(values)`,
        language: "python",
        style: "google",
        docstring: `Work out the ${name} of all that was measured.`,
      }),
    );
    const folder = temporaryFolder({ "data.jsonl": functions.join("\n"), "a.py": smooth });
    cpSync(tinyNarrator, path.join(folder, "mine"), { recursive: true });
    const manifest = path.join(folder, "mine/manifest.json");
    const before = JSON.parse(readFileSync(manifest, "utf8"));
    expect(before.confidence).toBeUndefined();
    const model = ["--model", "./mine"];
    const { code, stdout, stderr } = await cli.run(
      ["eval", "docstring", "data.jsonl", "--calibrate", "--write", ...model],
      { cwd: folder },
    );
    expect({ code, last: stderr.trim().split("\n").at(-1) }).toEqual({
      code: 0,
      last: `Written to ${manifest}.`,
    });
    const { confidence } = JSON.parse(stdout);
    // Three functions are no measurement: nothing of the model is believed.
    expect(confidence).toMatchObject({ summary: null, parameter: null });
    expect(JSON.parse(readFileSync(manifest, "utf8"))).toEqual({ ...before, confidence });
    const written = await cli.run(["document", "a.py", "--function", "smooth", "--json", ...model], {
      cwd: folder,
    });
    expect(written.code).toBe(0);
    expect(JSON.stringify(JSON.parse(written.stdout))).not.toContain("The model was unsure");
  });
});

describe("samples/", () => {
  it("can be documented as a whole, and then miss nothing", async () => {
    const folder = temporaryFolder();
    cpSync(path.join(root, "samples"), folder, { recursive: true });
    const written = await cli.run(["document", ".", "--write", "--json"], { cwd: folder });
    expect(written.code).toBe(0);
    const { files } = JSON.parse(written.stdout);
    expect(files.length).toBeGreaterThanOrEqual(5);
    const after = JSON.parse((await cli.run(["check", ".", "--json"], { cwd: folder })).stdout);
    expect(after.findings).toEqual([]);
  });
});

async function abstractTree(file: string): Promise<string> {
  const script = `
import ast, sys
tree = ast.parse(open(sys.argv[1], encoding="utf-8-sig").read())
for node in ast.walk(tree):
    body = getattr(node, "body", None)
    if isinstance(body, list) and body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and isinstance(body[0].value.value, str):
        del body[0]
print(ast.dump(tree))`;
  const { stdout } = await promisify(execFile)("python3", ["-c", script, file]);
  return stdout;
}
