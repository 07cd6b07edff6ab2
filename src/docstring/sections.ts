import { splitHead } from "./pythonString.js";
import {
  endSentence,
  isBlank,
  joinParagraphs,
  oneLine,
  splitBlocks,
  splitFirstSentence,
  splitTopLevel,
} from "./text.js";
import type { Docstring, OtherSection, ParameterDoc } from "./types.js";

/** What the section-based Python styles (Google, NumPy, Sphinx, Epytext) share. */

export type KnownSection = "parameters" | "returns" | "yields" | "raises";

/** Headings in lower case, British and American. */
export const knownHeadings: Readonly<Record<string, KnownSection>> = {
  args: "parameters",
  arg: "parameters",
  arguments: "parameters",
  params: "parameters",
  parameters: "parameters",
  parameter: "parameters",
  "keyword args": "parameters",
  "keyword arguments": "parameters",
  "other parameters": "parameters",
  "other args": "parameters",
  "other arguments": "parameters",
  return: "returns",
  returns: "returns",
  yield: "yields",
  yields: "yields",
  raise: "raises",
  raises: "raises",
  except: "raises",
  exceptions: "raises",
};

/** Headings that are sections without being modelled. */
export const otherHeadings: ReadonlySet<string> = new Set([
  "attributes",
  "caution",
  "danger",
  "error",
  "example",
  "examples",
  "hint",
  "important",
  "methods",
  "note",
  "notes",
  "receives",
  "references",
  "see also",
  "tip",
  "todo",
  "todos",
  "usage",
  "warning",
  "warnings",
  "warn",
  "warns",
]);

export interface TypeSpec {
  readonly type?: string;
  readonly default?: string;
  readonly optional?: boolean;
}

const defaultPart = /^default(?:s|ed)?(?![A-Za-z_])\s*(?:to\b|is\b|[:=])?\s*(.+)$/is;

/** `int, optional, default 3` → type, default and whether it may be left out. `separator` (`or`) inside a type stays. */
export function parseTypeSpec(text: string): TypeSpec {
  const source = oneLine(text);
  const trailing =
    /^(.*?)[\s,]*\(\s*(optional|default(?=\W+\w|[a-z]+\W)[^()]*(?:\([^()]*\)[^()]*)*)\)$/i.exec(source);
  const parts = splitTopLevel(trailing ? `${trailing[1] ?? ""}, ${trailing[2] ?? ""}` : source);
  const others = parts.filter((part) => !/^optional$/i.test(part));
  const types: string[] = [];
  let found: string | undefined;
  for (const part of others) {
    const match = types.length > 0 || others.length === 1 ? defaultPart.exec(part) : null;
    if (match?.[1] !== undefined && found === undefined) found = match[1].trim();
    else types.push(part);
  }
  return {
    ...(types.length > 0 ? { type: types.join(", ") } : {}),
    ...(found !== undefined ? { default: found } : {}),
    ...(others.length < parts.length ? { optional: true } : {}),
  };
}

export interface Name {
  readonly name: string;
  readonly variadic?: "*" | "**";
}

