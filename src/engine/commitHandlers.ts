import { isCodePatchError } from "../base/errors.js";
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

/** Narration of changes. git is read here, so that a history of any length never crosses the pipe. */
export function commitHandlers(
  host: Host,
  parser: SyntaxParser,
): { readonly [K in keyof CommitMethods]: Handler<K> } {
  return {
    "engine/narrate": async ({ root, source }, { signal, report }) => {
      const commits: Narration[] = [];
      for await (const change of readChanges(source, root, signal)) {
        const message = change.sha === null ? "Reading the changes" : `Reading ${change.sha.slice(0, 10)}`;
        report({ message, done: commits.length });
        const narration = await narrateChange(change, parser, signal, (grown) =>
          report({ message, done: commits.length, ...grown }),
        );
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
