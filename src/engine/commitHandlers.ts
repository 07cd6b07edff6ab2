import { readChanges } from "../commit/changes.js";
import { narrateChange } from "../commit/narrate.js";
import type { CommitMethods, Narration } from "../protocol/commit.js";
import type { Handler } from "../protocol/connection.js";
import type { SyntaxParser } from "../syntax/parser.js";

/** Narration of changes. git is read here, so that a history of any length never crosses the pipe. */
export function commitHandlers(parser: SyntaxParser): { readonly [K in keyof CommitMethods]: Handler<K> } {
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
  };
}
