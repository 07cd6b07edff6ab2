import { Template } from "@huggingface/jinja";
import { CodePatchError, messageOf } from "../base/errors.js";
import { isObject } from "./json.js";
import type { Tokenizer } from "./tokenizer.js";

/** Token ids of a prefix and what follows it. */
export type EncodePrompt = (prefix: string, open: string) => number[];

/** Prefix and opening as they are: they hold the special tokens that the model was trained on. */
export const slotPrompt =
  (tokenizer: Tokenizer): EncodePrompt =>
  (prefix, open) => [...tokenizer.encode(prefix), ...tokenizer.encode(open)];

/**
 * The prefix as a message of the user, the opening as the beginning of the assistant's answer. The template is a file
 * of its own or in the text of tokenizer_config.json; without one (base models) the prefix goes in as it is.
 */
export function chatPrompt(
  tokenizer: Tokenizer,
  { tokenizerConfig, template: file }: { tokenizerConfig?: string; template?: string },
  modelId: string,
): EncodePrompt {
  const config: unknown = tokenizerConfig === undefined ? {} : JSON.parse(tokenizerConfig);
  const source = file ?? templateSource(config);
  // A word and the space before it are one token, so a space at the end of an opening would keep the next word from coming.
  const encodeOpen = (open: string): number[] => tokenizer.encode(open.trimEnd());
  if (source === undefined) {
    return (prefix, open) => [...tokenizer.encode(prefix, true), ...encodeOpen(open)];
  }
  const tokens = { bos_token: tokenText(config, "bos_token"), eos_token: tokenText(config, "eos_token") };
  try {
    const template = new Template(source);
    return (prefix, open) => {
      const messages = [{ role: "user", content: prefix }];
      const rendered = template.render({ ...tokens, messages, add_generation_prompt: true });
      return [...tokenizer.encode(rendered), ...encodeOpen(open)];
    };
  } catch (error) {
    throw new CodePatchError(
      "model-unsupported",
      `The chat template of the model ${modelId} cannot be used (${messageOf(error)}); choose another model.`,
      { cause: error },
    );
  }
}

/** A template, or a list of named ones of which `default` is for plain conversations. */
function templateSource(config: unknown): string | undefined {
  const value = isObject(config) ? config.chat_template : undefined;
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return undefined;
  const named = value.filter(isObject).find((entry) => entry.name === "default");
  return typeof named?.template === "string" ? named.template : undefined;
}

/** Special tokens are strings or serialised AddedTokens. */
function tokenText(config: unknown, name: string): string {
  const value = isObject(config) ? config[name] : undefined;
  if (typeof value === "string") return value;
  return isObject(value) && typeof value.content === "string" ? value.content : "";
}
