import type { SyntaxNode, SyntaxTree } from "../../syntax/parser.js";

/** The places of a tree where the text could not be read, in the order of the text. */
export function faultsIn({ rootNode }: SyntaxTree): SyntaxNode[] {
  const faults: SyntaxNode[] = [];
  const open = [rootNode];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.isError || node.isMissing) faults.push(node);
    else if (node.hasError) for (const child of node.children) if (child) open.push(child);
  }
  return faults.sort((a, b) => a.startIndex - b.startIndex);
}

/** The line that a person is told. */
export const lineOfFault = (fault: SyntaxNode): number => beginningOf(fault).startPosition.row;

const opensBlock =
  /^\s*(if|elseif|else|for|parfor|while|do|until|switch|case|otherwise|try|catch|unwind_protect\w*|spmd|function|classdef|end\w*)\b/;

/**
 * `text` without the line at which a fault begins that took following lines with it, as a bracket does that is never closed:
 * the line is made a command of the system's, which is of the same length and not run. Undefined if there is no such fault.
 * A line that begins or ends a block stays, since without it the block would mean something else.
 */
export function withoutFaultyLine(text: string, faults: readonly SyntaxNode[]): string | undefined {
  for (const fault of faults) {
    if (!takesMore(fault)) continue;
    const begin = beginningOf(fault);
    const start = text.lastIndexOf("\n", begin.startIndex - 1) + 1;
    const [line = ""] = text.slice(start).split("\n", 1);
    if (opensBlock.test(line) || /^\s*!?$/.test(line)) continue;
    const indent = line.search(/\S/);
    const command = "!".padEnd(line.length - indent);
    return text.slice(0, start + indent) + command + text.slice(start + line.length);
  }
  return undefined;
}

/** Does it take lines that follow, or lack the bracket that would have ended it? */
function takesMore({ isMissing, type, startPosition: start, endPosition: end }: SyntaxNode): boolean {
  return isMissing ? /^[)\]}]$/.test(type) : end.row > start.row + (end.column > 0 ? 0 : 1);
}

/** What is not ended, where something is missing or an error holds a bracket that nothing closes. */
const beginningOf = (fault: SyntaxNode): SyntaxNode =>
  (fault.isMissing
    ? fault.parent
    : fault.children.find((child) => child !== null && /^[([{]$/.test(child.type))) ?? fault;
