import { throwIfAborted } from "../base/errors.js";
import { countChanges, type FileDiff } from "../git/diff.js";
import type { DependencyChange } from "../protocol/commit.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { languageByPath } from "../syntax/registry.js";
import { versionChange } from "./dependencies.js";
import { effectOfSides, effectOfText } from "./effect.js";
import { narratedAsideReason, narratedRole } from "./fileRoles.js";
import { touchedSymbols } from "./hunkFacts.js";
import { compareManifestLines, compareManifests, isManifest } from "./manifests.js";
import { addedProse } from "./prose.js";
import { readSide, type Side } from "./side.js";
import { compareSymbols, withoutTokens, withoutUnchanged } from "./symbolPairs.js";
import { type SymbolFacts, type SymbolSide, symbolsOf } from "./symbols.js";
import { namedTest, type TestCase, titledTests, withoutRenamedTests } from "./tests.js";
import type { Change, ChangeFacts, FileChange, FileEffect, FileFacts } from "./types.js";

/** Beyond so much, files are read by their hunks alone. */
const parseLimits = { files: 400, characters: 12_000_000 } as const;

/** Everything that is known of a change, read from both sides of its files. */
export async function factsOf(
  change: Change,
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<ChangeFacts> {
  const before: SymbolSide[] = [];
  const after: SymbolSide[] = [];
  const read: ReadFile[] = [];
  // Where nothing was there before, nothing can have come from elsewhere.
  const isAllNew = change.files.every((file) => file.before === undefined);
  const budget = { files: parseLimits.files, characters: parseLimits.characters };
  for (const file of change.files) {
    throwIfAborted(signal);
    const { sides, ...one } = await readFile(file, budget, parser, signal);
    read.push(one);
    before.push(...sides.before);
    after.push(...(isAllNew ? sides.after.map(withoutTokens) : sides.after));
  }
  const symbols = compareSymbols(before, after);
  const files = read.map((one) => fileFacts(one, symbols));
  return { change, files, notes: notesOf(change, read, files) };
}

interface ReadFile {
  readonly file: FileChange;
  readonly setAside?: string;
  readonly effect: FileEffect;
  readonly isParsed: boolean;
  readonly hasConflict: boolean;
}

interface Sides {
  readonly before: readonly SymbolSide[];
  readonly after: readonly SymbolSide[];
}

async function readFile(
  file: FileChange,
  budget: { files: number; characters: number },
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<ReadFile & { readonly sides: Sides }> {
  const { diff } = file;
  const setAside = file.isCut ? "too large" : narratedAsideReason(diff);
  const nothing = { sides: { before: [], after: [] }, isParsed: false, hasConflict: false };
  if (setAside !== undefined) return { file, setAside, effect: "unknown", ...nothing };
  const language = languageByPath(diff.path);
  const hasConflict = conflictMarkers.test(file.after ?? "") || diff.parents > 1;
  const characters = (file.before?.length ?? 0) + (file.after?.length ?? 0);
  const isKnown =
    diff.status === "added"
      ? file.after !== undefined
      : diff.status === "deleted"
        ? file.before !== undefined
        : file.before !== undefined && file.after !== undefined;
  if (!language || !isKnown || hasConflict || budget.files <= 0 || characters > budget.characters)
    return { file, effect: effectOfText(diff), ...nothing, hasConflict };
  budget.files--;
  budget.characters -= characters;
  const old = file.before === undefined ? undefined : await readSide(file.before, language, parser, signal);
  const now = file.after === undefined ? undefined : await readSide(file.after, language, parser, signal);
  const symbols = (side: Side | undefined): SymbolSide[] => (side ? symbolsOf(side, diff.path) : []);
  return {
    file,
    effect: await effectOfSides(old, now, language, parser, signal),
    isParsed: true,
    hasConflict,
    sides: withoutUnchanged(symbols(old), symbols(now)),
  };
}

const conflictMarkers = /^<{7} [^\n]*\n[\s\S]*?^={7}$[\s\S]*?^>{7} /m;

function fileFacts(read: ReadFile, all: readonly SymbolFacts[]): FileFacts {
  const { file, setAside, effect, isParsed } = read;
  const { diff } = file;
  const { path } = diff;
  const symbols = all.filter(({ before, after }) => (after ?? before)?.path === path);
  const common = { change: file, path, role: narratedRole(path), ...countChanges(diff), effect };
  if (setAside !== undefined)
    return {
      ...common,
      setAside,
      symbols: [],
      touched: [],
      testsAdded: [],
      testsRemoved: [],
      dependencies: [],
      prose: [],
    };
  return {
    ...common,
    symbols,
    touched: isParsed ? [] : touchedSymbols(diff),
    ...testsOf(file, symbols),
    dependencies: dependenciesOf(file),
    ...versionOf(diff),
    prose: addedProse(diff),
  };
}

function testsOf(
  { diff, before, after }: FileChange,
  symbols: readonly SymbolFacts[],
): { testsAdded: TestCase[]; testsRemoved: TestCase[] } {
  const isKnown = before !== undefined || after !== undefined;
  const old = titledTests(diff.path, isKnown ? (before ?? "") : linesOf(diff, "-"));
  const now = titledTests(diff.path, isKnown ? (after ?? "") : linesOf(diff, "+"));
  const missing = (list: readonly TestCase[], from: readonly TestCase[]): TestCase[] =>
    list.filter(({ name }) => !from.some((each) => each.name === name));
  const named = (change: "added" | "removed"): TestCase[] =>
    symbols.flatMap(({ change: how, before: old, after: now }) => {
      const side = now ?? old;
      return how === change && side?.isTest === true && side.kind !== "class" && side.kind !== "module"
        ? [namedTest(side.name)]
        : [];
    });
  const added = [...named("added"), ...missing(now, old)];
  const removed = [...named("removed"), ...missing(old, now)];
  return withoutRenamedTests(added, removed);
}

/** The lines of one side of the hunks. */
const linesOf = ({ hunks }: FileDiff, marker: "+" | "-"): string =>
  hunks
    .flatMap(({ lines }) => lines.filter((line) => line.startsWith(marker)))
    .map((line) => line.slice(1))
    .join("\n");

function dependenciesOf({ diff, before, after }: FileChange): DependencyChange[] {
  const isWhole =
    (diff.status === "added" || before !== undefined) && (diff.status === "deleted" || after !== undefined);
  return isWhole
    ? compareManifests(diff.path, before ?? "", after ?? "")
    : compareManifestLines(diff.path, linesOf(diff, "-"), linesOf(diff, "+"));
}

function versionOf(diff: FileDiff): Pick<FileFacts, "version"> {
  const isPlace = isManifest(diff.path) || /(^|\/)(?:_?version|__init__|__about__)\.\w+$/.test(diff.path);
  const version = isPlace ? versionChange(linesOf(diff, "-"), linesOf(diff, "+")) : undefined;
  return version === undefined ? {} : { version };
}

function notesOf(change: Change, read: readonly ReadFile[], files: readonly FileFacts[]): string[] {
  const conflicts = read.filter(({ hasConflict }) => hasConflict).map(({ file }) => file.diff.path);
  const byHunks = read.filter(
    ({ isParsed, setAside, file }) =>
      !isParsed &&
      setAside === undefined &&
      languageByPath(file.diff.path) !== undefined &&
      file.diff.hunks.length > 0,
  );
  const garbled = files.filter(({ change: { diff } }) =>
    diff.hunks.some(({ lines }) => lines.some((line) => line.includes("\uFFFD"))),
  );
  const some = (paths: readonly string[]): string =>
    paths.length === 1 ? (paths[0] ?? "") : `${paths.length} files`;
  return [
    ...(change.isCut
      ? ["The diff is very long: only its beginning was read, and the files beyond are named as set aside."]
      : []),
    ...(conflicts.length > 0
      ? [`Conflict markers stand in ${some(conflicts)}: it was read line by line only.`]
      : []),
    ...(byHunks.length > 0 && conflicts.length === 0
      ? [
          `Only the changed lines of ${some(byHunks.map(({ file }) => file.diff.path))} were read, not the whole text.`,
        ]
      : []),
    ...(garbled.length > 0
      ? [`${some(garbled.map(({ path }) => path))} is not UTF-8 text: some characters could not be read.`]
      : []),
  ];
}
