import { field, namedChildren } from "../syntax/nodes.js";
import { type SyntaxNode, walk } from "../syntax/parser.js";
import type { FunctionPatch } from "../syntax/types.js";
import { bodyNode, functionTypes } from "./body.js";

/** What a function gives back, as expressions of its body. */
export interface Results {
  readonly expressions: readonly SyntaxNode[];
  /** `None`, `null`, `nil`, where one of the results is written so. */
  readonly nothing?: string;
  /** Rust's `?` gives another result early. */
  readonly endsEarly: boolean;
}

const resultTypes = {
  return: ["return_statement", "return_expression", "return"],
  yield: ["yield", "yield_expression", "yield_statement"],
} as const;

/** Of statements, of a body that is one expression, and in Rust and Ruby of the last expression of the body. */
export function readResults(
  root: SyntaxNode,
  patch: FunctionPatch,
  kind: "return" | "yield",
): Results | undefined {
  const node = bodyNode(root, patch);
  if (!node) return undefined;
  const found: SyntaxNode[] = [];
  let endsEarly = false;
  const types = new Set([...functionTypes, ...resultTypes[kind], "try_expression"]);
  walk(node, types, (inner) => {
    if (functionTypes.includes(inner.type)) return inner.id === node.id;
    if (inner.type === "try_expression") {
      endsEarly ||= kind === "return";
      return true;
    }
    const value = inner.isNamed ? namedChildren(inner)[0] : undefined;
    if (value) found.push(value);
    return true;
  });
  if (kind === "return") found.push(...lastExpressions(wholeBody(node)));
  const expressions = found.map(only);
  const nothing = expressions.find(({ text }) => isNothing(text))?.text;
  return {
    expressions: expressions.filter(({ text }) => !isNothing(text)),
    ...(nothing !== undefined && nothing !== "undefined" ? { nothing } : {}),
    endsEarly,
  };
}

const isNothing = (code: string): boolean => /^(?:None|null|nil|undefined|nullptr|NULL)$/.test(code);

/** Without parentheses, and without the lists that some grammars make of one value. */
function only(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (
    /^(?:parenthesized_expression|parenthesized_statements|expression_list|argument_list)$/.test(at.type)
  ) {
    const [inner, ...others] = namedChildren(at);
    if (!inner || others.length > 0) break;
    at = inner;
  }
  return at;
}

/** The node that is the body, where one with the same extent stands in it. */
function wholeBody(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (at.parent?.startIndex === node.startIndex && at.parent.endIndex === node.endIndex) at = at.parent;
  return at;
}

function lastExpressions(body: SyntaxNode): SyntaxNode[] {
  const around = body.parent?.type ?? "";
  if (body.type === "arrow_expression_clause" || around === "arrow_expression_clause")
    return thrown(body.type === "arrow_expression_clause" ? namedChildren(body)[0] : body);
  if (/^(?:arrow_function|lambda|lambda_expression)$/.test(around) && !/block|body/.test(body.type))
    return thrown(body);
  if (around === "function_item") return lastOfBlock(body);
  return /^(?:singleton_)?method$/.test(around) ? lastOfRuby(body) : [];
}

const thrown = (node: SyntaxNode | undefined): SyntaxNode[] =>
  node && !/^throw/.test(node.type) ? [node] : [];

/** Of a block of Rust: what stands at its end without a semicolon. */
function lastOfBlock(block: SyntaxNode): SyntaxNode[] {
  const last = namedChildren(block).at(-1);
  if (!last || last.text.endsWith(";") || /_item$|^let_declaration$/.test(last.type)) return [];
  return lastOfRust(last.type === "expression_statement" ? (namedChildren(last)[0] ?? last) : last);
}

function lastOfRust(node: SyntaxNode): SyntaxNode[] {
  const inside = (name: string): SyntaxNode[] => {
    const inner = field(node, name);
    return inner ? lastOfRust(inner) : [];
  };
  switch (node.type) {
    case "block":
      return lastOfBlock(node);
    case "if_expression":
      return [...inside("consequence"), ...inside("alternative")];
    case "else_clause":
    case "unsafe_block":
      return namedChildren(node).flatMap(lastOfRust);
    case "match_expression":
      return namedChildren(field(node, "body") ?? node).flatMap((arm) => {
        const value = field(arm, "value");
        return value ? lastOfRust(value) : [];
      });
    case "return_expression":
    case "macro_invocation":
    case "loop_expression":
    case "while_expression":
    case "for_expression":
      return /^(?:vec|format)!/.test(node.text) ? [node] : [];
    default:
      return [node];
  }
}

/** Of Ruby: the last of the statements, within branches the last of each. */
function lastOfRuby(node: SyntaxNode): SyntaxNode[] {
  const inner = namedChildren(node);
  switch (node.type) {
    case "body_statement":
    case "begin":
    case "then":
    case "else": {
      const clauses = inner.filter(({ type }) => /^(?:rescue|else)$/.test(type));
      const last = inner.filter(({ type }) => !/^(?:rescue|else|ensure)$/.test(type)).at(-1);
      return [...(last ? lastOfRuby(last) : []), ...clauses.flatMap(lastOfRuby)];
    }
    case "rescue":
      return inner.filter(({ type }) => type === "then").flatMap(lastOfRuby);
    case "if":
    case "elsif":
    case "unless":
    case "when":
    case "case":
      return inner.filter(({ type }) => /^(?:then|else|elsif|when)$/.test(type)).flatMap(lastOfRuby);
    case "if_modifier":
    case "unless_modifier": {
      const body = field(node, "body");
      return body ? lastOfRuby(body) : [];
    }
    case "return":
    case "while":
    case "until":
    case "for":
    case "while_modifier":
    case "until_modifier":
      return [];
    default:
      return /^(?:raise|fail)\b/.test(node.text) ? [] : [node];
  }
}
