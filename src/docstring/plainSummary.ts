import type { FunctionPatch, LanguageId } from "../syntax/types.js";
import { capitalise, isVerb, nameAsSentence, wordsOf } from "./clean.js";
import { specialMethods } from "./specialMethods.js";
import { thirdPerson } from "./styles/prose.js";
import { endSentence } from "./text.js";

/**
 * A summary for a function about which nothing is known but its name, its kind and whether a value comes back. Python's
 * conventions ask for the imperative, all others for the third person.
 */
export function plainSummary(patch: FunctionPatch, language: LanguageId): string {
  const sentence = sentenceOf(patch);
  if (language === "python" || !startsWithVerb(sentence)) return sentence;
  const [first = ""] = sentence.split(/[\s.]/, 1);
  return capitalise(thirdPerson(first.toLowerCase()) + sentence.slice(first.length));
}

const startsWithVerb = (sentence: string): boolean => {
  const [first = ""] = sentence.split(/[\s.]/, 1);
  return /^[A-Z][a-z]+$/.test(first) && first !== "Should" && isVerb(first.toLowerCase());
};

function sentenceOf(patch: FunctionPatch): string {
  if (patch.kind === "constructor" && patch.enclosing) return `Initialize a new ${patch.enclosing.name}.`;
  const special = specialMethods.get(patch.name);
  if (special !== undefined && patch.enclosing) return special;
  const operator = /^operator\s*(\W.*|new|delete)$/.exec(patch.name)?.[1];
  if (operator !== undefined) return sentence("define the operator", `\`${operator.trim()}\``);
  const words = plainWords(patch.name);
  const [first = "", ...rest] = words;
  if (first === "") return "";
  if (first === "should" && patch.signature.returns !== "value") return sentence(...words);
  if (rest.length === 0 && first === "main") return "Run the program.";
  if (rest.length === 0 && /^(?:for|back)ward$/.test(first)) return `Run the ${first} pass.`;
  const isValue = patch.kind === "getter" || patch.signature.returns === "value";
  if (/^set_?up$/i.test(patch.name)) return "Set up what is needed.";
  if (patch.kind === "setter") return sentence("set", withArticle(words));
  const tested = isValue ? testedBy(first, rest) : undefined;
  if (patch.kind === "getter")
    return tested === undefined ? sentence(withArticle(words)) : sentence("whether", tested);
  if (tested !== undefined) return sentence("tell whether", tested);
  if (patch.signature.yields) return yieldSentence(first, rest, words);
  return (
    (isValue ? valueSentence(patch, first, rest, words) : undefined) ?? actionSentence(patch, first, rest)
  );
}

function yieldSentence(first: string, rest: readonly string[], words: readonly string[]): string {
  if (rest.length > 0 && /^(?:get|iter|iterate|list|generate|yield|find|all)$/.test(first)) {
    return sentence("yield", first === "all" ? words.join(" ") : withArticle(rest));
  }
  return isVerb(first) ? nameAsSentence(words.join("_")) : sentence("yield", withArticle(words));
}

/** For functions that return a value: `get_x`, `x_to_y`, names of what comes back. */
function valueSentence(
  { kind, enclosing }: FunctionPatch,
  first: string,
  rest: readonly string[],
  words: readonly string[],
): string | undefined {
  const at = words.indexOf("to");
  if (at > 0 && at < words.length - 1 && (!isVerb(first) || first === "convert")) {
    const from = words.slice(first === "convert" ? 1 : 0, at).join(" ");
    return sentence("convert", from, "to", ...words.slice(at + 1));
  }
  if (first === "to" && rest.length > 0) return sentence("convert to", ...rest);
  if (first === "from" && rest.length > 0 && enclosing && kind !== "function")
    return sentence("create an instance from", ...rest);
  if (first === "as" && rest.length > 0) return sentence("return as", ...rest);
  if (/^(?:get|return|compute|calculate|calc)$/.test(first) && rest.length > 0 && !startsPhrase(rest[0]))
    return sentence(
      first === "get" || first === "return" ? "return" : "compute",
      withArticle(restOf(first, rest)),
    );
  if (first === "all" && rest.length > 0) return sentence("return", ...words);
  // A noun here more often than not, where a value comes back: `log_likelihood`.
  if ((first === "log" || !isVerb(first)) && !startsPhrase(first))
    return sentence("return", withArticle(words));
  return undefined;
}

