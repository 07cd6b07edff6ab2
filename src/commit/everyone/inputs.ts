import type { SignatureChange } from "../signature.js";
import { quoted, spokenFunction } from "../spoken.js";
import { type Story, sideOf } from "../story.js";
import type { SymbolFacts } from "../symbols.js";
import { capitalised, counted, humanWords } from "../words.js";

interface InputChange {
  readonly symbol: SymbolFacts;
  readonly change: SignatureChange;
}

/** What functions that others can use are given, answer and report now. */
export function inputStatements(story: Story): string[] {
  const all: InputChange[] = story.symbols
    .filter((symbol) => sideOf(symbol).isPublic && symbol.change !== "added" && symbol.change !== "removed")
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
  const name = spokenFunction(sideOf(symbol));
  const subject = capitalised(name);
  switch (change.kind) {
    case "parameter-added": {
      const input = quoted(humanWords(change.name) || change.name);
      return change.isRequired
        ? `${subject} now needs one more input, ${input}.`
        : `${subject} can now be given one more input, ${input}.`;
    }
    case "parameter-removed":
      return `${subject} no longer takes the input ${quoted(humanWords(change.name) || change.name)}.`;
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
      return `${subject} no longer reports an error (“${humanWords(change.type.split(/\.|::/).at(-1) ?? "")}”) that it could report before.`;
    default:
      return undefined;
  }
}

const plainValue = (value: string): string => value.replace(/["']/g, "").toLowerCase();
