import { readChanges } from "../../src/commit/changes.js";
import { factsOf } from "../../src/commit/facts.js";
import { narrateChange } from "../../src/commit/narrate.js";
import { type Story, storyOf } from "../../src/commit/story.js";
import type { Change, FileChange } from "../../src/commit/types.js";
import type { ChangeSource, Narration } from "../../src/protocol/commit.js";
import { type TestRepository, testRepository } from "../git/support.js";
import { parser } from "../syntax/support.js";

export const never = new AbortController().signal;

export async function changesOf(root: string, source: ChangeSource): Promise<Change[]> {
  const changes: Change[] = [];
  for await (const change of readChanges(source, root, never))
    changes.push({ ...change, files: await Promise.all(change.files.map(withTexts)) });
  return changes;
}

/** With both texts read, to be asked for after the source was closed. */
async function withTexts(file: FileChange): Promise<FileChange> {
  const texts = await file.sides?.();
  return texts === undefined ? file : { ...file, sides: async () => texts };
}

/** Files by path; `undefined` for one that is deleted. */
export type Files = Readonly<Record<string, string | undefined>>;

/** The change from `before` to `after`, as git sees it in a repository of its own. */
async function committed(before: Files, after: Files, message = "Change"): Promise<Change> {
  const repository = testRepository();
  try {
    write(repository, before);
    repository.commit("Begin");
    write(repository, after);
    repository.commit(message);
    const [change] = await changesOf(repository.root, { kind: "commit", revision: "HEAD" });
    if (change === undefined) throw new Error("no change");
    return change;
  } finally {
    repository.remove();
  }
}

function write(repository: TestRepository, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) repository.git("rm", "-q", path);
    else repository.write(path, text);
  }
}

export const told = async (before: Files, after: Files, message?: string): Promise<Story> =>
  storyOf(await factsOf(await committed(before, after, message), parser, never));

export const narrated = async (before: Files, after: Files, message?: string): Promise<Narration> =>
  narrateChange(await committed(before, after, message), parser, never);
