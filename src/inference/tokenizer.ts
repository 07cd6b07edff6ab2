import { Tokenizer as HuggingFaceTokenizer } from "@huggingface/tokenizers";
import { CodePatchError, messageOf } from "../base/errors.js";
import { objectAt } from "./json.js";

/** Text to token ids and back. Special tokens in the text are recognised: whatever comes from a file must be escaped before. */
export interface Tokenizer {
  /** Without tokens that the tokenizer would add at the ends, unless `withEnds`. */
  encode(text: string, withEnds?: boolean): number[];
  /** Without special tokens. Bytes that do not (yet) make up a character are U+FFFD. */
  decode(ids: readonly number[]): string;
  /** Throws `model-corrupt` when the vocabulary does not have it. */
  idOf(token: string): number;
  tokenOf(id: number): string | undefined;
}

/** Characters from which on a text is worth remembering. */
const rememberedLength = 128;

/** `json` is the text of a tokenizer.json. */
export function createTokenizer(json: string, modelId: string): Tokenizer {
  const corrupt = (detail: string, cause?: unknown): CodePatchError =>
    new CodePatchError(
      "model-corrupt",
      `The tokenizer of the model ${modelId} cannot be used (${detail}); install the model again.`,
      { cause },
    );
  let tokenizer: HuggingFaceTokenizer;
  try {
    tokenizer = new HuggingFaceTokenizer(objectAt(JSON.parse(json), "tokenizer.json"), {});
  } catch (error) {
    throw corrupt(messageOf(error), error);
  }
  // The prompt of a function is counted once and then encoded for each of its slots; what is asked in between is short.
  let last:
    | { readonly text: string; readonly withEnds: boolean; readonly ids: readonly number[] }
    | undefined;
  return {
    encode(text, withEnds = false) {
      if (last?.text === text && last.withEnds === withEnds) return [...last.ids];
      const { ids } = tokenizer.encode(text, { add_special_tokens: withEnds });
      if (text.length >= rememberedLength) last = { text, withEnds, ids: [...ids] };
      return ids;
    },
    decode: (ids) =>
      ids.length === 0
        ? ""
        : tokenizer.decode([...ids], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
    tokenOf: (id) => tokenizer.id_to_token(id),
    idOf(token) {
      const id = tokenizer.token_to_id(token);
      if (id === undefined) throw corrupt(`it lacks ${token}`);
      return id;
    },
  };
}

/** Text of an answer that still grows: a character of which only some bytes have come is left out. */
export const growingText = (text: string): string => text.replace(/\uFFFD+$/, "");
