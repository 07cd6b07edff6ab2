import type { FunctionPatch, Parameter } from "../syntax/types.js";
import { isVerb } from "./clean.js";
import { articleOf, determiners, sentence, startsPhrase, theWords, withoutPreposition } from "./nameWords.js";
import { isState } from "./predicate.js";

/** What a name that begins with a verb says is done, and to what; undefined for other names. */
export function actionSentence(
  patch: FunctionPatch,
  first: string,
  rest: readonly string[],
): string | undefined {
  if (first === "on" && rest.length > 0) return eventSentence(patch, rest);
  if (first === "to" && rest.length > 0) return sentence("convert to", ...rest);
  if (!isVerb(first)) return undefined;
  const [second = "", third = "", ...others] = rest;
  if (rest.length === 0 || (rest.length === 1 && second === "up")) {
    const verb = [first, ...rest].join(" ");
    return sentence(verb, objectOf(patch, verb) || argumentOf(patch, verb));
  }
  if (/^(?:and|or)$/.test(second) && isVerb(third))
    return sentence(first, second, third, others.length > 0 ? withObjectArticle(third, others) : "");
  const state = rest.length === 1 && isState(second) ? stateChecked(patch, first) : undefined;
  if (state !== undefined) return sentence(first, state, ...rest);
  if (first === "try" && !startsPhrase(second)) return sentence("try to", ...rest);
  const given = onlyGiven(patch);
  if (arranging.test(first) && given !== undefined && rest.join("").endsWith(given.name.toLowerCase()))
    return sentence(first, "by", theWords(rest));
  const awaited = awaiting.test(rest.at(-1) ?? "") && given !== undefined ? `\`${given.name}\`` : "";
  const words = awaited === "" && !startsPhrase(rest[0]) ? withoutPreposition(rest) : rest;
  return sentence(first, withObjectArticle(first, words), awaited);
}

/** Events are named after what happens: `onMouseDown`, `on_node_removed`; what is no happening is a thing to handle. */
function eventSentence(
  { kind, name, signature }: FunctionPatch,
  rest: readonly string[],
): string | undefined {
  // What returns a value may make a handler, as options do, but is none.
  const isMade = kind === "function" && signature.returnType !== undefined;
  if (signature.returns === "value" && (isMade || signature.outputs !== undefined)) return undefined;
  const last = rest.at(-1) ?? "";
  const isEvent =
    isState(last) || /^(?:complete|down|success|up)$/.test(last) || (rest.length === 1 && isVerb(last));
  const event = name.replace(/^_*on_?/i, "").replace(/Async$/, "");
  return isEvent ? sentence("handle the event", `\`${event}\``) : sentence("handle", theWords(rest));
}

/** `ensureOpen()` → that it is, `checkValid(x)` → whether `x` is: which of both is the right one, the name does not say. */
function stateChecked(patch: FunctionPatch, verb: string): string | undefined {
  const given = givenTo(patch);
  if (given.length > 1) return undefined;
  const subject = given[0] === undefined ? "it" : `\`${given[0].name}\``;
  if (/^(?:assert|ensure|require)$/.test(verb)) return `that ${subject} is`;
  return /^(?:check|validate|verify)$/.test(verb) ? `whether ${subject} is` : undefined;
}

/** What a caller gives to be worked with: neither the instance nor a context that is passed on. */
const givenTo = ({ signature }: FunctionPatch): readonly Parameter[] =>
  signature.parameters.filter(
    ({ kind, name }) => kind !== "receiver" && !/^_*(?:ct|cx|ctxt?|context|cancellationToken)$/.test(name),
  );

const onlyGiven = (patch: FunctionPatch): Parameter | undefined => {
  const [only, ...others] = givenTo(patch);
  return others.length === 0 && only?.kind.startsWith("positional") ? only : undefined;
};

/** Verbs whose object is what comes of it: `filterLevel(level)` filters by the level. */
const arranging = /^(?:filter|group|order|partition|sort)$/;

