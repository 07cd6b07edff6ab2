import { spawnSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { isCodePatchError } from "../../src/base/errors.js";
import type { EngineClient } from "../../src/client/engine.js";
import { startEngine } from "../../src/client/engine.js";
import { withoutRepository } from "../../src/client/environment.js";
import {
  type DocumentParams,
  type EngineSettings,
  type EngineState,
  settingsVariable,
} from "../../src/protocol/messages.js";
import { testRepository } from "../git/support.js";
import { bundleEngine, temporaryFolder, testSettings, tinyNarrator } from "../support/engine.js";

// Each test starts processes; on a machine that is busy with other work they take their time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let enginePath: string;
let storage: Awaited<ReturnType<typeof temporaryFolder>>;
const engines: EngineClient[] = [];
beforeAll(async () => {
  storage = await temporaryFolder();
  enginePath = await bundleEngine();
});
afterEach(() => Promise.all(engines.splice(0).map((engine) => engine.dispose())));
afterAll(() => storage.remove());

function engineWith(
  changes: Partial<EngineSettings> = {},
  options: Partial<Parameters<typeof startEngine>[0]> = {},
) {
  const engine = startEngine({ enginePath, settings: testSettings(storage.path, changes), ...options });
  engines.push(engine);
  return engine;
}

const source = (functions: number): string =>
  Array.from(
    { length: functions },
    (_, i) =>
      `def measure_${i}(data, weight=${i}):\n    if weight < 0:\n        raise ValueError(weight)\n    return data * weight\n`,
  ).join("\n\n");

const documentParams = (functions: number, changes: Partial<DocumentParams> = {}): DocumentParams => ({
  document: { path: "sample.py", language: "python", version: 3, text: source(functions) },
  targets: { kind: "all" },
  missingOnly: false,
  style: "google",
  conventions: {},
  priority: "interactive",
  ...changes,
});

const failsWith = (code: Parameters<typeof isCodePatchError>[1], message = /./) =>
  expect.toSatisfy((error: unknown) => isCodePatchError(error, code) && message.test(error.message));

const isAlive = (pid: number | undefined): boolean => {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("a file is documented by the engine process, with progress, for the version it was asked for", async () => {
  const engine = engineWith();
  expect(engine.state).toEqual({ kind: "stopped" });
  const seen: string[] = [];
  const result = await engine.request("engine/document", documentParams(3), {
    onPartial: ({ id }) => seen.push(id),
  });
  expect(result.version).toBe(3);
  expect(result.functions.map(({ name }) => name)).toEqual(["measure_0", "measure_1", "measure_2"]);
  expect(new Set(seen).size).toBeGreaterThan(0);
  expect(engine.state).toMatchObject({ kind: "ready", model: { id: "tiny-narrator", provider: "cpu" } });
});

test("doctor finds what is there in order", async () => {
  const { checks } = await engineWith().request("engine/doctor", {});
  expect(checks.map(({ name, status }) => `${name}: ${status}`)).toEqual([
    "ONNX Runtime: ok",
    "models: ok",
    "model files: ok",
    "text model: ok",
    "parity: ok",
    // The models of the tests have no classifier.
    "parity of origin: warning",
    "speed: ok",
  ]);
});

describe("when the engine is killed", () => {
  test("while it streams, the request fails with the remedy and the next one starts a new engine", async () => {
    const engine = engineWith();
    const states: EngineState["kind"][] = [];
    engine.onState(({ kind }) => states.push(kind));
    let killed: number | undefined;
    const request = engine.request("engine/document", documentParams(60), {
      onPartial() {
        if (killed !== undefined || engine.pid === undefined) return;
        killed = engine.pid;
        process.kill(killed, "SIGKILL");
      },
    });
    await expect(request).rejects.toEqual(failsWith("engine-died", /Try again/));
    expect(isAlive(killed)).toBe(false);
    expect(states.at(-1)).toBe("degraded");
    const { functions } = await engine.request("engine/document", documentParams(1));
    expect(functions).toHaveLength(1);
    expect(engine.pid).not.toBe(killed);
    expect(engine.state.kind).toBe("ready");
  });

  test("again and again, it stays down until it is restarted by hand", async () => {
    const engine = engineWith();
    for (let crash = 0; crash < 4; crash++) {
      const request = engine.request("engine/document", documentParams(60), {
        onPartial: () => engine.pid !== undefined && process.kill(engine.pid, "SIGKILL"),
      });
      await expect(request).rejects.toEqual(failsWith("engine-died"));
    }
    expect(engine.state.kind).toBe("failed");
    await expect(engine.request("engine/models", { action: "list" })).rejects.toEqual(
      failsWith("engine-unavailable", /restart the engine/),
    );
    await engine.restart();
    expect((await engine.request("engine/models", { action: "list" })).models).toHaveLength(1);
  });
});

test("an engine that cannot start gives an error, not a hang", async () => {
  const broken = path.join(storage.path, "broken.js");
  await writeFile(broken, "console.error('no such library'); process.exit(7);");
  const engine = engineWith({}, { enginePath: broken });
  await expect(engine.request("engine/models", { action: "list" })).rejects.toEqual(failsWith("engine-died"));
  const missing = engineWith({}, { execPath: path.join(storage.path, "no-such-node") });
  await expect(missing.request("engine/models", { action: "list" })).rejects.toEqual(
    failsWith("engine-died"),
  );
});

describe("cancellation", () => {
  test("of a request under way ends it before the next function, and the engine goes on", async () => {
    const engine = engineWith();
    const controller = new AbortController();
    let done = 0;
    const request = engine.request("engine/document", documentParams(200), {
      signal: controller.signal,
      onPartial(partial) {
        done = partial.done;
        controller.abort();
      },
    });
    await expect(request).rejects.toEqual(failsWith("cancelled"));
    expect(done).toBeLessThan(100);
    expect((await engine.request("engine/document", documentParams(1))).functions).toHaveLength(1);
  });

  test.runIf(process.platform !== "win32")(
    "of an engine that hangs ends as well, and so does the engine",
    async () => {
      const engine = engineWith();
      await engine.request("engine/models", { action: "list" });
      const { pid = 0 } = engine;
      process.kill(pid, "SIGSTOP");
      const controller = new AbortController();
      const request = engine.request("engine/document", documentParams(1), { signal: controller.signal });
      controller.abort();
      await expect(request).rejects.toEqual(failsWith("cancelled"));
      await engine.restart();
      expect(isAlive(pid)).toBe(false);
      expect((await engine.request("engine/document", documentParams(1))).functions).toHaveLength(1);
    },
  );

  test("before the start does not start the engine", async () => {
    const engine = engineWith();
    const request = engine.request("engine/document", documentParams(1), { signal: AbortSignal.abort() });
    await expect(request).rejects.toEqual(failsWith("cancelled"));
    expect(engine.state.kind).toBe("stopped");
  });
});

test("what a person waits for overtakes what is computed ahead", async () => {
  const engine = engineWith();
  const order: string[] = [];
  const background = engine
    .request("engine/document", documentParams(30, { priority: "background" }))
    .then(() => order.push("background"));
  // The model has loaded and the long request is under way.
  await engine
    .request("engine/document", documentParams(1, { style: "numpy" }))
    .then(() => order.push("interactive"));
  await background;
  expect(order).toEqual(["interactive", "background"]);
});

test("an editor that git has started for one repository reads the others as well", async () => {
  const [opened, other] = [testRepository(), testRepository()];
  try {
    opened.write("tide.py", source(1));
    opened.commit("Add tide");
    other.write("wave.py", source(1));
    other.commit("Add wave");
    vi.stubEnv("GIT_DIR", path.join(other.root, ".git"));
    vi.stubEnv("GIT_INDEX_FILE", path.join(other.root, ".git", "index"));
    const engine = engineWith({}, { env: withoutRepository });
    const { document } = documentParams(1);
    const tide = { ...document, path: path.join(opened.root, "tide.py") };
    const { problems } = await engine.request("engine/origin", { document: tide, evidence: "declared" });
    expect(problems).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
    opened.remove();
    other.remove();
  }
});

test("two clients at once get the same answers as one", async () => {
  const [first, second] = [engineWith(), engineWith()];
  const alone = await first.request("engine/document", documentParams(4));
  const both = await Promise.all([
    first.request("engine/document", documentParams(4)),
    second.request("engine/document", documentParams(4)),
  ]);
  expect(both).toEqual([alone, alone]);
  expect(first.pid).not.toBe(second.pid);
});

test("an idle engine ends, and comes back when it is needed", async () => {
  const engine = engineWith({}, { idleMinutes: 0.002 });
  let pid: number | undefined;
  const stopped = new Promise<void>((resolve) => {
    engine.onState(({ kind }) => {
      if (kind === "ready") pid = engine.pid;
      if (kind === "stopped") resolve();
    });
  });
  await engine.request("engine/models", { action: "list" });
  await stopped;
  expect(pid).toBeGreaterThan(0);
  await expect.poll(() => isAlive(pid), { timeout: 60_000 }).toBe(false);
  expect((await engine.request("engine/models", { action: "list" })).models).toHaveLength(1);
});

describe("the engine leaves when its client is killed", () => {
  /** Starts an engine, runs `script` with it as `child` in a process that kills itself there, and returns the engine's number. */
  function orphaned(script: string, env: NodeJS.ProcessEnv = {}): number {
    const variables = { ...env, [settingsVariable]: JSON.stringify(testSettings(storage.path)) };
    const client = `
      const env = { ...process.env, ...${JSON.stringify(variables)} };
      const stdio = ["ignore", "ignore", "pipe", "ipc"];
      const child = require("node:child_process").fork(${JSON.stringify(enginePath)}, [], { stdio, env });
      const leave = () => {
        require("node:fs").writeSync(1, String(child.pid));
        process.kill(process.pid, "SIGKILL");
      };
      ${script}`;
    const { stdout } = spawnSync(process.execPath, ["-e", client], { encoding: "utf8" });
    const pid = Number(stdout);
    onTestFinished(() => {
      if (isAlive(pid)) process.kill(pid, "SIGKILL");
    });
    return pid;
  }

  test("as it waits for work", async () => {
    const pid = orphaned('child.once("message", leave);');
    expect(pid).toBeGreaterThan(0);
    await expect.poll(() => isAlive(pid), { timeout: 60_000 }).toBe(false);
  });

  test("as it is in a loop and hears nothing", async () => {
    const loop = path.join(storage.path, "loop.cjs");
    const loops = 'process.once("message", () => { require("node:fs").writeSync(2, "looping"); for (;;); });';
    await writeFile(loop, `if (require("node:worker_threads").isMainThread) ${loops}`);
    const script =
      'child.once("message", () => child.send({})); child.stderr.on("data", (text) => String(text).includes("looping") && leave());';
    const pid = orphaned(script, { NODE_OPTIONS: `--require "${loop}"` });
    expect(pid).toBeGreaterThan(0);
    await expect.poll(() => isAlive(pid), { timeout: 60_000 }).toBe(false);
  });
});

test.runIf(process.platform !== "win32")(
  "an engine that can write nothing, as on a full disk, works without its memory and leaves no halves",
  async () => {
    const full = await temporaryFolder();
    const node = path.join(storage.path, "node-on-a-full-disk");
    await writeFile(node, `#!/bin/sh\nulimit -f 0\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 });
    const settings = testSettings(full.path, {});
    const engine = engineWith({}, { execPath: node, settings });
    const { functions } = await engine.request("engine/document", documentParams(1));
    expect(functions.map(({ status }) => status)).toEqual(["written"]);
    const { checks } = await engine.request("engine/doctor", {});
    expect(checks.filter(({ status }) => status === "failed")).toEqual([]);
    expect(await readdir(full.path, { recursive: true })).not.toContainEqual(expect.stringMatching(/tmp$/));
    await full.remove();
  },
);

describe("models that cannot be used", () => {
  async function brokenModel(
    name: string,
    breakIt: (folder: string) => Promise<void>,
  ): Promise<EngineClient> {
    const models = path.join(storage.path, name);
    const folder = path.join(models, "tiny-narrator");
    await cp(tinyNarrator, folder, { recursive: true });
    await breakIt(folder);
    return engineWith({ modelFolders: [models], textModel: "" });
  }

  const changeManifest = (change: (manifest: Record<string, unknown>) => void) => async (folder: string) => {
    const file = path.join(folder, "manifest.json");
    const manifest = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
    change(manifest);
    await writeFile(file, JSON.stringify(manifest));
  };

  test("truncated graph", async () => {
    const engine = await brokenModel("truncated", (folder) =>
      truncate(path.join(folder, "onnx/model.onnx"), 1000),
    );
    const request = engine.request("engine/document", documentParams(1));
    await expect(request).rejects.toEqual(
      failsWith("model-corrupt", /1000 bytes instead of \d+; install the model again/),
    );
    expect(engine.state.kind).toBe("degraded");
    const { models } = await engine.request("engine/models", { action: "verify" });
    expect(models[0]?.status).toMatchObject({ kind: "broken" });
    const { checks } = await engine.request("engine/doctor", {});
    expect(checks.find(({ name }) => name === "model files")?.status).toBe("failed");
  });

  test("one changed byte, also after the file was right once", async () => {
    const engine = await brokenModel("changed", async () => {});
    await engine.request("engine/document", documentParams(1));
    const file = path.join(storage.path, "changed/tiny-narrator/onnx/model.onnx");
    const bytes = await readFile(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await writeFile(file, bytes);
    await engine.restart();
    await expect(engine.request("engine/document", documentParams(1))).rejects.toEqual(
      failsWith("model-corrupt", /SHA-256/),
    );
  });

  test("damaged manifest", async () => {
    const engine = await brokenModel("damaged", (folder) =>
      writeFile(path.join(folder, "manifest.json"), '{"format": 1'),
    );
    await expect(engine.request("engine/document", documentParams(1))).rejects.toEqual(
      failsWith("model-corrupt"),
    );
  });

  test("model of another task", async () => {
    const engine = await brokenModel(
      "other",
      changeManifest((manifest) => {
        Object.assign(manifest, { task: "embedding", width: 8, queryTokens: 8, codeTokens: 8 });
      }),
    );
    await engine.restart({ ...testSettings(storage.path), modelFolders: [path.join(storage.path, "other")] });
    await expect(engine.request("engine/document", documentParams(1))).rejects.toEqual(
      failsWith("model-wrong-task", /choose a text model/),
    );
  });

  test("graph that is not what its manifest says", async () => {
    const engine = await brokenModel(
      "lying",
      changeManifest((manifest) => {
        manifest.headSize = 32;
      }),
    );
    await expect(engine.request("engine/document", documentParams(1))).rejects.toEqual(
      failsWith("model-corrupt", /another shape/),
    );
  });

  test("none at all: the facts are written and the result says what is missing", async () => {
    await mkdir(path.join(storage.path, "empty"), { recursive: true });
    const engine = engineWith({ modelFolders: [path.join(storage.path, "empty")], textModel: "" });
    const { functions } = await engine.request("engine/document", documentParams(1));
    expect(functions[0]?.notes.join(" ")).toMatch(/no text model .* add one/);
    expect(engine.state.kind).toBe("degraded");
  });
});
