import type { CommitHead } from "../../git/heads.js";
import { type AgentName, namedByAuthor, namedByLine, namedByTrailer } from "./agents.js";

/** What a commit says of itself. It speaks of the commit as a whole and never of a line. */
export interface Declaration {
  readonly agent: AgentName;
  /** How it is said, in words that follow "which": `names Claude in a Co-Authored-By trailer`. */
  readonly how: string;
}

const maxLines = 400;
const maxLineLength = 300;

/** The agents that a commit names as authors, in its author field, its trailers and the lines that tools leave in messages. */
export function declarationsOf(commit: CommitHead): Declaration[] {
  const found = new Map<string, Declaration>();
  const add = (agent: AgentName | undefined, how: (tool: string) => string): void => {
    if (agent && !found.has(agent.tool)) found.set(agent.tool, { agent, how: how(agent.tool) });
  };
  for (const { key, value } of commit.trailers.slice(0, maxLines))
    add(namedByTrailer(key, value.slice(0, maxLineLength)), (tool) => `names ${tool} in a ${key} trailer`);
  add(namedByAuthor(commit.author), (tool) => `has ${tool} as its author`);
  for (const line of commit.body.split("\n").slice(0, maxLines)) {
    const short = line.slice(0, maxLineLength).trim();
    // GitHub puts the messages of squashed commits into the body, their trailers included.
    const [, key, value] = /^([A-Za-z-]+): (.+)$/.exec(short) ?? [];
    if (key !== undefined && value !== undefined)
      add(namedByTrailer(key, value), (tool) => `names ${tool} in a ${key} trailer`);
    add(namedByLine(short), (tool) => `says that it was generated with ${tool}`);
  }
  return [...found.values()];
}

/**
 * One commit that stands for a whole branch, as GitHub and GitLab write it: one parent, and a pull request's number behind the
 * subject, or the list of the commits that went into it.
 */
export const isSquash = ({ parents, subject, body }: CommitHead): boolean =>
  parents.length === 1 &&
  (/\(#\d+\)$/.test(subject) || /^Squashed commit of the following:/m.test(`${subject}\n${body}`));
