import type { SyntaxNode } from "../syntax/parser.js";
import { codeOf } from "./body.js";

/** The largest piece of code around the name that is short enough to quote. */
export function surroundingCode(leaf: SyntaxNode): string | undefined {
  let found: string | undefined;
  for (let at = leaf.parent; at; at = at.parent) {
    const code = codeOf(at);
    if (
      code === undefined ||
      at.text.includes("\n") ||
      /assign|block|body|statement|^return|declarat/.test(at.type)
    )
      break;
    if (code !== leaf.text && !/^argument|_list$/.test(at.type)) found = code;
  }
  return found ?? windowAround(leaf);
}

/** The code right before and after a name in a long line, cut between words. */
function windowAround(leaf: SyntaxNode): string | undefined {
  let whole = leaf;
  while (whole.parent && !whole.parent.text.includes("\n")) whole = whole.parent;
  const at = leaf.startIndex - whole.startIndex;
  const before = whole.text.slice(0, at);
  const after = whole.text.slice(at + leaf.text.length);
  if (whole.text === leaf.text || whole.text.includes("`")) return undefined;
  const head = /(?:^|\s)(\S.{0,18})$/.exec(before)?.[1] ?? "";
  const tail = /^(.{0,18}\S)(?:\s|$)/.exec(after)?.[1] ?? "";
  const code = `${head}${leaf.text}${tail}`;
  if (!isBalanced(code)) return undefined;
  return `${head === before ? "" : "… "}${code}${tail === after ? "" : " …"}`;
}

/** Whether each bracket of a piece of code is closed in it. */
function isBalanced(code: string): boolean {
  let open = 0;
  for (const character of code) {
    if (/[([{]/.test(character)) open++;
    else if (/[)\]}]/.test(character) && --open < 0) return false;
  }
  return open === 0;
}
