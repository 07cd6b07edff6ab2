import { cp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isCodePatchError } from "../../src/base/errors.js";
import { deriveManifest } from "../../src/inference/huggingFace.js";
import { argmax } from "../../src/inference/logits.js";
import { loadTextModel, type TextModel } from "../../src/inference/model.js";
import { chatPrompt } from "../../src/inference/prompt.js";
import { createTokenizer } from "../../src/inference/tokenizer.js";
import { root, temporaryFolder } from "../support/engine.js";
import { expectSame, never } from "./tiny.js";

const hub = path.join(root, "test/fixtures/hub");

interface Reference {
  readonly prompt: string;
  readonly input_ids: readonly number[];
  readonly answer: readonly number[];
}

const referenceOf = async (name: string): Promise<Reference> =>
  JSON.parse(await readFile(path.join(hub, name, "reference.json"), "utf8")) as Reference;

const load = async (name: string): Promise<TextModel> =>
  loadTextModel(path.join(hub, name), await deriveManifest(path.join(hub, name), name), {
    provider: "cpu",
    threads: 1,
  });

test.each([
  [
    "tiny-llama",
    {
      architecture: "llama",
      layers: 2,
      keyValueHeads: 2,
      headSize: 8,
      contextLength: 256,
      chatTemplate: "chat_template.jinja",
    },
  ],
  [
    "tiny-qwen2",
    {
      architecture: "qwen2",
      layers: 2,
      keyValueHeads: 2,
      headSize: 8,
      tokenizerConfig: "tokenizer_config.json",
    },
  ],
  ["tiny-gemma", { architecture: "gemma", layers: 2, keyValueHeads: 1, headSize: 8, endTokens: ["<|end|>"] }],
  ["tiny-t5", { architecture: "t5", layers: 2, keyValueHeads: 4, headSize: 8, startToken: "<|pad|>" }],
])("the manifest of %s is read from its configuration", async (name, expected) => {
  const manifest = await deriveManifest(path.join(hub, name), name);
  expect(manifest).toMatchObject({
    ...expected,
    promptFormat: "chat",
    kvCache: "append",
    vocabularySize: 384,
  });
});

describe.each(["tiny-llama", "tiny-qwen2", "tiny-gemma"])("%s, exported for the hub", (name) => {
  let model: TextModel;
  beforeAll(async () => {
    model = await load(name);
  });
  afterAll(() => model.release());

  test("decodes what PyTorch decoded, however the prompt is fed", async () => {
    const { input_ids: ids, answer } = await referenceOf(name);
    for (const chunk of [ids.length, 4]) {
      const cache = model.decoder.createCache(1, 64);
      let logits: Float32Array = new Float32Array();
      for (let start = 0; start < ids.length; start += chunk) {
        const tokens = ids.slice(start, start + chunk);
        logits = await cache.feed(0, tokens, [tokens.length - 1]);
      }
      const decoded: number[] = [];
      while (decoded.length < answer.length) {
        const token = logits.indexOf(Math.max(...logits));
        decoded.push(token);
        logits = await cache.step([token]);
      }
      expect(decoded).toEqual(answer);
    }
  });

  test("answers several slots as it answers each alone, and goes on after truncation", async () => {
    const slots = ["Summary: ", "Parameter left: ", "Returns: "].map((open) => ({ open, maxTokens: 10 }));
    const together = await model.generator.generate("def add(left, right): ...", slots, {}, never);
    await model.generator.generate("def sub(left): ...", slots, {}, never);
    for (const [i, slot] of slots.entries()) {
      const [alone] = await model.generator.generate("def add(left, right): ...", [slot], {}, never);
      expectSame(alone, together[i]);
    }
    const beams = await model.generator.generate("def add(left, right): ...", slots, { beams: 2 }, never);
    expect(beams).toHaveLength(3);
  });
});

test("a graph in half precision, cache and logits included, decodes what PyTorch decoded", async () => {
  const scratch = await temporaryFolder();
  await cp(path.join(hub, "tiny-llama"), scratch.path, { recursive: true });
  await rm(path.join(scratch.path, "onnx/model.onnx"));
  const manifest = await deriveManifest(scratch.path, "half");
  expect(manifest.variants).toEqual({ fp16: { model: "onnx/model_fp16.onnx", kvType: "float16" } });
  const model = await loadTextModel(scratch.path, manifest, { provider: "cpu", threads: 1 });
  const { input_ids: ids, answer } = await referenceOf("tiny-llama");
  const cache = model.decoder.createCache(1, 64);
  const prompt = await cache.feed(0, ids, [0, ids.length - 1]);
  let logits = prompt.slice(manifest.vocabularySize);
  const decoded: number[] = [];
  while (decoded.length < 6) {
    decoded.push(argmax(logits, 0, manifest.vocabularySize));
    logits = new Float32Array(await cache.step(decoded.slice(-1)));
  }
  expect(decoded).toEqual(answer.slice(0, 6));
  await model.release();
  await scratch.remove();
});

