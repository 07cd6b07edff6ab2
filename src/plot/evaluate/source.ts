import { type OffsetRange, offset } from "../../base/brand.js";
import type { PlainNode } from "./plainTree.js";
import type { FunctionDefinition } from "./program.js";
import { scalar, type Value } from "./values.js";

/** What lowering needs besides the node. */
export interface Source {
  readonly text: string;
  /** Offsets at which lines begin. */
  readonly lines: readonly number[];
  /** The number of the first line: 0, or `elsewhere` in another file than the one that is asked about. */
  readonly firstLine: number;
  define(definition: FunctionDefinition): void;
}

/** Lines of other files are counted from here; whoever tells a person of a line says that of the call instead. */
export const elsewhere = -1_000_000;

export const syntaxError = "the code here has a syntax error";

export const one: Value = scalar(1);

export const named = (node: PlainNode): readonly PlainNode[] => node.children.filter((each) => each.named);

export const child = (node: PlainNode, field: string): PlainNode | undefined =>
  node.children.find((each) => each.field === field);

export const childrenIn = (node: PlainNode, field: string): readonly PlainNode[] =>
  node.children.filter((each) => each.field === field);

export const textOfNode = (node: PlainNode, { text }: Source): string => text.slice(node.start, node.end);

export function place(node: PlainNode, { lines, firstLine }: Source): { line: number; range: OffsetRange } {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= node.start) low = middle;
    else high = middle - 1;
  }
  return { line: low + firstLine, range: { start: offset(node.start), end: offset(node.end) } };
}
