import type { ParameterDoc, RaisesDoc, ResultDoc, Style } from "../types.js";
import { parseTags, renderTags, type Tag, type TagSyntax } from "./blockTags.js";
import { readComment, textWidth, writeComment } from "./comment.js";
import { bracketed, jsdocForeignHeadings } from "./jsdoc.js";
import { afterHyphen, balancedLength } from "./readers.js";

/** `@name` and the directives `@!name`, in the first column only: an indented one is part of the text above it. */
function readTag(line: string): Tag | undefined {
  const match = /^@(!?[A-Za-z]\w*(?:\.\w+)*)(?![\w(/\\@.:-])[ \t]*(.*)$/.exec(line);
  return match ? { name: match[1] ?? "", text: match[2] ?? "" } : undefined;
}

function readTypes(text: string): { type?: string; rest: string } {
  const length = text.startsWith("[") ? balancedLength(text) : 0;
  if (length === 0) return { rest: text };
  const type = text
    .slice(1, length - 1)
    .replace(/\s+/g, " ")
    .trim();
  return { ...(type === "" ? {} : { type }), rest: text.slice(length).trim() };
}

/** `name [Type] text` and `[Type] name text`. */
function readParameter(text: string): ParameterDoc | undefined {
  const before = readTypes(text);
  const match = /^(\*\*?|&)?([\p{L}_][\p{L}\p{N}_]*)[?:]?(?![\p{L}\p{N}_(.[])/u.exec(before.rest);
  if (!match) return undefined;
  const remaining = before.rest.slice(match[0].length);
  const after = before.type === undefined ? readTypes(remaining.trimStart()) : { rest: remaining };
  const type = before.type ?? after.type;
  const sigil = match[1];
  return {
    name: match[2] ?? "",
    ...(sigil === "*" || sigil === "**" ? { variadic: sigil } : {}),
    ...(type === undefined ? {} : { type }),
    description: afterHyphen(after.rest),
  };
}

function readResult(text: string): ResultDoc {
  const { type, rest } = readTypes(text);
  return { ...(type === undefined ? {} : { type }), description: afterHyphen(rest) };
}

function readRaises(text: string): RaisesDoc {
  const { type = "", description } = readResult(text);
  return { type, description };
}

const typed = (label: string, type: string | undefined): string => {
  const shown = type === undefined ? undefined : bracketed("[", type);
  return shown === undefined ? `${label} ` : `${label} ${shown} `;
};

const syntax: TagSyntax = {
  readTag,
  continues: (_tag, soFar, line) =>
    line.trim() === "" || /^\s/.test(line) || (soFar.length === 1 && soFar[0] === ""),
  marker: "@",
  escape: "\\",
  fields: { param: "parameter", return: "returns", yield: "yields", raise: "raises" },
  readParameter,
  readResult,
  readRaises,
  parameterLabel: ({ name, type, variadic = "" }) => typed(`@param ${variadic}${name}`, type),
  resultLabel: ({ type }, field) => typed(field === "returns" ? "@return" : "@yield", type),
  raisesLabel: ({ type }) => typed("@raise", type),
  hanging: "  ",
  bodyIndent: "  ",
  foreignHeadings: new Map([...jsdocForeignHeadings, ["Note", "note"], ["Notes", "note"]]),
};

/** YARD (https://yardoc.org). RDoc's plain comments are read as summary and details. */
export const yard: Style = {
  id: "yard",
  name: "YARD",
  languages: ["ruby"],
  recognise: (raw) => (/^#|^=begin/.test(raw) ? 1 + (raw.match(/^\s*#\s*@!?[a-z]/gm) ?? []).length : 0),
  parse: (raw) => parseTags(readComment(raw).text, syntax),
  render: (docstring, layout) =>
    writeComment(renderTags(docstring, syntax, textWidth("#", layout)), "#", layout),
};
