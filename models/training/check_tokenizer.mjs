// Ids of texts (a JSON array on standard input) by the tokenizer of the extension: `node check_tokenizer.mjs tokenizer.json`.
import { readFileSync } from "node:fs";
import { Tokenizer } from "@huggingface/tokenizers";

const tokenizer = new Tokenizer(JSON.parse(readFileSync(process.argv[2], "utf8")), {});
const texts = JSON.parse(readFileSync(0, "utf8"));
const encoded = texts.map((text) => tokenizer.encode(text, { add_special_tokens: false }).ids);
// The library refuses to decode nothing.
const decoded = encoded.map((ids) =>
  ids.length === 0 ? "" :
  tokenizer.decode(ids, { skip_special_tokens: false, clean_up_tokenization_spaces: false }),
);
process.stdout.write(JSON.stringify({ encoded, decoded }));