/** `indexOf` → `the index`: what the preposition waits for is in the parameters. */
const withoutLastPreposition = (words: readonly string[]): readonly string[] =>
  words.length > 1 && /^(?:of|by|for|from|in|at|with|to)$/.test(words.at(-1) ?? "")
    ? words.slice(0, -1)
    : words;

/** The words of `return_level` may be a verb and its object or one noun: they stay together. */
const restOf = (first: string, rest: readonly string[]): readonly string[] =>
  first === "return" ? [first, ...rest] : rest;

function actionSentence({ name }: FunctionPatch, first: string, rest: readonly string[]): string {
  if (rest.length > 0 && (first === "set" || first === "handle") && !startsPhrase(rest[0]))
    return sentence(first, withArticle(rest));
  if (first === "on" && rest.length > 0) return sentence("handle", withArticle(rest));
  return nameAsSentence(name);
}

/** `is_connected` → `it is connected`, `has_edges` → `it has edges`. */
function testedBy(first: string, rest: readonly string[]): string | undefined {
  if (rest.length === 0) return undefined;
  if (/^(?:is|has|can|should|contains|supports|needs|was|will|requires|allows)$/.test(first)) {
    const last = rest.at(-1) ?? "";
    const needsArticle = first === "is" && rest.length <= 3 && kinds.test(last);
    const article = needsArticle ? [/^[aeiou]/i.test(rest[0] ?? "") ? "an" : "a"] : [];
    return ["it", first, ...article, ...rest].join(" ");
  }
  return undefined;
}

const kinds =
  /^(?:graph|digraph|tree|forest|path|list|array|string|number|file|folder|directory|function|class|type|method|module|node|edge|set|dict|sequence|matrix|tensor|instance|object|constant|variable|name|key)$/;

/** What the result of a function is, from names that say so: `get_level` and `storm_surges`; undefined for other names. */
export function plainResult(patch: FunctionPatch): string | undefined {
  const [first = "", ...rest] = plainWords(patch.name);
  if (specialMethods.has(patch.name) || testedBy(first, rest) !== undefined || startsPhrase(first))
    return undefined;
  if (/^(?:get|compute|calculate|calc|find|create|make|build|load|generate|estimate|iter)$/.test(first)) {
    return rest.length === 0 || startsPhrase(rest[0]) ? undefined : sentence(withArticle(rest));
  }
  const isNoun = (!isVerb(first) || (first === "return" && rest.length > 0)) && !rest.includes("to");
  return isNoun && first !== "" ? sentence(withArticle([first, ...rest])) : undefined;
}

const plainWords = (name: string): readonly string[] =>
  wordsOf(name).map((word) => (/^[A-Z\d]{2,}$/.test(word) ? word : word.toLowerCase()));

const withArticle = (all: readonly string[]): string => {
  const words = withoutLastPreposition(all);
  const article = words[0] === "new" && !words.at(-1)?.endsWith("s") ? "a" : "the";
  return [...(determiners.test(words[0] ?? "") ? [] : [article]), ...words].join(" ");
};

const determiners = /^(?:all|any|an?|the|each|every|no|this|that|some|both)$/;

/** Words that go on a phrase and begin none. */
const startsPhrase = (word: string | undefined): boolean =>
  word !== undefined &&
  /^(?:and|as|at|by|can|for|from|if|in|into|is|has|no|not|of|off|on|or|out|should|to|up|via|when|while|with|without)$/.test(
    word,
  );

const sentence = (...parts: readonly string[]): string =>
  endSentence(capitalise(parts.filter((part) => part !== "").join(" ")));
