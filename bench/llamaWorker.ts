// The process that runs node-llama-cpp. It is found at run time: it is no dependency of this project.
import { pathToFileURL } from "node:url";
import { commonPrefix } from "../src/inference/decoder.js";
import type { LlamaAnswer, LlamaCall } from "./llama.js";

/** What is used of node-llama-cpp 3. */
interface Sequence {
  readonly nextTokenIndex: number;
  readonly contextTokens: readonly number[];
  eraseContextTokenRanges(ranges: readonly { start: number; end: number }[]): Promise<void>;
  evaluate(
    tokens: readonly number[],
    options: { temperature: number; yieldEogToken: boolean },
  ): AsyncIterable<number>;
}
interface LlamaModule {
  getLlama(options: { gpu: false; build: "never"; maxThreads: number; logLevel: "error" }): Promise<{
    loadModel(options: { modelPath: string }): Promise<{
      createContext(options: {
        contextSize: number;
        threads: number;
        experimentalKvCacheKeyType?: "F32";
        experimentalKvCacheValueType?: "F32";
      }): Promise<{ getSequence(): Sequence }>;
    }>;
  }>;
}

let sequence: Sequence | undefined;

async function load({ entry, model, threads, contextLength, kv }: LlamaCall & { kind: "load" }) {
  const { getLlama }: LlamaModule = await import(pathToFileURL(entry).href);
  const llama = await getLlama({ gpu: false, build: "never", maxThreads: threads, logLevel: "error" });
  const loaded = await llama.loadModel({ modelPath: model });
  const context = await loaded.createContext({
    contextSize: contextLength,
    threads,
    ...(kv === "float32" && { experimentalKvCacheKeyType: "F32", experimentalKvCacheValueType: "F32" }),
  });
  sequence = context.getSequence();
}

/** Slot after slot; what a prompt shares with what lies in the context is not computed again. */
async function generate({ prompts, counts }: LlamaCall & { kind: "generate" }): Promise<number[][]> {
  if (sequence === undefined) throw new Error("No model is loaded.");
  const texts: number[][] = [];
  for (const [i, prompt] of prompts.entries()) {
    const kept = commonPrefix([sequence.contextTokens, prompt.slice(0, -1)]);
    if (kept < sequence.nextTokenIndex) {
      await sequence.eraseContextTokenRanges([{ start: kept, end: sequence.nextTokenIndex }]);
    }
    const text: number[] = [];
    // The number of tokens is given, so that both engines do the same work whatever ends a text.
    const options = { temperature: 0, yieldEogToken: true };
    for await (const token of sequence.evaluate(prompt.slice(kept), options)) {
      if (i === 0 && text.length === 0) answer({ kind: "first" });
      text.push(token);
      if (text.length >= (counts[i] ?? 1)) break;
    }
    if (text.length !== counts[i])
      throw new Error(`There are ${text.length} tokens instead of ${counts[i]}.`);
    texts.push(text);
  }
  return texts;
}

const answer = (message: LlamaAnswer): void => {
  process.send?.(message);
};

process.on("message", async (call: LlamaCall) => {
  try {
    if (call.kind === "load") await load(call);
    const texts = call.kind === "generate" ? await generate(call) : [];
    answer({ kind: "done", texts });
  } catch (error) {
    answer({
      kind: "failed",
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
});
answer({ kind: "ready" });
