import { listed } from "../../base/words.js";
import { quotation } from "../quotation.js";
import { isNamed, spokenClass, spokenFunction, spokenFunctions, spokenName } from "../spoken.js";
import { byNewness, docSummary, isForOthers, isTold, type Story, sideOf, withoutMembers } from "../story.js";
import { lastName, type SymbolFacts } from "../symbols.js";
import { capitalised, counted, listedUpTo, spelled } from "../words.js";
import { toldByInputs } from "./inputs.js";

const mostNames = 3;

/** What can be called now and could not before. */
export function newsStatements(story: Story): string[] {
  const { named, forms } = byNewness(
    withoutMembers(story.symbols, "added")
      .filter(isForOthers)
      .filter((symbol) => !isRenamed(symbol, story)),
  );
  return [...addedStatements(asAuthorNames(oneOfEachName(named), story)), ...formStatements(forms)];
}

/** Declared in one file and defined in another, it is still one. */
function oneOfEachName(symbols: readonly SymbolFacts[]): SymbolFacts[] {
  const byName = new Map(
    [...symbols]
      .reverse()
      .map((symbol) => [`${sideOf(symbol).kind === "class"} ${spokenName(sideOf(symbol))}`, symbol]),
  );
  return [...byName.values()].reverse();
}

/** Whether it is told as a new name of what was there: a declaration goes along with its definition. */
const isRenamed = (symbol: SymbolFacts, { symbols }: Story): boolean =>
  symbols.some(
    ({ change, before, after }) =>
      change === "renamed" &&
      (symbol.change === "added" ? after?.name : before?.name) === sideOf(symbol).name,
  );

/** What the author names comes first. */
function asAuthorNames(symbols: readonly SymbolFacts[], { facts: { change } }: Story): SymbolFacts[] {
  const words = new Set(change.subject.match(/\w+/g));
  const isNamedByAuthor = (symbol: SymbolFacts): boolean => words.has(lastName(sideOf(symbol).name));
  return [...symbols].sort((a, b) => Number(isNamedByAuthor(b)) - Number(isNamedByAuthor(a)));
}

/** Overloads and specialisations of what was there. */
function formStatements(forms: readonly SymbolFacts[]): string[] {
  if (forms.length === 0) return [];
  const names = [...new Set(forms.map((symbol) => spokenName(sideOf(symbol))))];
  const what = forms.length === 1 ? "is a new form" : `are ${counted(forms.length, "new form")}`;
  return [
    `There ${what} of ${listedUpTo(names, mostNames)}, which ${names.length === 1 ? "was" : "were"} there before.`,
  ];
}

function addedStatements(added: readonly SymbolFacts[]): string[] {
  const [first] = added;
  if (first === undefined) return [];
  const functions = added.filter((symbol) => sideOf(symbol).kind !== "class").length;
  const classes = added.length - functions;
  if (added.length === 1) {
    const side = sideOf(first);
    const summary = quotation(docSummary(side.docstring));
    const what =
      side.kind === "class"
        ? `a new building block of the program (a class or the like), ${spokenClass(side)}`
        : isNamed(side)
          ? `a new function, ${spokenName(side)}`
          : `something new, ${spokenName(side)}`;
    return [`There is ${what}.`, ...(summary === "" ? [] : [`Its documentation says: ${summary}`])];
  }
  const kinds = [
    ...(functions > 0 ? [counted(functions, "new function")] : []),
    ...(classes > 0 ? [counted(classes, "new building block", "new building blocks")] : []),
  ];
  const names = added.map((symbol) => spokenName(sideOf(symbol)));
  return [
    `There ${functions + classes === 1 ? "is" : "are"} ${listed(kinds)}: ${listedUpTo(names, mostNames)}.`,
  ];
}

