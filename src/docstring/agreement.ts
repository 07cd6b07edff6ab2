import type { FunctionPatch } from "../syntax/types.js";
import { oneLine } from "./text.js";
import type { Source } from "./wordSources.js";

/** What an author says of a parameter or a result. */
export interface Words {
  readonly description: string;
  /** As documented; absent where the documentation has none. */
  readonly type?: string | undefined;
  /** The neighbours of the file that agree on it; absent where it is said in the file itself. */
  readonly neighbours?: readonly string[];
}

/** What another function says of itself. */
export interface Entry {
  readonly source: Source;
  readonly words: Words;
}

/** What most of the file say; of texts that are as frequent, what the same class or else the nearest function says. */
export function fileAgrees(entries: readonly Entry[], patch: FunctionPatch): Words | undefined {
  const own = entries.filter(({ source }) => source.neighbour === undefined);
  const votes = new Map<string, number>();
  for (const entry of own) votes.set(key(entry), (votes.get(key(entry)) ?? 0) + 1);
  const rank = (entry: Entry): number[] => [
    -(votes.get(key(entry)) ?? 0),
    entry.source.patch.enclosing?.name === patch.enclosing?.name ? 0 : 1,
    Math.abs(entry.source.patch.line - patch.line),
  ];
  return [...own].sort((a, b) => compare(rank(a), rank(b)))[0]?.words;
}

/** What functions of neighbours say of a parameter that they are called with: both mean the same by the name. */
export function calleesSay(
  entries: readonly Entry[],
  called: ReadonlySet<string> | undefined,
): Words | undefined {
  const said = entries.filter(({ source: { patch } }) =>
    called?.has((patch.kind === "constructor" ? patch.enclosing?.name : undefined) ?? patch.name),
  );
  return oneVoice(said);
}

/** What all say, if they say one thing. */
export const oneVoice = (said: readonly Entry[]): Words | undefined =>
  new Set(said.map(key)).size === 1 ? wordsOf(said) : undefined;

/** What two neighbours say, and more than half of those that say anything: one alone may mean something else by the name. */
export function neighboursAgree(entries: readonly Entry[]): Words | undefined {
  const asked = neighboursIn(entries).length;
  const agreed = [...new Set(entries.map(key))]
    .map((text) => entries.filter((entry) => key(entry) === text))
    .find((same) => neighboursIn(same).length >= 2 && neighboursIn(same).length > asked / 2);
  return agreed && wordsOf(agreed);
}

function wordsOf(same: readonly Entry[]): Words | undefined {
  const neighbours = neighboursIn(same);
  return same[0] && { ...same[0].words, ...(neighbours.length > 0 && { neighbours }) };
}

const neighboursIn = (entries: readonly Entry[]): string[] => [
  ...new Set(entries.flatMap(({ source: { neighbour } }) => neighbour ?? [])),
];

/** The same for texts that say the same. */
const key = ({ words }: Entry): string => oneLine(words.description).replace(/\.$/, "").toLowerCase();

function compare(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((value, at) => value !== b[at]);
  return i < 0 ? 0 : (a[i] ?? 0) - (b[i] ?? 0);
}
