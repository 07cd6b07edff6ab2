import type { SyntaxNode } from "../syntax/parser.js";
import type { FunctionPatch, LanguageId } from "../syntax/types.js";
import { behaviour } from "./behaviour.js";
import { capitalise, isVerb, nameAsSentence } from "./clean.js";
import { articleOf, isOpaque, plainWords, startsPhrase, verbFirst, withoutPrefix } from "./nameWords.js";
import { isState, testedBy, testedByType } from "./predicate.js";
import { readResults } from "./resultExpressions.js";
import { returnsInstance } from "./resultFact.js";
import { specialMethods, traitMethods } from "./specialMethods.js";
import { thirdPerson } from "./styles/prose.js";
import { endSentence } from "./text.js";

/**
 * A summary for a function about which nothing is known but its name, its kind and its code: what the name says where it says what is
 * done or what comes back, else what the body does. Python's conventions ask for the imperative, all others for the third person.
 */
export function plainSummary(whole: FunctionPatch, language: LanguageId, root: SyntaxNode): string {
  const patch = isAboutAction(whole, root) ? withoutResult(whole) : whole;
  const named = markupOf(patch, language, root) ?? sentenceOf(patch, language);
  const isLone = named !== undefined && /^[A-Z][a-z]+\.$/.test(named);
  const shown = named === undefined || isLone ? behaviour(root, patch) : undefined;
  const calls = isLone ? /^Call (`.*)$/.exec(shown ?? "")?.[1] : undefined;
  const shortest = isLone
    ? named.replace(/\.$/, calls === undefined ? "." : ` by calling ${calls}`)
    : (named ?? shown);
  const sentence = shortest ?? nameAsSentence(patch.name);
  if (language === "python" || !startsWithVerb(sentence)) return sentence;
  const [first = ""] = sentence.split(/[\s.]/, 1);
  return capitalise(thirdPerson(first.toLowerCase()) + sentence.slice(first.length));
}

/** Functions of JavaScript with a capital are components where they return markup, else constructors, whose names are no verbs. */
function markupOf(patch: FunctionPatch, language: LanguageId, root: SyntaxNode): string | undefined {
  const isNamed = /^(?:javascript|typescript|tsx)$/.test(language) && /^[A-Z][a-z]/.test(patch.name);
  if (!isNamed || patch.kind !== "function") return undefined;
  const words = plainWords(patch.name);
  const { expressions = [] } = readResults(root, patch, "return") ?? {};
  if (expressions.some(({ type }) => type.startsWith("jsx"))) return sentence("render", withArticle(words));
  if (patch.signature.returns !== "value") return sentence("initialize a new", patch.name);
  return isVerb(words[0] ?? "") ? sentence("return", withArticle(words)) : undefined;
}

/** A method that can be chained, and one that returns nothing but an error, is about what it does. */
const isAboutAction = (patch: FunctionPatch, root: SyntaxNode): boolean =>
  patch.signature.returns === "value" &&
  (/^(?:error|(?:\w+::)*Result<\(\)(?:, .*)?>)$/.test(patch.signature.returnType ?? "") ||
    (patch.kind === "method" && returnsInstance(root, patch)));

const withoutResult = (patch: FunctionPatch): FunctionPatch => ({
  ...patch,
  signature: { ...patch.signature, returns: "nothing" },
});

const startsWithVerb = (sentence: string): boolean => {
  const [first = ""] = sentence.split(/[\s.]/, 1);
  return /^[A-Z][a-z]+$/.test(first) && first !== "Should" && isVerb(first.toLowerCase());
};

/** Undefined for a name without a verb, of a function that returns nothing. */
function sentenceOf(patch: FunctionPatch, language: LanguageId): string | undefined {
  if (patch.kind === "constructor") return `Initialize a new ${patch.enclosing?.name ?? patch.name}.`;
  const type = ownType(patch);
  const special =
    specialMethods.get(patch.name) ?? (language === "rust" ? traitMethods.get(patch.name) : undefined);
  if (special !== undefined && (patch.enclosing || /^__\w+__$/.test(patch.name))) return special;
  const conversion = conversionOf(patch, language);
  if (conversion !== undefined) return conversion;
  const operator = /^operator\s*(\W.*|new|delete)$/.exec(patch.name)?.[1];
  if (operator !== undefined) return sentence("define the operator", `\`${operator.trim()}\``);
  const isValue = patch.kind === "getter" || patch.signature.returns === "value";
  const words = verbFirst(withoutPrefix(plainWords(patch.name), patch.name, language), isValue, language);
  const [first = "", ...rest] = words;
  if (first === "") return undefined;
  if (first === "should" && patch.signature.returns !== "value") return sentence(...words);
  if (rest.length === 0 && first === "main") return "Run the program.";
  if (first === "new" && isValue) return sentence("create a new", madeBy(patch, rest, type));
  if (isOpaque(patch.name)) return undefined;
  const last = words.at(-1) ?? "";
  if (rest.length > 0 && /^(?:for|back)ward$/.test(last) && !isVerb(first))
    return sentence("run the", last, "pass of the", ...words.slice(0, -1));
  if (rest.length === 0 && /^(?:for|back)ward$/.test(first)) return `Run the ${first} pass.`;
  if (/^_*set_?up$/i.test(patch.name)) return "Set up what is needed.";
  if (/^_*tear_?down$/i.test(patch.name)) return "Clean up what was set up.";
  if (patch.kind === "setter" || patch.kind === "getter") {
    if (startsPhrase(first) && testedBy(first, rest) === undefined)
      return patch.kind === "setter"
        ? sentence("set", `\`${patch.name}\``)
        : `The value of \`${patch.name}\`.`;
    if (patch.kind === "setter") return sentence("set", withArticle(words));
  }
  const tested = isValue ? (testedBy(first, rest, patch) ?? testedByType(patch, first, rest)) : undefined;
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
  { kind, enclosing, name, signature }: FunctionPatch,
  first: string,
  rest: readonly string[],
  words: readonly string[],
): string | undefined {
  const [, source = "", target = ""] = /^_*([a-z]{2,})2([a-z]{2,})$/.exec(name) ?? [];
  if (source !== "") return sentence("convert", source, "to", target);
  const at = words.indexOf("to");
  if (at > 0 && at < words.length - 1 && (!isVerb(first) || first === "convert")) {
    const from = words.slice(first === "convert" ? 1 : 0, at).join(" ");
    return sentence("convert", from, "to", ...words.slice(at + 1));
  }
  if (first === "to" && rest.length > 0) return sentence("convert to", ...rest);
  if (first === "from" && rest.length > 0 && enclosing && kind !== "function")
    return sentence("create an instance from", ...rest);
  const [parameter] = signature.parameters.filter((each) => each.kind !== "receiver");
  if (first === "from" && rest.length === 0 && parameter && enclosing)
    return sentence("create an instance from", `\`${parameter.name}\``);
  if (first === "with" && rest.length > 0 && enclosing && kind !== "function")
    return sentence("return an instance with", withArticle(rest));
  if (first === "as" && rest.length > 0) return sentence("return as", ...rest);
  if (/^(?:get|return|compute|calculate|calc)$/.test(first) && rest.length > 0 && !startsPhrase(rest[0]))
    return sentence(
      first === "get" || first === "return" ? "return" : "compute",
      withArticle(restOf(first, rest)),
    );
  if (first === "all" && rest.length > 0) return sentence("return", ...words);
  // `handle() -> &Handle` gives what it is called after.
  if (rest.length === 0 && !parameter && lastWord(signature.returnType) === first)
    return sentence("return the", first);
  // A noun here more often than not, where a value comes back: `log_likelihood`.
  if ((first === "log" || !isVerb(first)) && !startsPhrase(first))
    return sentence("return", withArticle(words));
  return undefined;
}

