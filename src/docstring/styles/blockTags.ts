import { orderSections } from "../sections.js";
import { dedentAfterFirst, indentLines, indentOf, isBlank, toLines, trimBlankLines } from "../text.js";
import type { Docstring, OtherSection, ParameterDoc, RaisesDoc, ResultDoc } from "../types.js";
import { splitDescription, verbatimMask, wrapProse, wrapSummary } from "./prose.js";

/** `@name text`: the text runs to the next tag. It begins with `\n` where the author began on the next line. */
export interface Tag {
  readonly name: string;
  readonly text: string;
}

export type Field = "parameter" | "returns" | "yields" | "raises";

/** What the conventions of the `@tag` family differ in. */
export interface TagSyntax {
  /** The tag that `line` starts, if any. */
  readTag(line: string): Tag | undefined;
  /** False where `line` no longer belongs to the tag whose lines so far are given, but to the description. Absent: a tag runs to the next. */
  continues?(tag: string, soFar: readonly string[], line: string): boolean;
  /** `@` for most. Doxygen keeps the author's character. */
  readonly marker: string;
  /** Puts a mark before a line of text that would be read as a tag; `readTag` of the result is undefined. */
  readonly escape: string;
  /** Tags that are modelled, by name. */
  readonly fields: Readonly<Record<string, Field>>;
  /** The readers return undefined for what they do not understand: the tag is kept as it is. */
  readParameter(text: string, tag: string): ParameterDoc | undefined;
  readResult(text: string, field: "returns" | "yields"): ResultDoc | undefined;
  readRaises(text: string): RaisesDoc | undefined;
  /** Everything before the description, trailing separator included: `@param {number} n - `. */
  parameterLabel(parameter: ParameterDoc): string;
  resultLabel(result: ResultDoc, field: "returns" | "yields"): string;
  raisesLabel(raises: RaisesDoc): string;
  /** Indentation of continued lines. */
  readonly hanging: string;
  /** Indentation of text that starts on the line after its tag. */
  readonly bodyIndent: string;
  /** Tags for the headings of other styles: `Examples` → `example`. */
  readonly foreignHeadings: ReadonlyMap<string, string>;
}

/** Cuts a comment into the text before the first tag and the tags. Lines of code are never taken for tags. */
export function splitTags(
  text: string,
  { readTag, continues }: Pick<TagSyntax, "readTag" | "continues">,
): { description: string; tags: Tag[] } {
  const lines = toLines(text);
  const mask = verbatimMask(lines);
  const description: string[] = [];
  const tags: { name: string; lines: string[] }[] = [];
  let current: { name: string; lines: string[] } | undefined;
  lines.forEach((line, i) => {
    const insideCode = mask[i] === true && mask[i - 1] === true;
    const tag = insideCode ? undefined : readTag(line);
    if (tag) current = { name: tag.name, lines: [tag.text] };
    else if (current && !insideCode && continues?.(current.name, current.lines, line) === false) {
      current = undefined;
      if (!isBlank(description.at(-1))) description.push("");
    }
    if (tag && current) tags.push(current);
    else (current?.lines ?? description).push(line);
  });
  return {
    description: trimBlankLines(description).join("\n"),
    tags: tags.map((tag) => ({ name: tag.name, text: tagText(tag.lines) })),
  };
}

function tagText(lines: readonly string[]): string {
  const [first = "", ...rest] = lines;
  const text = dedentAfterFirst([first, ...rest].join("\n"));
  return first.trim() === "" && text !== "" ? `\n${text}` : text;
}

export function parseTags(text: string, syntax: TagSyntax): Docstring {
  const { description, tags } = splitTags(text, syntax);
  return { ...splitDescription(unescapeTags(description, syntax, 0)), ...readFields(tags, syntax) };
}

export type Fields = Omit<Docstring, "summary" | "details">;

/** Sections are counted at their first tag; each tag that is not modelled is a section of its own. */
export function readFields(tags: readonly Tag[], syntax: TagSyntax): Fields {
  const parameters: ParameterDoc[] = [];
  const returns: ResultDoc[] = [];
  const yields: ResultDoc[] = [];
  const raises: RaisesDoc[] = [];
  const otherSections: OtherSection[] = [];
  const seen = new Set<Field>();
  const add = <T extends { description: string }>(field: Field, list: T[], value: T | undefined): boolean => {
    if (value === undefined) return false;
    seen.add(field);
    list.push({ ...value, description: dedentAfterFirst(value.description) });
    return true;
  };
  for (const { name, text } of tags) {
    const field = Object.hasOwn(syntax.fields, name) ? syntax.fields[name] : undefined;
    const plain = unescapeTags(text, syntax, 1);
    const understood =
      (field === "parameter" && add(field, parameters, syntax.readParameter(plain.trim(), name))) ||
      (field === "returns" && add(field, returns, syntax.readResult(plain.trim(), field))) ||
      (field === "yields" && add(field, yields, syntax.readResult(plain.trim(), field))) ||
      (field === "raises" && add(field, raises, syntax.readRaises(plain.trim())));
    if (!understood) {
      otherSections.push({ heading: name, body: plain, position: seen.size + otherSections.length });
    }
  }
  return { parameters, returns, yields, raises, otherSections };
}

