import { listed } from "../base/words.js";
import { lastName, type SymbolIdentity } from "./symbols.js";
import { humanWords } from "./words.js";

export const quoted = (text: string): string => `“${text}”`;

/** Methods that every class may have, by what they are for rather than by name. */
const customary: readonly (readonly [RegExp, string])[] = [
  [/^(?:__init__|__new__|__post_init__|constructor|init|initialize|__construct|new|ctor)$/, "the set-up of"],
  [/^(?:__del__|__destruct|finalize|Dispose|deinit|~.+)$/, "the clean-up of"],
  [/^(?:__eq__|__ne__|equals|Equals|isEqual|operator==)$/, "the comparison for equality of"],
  [/^(?:__getstate__|__setstate__|__reduce(?:_ex)?__)$/, "the storing of"],
  [/^(?:__len__|__iter__|__getitem__|__setitem__|__contains__)$/, "the access to the elements of"],
  [/^(?:__enter__|__exit__|__aenter__|__aexit__)$/, "the opening and closing of"],
  [/^(?:__hash__|hashCode|GetHashCode)$/, "the hash value of"],
  [/^(?:__str__|__repr__|__toString|toString|ToString|to_s|inspect)$/, "the text form of"],
];

/** “mean”, “mean” of “gauge” for a method, the set-up of “gauge” for its constructor. */
export function spokenName(side: SymbolIdentity): string {
  const { name, kind } = side;
  const last = lastName(name);
  const owner = lastName(name.slice(0, -last.length - 1));
  const own = humanWords(last);
  const custom = customOf(side);
  if (custom !== undefined) return `${custom} ${quoted(humanWords(owner) || owner)}`;
  if (own === "") return quoted(last);
  return kind === "method" && owner !== ""
    ? `${quoted(own)} of ${quoted(humanWords(owner) || owner)}`
    : quoted(own);
}

/** What a function is that has no name of its own; undefined for all others. */
function customOf({ name, kind }: SymbolIdentity): string | undefined {
  const last = lastName(name);
  const owner = lastName(name.slice(0, -last.length - 1));
  if (owner === "" || kind === "class" || kind === "module") return undefined;
  return owner === last ? "the set-up of" : customary.find(([pattern]) => pattern.test(last))?.[1];
}

/** Whether people would call it by its name. */
export const isNamed = (side: SymbolIdentity): boolean => customOf(side) === undefined;

/** As the subject of a sentence: the function “mean”, the set-up of “gauge”. */
export const spokenFunction = (side: SymbolIdentity): string =>
  isNamed(side) ? `the function ${spokenName(side)}` : spokenName(side);

/** The functions “a” and “b”; where one has no name of its own, each for itself. Repeated ones once. */
export function spokenFunctions(sides: readonly SymbolIdentity[]): string {
  const areNamed = sides.every(isNamed);
  const names = [...new Set(sides.map(areNamed ? spokenName : spokenFunction))];
  return areNamed ? `the function${names.length === 1 ? "" : "s"} ${listed(names)}` : listed(names);
}

export const spokenClass = ({ name }: SymbolIdentity): string => quoted(humanWords(lastName(name)));
