import type { LanguageId } from "../syntax/types.js";
import { capitalise, isVerb, wordsOf } from "./clean.js";
import { endSentence } from "./text.js";

/** The words of a name in lower case, but for abbreviations. */
export const plainWords = (name: string): readonly string[] =>
  wordsOf(name)
    .filter((word, i, all) => i === 0 || i < all.length - 1 || !/^(?:async|impl)$/i.test(word))
    .map((word, i, all) => (isKept(word, i > 0 && i === all.length - 1) ? word : word.toLowerCase()));

/** Abbreviations, and a letter at the end: `getA`. */
const isKept = (word: string, isLast: boolean): boolean =>
  /^[A-Z\d]{2,}s?$/.test(word) || (isLast && /^[A-Z]$/.test(word));

/** Libraries in C begin their names with the same few letters: `uv_tcp_init`. */
export const withoutPrefix = (
  words: readonly string[],
  name: string,
  language: LanguageId,
): readonly string[] =>
  (language === "c" || language === "cpp" || (language === "rust" && words[0] === "py")) &&
  words.length > 1 &&
  words[1] !== "to" &&
  /^_*(?:[a-z]{1,3}|[A-Z][A-Za-z]{1,3})_/.test(name) &&
  !shortWords.test((words[0] ?? "").toLowerCase()) &&
  !isVerb((words[0] ?? "").toLowerCase())
    ? words.slice(1)
    : words;

/** Words that are as short as a prefix. */
const shortWords =
  /^(?:all|any|avg|bad|big|bit|byte|col|cpu|day|end|gpu|has|hex|hot|id|is|key|log|low|max|mid|min|net|new|no|not|num|old|on|one|os|out|raw|row|sub|sum|tag|to|top|two|url|utf|xml)$/;

/** `selectors_create` → create, selectors; `event_cb` → handle, event. */
export function verbFirst(
  words: readonly string[],
  isValue: boolean,
  language: LanguageId,
): readonly string[] {
  const compound = /^(set|clean|look|fix|warm)up$/.exec(words[0] ?? "")?.[1];
  const isNoun = words[0] === "lookup" && /^tables?$/.test(words.at(-1) ?? "");
  if (compound !== undefined && !isNoun) return [compound, "up", ...words.slice(1)];
  if (words[0] === "do" && isVerb(words[1] ?? "")) return words.slice(1);
  const asked =
    language === "matlab" && words.length === 1 && isValue ? /^is([a-z]{3,})$/.exec(words[0] ?? "") : null;
  if (asked) return ["is", asked[1] ?? ""];
  if (!isValue && /^(?:before|after)$/.test(words[0] ?? "") && words.length > 1) return ["run", ...words];
  if (!isValue && language === "rust" && words.length > 1 && words.at(-1) === "mut")
    return [...words.slice(0, -1), "in", "place"];
  const named = words.map((word, i) => (i === 0 ? (shortVerbs.get(word) ?? word) : word));
  const [first = "", last = ""] = [named[0], named.at(-1)];
  if (named.length < 2 || startsPhrase(first)) return named;
  const isC = language === "c" || language === "cpp";
  // `push_parser_allocate` ends with what it does.
  if (language === "c" && named.length > 2 && trailingVerbs.test(last) && !named.some(startsPhrase))
    return [shortVerbs.get(last) ?? last, ...named.slice(0, -1)];
  if ((!isValue || isC) && /^(?:cb|callback)$/.test(last)) return ["handle", ...named.slice(0, -1)];
  if (isVerb(first)) return named;
  if (named.length > 2 && /^(?:get|set)$/.test(named[1] ?? "")) return named.slice(1);
  if (isC || language === "matlab") {
    // A prefix of the library: `lv_gltf_get_mesh`, `DG_PushKey`.
    const isPrefixed = (word: string): boolean =>
      prefixed.test(word) || (!isValue && prefixedActions.test(word));
    const at = named.findIndex((word, i) => i < 3 && isPrefixed(word));
    if (at > 0 && at < named.length - 1) return named.slice(at);
  }
  // Every method of Ruby returns something.
  const isAboutValue = isValue && !isC && language !== "ruby";
  const [second = "", ...others] = named.slice(1);
  if (others.length > 0 && isAboutValue && makingVerbs.test(second)) return [second, first, ...others];
  if (/^(?:pre|post|dont|never)$/.test(first) || named.slice(0, -1).some(startsPhrase)) return named;
  if (!(isAboutValue ? makingVerbs : trailingVerbs).test(last)) return named;
  return [shortVerbs.get(last) ?? last, ...named.slice(0, -1)];
}

