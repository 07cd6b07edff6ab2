import type { SignatureChange } from "../signature.js";
import { quoted, spokenFunction } from "../spoken.js";
import { isForOthers, type Story, sideOf } from "../story.js";
import type { SymbolFacts } from "../symbols.js";
import { capitalised, counted, humanWords, listedUpTo, spelled } from "../words.js";

interface InputChange {
  readonly symbol: SymbolFacts;
  readonly change: SignatureChange;
}

/** So many statements at most; of more, the number of functions is told. */
const mostStatements = 3;

/** What functions that others can use are given, answer and report now. */
export function inputStatements(story: Story): string[] {
  const changed = changedOutside(story);
  const all: InputChange[] = changed.flatMap((symbol) =>
    symbol.signature.map((change) => ({ symbol, change })),
  );
  const told = statementsOf(changed);
  if (told.length <= mostStatements) return told;
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

/** Functions of which these statements say what changed, so that they need not be named again. */
export function toldByInputs(story: Story): ReadonlySet<SymbolFacts> {
  const changed = changedOutside(story);
  if (statementsOf(changed).length > mostStatements) return new Set();
  return new Set(changed.filter((symbol) => statementsOf([symbol]).length > 0));
}

const changedOutside = (story: Story): SymbolFacts[] =>
  story.symbols.filter(
    (symbol) => isForOthers(symbol) && symbol.change !== "added" && symbol.change !== "removed",
  );

/** A declaration and its definition change together; the same error in several functions is told once. */
const statementsOf = (changed: readonly SymbolFacts[]): string[] => [
  ...new Set([
    ...changed.flatMap((symbol) => [
      ...inputsOf(symbol),
      ...symbol.signature.flatMap((change) => inputStatement({ symbol, change }) ?? []),
    ]),
    ...errorStatements(changed, "raises"),
    ...errorStatements(changed, "no-longer-raises"),
  ]),
];

function errorStatements(changed: readonly SymbolFacts[], kind: "raises" | "no-longer-raises"): string[] {
  const byError = new Map<string, Set<string>>();
  for (const symbol of changed)
    for (const change of symbol.signature) {
      if (change.kind !== kind) continue;
      const error = humanWords(change.type.split(/\.|:+|\\/).at(-1) ?? "");
      byError.set(error, (byError.get(error) ?? new Set()).add(spokenFunction(sideOf(symbol))));
    }
  return [...byError].map(([error, functions]) => {
    const [one, they] = functions.size === 1 ? [true, "it"] : [false, "they"];
    const who = capitalised(listedUpTo([...functions], mostInputs));
    return kind === "raises"
      ? `${who} now report${one ? "s" : ""} an error (“${error}”) in a case that ${they} let pass or reported otherwise before.`
      : `${who} no longer report${one ? "s" : ""} an error (“${error}”) ${one ? "itself" : "themselves"}, as ${they} could before.`;
  });
}

const mostInputs = 3;

/** Inputs that came and went, of one function in one sentence. */
function inputsOf(symbol: SymbolFacts): string[] {
  const names = (is: (change: SignatureChange) => boolean): string[] =>
    symbol.signature.flatMap((change) =>
      is(change) && "name" in change ? [quoted(humanWords(change.name) || change.name)] : [],
    );
  const more = (list: readonly string[]): string =>
    `${spelled(list.length)} more input${list.length === 1 ? "" : "s"}`;
  const needed = names((change) => change.kind === "parameter-added" && change.isRequired);
  const possible = names((change) => change.kind === "parameter-added" && !change.isRequired);
  const gone = names(({ kind }) => kind === "parameter-removed");
  const deeds = [
    ...(needed.length > 0 ? [`now needs ${more(needed)}, ${listedUpTo(needed, mostInputs)}`] : []),
    ...(possible.length > 0
      ? [`can now be given ${more(possible)}, ${listedUpTo(possible, mostInputs)}`]
      : []),
    ...(gone.length > 0
      ? [`no longer takes the input${gone.length === 1 ? "" : "s"} ${listedUpTo(gone, mostInputs)}`]
      : []),
  ];
  return deeds.length === 0
    ? []
    : [`${capitalised(spokenFunction(sideOf(symbol)))} ${deeds.join(", and ")}.`];
}

function inputStatement({ symbol, change }: InputChange): string | undefined {
  const name = spokenFunction(sideOf(symbol));
  const subject = capitalised(name);
  switch (change.kind) {
    case "parameter-renamed":
      return `In ${name}, the input ${quoted(humanWords(change.from) || change.from)} is now called ${quoted(humanWords(change.name) || change.name)}.`;
    case "default": {
      const input = quoted(humanWords(change.name) || change.name);
      if (change.from === undefined || change.to === undefined) return undefined;
      const isPlain = (value: string): boolean =>
        /^-?[\d._]+$|^["'][\w .-]*["']$|^(?:true|false)$/i.test(value);
      return isPlain(change.from) && isPlain(change.to)
        ? `When nothing is said about ${input}, ${name} now uses ${plainValue(change.to)} and no longer ${plainValue(change.from)}.`
        : `${subject} uses another value for ${input} when none is given.`;
    }
    default:
      return undefined;
  }
}

const plainValue = (value: string): string => value.replace(/["']/g, "").toLowerCase();
