import { readFile } from "node:fs/promises";
import path from "node:path";
import { CodePatchError, messageOf } from "../base/errors.js";
import { arrayAt, countAt, isObject, type JsonObject, numberAt, objectAt, oneOf, stringAt } from "./json.js";
import { type Confidence, textKinds } from "./types.js";

export const manifestName = "manifest.json";

const tasks = ["text", "embedding", "ranking", "classification"] as const;
const architectures = ["llama", "qwen2", "gemma", "t5"] as const;
const kvTypes = ["float32", "float16", "int8"] as const;

export type Task = (typeof tasks)[number];
export type Architecture = (typeof architectures)[number];
export type KvType = (typeof kvTypes)[number];

/** One quantisation of the graph. Paths are relative to the model's folder, with forward slashes. */
export interface Variant {
  readonly model: string;
  /** Encoder-decoder models only. */
  readonly encoder?: string;
  readonly kvType: KvType;
}

export interface ModelFile {
  readonly path: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * `models/<id>/manifest.json`: all that the engine has to know before it opens a graph. The form of the graph itself is
 * written down in `session.ts`; test/fixtures/models/tiny-narrator is a small example.
 */
export type Manifest = TextManifest | EncoderManifest | RerankerManifest | ClassifierManifest;

/** What every model says of itself. */
export interface ModelManifest {
  /** Version of this format; 1. */
  readonly format: 1;
  readonly id: string;
  /** Of the weights, for people. */
  readonly version: string;
  readonly task: Task;
  readonly parameters?: number;
  /** Every file that the model needs; the engine opens no other. */
  readonly files: readonly ModelFile[];
  readonly scores: Readonly<Record<string, { readonly value: number; readonly on: string }>>;
  readonly languages: readonly string[];
  /** SPDX expression, or `unknown` for a model that the user brought. */
  readonly licence: string;
}

/** A model that reads tokens. */
export interface TokenManifest extends ModelManifest {
  readonly vocabularySize: number;
  readonly tokenizer: string;
  readonly variants: Readonly<Record<string, { readonly model: string }>>;
  readonly defaultVariant: string;
}

/** A graph over vectors of features: see `classifier.ts`. */
export interface ClassifierManifest extends ModelManifest {
  readonly task: "classification";
  readonly model: string;
  /** JSON: how scores become verdicts. Read by the job that the model is for. */
  readonly calibration: string;
  /** Names of the input's columns, in order. */
  readonly features: readonly string[];
  /** Kinds of n-grams that it has tables for, in order. */
  readonly views: readonly string[];
  /** What its outputs are called, in order. */
  readonly votes: readonly string[];
}

/** A model that turns texts into unit vectors: see `encoder.ts`. */
export interface EncoderManifest extends TokenManifest {
  readonly task: "embedding";
  /** Numbers of a vector. */
  readonly width: number;
  /** Tokens of a text that are read, those at its ends included. */
  readonly queryTokens: number;
  readonly codeTokens: number;
}

/** A model that reads a description and a piece of code together: see `reranker.ts`. */
export interface RerankerManifest extends TokenManifest {
  readonly task: "ranking";
  /** Tokens that are read of each, those at its ends included. */
  readonly queryTokens: number;
  readonly codeTokens: number;
}

export interface TextManifest extends TokenManifest {
  readonly task: "text";
  readonly architecture: Architecture;
  readonly promptFormat: "slots" | "chat";
  /** Tokens, prompt and answer together. */
  readonly contextLength: number;
  readonly layers: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  /** `in-place`: past and present are one tensor (our graphs). `append`: present is past with the new tokens (Hugging Face exports). */
  readonly kvCache: "in-place" | "append";
  /** Each of these tokens ends an answer. */
  readonly endTokens: readonly string[];
  /** Encoder-decoder models only: the first token of every answer. */
  readonly startToken?: string;
  /** tokenizer_config.json of chat models: names of special tokens, and the chat template unless it has a file of its own. */
  readonly tokenizerConfig?: string;
  readonly chatTemplate?: string;
  readonly variants: Readonly<Record<string, Variant>>;
  /** As `codepatch eval docstring DATASET --calibrate` measured it. */
  readonly confidence?: Confidence;
}

/** Throws `model-corrupt` when `text` is not a valid manifest; `folder` is for the message only. */
export function parseManifest(text: string, folder: string): Manifest {
  try {
    return readManifestObject(objectAt(JSON.parse(text), "the manifest"));
  } catch (error) {
    throw new CodePatchError(
      "model-corrupt",
      `The manifest of the model in ${folder} cannot be used (${messageOf(error)}); install the model again.`,
      { cause: error },
    );
  }
}

/** Throws `model-wrong-task` for a model that writes no text where one that does is wanted. */
export function textManifest(manifest: Manifest): TextManifest {
  if (manifest.task === "text") return manifest;
  throw new CodePatchError(
    "model-wrong-task",
    `The model ${manifest.id} is for ${manifest.task}, not for text; choose a text model in the settings.`,
  );
}

/** Throws `model-missing` when there is no manifest in `folder`, `model-corrupt` when it is invalid. */
export async function readManifest(folder: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(path.join(folder, manifestName), "utf8");
  } catch (error) {
    throw new CodePatchError(
      "model-missing",
      `There is no model in ${folder}; add one with "codepatch models add PATH-or-ID" or choose another in the settings.`,
      { cause: error },
    );
  }
  return parseManifest(text, folder);
}

