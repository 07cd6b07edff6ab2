import { CodePatchError, isCodePatchError } from "../base/errors.js";
import { readChanges } from "../commit/changes.js";
import { evaluateCommits } from "../commit/evaluate.js";
import { factsOf } from "../commit/facts.js";
import { messageHabit } from "../commit/habit.js";
import { commitMessage } from "../commit/message.js";
import { narrateChange } from "../commit/narrate.js";
import { storyOf } from "../commit/story.js";
import { pastMessages } from "../git/pastMessages.js";
import type { TextGenerator } from "../inference/types.js";
import type { ChangeSource, CommitMethods, Narration } from "../protocol/commit.js";
import type { Handler } from "../protocol/connection.js";
import type { SyntaxParser } from "../syntax/parser.js";
import type { Host } from "./host.js";

const nothingToSay = ({ kind }: ChangeSource): CodePatchError =>
  new CodePatchError(
    "usage",
    kind === "staged"
      ? "Nothing is staged; choose with git add what the commit should hold."
      : "No file was changed there; there is nothing to describe. Name another change.",
  );

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
        const progress = (narration: Narration): void => report({ message, done: commits.length, narration });
        const narration = await narrateChange(change, parser, signal, progress);
        commits.push(narration);
        report({ message, done: commits.length, narration });
      }
      return { commits };
    },
    "engine/commitMessage": async ({ root, source }, { signal }) => {
      for await (const change of readChanges(source, root, signal)) {
        if (change.files.length === 0) throw nothingToSay(source);
        // What its author wrote would be repeated, not found.
        const facts = await factsOf({ ...change, subject: "", body: "" }, parser, signal);
        const past = source.kind === "diff" ? [] : await pastMessages(root, signal);
        return commitMessage(storyOf(facts), messageHabit(past));
      }
      throw nothingToSay(source);
    },
    "engine/evaluateCommits": async (params, { signal, report }) => {
      const generator = await optionalGenerator(host, signal);
      return evaluateCommits(params, { parser, generator }, report, signal);
    },
  };
}
