import { readFile } from "node:fs/promises";
import path from "node:path";
import { throwIfAborted } from "../base/errors.js";
import type { EncoderManifest } from "./manifest.js";
import { type GraphSession, openSession, type Provider } from "./session.js";
import { createTokenizer } from "./tokenizer.js";

/** Turns texts into unit vectors, so that a description and the code that it describes come to lie close together. */
export interface TextEncoder {
  /** Changes whenever vectors do. */
  readonly modelId: string;
  readonly width: number;
  /** One vector of `width` numbers a text, in order. A text without any word gets the vector of an empty one. */
  embed(texts: readonly string[], side: "query" | "code", signal: AbortSignal): Promise<Float32Array[]>;
  release(): Promise<void>;
}

/** Opens a special token of a WordPiece vocabulary: nobody can forge one, and the tokens of the words stay what they are. */
const specialToken = /\[(?=(?:CLS|SEP|PAD|UNK|MASK)\])/g;
/** Texts that are computed together: more gain nothing on a processor, and cancelling waits for them. */
const textsAtOnce = 16;

/**
 * Opens an encoder whose files have been verified. Its graph has `input_ids` and `attention_mask`, int64 [texts, tokens], and
 * `sentence_embedding`, float32 [texts, width], of length 1.
 */
export async function loadEncoder(
  folder: string,
  manifest: EncoderManifest,
  options: { readonly variant?: string; readonly provider: Provider; readonly threads: number },
): Promise<TextEncoder> {
  const tokenizer = createTokenizer(
    await readFile(path.join(folder, manifest.tokenizer), "utf8"),
    manifest.id,
  );
  const variant = manifest.variants[options.variant ?? manifest.defaultVariant];
  const session = await openSession(path.join(folder, variant?.model ?? ""), options);
  const [start, end] = [tokenizer.idOf("[CLS]"), tokenizer.idOf("[SEP]")];

  /** Texts are cut before they are read: no text needs more characters than these to fill its tokens. */
  const idsOf = (text: string, limit: number): number[] => [
    start,
    ...tokenizer.encode(text.slice(0, limit * 16).replace(specialToken, "[ ")).slice(0, limit - 2),
    end,
  ];

  return {
    modelId: `${manifest.id} ${manifest.version}`,
    width: manifest.width,
    async embed(texts, side, signal) {
      const limit = side === "query" ? manifest.queryTokens : manifest.codeTokens;
      const rows = texts.map((text, index) => ({ index, ids: idsOf(text, limit) }));
      // Texts of like length together: little is computed for padding.
      rows.sort((a, b) => a.ids.length - b.ids.length);
      const vectors: Float32Array[] = new Array(texts.length);
      for (let from = 0; from < rows.length; from += textsAtOnce) {
        throwIfAborted(signal);
        const part = rows.slice(from, from + textsAtOnce);
        const computed = await run(
          session,
          part.map(({ ids }) => ids),
          manifest.width,
        );
        part.forEach(({ index }, i) => {
          vectors[index] = computed[i] ?? new Float32Array(manifest.width);
        });
      }
      return vectors;
    },
    release: () => session.release(),
  };
}

async function run(
  session: GraphSession,
  rows: readonly (readonly number[])[],
  width: number,
): Promise<Float32Array[]> {
  const longest = Math.max(...rows.map((row) => row.length));
  const ids = new BigInt64Array(rows.length * longest);
  const mask = new BigInt64Array(rows.length * longest);
  rows.forEach((row, i) => {
    row.forEach((id, j) => {
      ids[i * longest + j] = BigInt(id);
      mask[i * longest + j] = 1n;
    });
  });
  const shape = [rows.length, longest];
  const { sentence_embedding: embedding } = await session.run(
    { input_ids: session.tensor("int64", ids, shape), attention_mask: session.tensor("int64", mask, shape) },
    { sentence_embedding: null },
  );
  const data = embedding?.data as Float32Array;
  const vectors = rows.map((_, i) => data.slice(i * width, (i + 1) * width));
  embedding?.dispose();
  return vectors;
}
