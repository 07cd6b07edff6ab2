import { orderSections } from "../sections.js";
import {
  columns,
  dedentAfterFirst,
  isBlank,
  joinParagraphs,
  oneLine,
  toLines,
  trimBlankLines,
} from "../text.js";
import type { Docstring, OtherSection, ParameterDoc, RaisesDoc, ResultDoc, Style } from "../types.js";
import { type CommentForm, readComment, textWidth, writeComment } from "./comment.js";
import { escapeMarkup, type Markup, unescapeMarkup } from "./markup.js";
import { splitDescription, wrapProse, wrapSummary } from "./prose.js";

/** Elements of text; those of the top level are read as sections. */
const xml: Markup = {
  isXml: true,
  elements: new Set(
    "para c code see seealso paramref typeparamref list listheader item term description b i u em strong br a".split(
      " ",
    ),
  ),
};

interface Element {
  readonly name: string;
  /** As written, without leading white space. */
  readonly attributes: string;
  /** Undefined for `<inheritdoc/>`. */
  readonly content?: string;
}

/** The elements of the top level in order, and the text outside them. */
function readElements(text: string): { elements: Element[]; outside: string } {
  const elements: Element[] = [];
  let outside = "";
  for (let i = 0; i < text.length; ) {
    const element = text[i] === "<" ? readElement(text.slice(i)) : undefined;
    if (element === undefined) outside += text[i];
    else elements.push(element.element);
    i += element?.length ?? 1;
  }
  return { elements, outside };
}

