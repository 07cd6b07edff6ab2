import { cleanSubject, withoutComponent } from "../subject.js";
import type { ChangeFacts, FileFacts } from "../types.js";
import { conventionalSubject } from "./declared.js";
import { titleOf } from "./title.js";

/**
 * What of a change hints at what it is for: words of the author (`first:`, `word:`, `pair:`, `body:`), words in the names of files
 * (`path:`) and facts (`fact:`), each present or not. The weights of the model are by these names.
 */
export function signsOf(facts: ChangeFacts): Set<string> {
  const signs = new Set<string>();
  const words = subjectWords(facts);
  const [first] = words;
  if (first !== undefined) signs.add(`first:${first}`);
  else signs.add("fact:no words");
  for (const word of words) signs.add(`word:${word}`);
  for (const [i, word] of words.entries()) {
    const next = words[i + 1];
    if (next !== undefined) signs.add(`pair:${word} ${next}`);
  }
  const body = bodyWords(facts.change.body);
  for (const word of body) signs.add(`body:${word}`);
  for (const sign of speedSigns(words, body)) signs.add(`fact:${sign}`);
  for (const word of pathWords(facts.files)) signs.add(`path:${word}`);
  for (const fact of factSigns(facts)) signs.add(`fact:${fact}`);
  for (const form of formSigns(facts.change)) signs.add(`form:${form}`);
  return signs;
}

