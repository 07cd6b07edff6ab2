import type { ParameterDoc, RaisesDoc, Style } from "../types.js";
import { parseTags, renderTags, type TagSyntax } from "./blockTags.js";
import { readComment, textWidth, writeComment } from "./comment.js";
import { jsdocForeignHeadings, jsdocSyntax, readTypedResult } from "./jsdoc.js";
import { afterHyphen } from "./readers.js";

const typeName = /^[A-Za-z_$][\w$]*(?:\.[\w$]+)*$/;
const errorName = /^((?:[A-Za-z_$][\w$]*\.)*[A-Z][\w$]*(?:Error|Exception)|Error)(?![\w$.(`])/;
const quotedName = /^`([A-Z][\w$]*|[A-Za-z_$][\w$]*(?:\.[\w$]+)+)`(?!\w)/;

/** `RangeError if …` where the name says that it is an error; any other type in backquotes, braces or a link. */
function readRaises(text: string): RaisesDoc {
  const link = /^\{@link\s+([\w$.]+)\s*\}\s*/.exec(text);
  if (link) return { type: link[1] ?? "", description: afterHyphen(text.slice(link[0].length)) };
  const braced = readTypedResult(text);
  if (braced.type !== undefined) return { type: braced.type, description: braced.description };
  const word = errorName.exec(text) ?? quotedName.exec(text);
  if (word) return { type: word[1] ?? "", description: afterHyphen(text.slice(word[0].length)) };
  return { type: "", description: text };
}

const parameterLabel = ({ name }: ParameterDoc): string => `@param ${name} - `;

const syntax: TagSyntax = {
  ...jsdocSyntax,
  readRaises,
  parameterLabel,
  resultLabel: (_, field) => `@${field} `,
  raisesLabel: ({ type }) =>
    type === ""
      ? "@throws "
      : errorName.test(type) || !typeName.test(type)
        ? `@throws ${type} `
        : `@throws \`${type}\` `,
  foreignHeadings: new Map([...jsdocForeignHeadings, ["Note", "remarks"], ["Notes", "remarks"]]),
};

/** For comments that link to what they throw already. TypeScript's own parser takes the link for a type, so it is not the default. */
const linked: TagSyntax = {
  ...syntax,
  raisesLabel: (raises) =>
    typeName.test(raises.type) ? `@throws {@link ${raises.type}} ` : syntax.raisesLabel(raises),
};

/**
 * TSDoc (https://tsdoc.org): the types are in the code, so none are written; what is thrown begins the text.
 * Types that an author wrote as in JSDoc are read, and left out when the docstring is written again.
 */
export const tsdoc: Style = {
  id: "tsdoc",
  name: "TSDoc",
  languages: ["typescript", "tsx"],
  recognise(raw) {
    if (!raw.startsWith("/**")) return 0;
    const untyped = /@param\s+[\w$]+\s+-\s|@(?:returns|throws)\s+(?!\{[^@])\S/g;
    const own =
      /@(?:remarks|privateRemarks|typeParam|defaultValue|packageDocumentation|alpha|beta|internal|sealed|virtual|eventProperty)\b/g;
    return (raw.match(untyped) ?? []).length * 2 + (raw.match(own) ?? []).length;
  },
  parse: (raw) => parseTags(readComment(raw).text, syntax),
  render(docstring, layout, { patch }) {
    const chosen = /@(?:throws|exception)\s+\{@link/.test(patch.docstring?.raw ?? "") ? linked : syntax;
    return writeComment(renderTags(docstring, chosen, textWidth("/**", layout)), "/**", layout);
  },
};
