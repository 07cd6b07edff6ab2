import type { FunctionPatch } from "../syntax/types.js";
import { isVerb } from "./clean.js";
import { articleOf, startsPhrase } from "./nameWords.js";

/** Whether a function answers true or false by its type. */
export const isPredicate = ({ signature, name }: Pick<FunctionPatch, "signature" | "name">): boolean =>
  /^(?:(?:Promise|Task|ValueTask)<)?(?:bool|boolean|Boolean|_Bool|std::bool)>?$/.test(
    signature.returnType ?? "",
  ) || name.endsWith("?");

/** What a function that answers true or false asks: `equals`, `matches_all`, `ready`, where the name alone does not say so. */
export function testedByType(
  patch: FunctionPatch,
  first: string,
  rest: readonly string[],
): string | undefined {
  const { name, signature } = patch;
  const isUntyped = signature.returnType === undefined && signature.returns === "value";
  if (!isPredicate(patch)) return isUntyped && asking.test(first) ? asked(patch, first, rest) : undefined;
  if (/^(?:exists|matches|overlaps|intersects|differs)$/.test(rest.at(-1) ?? ""))
    return ["the", first, ...rest].join(" ");
  if (rest.some((word) => /^(?:is|are|has|have|can|contains)$/.test(word)) && !isVerb(first))
    return ["the", first, ...rest].join(" ");
  if (first === "equals" && rest.length === 0) return "both are equal";
  const last = rest.at(-1) ?? first;
  if (comparing.test(last)) {
    const isPair = signature.parameters.filter(({ kind }) => kind !== "receiver").length === 2;
    const are = isPair ? "both are" : "it is";
    return `${rest.length > 0 ? subjectWithVerb([first, ...rest.slice(0, -1)]) : are} ${last}`;
  }
  const stem = first.replace(/(?<=[sxzh])es$|s$/, "");
  if (stem !== first && (isVerb(stem) || isVerb(first.replace(/s$/, "")) || statives.test(first)))
    return asked(patch, first, rest);
  if (rest.length === 0 && isState(first)) return `it is ${first}`;
  return name.endsWith("?") && (rest.length > 0 || !isVerb(first)) ? `\`${name}\` holds` : undefined;
}

/** `intersects`, `belongs_to` → ``it intersects `box` ``, ``it belongs to `group` `` */
function asked(patch: FunctionPatch, first: string, rest: readonly string[]): string {
  const isWhole = rest.length > 0 && !openEnd.test(rest.at(-1) ?? "");
  const only = isWhole ? undefined : onlyParameter(patch);
  if (only !== undefined && first === "exists") return `\`${only}\` exists`;
  return ["it", first, ...rest, ...(only === undefined ? [] : [`\`${only}\``])].join(" ");
}

/** `cache` → `the cache is`, `values` → `the values are`. */
const subjectWithVerb = (words: readonly string[]): string =>
  ["the", ...words, /[^su]s$/.test(words.at(-1) ?? "") ? "are" : "is"].join(" ");

const comparing = /^(?:adjacent|compatible|consistent|different|equal|equivalent|identical|similar)$/;
/** Verbs that are no plural of a noun: what begins with one asks, whatever is known of its result. */
const asking = /^(?:belongs|contains|depends|differs|equals|exists|intersects|matches|overlaps|satisfies)$/;
const statives = /^(?:begins|differs|ends|equals|exists|intersects|overlaps|supports)$/;
const states =
  /(?:able|ible|[^e]ed)$|^(?:active|alive|closed|done|empty|full|hidden|hit|locked|null|open|present|ready|valid|visible)$/;

/** What something is or is not: `open`, `writable`. */
export const isState = (word: string): boolean => states.test(word);

/** `is_connected` → `it is connected`, `has_edges` → `it has edges`. */
export function testedBy(first: string, rest: readonly string[], patch?: FunctionPatch): string | undefined {
  if (rest.length === 0) return undefined;
  if (
    /^(?:is|has|can|should|contains|supports|needs|was|will|requires|allows|looks|includes|accepts)$/.test(
      first,
    )
  ) {
    const last = rest.at(-1) ?? "";
    const subject = rest.slice(0, -1);
    if (first === "is" && subject.length > 0 && conditions.test(last) && !manners.test(subject[0] ?? ""))
      return `${subjectWithVerb(subject)} ${last}`;
    const end = rest.findIndex((word) => startsPhrase(word));
    const head = end < 0 ? last : (rest[end - 1] ?? "");
    const isQualified =
      rest.length > 1 && end < 0 && qualities.test(rest[0] ?? "") && !qualities.test(last) && !isState(last);
    const isOfType = /\bis [A-Z]/.test(patch?.signature.returnType ?? "") && !isState(last);
    const isOwned = first === "has" && rest.length === 1 && !bareObjects.test(last) && !isState(last);
    const needsArticle = isOwned || (first === "is" && (kinds.test(head) || isQualified || isOfType));
    const article = needsArticle ? [articleOf(rest[0] ?? "")] : [];
    const only = patch && onlyParameter(patch);
    const isOpen = openEnd.test(last);
    // What `is_open(path)` asks is asked of its argument, what `is_open()` asks of the instance.
    const isOfArgument = only !== undefined && first === "is" && !isOpen && patch?.kind === "function";
    const object = only !== undefined && isOpen ? [`\`${only}\``] : [];
    return [isOfArgument ? `\`${only}\`` : "it", first, ...article, ...rest, ...object].join(" ");
  }
  return undefined;
}

/** What the subject in front of it is: `is_cache_enabled`. */
const conditions =
  /^(?:active|allowed|available|configured|connected|disabled|empty|enabled|installed|locked|open|present|required|running|set|supported|used|valid|visible)$/;
/** Adjectives, by their ends. */
const qualities = /^(?:in)?valid$|(?:[^u]al|ic|ive|ous)$/;
/** Words that tell how, and are no subject. */
const manners = /ly$|^(?:all|already|always|auto|being|currently|ever|in|non|not|now|still|to|un|well)$/;

/** What one has without an article: several, uncounted things, and what is no noun. */
const bareObjects =
  /s$|^(?:access|all|any|content|data|either|focus|in|info|information|metadata|more|next|no|none|only|own|permission|previous|room|same|space|text|time)$/;

/** Ends that the object of a function follows. */
export const openEnd = /^(?:after|as|at|before|by|for|from|in|inside|into|of|on|than|to|under|with|within)$/;

export function onlyParameter({ signature }: FunctionPatch): string | undefined {
  const [only, ...others] = signature.parameters.filter(({ kind }) => kind !== "receiver");
  return only && others.length === 0 && only.kind.startsWith("positional") && /^[A-Za-z]\w*$/.test(only.name)
    ? only.name
    : undefined;
}

const kinds =
  /^(?:graph|operator|digraph|tree|forest|path|list|array|string|number|file|folder|directory|function|class|type|method|module|node|edge|set|subset|superset|dict|leaf|root|child|parent|member|match|prefix|suffix|token|keyword|symlink|sequence|matrix|tensor|instance|object|constant|variable|name|key|block|character|collection|column|component|date|digit|element|email|error|event|exception|expression|field|group|identifier|integer|letter|line|literal|map|model|page|point|problem|property|queue|record|request|response|row|scalar|stack|statement|structure|table|user|vector|word)$/;