test("chat templates are applied, from either place; a base model gets the text as it is", async () => {
  const prompts: string[] = [];
  for (const name of ["tiny-llama", "tiny-qwen2", "tiny-gemma"]) {
    const folder = path.join(hub, name);
    const tokenizer = createTokenizer(await readFile(path.join(folder, "tokenizer.json"), "utf8"), name);
    const tokenizerConfig = await readFile(path.join(folder, "tokenizer_config.json"), "utf8");
    const template = await readFile(path.join(folder, "chat_template.jinja"), "utf8").catch(() => undefined);
    const encode = chatPrompt(
      tokenizer,
      { tokenizerConfig, ...(template !== undefined && { template }) },
      name,
    );
    prompts.push(
      encode("code", "Summary: ")
        .map((id) => tokenizer.tokenOf(id))
        .join("")
        .replaceAll("Ċ", "\n"),
    );
  }
  const chat = "<|subject|>user\ncode<|end|>\n<|subject|>assistant\nSummary:";
  expect(prompts).toEqual([chat, chat, "codeSummary:"]);
});

describe("tiny-t5, an encoder-decoder", () => {
  let model: TextModel;
  beforeAll(async () => {
    model = await load("tiny-t5");
  });
  afterAll(() => model.release());

  test("decodes what PyTorch decoded", async () => {
    const { prompt, answer } = await referenceOf("tiny-t5");
    const [result] = await model.generator.generate(
      prompt,
      [{ open: "", maxTokens: answer.length }],
      {},
      never,
    );
    expect(result?.text).toBe(model.decoder.tokenizer.decode(answer));
  });

  test("answers several slots as it answers each alone, with beams too", async () => {
    const { prompt } = await referenceOf("tiny-t5");
    const slots = ["Summary: ", "Parameter left: ", "Summary: of"].map((open) => ({ open, maxTokens: 10 }));
    for (const options of [{}, { beams: 3 }]) {
      const together = await model.generator.generate(prompt, slots, options, never);
      for (const [i, slot] of slots.entries()) {
        const [alone] = await model.generator.generate(prompt, [slot], options, never);
        expectSame(alone, together[i]);
      }
    }
  });

  test("scores token by token what it scores at once", async () => {
    const { prompt } = await referenceOf("tiny-t5");
    const scored = await model.generator.score(prompt, "left right", never);
    expect(scored.tokens).toBe(model.generator.countTokens("left right") + 1);
    expect(scored.nats).toBeGreaterThan(0);
  });
});

describe("folders that are no such model", () => {
  let scratch: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    scratch = await temporaryFolder();
  });
  afterAll(() => scratch.remove());

  const spoiled = async (name: string, spoil: (folder: string) => Promise<void>): Promise<unknown> => {
    const folder = path.join(scratch.path, name);
    await cp(path.join(hub, "tiny-llama"), folder, { recursive: true });
    await spoil(folder);
    return deriveManifest(folder, name).catch((error: unknown) => error);
  };
  const setConfig = (changes: object) => async (folder: string) => {
    const file = path.join(folder, "config.json");
    await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, "utf8")), ...changes }));
  };

  test.each([
    [
      "unknown family",
      setConfig({ model_type: "mamba" }),
      "model-unsupported",
      /type mamba is not supported/,
    ],
    ["no layers", setConfig({ num_hidden_layers: null }), "model-corrupt", /num_hidden_layers/],
    [
      "no graph",
      (folder: string) => rm(path.join(folder, "onnx"), { recursive: true }),
      "model-corrupt",
      /no onnx\/model\.onnx/,
    ],
    [
      "no tokenizer",
      (folder: string) => rm(path.join(folder, "tokenizer.json")),
      "model-corrupt",
      /tokenizer\.json/,
    ],
    [
      "a graph that is none",
      (folder: string) => writeFile(path.join(folder, "onnx/model.onnx"), "onnx"),
      "model-corrupt",
      /does not open/,
    ],
    [
      "an encoder's graph",
      (folder: string) =>
        cp(path.join(hub, "tiny-t5/onnx/encoder_model.onnx"), path.join(folder, "onnx/model.onnx")),
      "model-corrupt",
      /with-past/,
    ],
  ] as const)("%s", async (name, spoil, code, message) => {
    const error = await spoiled(name.replaceAll(" ", "-"), spoil);
    expect(isCodePatchError(error, code), String(error)).toBe(true);
    expect(String(error)).toMatch(message);
  });
});
