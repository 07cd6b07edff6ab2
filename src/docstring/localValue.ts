import { field, namedChildren } from "../syntax/nodes.js";
import type { SyntaxNode } from "../syntax/parser.js";
import type { FunctionPatch } from "../syntax/types.js";
import { bodyNode } from "./body.js";
import { readAssignment } from "./explain/expressions.js";

/** What a body gives to a variable of its own. */
export interface LocalValue {
  /** Of a variable that is given one value, as a whole, and never changed by an operator. */
  readonly value?: SyntaxNode;
  /** What it is given first, where that is one value. */
  readonly first?: SyntaxNode;
  /** How often its name stands in the body. */
  readonly uses: number;
}

/** What a body assigns to the variable `name`; undefined when it assigns nothing, so that the variable comes from outside. */
export function localValue(root: SyntaxNode, patch: FunctionPatch, name: string): LocalValue | undefined {
  const body = bodyNode(root, patch);
  if (!body) return undefined;
  const values: (SyntaxNode | undefined)[] = [];
  let uses = 0;
  const visit = (node: SyntaxNode): void => {
    if (node.childCount === 0 || node.type === "variable_name") uses += node.text === name ? 1 : 0;
    const read = readAssignment(node);
    if (read?.target.text === name) values.push(read.operator === "=" ? read.value : undefined);
    else if (boundIn(node).some((target) => binds(target, name))) values.push(undefined);
    namedChildren(node).forEach(visit);
  };
  visit(body);
  const [first] = values;
  if (values.length === 0) return undefined;
  return { uses, ...(first && { first, ...(values.length === 1 && { value: first }) }) };
}

/** Where a statement names variables that it gives values to. */
function boundIn(node: SyntaxNode): SyntaxNode[] {
  if (
    !/assign|for|declarat|pattern|with_|range_clause|as_pattern|let_|if_let|update_expression|inc_|postfix|resource|catch/.test(
      node.type,
    )
  )
    return [];
  return ["left", "name", "pattern", "declarator", "alias", "argument"].flatMap(
    (name) => field(node, name) ?? [],
  );
}

/** Whether a target is the variable or a pattern with it; members and elements of it are not. */
function binds(target: SyntaxNode, name: string): boolean {
  if (target.namedChildCount === 0 || target.type === "variable_name") return target.text === name;
  return (
    /pattern|list|tuple|declarator|argument|parenthesized/.test(target.type) &&
    namedChildren(target).some((child) => binds(child, name))
  );
}
