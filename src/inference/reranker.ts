import path from "node:path";
import type { RerankerManifest } from "./manifest.js";
import { computeByLength, paddedTensor } from "./rows.js";
import { openSession, type Provider } from "./session.js";
import { openWordPieces } from "./wordPieces.js";

/** Reads a description together with a piece of code: slower than to compare their vectors, and better at telling like ones apart. */
export interface Reranker {
  /** How well each code fits, in order: the more the better, comparable among the codes of one query only. */
  scores(query: string, codes: readonly string[], signal: AbortSignal): Promise<number[]>;
  release(): Promise<void>;
}

/**
 * Opens a cross-encoder whose files have been verified. Its graph has `input_ids`, `token_type_ids` (0 the query, 1 the code) and
 * `attention_mask`, int64 [texts, tokens], and `score`, float32 [texts].
 */
export async function loadReranker(
  folder: string,
  manifest: RerankerManifest,
  options: { readonly provider: Provider; readonly threads: number },
): Promise<Reranker> {
  const tokenizer = await openWordPieces(folder, manifest);
  const session = await openSession(
    path.join(folder, manifest.variants[manifest.defaultVariant]?.model ?? ""),
    options,
  );
  return {
    scores(query, codes, signal) {
      const asked = tokenizer.withEnds(query, manifest.queryTokens);
      const rows = codes.map((code) => [...asked, ...tokenizer.withEnds(code, manifest.codeTokens).slice(1)]);
      return computeByLength(
        rows,
        async (part) => {
          const { score } = await session.run(
            {
              input_ids: paddedTensor(session, part, (id) => id),
              token_type_ids: paddedTensor(session, part, (_, place) => (place < asked.length ? 0 : 1)),
              attention_mask: paddedTensor(session, part, () => 1),
            },
            { score: null },
          );
          const scores = [...((score?.data ?? []) as Float32Array)];
          score?.dispose();
          return scores;
        },
        signal,
      );
    },
    release: () => session.release(),
  };
}
