import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { CodePatchError, isCodePatchError, messageOf } from "../base/errors.js";
import { countAt, isObject, type JsonObject, objectAt, stringAt } from "./json.js";
import {
  type Architecture,
  type KvType,
  parseManifest,
  type TextManifest,
  textManifest,
} from "./manifest.js";
import { openSession } from "./session.js";
import { createTokenizer } from "./tokenizer.js";
import { sha256Of } from "./verify.js";

/** Files beside the graphs; the first two must be there. */
export const hubFiles = [
  "config.json",
  "tokenizer.json",
  "generation_config.json",
  "tokenizer_config.json",
  "chat_template.jinja",
] as const;

/** `model_type` of the configurations that we have tried. */
const architectures: Readonly<Record<string, Architecture>> = {
  llama: "llama",
  qwen2: "qwen2",
  gemma: "gemma",
  gemma2: "gemma",
  gemma3_text: "gemma",
  t5: "t5",
};

/** Endings of graph files, the best for a CPU first: small, then exact, then half precision. */
export const graphSuffixes = ["_int8", "_quantized", "_q4", "", "_q4f16", "_fp16"] as const;

/** Where exporters put the graphs. */
export const graphFolders = ["onnx/", ""] as const;

export const architectureOf = (config: JsonObject): Architecture => {
  const type = typeof config.model_type === "string" ? config.model_type : "of no known type";
  const architecture = architectures[type];
  if (architecture === undefined) {
    throw new CodePatchError(
      "model-unsupported",
      `A model of type ${type} is not supported; choose one of ${Object.keys(architectures).join(", ")}.`,
    );
  }
  return architecture;
};

/** The graphs of one variant: of an encoder-decoder model two, else one. The decoder is the last. */
export const graphNames = (architecture: Architecture, folder: string, suffix: string): string[] =>
  architecture === "t5"
    ? [`${folder}encoder_model${suffix}.onnx`, `${folder}decoder_model_merged${suffix}.onnx`]
    : [`${folder}model${suffix}.onnx`];

/**
 * The manifest of a model in the Hugging Face ONNX layout (`config.json`, `tokenizer.json`, `onnx/model*.onnx`), with the first
 * variant that is there. Throws `model-unsupported` or `model-corrupt`.
 */
export async function deriveManifest(folder: string, id: string): Promise<TextManifest> {
  const present = new Set(await filesIn(folder));
  try {
    const config = objectAt(JSON.parse(await readText(folder, "config.json")), "config.json");
    const architecture = architectureOf(config);
    const graphs = presentGraphs(architecture, present);
    const model = graphs.names.at(-1) ?? "";
    const tokenizerText = await readText(folder, "tokenizer.json");
    const endTokens = await endTokensOf(folder, present, config, tokenizerText, id);
    const beside = hubFiles.filter((file) => present.has(file));
    // Large graphs keep their weights in files named after them: model.onnx_data, model.onnx_data_1, model.onnx.data.
    const weights = [...present].filter((file) => graphs.names.some((name) => isWeightsOf(file, name)));
    const manifest = {
      format: 1,
      id,
      version: "0",
      task: "text",
      architecture,
      promptFormat: "chat",
      ...shapeOf(config, architecture),
      kvCache: "append",
      endTokens,
      ...(architecture === "t5" && { startToken: startTokenOf(config, tokenizerText, id) }),
      tokenizer: "tokenizer.json",
      ...(present.has("tokenizer_config.json") && { tokenizerConfig: "tokenizer_config.json" }),
      ...(present.has("chat_template.jinja") && { chatTemplate: "chat_template.jinja" }),
      variants: {
        [graphs.variant]: {
          model,
          ...(graphs.names.length === 2 && { encoder: graphs.names[0] }),
          kvType: await kvTypeOf(path.join(folder, model), architecture),
        },
      },
      defaultVariant: graphs.variant,
      files: await Promise.all(
        [...beside, ...graphs.names, ...weights].map(async (file) => ({
          path: file,
          sha256: await sha256Of(path.join(folder, file)),
          bytes: (await stat(path.join(folder, file))).size,
        })),
      ),
      scores: {},
      languages: [],
      licence: "unknown",
    };
    return textManifest(parseManifest(JSON.stringify(manifest), folder));
  } catch (error) {
    if (isCodePatchError(error)) throw error;
    throw new CodePatchError(
      "model-corrupt",
      `The folder ${folder} is no model in the Hugging Face ONNX layout (${messageOf(error)}); choose a folder with config.json, tokenizer.json and onnx/model.onnx.`,
      { cause: error },
    );
  }
}

