import { Template } from "@huggingface/jinja";
import { CodePatchError, messageOf } from "../base/errors.js";
import type { EncodePrompt } from "./generate.js";
import { isObject } from "./json.js";
import type { Tokenizer } from "./tokenizer.js";

/** Prefix and opening as they are: they hold the special tokens that the model was trained on. */
export function slotPrompt(tokenizer: Tokenizer): EncodePrompt {
  let last: { readonly prefix: string; readonly ids: readonly number[] } | undefined;
  return (prefix, open) => {
    if (last?.prefix !== prefix) last = { prefix, ids: tokenizer.encode(prefix) };
    return [...last.ids, ...tokenizer.encode(open)];
  };
}

/**
 * Prefix and opening as one message of the user, answered by the assistant. `tokenizerConfig` is the text of a
 * tokenizer_config.json; without a chat template in it (base models) the text goes in as it is.
 */
export function chatPrompt(
  tokenizer: Tokenizer,
  tokenizerConfig: string | undefined,
  modelId: string,
): EncodePrompt {
  const config: unknown = tokenizerConfig === undefined ? {} : JSON.parse(tokenizerConfig);
  const source = templateSource(config);
  if (source === undefined) return (prefix, open) => tokenizer.encode(prefix + open, true);
  const template = new Template(source);
  const tokens = { bos_token: tokenText(config, "bos_token"), eos_token: tokenText(config, "eos_token") };
  return (prefix, open) => {
    const messages = [{ role: "user", content: prefix + open }];
    try {
      return tokenizer.encode(template.render({ ...tokens, messages, add_generation_prompt: true }));
    } catch (error) {
      throw new CodePatchError(
        "model-unsupported",
        `The chat template of the model ${modelId} fails (${messageOf(error)}); choose another model.`,
        { cause: error },
      );
    }
  };
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
