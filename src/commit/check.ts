import { dayOfVersion, groupedDependencies } from "./dependencies.js";
import { filesBeyond, folderOf } from "./developer.js";
import { changesBeyond } from "./developerFile.js";
import { changedInside } from "./everyone/symbols.js";
import type { NotebookChange } from "./notebooks.js";
import type { SignatureChange } from "./signature.js";
import { spokenName } from "./spoken.js";
import { byNewness, isForOthers, isTold, type Story, sideOf, withoutMembers } from "./story.js";
import type { SymbolFacts, SymbolIdentity } from "./symbols.js";
import type { FileFacts } from "./types.js";
import { spelled } from "./words.js";

/**
 * For each statement what it names that the change does not have; nothing for a true one. Names and values in code font, quoted words,
 * numbers and versions are looked up in the changed lines and those around them, in the names of files and of what changed, in the
 * author's message and in the counts of the facts.
 */
export function unfoundedIn(statements: readonly string[], story: Story): string[][] {
  const claims = statements.map(claimsOf);
  const has = lookUp(claims.flat(), story);
  return claims.map((each) => each.filter((claim) => !has(claim)).map(({ text }) => text));
}

interface Claim {
  readonly kind: "code" | "quotation" | "number" | "number word";
  readonly text: string;
}

function claimsOf(statement: string): Claim[] {
  const claims: Claim[] = [];
  let rest = statement;
  const take = (pattern: RegExp, kind: Claim["kind"]): void => {
    rest = rest.replace(pattern, (_, text: string) => {
      claims.push({ kind, text });
      return " ";
    });
  };
  take(/(?<!`)`` (.+?) ``(?!`)/gs, "code");
  take(/(?<!`)`([^`]+)`(?!`)/g, "code");
  take(/“([^”]*)”/g, "quotation");
  for (const [text] of rest.matchAll(/(?<![\w.])\d[\d,]*(?:\.\d+)*(?![\w])/g))
    claims.push({ kind: "number", text });
  for (const text of numberWords.keys())
    if (new RegExp(`\\b${text}\\b`, "i").test(rest)) claims.push({ kind: "number word", text });
  return claims;
}

/** Reads the change once, line by line, and remembers of it what the claims need: all of it at once would take many times its size. */
function lookUp(claims: readonly Claim[], story: Story): (claim: Claim) => boolean {
  const ofKind = (kind: Claim["kind"]): string[] =>
    claims.filter((claim) => claim.kind === kind).map(({ text }) => text);
  const [codes, quotations] = [ofKind("code").map(codeOf), ofKind("quotation").map(quotedOf)];
  const squeezed = finder(codes.flatMap((code) => [squeeze(code), ...partsOf(code)]));
  const letters = finder(quotations.map(lettersOf));
  const wantedWords = new Set(quotations.flatMap(wordsOf));
  const words = new Set<string>();
  const numbers = new Set<string>();
  for (const text of textsOf(story)) {
    squeezed.add(squeeze(text));
    letters.add(lettersOf(text));
    if (wantedWords.size > words.size)
      for (const word of wordsOf(text)) if (wantedWords.has(word)) words.add(word);
    for (const number of text.match(/\d+(?:\.\d+)*/g) ?? []) numbers.add(number);
  }
  const days = story.read.flatMap(({ dependencies }) =>
    dependencies.flatMap(({ from, to }) => [dayOfVersion(from ?? ""), dayOfVersion(to ?? "")]),
  );
  for (const number of days.join(" ").match(/\d+/g) ?? []) numbers.add(number);
  const counts = countsOf(story);
  const inCode = squeezed.found();
  const inLetters = letters.found();
  return ({ kind, text }) => {
    switch (kind) {
      case "code":
        return inCode(squeeze(codeOf(text))) || partsOf(codeOf(text)).every(inCode);
      case "quotation":
        return (
          inLetters(lettersOf(quotedOf(text))) || wordsOf(quotedOf(text)).every((word) => words.has(word))
        );
      case "number": {
        const plain = text.replaceAll(",", "");
        return numbers.has(plain) || counts.has(Number(plain));
      }
      case "number word":
        return counts.has(numberWords.get(text) ?? Number.NaN);
    }
  };
}

const codeOf = (text: string): string => text.replace(/…$/, "").replace(/\\([<>[\]])/g, "$1");
const quotedOf = (text: string): string => text.replace(/…$/, "");
const squeeze = (text: string): string => text.replace(/\s+/g, "");
const partsOf = (code: string): string[] => code.split(/\.|::|->|#/);

/** So many characters are searched at once. */
const windowSize = 200_000;

/** Looks for strings in texts that come one after another, as if they were one. */
function finder(wanted: readonly string[]): {
  add(text: string): void;
  found(): (text: string) => boolean;
} {
  const missing = new Set(wanted.filter((each) => each !== ""));
  const overlap = Math.max(0, ...[...missing].map(({ length }) => length - 1));
  let window: string[] = [];
  let size = 0;
  const look = (): void => {
    const text = window.join("");
    for (const each of missing) if (text.includes(each)) missing.delete(each);
    const rest = text.slice(text.length - Math.min(overlap, text.length));
    window = [rest];
    size = rest.length;
  };
  return {
    add(text) {
      if (missing.size === 0) return;
      window.push(text);
      size += text.length;
      if (size > overlap + windowSize) look();
    },
    found() {
      look();
      return (text) => !missing.has(text);
    },
  };
}

/** What a declaration says, which may reach beyond the changed lines. */
const declared = (side: SymbolIdentity | undefined): string[] => [
  side?.signature?.returnType ?? "",
  ...(side?.signature?.raises ?? []).flatMap((each) => [each.type, each.condition ?? ""]),
  ...(side?.signature?.parameters ?? []).flatMap((each) => [each.name, each.type ?? "", each.default ?? ""]),
];

/** All that a sentence may name: of lines, those of one side follow one another. */
function* textsOf({ facts: { change, files } }: Story): Generator<string> {
  yield change.subject;
  yield change.body;
  yield* change.merge?.resolved ?? [];
  for (const { touched, symbols, dependencies } of files) {
    for (const { name } of touched) yield name;
    for (const { name, from = "", to = "" } of dependencies) yield* [name, from, to];
    for (const { before, after, body } of symbols) {
      // Of a text of many lines, only some stand in the diff.
      if (body?.literal !== undefined) yield* [body.literal.from, body.literal.to];
      for (const side of [before, after]) {
        yield side?.name ?? "";
        yield side?.docstring ?? "";
        yield* declared(side);
      }
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
const numberWords: ReadonlyMap<string, number> = new Map(
  [2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => [spelled(n), n]),
);

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
    ({ change, before, after }) =>
      `${change} ${(after ?? before)?.hasNamesake} ${(after ?? before)?.isPublic}`,
    ({ body, change, before, after }) =>
      `${body !== undefined && change !== "added" && change !== "removed"} ${/function|method/.test((after ?? before)?.kind ?? "")}`,
  );
  for (const file of facts.files) count(file.symbols, ({ change }) => change);
  for (const { signature } of symbols)
    count(signature, (change) => `${change.kind} ${change.kind === "parameter-added" && change.isRequired}`);
  const touched = story.code.flatMap((file) => file.touched);
  const names = (which: typeof touched): number => new Set(which.map(({ name }) => name)).size;
  const tests = facts.files
    .flatMap((file) => file.symbols)
    .filter((symbol) => symbol.body !== undefined && sideOf(symbol).isTest);
  const lists = [
    ...facts.files.map(changesBeyond),
    ...symbols.flatMap(({ signature }) => inputCounts(signature)),
    changedInside(story).length,
    ...notebookCounts(read),
    ...symbolCounts(symbols),
    ...facts.files.flatMap((file) => symbolCounts(file.symbols)),
    tests.length,
    new Set(tests.map((symbol) => sideOf(symbol).name)).size,
    new Set(filesBeyond(story).map(({ path }) => folderOf(path))).size,
    names(touched),
    names(touched.filter(({ change }) => change === "added")),
    read.length,
    read.flatMap(({ dependencies }) => dependencies).length,
    groupedDependencies(read.flatMap(({ dependencies }) => dependencies)).length,
    testsAdded.length,
    testsRemoved.length,
    facts.files.length,
    symbols.length,
    setAside.length,
  ];
  for (const size of lists) {
    counts.add(size);
    for (const shown of [1, 2, 3, 8, 12, 20, 25]) if (size > shown) counts.add(size - shown);
  }
  return counts;
}

/** Inputs that came, needed or not, and went. */
function inputCounts(signature: readonly SignatureChange[]): number[] {
  const added = signature.flatMap((change) => (change.kind === "parameter-added" ? [change] : []));
  const needed = added.filter(({ isRequired }) => isRequired).length;
  const removed = signature.filter(({ kind }) => kind === "parameter-removed").length;
  return [needed, added.length - needed, removed];
}

function notebookCounts(files: readonly FileFacts[]): number[] {
  const all = files.flatMap(({ notebook }) => notebook ?? []);
  const sum = (sort: keyof NotebookChange): number => all.reduce((total, each) => total + each[sort], 0);
  return [all.length, sum("code"), sum("text"), ...all.flatMap(({ code, text }) => [code, text])];
}

/** How many functions and classes came, went or changed in some way, those that others can use apart; and how many names they have. */
function symbolCounts(symbols: readonly SymbolFacts[]): number[] {
  const told = symbols.filter(isTold);
  const [added, removed] = [withoutMembers(told, "added"), withoutMembers(told, "removed")];
  const groups = [
    ...[added, removed].flatMap((all) => [all, all.filter(isForOthers)]),
    told.filter(({ change }) => change === "renamed"),
    told.filter(({ change }) => change === "moved"),
    told.filter(({ change }) => change === "body" || change === "signature"),
    told.filter(({ body, change }) => body !== undefined && change !== "added" && change !== "removed"),
  ];
  return groups
    .flatMap((group) => [group, ...Object.values(byNewness(group))])
    .flatMap((group) => [
      group.length,
      new Set(group.map((symbol) => spokenName(sideOf(symbol)))).size,
      new Set(group.map((symbol) => sideOf(symbol).name)).size,
    ]);
}
