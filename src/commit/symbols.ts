import { isTestPath } from "../base/fileKinds.js";
import type { ClassPatch, FilePatches, FunctionPatch, Signature } from "../syntax/types.js";
import type { BodyChange } from "./bodyChange.js";
import { type CodeToken, type Side, tokensIn } from "./side.js";
import type { SignatureChange } from "./signature.js";

/** A function, a class (what is in it beside its functions) or the rest of a file (`module`), on one side of a change. */
export interface SymbolIdentity {
  /** Qualified: `Gauge.mean`; of a module, its path. */
  readonly name: string;
  readonly kind: "function" | "method" | "class" | "module";
  readonly path: string;
  readonly isPublic: boolean;
  readonly isTest: boolean;
  readonly signature?: Signature;
  /** Documentation as it stands; "" when there is none. */
  readonly docstring: string;
  /** The file has its name on the other side, too: of what came or went, an overload or a specialisation of what is there. */
  readonly hasNamesake?: boolean;
}

/** With its code, to be compared. */
export interface SymbolSide extends SymbolIdentity {
  /** All before the body, without comments. */
  readonly header: readonly CodeToken[];
  readonly body: readonly CodeToken[];
  /** Of the whole file. */
  readonly text: string;
}

export interface SymbolFacts {
  readonly before?: SymbolIdentity;
  readonly after?: SymbolIdentity;
  readonly change: "added" | "removed" | "renamed" | "moved" | "signature" | "body" | "documentation";
  /** Also of renamed and moved ones. */
  readonly signature: readonly SignatureChange[];
  /** Present when the body differs. */
  readonly body?: BodyChange;
  readonly isDocumentationChanged: boolean;
}

