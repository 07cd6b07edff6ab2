import type { Parameter } from "../../syntax/types.js";
import { joinParagraphs, oneLine } from "../text.js";
import type { Docstring, ParameterDoc, RaisesDoc, RenderContext, Style } from "../types.js";
import { readFields, renderTags, splitTags, type Tag, type TagSyntax, unescapeTags } from "./blockTags.js";
import { type CommentForm, readComment, textWidth, writeComment } from "./comment.js";
import { splitDescription } from "./prose.js";
import { afterHyphen, readTypeWord } from "./readers.js";

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** Commands that start a section; the others with a backslash are part of the text. */
const sectionCommands = words(
  "param tparam return returns retval result throw throws exception brief short details note warning attention pre post " +
    "invariant see sa since deprecated todo bug test author authors version date remark remarks par copyright example " +
    "rcopyright important internal overload ingroup addtogroup defgroup fn name file class struct memberof relates " +
    "relatesalso related headerfile callgraph callergraph hideinitializer private protected public static pure xrefitem",
);
/** Commands inside text, with either character. */
const inlineCommands = words(
  "a anchor arg b c cite code copybrief copydetails copydoc dot dotfile e em emoji endcode enddot endlink endverbatim f " +
    "htmlonly endhtmlonly image internalref latexonly endlatexonly li line link mainpage n p ref subpage subsection " +
    "snippet startuml enduml tableofcontents verbatim",
);
const lineCommands = words(
  "ingroup addtogroup defgroup fn name file class struct memberof relates relatesalso related headerfile callgraph " +
    "callergraph hideinitializer private protected public static pure overload internal",
);

function readTag(line: string): Tag | undefined {
  const match = /^\s*([@\\])([A-Za-z]+)(?![\w(/\\@.:-])[ \t]*(.*)$/.exec(line);
  const [, marker = "", name = "", text = ""] = match ?? [];
  if (!match || inlineCommands.has(name) || (marker === "\\" && !sectionCommands.has(name))) return undefined;
  return { name, text };
}

/** `[in] name text`; several names at once are not read. */
function readParameter(text: string): ParameterDoc | undefined {
  const match = /^(?:\[\s*((?:in|out)(?:\s*,\s*(?:in|out))?)\s*\]\s*)?([A-Za-z_]\w*)(?![\w,(.[])/.exec(text);
  if (!match) return undefined;
  const [whole, direction, name = ""] = match;
  return {
    name,
    ...(direction === undefined ? {} : { direction: direction.replace(/\s/g, "") }),
    description: afterHyphen(text.slice(whole.length)),
  };
}

function readRaises(text: string): RaisesDoc {
  const { type, rest } = readTypeWord(text);
  return { type, description: afterHyphen(rest) };
}

const syntax: TagSyntax = {
  readTag,
  continues: (tag, _soFar, line) =>
    lineCommands.has(tag) ? false : tag === "brief" || tag === "short" ? line.trim() !== "" : true,
  marker: "@",
  escape: "\\",
  fields: {
    param: "parameter",
    return: "returns",
    returns: "returns",
    result: "returns",
    throw: "raises",
    throws: "raises",
    exception: "raises",
  },
  readParameter,
  readResult: (text) => ({ description: text }),
  readRaises,
  parameterLabel: ({ name, direction }) =>
    `@param${direction === undefined ? "" : `[${direction}]`} ${name} `,
  resultLabel: () => "@return ",
  raisesLabel: ({ type }) => `@throws ${type === "" ? "std::exception" : type} `,
  hanging: "  ",
  bodyIndent: "",
  foreignHeadings: new Map([
    ["Note", "note"],
    ["Notes", "note"],
    ["See Also", "see"],
  ]),
};

function parse(raw: string): Docstring {
  const { description, tags } = splitTags(readComment(raw).text, syntax);
  const brief = tags.find((tag) => tag.name === "brief" || tag.name === "short");
  const detailed = tags.filter((tag) => tag.name === "details");
  const others = tags.filter((tag) => tag !== brief && tag.name !== "details");
  const plain = unescapeTags(description, syntax, 0);
  const text = joinParagraphs(plain, ...detailed.map((tag) => unescapeTags(tag.text, syntax, 1)));
  const opening = brief ? { summary: oneLine(brief.text), details: text } : splitDescription(text);
  return { ...opening, ...readFields(others, syntax) };
}

interface Form {
  readonly comment: CommentForm;
  readonly marker: "@" | "\\";
  readonly summaryLabel: string;
  readonly directions: boolean;
}

/** How the function's own documentation is written, or the default. */
function formOf(raw: string | undefined): Form {
  if (raw === undefined) return { comment: "/**", marker: "@", summaryLabel: "@brief ", directions: true };
  const { form } = readComment(raw);
  const count = (pattern: RegExp): number => (raw.match(pattern) ?? []).length;
  const marker = count(/^[\s*/!]*\\[a-z]/gm) > count(/^[\s*/!]*@[a-z]/gm) ? "\\" : "@";
  return {
    comment: form === "//" || form === "#" ? "/**" : form,
    marker,
    summaryLabel: /[@\\](?:brief|short)\b/.test(raw) ? `${marker}brief ` : "",
    directions: /[@\\]param\s*\[/.test(raw),
  };
}

/** What is passed by value or as constant can only go in; of other pointers and references nothing is said. */
function directionOf(parameter: Parameter | undefined): "in" | undefined {
  const type = parameter?.type;
  if (type === undefined) return undefined;
  return /\bconst\b/.test(type) || !/[*&[]/.test(type) ? "in" : undefined;
}

function withDirections(docstring: Docstring, { patch }: RenderContext): Docstring {
  const parameters = docstring.parameters.map((doc): ParameterDoc => {
    const known = doc.direction ?? directionOf(patch.signature.parameters.find((p) => p.name === doc.name));
    return known === undefined ? doc : { ...doc, direction: known };
  });
  return { ...docstring, parameters };
}

/** Doxygen. The comment's delimiters, the command character and the use of `brief` and directions follow what is there. */
export const doxygen: Style = {
  id: "doxygen",
  name: "Doxygen",
  languages: ["c", "cpp"],
  recognise: (raw) =>
    /^\/(?:\*[*!]|\/[/!])/.test(raw)
      ? 1 + (raw.match(/[@\\](?:brief|param|returns?|throws|tparam|note)\b/g) ?? []).length
      : 0,
  parse,
  render(docstring, layout, context) {
    const form = formOf(context.patch.docstring?.raw);
    const complete = form.directions ? withDirections(docstring, context) : docstring;
    const width = textWidth(form.comment, layout);
    const lines = renderTags(complete, withMarker(form.marker), width, form.summaryLabel);
    return writeComment(lines, form.comment, layout);
  },
};

function withMarker(marker: "@" | "\\"): TagSyntax {
  const change = (label: string): string => marker + label.slice(1);
  return {
    ...syntax,
    marker,
    parameterLabel: (parameter) => change(syntax.parameterLabel(parameter)),
    resultLabel: (result, field) => change(syntax.resultLabel(result, field)),
    raisesLabel: (raises) => change(syntax.raisesLabel(raises)),
  };
}