const wordPattern = /[\p{L}][\p{L}\p{N}]*(?:['’-][\p{L}\p{N}]+)*/gu;

const wordsOf = (text: string): string[] => (text.toLowerCase().match(wordPattern) ?? []).slice(0, 120);

function subjectWords({ change }: ChangeFacts): string[] {
  const title = titleOf(change);
  return wordsOf(withoutComponent(cleanSubject(conventionalSubject(title)?.rest ?? title)));
}

/** How the author writes, whatever the words. */
function* formSigns(change: ChangeFacts["change"]): Generator<string> {
  const title = titleOf(change);
  const rest = conventionalSubject(title)?.rest ?? title;
  const words = rest.split(/\s+/).length;
  yield `title of ${words <= 3 ? "1-3" : words <= 6 ? "4-6" : words <= 10 ? "7-10" : "11+"} words`;
  if (/[`'"“]/.test(rest)) yield "quotes in the title";
  if (/\w\.\w|\w_\w|\p{Ll}\p{Lu}|\(\)/u.test(rest)) yield "code in the title";
  if (/\bv?\d+\.\d+/.test(rest)) yield "version in the title";
  if (/^\p{Lu}/u.test(rest)) yield "capital first";
  if (/#\d+/.test(rest)) yield "number in the title";
  if (/\b(?:and|&|,)\b|, /.test(rest)) yield "list in the title";
  if (/^\w+s\b/.test(rest)) yield "first word ends in s";
  if (/^\w+ed\b/.test(rest)) yield "first word ends in ed";
  if (/^\w+ing\b/.test(rest)) yield "first word ends in ing";
  if (/[\w-]\/[\w-]|\w\.(?:md|py|js|ts|go|rs|json|ya?ml|toml)\b/.test(rest)) yield "path in the title";
  if (/(?:clos|fix|resolv)\w*:?\s+(?:\S+)?#\d+/i.test(change.body)) yield "body closes an issue";
  const body = change.body.replace(/^[\w-]+-by:.*$/gim, "").trim();
  yield body === "" ? "no body" : body.length < 200 ? "short body" : body.length < 800 ? "body" : "long body";
  if (/^\s*[-*] /m.test(body)) yield "list in the body";
  if (/^#+ /m.test(body)) yield "headings in the body";
  if (/```/.test(body)) yield "code in the body";
}

/** Without what declares a kind: the question is what the rest says. */
const bodyWords = (body: string): string[] =>
  wordsOf(body.replace(/^\W*\w+(?:\([^)]*\))?!?:\s/gm, "").replace(/^[\w-]+-by:.*$/gim, ""));

/** Each of these words is too rare to be learned alone. */
const speedWord =
  /^(?:perf|performance|performant|fast|faster|speed|speeds|speedup|speedups|slow|slower|optimi[sz]\w*|memoi[sz]\w*|alloc|allocs|allocations?|latency|throughput|overhead|efficien\w*|inefficien\w*|preallocat\w*|simd|vectori[sz]\w*|quadratic)$/;

/** Likewise, of work that is saved, whatever for. */
const savingWord =
  /^(?:perfs|fastpath|slowness|cach(?:e|es|ed|ing)|allocat\w*|cop(?:y|ies|ying)|memory|lazy|lazily|hot|hotpath|redundant|unnecessary|avoids?|reuse|reduce|batch|batching|parallel\w*)$/;

/** Words of those who make a program faster or lighter, taken together. */
function* speedSigns(title: readonly string[], body: readonly string[]): Generator<string> {
  const isSaving = (word: string): boolean => speedWord.test(word) || savingWord.test(word);
  const saving = (words: readonly string[]): number => new Set(words.filter(isSaving)).size;
  if (title.some((word) => speedWord.test(word))) yield "speed in the title";
  if (body.some((word) => speedWord.test(word))) yield "speed in the body";
  if (saving(title) > 0) yield saving(title) > 1 ? "savings in the title" : "saving in the title";
  if (saving(body) > 1) yield "savings in the body";
}

/** Names of files and folders that mean the same in any project. */
const tellingPlaces =
  /^(?:ci|github|workflows|docker\w*|scripts?|releas\w+|changesets?|changelog|history|authors|readme|contributing|docs?|website|guides?|tutorials?|examples?|demos?|samples?|bench\w*|perf\w*|tests?|specs?|fixtures|snapshots?|e2e|eslint\w*|prettier\w*|locales?|i18n|translations?|security|auth|version|makefile|cmake\w*|setup|config\w*)$/;

/** Such words of folders and files, of the first files that people write. */
function pathWords(files: readonly FileFacts[]): Set<string> {
  const read = files.filter(({ setAside }) => setAside === undefined).slice(0, 12);
  return new Set(
    read
      .flatMap(({ path }) => path.toLowerCase().match(/\p{L}[\p{L}\p{N}]+/gu) ?? [])
      .filter((word) => tellingPlaces.test(word)),
  );
}

function* factSigns({ files }: ChangeFacts): Generator<string> {
  const read = files.filter(({ setAside }) => setAside === undefined);
  if (read.length === 0) yield "nothing read";
  if (files.some(({ setAside }) => setAside === "lock file")) yield "lock file";
  const telling = read.filter(({ effect }) => !/^(?:formatting|whitespace|mode)$/.test(effect));
  const roles = new Set((telling.length > 0 ? telling : read).map(({ role }) => role));
  for (const role of roles) yield roles.size === 1 ? `only ${role}` : `some ${role}`;
  if (read.length === 1) yield "one file";
  if (read.length > 8) yield "many files";
  const code = read.filter(({ role }) => role === "source");
  if (code.length > 0) yield* sizeSigns(code);
  if (read.some(({ version }) => version !== undefined)) yield "version of the project";
  if (read.some(({ dependencies }) => dependencies.length > 0)) yield "dependencies";
  if (read.some(({ testsAdded }) => testsAdded.length > 0)) yield "tests added";
  if (read.some(({ testsRemoved }) => testsRemoved.length > 0)) yield "tests removed";
  if (code.some(({ change }) => change.diff.status === "added")) yield "new file of code";
  if (code.some(({ change }) => change.diff.status === "deleted")) yield "file of code gone";
  if (read.filter(({ change }) => change.diff.status === "renamed").length > read.length / 2)
    yield "most files moved";
  yield* effectSigns(code);
  yield* symbolSigns(code);
}

function* sizeSigns(code: readonly FileFacts[]): Generator<string> {
  const sum = (side: "added" | "removed"): number => code.reduce((total, file) => total + file[side], 0);
  const [added, removed] = [sum("added"), sum("removed")];
  const lines = added + removed;
  yield lines <= 4 ? "tiny" : lines <= 25 ? "small" : lines <= 150 ? "medium" : "large";
  if (added > 4 * removed) yield "mostly added";
  else if (removed > 2 * added) yield "mostly removed";
  else yield "replaced";
}

function* effectSigns(code: readonly FileFacts[]): Generator<string> {
  if (code.length === 0) return;
  if (code.every(({ effect }) => effect === "comments" || effect === "formatting")) yield "comments alone";
  if (code.some(({ effect }) => /^(?:formatting|style|whitespace)$/.test(effect))) yield "layout in part";
}

function* symbolSigns(code: readonly FileFacts[]): Generator<string> {
  const symbols = code
    .flatMap((file) => file.symbols)
    .filter(({ before, after }) => (after ?? before)?.kind !== "module");
  const touched = code.flatMap((file) => file.touched);
  if (symbols.length > 0) yield "compared";
  const of = (change: string, isPublic?: boolean): number =>
    symbols.filter(
      (each) =>
        each.change === change &&
        (isPublic === undefined || ((each.after ?? each.before)?.isPublic === true) === isPublic),
    ).length;
  const publicAdded = of("added", true);
  if (publicAdded > 0) yield publicAdded > 3 ? "many added" : "public added";
  if (of("added", false) > 0) yield "private added";
  if (of("removed", true) > 0) yield "public removed";
  if (of("removed", false) > 0) yield "private removed";
  if (of("renamed") + of("moved") > 0) yield "renamed or moved";
  if (symbols.length > 0 && symbols.every(({ change }) => change === "body")) yield "bodies alone";
  if (symbols.length > 0 && symbols.every(({ change }) => change === "added")) yield "additions alone";
  if (of("documentation") > 0) yield "documentation in code";
  const signature = new Set(symbols.flatMap((each) => each.signature.map(({ kind }) => kind)));
  for (const kind of signature) yield kind;
  const bodies = symbols.flatMap(({ body }) => body ?? []);
  if (bodies.some(({ literal }) => literal !== undefined)) yield "value changed";
  if (bodies.some(({ conditions }) => conditions.length > 0)) yield "condition added";
  if (bodies.some(({ callsAdded, callsRemoved }) => callsAdded.length + callsRemoved.length > 0))
    yield "other calls";
  if (touched.some(({ change }) => change === "added")) yield "added by lines";
  if (touched.length > 0 && touched.every(({ change }) => change === "body")) yield "changed by lines";
}
