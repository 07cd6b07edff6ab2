import { throwIfAborted } from "../../base/errors.js";
import type { ParseTarget, SyntaxParser } from "../../syntax/parser.js";
import { lowerProgram } from "./lower.js";
import { plainTree } from "./plainTree.js";
import type { Expression, Program } from "./program.js";

const matlab: ParseTarget = { grammar: "matlab" };

/** The program of a MATLAB file. What its texts would be as code is parsed too, for `str2func('@(x) x.^2')` and `ezplot('sin(x)')`. */
export async function readProgram(text: string, parser: SyntaxParser, signal: AbortSignal): Promise<Program> {
  const program = await parsed(text, parser, signal);
  const texts = new Map<string, Expression>();
  for (const body of expressionTexts(text)) {
    throwIfAborted(signal);
    const { body: statements } = await parsed(`r = ${body};`, parser, signal);
    const [only] = statements;
    if (statements.length === 1 && only?.type === "assign") texts.set(body, only.value);
  }
  return { ...program, texts };
}

async function parsed(text: string, parser: SyntaxParser, signal: AbortSignal): Promise<Program> {
  const tree = await parser.parse(text, matlab, { signal });
  try {
    return lowerProgram(plainTree(tree), text);
  } finally {
    tree.delete();
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
