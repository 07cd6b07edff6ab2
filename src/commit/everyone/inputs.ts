import type { SignatureChange } from "../signature.js";
import { quoted, spokenFunction } from "../spoken.js";
import { type Story, sideOf } from "../story.js";
import type { SymbolFacts } from "../symbols.js";
import { capitalised, counted, humanWords, listedUpTo, spelled } from "../words.js";

interface InputChange {
  readonly symbol: SymbolFacts;
  readonly change: SignatureChange;
}

/** What functions that others can use are given, answer and report now. */
export function inputStatements(story: Story): string[] {
  const changed = story.symbols.filter(
    (symbol) => sideOf(symbol).isPublic && symbol.change !== "added" && symbol.change !== "removed",
  );
  const all: InputChange[] = changed.flatMap((symbol) =>
    symbol.signature.map((change) => ({ symbol, change })),
  );
  const told = changed.flatMap((symbol) => [
    ...inputsOf(symbol),
    ...symbol.signature.flatMap((change) => inputStatement({ symbol, change }) ?? []),
  ]);
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
    case "raises":
      return `${subject} now reports an error (“${humanWords(change.type.split(/\.|::/).at(-1) ?? "")}”) in a case that it let pass or reported otherwise before.`;
    case "no-longer-raises":
      return `${subject} no longer reports an error (“${humanWords(change.type.split(/\.|::/).at(-1) ?? "")}”) itself, as it could before.`;
    default:
      return undefined;
  }
}

const plainValue = (value: string): string => value.replace(/["']/g, "").toLowerCase();