function readElement(text: string): { element: Element; length: number } | undefined {
  const open = /^<([A-Za-z]\w*)((?:\s+[\w:]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/.exec(text);
  if (!open) return undefined;
  const [whole, name = "", attributes = "", slash] = open;
  const element = { name, attributes: oneLine(attributes) };
  if (slash === "/") return { element, length: whole.length };
  const tags = new RegExp(`<(/?)${name}\\b[^<>]*?(/?)>`, "g");
  tags.lastIndex = whole.length;
  let depth = 1;
  for (let match = tags.exec(text); match; match = tags.exec(text)) {
    if (match[2] === "/") continue;
    depth += match[1] === "/" ? -1 : 1;
    if (depth === 0) {
      const content = text.slice(whole.length, match.index);
      return { element: { ...element, content }, length: match.index + match[0].length };
    }
  }
  return undefined;
}

const attribute = (element: Element, name: string): string | undefined => {
  const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(element.attributes);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? undefined : unescapeMarkup(value.replaceAll("&quot;", '"'), noElements);
};

const noElements: Markup = { isXml: true, elements: new Set() };

const quoted = (value: string): string =>
  `"${escapeMarkup(oneLine(value), noElements).replaceAll('"', "&quot;")}"`;

const textOf = (content: string): string => unescapeMarkup(dedentAfterFirst(content), xml);

function parse(raw: string): Docstring {
  const { elements, outside } = readElements(readComment(raw).text);
  const parameters: ParameterDoc[] = [];
  const returns: ResultDoc[] = [];
  const raises: RaisesDoc[] = [];
  const otherSections: OtherSection[] = [];
  const seen = new Set<string>();
  let summary: string | undefined;
  let remarks: string | undefined;
  for (const element of elements) {
    const { name, attributes, content } = element;
    const only = (key: string): boolean =>
      attributes === "" || new RegExp(`^${key}\\s*=\\s*(?:"[^"]*"|'[^']*')$`).test(attributes);
    const parameter = name === "param" && only("name") ? attribute(element, "name") : undefined;
    const type = name === "exception" && only("cref") ? attribute(element, "cref") : undefined;
    if (name === "summary" && summary === undefined && content !== undefined) summary = content;
    else if (name === "remarks" && remarks === undefined && content !== undefined && attributes === "")
      remarks = content;
    else if (parameter) {
      parameters.push({ name: parameter, description: textOf(content ?? "") });
      seen.add(name);
    } else if (name === "returns" && attributes === "" && content !== undefined) {
      returns.push({ description: textOf(content) });
      seen.add(name);
    } else if (type) {
      raises.push({ type, description: textOf(content ?? "") });
      seen.add(name);
    } else {
      const heading = `${name}${attributes === "" ? "" : ` ${attributes}`}${content === undefined ? "/" : ""}`;
      otherSections.push({
        heading,
        body: otherBody(content ?? ""),
        position: seen.size + otherSections.length,
      });
    }
  }
  const opening = readSummary(summary ?? "");
  return {
    summary: opening.summary,
    details: joinParagraphs(
      opening.details,
      textOf(remarks ?? ""),
      textOf(trimBlankLines(toLines(outside)).join("\n")),
    ),
    parameters,
    returns,
    yields: [],
    raises,
    otherSections,
  };
}

/** A summary is one paragraph; what else the author put there goes to the details. */
function readSummary(content: string): { summary: string; details: string } {
  const text = textOf(content);
  const isPlain = !/\n\s*\n|<(?:para|list|code)\b/.test(text);
  return isPlain ? { summary: oneLine(text), details: "" } : splitDescription(text);
}

/** Kept with its line breaks; begins with `\n` where the author began on the line after the tag. */
function otherBody(content: string): string {
  const text = dedentAfterFirst(content);
  return text !== "" && /^[ \t]*\n/.test(content) ? `\n${text}` : text;
}

/** `<tag>text</tag>` on one line if it fits, else wrapped between its tags. */
function inline(opening: string, name: string, description: string, width: number): string[] {
  const text = escapeMarkup(description.trim(), xml);
  const open = `<${opening}>`;
  const lines = wrapProse(text, width, open, "");
  const last = lines.at(-1) ?? open;
  const close = `</${name}>`;
  const isProse = lines.length === 1 || !/[`<>]|^\s/.test(last);
  if (isProse && columns(last + close) <= width) return [...lines.slice(0, -1), last + close];
  return columns(last + close) <= width ? [...lines.slice(0, -1), last + close] : [...lines, close];
}

const block = (name: string, lines: readonly string[]): string[] =>
  lines.every(isBlank) ? [] : [`<${name}>`, ...lines, `</${name}>`];

function renderOther({ heading, body }: OtherSection): string[] {
  const match = /^([A-Za-z]\w*)((?:\s+[\w:]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*)\s*(\/?)$/.exec(
    oneLine(heading),
  );
  if (match && match[3] === "/") return [`<${oneLine(heading)}>`];
  const [name, open] = match ? [match[1] ?? "", oneLine(heading)] : ["remarks", "remarks"];
  const text = match ? body : `${oneLine(heading)}: ${body}`;
  const escaped = isWellFormed(text) ? text : escapeMarkup(unescapeMarkup(text, xml), xml);
  const [first = "", ...rest] = toLines(escaped);
  if (rest.length === 0) return [`<${open}>${first}</${name}>`];
  return [
    ...(first === "" ? [`<${open}>`] : [`<${open}>${first}`]),
    ...rest.slice(0, -1),
    ...closeAfter(rest.at(-1) ?? "", name, first === ""),
  ];
}

const closeAfter = (last: string, name: string, below: boolean): string[] =>
  below ? [last, `</${name}>`] : [`${last}</${name}>`];

/** Whether the author's XML can stay as it is: every element is closed and every `&` is an entity. */
function isWellFormed(text: string): boolean {
  const { outside, elements } = readElements(
    text.replace(/<!\[CDATA\[[\s\S]*?\]\]>|<!--(?:(?!--)[\s\S])*-->/g, ""),
  );
  if (outside.includes("<") || /&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[\dA-Fa-f]+);)/.test(outside)) return false;
  return elements.every(({ attributes, content }) => !/[<&]/.test(attributes) && isWellFormed(content ?? ""));
}

function render(docstring: Docstring, width: number): string[] {
  const text = (part: string): string => escapeMarkup(part, xml);
  const results = [...docstring.returns, ...docstring.yields];
  const modelled = [
    docstring.parameters.flatMap((p) =>
      inline(`param name=${quoted(p.name)}`, "param", p.description, width),
    ),
    results.flatMap((r) => inline("returns", "returns", r.description, width)),
    docstring.raises.flatMap((r) =>
      inline(`exception cref=${quoted(r.type)}`, "exception", r.description, width),
    ),
  ];
  const others = docstring.otherSections.map((section) => ({
    position: section.position,
    section: renderOther(section),
  }));
  return [
    ...block("summary", wrapSummary(text(docstring.summary), width)),
    ...block("remarks", wrapProse(text(docstring.details), width)),
    ...orderSections(
      modelled.filter((lines) => lines.length > 0),
      others,
    ).flat(),
  ];
}

const formOf = (raw: string | undefined): CommentForm => (raw?.startsWith("/**") ? "/**" : "///");

/** C#'s XML documentation: summary, remarks for the details, parameters, results and exceptions. */
export const csharp: Style = {
  id: "csharp",
  name: "C# XML",
  languages: ["csharp"],
  recognise: (raw) =>
    /^\/\/\/|^\/\*\*/.test(raw)
      ? 1 + (raw.match(/<(?:summary|param|returns|exception|remarks)\b/g) ?? []).length
      : 0,
  parse,
  render(docstring, layout, { patch }) {
    const form = formOf(patch.docstring?.raw);
    return writeComment(render(docstring, textWidth(form, layout)), form, layout);
  },
};