const isWeightsOf = (file: string, graph: string): boolean =>
  file.startsWith(`${graph}_data`) || file === `${graph}.data`;

const readText = (folder: string, file: string): Promise<string> => readFile(path.join(folder, file), "utf8");

async function filesIn(folder: string): Promise<string[]> {
  const top = await readdir(folder).catch(() => []);
  const onnx = await readdir(path.join(folder, "onnx")).catch(() => []);
  return [...top, ...onnx.map((file) => `onnx/${file}`)];
}

function presentGraphs(
  architecture: Architecture,
  present: ReadonlySet<string>,
): { variant: string; names: string[] } {
  for (const suffix of graphSuffixes) {
    for (const folder of graphFolders) {
      const names = graphNames(architecture, folder, suffix);
      if (names.every((name) => present.has(name))) return { variant: suffix.slice(1) || "fp32", names };
    }
  }
  throw new TypeError(`no ${graphNames(architecture, "onnx/", "").join(" and ")}`);
}

function shapeOf(config: JsonObject, architecture: Architecture): Partial<TextManifest> {
  const count = (...names: string[]): number => {
    const name = names.find((candidate) => config[candidate] !== undefined && config[candidate] !== null);
    return countAt(name === undefined ? undefined : config[name], names.join(" or "));
  };
  const vocabularySize = count("vocab_size");
  if (architecture === "t5") {
    return {
      vocabularySize,
      layers: count("num_decoder_layers", "num_layers"),
      keyValueHeads: count("num_heads"),
      headSize: count("d_kv"),
      // T5 knows relative positions only; this is what it was trained on.
      contextLength: config.n_positions === undefined ? 512 : count("n_positions"),
    };
  }
  const heads = count("num_attention_heads");
  return {
    vocabularySize,
    layers: count("num_hidden_layers"),
    keyValueHeads: count("num_key_value_heads", "num_attention_heads"),
    headSize: config.head_dim == null ? count("hidden_size") / heads : count("head_dim"),
    contextLength: count("max_position_embeddings"),
  };
}

/** The generation configuration knows more ends (of a turn, of the text) than the model's own. */
async function endTokensOf(
  folder: string,
  present: ReadonlySet<string>,
  config: JsonObject,
  tokenizerText: string,
  id: string,
): Promise<string[]> {
  const generation: unknown = present.has("generation_config.json")
    ? JSON.parse(await readText(folder, "generation_config.json"))
    : {};
  const ids = (isObject(generation) ? generation.eos_token_id : undefined) ?? config.eos_token_id;
  const tokenizer = createTokenizer(tokenizerText, id);
  return [ids].flat().flatMap((token) => tokenizer.tokenOf(countAt(token, "eos_token_id")) ?? []);
}

const startTokenOf = (config: JsonObject, tokenizerText: string, id: string): string =>
  stringAt(
    createTokenizer(tokenizerText, id).tokenOf(
      countAt(config.decoder_start_token_id, "decoder_start_token_id"),
    ),
    "the token of decoder_start_token_id",
  );

/** Only the graph knows: exports in half precision keep their caches in either. */
async function kvTypeOf(file: string, architecture: Architecture): Promise<KvType> {
  const session = await openSession(file, { provider: "cpu", threads: 1 });
  try {
    const name = architecture === "t5" ? "past_key_values.0.decoder.key" : "past_key_values.0.key";
    const type = session.inputs.get(name)?.type;
    if (type !== "float32" && type !== "float16") {
      throw new TypeError(`the graph has no ${name}: export it with the KV cache (…-with-past)`);
    }
    return type;
  } finally {
    await session.release();
  }
}