/** Words at the end of a name that wait for the parameter. */
const awaiting =
  /^(?:of|on|by|for|from|in|into|at|with|to|as|than|using|containing|matching|including|excluding)$/;

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
  const isOfInstance = ofInstanceAlways.test(verb) || (ofInstance.test(verb) && givenTo(patch).length === 0);
  const isDoer = owner?.toLowerCase().includes(verb.slice(0, 5)) === true;
  return kind === "method" && owner !== undefined && isOfInstance && !isDoer ? `the ${owner}` : "";
}

const ofInstance =
  /^(?:abort|acquire|apply|build|call|clear|clone|close|compile|compute|connect|copy|destroy|disable|disconnect|draw|enable|evaluate|execute|finish|flush|freeze|hide|invalidate|invert|invoke|join|kill|lock|negate|normalize|open|pause|poll|refresh|release|reload|reset|resume|shuffle|show|sort|transpose|unlock|update)$/;
/** Whatever they are given. */
const ofInstanceAlways =
  /^(?:cancel|dispose|fit|initialize|render|restart|run|shutdown|start|stop|terminate|train)$/;

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
    (words.length === 1 && (unarticled.test(first) || isState(first))) ||
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
  /ly$|^(?:again|after|again|all|ascending|async|back|before|descending|down|here|horizontal|inplace|it|less|more|n|new|next|none|now|null|once|one|only|safe|self|smooth|sync|there|this|true|false|void|zero|one|two|vertical|\d+)$/;

/** What a verb that stands alone is done to among the parameters: the first for some verbs, the only one for others. */
function argumentOf(patch: FunctionPatch, verb: string): string {
  const given = givenTo(patch);
  const [first, second] = given;
  const isTool = first?.name.toLowerCase().startsWith(verb.slice(0, 4)) ?? false;
  if (!first?.kind.startsWith("positional") || isTool) return "";
  if (/^(?:add|append|insert|push|register|store)$/.test(verb) && second) {
    const isPair = verb === "add" && given.length === 2 && second.kind.startsWith("positional");
    return isPair ? `\`${first.name}\` and \`${second.name}\`` : "";
  }
  const isMeasure = /^(?:u?int|float|double|number|usize|[iuf]\d+|\w*Duration)\b/.test(first.type ?? "");
  const isObject = ofArgument.test(verb) || (!second && !isMeasure && ofOnlyArgument.test(verb));
  return isObject ? `\`${first.name}\`` : "";
}

const ofArgument =
  /^(?:add|append|assign|capitalize|clamp|clean|clip|compress|consume|convert|crop|decode|decompress|decrypt|delete|deserialize|encode|encrypt|enqueue|escape|evaluate|fill|flatten|format|handle|insert|invert|load|marshal|minify|negate|normalize|pad|parse|print|process|push|quote|register|remove|resolve|reverse|sanitize|scale|send|simplify|slugify|serialize|shuffle|sort|split|store|stringify|strip|tokenize|transform|transpose|traverse|trim|truncate|unescape|unmarshal|unquote|unregister|unwrap|validate|verify|visit|wrap)$/;

/** Verbs that may as well be about the instance, with what they are given as a setting. */
const ofOnlyArgument =
  /^(?:analyze|annotate|capture|classify|collate|copy|count|decorate|describe|detect|dispatch|display|drop|dump|execute|expand|explain|extract|featurize|fetch|fix|highlight|include|inspect|interpret|invoke|link|locate|log|look up|match|measure|notify|permit|plot|prepare|publish|query|rank|receive|report|schedule|select|solve|submit|test|trace|translate|unpack|upload)$/;

/** The type that a method belongs to: of its class, or its receiver's. */
export function ownType({ enclosing, signature }: FunctionPatch): string | undefined {
  const receiver = signature.parameters.find(({ kind }) => kind === "receiver")?.type;
  return enclosing?.name ?? /^\*?([A-Za-z_]\w*)/.exec(receiver ?? "")?.[1];
}
