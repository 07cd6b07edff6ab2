import {
  type ConditionSyntax,
  conditionOf,
  type Handler,
  oneLine,
  ownNodes,
  type Raise,
  raisedErrors,
} from "../bodies.js";
import { childOfType, field, namedChildren } from "../nodes.js";
import type { SyntaxNode } from "../parser.js";
import type { Parameter, RaisedError, Signature } from "../types.js";

/** Nodes whose statements are not those of the function around them. */
const boundaries: ReadonlySet<string> = new Set(["function_definition", "class_definition", "lambda"]);

const conditions: ConditionSyntax = {
  wrappers: new Set(["block", "expression_statement"]),
  guards: { if_statement: "body", elseif_clause: "body" },
};

/** `hasReceiver`: the first parameter is the object that the method is called on. */
export function readSignature(node: SyntaxNode, hasReceiver: boolean): Signature {
  const body = field(node, "body");
  const list = field(node, "outputs");
  const outputs = list ? namedChildren(list).map(({ text }) => text) : [];
  return {
    parameters: readParameters(node, body, hasReceiver),
    typeParameters: [],
    outputs,
    returns: outputs.length > 0 ? "value" : "nothing",
    yields: false,
    async: false,
    raises: body ? readRaises(body) : [],
  };
}

function readParameters(
  node: SyntaxNode,
  body: SyntaxNode | undefined,
  hasReceiver: boolean,
): readonly Parameter[] {
  const list = field(node, "parameters");
  const written = list ? namedChildren(list) : [];
  const declared = body ? argumentDeclarations(body) : [];
  const missing = body ? handledWhenMissing(body) : [];
  return written.flatMap((parameter, i): Parameter[] => {
    const name = parameter.type === "default_parameter" ? field(parameter, "name")?.text : parameter.text;
    if (parameter.type === "ignored" || name === undefined) return [];
    const options = declared.filter(({ owner }) => owner === name);
    if (options.length > 0) return options.map(({ property, name: option }) => named(property, option));
    const property = declared.find((each) => each.owner === undefined && each.name === name)?.property;
    const given = field(parameter, "value")?.text ?? (property && field(property, "default")?.text);
    const handled = missing.find((each) => each.name === name || (each.from ?? written.length) <= i);
    const value = given ?? missing.find((each) => each.values.has(name))?.values.get(name);
    return [
      {
        name,
        kind: name === "varargin" ? "variadic" : i === 0 && hasReceiver ? "receiver" : "positional",
        ...(property ? typeOf(property) : {}),
        ...(value !== undefined ? { default: oneLine(value) } : {}),
        ...(value === undefined && handled ? { optional: true } : {}),
      },
    ];
  });
}

const named = (property: SyntaxNode, name: string): Parameter => {
  const value = field(property, "default")?.text;
  return {
    name,
    kind: "keyword-only",
    ...typeOf(property),
    ...(value === undefined ? { optional: true } : { default: oneLine(value) }),
  };
};

interface Declaration {
  readonly property: SyntaxNode;
  readonly name: string;
  /** `options` for `options.Width`. */
  readonly owner?: string;
}

/** What the `arguments` blocks for inputs say. `options.?Class` names no parameter. */
function argumentDeclarations(body: SyntaxNode): Declaration[] {
  const blocks = namedChildren(body).filter(
    (block) => block.type === "arguments_block" && !/\bOutput\b/.test(field(block, "attributes")?.text ?? ""),
  );
  return blocks
    .flatMap((block) => namedChildren(block).filter(({ type }) => type === "property"))
    .flatMap((property): Declaration[] => {
      const name = field(property, "name");
      if (name?.type === "identifier") return [{ property, name: name.text }];
      const option = name && field(name, "field");
      const owner = name && field(name, "object")?.text;
      return option && owner !== undefined ? [{ property, name: option.text, owner }] : [];
    });
}

/** Size and class as written: `(1,:) double`. */
function typeOf(property: SyntaxNode): { readonly type?: string } {
  const parts = [field(property, "size"), field(property, "type")].flatMap((part) => part?.text ?? []);
  return parts.length === 0 ? {} : { type: oneLine(parts.join(" ")) };
}

