import { readFile } from "node:fs/promises";
import path from "node:path";
import type { TokenManifest } from "./manifest.js";
import { createTokenizer } from "./tokenizer.js";

/** The tokenizer of a model in BERT's form. */
export interface WordPieces {
  /** `[CLS]`, at most `limit - 2` tokens of the text, `[SEP]`. */
  withEnds(text: string, limit: number): number[];
}

/** Opens a special token of a WordPiece vocabulary: nobody can forge one, and the tokens of the words stay what they are. */
const specialToken = /\[(?=(?:CLS|SEP|PAD|UNK|MASK)\])/g;

export async function openWordPieces(folder: string, manifest: TokenManifest): Promise<WordPieces> {
  const json = await readFile(path.join(folder, manifest.tokenizer), "utf8");
  const tokenizer = createTokenizer(json, manifest.id);
  const [start, end] = [tokenizer.idOf("[CLS]"), tokenizer.idOf("[SEP]")];
  return {
    // Texts are cut before they are read: no text needs more characters than these to fill its tokens.
    withEnds: (text, limit) => [
      start,
      ...tokenizer.encode(text.slice(0, limit * 16).replace(specialToken, "[ ")).slice(0, limit - 2),
      end,
    ],
  };
}
