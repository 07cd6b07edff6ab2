import { field, namedChildren } from "../../syntax/nodes.js";
import type { SyntaxNode } from "../../syntax/parser.js";

export interface Assignment {
  readonly kind: "assign";
  readonly target: SyntaxNode;
  /** `=`, `+=`, `||=` …; `+=` also for `n++`. */
  readonly operator: string;
  /** Absent for `n++`. */
  readonly value?: SyntaxNode;
}

export interface Call {
  readonly kind: "call";
  /** `a.b.c`, without arguments. */
  readonly callee: string;
  readonly arguments: readonly SyntaxNode[];
}

/** Without the wrappers that grammars put around an expression. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (
    /^(?:expression_statement|parenthesized_expression|parenthesized_statements|condition|condition_clause|await_expression|await|expression_list|argument|type_descriptor)$/.test(
      at.type,
    ) &&
    namedChildren(at).length === 1
  ) {
    const inner = namedChildren(at)[0];
    if (!inner) break;
    at = inner;
  }
  return at;
}

/** Assignments, declarations of one variable with a value, and `n++`. */
export function readAssignment(node: SyntaxNode): Assignment | undefined {
  const { type } = node;
  if (
    /^(?:assignment|augmented_assignment|operator_assignment|assignment_expression|augmented_assignment_expression|compound_assignment_expr|assignment_statement|short_var_declaration)$/.test(
      type,
    )
  ) {
    const target = field(node, "left");
    const value = field(node, "right");
    if (!target || !value) return undefined;
    const between = node.text.slice(target.endIndex - node.startIndex, value.startIndex - node.startIndex);
    const operator = /[^\s:]*=/.exec(between.replace(":=", "="))?.[0] ?? "=";
    return { kind: "assign", target: unwrapped(target), operator, value: unwrapped(value) };
  }
  if (/^(?:update_expression|inc_statement|postfix_unary_expression|prefix_unary_expression)$/.test(type)) {
    const target = field(node, "argument") ?? namedChildren(node)[0];
    return target && /\+\+/.test(node.text) ? { kind: "assign", target, operator: "+=" } : undefined;
  }
  if (
    /^(?:lexical_declaration|variable_declaration|local_variable_declaration|local_declaration_statement|declaration|let_declaration|var_declaration)$/.test(
      type,
    )
  )
    return readDeclaration(node);
  return undefined;
}

function readDeclaration(node: SyntaxNode): Assignment | undefined {
  const declarators = node.descendantsOfType(["variable_declarator", "init_declarator", "var_spec"]);
  const [only] = node.type === "let_declaration" ? [node] : declarators;
  if (!only || (node.type !== "let_declaration" && declarators.length !== 1)) return undefined;
  const target =
    field(only, "name") ?? field(only, "declarator") ?? field(only, "pattern") ?? namedChildren(only)[0];
  const clause = namedChildren(only).find(({ type }) => type === "equals_value_clause");
  const value = field(only, "value") ?? (clause && namedChildren(clause)[0]);
  return target && value ? { kind: "assign", target, operator: "=", value: unwrapped(value) } : undefined;
}

/** `node` as a call; undefined for anything else. */
export function callOf(whole: SyntaxNode): Call | undefined {
  const node = unwrapped(whole);
  const macro = field(node, "macro");
  if (macro) return { kind: "call", callee: macro.text, arguments: [] };
  const list = field(node, "arguments");
  const name = field(node, "function") ?? field(node, "method") ?? field(node, "name");
  if (!name || (!list && node.type !== "call")) return undefined;
  if (/creation|constructor|declaration|definition|parameter/.test(node.type)) return undefined;
  const owner = field(node, "receiver") ?? field(node, "object") ?? field(node, "scope");
  return {
    kind: "call",
    callee: (owner ? node.text.slice(0, name.endIndex - node.startIndex) : name.text).replace(/\s+/g, ""),
    arguments: list ? namedChildren(list).map(unwrapped) : [],
  };
}
