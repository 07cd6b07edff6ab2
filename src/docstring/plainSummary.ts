import type { SyntaxNode } from "../syntax/parser.js";
import type { FunctionPatch, LanguageId } from "../syntax/types.js";
import { behaviour, callsInWords } from "./behaviour.js";
import { bodyNode } from "./body.js";
import { bodySummary, isAccessor, isOneStatement } from "./bodySummary.js";
import { capitalise, isVerb, nameAsSentence } from "./clean.js";
import {
  isOpaque,
  plainWords,
  sentence,
  startsPhrase,
  theWords,
  verbFirst,
  withoutPrefix,
} from "./nameWords.js";
import { isPredicate, onlyParameter, openEnd, testedBy, testedByType } from "./predicate.js";
import { readResults } from "./resultExpressions.js";
import { resultFact, returnsInstance } from "./resultFact.js";
import { matlabMethods, quantities, specialMethods, traitMethods } from "./specialMethods.js";
import { thirdPerson } from "./styles/prose.js";
import { testSummary } from "./testSummary.js";
import { actionSentence, ownType } from "./verbObject.js";

/**
 * A summary for a function about which nothing is known but its name, its kind and its code: what the name says where it says what is
 * done or what comes back, else what the body does. Python's conventions ask for the imperative, all others for the third person.
 */
export function plainSummary(whole: FunctionPatch, language: LanguageId, root: SyntaxNode): string {
  const patch = isAboutAction(whole, root, language) ? withoutResult(whole) : whole;
  const said = summaryOf(patch, language, root);
  return language === "python" ? said : inThirdPerson(said);
}

function summaryOf(patch: FunctionPatch, language: LanguageId, root: SyntaxNode): string {
  const declared = root.descendantForIndex(patch.nameRange.start)?.parent;
  const attribute = declared?.previousNamedSibling;
  const declaration = `${attribute?.type === "attribute_item" ? attribute.text : ""}${declared?.text ?? ""}`;
  if (language === "csharp" && patch.kind === "constructor" && /^static\b/.test(declaration))
    return "Initialize the class.";
  const certain =
    bodySummary(root, patch, language) ??
    testSummary(patch, declaration) ??
    markupOf(patch, language, root) ??
    accessorOf(patch, root);
  if (certain !== undefined) return certain;
  // Choices by the type of what is given are keyed by types: `Complex: (x) => x.re`.
  const isTypeName = /^(?:javascript|typescript|tsx)$/.test(language) && /^[A-Z]/.test(patch.name);
  const isChoice = isTypeName && patch.enclosing === undefined && isOneStatement(root, patch);
  const named = isChoice ? undefined : sentenceOf(patch, language);
  if (named !== undefined && !/^[A-Z][a-z]+\.$/.test(named)) return named;
  const shown = behaviour(root, patch);
  if (named === undefined) return shown ?? nameless(patch);
  const verb = named.slice(0, -1);
  const made = /^(?:Build|Create|Make)$/.test(verb) ? resultFact(root, patch, "return") : undefined;
  if (made?.startsWith("An object with")) return `${verb} a${made.slice(1)}`;
  if (
    shown !== undefined &&
    (verb === "Call" || (isOneStatement(root, patch) && shown.startsWith("Return the ")))
  )
    return shown;
  const calls = callsInWords(root, patch, verb);
  return calls === undefined ? named : `${verb} by calling ${calls}.`;
}

/** What a file of JavaScript exports as a whole has no name. */
const nameless = ({ name }: FunctionPatch): string =>
  name === "exports" ? "The function that the module exports." : nameAsSentence(name);

/** `Match and explain.` → `Matches and explains.` */
function inThirdPerson(said: string): string {
  if (!startsWithVerb(said)) return said;
  return said.replace(
    /^([A-Z][a-z]+)(?: (and|or) ([a-z]+))?/,
    (_, first: string, link?: string, second = "") => {
      const both = link === undefined ? "" : ` ${link} ${isVerb(second) ? thirdPerson(second) : second}`;
      return capitalise(thirdPerson(first.toLowerCase())) + both;
    },
  );
}

