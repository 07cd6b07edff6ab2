import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { isCodePatchError } from "../../src/base/errors.js";
import { type EngineClient, startEngine } from "../../src/client/engine.js";
import { installModel } from "../../src/inference/install.js";
import { forgetful } from "../../src/inference/storage.js";
import { listModels } from "../../src/inference/store.js";
import { verifyModel } from "../../src/inference/verify.js";
import { bundleEngine, modelsFolder, root, temporaryFolder, testSettings } from "../support/engine.js";
import { type HubServer, serve, startHub } from "./hubServer.js";
import { never } from "./tiny.js";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const narrator = path.join(modelsFolder, "tiny-narrator");
let enginePath: string;
let hub: HubServer;
let storage: Awaited<ReturnType<typeof temporaryFolder>>;
let engines: EngineClient[] = [];
beforeAll(async () => {
  enginePath = await bundleEngine();
  hub = await startHub(path.join(root, "test/fixtures/hub"));
});
beforeEach(async () => {
  storage = await temporaryFolder();
});
afterEach(async () => {
  await Promise.all(engines.map((engine) => engine.dispose()));
  engines = [];
  hub.mischief = () => false;
  await storage.remove();
});
afterAll(() => hub.close());

const models = (): string => path.join(storage.path, "models");

/** Starts processes that install `source` at the same moment. */
async function installTogether(source: string, processes: number): Promise<PromiseSettledResult<unknown>[]> {
  engines = Array.from({ length: processes }, () =>
    startEngine({ enginePath, settings: testSettings(storage.path, { mirror: hub.url }) }),
  );
  await Promise.all(engines.map((engine) => engine.request("engine/models", { action: "list" })));
  return Promise.allSettled(
    engines.map((engine) => engine.request("engine/models", { action: "add", source })),
  );
}

async function expectSound(id: string): Promise<void> {
  const [model] = await listModels([models()]);
  if (model === undefined || isCodePatchError(model.manifest)) throw new Error("not installed");
  expect(model.name).toBe(id);
  await verifyModel(model.folder, model.manifest, forgetful, never);
}

test("processes that install a model at the same moment leave it whole", async () => {
  await installModel(narrator, { models: models(), signal: never, onProgress() {} });
  for (let round = 0; round < 3; round++) {
    const results = await installTogether(narrator, 4);
    expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
    await expectSound("tiny-narrator");
    expect(await readdir(models())).toEqual(["tiny-narrator"]);
    await Promise.all(engines.map((engine) => engine.dispose()));
  }
});

/** Answers a little later, so that downloads of several processes overlap. */
const slowly: HubServer["mischief"] = (request, body, response) => {
  setTimeout(() => serve(request, body, response), 100);
  return true;
};

test("processes that download a model at the same moment do not write to each other's files", async () => {
  hub.mischief = slowly;
  const results = await installTogether("owner/tiny-llama", 3);
  expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
  await expectSound("tiny-llama");
  expect(await readdir(models())).toEqual(["tiny-llama"]);
});

test("a download whose process was killed is completed by the next one", async () => {
  let killed = false;
  hub.mischief = ({ path: file }, body, response) => {
    if (killed || !file.endsWith(".onnx")) return false;
    killed = true;
    response.writeHead(200, { "content-length": body.length }).write(body.subarray(0, 3));
    process.kill(engines[0]?.pid ?? 0, "SIGKILL");
    return true;
  };
  const [first] = await installTogether("owner/tiny-llama", 1);
  expect(first).toMatchObject({ status: "rejected", reason: { code: "engine-died" } });
  expect(await listModels([models()])).toEqual([]);
  hub.requests.length = 0;
  const [second] = await installTogether("owner/tiny-llama", 1);
  expect(second).toMatchObject({ status: "fulfilled" });
  expect(hub.requests.filter(({ path: file }) => file === "tokenizer.json")).toEqual([]);
  await expectSound("tiny-llama");
  expect(await readdir(models())).toEqual(["tiny-llama"]);
});

test("what was downloaded and is wrong is not kept for the next attempt", async () => {
  const withManifest = await startHub(modelsFolder);
  const install = () =>
    installModel("owner/tiny-narrator", {
      models: models(),
      mirror: withManifest.url,
      signal: never,
      onProgress() {},
    });
  try {
    await mkdir(path.join(models(), ".owner--tiny-narrator.part"), { recursive: true });
    await writeFile(path.join(models(), ".owner--tiny-narrator.part/tokenizer.json"), "{}");
    await expect(install()).rejects.toMatchObject({ code: "model-corrupt" });
    await install();
    await expectSound("tiny-narrator");
  } finally {
    await withManifest.close();
  }
});

test.runIf(process.platform !== "win32")(
  "a disk that is full ends with a sentence, and the model that was there stays",
  async () => {
    const file = path.join(storage.path, "node-on-a-full-disk");
    const settings = testSettings(storage.path);
    await installModel(narrator, { models: models(), signal: never, onProgress() {} });
    await writeFile(file, `#!/bin/sh\nulimit -f 0\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 });
    const engine = startEngine({ enginePath, settings, execPath: file });
    engines.push(engine);
    await expect(engine.request("engine/models", { action: "add", source: narrator })).rejects.toMatchObject({
      code: "write-failed",
      message: expect.stringMatching(/^The model could not be installed in .*free some disk space/),
    });
    await expectSound("tiny-narrator");
    expect(await readdir(models())).toEqual(["tiny-narrator"]);
  },
);
