import type { TextModel } from "../src/inference/model.js";
import type { LoadedLlama } from "./llama.js";
import { greedyTexts, type Job } from "./prompts.js";

export interface Agreement {
  readonly ours: string;
  readonly theirs: string;
  readonly texts: number;
  readonly sameTexts: number;
  readonly tokens: number;
  /** Tokens before the first difference of their text; after it the engines continue different texts. */
  readonly sameTokens: number;
}

/** Whether two engines that were given the same weights continue the same prompts with the same greedy tokens. */
export async function measureAgreement(
  model: TextModel,
  llama: LoadedLlama,
  jobs: readonly Job[],
  theirs: string,
): Promise<Agreement> {
  const count = { texts: 0, sameTexts: 0, tokens: 0, sameTokens: 0 };
  for (const job of jobs) {
    const limits = job.texts.map((text) => text.length);
    const texts = await greedyTexts(model.decoder, job.prompts, limits);
    const others = await llama.generate({ ...job, texts });
    for (const [i, text] of texts.entries()) {
      const other = others[i] ?? [];
      const difference = text.findIndex((id, place) => other[place] !== id);
      count.texts++;
      count.tokens += text.length;
      count.sameTokens += difference < 0 ? text.length : difference;
      if (difference < 0) count.sameTexts++;
    }
  }
  return { ours: model.variant, theirs, ...count };
}
