import { field, fields, namedChildren } from "../../syntax/nodes.js";
import type { SyntaxNode } from "../../syntax/parser.js";
import type { FunctionPatch } from "../../syntax/types.js";
import { bodyNode } from "../body.js";
import { type Assignment, type Call, callOf, readAssignment, unwrapped } from "./expressions.js";

/** A statement as the rules see it, whatever the language. */
export interface Statement {
  /** The whole statement, where a comment would go above. */
  readonly node: SyntaxNode;
  readonly reading: Reading;
}

export type Reading =
  | Conditional
  | Loop
  | Try
  | Held
  | { readonly kind: "return"; readonly value?: SyntaxNode }
  | { readonly kind: "raise"; readonly type?: string }
  | { readonly kind: "assert"; readonly condition: SyntaxNode }
  | { readonly kind: "break" | "continue" | "pass" | "other" }
  | { readonly kind: "import"; readonly names: readonly string[] }
  | Assignment
  | Call;

export interface Conditional {
  readonly kind: "if";
  readonly condition: SyntaxNode;
  /** Ruby's `unless`. */
  readonly negated: boolean;
  readonly body: readonly Statement[];
  readonly alternatives: readonly SyntaxNode[];
}

export interface Loop {
  readonly kind: "loop";
  /** What runs through `values`; of a counted loop its counter. */
  readonly variable?: string;
  /** The collection; absent for loops that count or wait. */
  readonly values?: SyntaxNode;
  /** Of loops that wait or count; absent for those without an end of their own. */
  readonly condition?: SyntaxNode;
  readonly body: readonly Statement[];
}

export interface Handler {
  /** Empty: everything. */
  readonly types: readonly string[];
  readonly body: readonly Statement[];
}

export interface Try {
  readonly kind: "try";
  readonly body: readonly Statement[];
  readonly handlers: readonly Handler[];
  readonly last: readonly Statement[];
}

/** A resource held while the body runs: `with`, `using`, `lock`, `synchronized`. */
interface Held {
  readonly kind: "with";
  readonly resource: SyntaxNode;
  readonly body: readonly Statement[];
}

const sequences =
  /^(?:block|statement_block|compound_statement|body_statement|block_body|then|else|do|ensure|declaration_list|statement_list|begin)$/;

/** The statements of a body; of a body without braces the one that it is. */
export function statementsOf(body: SyntaxNode | undefined): readonly Statement[] {
  if (!body) return [];
  const nodes = sequences.test(body.type) ? namedChildren(body) : [body];
  return nodes.map((node) => ({ node, reading: readStatement(node) }));
}

/** The statements of a function, its documentation not among them; undefined without a body. */
export function functionStatements(root: SyntaxNode, patch: FunctionPatch): readonly Statement[] | undefined {
  const body = bodyNode(root, patch);
  const documentation = patch.docstring?.range.start;
  return body && statementsOf(body).filter(({ node }) => node.startIndex !== documentation);
}

/** Those of a statement's blocks, each block in turn. */
export function innerBlocks({ node, reading }: Statement): (readonly Statement[])[] {
  switch (reading.kind) {
    case "if":
      return [reading.body, ...reading.alternatives.flatMap(blocksOfAlternative)];
    case "loop":
    case "with":
      return [reading.body];
    case "try":
      return [reading.body, ...reading.handlers.map(({ body }) => body), reading.last];
    case "other":
      return /^(?:switch|match|case|expression_switch|type_switch)/.test(node.type) ? casesOf(node) : [];
    default:
      return [];
  }
}

/** The call that a statement is, or whose result it keeps. */
export function callIn({ reading }: Statement): Call | undefined {
  if (reading.kind === "call") return reading;
  return reading.kind === "assign" && reading.value ? callOf(reading.value) : undefined;
}

/** How many statements there are in `statements`, those inside of others counted. */
export const countStatements = (statements: readonly Statement[]): number =>
  statements.reduce((sum, each) => sum + 1 + countStatements(innerBlocks(each).flat()), 0);

/** All statements of `statements` and inside of them, in source order, as far as no function begins. */
export const deepStatements = (statements: readonly Statement[]): Statement[] =>
  statements.flatMap((each) => [each, ...deepStatements(innerBlocks(each).flat())]);

function blocksOfAlternative(node: SyntaxNode): (readonly Statement[])[] {
  if (/^(?:if_statement|if_expression)$/.test(node.type)) {
    return innerBlocks({ node, reading: readStatement(node) });
  }
  const body = field(node, "consequence") ?? field(node, "body");
  const further = fields(node, "alternative").flatMap(blocksOfAlternative);
  if (body) return [statementsOf(body), ...further];
  if (sequences.test(node.type)) return [statementsOf(node)];
  const only = namedChildren(node).at(-1);
  return only ? blocksOfAlternative(only) : [];
}

