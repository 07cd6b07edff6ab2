import type { ParameterDoc, RaisesDoc, Style } from "../types.js";
import { parseTags, renderTags, type TagSyntax } from "./blockTags.js";
import { readComment, textWidth, writeComment } from "./comment.js";
import {
  jsdocFields,
  jsdocForeignHeadings,
  readAtTag,
  readJsdocParameter,
  readTypedResult,
} from "./jsdoc.js";
import { afterHyphen } from "./readers.js";

const typeName = /^[A-Za-z_$][\w$]*(?:\.[\w$]+)*$/;

/** `{@link RangeError} if …`, `{RangeError} if …`, or a first word that is named like an error. */
function readRaises(text: string): RaisesDoc {
  const link = /^\{@link\s+([\w$.]+)\s*\}\s*/.exec(text);
  if (link) return { type: link[1] ?? "", description: afterHyphen(text.slice(link[0].length)) };
  const braced = readTypedResult(text);
  if (braced.type !== undefined) return { type: braced.type, description: braced.description };
  const word = /^`?([A-Z][\w$]*(?:\.[\w$]+)*(?:Error|Exception))`?(?![\w$`])/.exec(text);
  if (word) return { type: word[1] ?? "", description: afterHyphen(text.slice(word[0].length)) };
  return { type: "", description: text };
}

const parameterLabel = ({ name }: ParameterDoc): string => `@param ${name} - `;

const syntax: TagSyntax = {
  readTag: readAtTag,
  marker: "@",
  escape: "\\",
  fields: jsdocFields,
  readParameter: readJsdocParameter,
  readResult: readTypedResult,
  readRaises,
  parameterLabel,
  resultLabel: (_, field) => `@${field} `,
  raisesLabel: ({ type }) =>
    type === "" ? "@throws " : typeName.test(type) ? `@throws {@link ${type}} ` : `@throws ${type} `,
  hanging: "  ",
  bodyIndent: "",
  foreignHeadings: new Map([...jsdocForeignHeadings, ["Note", "remarks"], ["Notes", "remarks"]]),
};

/**
 * TSDoc (https://tsdoc.org): the types are in the code, so none are written; what is raised is a link.
 * Types that an author wrote as in JSDoc are read, and left out when the docstring is written again.
 */
export const tsdoc: Style = {
  id: "tsdoc",
  name: "TSDoc",
  languages: ["typescript", "tsx", "javascript"],
  recognise(raw) {
    if (!raw.startsWith("/**")) return 0;
    const untyped = /@param\s+[\w$]+\s+-\s|@(?:returns|throws)\s+(?!\{[^@])\S/g;
    const own =
      /@(?:remarks|privateRemarks|typeParam|defaultValue|packageDocumentation|alpha|beta|internal|sealed|virtual|eventProperty)\b/g;
    return (raw.match(untyped) ?? []).length * 2 + (raw.match(own) ?? []).length;
  },
  parse: (raw) => parseTags(readComment(raw).text, syntax),
  render: (docstring, layout) =>
    writeComment(renderTags(docstring, syntax, textWidth("/**", layout)), "/**", layout),
};
