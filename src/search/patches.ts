import path from "node:path";
import type { OffsetRange } from "../base/brand.js";
import { withoutMarkup } from "../base/markup.js";
import type { SearchKind } from "../protocol/search.js";
import type { ClassPatch, ExistingDocstring, FilePatches, FunctionPatch } from "../syntax/types.js";
import { encoderText } from "./words.js";

/** One thing that can be found: a function, a class or a file, as texts for the two indexes. */
export interface SearchPatch {
  readonly kind: SearchKind;
  readonly name: string;
  /** One-based. */
  readonly line: number;
  readonly endLine: number;
  /** Names around it: its file and the classes that hold it. */
  readonly context: string;
  /** Its documentation without delimiters; empty where there is none. */
  readonly docs: string;
  /** Its code without the documentation. */
  readonly code: string;
}

/** Characters of code that are read: about what 2,000 tokens hold. Longer functions are found by their beginning. */
export const codeLimit = 8_000;
export const docsLimit = 2_000;

/** Functions, classes and the file itself. */
export function searchPatches(file: string, text: string, patches: FilePatches): SearchPatch[] {
  const lines = lineIndex(text);
  const names = [...patches.classes, ...patches.functions].map(({ name }) => name).join(" ");
  const whole: SearchPatch = {
    kind: "file",
    name: path.posix.basename(file),
    line: 1,
    endLine: Math.max(1, lines.lineAt(text.length)),
    context: path.posix.dirname(file),
    docs: docsOf(patches.docstring),
    code: names.slice(0, codeLimit),
  };
  return [whole, ...definitions(stemOf(file), text, patches)];
}

/** Classes and functions. A class is represented by its header and the names in it, not by its code again. */
export function definitions(context: string, text: string, patches: FilePatches): SearchPatch[] {
  const lines = lineIndex(text);
  return [
    ...patches.classes.map((patch) => classPatch(patch, context, lines, patches)),
    ...namedFunctions(patches).map((patch) => functionPatch(patch, context, text, lines)),
  ];
}

export const namedFunctions = ({ functions }: FilePatches): FunctionPatch[] =>
  functions.filter((patch) => patch.kind !== "lambda" || patch.bodyRange !== undefined);

export const stemOf = (file: string): string => path.posix.basename(file).replace(/\.[^.]*$/, "");

/** What the encoder reads, in the order in which it was trained: names around, documentation, code. */
export const encoderInput = ({
  context,
  docs,
  code,
}: Pick<SearchPatch, "context" | "docs" | "code">): string =>
  encoderText([context, docs.slice(0, 300), code].filter((part) => part !== "").join(" "));

function functionPatch(patch: FunctionPatch, context: string, text: string, lines: LineIndex): SearchPatch {
  const around = patch.qualifiedName.split(".").slice(0, -1).join(" ");
  return {
    kind: "function",
    name: patch.qualifiedName,
    line: patch.line + 1,
    endLine: lines.lineAt(patch.range.end),
    context: `${context} ${around}`.trim(),
    docs: docsOf(patch.docstring),
    code: without(text, patch.range, patch.docstring).slice(0, codeLimit),
  };
}

function classPatch(
  patch: ClassPatch,
  context: string,
  lines: LineIndex,
  { functions }: FilePatches,
): SearchPatch {
  const members = functions.filter(({ qualifiedName }) =>
    qualifiedName.startsWith(`${patch.qualifiedName}.`),
  );
  return {
    kind: "class",
    name: patch.qualifiedName,
    line: patch.line + 1,
    endLine: lines.lineAt(patch.range.end),
    context,
    docs: docsOf(patch.docstring),
    code: `${patch.header} ${members.map(({ name }) => name).join(" ")}`.slice(0, codeLimit),
  };
}

function without(text: string, range: OffsetRange, docstring: ExistingDocstring | undefined): string {
  if (docstring === undefined || docstring.range.start < range.start || docstring.range.end > range.end)
    return text.slice(range.start, range.end);
  return text.slice(range.start, docstring.range.start) + text.slice(docstring.range.end, range.end);
}

const docsOf = (docstring: ExistingDocstring | undefined): string =>
  withoutMarkup(
    (docstring?.raw ?? "")
      .replace(/^[rRuUbB]*("""|''')|("""|''')$|^\s*\/\*[*!]?|\*\/\s*$/g, " ")
      .replace(/^[ \t]*(?:\/\/[/!]?|#+|\*)[ \t]?/gm, ""),
  )
    .replace(/(^|\s)[@\\](?:param|returns?|throws?|tparam|t?param\[\w+\])(?=\s)/g, "$1")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, docsLimit);

interface LineIndex {
  /** One-based line of an offset. */
  lineAt(offset: number): number;
}

function lineIndex(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return {
    lineAt(offset) {
      let low = 0;
      let high = starts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}