const testName = /^(?:test(?:_|[A-Z]|$)|Test[A-Z_]|Benchmark[A-Z_]|Example[A-Z_]|it_|should[A-Z_])/;
const testMarker =
  /@(?:\w+\.)*(?:Test|ParameterizedTest|Theory)\b|\[(?:Test|Fact|Theory|TestMethod)\b|#\[(?:\w+::)?test\b/;

/** What a parser takes for a method where it does not know the syntax around it. */
const statementWord = /^(?:if|for|while|switch|catch|else|return|function|with)$/;

/** What a file holds, in source order; functions inside functions belong to the outer one. */
export function symbolsOf(side: Side, path: string): SymbolSide[] {
  const { patches, tokens, text } = side;
  const inTests = isTestPath(path);
  const outer = patches.functions.filter(({ isNested, name }) => !isNested && !statementWord.test(name));
  const functions = outer.map((patch) => functionSide(patch, side, path, inTests));
  const covered = outer.map(({ range }) => range);
  const outside = withoutRanges(tokens, covered);
  const ranges = patches.classes.map(({ range }) => range);
  const classes = patches.classes
    .filter((patch) => !isFurtherBlock(patch, patches.classes))
    .filter(({ range }) => !patches.functions.some((f) => f.isNested === false && within(range, f.range)))
    .map((patch) =>
      classSide(
        patch,
        withoutRanges(
          outside,
          ranges.filter((range) => range.start > patch.range.start && range.end <= patch.range.end),
        ),
        text,
        path,
        inTests,
      ),
    );
  const rest = withoutRanges(outside, ranges);
  const imports = importRanges(side);
  const body = withNesting(withoutRanges(rest, imports), text, path);
  const kept = new Set(body);
  const module: SymbolSide = {
    name: path,
    kind: "module",
    path,
    isPublic: false,
    isTest: inTests,
    header: rest.filter((token) => !kept.has(token)),
    body,
    text,
    docstring: patches.docstring?.raw ?? "",
  };
  return [...functions, ...classes, module];
}

function importRanges({ patches, text }: Side): { start: number; end: number }[] {
  let from = 0;
  return patches.imports.flatMap((statement) => {
    const start = text.indexOf(statement, from);
    if (start < 0) return [];
    from = start + statement.length;
    return [{ start, end: from }];
  });
}

const within = (inner: FunctionPatch["range"], outer: FunctionPatch["range"]): boolean =>
  inner.start >= outer.start && inner.end <= outer.end && inner !== outer;

function functionSide(
  patch: FunctionPatch,
  { tokens, text }: Side,
  path: string,
  inTests: boolean,
): SymbolSide {
  const { range, bodyRange, kind, qualifiedName } = patch;
  const bodyStart = bodyRange?.start ?? range.end;
  const all = tokensIn(tokens, range.start, range.end);
  const header = all.filter(({ start }) => start < bodyStart);
  return {
    name: qualifiedName,
    kind: kind === "function" || kind === "lambda" ? "function" : "method",
    path,
    isPublic: patch.isPublic,
    isTest: inTests
      ? testName.test(patch.name) || testMarker.test(text.slice(range.start, bodyStart))
      : testMarker.test(text.slice(range.start, bodyStart)),
    signature: patch.signature,
    header,
    body: withNesting(
      all.filter(({ start }) => start >= bodyStart),
      text,
      path,
    ),
    text,
    docstring: patch.docstring?.raw ?? "",
  };
}

function classSide(
  { qualifiedName, range, header, isPublic, docstring }: ClassPatch,
  outside: readonly CodeToken[],
  text: string,
  path: string,
  inTests: boolean,
): SymbolSide {
  const all = tokensIn(outside, range.start, range.end);
  const at = text.indexOf(header.slice(0, 10), range.start);
  const headerEnd = Math.max(range.start, at) + header.length;
  return {
    name: traitBlock(header) ?? qualifiedName,
    kind: "class",
    path,
    isPublic,
    isTest: inTests,
    header: all.filter(({ end }) => end <= headerEnd),
    body: all.filter(({ end }) => end > headerEnd),
    text,
    docstring: docstring?.raw ?? "",
  };
}

/** Rust: `impl Display for Gauge`, which is no class of its own. */
const traitBlock = (header: string): string | undefined =>
  /^(?:unsafe\s+)?(impl\b.*\sfor\s.*?)\s*(?:\bwhere\b.*|\{.*)?$/s.exec(header)?.[1]?.replace(/\s+/g, " ");

/** Rust: `impl Gauge`, where the type itself stands in the file. */
const isFurtherBlock = ({ header, qualifiedName }: ClassPatch, classes: FilePatches["classes"]): boolean =>
  /^(?:unsafe\s+)?impl\b/.test(header) &&
  traitBlock(header) === undefined &&
  classes.some(
    (other) => other.qualifiedName === qualifiedName && !/^(?:unsafe\s+)?impl\b/.test(other.header),
  );

/** Where indentation nests, the same words may do something else: a mark stands wherever a line goes in or out. */
function withNesting(tokens: CodeToken[], text: string, path: string): CodeToken[] {
  if (!/\.pyi?$/.test(path)) return tokens;
  const marked: CodeToken[] = [];
  const columns: number[] = [];
  let depth = 0;
  for (const token of tokens) {
    const before = marked.at(-1);
    const line = text.lastIndexOf("\n", token.start - 1) + 1;
    const isFirst = before === undefined || before.end <= line;
    if (isFirst && depth === 0 && text.slice(line, token.start).trim() === "") {
      const column = token.start - line;
      const at = before?.end ?? token.start;
      while (columns.length > 1 && (columns.at(-1) ?? 0) > column) {
        columns.pop();
        marked.push({ text: "⇤", start: at, end: at });
      }
      if (column > (columns.at(-1) ?? -1)) {
        if (columns.length > 0) marked.push({ text: "⇥", start: at, end: at });
        columns.push(column);
      }
    }
    if (/^[([{]$/.test(token.text)) depth++;
    if (/^[)\]}]$/.test(token.text)) depth--;
    marked.push(token);
  }
  return marked;
}

function withoutRanges(
  tokens: readonly CodeToken[],
  ranges: readonly { readonly start: number; readonly end: number }[],
): CodeToken[] {
  const ordered = [...ranges].sort((a, b) => a.start - b.start);
  const kept: CodeToken[] = [];
  let next = 0;
  let until = -1;
  for (const token of tokens) {
    for (
      let range = ordered[next];
      range !== undefined && range.start <= token.start;
      range = ordered[++next]
    )
      until = Math.max(until, range.end);
    if (token.start >= until) kept.push(token);
  }
  return kept;
}

export const lastName = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
