import type { ChangeKind } from "../protocol/commit.js";
import { placeWords } from "./areas.js";
import { groupedDependencies } from "./dependencies.js";
import { asideStatement, movedStatement, sizeStatement } from "./everyoneScope.js";
import { revertedSubject } from "./headline.js";
import { plainWords } from "./plain.js";
import { isChangelog } from "./prose.js";
import type { SignatureChange } from "./signature.js";
import {
  authorWords,
  docSummary,
  isTold,
  quoted,
  type Story,
  sideOf,
  spokenName,
  withoutMembers,
} from "./story.js";
import type { SymbolFacts } from "./symbols.js";
import { capitalised, counted, humanWords, listed, listedUpTo, spelled } from "./words.js";

/** The statements for people who do not read code; the checker holds each against the facts. */
export function everyoneStatements(story: Story): string[] {
  const { kind } = story.kind;
  if (kind === "empty") return ["No file was changed.", ...authorStatement(story)];
  return [
    lead(story),
    ...authorStatement(story),
    ...(kind === "formatting" ? [] : contentStatements(story)),
    ...movedStatement(story),
    ...sizeStatement(story),
    ...asideStatement(story),
  ];
}

/** What goes beyond the author's title: the reason, and one or two things that follow for whoever uses the product. */
export function briefStatements(story: Story): string[] {
  const { kind } = story.kind;
  if (kind === "empty" || kind === "formatting") return [lead(story)];
  const given = plainWords(story.author.reason);
  // It leads to a list that is not repeated here.
  const reason = given.endsWith(":") ? "" : given;
  const content = [
    ...newsStatements(story),
    ...lossStatements(story),
    ...inputStatements(story),
    ...dependencyStatements(story),
  ];
  const unchanged =
    isCodeUntouched(story) && story.code.length > 0 ? ["The program itself stays as it was."] : [];
  if (reason !== "")
    return [`The reason given: “${ended(withoutQuotes(reason))}”`, ...unchanged, ...content.slice(0, 1)];
  const said = [...unchanged, ...content];
  return (said.length > 0 ? said : [...insideStatements(story), ...testStatements(story)]).slice(0, 2);
}

function contentStatements(story: Story): string[] {
  return [
    ...changelogStatement(story),
    ...newsStatements(story),
    ...lossStatements(story),
    ...inputStatements(story),
    ...insideStatements(story),
    ...dependencyStatements(story),
    ...testStatements(story),
  ];
}

function place(story: Story): string {
  const from = story.code.length > 0 ? story.code : story.read;
  const places = placeWords(from.map(({ path }) => path));
  return places.length === 0 ? "" : ` in ${listed(places.map(quoted))}`;
}

/** Where the parsed code is the same before and after, or no code changed at all. */
const isCodeUntouched = ({ code, facts }: Story): boolean =>
  code.every(({ effect }) => effect === "comments" || effect === "formatting" || effect === "moved") &&
  facts.files.every(({ role, setAside }) => setAside === undefined || role === "dependencies");

function lead(story: Story): string {
  const { kind, certainty } = story.kind;
  const isKnown = certainty === "known";
  const where = place(story);
  const unchanged = isCodeUntouched(story) ? "; the program itself stays as it was" : "";
  const leads: Record<ChangeKind, () => string> = {
    feature: () => `This ${isKnown ? "adds" : "most likely adds"} something new${where}.`,
    repair: () => `This ${isKnown ? "is" : "looks like"} a repair${where}.`,
    refactoring: () => `This ${isKnown ? "is" : "looks like"} tidying up inside the program${where}.`,
    performance: () =>
      `This ${isKnown ? "is" : "seems"} meant to make the program faster or lighter${where}.`,
    documentation: () =>
      `This ${isKnown ? "is" : "seems to be"} about the documentation${where}${unchanged}.`,
    test: () => `This ${isKnown ? "is" : "seems to be"} about the tests${where}${unchanged}.`,
    build: () =>
      `This ${isKnown ? "is" : "seems to be"} about how the project is built, checked or released${unchanged}.`,
    dependency: () => "This is about the ready-made parts from other projects that this one uses.",
    formatting: () => formattingLead(story),
    revert: () => revertLead(story),
    security: () => `This ${isKnown ? "is" : "looks like"} a change for security${where}.`,
    housekeeping: () => `This ${isKnown ? "is" : "seems to be"} housekeeping${where}${unchanged}.`,
    merge: () => mergeLead(story),
    empty: () => "No file was changed.",
  };
  return leads[kind]();
}