interface Missing {
  /** The parameter that is tested by name. */
  readonly name?: string;
  /** The parameters from this one on may be missing. */
  readonly from?: number;
  /** What is assigned to them then. */
  readonly values: ReadonlyMap<string, string>;
}

/**
 * `if nargin < 3, tol = 1e-6; end` and `if ~exist('tol', 'var')` directly in the body. `isempty(tol)` alone is a test of what was
 * given: without it the call fails.
 */
function handledWhenMissing(body: SyntaxNode): Missing[] {
  return namedChildren(body).flatMap((statement): Missing[] => {
    const condition = statement.type === "if_statement" ? field(statement, "condition") : undefined;
    if (!condition) return [];
    const test = oneLine(condition.text);
    const less = /^\(?\s*nargin\s*(<=?|==)\s*(\d+)\s*\)?(?:\s*\|\|?\s*isempty\s*\(\s*\w+\s*\))?\s*\)?$/.exec(
      test,
    );
    const name = /(?:^|\|\|?\s*)\(?\s*[~!]\s*exist\s*\(\s*['"](\w+)['"]/.exec(test)?.[1];
    const count = less ? Number(less[2]) - (less[1] === "<" ? 1 : 0) : undefined;
    if (count === undefined && name === undefined) return [];
    const assigned = assignmentsIn(field(statement, "body"));
    return [
      {
        ...(name !== undefined ? { name } : {}),
        ...(count !== undefined ? { from: count } : {}),
        values: assigned,
      },
    ];
  });
}

function assignmentsIn(block: SyntaxNode | undefined): ReadonlyMap<string, string> {
  const assignments = block ? namedChildren(block).filter(({ type }) => type === "assignment") : [];
  return new Map(
    assignments.flatMap((assignment): [string, string][] => {
      const left = field(assignment, "left");
      const right = field(assignment, "right");
      return left?.type === "identifier" && right ? [[left.text, right.text]] : [];
    }),
  );
}

function readRaises(body: SyntaxNode): RaisedError[] {
  const raises = ownNodes(body, ["call"], boundaries).flatMap((call): Raise[] => {
    const type = raisedIdentifier(call);
    const statement = call.parent?.type === "expression_statement" ? call : (call.parent?.parent ?? call);
    return type === undefined ? [] : [{ type, node: call, condition: conditionOf(statement, conditions) }];
  });
  return raisedErrors(raises, body, handlersOf);
}

/** The identifier of `error('gauge:noData', …)` and `throw(MException('gauge:noData', …))`. A lone text is a message. */
function raisedIdentifier(call: SyntaxNode): string | undefined {
  const name = field(call, "function")?.text;
  const around = call.parent?.type === "arguments" ? call.parent.parent : undefined;
  const isThrown =
    name === "MException" && /^throw(?:AsCaller)?$/.test((around && field(around, "function")?.text) ?? "");
  if (name !== "error" && !isThrown) return undefined;
  const [first, second] = namedChildren(field(call, "arguments") ?? call);
  if (!second || !first || !/string$/.test(first.type)) return undefined;
  const text = first.text.slice(1, -1);
  return /^[A-Za-z]\w*(?::[\w-]+)+$/.test(text) ? text : undefined;
}

/** Whether a statement raises: `error(…)`, `throw(…)`, `rethrow(…)`. */
export const isRaise = (expression: SyntaxNode): boolean =>
  expression.type === "call" &&
  /^(?:error|throw|rethrow|throwAsCaller)$/.test(field(expression, "function")?.text ?? "");

/** `catch` catches everything. */
function handlersOf(parent: SyntaxNode, child: SyntaxNode): Handler[] | undefined {
  if (parent.type !== "try_statement" || child.type !== "block") return undefined;
  const clause = childOfType(parent, "catch_clause");
  const body = clause && field(clause, "body");
  return [{ caught: ["*"], rethrows: body !== undefined && rethrows(body) }];
}

const rethrows = (body: SyntaxNode): boolean =>
  ownNodes(body, ["call"], boundaries).some((call) => {
    const name = field(call, "function")?.text ?? "";
    return /^(?:rethrow|throw|throwAsCaller)$/.test(name);
  });