function readManifestObject(json: JsonObject): Manifest {
  if (json.format !== 1) throw new TypeError("format is not 1: it was made for another version of CodePatch");
  switch (oneOf(json.task, "task", tasks)) {
    case "classification":
      return readClassifierManifest(json);
    case "embedding":
      return { ...readPairManifest(json), task: "embedding", width: positiveAt(json.width, "width") };
    case "ranking":
      return { ...readPairManifest(json), task: "ranking" };
    case "text":
      return readTextManifest(json);
  }
}

/** What every model says of itself, and a check that `files` lists what it names. */
function readCommon(json: JsonObject) {
  const files = arrayAt(json.files, "files", readFileEntry);
  const listed = new Set(files.map((file) => file.path));
  const { parameters } = json;
  const common = {
    format: 1,
    id: readId(json.id),
    version: stringAt(json.version, "version"),
    ...(parameters === undefined ? {} : { parameters: countAt(parameters, "parameters") }),
    files,
    scores: readScores(json.scores),
    languages: arrayAt(json.languages, "languages", stringAt),
    licence: stringAt(json.licence, "licence"),
  } as const;
  const requireListed = (file: string, where: string): string => {
    if (!listed.has(file)) throw new TypeError(`${where} names ${file}, which files does not list`);
    return file;
  };
  const fileAt = (name: string): string => requireListed(stringAt(json[name], name), name);
  return { common, requireListed, fileAt };
}

function readClassifierManifest(json: JsonObject): ClassifierManifest {
  const { common, fileAt } = readCommon(json);
  return {
    ...common,
    task: "classification",
    model: fileAt("model"),
    calibration: fileAt("calibration"),
    features: arrayAt(json.features, "features", stringAt),
    views: arrayAt(json.views, "views", stringAt),
    votes: arrayAt(json.votes, "votes", stringAt),
  };
}

/** Of a model that reads tokens; `read` reads one of its variants. */
function readTokenManifest<V extends { readonly model: string; readonly encoder?: string }>(
  json: JsonObject,
  read: (value: unknown, where: string) => V,
) {
  const { common, requireListed, fileAt } = readCommon(json);
  const variants = Object.fromEntries(
    Object.entries(objectAt(json.variants, "variants")).map(([name, value]) => {
      const variant = read(value, `variants.${name}`);
      requireListed(variant.model, `variants.${name}.model`);
      if (variant.encoder !== undefined) requireListed(variant.encoder, `variants.${name}.encoder`);
      return [name, variant];
    }),
  );
  const defaultVariant = stringAt(json.defaultVariant, "defaultVariant");
  if (!Object.hasOwn(variants, defaultVariant)) {
    throw new TypeError(`defaultVariant is ${defaultVariant}, which variants does not have`);
  }
  const ofTokens = {
    ...common,
    vocabularySize: positiveAt(json.vocabularySize, "vocabularySize"),
    tokenizer: fileAt("tokenizer"),
    variants,
    defaultVariant,
  };
  return { ofTokens, fileAt };
}