/** A method that gives the member it is called after does not do what its name says. */
function accessorOf(patch: FunctionPatch, root: SyntaxNode): string | undefined {
  const words = plainWords(patch.name);
  const [first = "", ...rest] = words;
  if (patch.kind === "getter" || !isVerb(first) || !isAccessor(root, patch)) return undefined;
  if (testedBy(first, rest) !== undefined) return undefined;
  const action = isPredicate(patch) ? actionSentence(patch, first, rest) : undefined;
  return action === undefined
    ? sentence("return", theWords(words))
    : sentence("tell whether to", action.charAt(0).toLowerCase() + action.slice(1));
}

/** Functions of JavaScript with a capital are components where they return markup, constructors where they set members. */
function markupOf(patch: FunctionPatch, language: LanguageId, root: SyntaxNode): string | undefined {
  const isNamed = /^(?:javascript|typescript|tsx)$/.test(language) && /^[A-Z][a-z]/.test(patch.name);
  if (!isNamed || patch.kind !== "function") return undefined;
  const words = plainWords(patch.name);
  const { expressions = [] } = readResults(root, patch, "return") ?? {};
  if (expressions.some(({ type }) => type.startsWith("jsx"))) return sentence("render", theWords(words));
  const isConstructor = /\bthis\.\w+\s*=[^=]/.test(bodyNode(root, patch)?.text ?? "");
  if (patch.signature.returns !== "value")
    return isConstructor ? sentence("initialize a new", patch.name) : undefined;
  return isVerb(words[0] ?? "") ? sentence("return", theWords(words)) : undefined;
}

/** A method that can be chained, one that returns nothing but an error, and in Ruby one that ends by writing or by an assignment, is about what it does. */
const isAboutAction = (patch: FunctionPatch, root: SyntaxNode, language: LanguageId): boolean =>
  patch.signature.returns === "value" &&
  ((language === "ruby" && endsInEffect(root, patch)) ||
    /^(?:error|(?:\w+::)*Result<\(\)(?:, .*)?>)$/.test(patch.signature.returnType ?? "") ||
    (patch.kind === "method" && returnsInstance(root, patch)));

function endsInEffect(root: SyntaxNode, patch: FunctionPatch): boolean {
  const { expressions = [] } = readResults(root, patch, "return") ?? {};
  return (
    expressions.length > 0 &&
    expressions.every(
      ({ type, text }) =>
        type === "assignment" || /^(?:[\w.@]+\.)?(?:puts|print|printf|write|warn)\b/.test(text),
    )
  );
}

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
  if (patch.name.startsWith("~")) return sentence("destroy the", patch.name.slice(1));
  const type = ownType(patch);
  const special =
    specialMethods.get(patch.name) ?? (language === "rust" ? traitMethods.get(patch.name) : undefined);
  if (special !== undefined && (patch.enclosing || /^__\w+__$/.test(patch.name))) return special;
  const overloaded = language === "matlab" ? matlabMethods.get(patch.name) : undefined;
  if (overloaded !== undefined) return overloaded;
  const cast = conversionOf(patch, language);
  if (cast !== undefined) return cast;
  const operator = /^operator\s*(\W.*|new|delete)$/.exec(patch.name)?.[1];
  if (operator !== undefined) return sentence("define the operator", `\`${operator.trim()}\``);
  const isValue = patch.kind === "getter" || patch.signature.returns === "value";
  const words = verbFirst(withoutPrefix(plainWords(patch.name), patch.name, language), isValue, language);
  const [first = "", ...rest] = words;
  if (first === "" || patch.name === "exports" || /^['".]|\s/.test(patch.name)) return undefined;
  const quantity = isValue && rest.length === 0 ? quantities.get(first) : undefined;
  if (quantity !== undefined) return sentence("return the", quantity);
  if (first === "should" && patch.signature.returns !== "value") return sentence(...words);
  if (rest.length === 0 && first === "main") return "Run the program.";
  if (first === "new" && isValue && patch.kind !== "getter")
    return sentence("create a new", madeBy(patch, rest, type));
  // `synced()` says what was done to what comes back, and not what that is.
  const isParticiple =
    patch.kind !== "getter" &&
    rest.length === 0 &&
    /[^e]ed$/.test(first) &&
    patch.signature.returns === "value";
  if (isOpaque(patch.name) || (isParticiple && !isPredicate(patch))) return undefined;
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
    if (patch.kind === "setter") return sentence("set", theWords(words));
  }
  const tested = isValue ? (testedBy(first, rest, patch) ?? testedByType(patch, first, rest)) : undefined;
  if (patch.kind === "getter")
    return tested === undefined ? sentence(theWords(words)) : sentence("whether", tested);
  if (tested !== undefined) return sentence("tell whether", tested);
  const conversion = convertedBy(words);
  if (conversion !== undefined) return conversion;
  if (patch.signature.yields) return yieldSentence(first, rest, words);
  return (
    (isValue ? valueSentence(patch, first, rest, words) : undefined) ?? actionSentence(patch, first, rest)
  );
}

