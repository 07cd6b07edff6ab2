import { throwIfAborted } from "../../base/errors.js";
import type { ParseTarget, SyntaxParser } from "../../syntax/parser.js";
import { faultsIn, lineOfFault, withoutFaultyLine } from "./faults.js";
import { librarySources } from "./library/library.js";
import { lowerProgram } from "./lower.js";
import { plainTree } from "./plainTree.js";
import type { Expression, Program } from "./program.js";
import { elsewhere } from "./source.js";

/** Lines that are set aside because they cannot be read. */
const mostFaults = 20;

const matlab: ParseTarget = { grammar: "matlab" };

/** The program of a MATLAB file, with the functions of `library/` that it may need. What its texts would be as code is parsed too, for `str2func('@(x) x.^2')` and `ezplot('sin(x)')`. */
export async function readProgram(
  text: string,
  parser: SyntaxParser,
  signal: AbortSignal,
  firstLine = 0,
): Promise<Program> {
  const program = await parsed(text, parser, signal, firstLine);
  const texts = new Map<string, Expression>();
  for (const body of expressionTexts(text)) {
    throwIfAborted(signal);
    const { body: statements } = await parsed(`r = ${body};`, parser, signal, firstLine);
    const [only] = statements;
    if (statements.length === 1 && only?.type === "assign") texts.set(body, only.value);
  }
  return { ...program, texts, library: await libraryFor(text, parser, signal) };
}

/** The functions written in MATLAB that have been needed before. */
const libraryPrograms = new Map<string, Program>();

async function libraryFor(
  text: string,
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Program>> {
  const found = new Map<string, Program>();
  const open = [text];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    for (const [name] of each.matchAll(/\b[A-Za-z]\w*\b/g)) {
      const source = librarySources.get(name);
      if (source === undefined || found.has(name)) continue;
      const program = libraryPrograms.get(name) ?? (await parsed(source, parser, signal, elsewhere));
      libraryPrograms.set(name, program);
      found.set(name, program);
      open.push(source);
    }
  }
  return found;
}

async function parsed(
  text: string,
  parser: SyntaxParser,
  signal: AbortSignal,
  firstLine: number,
): Promise<Program> {
  let readable = text;
  let faultyLine: number | undefined;
  for (let left = mostFaults; ; left--) {
    const tree = await parser.parse(readable, matlab, { signal });
    try {
      const faults = faultsIn(tree);
      const [first] = faults;
      if (first) faultyLine ??= lineOfFault(first);
      const next = left > 0 ? withoutFaultyLine(readable, faults) : undefined;
      if (next === undefined) {
        const program = lowerProgram(plainTree(tree), text, firstLine);
        return faultyLine === undefined ? program : { ...program, faultyLine };
      }
      readable = next;
    } finally {
      tree.delete();
    }
  }
}

const takesText =
  /\b(?:str2func|inline|ez\w+|f(?:plot3?|surf|mesh|contour|implicit)|fzero|fmin\w+|quad\w*|integral)\s*\(\s*(['"])((?:(?!\1).|\1\1){1,200})\1/g;

/** The texts that are handed to functions which take code for a function, and their elementwise forms. */
function expressionTexts(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [, , written = ""] of text.matchAll(takesText)) {
    if (found.size > 100) break;
    const body = written
      .replace(/''/g, "'")
      .replace(/^\s*@\([^)]*\)/, "")
      .trim();
    const side = /^([^=]+)=([^=]+)$/.exec(body);
    for (const each of side ? [`(${side[1]})-(${side[2]})`] : [body])
      if (!/^\w*$/.test(each)) found.add(each).add(each.replace(/(?<![.'])([*/^])/g, ".$1"));
  }
  return found;
}
