import type { Docstring, ParameterDoc, RaisesDoc, ResultDoc, Style } from "../types.js";
import { parseTags, renderTags, type TagSyntax } from "./blockTags.js";
import { readComment, textWidth, writeComment } from "./comment.js";
import { jsdocForeignHeadings, readAtTag } from "./jsdoc.js";
import { readTypeWord } from "./readers.js";

/** `Type $name text`, `$name text`, `Type ...$name`, `Type &$name`. */
function readParameter(text: string): ParameterDoc | undefined {
  const startsWithName = /^&?(?:\.\.\.)?\$/.test(text);
  const { type, rest } = startsWithName ? { type: "", rest: text } : readTypeWord(text);
  const match = /^&?\s*(\.\.\.)?&?\$([\w\u0080-\uFFFF]+)(,\s*\.\.\.)?/.exec(rest);
  if (!match) return undefined;
  return {
    name: match[2] ?? "",
    ...(match[1] === undefined && match[3] === undefined ? {} : { variadic: "*" as const }),
    ...(type === "" ? {} : { type }),
    description: rest.slice(match[0].length).trim(),
  };
}

function readResult(text: string): ResultDoc {
  const { type, rest } = readTypeWord(text);
  return { ...(type === "" ? {} : { type }), description: rest };
}

function readRaises(text: string): RaisesDoc {
  const { type, rest } = readTypeWord(text);
  return { type, description: rest };
}

/** A type that would not be read back as one word is replaced: a wrong one would take words of the description. */
function typeOr(type: string | undefined, fallback: string): string {
  const compact = (type ?? "")
    .replace(/\s+/g, " ")
    .replace(/\s*([|&])\s*/g, "$1")
    .trim();
  const isReadable =
    compact !== "" && !compact.startsWith("...") && readTypeWord(`${compact} $x`).type === compact;
  return isReadable ? compact : fallback;
}

const isGenerator = (type: string | undefined): boolean => /^\\?Generator\b/.test(type ?? "");

function generatorType(type: string | undefined): string {
  const readable = typeOr(type, "");
  if (readable === "") return "\\Generator";
  return isGenerator(readable) ? readable : `\\Generator<${readable}>`;
}

function parameterLabel({ name, type, variadic }: ParameterDoc, gap: string): string {
  const known = typeOr(type, "");
  const shown = `${variadic === undefined ? "" : "..."}$${name}`;
  return `${["@param", ...(known === "" ? [] : [known]), shown].join(gap)}${gap}`;
}

const syntax: TagSyntax = {
  readTag: readAtTag,
  marker: "@",
  escape: "&#64;",
  fields: { param: "parameter", return: "returns", returns: "returns", throws: "raises", throw: "raises" },
  readParameter,
  readResult,
  readRaises,
  parameterLabel: (parameter) => parameterLabel(parameter, " "),
  resultLabel: ({ type }, field) =>
    `@return ${field === "yields" ? generatorType(type) : typeOr(type, "mixed")} `,
  raisesLabel: ({ type }) => `@throws ${typeOr(type, "\\Throwable")} `,
  hanging: "  ",
  bodyIndent: "",
  foreignHeadings: jsdocForeignHeadings,
};

/** Two spaces between the parts of `@param`, as Laravel's code has them. */
const wide: TagSyntax = { ...syntax, parameterLabel: (parameter) => parameterLabel(parameter, "  ") };

/** PHP says that a function yields by the type of its result. */
function separateYields(docstring: Docstring): Docstring {
  return {
    ...docstring,
    returns: docstring.returns.filter((result) => !isGenerator(result.type)),
    yields: docstring.returns.filter((result) => isGenerator(result.type)),
  };
}

/** PHPDoc as in PSR-5 and PSR-19. A result whose type is unknown is `mixed`, because the first word is always the type. */
export const phpdoc: Style = {
  id: "phpdoc",
  name: "PHPDoc",
  languages: ["php"],
  recognise: (raw) =>
    raw.startsWith("/**")
      ? 1 + (raw.match(/@param\s+\S+\s+&?(?:\.\.\.)?\$|@(?:return|throws|var)\s/g) ?? []).length
      : 0,
  parse: (raw) => separateYields(parseTags(readComment(raw).text, syntax)),
  render(docstring, layout, { patch }) {
    const chosen = /@param {2}\S/.test(patch.docstring?.raw ?? "") ? wide : syntax;
    return writeComment(renderTags(docstring, chosen, textWidth("/**", layout)), "/**", layout, "*&#47;");
  },
};