/** `rgb_to_gray`. */
function convertedBy(words: readonly string[]): string | undefined {
  const at = words.indexOf("to");
  const isConverter = words[0] === "convert";
  if (
    at < 1 ||
    at === words.length - 1 ||
    words[at - 1] === "due" ||
    (isVerb(words[0] ?? "") && !isConverter)
  )
    return undefined;
  const from = words.slice(isConverter ? 1 : 0, at).join(" ");
  return sentence("convert", from, "to", ...words.slice(at + 1));
}

function yieldSentence(first: string, rest: readonly string[], words: readonly string[]): string {
  if (rest.length > 0 && /^(?:get|iter|iterate|list|generate|yield|find|all)$/.test(first)) {
    return sentence("yield", first === "all" ? words.join(" ") : theWords(rest));
  }
  return isVerb(first) ? nameAsSentence(words.join("_")) : sentence("yield", theWords(words));
}

/** For functions that return a value: `get_x`, `x_to_y`, names of what comes back. */
function valueSentence(
  patch: FunctionPatch,
  first: string,
  rest: readonly string[],
  words: readonly string[],
): string | undefined {
  const { kind, enclosing, name, signature } = patch;
  const [, source = "", target = ""] = /^_*([a-z]{2,})2([a-z]{2,})$/.exec(name) ?? [];
  if (source !== "") return sentence("convert", source, "to", target);
  if (first === "to" && rest.length > 0) return sentence("convert to", ...rest);
  if (first === "from" && rest.length > 0 && enclosing && kind !== "function")
    return sentence("create an instance from", ...rest);
  const [parameter] = signature.parameters.filter((each) => each.kind !== "receiver");
  if (first === "from" && rest.length === 0 && parameter && enclosing)
    return sentence("create an instance from", `\`${parameter.name}\``);
  if (first === "due" && enclosing && kind !== "function")
    return sentence("create an instance", first, ...rest);
  if (first === "with" && rest.length > 0 && enclosing && kind !== "function")
    return sentence("return an instance with", theWords(rest));
  if (first === "as" && rest.length > 0)
    return sentence(enclosing && kind !== "function" ? "return the instance as" : "return as", ...rest);
  if (/^(?:get|return|compute|calculate|calc)$/.test(first) && rest.length > 0 && !startsPhrase(rest[0]))
    return sentence(
      first === "get" || first === "return" ? "return" : "compute",
      theWords(restOf(first, rest)),
    );
  if (first === "all" && rest.length > 0) return sentence("return", ...words);
  // `handle() -> &Handle` gives what it is called after.
  if (rest.length === 0 && !parameter && lastWord(signature.returnType) === first)
    return sentence("return the", first);
  // A noun here more often than not, where a value comes back: `log_likelihood`.
  if ((first !== "log" && isVerb(first)) || startsPhrase(first)) return undefined;
  const last = rest.at(-1) ?? "";
  const object = openEnd.test(last) ? onlyParameter(patch) : undefined;
  return object === undefined
    ? sentence("return", theWords(words))
    : sentence("return", theWords(words.slice(0, -1)), last, `\`${object}\``);
}

const lastWord = (type: string | undefined): string => /(\w+)\W*$/.exec(type ?? "")?.[1]?.toLowerCase() ?? "";

/** The words of `return_level` may be a verb and its object or one noun: they stay together. */
const restOf = (first: string, rest: readonly string[]): readonly string[] =>
  first === "return" ? [first, ...rest] : rest;

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
  if (name === "")
    return returned === undefined || /^(?:self|static)$/i.test(returned) ? (type ?? "instance") : returned;
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
    return rest.length === 0 || startsPhrase(rest[0]) ? undefined : sentence(theWords(rest));
  }
  const isNoun = (!isVerb(first) || (first === "return" && rest.length > 0)) && !rest.includes("to");
  return isNoun && first !== "" ? sentence(theWords([first, ...rest])) : undefined;
}