/** How names shorten verbs. */
const shortVerbs: ReadonlyMap<string, string> = new Map([
  ["alloc", "allocate"],
  ["dealloc", "deallocate"],
  ["dec", "decrement"],
  ["def", "define"],
  ["del", "delete"],
  ["div", "divide"],
  ["eval", "evaluate"],
  ["exec", "execute"],
  ["gen", "generate"],
  ["inc", "increment"],
  ["init", "initialize"],
  ["mul", "multiply"],
  ["prealloc", "preallocate"],
  ["printf", "print"],
  ["println", "print"],
  ["realloc", "reallocate"],
  ["recv", "receive"],
  ["returns", "get"],
  ["rm", "remove"],
  ["sprintf", "format"],
]);

/** Verbs that are nouns nowhere. */
const prefixed =
  /^(?:add|allocate|append|calculate|compute|create|decode|deserialize|destroy|encode|find|generate|get|initialize|insert|is|parse|push|register|remove|resize|send|serialize|set|unregister|validate|write)$/;
const prefixedActions = /^(?:close|free|load|open|read|save|start|stop|update)$/;
const makingVerbs =
  /^(?:allocate|calculate|compute|create|decode|define|destroy|deserialize|encode|evaluate|generate|initialize|normalize|parse|reduce|resolve|serialize|unregister|validate)$/;

const trailingVerbs =
  /^(?:add|allocate|append|calculate|check|cleanup|clear|close|compute|copy|create|delete|destroy|free|init|initialize|load|open|parse|read|register|release|remove|reset|save|send|start|stop|unregister|update|validate|write)$/;

/** Abbreviations and numbers, of which no reader can make words: `dgetf2`, `SVT`, `x2`. */
export const isOpaque = (name: string): boolean =>
  /^_*(?:[b-df-hj-np-tv-xz\d]{2,}|[A-Z\d]{2,}|[a-z]+\d[a-z\d]*)$/.test(name) &&
  !/^[a-z]{2,}2[a-z]{2,}$/.test(name);

/** Words that go on a phrase and begin none. */
export const startsPhrase = (word: string | undefined): boolean =>
  word !== undefined &&
  /^(?:above|and|as|at|below|between|by|can|due|for|from|if|in|into|is|has|no|not|of|off|on|or|out|should|then|to|up|using|via|when|while|with|without)$/.test(
    word,
  );

export const articleOf = (word: string): string =>
  /^[A-Z]{2}/.test(word)
    ? /^(?:[FHLMNRSX][^AEIOU]|[AEIO])/.test(word)
      ? "an"
      : "a"
    : /^(?!us|uni|eu|one\b|ut)[aeiou]/i.test(word)
      ? "an"
      : "a";

/** `indexOf` → `the index`: what the preposition waits for is in the parameters. */
export const withoutPreposition = (words: readonly string[]): readonly string[] =>
  words.length > 1 && /^(?:of|by|for|from|in|into|at|with|to)$/.test(words.at(-1) ?? "")
    ? words.slice(0, -1)
    : words;

/** What words name, with its article. */
export function theWords(all: readonly string[]): string {
  const words = withoutPreposition(all);
  if (words.length > 1 && /^(?:num|nb)$/.test(words[0] ?? ""))
    return ["the number of", ...words.slice(1)].join(" ");
  const article = words[0] === "new" && !words.at(-1)?.endsWith("s") ? "a" : "the";
  const [first = ""] = words;
  const isLetter = words.length === 1 && /^an?$/.test(first);
  if (words.length === 1 && /^(?:actual|current|expected|initial|original|raw)$/.test(first))
    return `the ${first} value`;
  return [...(determiners.test(first) && !isLetter ? [] : [article]), ...words].join(" ");
}

export const determiners = /^(?:all|any|an?|the|each|every|no|this|that|some|both)$/;

export const sentence = (...parts: readonly string[]): string =>
  endSentence(capitalise(parts.filter((part) => part !== "").join(" ")));
