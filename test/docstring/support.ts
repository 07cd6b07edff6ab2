import { applyEdits } from "../../src/base/edits.js";
import { cancelled } from "../../src/base/errors.js";
import { documentFile } from "../../src/docstring/document.js";
import type { TextGenerator } from "../../src/inference/types.js";
import type {
  DocumentParams,
  DocumentResult,
  DocumentSnapshot,
  FunctionProgress,
} from "../../src/protocol/messages.js";
import type { LanguageId, PatchId } from "../../src/syntax/types.js";
import { parser } from "../syntax/support.js";

export { parser };

export const snapshot = (text: string, language: LanguageId = "python"): DocumentSnapshot => ({
  path: "example",
  language,
  version: 7,
  text,
});

export const never = new AbortController().signal;

/**
 * Answers each slot from a script by the end of its opener (`<|summary|>`, a parameter's name, an error's name), in
 * steps of a few letters. `onStep` runs before each step; a slot without an answer stays empty.
 */
export function scripted(
  answers: Readonly<Record<string, string>>,
  onStep?: () => void,
): TextGenerator & { calls: number } {
  const generator = {
    modelId: "scripted",
    promptFormat: "slots" as const,
    contextLength: 2048,
    calls: 0,
    countTokens: (text: string) => text.length,
    score: () => Promise.resolve({ nats: 0, tokens: 0 }),
    generate: async (...[, slots, options, signal]: Parameters<TextGenerator["generate"]>) => {
      generator.calls += 1;
      const texts: Awaited<ReturnType<TextGenerator["generate"]>> = [];
      for (const [i, { open }] of slots.entries()) {
        const key = open.replace(/<\|text\|>$/, "").replace(/^.*\|>(?=.)/, "");
        const text = answers[key] ?? "";
        for (let end = 4; end < text.length; end += 4) {
          onStep?.();
          await Promise.resolve();
          if (signal.aborted) throw cancelled();
          options.onText?.(i, text.slice(0, end));
        }
        texts.push({ text, logProbability: -0.5, tokens: text.length, finished: "end" });
      }
      return texts;
    },
  };
  return generator;
}

export interface Asked {
  readonly language?: LanguageId;
  readonly style?: string;
  readonly ids?: readonly string[];
  readonly missingOnly?: boolean;
  readonly generator?: TextGenerator;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FunctionProgress) => void;
}

export async function document(
  text: string,
  asked: Asked = {},
): Promise<{ result: DocumentResult; text: string }> {
  const targets: DocumentParams["targets"] = asked.ids
    ? { kind: "functions", ids: asked.ids as readonly PatchId[] }
    : { kind: "all" };
  const params: DocumentParams = {
    document: snapshot(text, asked.language),
    targets,
    missingOnly: asked.missingOnly ?? false,
    style: asked.style ?? "auto",
    conventions: {},
    priority: "interactive",
  };
  const tools = { parser, generator: asked.generator };
  const result = await documentFile(params, tools, asked.onProgress ?? (() => {}), asked.signal ?? never);
  return {
    result,
    text: applyEdits(
      text,
      result.functions.flatMap(({ edits }) => edits),
    ),
  };
}
