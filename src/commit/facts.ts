import { throwIfAborted } from "../base/errors.js";
import { isNotebookPath } from "../base/fileKinds.js";
import { countChanges, type FileDiff } from "../git/diff.js";
import type { DependencyChange } from "../protocol/commit.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { languageByPath } from "../syntax/registry.js";
import { isAutomation } from "./buildManifests.js";
import { versionChange } from "./dependencies.js";
import { effectOfSides, effectOfText } from "./effect.js";
import { narratedAsideReason, narratedRole } from "./fileRoles.js";
import { touchedSymbols } from "./hunkFacts.js";
import { compareManifestLines, compareManifests, isManifest, namesVersions } from "./manifests.js";
import { compareNotebooks, type NotebookChange } from "./notebooks.js";
import { addedProse } from "./prose.js";
import { readSide, type Side } from "./side.js";
import { compareSymbols, withoutTokens, withoutUnchanged } from "./symbolPairs.js";
import { type SymbolFacts, type SymbolSide, symbolsOf } from "./symbols.js";
import { namedTest, type TestCase, titledTests, withoutRenamedTests } from "./tests.js";
import type { Change, ChangeFacts, FileChange, FileEffect, FileFacts, SideTexts } from "./types.js";
import { counted } from "./words.js";

/** Beyond so much, files are read by their hunks alone; `fileCharacters` counts both sides of one. */
const parseLimits = { files: 400, characters: 12_000_000, fileCharacters: 2_000_000 } as const;

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
  const isAllNew = change.files.every(({ diff, sides }) => diff.status === "added" || sides === undefined);
  const budget = { files: parseLimits.files, characters: parseLimits.characters };
  for (const file of change.files) {
    throwIfAborted(signal);
    const { sides, ...one } = await readFile(file, budget, parser, signal);
    read.push(one);
    before.push(...sides.before);
    after.push(...(isAllNew ? sides.after.map(withoutTokens) : sides.after));
  }
  const symbols = compareSymbols(before, after);
  const byPath = new Map<string, SymbolFacts[]>();
  for (const symbol of symbols) {
    const path = (symbol.after ?? symbol.before)?.path ?? "";
    const known = byPath.get(path);
    if (known === undefined) byPath.set(path, [symbol]);
    else known.push(symbol);
  }
  const files = read.map((one) => fileFacts(one, byPath.get(one.file.diff.path) ?? []));
  return { change, files, notes: notesOf(change, read, files) };
}

/** What is kept of a file when its texts are let go. */
interface ReadFile {
  readonly file: FileChange;
  readonly setAside?: string;
  readonly effect: FileEffect;
  readonly isParsed: boolean;
  readonly hasConflict: boolean;
  /** Tests that carry a title, before and after. */
  readonly titled: { readonly before: readonly TestCase[]; readonly after: readonly TestCase[] };
  readonly dependencies: readonly DependencyChange[];
  readonly notebook?: NotebookChange;
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
  if (setAside !== undefined)
    return { file, setAside, effect: "unknown", ...nothing, titled: untitled, dependencies: [] };
  const texts = (await file.sides?.()) ?? {};
  const { before, after } = texts;
  const facts = {
    file,
    titled: titledIn(diff, texts),
    dependencies: dependenciesOf(diff, texts),
    ...notebookOf(diff, texts),
  };
  const language = languageByPath(diff.path);
  const hasConflict = conflictMarkers.test(after ?? "") || diff.parents > 1;
  const characters = (before?.length ?? 0) + (after?.length ?? 0);
  if (
    !language ||
    !isWhole(diff, texts) ||
    hasConflict ||
    budget.files <= 0 ||
    characters > Math.min(budget.characters, parseLimits.fileCharacters)
  )
    return { ...facts, effect: effectOfText(diff), ...nothing, hasConflict };
  budget.files--;
  budget.characters -= characters;
  const old = before === undefined ? undefined : await readSide(before, language, parser, signal);
  const now = after === undefined ? undefined : await readSide(after, language, parser, signal);
  const symbols = (side: Side | undefined): SymbolSide[] => (side ? symbolsOf(side, diff.path) : []);
  return {
    ...facts,
    effect: await effectOfSides(old, now, language, parser, signal),
    isParsed: true,
    hasConflict,
    sides: withoutUnchanged(symbols(old), symbols(now)),
  };
}

