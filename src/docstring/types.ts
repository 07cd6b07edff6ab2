import type { FunctionPatch, LanguageId } from "../syntax/types.js";

export const styleIds = [
  "google",
  "numpy",
  "sphinx",
  "epytext",
  "pep257",
  "jsdoc",
  "tsdoc",
  "javadoc",
  "doxygen",
  "phpdoc",
  "yard",
  "godoc",
  "rustdoc",
  "csharp",
  "matlab",
] as const;
export type StyleId = (typeof styleIds)[number];

/** What a docstring says, whatever its style. Text fields hold plain lines joined by `\n`, without the style's indentation. */
export interface Docstring {
  /** One sentence on the first line. Empty when the docstring has none. */
  readonly summary: string;
  /** Paragraphs between summary and sections, separated by blank lines. */
  readonly details: string;
  readonly parameters: readonly ParameterDoc[];
  readonly returns: readonly ResultDoc[];
  readonly yields: readonly ResultDoc[];
  readonly raises: readonly RaisesDoc[];
  /** Sections and tags that are not modelled above, kept word for word (Examples, Notes, References, @since, @example …). */
  readonly otherSections: readonly OtherSection[];
}

export interface ParameterDoc {
  /** Without sigils; `isVariadic` tells `*args` from `args`. */
  readonly name: string;
  readonly variadic?: "*" | "**";
  readonly type?: string;
  readonly default?: string;
  readonly optional?: boolean;
  /** Doxygen only: `in`, `out` or `in,out`, as written. */
  readonly direction?: string;
  /** NumPy only: stands under `Other Parameters`, which comes after the others. */
  readonly isOther?: true;
  readonly description: string;
}

export interface ResultDoc {
  readonly name?: string;
  readonly type?: string;
  readonly description: string;
}

export interface RaisesDoc {
  readonly type: string;
  readonly description: string;
}

export interface OtherSection {
  /** The heading as written, without decoration: `Examples`, `See Also`, `since`. */
  readonly heading: string;
  /** Dedented body. */
  readonly body: string;
  /** Index among all sections as parsed, so that merging can keep the author's order. */
  readonly position: number;
}

/** How the text sits in the file. */
export interface Layout {
  /** White space before each line. */
  readonly indent: string;
  /** Columns available to a line, indentation included. */
  readonly lineLength: number;
  readonly newline: "\n" | "\r\n";
  /** Python only. */
  readonly quotes: '"""' | "'''";
  /** Python only: a raw string, also without backslashes. */
  readonly isRaw?: boolean;
  /** The delimiters stand on lines of their own, also where all would fit on one. */
  readonly isMultiline?: boolean;
  /** White space before the lines of a block comment that begin without an asterisk. */
  readonly bareIndent?: string;
  /** Python only: text starts on the line of the opening quotes (true) or on the next (false). */
  readonly summaryOnFirstLine: boolean;
  /** One level of indentation inside sections: usually four spaces, or the file's own unit. */
  readonly indentUnit: string;
  /** MATLAB only: a help text of the file and its function, whose form a new one takes. */
  readonly example?: { readonly raw: string; readonly name: string };
}

/** One documentation convention. One file in `styles/` each. */
export interface Style {
  readonly id: StyleId;
  /** For people: `NumPy`. */
  readonly name: string;
  readonly languages: readonly LanguageId[];
  /** How much `raw` looks like this style: 0 not at all, higher is surer. Counts of distinctive marks, so that votes add up. */
  recognise(raw: string): number;
  /** Never throws: text that is not understood ends up in `details` or `otherSections`, so nothing is lost. */
  parse(raw: string, context: ParseContext): Docstring;
  /**
   * Complete documentation with delimiters (triple-quoted string, block comment or line comments). The first line carries no indentation,
   * the following ones do. Text is wrapped to the layout's line length; code blocks, lists and tables are not rewrapped.
   */
  render(docstring: Docstring, layout: Layout, context: RenderContext): string;
}

export interface ParseContext {
  readonly language: LanguageId;
  /** The function that is documented, for conventions that name it or write names in capitals (MATLAB). */
  readonly patch?: FunctionPatch;
}

export interface RenderContext {
  readonly language: LanguageId;
  /** For conventions that need the function's name (godoc starts with it) or kind. */
  readonly patch: FunctionPatch;
}
