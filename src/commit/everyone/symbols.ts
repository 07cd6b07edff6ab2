import { quotation } from "../quotation.js";
import { isNamed, spokenClass, spokenFunction, spokenFunctions, spokenName } from "../spoken.js";
import { docSummary, isTold, type Story, sideOf, withoutMembers } from "../story.js";
import type { SymbolFacts } from "../symbols.js";
import { capitalised, counted, listed, listedUpTo, spelled } from "../words.js";

const mostNames = 3;

const isPublic = (symbol: SymbolFacts): boolean => sideOf(symbol).isPublic;

/** What can be called now and could not before. */
export function newsStatements(story: Story): string[] {
  const added = withoutMembers(story.symbols, "added").filter(isPublic);
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
    `There ${functions + classes === 1 ? "is" : "are"} ${listed(kinds)}: ${listedUpTo([...new Set(names)], mostNames)}.`,
  ];
}

/** What is gone or has another name. */
export function lossStatements(story: Story): string[] {
  const statements: string[] = [];
  const still = new Set(withoutMembers(story.symbols, "added").map((symbol) => sideOf(symbol).name));
  const removed = withoutMembers(story.symbols, "removed").filter(
    (symbol) => isPublic(symbol) && !still.has(sideOf(symbol).name),
  );
  if (removed.length > 0) {
    const names = listedUpTo([...new Set(removed.map((symbol) => spokenName(sideOf(symbol))))], mostNames);
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

/** What changed inside while it is called as before. */
export function insideStatements(story: Story): string[] {
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
  const outside = isSameOutside && bodies.length > 0;
  const it = outside ? ` and ${bodies.length === 1 ? "is" : "are"} called as before` : "";
  const [only] = bodies;
  if (only === undefined) return [];
  if (bodies.length === 1) {
    const literal = only.body?.literal;
    const name = spokenFunction(sideOf(only));
    if (literal && /^-?[\d._]+$/.test(literal.from) && /^-?[\d._]+$/.test(literal.to))
      return [`Inside ${name} the value ${literal.from} became ${literal.to}.`];
    const isLone = outside && story.symbols.filter(isTold).length === 1;
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
