import { readFile } from "node:fs/promises";
import path from "node:path";
import { CodePatchError } from "../base/errors.js";
import { createAppendCache } from "./appendCache.js";
import { createCrossCache, encode } from "./crossCache.js";
import { type Decoder, PrefixCache } from "./decoder.js";
import { createTextGenerator, type PromptedDecoder } from "./generate.js";
import { requireForm } from "./graphForm.js";
import { createInPlaceCache } from "./inPlaceCache.js";
import type { KvCache, KvShape } from "./kvCache.js";
import type { KvType, TextManifest, Variant } from "./manifest.js";
import { chatPrompt, type EncodePrompt, slotPrompt } from "./prompt.js";
import { type GraphSession, openSession, type Provider } from "./session.js";
import { createTokenizer, type Tokenizer } from "./tokenizer.js";
import type { TextGenerator } from "./types.js";

export interface TextModel {
  readonly folder: string;
  readonly manifest: TextManifest;
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
  manifest: TextManifest,
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
  const opened = { manifest, variant, tokenizer, session };
  const encoder =
    variant.encoder === undefined
      ? undefined
      : await openSession(path.join(folder, variant.encoder), options);
  const { decoder, begin } =
    encoder === undefined
      ? decoderOnly(opened, await promptEncoder(folder, manifest, tokenizer))
      : await encoderDecoder(opened, encoder);
  return {
    folder,
    manifest,
    variant: name,
    provider: options.provider,
    decoder,
    generator: createTextGenerator({
      modelId: manifest.id,
      promptFormat: manifest.promptFormat,
      contextLength: manifest.contextLength,
      ...(manifest.confidence !== undefined && { confidence: manifest.confidence }),
      tokenizer,
      begin,
    }),
    async release() {
      await encoder?.release();
      await session.release();
    },
  };
}

interface Opened {
  readonly manifest: TextManifest;
  readonly variant: Variant;
  readonly tokenizer: Tokenizer;
  readonly session: GraphSession;
}

interface Begun {
  /** For self-test and parity. */
  readonly decoder: Decoder;
  begin(prefix: string): Promise<PromptedDecoder>;
}

function decoderOnly(opened: Opened, encodePrompt: EncodePrompt): Begun {
  const createCache = opened.manifest.kvCache === "in-place" ? createInPlaceCache : createAppendCache;
  const decoder = decoderOf(opened, (shape) => createCache(opened.session, shape));
  const prefixCache = new PrefixCache(decoder);
  return {
    decoder,
    begin: async (prefix) => ({ decoder, prefixCache, promptOf: (open) => encodePrompt(prefix, open) }),
  };
}

/** The prefix goes to the encoder; the decoder begins with the start token and the opening of the slot. */
async function encoderDecoder(opened: Opened, encoder: GraphSession): Promise<Begun> {
  const { tokenizer, session, manifest } = opened;
  const start = tokenizer.idOf(manifest.startToken ?? "");
  const attendTo = async (ids: readonly number[]): Promise<Decoder> => {
    const encoded = await encode(encoder, ids);
    return decoderOf(opened, (shape) => createCrossCache(session, shape, encoded));
  };
  return {
    decoder: await attendTo([start]),
    async begin(prefix) {
      const decoder = await attendTo(tokenizer.encode(prefix, true));
      return {
        decoder,
        prefixCache: new PrefixCache(decoder),
        promptOf: (open) => [start, ...tokenizer.encode(open.trimEnd())],
      };
    },
  };
}

async function promptEncoder(
  folder: string,
  manifest: TextManifest,
  tokenizer: Tokenizer,
): Promise<EncodePrompt> {
  if (manifest.promptFormat === "slots") return slotPrompt(tokenizer);
  const { tokenizerConfig, chatTemplate } = manifest;
  const texts = {
    ...(tokenizerConfig !== undefined && { tokenizerConfig: await readText(folder, tokenizerConfig) }),
    ...(chatTemplate !== undefined && { template: await readText(folder, chatTemplate) }),
  };
  return chatPrompt(tokenizer, texts, manifest.id);
}

const readText = (folder: string, file: string): Promise<string> => readFile(path.join(folder, file), "utf8");

function decoderOf(
  { manifest, variant, tokenizer }: Opened,
  createCache: (shape: KvShape & { type: KvType; rows: number; capacity: number }) => KvCache,
): Decoder {
  const { layers, keyValueHeads: heads, headSize } = manifest;
  return {
    modelId: manifest.id,
    tokenizer,
    vocabulary: manifest.vocabularySize,
    contextLength: manifest.contextLength,
    endIds: new Set(manifest.endTokens.map((token) => tokenizer.idOf(token))),
    createCache: (rows, capacity) =>
      createCache({ layers, heads, headSize, type: variant.kvType, rows, capacity }),
  };
}