const lastWord = (type: string | undefined): string => /(\w+)\W*$/.exec(type ?? "")?.[1]?.toLowerCase() ?? "";

/** `indexOf` → `the index`: what the preposition waits for is in the parameters. */
const withoutLastPreposition = (words: readonly string[]): readonly string[] =>
  words.length > 1 && prepositions.test(words.at(-1) ?? "") ? words.slice(0, -1) : words;

/** The words of `return_level` may be a verb and its object or one noun: they stay together. */
const restOf = (first: string, rest: readonly string[]): readonly string[] =>
  first === "return" ? [first, ...rest] : rest;

/** Undefined for a name that does not begin with a verb. */
function actionSentence(patch: FunctionPatch, first: string, rest: readonly string[]): string | undefined {
  if (first === "on" && rest.length > 0) {
    if (patch.signature.outputs !== undefined && patch.signature.returns === "value") return undefined;
    const [only = "", ...others] = rest;
    const isEvent = others.length === 0 && (isState(only) || /^(?:complete|success|subscribe)$/.test(only));
    return isEvent ? sentence("handle the event", `\`${only}\``) : sentence("handle", withArticle(rest));
  }
  if (!isVerb(first)) return undefined;
  if (rest.length === 0) {
    return sentence(first, objectOf(patch, first) || argumentOf(patch, first));
  }
  const state = rest.length === 1 && isState(rest[0] ?? "") ? stateChecked(patch, first) : undefined;
  if (state !== undefined) return sentence(first, state, ...rest);
  if (first === "try" && !startsPhrase(rest[0])) return sentence("try to", ...rest);
  return sentence(first, withObjectArticle(first, rest), waitedFor(patch, rest));
}

