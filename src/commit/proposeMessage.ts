import { CodePatchError } from "../base/errors.js";
import { pastMessages } from "../git/pastMessages.js";
import type { ChangeSource, CommitMessageParams, CommitMessageResult } from "../protocol/commit.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { readChanges } from "./changes.js";
import { factsOf } from "./facts.js";
import { messageHabit } from "./habit.js";
import { commitMessage } from "./message.js";
import { storyOf } from "./story.js";

/** A message for a change, in the habit of its repository. Throws `usage` where nothing changed. */
export async function proposeMessage(
  { root, source }: CommitMessageParams,
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<CommitMessageResult> {
  for await (const change of readChanges(source, root, signal)) {
    if (change.files.length === 0) throw nothingToSay(source);
    // What its author wrote would be repeated, not found.
    const facts = await factsOf({ ...change, subject: "", body: "" }, parser, signal);
    const past = source.kind === "diff" ? [] : await pastMessages(root, signal);
    return commitMessage(storyOf(facts), messageHabit(past));
  }
  throw nothingToSay(source);
}

const nothingToSay = ({ kind }: ChangeSource): CodePatchError =>
  new CodePatchError(
    "usage",
    kind === "staged"
      ? "Nothing is staged; choose with git add what the commit should hold."
      : "No file was changed there; there is nothing to describe. Name another change.",
  );
