import type { FunctionPatch } from "../syntax/types.js";
import { isVerb } from "./clean.js";
import { articleOf } from "./nameWords.js";

/** What a function that answers true or false asks: `equals`, `matches_all`, `ready`, where the name alone does not say so. */
export function testedByType(
  { name, signature }: FunctionPatch,
  first: string,
  rest: readonly string[],
): string | undefined {
  if (
    !/^(?:(?:Promise|Task|ValueTask)<)?(?:bool|boolean|Boolean|_Bool)>?$/.test(signature.returnType ?? "") &&
    !name.endsWith("?")
  )
    return undefined;
  if (/^(?:exists|matches|overlaps|intersects|differs)$/.test(rest.at(-1) ?? ""))
    return ["the", first, ...rest].join(" ");
  if (first === "equals" && rest.length === 0) return "both are equal";
  const stem = first.replace(/(?<=[sxzh])es$|s$/, "");
  if (stem !== first && (isVerb(stem) || isVerb(first.replace(/s$/, "")) || statives.test(first)))
    return ["it", first, ...rest].join(" ");
  if (rest.length === 0 && states.test(first)) return `it is ${first}`;
  return name.endsWith("?") && (rest.length > 0 || !isVerb(first)) ? `\`${name}\` holds` : undefined;
}

const statives = /^(?:begins|differs|ends|equals|exists|intersects|overlaps|supports)$/;
const states =
  /(?:able|ible|[^e]ed)$|^(?:active|alive|closed|done|empty|full|hidden|hit|locked|null|open|present|ready|valid|visible)$/;

/** `is_connected` → `it is connected`, `has_edges` → `it has edges`. */
export function testedBy(first: string, rest: readonly string[]): string | undefined {
  if (rest.length === 0) return undefined;
  if (/^(?:is|has|can|should|contains|supports|needs|was|will|requires|allows)$/.test(first)) {
    const last = rest.at(-1) ?? "";
    const needsArticle = first === "is" && rest.length <= 3 && kinds.test(last);
    const article = needsArticle ? [articleOf(rest[0] ?? "")] : [];
    return ["it", first, ...article, ...rest].join(" ");
  }
  return undefined;
}

const kinds =
  /^(?:graph|digraph|tree|forest|path|list|array|string|number|file|folder|directory|function|class|type|method|module|node|edge|set|dict|sequence|matrix|tensor|instance|object|constant|variable|name|key)$/;
