import type { SyntaxNode } from "../syntax/parser.js";
import type { FunctionPatch } from "../syntax/types.js";
import { bodyNode, codeOf } from "./body.js";
import { resultFact } from "./resultFact.js";

/** What a body does as far as its outermost statements show, in the imperative: for functions whose names say nothing. */
export function behaviour(root: SyntaxNode, patch: FunctionPatch): string | undefined {
  if (patch.signature.returns === "value") {
    const fact = resultFact(root, patch, "return");
    if (fact?.includes("`"))
      return `Return ${fact.startsWith("`") ? fact : fact.charAt(0).toLowerCase() + fact.slice(1)}`;
  }
  const body = bodyNode(root, patch);
  if (!body) return undefined;
  const calls = new Set<string>();
  const members = new Set<string>();
  // A body on the line of its header is the statement itself.
  const isBlock = /block|body|compound|statement_list/.test(body.type);
  for (const statement of isBlock ? body.namedChildren : [body]) {
    const inner =
      statement && /^expression_statement$/.test(statement.type) ? statement.firstNamedChild : statement;
    const node = inner && /^await/.test(inner.type) ? inner.firstNamedChild : inner;
    if (!node) continue;
    const callee = /call|invocation/.test(node.type)
      ? (node.childForFieldName("function") ??
        node.childForFieldName("method") ??
        node.childForFieldName("name"))
      : null;
    const target = /assignment/.test(node.type) ? node.childForFieldName("left") : null;
    const called = callee ? codeOf(callee) : undefined;
    const assigned = target ? codeOf(target) : undefined;
    if (called !== undefined) calls.add(called);
    if (assigned !== undefined && /^@?[\w$]+(?:(?:\.|->|::)\w+)*$/.test(assigned) && /\W/.test(assigned))
      members.add(assigned);
  }
  if (calls.size > 0) return `Call ${listed([...calls])}.`;
  return members.size > 0 ? `Set ${listed([...members])}.` : undefined;
}

/** At most three are named. */
function listed(codes: readonly string[]): string {
  const quoted = codes.map((code) => `\`${code}\``);
  if (quoted.length > 3) return `${quoted.slice(0, 2).join(", ")} and others`;
  return quoted.length === 1 ? (quoted[0] ?? "") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}
