import { cp, mkdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ErrorCode, isCodePatchError } from "../../src/base/errors.js";
import { readManifest, textManifest } from "../../src/inference/manifest.js";
import { checkParity } from "../../src/inference/parity.js";
import { loadWithBestProvider } from "../../src/inference/providers.js";
import { forgetful, openMemory } from "../../src/inference/storage.js";
import { findTextModel, listModels } from "../../src/inference/store.js";
import { threadCount } from "../../src/inference/threads.js";
import { verifyModel } from "../../src/inference/verify.js";
import { temporaryFolder, tinyNarrator } from "../support/engine.js";
import { loadTiny, log, never } from "./tiny.js";

let scratch: Awaited<ReturnType<typeof temporaryFolder>>;
let folder: string;
beforeEach(async () => {
  scratch = await temporaryFolder();
  folder = path.join(scratch.path, "models/tiny-narrator");
  await cp(tinyNarrator, folder, { recursive: true });
});
afterEach(() => scratch.remove());

const failsWith = (code: ErrorCode, message: RegExp) =>
  expect.toSatisfy((error: unknown) => isCodePatchError(error, code) && message.test(error.message));
const memory = () => openMemory(path.join(scratch.path, "storage"), "engine.json");
const verify = async (memoryUsed = memory()): Promise<void> =>
  verifyModel(folder, await readManifest(folder), memoryUsed, never);

describe("verification", () => {
  test("refuses a missing, a shortened and a changed file", async () => {
    const graph = path.join(folder, "onnx/model.onnx");
    const bytes = await readFile(graph);
    await verify();
    await writeFile(graph, bytes.subarray(1));
    await expect(verify()).rejects.toEqual(failsWith("model-corrupt", /bytes instead of/));
    await writeFile(
      graph,
      bytes.map((byte, i) => (i === 99 ? byte ^ 1 : byte)),
    );
    await expect(verify()).rejects.toEqual(failsWith("model-corrupt", /SHA-256/));
    await rm(graph);
    await expect(verify()).rejects.toEqual(failsWith("model-corrupt", /cannot be read/));
  });

  test("facts that are learned at the same time are all remembered", async () => {
    const facts = memory();
    const keys = Array.from({ length: 20 }, (_, i) => `key ${i}`);
    await Promise.all(keys.map((key) => facts.set(key, key)));
    expect(await Promise.all(keys.map((key) => memory().get(key)))).toEqual(keys);
  });

  test("remembers a right file by its size and time, and trusts nothing when told so", async () => {
    const file = path.join(folder, "tokenizer.json");
    await verify();
    const time = new Date(1_700_000_000_000);
    await utimes(file, time, time);
    await verify();
    // The same size and time with other content: only reading it again can tell.
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace("Ġ", "ġ"));
    await utimes(file, time, time);
    await verify();
    await expect(verify(forgetful)).rejects.toEqual(failsWith("model-corrupt", /tokenizer\.json/));
  });

  test("works without a place to remember", async () => {
    await writeFile(path.join(scratch.path, "storage"), "a file where the folder should be");
    await verify();
    expect(await memory().get("anything")).toBeUndefined();
  });
});

describe("finding a model", () => {
  const models = (): string[] => [path.join(scratch.path, "models")];

  test("by id, by folder, or the first text model", async () => {
    for (const wanted of ["", "tiny-narrator", folder]) {
      expect(await findTextModel(models(), wanted)).toMatchObject({
        folder,
        manifest: { id: "tiny-narrator" },
      });
    }
  });

  test("says what is missing or broken", async () => {
    await expect(findTextModel(models(), "other")).rejects.toEqual(
      failsWith("model-missing", /no model other .* add one/),
    );
    await expect(findTextModel([path.join(scratch.path, "none")], "")).rejects.toEqual(
      failsWith("model-missing", /no text model/),
    );
    await expect(findTextModel([], path.join(scratch.path, "none"))).rejects.toEqual(
      failsWith("model-missing", /no model in/),
    );
    await writeFile(path.join(folder, "manifest.json"), "{}");
    await expect(findTextModel(models(), "")).rejects.toEqual(failsWith("model-corrupt", /format is not 1/));
    expect((await listModels(models()))[0]?.manifest).toSatisfy((manifest) =>
      isCodePatchError(manifest, "model-corrupt"),
    );
  });

  test("passes over what is being installed and folders without a manifest", async () => {
    await cp(folder, path.join(scratch.path, "models/.half.part"), { recursive: true });
    await mkdir(path.join(scratch.path, "models/training"));
    expect((await listModels(models())).map(({ name }) => name)).toEqual(["tiny-narrator"]);
  });
});

describe("parity", () => {
  test.each(["fp32", "int4"])("holds for the variant %s", async (variant) => {
    const model = await loadTiny(variant);
    const parity = await checkParity(tinyNarrator, model, never);
    expect(parity?.logits).toBe(32);
    expect(parity?.largestDifference).toBeLessThanOrEqual(parity?.tolerance ?? 0);
    await model.release();
  });

  test("fails for logits of another model", async () => {
    const model = await loadTiny();
    const file = path.join(folder, "parity.json");
    const json = JSON.parse(await readFile(file, "utf8")) as { cases: { top: [number, number][][] }[] };
    const first = json.cases[0]?.top[0]?.[0];
    if (first) first[1] += 0.01;
    await writeFile(file, JSON.stringify(json));
    expect((await checkParity(folder, model, never))?.largestDifference).toBeCloseTo(0.01, 3);
    await writeFile(file, '{"cases": []}');
    await expect(checkParity(folder, model, never)).rejects.toEqual(failsWith("model-corrupt", /tolerance/));
    await model.release();
  });
});

describe("the provider", () => {
  const loadAuto = async (remembered = memory()) => {
    const context = { threads: 1, memory: remembered, log };
    const model = await loadWithBestProvider(
      folder,
      textManifest(await readManifest(folder)),
      "auto",
      context,
      never,
    );
    await model.release();
    return model.provider;
  };

  test("is chosen once by a timed test and then remembered", async () => {
    const provider = await loadAuto();
    const stored = JSON.parse(
      await readFile(path.join(scratch.path, "storage/engine.json"), "utf8"),
    ) as Record<string, unknown>;
    const key = Object.keys(stored).find((name) => name.startsWith("provider tiny-narrator"));
    expect(stored[key ?? ""]).toBe(provider);
    expect(
      await loadAuto({
        get: async (name) => (name.startsWith("provider") ? "cpu" : undefined),
        set: async () => {},
      }),
    ).toBe("cpu");
  });

  test("that ended the process when it was tried is not tried again", async () => {
    const tried: string[] = [];
    const provider = await loadAuto({
      get: async (name) => (name.startsWith("trial") ? "started" : undefined),
      set: async (name) => void tried.push(name),
    });
    expect(provider).toBe("cpu");
    expect(tried.filter((name) => name.startsWith("trial"))).toEqual([]);
  });
});

test("threads leave a core to the editor, and a wish is kept within what there is", async () => {
  expect(await threadCount(0)).toBeGreaterThanOrEqual(1);
  expect(await threadCount(0)).toBeLessThan(Math.max(2, os.availableParallelism()));
  expect(await threadCount(1)).toBe(1);
  expect(await threadCount(10_000)).toBe(os.availableParallelism());
});
