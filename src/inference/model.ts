import { readFile } from "node:fs/promises";
import path from "node:path";
import { CodePatchError } from "../base/errors.js";
import { createAppendCache } from "./appendCache.js";
import type { Decoder } from "./decoder.js";
import { createTextGenerator } from "./generate.js";
import { createInPlaceCache } from "./inPlaceCache.js";
import { cacheNames } from "./kvCache.js";
import type { Manifest, Variant } from "./manifest.js";
import { chatPrompt, slotPrompt } from "./prompt.js";
import { type GraphSession, openSession, type Provider } from "./session.js";
import { createTokenizer, type Tokenizer } from "./tokenizer.js";
import type { TextGenerator } from "./types.js";

export interface TextModel {
  readonly manifest: Manifest;
  readonly variant: string;
  readonly provider: Provider;
  readonly decoder: Decoder;
  readonly generator: TextGenerator;
  release(): Promise<void>;
}

export interface LoadOptions {
  readonly variant?: string;
  readonly provider: Provider;
  readonly threads: number;
}

/**
 * Opens a text model whose files have been verified. Throws `model-wrong-task` for a model of another task and
 * `model-corrupt` when its parts do not fit together.
 */
export async function loadTextModel(
  folder: string,
  manifest: Manifest,
  options: LoadOptions,
): Promise<TextModel> {
  if (manifest.task !== "text") {
    throw new CodePatchError(
      "model-wrong-task",
      `The model ${manifest.id} is for ${manifest.task}, not for text; choose a text model in the settings.`,
    );
  }
  const name = options.variant ?? manifest.defaultVariant;
  const variant = manifest.variants[name];
  if (variant === undefined) {
    throw new CodePatchError(
      "usage",
      `The model ${manifest.id} has no variant ${name}; it has ${Object.keys(manifest.variants).join(", ")}.`,
    );
  }
  const tokenizer = createTokenizer(await readText(folder, manifest.tokenizer), manifest.id);
  const session = await openSession(path.join(folder, variant.model), options);
  requireForm(session, manifest, variant);
  const decoder = decoderOf(session, manifest, variant, tokenizer);
  const encodePrompt =
    manifest.promptFormat === "slots"
      ? slotPrompt(tokenizer)
      : chatPrompt(
          tokenizer,
          manifest.tokenizerConfig && (await readText(folder, manifest.tokenizerConfig)),
          manifest.id,
        );
  return {
    manifest,
    variant: name,
    provider: options.provider,
    decoder,
    generator: createTextGenerator(decoder, manifest.promptFormat, encodePrompt),
    release: () => session.release(),
  };
}

const readText = (folder: string, file: string): Promise<string> => readFile(path.join(folder, file), "utf8");

function decoderOf(
  session: GraphSession,
  manifest: Manifest,
  variant: Variant,
  tokenizer: Tokenizer,
): Decoder {
  const { layers, keyValueHeads: heads, headSize } = manifest;
  const createCache = manifest.kvCache === "in-place" ? createInPlaceCache : createAppendCache;
  return {
    modelId: manifest.id,
    tokenizer,
    vocabulary: manifest.vocabularySize,
    contextLength: manifest.contextLength,
    endIds: new Set(manifest.endTokens.map((token) => tokenizer.idOf(token))),
    createCache: (rows, capacity) =>
      createCache(session, { layers, heads, headSize, type: variant.kvType, rows, capacity }),
  };
}

/** A graph that is not what the manifest says would read memory it should not, or answer nonsense. */
function requireForm(session: GraphSession, manifest: Manifest, variant: Variant): void {
  const corrupt = (detail: string): CodePatchError =>
    new CodePatchError(
      "model-corrupt",
      `The graph ${variant.model} of the model ${manifest.id} ${detail}; install the model again.`,
    );
  const inputs = [
    "input_ids",
    "attention_mask",
    ...(manifest.kvCache === "in-place" ? ["logits_index"] : []),
  ];
  for (const name of inputs) if (!session.inputs.has(name)) throw corrupt(`has no input ${name}`);
  if (!session.outputs.has("logits")) throw corrupt("has no output logits");
  for (const { past, present } of cacheNames(manifest.layers)) {
    const info = session.inputs.get(past);
    if (info === undefined || !session.outputs.has(present)) throw corrupt(`has no ${past} or ${present}`);
    if (info.type !== variant.kvType)
      throw corrupt(`has a cache of ${info.type} instead of ${variant.kvType}`);
    const [, heads, , headSize] = info.shape;
    if (
      (typeof heads === "number" && heads !== manifest.keyValueHeads) ||
      (typeof headSize === "number" && headSize !== manifest.headSize)
    ) {
      throw corrupt("has a cache of another shape than its manifest says");
    }
  }
  if (session.inputs.has(`past_key_values.${manifest.layers}.key`))
    throw corrupt("has more layers than its manifest says");
}