/** Whether the texts of both sides are known, as far as there are any. */
const isWhole = ({ status }: FileDiff, { before, after }: SideTexts): boolean =>
  (status === "added" || before !== undefined) && (status === "deleted" || after !== undefined);

const untitled = { before: [], after: [] };

const conflictMarkers = /^<{7} [^\n]*\n[\s\S]*?^={7}$[\s\S]*?^>{7} /m;

function fileFacts(read: ReadFile, symbols: readonly SymbolFacts[]): FileFacts {
  const { file, setAside, effect, isParsed, dependencies } = read;
  const { diff } = file;
  const { path } = diff;
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
    ...testsOf(read, symbols),
    dependencies,
    ...versionOf(diff),
    ...(read.notebook === undefined ? {} : { notebook: read.notebook }),
    prose: addedProse(diff),
  };
}

function titledIn(diff: FileDiff, { before, after }: SideTexts): ReadFile["titled"] {
  const isKnown = before !== undefined || after !== undefined;
  return {
    before: titledTests(diff.path, isKnown ? (before ?? "") : linesOf(diff, "-")),
    after: titledTests(diff.path, isKnown ? (after ?? "") : linesOf(diff, "+")),
  };
}

function testsOf(
  { titled: { before: old, after: now } }: ReadFile,
  symbols: readonly SymbolFacts[],
): { testsAdded: TestCase[]; testsRemoved: TestCase[] } {
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

function notebookOf(diff: FileDiff, texts: SideTexts): { notebook?: NotebookChange } {
  if (!isNotebookPath(diff.path) || !isWhole(diff, texts)) return {};
  const notebook = compareNotebooks(texts.before ?? "", texts.after ?? "");
  return notebook === undefined ? {} : { notebook };
}

/** The lines of one side of the hunks. */
const linesOf = ({ hunks }: FileDiff, marker: "+" | "-"): string =>
  hunks
    .flatMap(({ lines }) => lines.filter((line) => line.startsWith(marker)))
    .map((line) => line.slice(1))
    .join("\n");

function dependenciesOf(diff: FileDiff, texts: SideTexts): DependencyChange[] {
  if (!namesVersions(diff.path)) return [];
  const changes = isWhole(diff, texts)
    ? compareManifests(diff.path, texts.before ?? "", texts.after ?? "")
    : compareManifestLines(diff.path, linesOf(diff, "-"), linesOf(diff, "+"));
  // What one workflow begins to use, others often use already.
  return isAutomation(diff.path) ? changes.filter(({ change }) => change === "changed") : changes;
}

function versionOf(diff: FileDiff): Pick<FileFacts, "version"> {
  const isPlace =
    isManifest(diff.path) ||
    /(^|\/)(?:(?:_?version|Version|VERSION|__init__|__about__)\.\w+|Directory\.Build\.props)$/.test(
      diff.path,
    );
  const version = isPlace ? versionChange(linesOf(diff, "-"), linesOf(diff, "+")) : undefined;
  return version === undefined ? {} : { version };
}

function notesOf(change: Change, read: readonly ReadFile[], files: readonly FileFacts[]): string[] {
  const cut = files.filter(({ change: { isCut } }) => isCut === true).length;
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
      ? [
          cut === 0
            ? "The diff is very long: only its beginning was read."
            : `The diff is very long: ${counted(cut, "file")} of it ${cut === 1 ? "is" : "are"} named as set aside, not read.`,
        ]
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