/** `ensureOpen()` → that it is, `checkValid(x)` → whether `x` is: which of both is the right one, the name does not say. */
function stateChecked({ signature }: FunctionPatch, verb: string): string | undefined {
  const [only, ...others] = signature.parameters.filter((each) => each.kind !== "receiver");
  if (others.length > 0) return undefined;
  const subject = only === undefined ? "it" : `\`${only.name}\``;
  if (/^(?:assert|ensure|require)$/.test(verb)) return `that ${subject} is`;
  return /^(?:check|validate|verify)$/.test(verb) ? `whether ${subject} is` : undefined;
}

/** `writeTo(out)`: the parameter that the preposition at the end waits for. */
function waitedFor({ signature }: FunctionPatch, words: readonly string[]): string {
  const [only, ...others] = signature.parameters.filter((each) => each.kind !== "receiver");
  return only && others.length === 0 && prepositions.test(words.at(-1) ?? "") ? `\`${only.name}\`` : "";
}

const prepositions = /^(?:of|by|for|from|in|into|at|with|to)$/;

/** What a verb that stands alone is done to, where the signature shows it: what a factory returns, the instance of a method without parameters. */
function objectOf(patch: FunctionPatch, verb: string): string {
  const { kind, signature } = patch;
  const owner = ownType(patch);
  const type = /^[A-Z]\w*$/.exec(signature.returnType ?? "")?.[0];
  if (
    /^(?:build|create|make)$/.test(verb) &&
    type !== undefined &&
    !/^(?:Self|String|Boolean|Object|Integer|T)$/.test(type)
  )
    return `${articleOf(type)} ${type}`;
  const parameters = signature.parameters.filter((each) => each.kind !== "receiver");
  const isOfInstance = ofInstance.test(verb) && (parameters.length === 0 || ofInstanceAlways.test(verb));
  const isDoer = owner?.toLowerCase().startsWith(verb.slice(0, 5)) === true;
  return kind === "method" && owner !== undefined && isOfInstance && !isDoer ? `the ${owner}` : "";
}

const ofInstance =
  /^(?:abort|cancel|clear|clone|close|compile|connect|copy|destroy|disable|disconnect|dispose|draw|enable|execute|fit|flush|freeze|hide|initialize|invalidate|invert|join|kill|lock|negate|normalize|open|pause|refresh|release|reload|render|reset|restart|resume|run|shuffle|show|shutdown|sort|start|stop|terminate|train|transpose|unlock|update|wait for)$/;
/** Whatever they are given. */
const ofInstanceAlways = /^(?:cancel|fit|render|restart|run|shutdown|start|stop|terminate|train)$/;

/** Something that comes into being is new to the reader, everything else is known. */
function withObjectArticle(verb: string, words: readonly string[]): string {
  const end = words.findIndex((word) => startsPhrase(word));
  const head = (end < 0 ? words.at(-1) : words[end - 1]) ?? "";
  const phrase = words.join(" ");
  const [first = ""] = words;
  const isBare =
    end === 0 ||
    determiners.test(first) ||
    /^(?:after|before)$/.test(first) ||
    (words.length === 1 && unarticled.test(first)) ||
    words.some((word) => inSentences.test(word));
  if (isBare || bare.test(verb)) return phrase;
  if (!making.test(verb)) return `the ${phrase}`;
  const isUncounted = /[^su]s$|^(?:code|content|data|info|information|metadata|output|text)$/.test(head);
  return isUncounted ? phrase : `${articleOf(first)} ${phrase}`;
}

/** Words of names that are whole sentences, as those of tests. */
const inSentences = /^(?:are|does|has|is|returns|should|throws|was|when)$/;
const making =
  /^(?:add|allocate|append|build|construct|create|draw|emit|generate|insert|instantiate|make|register)$/;
const bare = /^(?:allow|assert|can|ensure|expect|has|is|let|should|test|try)$/;
const unarticled =
  /ly$|^(?:again|after|again|all|async|back|before|down|here|horizontal|inplace|it|less|more|new|next|none|now|null|once|one|only|safe|self|smooth|sync|there|this|true|false|void|zero|one|two|vertical|\d+)$/;

