import { offset } from "../../../src/base/brand.js";
import type { Docstring, Layout, RenderContext, Style } from "../../../src/docstring/types.js";
import type { FunctionPatch, LanguageId, Parameter, PatchId } from "../../../src/syntax/types.js";

export const layout: Layout = {
  indent: "",
  lineLength: 80,
  newline: "\n",
  quotes: '"""',
  summaryOnFirstLine: true,
  indentUnit: "    ",
};

export const emptyDocstring: Docstring = {
  summary: "",
  details: "",
  parameters: [],
  returns: [],
  yields: [],
  raises: [],
  otherSections: [],
};

interface Surroundings {
  readonly name?: string;
  readonly parameters?: readonly Parameter[];
  /** The documentation that the function has. */
  readonly raw?: string;
}

export function contextOf(
  language: LanguageId,
  { name = "area", parameters = [], raw }: Surroundings = {},
): RenderContext {
  const range = { start: offset(0), end: offset(0) };
  const patch: FunctionPatch = {
    id: name as PatchId,
    name,
    qualifiedName: name,
    kind: "function",
    line: 0,
    range,
    nameRange: range,
    isPublic: true,
    isNested: false,
    hasErrors: false,
    signature: {
      parameters,
      typeParameters: [],
      returns: "unknown",
      yields: false,
      async: false,
      raises: [],
    },
    documentation: { placement: "before", range, indent: "" },
    ...(raw === undefined ? {} : { docstring: { range, raw } }),
    statements: [],
  };
  return { language, patch };
}

/** Reads `raw` and writes it again as an update of the same function would. */
export function rewritten(style: Style, raw: string, options: Partial<Layout> = {}): string {
  const language = style.languages[0] ?? "python";
  const docstring = style.parse(raw, { language });
  return style.render(docstring, { ...layout, ...options }, contextOf(language, { raw }));
}

export const parsed = (style: Style, raw: string): Docstring =>
  style.parse(raw, { language: style.languages[0] ?? "python" });

export function rendered(
  style: Style,
  docstring: Partial<Docstring>,
  options: Partial<Layout> = {},
  surroundings: Surroundings = {},
): string {
  const language = style.languages[0] ?? "python";
  return style.render(
    { ...emptyDocstring, ...docstring },
    { ...layout, ...options },
    contextOf(language, surroundings),
  );
}