const isTagName = (heading: string): boolean => /^!?[A-Za-z][\w-]*(?:[.:][\w-]+)*$/.test(heading);

/** The comment's lines without delimiters. */
export function renderTags(
  docstring: Docstring,
  syntax: TagSyntax,
  width: number,
  summaryLabel = "",
): string[] {
  const foreign = docstring.otherSections.filter((section) => tagOf(section, syntax) === undefined);
  const label = docstring.summary === "" ? "" : summaryLabel;
  const description = joinBlocks(
    wrapSummary(docstring.summary, width, label),
    wrapProse(docstring.details, width),
    ...foreign.map((section) => [`${section.heading}:`, ...toLines(section.body)]),
  );
  const tags = renderFields(docstring, syntax, width);
  return joinBlocks(escapeTags(description, syntax, label === "" ? 0 : 1), tags);
}

function renderFields(docstring: Docstring, syntax: TagSyntax, width: number): string[] {
  const labelled = (label: string, description: string): string[] => {
    const first = description.trim() === "" ? label.replace(/[\s-]+$/, "") : label;
    return escapeTags(wrapProse(description, width, first, syntax.hanging), syntax, 1);
  };
  const modelled = [
    docstring.parameters.flatMap((p) => labelled(syntax.parameterLabel(p), p.description)),
    docstring.yields.flatMap((r) => labelled(syntax.resultLabel(r, "yields"), r.description)),
    docstring.returns.flatMap((r) => labelled(syntax.resultLabel(r, "returns"), r.description)),
    docstring.raises.flatMap((r) => labelled(syntax.raisesLabel(r), r.description)),
  ];
  const others = docstring.otherSections.flatMap((section) => {
    const tag = tagOf(section, syntax);
    return tag === undefined
      ? []
      : [{ position: section.position, section: renderOther(tag, section, syntax) }];
  });
  return orderSections(
    modelled.filter((lines) => lines.length > 0),
    others,
  ).flat();
}

function tagOf(section: OtherSection, syntax: TagSyntax): string | undefined {
  const foreign = syntax.foreignHeadings.get(section.heading);
  return foreign ?? (isTagName(section.heading) ? section.heading : undefined);
}

function renderOther(tag: string, section: OtherSection, syntax: TagSyntax): string[] {
  const lines = toLines(section.body);
  const [first = "", ...rest] = lines;
  const startsBelow = first === "" || tag !== section.heading || verbatimMask(lines)[0] === true;
  const opening = syntax.marker + tag;
  const isBelow = startsBelow && rest.length > 0;
  const body = isBelow
    ? [opening, ...indentLines(trimBlankLines(first === "" ? rest : lines), syntax.bodyIndent)]
    : [`${opening} ${first}`.trimEnd(), ...indentLines(rest, syntax.hanging)];
  return escapeTags(body, syntax, 1);
}

/** Non-empty groups of lines with a blank line between them. */
export const joinBlocks = (...blocks: readonly (readonly string[])[]): string[] =>
  blocks
    .filter((block) => block.some((line) => !isBlank(line)))
    .flatMap((block, i) => (i === 0 ? [...block] : ["", ...block]));

/** Lines before `from` follow a tag and need no mark. */
function escapeTags(lines: readonly string[], syntax: TagSyntax, from: 0 | 1): string[] {
  const mask = verbatimMask(lines);
  return lines.map((line, i) => {
    if (i < from || (mask[i] === true && mask[i - 1] === true) || syntax.readTag(line) === undefined)
      return line;
    return line.replace(/\S/, (marker) => (syntax.escape === "\\" ? `\\${marker}` : syntax.escape));
  });
}

/** The inverse of `escapeTags`: only what would be read as a tag without its mark loses the mark. */
export function unescapeTags(text: string, syntax: TagSyntax, from: 0 | 1): string {
  const lines = toLines(text);
  const mask = verbatimMask(lines);
  const placed = from === 1 ? syntax.hanging : "";
  const unescapeLine = (line: string): string => {
    const indent = indentOf(line);
    const content = line.slice(indent.length);
    if (!content.startsWith(syntax.escape)) return line;
    const rest = content.slice(syntax.escape.length);
    const plain = syntax.escape === "\\" ? rest : `@${rest}`;
    return syntax.readTag(placed + plain) === undefined ? line : indent + plain;
  };
  return lines
    .map((line, i) => (i < from || (mask[i] === true && mask[i - 1] === true) ? line : unescapeLine(line)))
    .join("\n");
}