function formattingLead({ read }: Story): string {
  if (read.every(({ effect }) => effect === "formatting"))
    return "This changes only how the code is laid out; the program works just as before.";
  if (read.some(({ effect }) => effect === "style"))
    return "This changes only the style of the code: spacing, quotes, commas and semicolons.";
  return "This changes only the spacing of the text.";
}

function mergeLead({ facts: { change } }: Story): string {
  const branch = /^Merge (?:remote-tracking )?branch '([^']+)'/.exec(change.subject)?.[1];
  const pull = /^Merge pull request #(\d+) from (\S+)/.exec(change.subject);
  if (pull) return `This brings in the work proposed in pull request ${pull[1]}.`;
  if (branch !== undefined)
    return `This brings in the work from the line called ${quoted(humanWords(branch))}.`;
  return "This joins two lines of work into one.";
}

function revertLead({ facts: { change }, isName }: Story): string {
  const reverted = revertedSubject(change.subject);
  return reverted === undefined
    ? "This takes back an earlier change."
    : `This takes back an earlier change, which its author called: “${ended(withoutQuotes(plainWords(authorWords(reverted, "").summary || reverted, isName)))}”`;
}

function authorStatement(story: Story): string[] {
  if (revertedSubject(story.facts.change.subject) !== undefined) return [];
  const { author, kind, facts } = story;
  // The first line of a merge names branches; what was merged is told below it.
  const title = kind.kind === "merge" ? (facts.change.body.trim().split("\n")[0] ?? "") : author.summary;
  const said = plainWords(title, story.isName);
  const reason = kind.kind === "merge" ? "" : readableReason(plainWords(author.reason, story.isName));
  if (said === "")
    return facts.change.subject === "" || kind.kind === "merge"
      ? []
      : ["The author does not say what it is for."];
  return [
    `In the author's words: “${ended(capitalised(withoutQuotes(said)))}”`,
    ...(reason === "" ? [] : [`The reason given: “${ended(withoutQuotes(reason))}”`]),
  ];
}

