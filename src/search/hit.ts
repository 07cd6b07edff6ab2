import type { SearchHit } from "../protocol/search.js";
import { matchedTerms } from "./lexical.js";
import type { ReadPlace } from "./rerank.js";
import type { StoredPatch } from "./store.js";

const callersNamed = 2;

/** A patch that was found, with what a reason is made of. */
export interface Scored {
  readonly patch: StoredPatch;
  readonly score: number;
  readonly terms: readonly string[];
  readonly closeness: number | undefined;
  readonly read?: ReadPlace;
}

/** What a person gets of it: its place, its score and the reason. */
export function hitOf(
  { patch, score, terms, closeness: cosine, read }: Scored,
  callers: readonly string[] = [],
): SearchHit {
  const { path, line, endLine, name, kind, language } = patch;
  return {
    path,
    line,
    endLine,
    name,
    kind,
    language,
    score: Math.round(score * 1000) / 1000,
    reason: [reasonOf(patch, terms, cosine), ...readWith(read), ...calledIn(callers)].join("; "),
  };
}

function calledIn(callers: readonly string[]): string[] {
  const named = callers.slice(0, callersNamed);
  if (named.length === 0) return [];
  return [`its name is called in ${named.join(", ")}${callers.length > named.length ? " and others" : ""}`];
}

/** Why it may stand above what is closer. */
const readWith = (read: ReadPlace | undefined): string[] =>
  read === undefined ? [] : [`reranked ${read.place} of ${read.of}`];

/** Where the words of the query stand, and how close the meaning is. */
function reasonOf(patch: StoredPatch, terms: readonly string[], cosine: number | undefined): string {
  const parts: string[] = [];
  const said = new Set<string>();
  for (const [place, text] of [
    ["name", patch.name],
    ["documentation", patch.docs],
    ["path", `${patch.path} ${patch.context}`],
    ["code", patch.code],
  ] as const) {
    const matched = matchedTerms(terms, text).filter((term) => !said.has(term));
    for (const term of matched) said.add(term);
    if (matched.length > 0) parts.push(`${place}: ${matched.slice(0, 6).join(", ")}`);
  }
  if (cosine !== undefined) parts.push(`closeness ${cosine.toFixed(2)}`);
  return parts.length === 0 ? "similar only in the words that all code shares" : parts.join("; ");
}