const nameToken = /^`{0,2}(\\?\*{0,2}|\\\*\\\*)`{0,2}([\p{L}_$](?:[\p{L}\p{N}_.$-]*[\p{L}\p{N}_$])?)`{0,2}$/u;

/** `*args, **kwargs` → two names; undefined when the text is not a list of names. */
export function parseNames(text: string): Name[] | undefined {
  const names: Name[] = [];
  for (const part of text.replace(/^\{(.*)\}$/, "$1").split(/\s*,\s*/)) {
    const bold = /^\*\*([^*]+)\*\*$/.exec(part.trim());
    const match = nameToken.exec(bold?.[1] ?? part.trim());
    if (match?.[2] === undefined) return undefined;
    const stars = (match[1] ?? "").replaceAll("\\", "");
    names.push({ name: match[2], ...(stars === "*" || stars === "**" ? { variadic: stars } : {}) });
  }
  return names.length > 0 ? names : undefined;
}

export const writtenName = (parameter: Pick<ParameterDoc, "name" | "variadic">): string =>
  (parameter.variadic ?? "") + parameter.name;

/** Words that stand in sentences and not in types. */
const sentenceWord =
  /^(?:the|an?|this|that|these|those|is|are|was|if|when|where|which|with|following|contain\w*|note|notes|return\w*|one|each|all|see|for|by|as|on|it|its|will|otherwise|example|e\.g\.?|i\.e\.?|shape|default|warning|also|and|in|we|you|new|list\s+with)$/i;

/** Whether `text` reads as a type: `int`, `dict[str, int]`, `list of str`, `(n,) array or None`. */
export function looksLikeType(text: string): boolean {
  const outside = text.replace(/\([^()]*\)|\[[^\]]*\]+|\{[^}]*\}|`[^`]*`/g, "x").trim();
  if (outside === "" || text.length > 100 || /[;!?=]|\.\s|\.$/.test(outside)) return false;
  const words = outside.split(/[\s,|]+/).filter(Boolean);
  return words.length <= 6 && !words.some((word) => sentenceWord.test(word));
}

/**
 * Summary and details of the text before the sections. A first paragraph of several sentences is divided after the
 * first one; a paragraph that is a list or code is no summary.
 */
export function parseHead(lines: readonly string[]): Pick<Docstring, "summary" | "details"> {
  const { first, rest } = splitHead(lines);
  const blocks = splitBlocks(first);
  const lead = blocks[0];
  if (lead?.kind !== "prose") return { summary: "", details: joinParagraphs(first, rest) };
  const prose = lead.lines.map((line) => line.trim()).join("\n");
  const { sentence, rest: more } = splitFirstSentence(prose);
  const remaining = blocks.slice(1).flatMap((block) => block.lines);
  const tail = [...(more === "" ? [] : more.split("\n")), ...remaining].join("\n");
  return { summary: oneLine(sentence), details: joinParagraphs(tail, rest) };
}

/** Places the sections that are kept word for word among the others, at the author's position. */
export function orderSections<T>(
  known: readonly T[],
  others: readonly { position: number; section: T }[],
): T[] {
  const ordered = [...known];
  let next = 0;
  for (const { position, section } of [...others].sort((a, b) => a.position - b.position)) {
    const at = Math.max(next, Math.min(position, ordered.length));
    ordered.splice(at, 0, section);
    next = at + 1;
  }
  return ordered;
}

const codeValue = /`+[^`]+`+|"[^"\n]*"|'[^'\n]*'|\([^()]*\)|\[[^[\]]*\]|[^\s.,;`"']+(?:\.[^\s.,;`"']+)*/
  .source;

const trailingDefault = new RegExp(`(?:^|\\s)Defaults\\s+to\\s+(${codeValue})\\.$`);

/** Takes `Defaults to 3.` off the end of a description. */
export function takeDefault(description: string): { description: string; default?: string } {
  const match = trailingDefault.exec(description);
  if (match?.[1] === undefined) return { description };
  return { description: description.slice(0, match.index).trimEnd(), default: oneLine(match[1]) };
}

export function withDefault(description: string, value: string | undefined, ending = "."): string {
  if (value === undefined) return description;
  const sentence = `Defaults to ${value}${ending}`;
  const [last] = splitBlocks(description).slice(-1);
  if (description === "") return sentence;
  return last?.kind === "verbatim"
    ? `${description}\n\n${sentence}`
    : `${endSentence(description)} ${sentence}`;
}

export const section = (heading: string, body: string, position: number): OtherSection => ({
  heading,
  body,
  position,
});

/** Groups lines into entries: a line without indentation starts one, deeper lines and blank lines belong to it. */
export function entriesOf(lines: readonly string[]): { head: string; body: string[] }[] {
  const entries: { head: string; body: string[] }[] = [];
  for (const line of lines) {
    const last = entries.at(-1);
    if (!isBlank(line) && (!last || !/^\s/.test(line))) entries.push({ head: line.trim(), body: [] });
    else last?.body.push(line);
  }
  return entries;
}