/** An explanation that is mostly code says nothing to people who do not read it. */
const readableReason = (text: string): string =>
  /[\\{}=`$]/.test(text) || (text.match(/‘/g)?.length ?? 0) > 2 ? "" : text;

const ended = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);
const withoutQuotes = (text: string): string => text.replace(/["“”]/g, "");

const most = { names: 3, entries: 2, tests: 2, dependencies: 3 } as const;

function changelogStatement({ read, author, isName }: Story): string[] {
  const entries = read.filter(({ path }) => isChangelog(path)).flatMap(({ prose }) => prose);
  const said = entries
    .map((entry) =>
      withoutQuotes(
        plainWords(entry.replace(/\s*\((?:@|\[@)[^)]*\)|\[#?\d+\](?:\([^)]*\))?:?/g, ""), isName),
      ).replace(/^[\s:,-]+/, ""),
    )
    .filter((entry) => isSentence(entry) && !sameLetters(entry, plainWords(author.summary, isName)))
    .slice(0, most.entries);
  return said.length === 0
    ? []
    : [`The change log says: ${listed(said.map((entry) => `“${ended(entry)}”`))}`];
}

/** Not a name in a list of contributors. */
const isSentence = (entry: string): boolean => entry.split(/\s+/).length >= 4 && /\p{Ll}{3}/u.test(entry);

const sameLetters = (a: string, b: string): boolean =>
  a.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "") === b.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

const isPublic = (symbol: SymbolFacts): boolean => sideOf(symbol).isPublic;

function newsStatements(story: Story): string[] {
  const added = withoutMembers(story.symbols, "added").filter(isPublic);
  const [first] = added;
  if (first === undefined) return [];
  const functions = added.filter((symbol) => sideOf(symbol).kind !== "class").length;
  const classes = added.length - functions;
  if (added.length === 1) {
    const side = sideOf(first);
    const summary = plainWords(docSummary(side.docstring), story.isName);
    const what = side.kind === "class" ? "building block of the program (a class)" : "function";
    const name =
      side.kind === "class" ? quoted(humanWords(side.name.split(".").at(-1) ?? "")) : spokenName(side);
    return [
      `There is a new ${what}, ${name}.`,
      ...(summary === "" ? [] : [`Its documentation says: “${ended(withoutQuotes(summary))}”`]),
    ];
  }
  const kinds = [
    ...(functions > 0 ? [counted(functions, "new function")] : []),
    ...(classes > 0 ? [counted(classes, "new building block", "new building blocks")] : []),
  ];
  const names = added.map((symbol) => spokenName(sideOf(symbol)));
  return [
    `There ${functions + classes === 1 ? "is" : "are"} ${listed(kinds)}: ${listedUpTo([...new Set(names)], most.names)}.`,
  ];
}

function lossStatements(story: Story): string[] {
  const statements: string[] = [];
  const still = new Set(withoutMembers(story.symbols, "added").map((symbol) => sideOf(symbol).name));
  const removed = withoutMembers(story.symbols, "removed").filter(
    (symbol) => isPublic(symbol) && !still.has(sideOf(symbol).name),
  );
  if (removed.length > 0) {
    const names = listedUpTo([...new Set(removed.map((symbol) => spokenName(sideOf(symbol))))], most.names);
    statements.push(
      `${capitalised(removed.length === 1 ? "one function or building block" : `${spelled(removed.length)} functions or building blocks`)} that other code could use ${removed.length === 1 ? "is" : "are"} gone: ${names}.`,
    );
  }
  const renamed = story.symbols.filter(
    (symbol) => symbol.change === "renamed" && isPublic(symbol) && symbol.before?.isPublic === true,
  );
  const [only] = renamed;
  if (renamed.length === 1 && only?.before !== undefined && only.after !== undefined)
    statements.push(
      `What was called ${spokenName(only.before)} is now called ${spokenName(only.after)}; whoever uses it needs the new name.`,
    );
  const inner = story.symbols.filter((symbol) => symbol.change === "renamed" && !renamed.includes(symbol));
  const [one] = inner;
  if (inner.length === 1 && one?.before !== undefined && one.after !== undefined)
    statements.push(
      `Inside, what was called ${spokenName(one.before)} is now called ${spokenName(one.after)}.`,
    );
  if (renamed.length > 1)
    statements.push(
      `${capitalised(counted(renamed.length, "function"))} or building blocks have new names, so whoever uses them has to adapt.`,
    );
  return statements;
}

interface InputChange {
  readonly symbol: SymbolFacts;
  readonly change: SignatureChange;
}

function inputStatements(story: Story): string[] {
  const all: InputChange[] = story.symbols
    .filter((symbol) => isPublic(symbol) && symbol.change !== "added" && symbol.change !== "removed")
    .flatMap((symbol) => symbol.signature.map((change) => ({ symbol, change })));
  const told = all.map(inputStatement).filter((each) => each !== undefined);
  if (told.length <= 3) return told;
  const functions = new Set(all.map(({ symbol }) => sideOf(symbol).name)).size;
  const risky = all.filter(
    ({ change }) =>
      change.kind === "parameter-removed" ||
      change.kind === "parameter-renamed" ||
      (change.kind === "parameter-added" && change.isRequired),
  ).length;
  return [
    ...told.slice(0, 2),
    `In all, ${counted(functions, "function")} that others can use ${functions === 1 ? "has" : "have"} other inputs, results or errors than before.`,
    ...(risky > 0 ? ["Some of these changes ask whoever uses them to adapt."] : []),
  ];
}

function inputStatement({ symbol, change }: InputChange): string | undefined {
  const name = spokenName(sideOf(symbol));
  switch (change.kind) {
    case "parameter-added": {
      const input = quoted(humanWords(change.name) || change.name);
      return change.isRequired
        ? `The function ${name} now needs one more input, ${input}.`
        : `The function ${name} can now be given one more input, ${input}.`;
    }
    case "parameter-removed":
      return `The function ${name} no longer takes the input ${quoted(humanWords(change.name) || change.name)}.`;
    case "parameter-renamed":
      return `In the function ${name}, the input ${quoted(humanWords(change.from) || change.from)} is now called ${quoted(humanWords(change.name) || change.name)}.`;
    case "default": {
      const input = quoted(humanWords(change.name) || change.name);
      if (change.from === undefined || change.to === undefined) return undefined;
      const isPlain = (value: string): boolean =>
        /^-?[\d._]+$|^["'][\w .-]*["']$|^(?:true|false)$/i.test(value);
      return isPlain(change.from) && isPlain(change.to)
        ? `When nothing is said about ${input}, the function ${name} now uses ${plainValue(change.to)} and no longer ${plainValue(change.from)}.`
        : `The function ${name} uses another value for ${input} when none is given.`;
    }
    case "raises":
      return `The function ${name} now reports an error (“${humanWords(change.type.split(/\.|::/).at(-1) ?? "")}”) in a case that it let pass or reported otherwise before.`;
    default:
      return undefined;
  }
}

const plainValue = (value: string): string => value.replace(/["']/g, "").toLowerCase();

function insideStatements(story: Story): string[] {
  const bodies = story.symbols.filter(
    (symbol) =>
      isTold(symbol) &&
      sideOf(symbol).kind !== "class" &&
      symbol.body !== undefined &&
      symbol.change !== "added" &&
      symbol.change !== "removed",
  );
  const isSameOutside =
    story.isComplete &&
    story.symbols.length > 0 &&
    story.symbols.every(
      (symbol) =>
        !isTold(symbol) ||
        !(isPublic(symbol) || symbol.before?.isPublic === true) ||
        ((symbol.change === "body" || symbol.change === "documentation") && symbol.signature.length === 0),
    );
  const outside =
    isSameOutside && bodies.length > 0
      ? "; nothing was added or taken away for those who use it from outside"
      : "";
  const [only] = bodies;
  if (only === undefined) return [];
  if (bodies.length === 1) {
    const literal = only.body?.literal;
    const name = spokenName(sideOf(only));
    if (literal && /^-?[\d._]+$/.test(literal.from) && /^-?[\d._]+$/.test(literal.to))
      return [`Inside the function ${name} the value ${literal.from} became ${literal.to}.`];
    const isLone = outside !== "" && story.symbols.filter(isTold).length === 1;
    const summary = plainWords(docSummary(sideOf(only).docstring), story.isName);
    return [
      `${isLone ? "Only the" : "The"} function ${name} changed inside${outside}.`,
      ...(summary === "" ? [] : [`What it does, by its documentation: “${ended(withoutQuotes(summary))}”`]),
    ];
  }
  const names = [...new Set(bodies.map((symbol) => spokenName(sideOf(symbol))))];
  if (names.length === 1)
    return [
      `${capitalised(counted(bodies.length, "function"))} called ${listed(names)} changed inside${outside}.`,
    ];
  return [
    bodies.length <= 3
      ? `The functions ${listed(names)} changed inside${outside}.`
      : `${story.isComplete ? "" : "At least "}${story.isComplete ? capitalised(counted(bodies.length, "function")) : counted(bodies.length, "function")} changed inside, among them ${listed(names.slice(0, 2))}${outside}.`,
  ];
}

/** The language itself is no part from elsewhere; its versions are written as ranges (`>=3.10`). */
function pythonStatement(from: string | undefined, to: string | undefined): string {
  if (to === undefined) return "The project no longer says which versions of Python it runs on.";
  return from === undefined
    ? `The project now says which versions of Python it runs on: ${quoted(to)}.`
    : `The versions of Python that the project runs on go from ${quoted(from)} to ${quoted(to)}.`;
}

function dependencyStatements({ read }: Story): string[] {
  const all = groupedDependencies(read.flatMap(({ dependencies }) => dependencies));
  const bare = (text: string | undefined): string => (text ?? "").replace(/^[~^=v]+/, "");
  const isRange = (text: string): boolean => /[<>*|,\s]|^\D/.test(text);
  const told = all.slice(0, most.dependencies).map(({ name, from, to, change }) => {
    const version = to === undefined || isRange(bare(to)) ? "" : `, in version ${bare(to)}`;
    if (name === "Python") return pythonStatement(from, to);
    if (change === "added")
      return `The project now uses ${quoted(name)}, a ready-made part from elsewhere${version}.`;
    if (change === "removed")
      return `The project no longer asks for ${quoted(name)}, a ready-made part from elsewhere.`;
    return from === undefined || to === undefined || isRange(bare(from) + bare(to))
      ? `The versions of ${quoted(name)} that may be used have changed.`
      : `${quoted(name)} goes from version ${bare(from)} to ${bare(to)}.`;
  });
  const rest = all.length - told.length;
  const own = read.flatMap(({ version }) => version ?? [])[0];
  return [
    ...(own === undefined ? [] : [`The project's own version goes from ${own.from} to ${own.to}.`]),
    ...told,
    ...(rest > 0 ? [`${capitalised(counted(rest, "more part"))} of this sort changed as well.`] : []),
  ];
}

function testStatements({ testsAdded, testsRemoved, isName }: Story): string[] {
  const titles = [
    ...new Set(
      testsAdded
        .map(({ title }) => withoutQuotes(plainWords(title, isName)))
        .filter((title) => title.length > 3),
    ),
  ];
  const added =
    testsAdded.length === 0
      ? []
      : testsAdded.length === 1
        ? [`One new test checks it${titles[0] === undefined ? "" : `: “${titles[0]}”`}.`]
        : [
            `${capitalised(counted(testsAdded.length, "new test"))} came with it${titles.length === 0 ? "" : `, such as ${listed(titles.slice(0, most.tests).map(quoted))}`}.`,
          ];
  return [
    ...added,
    ...(testsRemoved.length > 0
      ? [
          `${capitalised(counted(testsRemoved.length, "test"))} ${testsRemoved.length === 1 ? "was" : "were"} removed or renamed.`,
        ]
      : []),
  ];
}