/** Of a model for descriptions and code. */
function readPairManifest(json: JsonObject) {
  const { ofTokens } = readTokenManifest(json, readModelPath);
  return {
    ...ofTokens,
    queryTokens: positiveAt(json.queryTokens, "queryTokens"),
    codeTokens: positiveAt(json.codeTokens, "codeTokens"),
  };
}

function readTextManifest(json: JsonObject): TextManifest {
  const { ofTokens, fileAt } = readTokenManifest(json, readVariant);
  const { startToken, confidence } = json;
  const endTokens = arrayAt(json.endTokens, "endTokens", stringAt);
  if (endTokens.length === 0) throw new TypeError("endTokens is empty");
  const optionalFile = (name: "tokenizerConfig" | "chatTemplate"): Partial<TextManifest> =>
    json[name] === undefined ? {} : { [name]: fileAt(name) };
  return {
    ...ofTokens,
    task: "text",
    architecture: oneOf(json.architecture, "architecture", architectures),
    promptFormat: oneOf(json.promptFormat, "promptFormat", ["slots", "chat"]),
    contextLength: positiveAt(json.contextLength, "contextLength"),
    layers: positiveAt(json.layers, "layers"),
    keyValueHeads: positiveAt(json.keyValueHeads, "keyValueHeads"),
    headSize: positiveAt(json.headSize, "headSize"),
    kvCache: oneOf(json.kvCache, "kvCache", ["in-place", "append"]),
    endTokens,
    ...(startToken === undefined ? {} : { startToken: stringAt(startToken, "startToken") }),
    ...optionalFile("tokenizerConfig"),
    ...optionalFile("chatTemplate"),
    ...(confidence === undefined ? {} : { confidence: readConfidence(confidence) }),
  };
}

function readId(value: unknown): string {
  const id = stringAt(value, "id");
  if (!/^[A-Za-z0-9][\w.-]*$/.test(id)) throw new TypeError(`id is ${JSON.stringify(id)}, not a plain name`);
  return id;
}

const readModelPath = (value: unknown, where: string): { model: string } => ({
  model: readPath(objectAt(value, where).model, `${where}.model`),
});

function readVariant(value: unknown, where: string): Variant {
  const json = objectAt(value, where);
  const kvType = oneOf(json.kvType, `${where}.kvType`, kvTypes);
  const model = readPath(json.model, `${where}.model`);
  if (json.encoder === undefined) return { model, kvType };
  return { model, encoder: readPath(json.encoder, `${where}.encoder`), kvType };
}

function readFileEntry(value: unknown, where: string): ModelFile {
  const json = objectAt(value, where);
  const sha256 = stringAt(json.sha256, `${where}.sha256`);
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError(`${where}.sha256 is not 64 hexadecimal digits`);
  return {
    path: readPath(json.path, `${where}.path`),
    sha256,
    bytes: countAt(json.bytes, `${where}.bytes`),
  };
}

/** A manifest may come from anywhere, so its paths must stay inside the model's folder. */
function readPath(value: unknown, where: string): string {
  const file = stringAt(value, where);
  if (file === "" || file.includes("\\") || /^[A-Za-z]:/.test(file) || path.posix.isAbsolute(file)) {
    throw new TypeError(`${where} is not a relative path with forward slashes`);
  }
  if (file.split("/").includes("..")) throw new TypeError(`${where} leaves the folder`);
  return file;
}

function readScores(value: unknown): Manifest["scores"] {
  if (!isObject(value)) throw new TypeError("scores is not an object");
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => {
      const json = objectAt(entry, `scores.${name}`);
      return [
        name,
        {
          value: numberAt(json.value, `scores.${name}.value`),
          on: stringAt(json.on, `scores.${name}.on`),
        },
      ];
    }),
  );
}

function readConfidence(value: unknown): Confidence {
  return Object.fromEntries(
    Object.entries(objectAt(value, "confidence")).map(([kind, threshold]) => [
      oneOf(kind, "a kind in confidence", textKinds),
      threshold === null ? null : numberAt(threshold, `confidence.${kind}`),
    ]),
  );
}

function positiveAt(value: unknown, where: string): number {
  const count = countAt(value, where);
  if (count === 0) throw new TypeError(`${where} is 0`);
  return count;
}
