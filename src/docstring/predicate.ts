import type { FunctionPatch } from "../syntax/types.js";
import { isVerb } from "./clean.js";
import { articleOf } from "./nameWords.js";

/** What a function that answers true or false asks: `equals`, `matches_all`, `ready`, where the name alone does not say so. */
export function testedByType(
  patch: FunctionPatch,
  first: string,
  rest: readonly string[],
): string | undefined {
  const { name, signature } = patch;
  if (
    !/^(?:(?:Promise|Task|ValueTask)<)?(?:bool|boolean|Boolean|_Bool)>?$/.test(signature.returnType ?? "") &&
    !name.endsWith("?")
  )
    return undefined;
  if (/^(?:exists|matches|overlaps|intersects|differs)$/.test(rest.at(-1) ?? ""))
    return ["the", first, ...rest].join(" ");
  if (first === "equals" && rest.length === 0) return "both are equal";
  const stem = first.replace(/(?<=[sxzh])es$|s$/, "");
  if (stem !== first && (isVerb(stem) || isVerb(first.replace(/s$/, "")) || statives.test(first))) {
    const only = rest.length === 0 ? onlyParameter(patch) : undefined;
    if (only !== undefined && first === "exists") return `\`${only}\` exists`;
    return ["it", first, ...rest, ...(only === undefined ? [] : [`\`${only}\``])].join(" ");
  }
  if (rest.length === 0 && isState(first)) return `it is ${first}`;
  return name.endsWith("?") && (rest.length > 0 || !isVerb(first)) ? `\`${name}\` holds` : undefined;
}

const statives = /^(?:begins|differs|ends|equals|exists|intersects|overlaps|supports)$/;
const states =
  /(?:able|ible|[^e]ed)$|^(?:active|alive|closed|done|empty|full|hidden|hit|locked|null|open|present|ready|valid|visible)$/;

/** What something is or is not: `open`, `writable`. */
export const isState = (word: string): boolean => states.test(word);

/** `is_connected` → `it is connected`, `has_edges` → `it has edges`. */
export function testedBy(first: string, rest: readonly string[], patch?: FunctionPatch): string | undefined {
  if (rest.length === 0) return undefined;
  if (/^(?:is|has|can|should|contains|supports|needs|was|will|requires|allows)$/.test(first)) {
    const last = rest.at(-1) ?? "";
    const needsArticle = first === "is" && rest.length <= 3 && kinds.test(last);
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

const openEnd = /^(?:after|at|before|by|for|from|in|inside|into|of|on|than|to|under|with|within)$/;

function onlyParameter({ signature }: FunctionPatch): string | undefined {
  const [only, ...others] = signature.parameters.filter(({ kind }) => kind !== "receiver");
  return only && others.length === 0 && only.kind.startsWith("positional") && /^[A-Za-z]\w*$/.test(only.name)
    ? only.name
    : undefined;
}

const kinds =
  /^(?:graph|digraph|tree|forest|path|list|array|string|number|file|folder|directory|function|class|type|method|module|node|edge|set|subset|superset|dict|leaf|root|child|parent|member|match|prefix|suffix|token|operator|keyword|symlink|sequence|matrix|tensor|instance|object|constant|variable|name|key)$/;
