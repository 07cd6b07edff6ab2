import { dayOfVersion } from "./dependencies.js";
import { filesBeyond, folderOf } from "./developer.js";
import type { Story } from "./story.js";
import type { SymbolSide } from "./symbols.js";
import { spelled } from "./words.js";

/** Holds sentences against a change: what they name must be in it. */
export interface StatementChecker {
  /** What the sentence names that the change does not have; empty for a true sentence. */
  unfounded(statement: string): string[];
}

/**
 * Names and values in code font, quoted words, numbers and versions are looked up in the changed lines and those around them, in the names
 * of files and of what changed, in the author's message and in the counts of the facts.
 */
export function statementChecker(story: Story): StatementChecker {
  const squeezedPile = pile();
  const letterPile = pile();
  const words = new Set<string>();
  const numbers = new Set<string>();
  // Line by line: the words of all of a large change at once would take many times its size.
  for (const text of textsOf(story)) {
    squeezedPile.add(text.replace(/\s+/g, ""));
    letterPile.add(lettersOf(text));
    for (const word of wordsOf(text)) words.add(word);
    for (const number of text.match(/\d+(?:\.\d+)*/g) ?? []) numbers.add(number);
  }
  const squeezed = squeezedPile.whole();
  const letters = letterPile.whole();
  const days = story.read.flatMap(({ dependencies }) =>
    dependencies.flatMap(({ from, to }) => [dayOfVersion(from ?? ""), dayOfVersion(to ?? "")]),
  );
  for (const number of days.join(" ").match(/\d+/g) ?? []) numbers.add(number);
  const counts = countsOf(story);
  const hasCode = (text: string): boolean =>
    squeezed.includes(text.replace(/\s+/g, "")) ||
    text.split(/\.|::|->|#/).every((part) => squeezed.includes(part));
  const hasQuoted = (text: string): boolean =>
    letters.includes(lettersOf(text)) || wordsOf(text).every((word) => words.has(word));
  return {
    unfounded(statement) {
      const problems: string[] = [];
      let rest = statement;
      const take = (pattern: RegExp, isFounded: (inner: string) => boolean): void => {
        rest = rest.replace(pattern, (_, inner: string) => {
          if (!isFounded(inner)) problems.push(inner);
          return " ";
        });
      };
      take(/``? ?([^`]+?) ?``?(?!`)/g, (inner) =>
        hasCode(inner.replace(/…$/, "").replace(/\\([<>[\]])/g, "$1")),
      );
      take(/“([^”]*)”/g, (inner) => hasQuoted(inner.replace(/…$/, "")));
      for (const [number] of rest.matchAll(/(?<![\w.])\d[\d,]*(?:\.\d+)*(?![\w])/g)) {
        const plain = number.replaceAll(",", "");
        if (!numbers.has(plain) && !counts.has(Number(plain))) problems.push(number);
      }
      for (const [word, value] of numberWords)
        if (new RegExp(`\\b${word}\\b`, "i").test(rest) && !counts.has(value)) problems.push(word);
      return problems;
    },
  };
}

/** What a declaration says, which may reach beyond the changed lines. */
const declared = (side: SymbolSide | undefined): string[] => [
  side?.signature?.returnType ?? "",
  ...(side?.signature?.parameters ?? []).flatMap((each) => [each.name, each.type ?? "", each.default ?? ""]),
];

/** Joins texts as they come: hundreds of thousands of short ones take more room than what they hold. */
function pile(): { add(text: string): void; whole(): string } {
  const joined: string[] = [];
  let fresh: string[] = [];
  return {
    add(text) {
      if (fresh.push(text) < 2_000) return;
      joined.push(fresh.join(""));
      fresh = [];
    },
    whole: () => [...joined, ...fresh].join(""),
  };
}

/** All that a sentence may name: of lines, those of one side follow one another. */
function* textsOf({ facts: { change, files } }: Story): Generator<string> {
  yield change.subject;
  yield change.body;
  yield* change.merge?.resolved ?? [];
  for (const { touched, symbols } of files) {
    for (const { name } of touched) yield name;
    for (const { before, after } of symbols)
      for (const side of [before, after]) {
        yield side?.name ?? "";
        yield side?.docstring ?? "";
        yield* declared(side);
      }
  }
  for (const { diff } of change.files) {
    yield* [diff.path, diff.oldPath ?? "", diff.oldMode ?? "", diff.newMode ?? ""];
    for (const { section, lines } of diff.hunks) {
      yield section;
      yield* sideOfLines(lines, diff.parents, "-");
      yield* sideOfLines(lines, diff.parents, "+");
    }
  }
}

/** The lines of one side of a hunk, without their markers. */
function* sideOfLines(lines: readonly string[], parents: number, marker: "+" | "-"): Generator<string> {
  for (const line of lines) {
    const own = line.slice(0, parents);
    if (own.includes(marker) || own.trim() === "") yield line.slice(parents);
  }
}

/** Lower case, identifiers cut into their words. */
const wordsOf = (text: string): string[] =>
  text.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+|\p{N}+/gu)?.map((word) => word.toLowerCase()) ?? [];

/** "one" is an article as often as a number. */
const numberWords: readonly (readonly [string, number])[] = [2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => [
  spelled(n),
  n,
]);

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/** Every count that can be true of the change: of files by role, status and reason, of symbols by kind and change, and differences of these. */
function countsOf(story: Story): Set<number> {
  const { facts, symbols, testsAdded, testsRemoved, read, setAside } = story;
  const { parents, merge } = facts.change;
  const counts = new Set<number>([parents.length, testsAdded.length, testsRemoved.length, 2]);
  for (const n of [merge?.commits, merge?.resolved?.length]) if (n !== undefined) counts.add(n);
  const count = <T>(items: readonly T[], ...keys: ((item: T) => string)[]): void => {
    counts.add(items.length);
    for (const key of keys) {
      const groups = new Map<string, number>();
      for (const item of items) groups.set(key(item), (groups.get(key(item)) ?? 0) + 1);
      for (const n of groups.values()) counts.add(n);
    }
  };
  count(
    facts.files,
    ({ role }) => role,
    ({ effect }) => effect,
    ({ change: { diff } }) => diff.status,
    ({ change: { diff } }) => diff.status,
    ({ setAside: reason = "" }) => reason,
    ({ path }) => path.split("/").slice(0, 2).join("/"),
  );
  count(read, ({ role }) => role);
  count(filesBeyond(story), ({ path }) => folderOf(path));
  count(setAside, ({ setAside: reason = "" }) => reason);
  for (const { added, removed } of facts.files) counts.add(added).add(removed);
  count(
    symbols,
    ({ change }) => change,
    ({ change, before, after }) =>
      `${change} ${(after ?? before)?.kind === "class"} ${(after ?? before)?.isPublic}`,
    ({ body, change, before, after }) =>
      `${body !== undefined && change !== "added" && change !== "removed"} ${/function|method/.test((after ?? before)?.kind ?? "")}`,
  );
  for (const file of facts.files) count(file.symbols, ({ change }) => change);
  for (const { signature } of symbols)
    count(signature, (change) => `${change.kind} ${change.kind === "parameter-added" && change.isRequired}`);
  const touched = story.code.flatMap((file) => file.touched);
  const names = (which: typeof touched): number => new Set(which.map(({ name }) => name)).size;
  const lists = [
    names(touched),
    names(touched.filter(({ change }) => change === "added")),
    read.length,
    read.flatMap(({ dependencies }) => dependencies).length,
    testsAdded.length,
    testsRemoved.length,
    facts.files.length,
    symbols.length,
    setAside.length,
  ];
  for (const size of lists)
    for (const shown of [1, 2, 3, 8, 12, 20, 25]) if (size > shown) counts.add(size - shown);
  return counts;
}
