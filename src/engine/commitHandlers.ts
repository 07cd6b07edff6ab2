import { CodePatchError, isCodePatchError } from "../base/errors.js";
import { readChanges } from "../commit/changes.js";
import { evaluateCommits } from "../commit/evaluate.js";
import { evaluateKinds } from "../commit/kind/evaluate.js";
import { narrateChange } from "../commit/narrate.js";
import { proposeMessage } from "../commit/proposeMessage.js";
import type { TextGenerator } from "../inference/types.js";
import type { CommitMethods, Narration } from "../protocol/commit.js";
import type { Handler } from "../protocol/connection.js";
import type { SyntaxParser } from "../syntax/parser.js";
import type { Host } from "./host.js";

/** The facts are measured without a model too; one that was asked for must be there. */
async function optionalGenerator(host: Host, signal: AbortSignal): Promise<TextGenerator | undefined> {
  try {
    return await host.generator("background", signal);
  } catch (error) {
    if (!isCodePatchError(error, "model-missing") || host.settings.textModel !== "") throw error;
    return undefined;
  }
}

/** A model of ours knows nothing of purposes, so only one that people chose is asked. */
async function intentModel(host: Host, signal: AbortSignal): Promise<TextGenerator> {
  const generator = await host.generator("interactive", signal);
  if (generator.promptFormat === "chat") return generator;
  throw new CodePatchError(
    "model-wrong-task",
    `The model ${generator.modelId} takes no instructions, so it cannot be asked what a change is for; choose an instruction model (codepatch.model, --model).`,
  );
}

/** Narration of changes. git is read here, so that a history of any length never crosses the pipe. */
export function commitHandlers(
  host: Host,
  parser: SyntaxParser,
): { readonly [K in keyof CommitMethods]: Handler<K> } {
  return {
    "engine/narrate": async ({ root, source, intent }, { signal, report }) => {
      const model = intent === true ? () => intentModel(host, signal) : undefined;
      const commits: Narration[] = [];
      for await (const change of readChanges(source, root, signal)) {
        const message = change.sha === null ? "Reading the changes" : `Reading ${change.sha.slice(0, 10)}`;
        report({ message, done: commits.length });
        const progress: Parameters<typeof narrateChange>[3] = (grown) =>
          report({ message, done: commits.length, ...grown });
        const narration = await narrateChange(change, parser, signal, progress, model);
        commits.push(narration);
        if (source.kind === "range") report({ message, done: commits.length, narration });
      }
      return { commits };
    },
    "engine/commitMessage": (params, { signal }) => proposeMessage(params, parser, signal),
    "engine/evaluateCommits": async (params, { signal, report }) => {
      const generator = await optionalGenerator(host, signal);
      return evaluateCommits(params, { parser, generator }, report, signal);
    },
    "engine/evaluateKinds": (params) => evaluateKinds(params),
  };
}