function casesOf(node: SyntaxNode): (readonly Statement[])[] {
  const body = field(node, "body") ?? node;
  return namedChildren(body)
    .filter(({ type }) => /case|default|when|section/.test(type))
    .map((clause) => {
      const inner = field(clause, "consequence") ?? field(clause, "body");
      return inner
        ? statementsOf(inner)
        : namedChildren(clause)
            .filter(({ type }) => /statement|declaration/.test(type))
            .map((each) => ({ node: each, reading: readStatement(each) }));
    });
}

function readStatement(statement: SyntaxNode): Reading {
  const node = unwrapped(statement);
  const { type } = node;
  if (/^(?:if_statement|if_expression|if|unless|(?:if|unless)_modifier)$/.test(type))
    return readConditional(node) ?? { kind: "other" };
  if (
    /^(?:for|while|until|loop|do|foreach|enhanced_for)(?:_statement|_expression|_in_statement|_range_loop|_each_statement|_modifier)?$/.test(
      type,
    )
  )
    return readLoop(node);
  if (
    /^try(?:_with_resources)?_statement$/.test(type) ||
    (type === "begin" && namedChildren(node).some((child) => child.type === "rescue"))
  )
    return readTry(node);
  if (/^(?:with|lock|using|synchronized)_statement$/.test(type)) return readHeld(node);
  if (/^return(?:_statement|_expression)?$/.test(type)) return readReturn(node);
  if (/^(?:raise_statement|throw_statement|throw_expression)$/.test(type))
    return { kind: "raise", ...raisedType(node) };
  if (type === "assert_statement") {
    const condition = field(node, "condition") ?? namedChildren(node)[0];
    return condition ? { kind: "assert", condition } : { kind: "other" };
  }
  if (/^(?:break|continue|pass)(?:_statement|_expression)?$/.test(type))
    return { kind: /^(?:break|continue|pass)/.exec(type)?.[0] as "break" | "continue" | "pass" };
  if (type === "next") return { kind: "continue" };
  if (/^import(?:_from)?_statement$/.test(type))
    return { kind: "import", names: fields(node, "name").map(importedName) };
  return readAssignment(node) ?? readCall(node) ?? { kind: "other" };
}

const importedName = (node: SyntaxNode): string => (field(node, "alias") ?? node).text;

function readConditional(node: SyntaxNode): Conditional | undefined {
  const condition = field(node, "condition");
  if (!condition || field(node, "initializer")) return undefined;
  const body = field(node, "consequence") ?? field(node, "body");
  const alternatives = fields(node, "alternative");
  const others = namedChildren(node).filter(({ type }) => /^else(?:if)?_clause$/.test(type));
  return {
    kind: "if",
    condition: unwrapped(condition),
    negated: node.type.startsWith("unless"),
    body: statementsOf(body),
    alternatives: alternatives.length > 0 ? alternatives : others,
  };
}

