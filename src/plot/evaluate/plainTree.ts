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

/** The tree without comments and line continuations. */
export function plainTree(tree: SyntaxTree): PlainNode {
  const cursor = tree.walk();
  try {
    return copy(cursor);
  } finally {
    cursor.delete();
  }
}

function copy(cursor: SyntaxCursor): PlainNode {
  const children: PlainNode[] = [];
  const type = cursor.nodeType;
  const field = cursor.currentFieldName;
  const named = cursor.nodeIsNamed;
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  if (cursor.gotoFirstChild()) {
    do if (!extras.has(cursor.nodeType)) children.push(copy(cursor));
    while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return field === null
    ? { type, named, start, end, children }
    : { type, field, named, start, end, children };
}
