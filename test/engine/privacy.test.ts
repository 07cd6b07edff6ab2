import { execFile, spawnSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEngine } from "../../src/client/engine.js";
import { bundleEngine, root, temporaryFolder, testSettings, tinyNarrator } from "../support/engine.js";

/**
 * ONNX Runtime for Linux, left alone, writes a device id into the home folder as soon as a session opens and looks up its
 * makers' host within 40 seconds. So no file means no telemetry; the log of system calls shows the sockets as well.
 */
let scratch: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  scratch = await temporaryFolder();
});
afterAll(() => scratch.remove());

const canTrace = spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0;

/** A program that runs Node with a home and a temporary folder of its own, without our variable and without those of continuous integration, where the runtime is silent; its system calls are logged. */
async function observedNode(name: string) {
  const folder = path.join(scratch.path, name);
  const [home, temporary] = [path.join(folder, "home"), path.join(folder, "tmp")];
  await mkdir(home, { recursive: true });
  await mkdir(temporary);
  const [program, calls] = [path.join(folder, "node"), path.join(folder, "calls")];
  const trace = canTrace ? `strace -f -qq -o '${calls}' -e trace=socket,openat,mkdir,unlink ` : "";
  const run = `exec env -u ORT_DISABLE_TELEMETRY -u CI -u GITHUB_ACTIONS -u TF_BUILD HOME='${home}' TMPDIR='${temporary}' ${trace}'${process.execPath}' "$@"\n`;
  await writeFile(program, `#!/bin/sh\n${run}`);
  await chmod(program, 0o755);
  return {
    program,
    filesLeft: async (): Promise<string[]> => [
      ...(await readdir(home, { recursive: true })),
      ...(await readdir(temporary, { recursive: true })),
    ],
    calls: async (): Promise<string[]> => (canTrace ? (await readFile(calls, "utf8")).split("\n") : []),
  };
}

test.runIf(process.platform === "linux")(
  "left alone, the runtime does leave traces: this test would see them",
  async () => {
    const { program, filesLeft } = await observedNode("alone");
    const script = `
    const { readdirSync } = require("node:fs");
    const { homedir, tmpdir } = require("node:os");
    const { InferenceSession } = require(${JSON.stringify(path.join(root, "node_modules/onnxruntime-node"))});
    const files = () => [homedir(), tmpdir()].flatMap((folder) => readdirSync(folder, { recursive: true }));
    const endWhenSeen = () => files().some((file) => file.includes("onnxruntime")) && process.exit();
    InferenceSession.create(${JSON.stringify(path.join(tinyNarrator, "onnx/model.onnx"))}).then(() => setInterval(endWhenSeen, 50));`;
    await promisify(execFile)(program, ["-e", script], { timeout: 120_000 });
    expect((await filesLeft()).join("\n")).toMatch(/onnxruntime/);
  },
);

test("the engine opens no socket to a network and writes to its storage folder only", async () => {
  const { program, filesLeft, calls } = await observedNode("engine");
  const storage = path.join(scratch.path, "storage");
  const engine = startEngine({
    enginePath: await bundleEngine(),
    execPath: program,
    settings: testSettings(storage, { provider: "auto" }),
  });
  const { checks } = await engine.request("engine/doctor", {});
  expect(checks.filter(({ status }) => status === "failed")).toEqual([]);
  await engine.request("engine/document", {
    document: { path: "a.py", language: "python", version: 1, text: "def add(a, b):\n    return a + b\n" },
    targets: { kind: "all" },
    missingOnly: false,
    style: "auto",
    conventions: {},
    priority: "interactive",
  });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await engine.dispose();

  expect(await filesLeft()).toEqual([]);
  expect(await readdir(storage)).toEqual(["engine.json"]);
  const log = await calls();
  expect(log.some((call) => call.includes("onnxruntime_binding.node"))).toBe(canTrace);
  expect(log.filter((call) => /socket\(AF_(INET|NETLINK)/.test(call))).toEqual([]);
  const written = log.flatMap(
    (call) => /openat\([^"]*"([^"]+)", [^,]*O_(?:WRONLY|RDWR|CREAT)/.exec(call)?.[1] ?? [],
  );
  expect(written.filter((file) => !file.startsWith(storage) && !file.startsWith("/dev/"))).toEqual([]);
}, 180_000);
