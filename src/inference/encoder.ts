import path from "node:path";
import type { EncoderManifest } from "./manifest.js";
import { computeByLength, paddedTensor } from "./rows.js";
import { type GraphSession, openSession, type Provider } from "./session.js";
import { openWordPieces } from "./wordPieces.js";

/** Turns texts into unit vectors, so that a description and the code that it describes come to lie close together. */
export interface TextEncoder {
  /** Changes whenever vectors do. */
  readonly modelId: string;
  readonly width: number;
  /** One vector of `width` numbers a text, in order. A text without any word gets the vector of an empty one. */
  embed(texts: readonly string[], side: "query" | "code", signal: AbortSignal): Promise<Float32Array[]>;
  release(): Promise<void>;
}

/**
 * Opens an encoder whose files have been verified. Its graph has `input_ids` and `attention_mask`, int64 [texts, tokens], and
 * `sentence_embedding`, float32 [texts, width], of length 1.
 */
export async function loadEncoder(
  folder: string,
  manifest: EncoderManifest,
  options: { readonly variant?: string; readonly provider: Provider; readonly threads: number },
): Promise<TextEncoder> {
  const tokenizer = await openWordPieces(folder, manifest);
  const variant = manifest.variants[options.variant ?? manifest.defaultVariant];
  const session = await openSession(path.join(folder, variant?.model ?? ""), options);
  return {
    modelId: `${manifest.id} ${manifest.version}`,
    width: manifest.width,
    embed(texts, side, signal) {
      const limit = side === "query" ? manifest.queryTokens : manifest.codeTokens;
      const rows = texts.map((text) => tokenizer.withEnds(text, limit));
      return computeByLength(rows, (part) => run(session, part, manifest.width), signal);
    },
    release: () => session.release(),
  };
}

async function run(
  session: GraphSession,
  rows: readonly (readonly number[])[],
  width: number,
): Promise<Float32Array[]> {
  const { sentence_embedding: embedding } = await session.run(
    {
      input_ids: paddedTensor(session, rows, (id) => id),
      attention_mask: paddedTensor(session, rows, () => 1),
    },
    { sentence_embedding: null },
  );
  const data = embedding?.data as Float32Array;
  const vectors = rows.map((_, i) => data.slice(i * width, (i + 1) * width));
  embedding?.dispose();
  return vectors;
}