function readLoop(node: SyntaxNode): Loop {
  const body = statementsOf(field(node, "body") ?? namedChildren(node).at(-1));
  const [first, second] = namedChildren(node);
  if (node.type === "foreach_statement" && first && second)
    return { kind: "loop", body, values: first, ...itemOf(second, true) };
  const range = first?.type === "range_clause" ? first : node;
  const values =
    node.type === "while_statement"
      ? undefined
      : (field(range, "right") ?? field(range, "iterable") ?? field(range, "value"));
  const target = ["left", "variable", "declarator", "name", "pattern"]
    .map((name) => field(range, name))
    .find((found) => found !== undefined);
  if (values && target)
    return {
      kind: "loop",
      body,
      values: unwrapped(values),
      ...itemOf(target, range !== node || /^enumerate\(/.test(values.text)),
    };
  const clause = first?.type === "for_clause" ? first : node;
  const condition =
    field(clause, "condition") ?? (first && /expression$/.test(first.type) ? first : undefined);
  const counter = field(clause, "initializer") ?? field(clause, "init");
  return {
    kind: "loop",
    body,
    ...(condition ? { condition: unwrapped(condition) } : {}),
    ...(counter ? { variable: firstName(counter) } : {}),
  };
}

const namesIn = (node: SyntaxNode): string[] =>
  /^(?:identifier|variable_name)$/.test(node.type) ? [node.text] : namedChildren(node).flatMap(namesIn);

/** The name of the item; none where there are several, unless the first of two is the position or key. */
function itemOf(target: SyntaxNode, isKeyed: boolean): { variable?: string } {
  const names = namesIn(target);
  const name = names.length === 1 || (isKeyed && names.length === 2) ? names.at(-1) : undefined;
  return name === undefined || name === "_" ? {} : { variable: name };
}

const firstName = (node: SyntaxNode): string => namesIn(node)[0] ?? "";

function readTry(node: SyntaxNode): Try {
  const clauses = namedChildren(node);
  const handlers = clauses.filter(({ type }) =>
    /^(?:except_clause|except_group_clause|catch_clause|rescue)$/.test(type),
  );
  const last = clauses.find(({ type }) => /^(?:finally_clause|ensure)$/.test(type));
  const body = field(node, "body");
  const guarded = body
    ? statementsOf(body)
    : clauses
        .filter(({ type }) => !/^(?:rescue|ensure|else|exceptions)$/.test(type))
        .map((each) => ({ node: each, reading: readStatement(each) }));
  return { kind: "try", body: guarded, handlers: handlers.map(readHandler), last: last ? blockIn(last) : [] };
}

function readHandler(clause: SyntaxNode): Handler {
  const parts = namedChildren(clause);
  const body = field(clause, "body") ?? parts.find(({ type }) => type === "block");
  const caught =
    field(clause, "type") ??
    field(clause, "exceptions") ??
    field(clause, "parameters") ??
    parts.find(({ type }) => /^catch_(?:formal_parameter|declaration)$/.test(type)) ??
    (clause.type === "except_clause" ? parts.find((part) => part.id !== body?.id) : undefined);
  return { types: caught ? caughtTypes(caught) : [], body: statementsOf(body) };
}

function caughtTypes(node: SyntaxNode): string[] {
  const inner = namedChildren(node);
  if (/^(?:as_pattern|parenthesized_expression)$/.test(node.type))
    return inner[0] ? caughtTypes(inner[0]) : [];
  if (node.type === "catch_formal_parameter")
    return inner.filter(({ type }) => type === "catch_type").flatMap(caughtTypes);
  if (/^(?:parameter_declaration|catch_declaration)$/.test(node.type))
    return [field(node, "type")?.text ?? ""].filter((each) => each !== "");
  if (/^(?:tuple|type_list|exceptions|catch_type|parameter_list)$/.test(node.type))
    return inner.flatMap(caughtTypes);
  return [node.text];
}

const blockIn = (clause: SyntaxNode): readonly Statement[] =>
  statementsOf(
    sequences.test(clause.type)
      ? clause
      : (field(clause, "body") ?? namedChildren(clause).find(({ type }) => sequences.test(type))),
  );

function readHeld(node: SyntaxNode): Reading {
  const parts = namedChildren(node);
  const body = field(node, "body") ?? parts.at(-1);
  const resource = parts[0];
  return resource && body && resource.id !== body.id
    ? { kind: "with", resource, body: statementsOf(body) }
    : { kind: "other" };
}

/** Results that are errors by the habit of Go, Rust and C count as raised. */
function readReturn(node: SyntaxNode): Reading {
  const value = namedChildren(node)[0];
  if (!value) return { kind: "return" };
  const isError =
    /^(?:Err\(|-E[A-Z]+$|[A-Z_]*_ERR_[A-Z_]+$)/.test(value.text) ||
    /\b(?:errors\.New|fmt\.Errorf)\(/.test(value.text);
  return isError ? { kind: "raise" } : { kind: "return", value };
}

function raisedType(node: SyntaxNode): { type?: string } {
  const raised = namedChildren(node)[0];
  const name = raised && /^(?:new\s+|throw\s+new\s+)?([\w.:\\]+)\s*[({]/.exec(raised.text)?.[1];
  return name === undefined || !/(?:^|[.:\\])[A-Z]\w*$/.test(name) ? {} : { type: name };
}

/** A call by itself; those that raise and Ruby's loops are read as what they are. */
function readCall(node: SyntaxNode): Reading | undefined {
  const block = field(node, "block");
  const body = block && field(block, "body");
  const receiver = field(node, "receiver");
  if (block && body && receiver && field(node, "method")?.text === "each") {
    const parameters = field(block, "parameters");
    return {
      kind: "loop",
      values: receiver,
      ...(parameters ? itemOf(parameters, false) : {}),
      body: statementsOf(body),
    };
  }
  const call = callOf(node);
  if (!call) return undefined;
  if (/^(?:raise|fail)$/.test(call.callee) && node.type === "call") {
    const type = call.arguments[0]?.text;
    return { kind: "raise", ...(type !== undefined && /^[A-Z][\w:]*$/.test(type) ? { type } : {}) };
  }
  const isError =
    call.callee === "error" && node.type === "call" && field(node, "arguments")?.type === "arguments";
  return isError || /^(?:panic|unreachable|bail)$/.test(call.callee) ? { kind: "raise" } : call;
}
