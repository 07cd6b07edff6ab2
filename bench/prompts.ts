import { readFile } from "node:fs/promises";
import path from "node:path";
import { documentFile } from "../src/docstring/document.js";
import { commonPrefix, type Decoder, PrefixCache, roomFor } from "../src/inference/decoder.js";
import { decodeGreedy } from "../src/inference/greedy.js";
import type { TextModel } from "../src/inference/model.js";
import type { Slot, TextGenerator } from "../src/inference/types.js";
import type { DocumentParams } from "../src/protocol/messages.js";
import { bundledGrammars, createParser } from "../src/syntax/parser.js";
import { readPatches } from "../src/syntax/patches.js";
import { languageByPath } from "../src/syntax/registry.js";
import type { LanguageId, PatchId } from "../src/syntax/types.js";

/** The functions without documentation in these files are what is measured. */
const files = [
  "samples/tideline/extremes.py",
  "samples/tideline/filters.py",
  "samples/viewer/timeSeries.ts",
  "test/fixtures/syntax/python/signal.py",
];

const warmUp = { file: "half.py", text: "def half(value):\n    return value / 2\n" };

const never = new AbortController().signal;

/** One function, and the work that a model has with it. Prompts and texts are those of its slots, in their order. */
export interface Job {
  readonly file: string;
  readonly language: LanguageId;
  readonly text: string;
  readonly id: PatchId;
  readonly name: string;
  /** Token ids of prefix and opener. */
  readonly prompts: readonly (readonly number[])[];
  /** Greedy continuations, the end token included where it came. */
  readonly texts: readonly (readonly number[])[];
}

export const documentParams = ({ file, language, text, id }: Job): DocumentParams => ({
  document: { path: file, language, version: 1, text },
  targets: { kind: "functions", ids: [id] },
  missingOnly: false,
  style: "auto",
  conventions: {},
  priority: "interactive",
});

/** What the engine asks of `model` for each function, recorded by running the engine's own job, and what the model answers. */
export async function recordJobs(model: TextModel): Promise<{ warmUp: Job; jobs: Job[] }> {
  const parser = createParser(bundledGrammars(path.resolve("dist")));
  const { decoder } = model;
  const jobs: Job[] = [];
  const sources = [warmUp];
  for (const file of files) sources.push({ file, text: await readFile(file, "utf8") });
  for (const { file, text } of sources) {
    const language = languageByPath(file);
    if (language === undefined) throw new Error(`${file} is in no language that is known.`);
    const tree = await parser.parse(text, language);
    const { functions } = readPatches(tree, text, language);
    tree.delete();
    for (const { id, name } of functions.filter((patch) => patch.docstring === undefined)) {
      const asked: { prefix: string; slots: readonly Slot[] }[] = [];
      const generator: TextGenerator = {
        ...model.generator,
        generate(prefix, slots, options, signal) {
          asked.push({ prefix, slots });
          return model.generator.generate(prefix, slots, options, signal);
        },
      };
      const job: Job = { file, language: language.id, text, id, name, prompts: [], texts: [] };
      await documentFile(documentParams(job), { parser, generator }, () => {}, never);
      const [request] = asked;
      // A function of which nothing is asked is no work for a model.
      if (request === undefined || request.slots.length === 0) continue;
      const { tokenizer } = decoder;
      const prefix = tokenizer.encode(request.prefix);
      const prompts = request.slots.map((slot) => [...prefix, ...tokenizer.encode(slot.open)]);
      const limits = request.slots.map((slot, i) =>
        roomFor(decoder, prompts[i]?.length ?? 0, slot.maxTokens),
      );
      jobs.push({ ...job, prompts, texts: await greedyTexts(decoder, prompts, limits) });
    }
  }
  const [first, ...others] = jobs;
  if (first === undefined || others.length === 0) throw new Error("The model is asked nothing.");
  return { warmUp: first, jobs: others };
}

/** Token ids that our decoder continues `prompts` with, at most `limits` each. */
export async function greedyTexts(
  decoder: Decoder,
  prompts: readonly (readonly number[])[],
  limits: readonly number[],
): Promise<number[][]> {
  const shared = commonPrefix(prompts.map((ids) => ids.slice(0, -1)));
  const capacity = Math.max(...prompts.map((ids, i) => ids.length + (limits[i] ?? 1)));
  const cache = await new PrefixCache(decoder).prefill(prompts[0]?.slice(0, shared) ?? [], capacity, never);
  const texts: number[][] = prompts.map(() => []);
  const keep = (slot: number, ids: readonly number[]): void => {
    texts[slot] = [...ids];
  };
  const continuations = prompts.map((ids, i) => ({ forced: ids.slice(shared), maxTokens: limits[i] ?? 1 }));
  const results = await decodeGreedy(decoder, cache, shared, continuations, keep, never);
  const [end = 0] = decoder.endIds;
  return texts.map((ids, i) => (results[i]?.finished === "end" ? [...ids, end] : ids));
}