/** What is gone or has another name. */
export function lossStatements(story: Story): string[] {
  const statements: string[] = [];
  const still = new Set(withoutMembers(story.symbols, "added").map((symbol) => sideOf(symbol).name));
  const { named, forms } = byNewness(
    withoutMembers(story.symbols, "removed").filter(
      (symbol) => isForOthers(symbol) && !still.has(sideOf(symbol).name) && !isRenamed(symbol, story),
    ),
  );
  const removed = asAuthorNames(oneOfEachName(named), story);
  if (forms.length > 0) {
    const names = [...new Set(forms.map((symbol) => spokenName(sideOf(symbol))))];
    statements.push(
      `${capitalised(counted(forms.length, "form"))} of ${listedUpTo(names, mostNames)} ${forms.length === 1 ? "is" : "are"} gone; ${names.length === 1 ? "the name itself stays" : "the names themselves stay"}.`,
    );
  }
  if (removed.length > 0) {
    const names = listedUpTo(
      removed.map((symbol) => spokenName(sideOf(symbol))),
      mostNames,
    );
    statements.push(
      `${capitalised(removed.length === 1 ? "one function or building block" : `${spelled(removed.length)} functions or building blocks`)} that other code could use ${removed.length === 1 ? "is" : "are"} gone: ${names}.`,
    );
  }
  const isRename = (symbol: SymbolFacts): boolean => symbol.change === "renamed";
  const renamed = oneOfEachName(
    story.symbols.filter(
      (symbol) => isRename(symbol) && isForOthers(symbol) && symbol.before?.isPublic === true,
    ),
  );
  const [only] = renamed;
  if (renamed.length === 1 && only?.before !== undefined && only.after !== undefined)
    statements.push(
      `What was called ${spokenName(only.before)} is now called ${spokenName(only.after)}; whoever uses it needs the new name.`,
    );
  const outer = new Set(renamed.map((symbol) => spokenName(sideOf(symbol))));
  const inner = oneOfEachName(story.symbols.filter(isRename)).filter(
    (symbol) => !outer.has(spokenName(sideOf(symbol))),
  );
  const [one] = inner;
  if (inner.length === 1 && one?.before !== undefined && one.after !== undefined)
    statements.push(
      `Inside, what was called ${spokenName(one.before)} is now called ${spokenName(one.after)}.`,
    );
  if (renamed.length > 1)
    statements.push(
      `${capitalised(counted(renamed.length, "function"))} or building blocks have new names, so whoever uses them has to adapt.`,
    );
  const moved = story.symbols.filter((symbol) => symbol.change === "moved" && isTold(symbol));
  const names = [...new Set(moved.map((symbol) => spokenName(sideOf(symbol))))];
  if (names.length > 0)
    statements.push(
      `Inside, ${listedUpTo(names, mostNames)} moved to ${names.length === 1 ? "another place" : "other places"} in the program.`,
    );
  return statements;
}

/** Functions that changed inside, but for those of which more is told. */
export function changedInside(story: Story): SymbolFacts[] {
  const told = toldByInputs(story);
  return story.symbols.filter(
    (symbol) =>
      isTold(symbol) &&
      !told.has(symbol) &&
      sideOf(symbol).kind !== "class" &&
      symbol.body !== undefined &&
      symbol.change !== "added" &&
      symbol.change !== "removed",
  );
}

/** What changed inside while it is called as before. */
export function insideStatements(story: Story): string[] {
  const bodies = changedInside(story);
  const isSameOutside =
    story.isComplete &&
    story.symbols.length > 0 &&
    story.symbols.every(
      (symbol) =>
        !isTold(symbol) ||
        !(isForOthers(symbol) || symbol.before?.isPublic === true) ||
        ((symbol.change === "body" || symbol.change === "documentation") && symbol.signature.length === 0),
    );
  const outside = isSameOutside && bodies.length > 0;
  const it = outside ? ` and ${bodies.length === 1 ? "is" : "are"} called as before` : "";
  const [only] = bodies;
  if (only === undefined) return [];
  if (bodies.length === 1) {
    const literal = only.body?.literal;
    const name = spokenFunction(sideOf(only));
    if (literal && /^-?[\d._]+$/.test(literal.from) && /^-?[\d._]+$/.test(literal.to))
      return [`Inside ${name} the value ${literal.from} became ${literal.to}.`];
    const isLone =
      outside &&
      story.symbols.filter(isTold).length === 1 &&
      story.read.every(({ role }) => role === "source" || role === "test" || role === "documentation");
    const summary = isNamed(sideOf(only)) ? quotation(docSummary(sideOf(only).docstring)) : "";
    return [
      `${isLone ? `Only ${name}` : capitalised(name)} changed inside${it}.`,
      ...(summary === "" ? [] : [`What it does, by its documentation: ${summary}`]),
    ];
  }
  const sides = bodies.map(sideOf);
  const names = [...new Set(sides.map(spokenName))];
  if (names.length === 1 && sides.every(isNamed))
    return [
      `${capitalised(counted(bodies.length, "function"))} called ${listed(names)} changed inside${it}.`,
    ];
  return [
    bodies.length <= 3
      ? `${capitalised(spokenFunctions(sides))} changed inside${it}.`
      : `${story.isComplete ? "" : "At least "}${story.isComplete ? capitalised(counted(bodies.length, "function")) : counted(bodies.length, "function")} changed inside, among them ${listed(names.slice(0, 2))}${outside ? "; all are called as before" : ""}.`,
  ];
}
