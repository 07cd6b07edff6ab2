import type { ParameterDoc, RaisesDoc, ResultDoc, Style } from "../types.js";
import { type Field, parseTags, renderTags, type Tag, type TagSyntax } from "./blockTags.js";
import { readComment, textWidth, writeComment } from "./comment.js";
import { afterHyphen, balancedLength, readBraced } from "./readers.js";

/** `@name` at the start of a line; not `@scope/package`, `@Decorator()` or an address. */
export function readAtTag(line: string): Tag | undefined {
  const match = /^\s*@([A-Za-z][\w-]*(?:[.:][A-Za-z][\w-]*)*)(?![\w(/\\@.:-])[ \t]*(.*)$/.exec(line);
  return match ? { name: match[1] ?? "", text: match[2] ?? "" } : undefined;
}

const jsdocFields: Readonly<Record<string, Field>> = {
  param: "parameter",
  arg: "parameter",
  argument: "parameter",
  returns: "returns",
  return: "returns",
  yields: "yields",
  yield: "yields",
  throws: "raises",
  exception: "raises",
};

/** Headings of other styles that have a tag here. */
export const jsdocForeignHeadings: ReadonlyMap<string, string> = new Map([
  ["Example", "example"],
  ["Examples", "example"],
  ["See Also", "see"],
  ["References", "see"],
  ["Deprecated", "deprecated"],
  ["Todo", "todo"],
]);

const identifier =
  /^(?:\.\.\.)?([\w$\u00A0-\uFFFF]+(?:(?:\[\]|\[\d+\])?\.[\w$\u00A0-\uFFFF]+)*)(\.\.\.(?=\s|$))?(?![\w$(.])/;

/** `{Type} name text`, `{Type} [name=default] - text`, `{...Type} name`, `{Type=} name`. */
function readJsdocParameter(text: string): ParameterDoc | undefined {
  const braced = readBraced(text);
  const rest = braced?.rest ?? text;
  const written = braced?.type ?? "";
  const isVariadicType = written.startsWith("...");
  const isOptionalType = written.endsWith("=") && !written.endsWith("=>=");
  const type = written.slice(isVariadicType ? 3 : 0, isOptionalType ? -1 : undefined).trim();
  const bracket = rest.startsWith("[") ? balancedLength(rest) : 0;
  const inner = bracket > 0 ? rest.slice(1, bracket - 1).trim() : rest;
  const match = identifier.exec(inner);
  if (!match) return undefined;
  const after = inner.slice(match[0].length);
  if (bracket > 0 && after.trim() !== "" && !/^\s*=/.test(after)) return undefined;
  const fallback = bracket > 0 ? after.replace(/^\s*=\s*/, "").trim() : "";
  return {
    name: match[1] ?? "",
    ...(isVariadicType || match[0].startsWith("...") || match[2] !== undefined
      ? { variadic: "*" as const }
      : {}),
    ...(type === "" ? {} : { type }),
    ...(fallback === "" ? {} : { default: fallback }),
    ...((bracket > 0 && fallback === "") || isOptionalType ? { optional: true } : {}),
    description: afterHyphen(bracket > 0 ? rest.slice(bracket) : after),
  };
}

export function readTypedResult(text: string): ResultDoc {
  const braced = readBraced(text);
  if (braced === undefined || braced.type === "") return { description: afterHyphen(text) };
  return { type: braced.type, description: afterHyphen(braced.rest) };
}

function readRaises(text: string): RaisesDoc {
  const { type = "", description } = readTypedResult(text);
  return { type, description };
}

const safeType = (type: string): string => type.replace(/\s+/g, " ").trim();

/** Types, names and defaults that would unbalance the brackets are left out rather than misread. */
export function bracketed(open: "{" | "[", content: string): string | undefined {
  const close = open === "{" ? "}" : "]";
  const text = `${open}${safeType(content)}${close}`;
  return safeType(content) !== "" && balancedLength(text) === text.length ? text : undefined;
}

function parameterLabel(parameter: ParameterDoc): string {
  const { name, variadic, type } = parameter;
  const braced =
    type === undefined ? undefined : bracketed("{", `${variadic === undefined ? "" : "..."}${type}`);
  const withDefault =
    parameter.default === undefined ? undefined : bracketed("[", `${name}=${parameter.default}`);
  const isOptional = parameter.optional === true || parameter.default !== undefined;
  const shown = withDefault ?? (isOptional ? `[${name}]` : name);
  return `@param ${braced === undefined ? "" : `${braced} `}${shown} - `;
}

const typed = (tag: string, type: string | undefined): string => {
  const braced = type === undefined || type === "" ? undefined : bracketed("{", type);
  return braced === undefined ? `@${tag} ` : `@${tag} ${braced} `;
};

export const jsdocSyntax: TagSyntax = {
  readTag: readAtTag,
  marker: "@",
  escape: "\\",
  fields: jsdocFields,
  readParameter: readJsdocParameter,
  readResult: readTypedResult,
  readRaises,
  parameterLabel,
  resultLabel: (result, field) => typed(field, result.type),
  raisesLabel: (raises) => typed("throws", raises.type),
  hanging: "  ",
  bodyIndent: "",
  foreignHeadings: jsdocForeignHeadings,
};

/** JSDoc as its reference describes it: types in braces, optional parameters in brackets, a hyphen before descriptions. */
export const jsdoc: Style = {
  id: "jsdoc",
  name: "JSDoc",
  languages: ["javascript", "typescript", "tsx"],
  recognise(raw) {
    if (!raw.startsWith("/**")) return 0;
    const typedTags =
      /@(?:param|arg|argument|returns?|throws|exception|yields?|type|typedef|property|prop|this|enum)\s*\{(?!@)/g;
    const own =
      /^\s*(?:\/\*\*|\*)?\s*@(?:static|memberof|memberOf|function|callback|class|namespace|async|since|category|arg)\b/gm;
    return (raw.match(typedTags) ?? []).length * 2 + (raw.match(own) ?? []).length;
  },
  parse: (raw) => parseTags(readComment(raw).text, jsdocSyntax),
  render: (docstring, layout) =>
    writeComment(renderTags(docstring, jsdocSyntax, textWidth("/**", layout)), "/**", layout),
};
