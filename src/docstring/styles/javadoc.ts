import { isBlank, toLines } from "../text.js";
import type { Docstring, ParameterDoc, RaisesDoc, Style } from "../types.js";
import { parseTags, readFields, renderTags, splitTags, type TagSyntax, unescapeTags } from "./blockTags.js";
import { type CommentForm, readComment, textWidth, writeComment } from "./comment.js";
import { readAtTag } from "./jsdoc.js";
import { escapeMarkup, type Markup, unescapeMarkup } from "./markup.js";
import { splitDescription, verbatimMask } from "./prose.js";
import { afterHyphen, readTypeWord } from "./readers.js";

const html: Markup = {
  isXml: false,
  elements: new Set(
    (
      "a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em " +
      "figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small " +
      "span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr"
    ).split(" "),
  ),
};

const blockElement =
  /^<\/?(?:p|ul|ol|li|pre|table|thead|tbody|tr|td|th|dl|dt|dd|h[1-6]|div|blockquote|caption|hr|section|figure|article)\b/i;

function readParameter(text: string): ParameterDoc | undefined {
  const match = /^([\p{L}_$][\p{L}\p{N}_$]*)(?![\p{L}\p{N}_$(<.[])/u.exec(text);
  return match ? { name: match[1] ?? "", description: afterHyphen(text.slice(match[0].length)) } : undefined;
}

function readRaises(text: string): RaisesDoc | undefined {
  const { type, rest } = readTypeWord(text);
  return /^[\p{L}_$][\p{L}\p{N}_$.<>,? ]*$/u.test(type)
    ? { type, description: afterHyphen(rest) }
    : undefined;
}

const syntax: TagSyntax = {
  readTag: readAtTag,
  marker: "@",
  escape: "&#64;",
  fields: {
    param: "parameter",
    return: "returns",
    returns: "returns",
    throws: "raises",
    exception: "raises",
  },
  readParameter,
  readResult: (text) => ({ description: text }),
  readRaises,
  parameterLabel: ({ name }) => `@param ${name} `,
  resultLabel: () => "@return ",
  raisesLabel: ({ type }) => `@throws ${type === "" ? "RuntimeException" : type} `,
  hanging: "    ",
  bodyIndent: "",
  foreignHeadings: new Map([
    ["See Also", "see"],
    ["Deprecated", "deprecated"],
  ]),
};

/** Paragraphs are separated by blank lines in the model and begin with `<p>` in the comment. */
function paragraphs(text: string, change: (lines: string[], isFirst: boolean) => string[]): string {
  const lines = toLines(text);
  const mask = verbatimMask(lines);
  const out: string[] = [];
  for (let i = 0; i < lines.length; ) {
    let end = i;
    while (end < lines.length && !(isBlank(lines[end]) && mask[end] !== true)) end += 1;
    if (end > i) out.push(...change(lines.slice(i, end), out.every(isBlank)));
    if (end < lines.length) out.push("");
    i = end + 1;
  }
  return out.join("\n");
}

/** `<p>` alone on its line or before text only separates paragraphs. */
function withoutParagraphTags(text: string): string {
  const joined = text.replace(
    /^<p\s*\/?>[ \t]*\n(?=[^\s@])(?!<\/?(?:p|ul|ol|li|pre|table|dl|h[1-6]|div|blockquote)\b)/gim,
    "<p>",
  );
  const separated = toLines(joined)
    .map((line) => line.replace(/^<p\s*\/?>\s*$|^<\/p>\s*$/i, ""))
    .map((line, i, all) =>
      /^<p\s*\/?>\s*\S/i.test(line) && !isBlank(all[i - 1]) && i > 0 ? `\n${line}` : line,
    )
    .join("\n");
  return paragraphs(separated, (lines) => {
    const [first = ""] = lines;
    const opens = /^<p\s*\/?>\s*/i.exec(first)?.[0] ?? "";
    if (blockElement.test(first.slice(opens.length))) return lines;
    const text = [first.slice(opens.length), ...lines.slice(1)].join("\n");
    const closed = /<p\b/i.test(text) ? text : text.replace(/\s*<\/p>$/i, "");
    return toLines(closed);
  }).replace(/\n{3,}/g, "\n\n");
}

/** Stands for `<p>`, of the same width, while lines are filled: lines that begin with an element are left alone. */
const heldParagraph = "\uE002\uE002\uE002";

const withParagraphTags = (text: string, hasSummary: boolean): string =>
  paragraphs(text, (lines, isFirst) => {
    const [first = "", ...rest] = lines;
    const isProse = !blockElement.test(first) && !/^\s|^\{@snippet\b/.test(first);
    return isProse && (hasSummary || !isFirst) ? [heldParagraph + first, ...rest] : lines;
  });

type TextChange = (text: string) => string;

const mapText = (docstring: Docstring, change: TextChange): Docstring => ({
  ...docstring,
  summary: change(docstring.summary),
  details: change(docstring.details),
  parameters: docstring.parameters.map((p) => ({ ...p, description: change(p.description) })),
  returns: docstring.returns.map((r) => ({ ...r, description: change(r.description) })),
  yields: docstring.yields.map((r) => ({ ...r, description: change(r.description) })),
  raises: docstring.raises.map((r) => ({ ...r, description: change(r.description) })),
});

const formOf = (raw: string | undefined): CommentForm => (raw?.startsWith("///") ? "///" : "/**");

/** Javadoc with HTML; the Markdown form of Java 23 (`///`) is kept where it is in use, and needs neither `<p>` nor entities. */
export const javadoc: Style = {
  id: "javadoc",
  name: "Javadoc",
  languages: ["java"],
  recognise: (raw) =>
    /^\/\*\*|^\/\/\//.test(raw) ? 1 + (raw.match(/@(?:param|return|throws)\s/g) ?? []).length : 0,
  parse(raw) {
    const { form, text } = readComment(raw);
    if (form === "///") return parseTags(text, syntax);
    const { description, tags } = splitTags(text, syntax);
    const opening = splitDescription(unescapeTags(withoutParagraphTags(description), syntax, 0));
    return mapText({ ...opening, ...readFields(tags, syntax) }, (part) => unescapeMarkup(part, html));
  },
  render(docstring, layout, { patch }) {
    const form = formOf(patch.docstring?.raw);
    const width = textWidth(form, layout);
    if (form === "///") return writeComment(renderTags(docstring, syntax, width), form, layout);
    const escaped = mapText(docstring, (part) => escapeMarkup(part, html));
    const details = withParagraphTags(escaped.details, escaped.summary !== "");
    const lines = renderTags({ ...escaped, details }, syntax, width);
    const shown = lines.map((line) => line.replaceAll(heldParagraph, "<p>"));
    return writeComment(shown, form, layout, "*&#47;");
  },
};
