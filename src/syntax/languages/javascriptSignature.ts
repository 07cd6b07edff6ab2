import { type ConditionSyntax, conditionOf, type Handler, type Raise, raisedErrors } from "../bodies.js";
import { childOfType, field, namedChildren } from "../nodes.js";
import { type SyntaxNode, walk } from "../parser.js";
import type { FunctionKind, Parameter, RaisedError, Signature } from "../types.js";

/** The signature of any function node of the JavaScript and TypeScript grammars. */
export function readSignature(node: SyntaxNode, kind: FunctionKind): Signature {
  const body = field(node, "body");
  const isBlock = body?.type === "statement_block";
  const own =
    body && isBlock ? readBody(body) : { yields: false, returnsValue: body !== undefined, raises: [] };
  const returnType = typeText(field(node, "return_type"));
  return {
    parameters: readParameters(node),
    typeParameters: namedChildren(field(node, "type_parameters") ?? node)
      .filter((child) => child.type === "type_parameter")
      .map((child) => child.text),
    ...(returnType === undefined ? {} : { returnType }),
    returns: returnsOf(own, returnType, body !== undefined, kind),
    yields: own.yields,
    async: childOfType(node, "async") !== undefined,
    raises: own.raises,
  };
}

function readParameters(node: SyntaxNode): Parameter[] {
  const single = field(node, "parameter");
  if (single) return [{ name: single.text, kind: "positional" }];
  const list = field(node, "parameters");
  return list ? namedChildren(list).map(readParameter) : [];
}

/** A destructured parameter has no name of its own: it gets `param0`, `param1` … by position, as TypeScript's JSDoc does. */
function readParameter(node: SyntaxNode, position: number): Parameter {
  const pattern = field(node, "pattern") ?? field(node, "left") ?? node;
  const type = typeText(field(node, "type"));
  const value = (field(node, "value") ?? field(node, "right"))?.text;
  const facts = {
    ...(type === undefined ? {} : { type }),
    ...(value === undefined ? {} : { default: value }),
    ...(node.type === "optional_parameter" ? { optional: true } : {}),
  };
  const unnamed = `param${position}`;
  switch (pattern.type) {
    case "identifier":
      return { name: pattern.text, kind: "positional", ...facts };
    case "this":
      return { name: "this", kind: "receiver", ...facts };
    case "rest_pattern": {
      const rest = namedChildren(pattern)[0];
      return { name: rest?.type === "identifier" ? rest.text : unnamed, kind: "variadic", ...facts };
    }
    default:
      return { name: unnamed, kind: "positional", ...facts };
  }
}

/** The text of an annotation without its colon. */
const typeText = (annotation: SyntaxNode | undefined): string | undefined =>
  annotation?.text.replace(/^:\s*/, "");

interface OwnBody {
  readonly yields: boolean;
  readonly returnsValue: boolean;
  readonly raises: readonly RaisedError[];
}

const boundaries = new Set([
  "function_declaration",
  "generator_function_declaration",
  "function_expression",
  "generator_function",
  "arrow_function",
  "method_definition",
  "class_body",
]);

const ownTypes = new Set([...boundaries, "yield_expression", "return_statement", "throw_statement"]);

function readBody(body: SyntaxNode): OwnBody {
  let yields = false;
  let returnsValue = false;
  const throws: SyntaxNode[] = [];
  walk(body, ownTypes, (node) => {
    if (boundaries.has(node.type)) return false;
    if (node.type === "yield_expression") yields = true;
    else if (node.type === "return_statement") returnsValue ||= returnsSomething(node);
    else if (node.type === "throw_statement") throws.push(node);
    return true;
  });
  let assigned: ReadonlyMap<string, string | undefined> | undefined;
  const raises = throws.flatMap((node): Raise[] => {
    const thrown = namedChildren(node)[0];
    if (thrown?.type === "identifier") assigned ??= assignedErrors(body);
    const type = thrown && (thrownType(thrown) ?? assigned?.get(thrown.text));
    return type === undefined ? [] : [{ type, node, condition: conditionOf(node, conditions) }];
  });
  return { yields, returnsValue, raises: raisedErrors(raises, body, handlersOf) };
}

const returnsSomething = (statement: SyntaxNode): boolean =>
  namedChildren(statement).some((value) => !/^(undefined|void 0)$/.test(value.text));

function returnsOf(
  own: OwnBody,
  returnType: string | undefined,
  hasBody: boolean,
  kind: FunctionKind,
): Signature["returns"] {
  if (kind === "constructor" || kind === "setter") return "nothing";
  if (returnType !== undefined) {
    if (/^(void|never|undefined|asserts\b.*|Promise(Like)?<\s*(void|never|undefined)\s*>)$/.test(returnType))
      return "nothing";
    return own.yields && !own.returnsValue ? "nothing" : "value";
  }
  if (!hasBody) return "unknown";
  return own.returnsValue ? "value" : "nothing";
}

const conditions: ConditionSyntax = {
  wrappers: new Set(["statement_block"]),
  guards: { if_statement: "consequence" },
};

/** `new RangeError(…)` and `RangeError(…)` → `RangeError`. */
function thrownType(thrown: SyntaxNode): string | undefined {
  const callee = field(thrown, "constructor") ?? field(thrown, "function");
  if (!callee) return undefined;
  const isConstructed = thrown.type === "new_expression" || /(^|\.)[A-Z][\w$]*$/.test(callee.text);
  return isConstructed && /^[\w$.]+$/.test(callee.text) ? callee.text : undefined;
}

const bindingTypes = new Set(["variable_declarator", "assignment_expression", "catch_clause"]);

/** The error types of variables that are only ever given one constructed object. */
function assignedErrors(body: SyntaxNode): Map<string, string | undefined> {
  const types = new Map<string, string | undefined>();
  walk(body, bindingTypes, (node) => {
    const name = (field(node, "name") ?? field(node, "left") ?? field(node, "parameter"))?.text ?? "";
    const value = field(node, "value") ?? field(node, "right");
    if (!value && node.type === "variable_declarator") return true;
    const type = value && constructedType(value);
    types.set(name, types.has(name) && types.get(name) !== type ? undefined : type);
    return true;
  });
  return types;
}

const constructedType = (value: SyntaxNode): string | undefined => {
  const callee = value.type === "new_expression" ? field(value, "constructor") : undefined;
  return callee && /^[\w$.]+$/.test(callee.text) ? callee.text : undefined;
};

function handlersOf(parent: SyntaxNode, child: SyntaxNode): readonly Handler[] | undefined {
  if (parent.type !== "try_statement" || field(parent, "body")?.id !== child.id) return undefined;
  const clause = field(parent, "handler");
  return clause ? [{ caught: ["*"], rethrows: throwsAgain(clause) }] : undefined;
}

const throwTypes = new Set([...boundaries, "throw_statement"]);

function throwsAgain(clause: SyntaxNode): boolean {
  const caught = field(clause, "parameter")?.text;
  if (caught === undefined) return false;
  let found = false;
  walk(clause, throwTypes, (node) => {
    if (boundaries.has(node.type)) return false;
    found ||= namedChildren(node)[0]?.text === caught;
    return true;
  });
  return found;
}
