import type { SyntaxCursor, SyntaxTree } from "../../syntax/parser.js";

/** A node copied out of the WebAssembly memory: walking the tree there costs several times as much. */
export interface PlainNode {
  readonly type: string;
  /** Name of the field of the parent that it fills. */
  readonly field?: string;
  readonly named: boolean;
  readonly start: number;
  readonly end: number;
  readonly children: readonly PlainNode[];
}

const extras = new Set(["comment", "block_comment", "line_continuation"]);

/** What is nested deeper than this is left out, so that no recursion over the tree runs out of stack. */
const deepest = 500;

/** Stands for a node that is nested too deeply. */
export const tooDeep = "code_nested_too_deeply";

/** The tree without comments, line continuations and punctuation that fills no field. */
export function plainTree(tree: SyntaxTree): PlainNode {
  const cursor = tree.walk();
  try {
    return copy(cursor, 0);
  } finally {
    cursor.delete();
  }
}

function copy(cursor: SyntaxCursor, depth: number): PlainNode {
  const children: PlainNode[] = [];
  const type = depth > deepest ? tooDeep : cursor.nodeType;
  const field = cursor.currentFieldName;
  const named = cursor.nodeIsNamed;
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  if (type !== tooDeep && cursor.gotoFirstChild()) {
    do {
      const isPunctuation = !cursor.nodeIsNamed && cursor.currentFieldId === 0;
      if (!isPunctuation && !extras.has(cursor.nodeType)) children.push(copy(cursor, depth + 1));
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  // A statement is either read whole or not at all.
  const isWhole =
    type === "block" || type === "source_file" || children.every((each) => each.type !== tooDeep);
  if (!isWhole) return copied(tooDeep, []);
  return copied(type, children);

  function copied(type: string, children: readonly PlainNode[]): PlainNode {
    return field === null
      ? { type, named, start, end, children }
      : { type, field, named, start, end, children };
  }
}