/** The first parameter, for verbs that are about what they are given. */
function argumentOf({ signature }: FunctionPatch, verb: string): string {
  const [parameter] = signature.parameters.filter(({ kind }) => kind !== "receiver");
  const isTool = parameter?.name.toLowerCase().startsWith(verb.slice(0, 4)) ?? false;
  return parameter?.kind.startsWith("positional") && !isTool && ofArgument.test(verb)
    ? `\`${parameter.name}\``
    : "";
}

const ofArgument =
  /^(?:add|append|assign|capitalize|clean|compress|consume|convert|crop|decode|decompress|decrypt|delete|deserialize|encode|encrypt|enqueue|escape|evaluate|flatten|format|handle|insert|invert|load|marshal|minify|negate|normalize|pad|parse|print|process|push|quote|register|remove|resolve|reverse|sanitize|scale|send|simplify|slugify|serialize|shuffle|sort|store|stringify|tokenize|transform|transpose|traverse|trim|unescape|unmarshal|unquote|unregister|validate|verify|visit)$/;

/** The type that a method belongs to: of its class, or its receiver's. */
function ownType({ enclosing, signature }: FunctionPatch): string | undefined {
  const receiver = signature.parameters.find(({ kind }) => kind === "receiver")?.type;
  return enclosing?.name ?? /^\*?([A-Za-z_]\w*)/.exec(receiver ?? "")?.[1];
}

/** Conversions of C++ and C#, and Go's text of a value. */
function conversionOf({ name, signature, kind }: FunctionPatch, language: LanguageId): string | undefined {
  const target = /^operator\s+([\w:]+[\s\w:*&]*)$/.exec(name)?.[1];
  if (
    (language === "cpp" || language === "csharp") &&
    target !== undefined &&
    !/^(?:new|delete)$/.test(target)
  )
    return `Convert to \`${target.trim()}\`.`;
  const own = signature.parameters.every((each) => each.kind === "receiver");
  return language === "go" && name === "String" && kind === "method" && own
    ? "Return the value as text."
    : undefined;
}

/** `NewParser` makes what it returns, `new` what it belongs to. */
function madeBy({ signature }: FunctionPatch, rest: readonly string[], type: string | undefined): string {
  const returned = /^[*&]?(?:\w+\.)?(\w+)/.exec(signature.returnType ?? "")?.[1];
  const name = rest.join("").toLowerCase();
  if (name === "") return returned === undefined || returned === "Self" ? (type ?? "instance") : returned;
  return returned?.toLowerCase() === name ? returned : rest.join(" ");
}

/** What the result of a function is, from names that say so: `get_level` and `storm_surges`; undefined for other names. */
export function plainResult(patch: FunctionPatch, language: LanguageId): string | undefined {
  const [first = "", ...rest] = verbFirst(plainWords(patch.name), true, language);
  if (specialMethods.has(patch.name) || /^operator\b|^_*\w{1,2}$/.test(patch.name) || isOpaque(patch.name))
    return undefined;
  const tested = testedBy(first, rest, patch) ?? testedByType(patch, first, rest);
  if (tested !== undefined) return sentence("whether", tested);
  const made = ownType(patch);
  if (first === "new" && (rest.length > 0 || made !== undefined))
    return sentence("the new", madeBy(patch, rest, made));
  if (startsPhrase(first)) return undefined;
  if (/^(?:get|compute|calculate|calc|find|create|make|build|load|generate|estimate|iter)$/.test(first)) {
    return rest.length === 0 || startsPhrase(rest[0]) ? undefined : sentence(withArticle(rest));
  }
  const isNoun = (!isVerb(first) || (first === "return" && rest.length > 0)) && !rest.includes("to");
  return isNoun && first !== "" ? sentence(withArticle([first, ...rest])) : undefined;
}

const withArticle = (all: readonly string[]): string => {
  const words = withoutLastPreposition(all);
  if (words.length > 1 && /^(?:num|nb)$/.test(words[0] ?? ""))
    return ["the number of", ...words.slice(1)].join(" ");
  const article = words[0] === "new" && !words.at(-1)?.endsWith("s") ? "a" : "the";
  const [first = ""] = words;
  const isLetter = words.length === 1 && /^an?$/.test(first);
  return [...(determiners.test(first) && !isLetter ? [] : [article]), ...words].join(" ");
};

const determiners = /^(?:all|any|an?|the|each|every|no|this|that|some|both)$/;

const sentence = (...parts: readonly string[]): string =>
  endSentence(capitalise(parts.filter((part) => part !== "").join(" ")));
