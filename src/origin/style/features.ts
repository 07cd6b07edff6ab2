import type { LanguageId } from "../../syntax/types.js";
import { comments } from "./commentFeatures.js";
import { form } from "./formFeatures.js";
import { layout, spacing } from "./layoutFeatures.js";
import { lex } from "./lex.js";
import { lexis } from "./wordFeatures.js";

/**
 * Stylometric features of a piece of code, one number each. Layout, lexis and syntax as in Caliskan-Islam et al. 2015,
 * "De-anonymizing Programmers via Code Stylometry"; comments and regularity because assistants explain more and vary less (Pan et
 * al. 2024, "Assessing AI Detectors in Identifying AI-Generated Code"). What the piece is (imports, types, the margin)
 * keeps the customs of whole programs apart from those of functions. Rates are by line that is not blank unless said otherwise.
 * The order is that of the model's input; models name the features they were trained with.
 */
export const featureTable = {
  lines: "natural logarithm of the number of lines that are not blank",
  lineLength: "mean length of these lines without indentation",
  lineLengthSpread: "standard deviation of that length",
  longestLine: "length of the longest line, indentation included",
  longLines: "share of lines with more than 88 characters",
  blankLines: "blank lines by line",
  blankRuns: "share of blank lines that follow a blank line",
  trailingSpace: "share of lines that end in white space",
  tabs: "share of indented lines that begin with a tab",
  indentTwo: "share of indented lines whose indentation is not a multiple of four",
  depth: "mean indentation in levels of four columns",
  depthMax: "largest indentation in such levels",
  spacedOperators: "share of = == != <= >= && || + - * / with a space on both sides",
  spacedCommas: "share of commas followed by white space",
  spacedKeywords: "share of if, for, while, switch, catch before a parenthesis that have a space there",
  braceLines: "lines that hold an opening brace alone, by line",
  trailingCommas: "share of closing brackets at the start of a line that follow a comma",
  parenLines: "lines that begin with a closing bracket, by line",
  doubleQuotes: "share of quoted strings that use double quotes",
  commentShare: "share of characters in comments and documentation strings",
  commentLines: "comments that have a line to themselves, by line",
  inlineComments: "comments behind code, by line",
  commentWords: "mean number of words of a comment",
  commentCapital: "share of comments that begin with a capital letter",
  commentPeriod: "share of comments that end with a full stop",
  commentVerbs: "share of comments that begin with a verb of instruction (Check, Create, Return …)",
  commentAfterBlank: "share of comment lines that follow a blank line",
  commentCode: "share of comments that look like code that was commented out",
  commentNotes: "TODO, FIXME, XXX, HACK and NOTE in comments, by line",
  typography: "characters outside of ASCII, by hundred characters",
  docTags: "tags and headings of documentation (@param, :param, Args:, Returns:), by line",
  nameLength: "mean length of identifiers",
  nameLengthSpread: "standard deviation of that length",
  shortNames: "share of identifiers with one or two characters",
  longNames: "share of identifiers with more than 15 characters",
  nameWords: "mean number of words in an identifier",
  nameDigits: "share of identifiers with a digit",
  nameVariety: "distinct identifiers by square root of all (Guiraud's index of lexical richness)",
  tokensByLine: "tokens without comments by line",
  keywords: "share of words that are keywords of control flow",
  conditions: "if, elif, else, switch, case, match and unless, by line",
  loops: "for, while, loop, until and foreach, by line",
  returns: "return and yield, by line",
  errors: "try, except, catch, raise, throw, rescue, panic and finally, by line",
  strings: "strings by line",
  stringLength: "mean length of a string",
  sentences: "share of strings that hold three words or more",
  numbers: "numbers by line",
  annotations: "type annotations: a word or bracket, a colon or an arrow, and a word, by line",
  entropy: "Shannon entropy of characters, in bits",
  compression: "size after DEFLATE by size before",
  repeatedLines: "share of lines that occur before in the same piece",
  lineStarts: "distinct first words of lines by number of lines",
  imports: "lines that import, include or name a package, by line",
  types: "lines that declare a class, structure, interface, enumeration, trait or module, by line",
  marginLines:
    "natural logarithm of one more than the number of lines that begin with a letter at the left margin",
} as const;

export type FeatureName = keyof typeof featureTable;
/** What one group of features measures. */
export type Values<K extends FeatureName> = Readonly<Record<K, number>>;
export const featureNames = Object.keys(featureTable) as FeatureName[];

/** The vector of `text`, in the order of `featureNames`. Linear in its length. */
export function featuresOf(text: string, language: LanguageId): Float32Array {
  const code = text.trimEnd();
  const tokens = lex(code, language);
  const lines = code.split("\n");
  const values = {
    ...layout(lines),
    ...spacing(code, tokens),
    ...comments(code, lines, tokens),
    ...lexis(code, lines, tokens),
    ...form(lines),
  };
  return Float32Array.from(featureNames, (name) => {
    const value = values[name];
    return Number.isFinite(value) ? value : 0;
  });
}
