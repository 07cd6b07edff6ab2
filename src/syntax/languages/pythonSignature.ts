import { boundedText, children, field, namedChildren } from "../nodes.js";
import { type SyntaxNode, walk } from "../parser.js";
import type { Parameter, ParameterKind, RaisedError, Signature } from "../types.js";
import { readRaises } from "./pythonRaises.js";

export interface SignatureContext {
  /** A method whose first positional parameter is bound by the call. */
  readonly hasReceiver: boolean;
  readonly isAbstract: boolean;
}

/** The signature of a `function_definition` or `lambda`. */
export function readSignature(node: SyntaxNode, context: SignatureContext): Signature {
  const isLambda = node.type === "lambda";
  const body = field(node, "body");
  const own = isLambda || !body ? { yields: false, returnsValue: isLambda, raises: [] } : readBody(body);
  const returnType = field(node, "return_type")?.text;
  return {
    parameters: readParameters(field(node, "parameters"), context.hasReceiver),
    typeParameters: readTypeParameters(node),
    ...(returnType === undefined ? {} : { returnType }),
    returns: returnsOf(own, returnType, context.isAbstract || (body !== undefined && isStub(body))),
    yields: own.yields,
    async: node.firstChild?.type === "async",
    raises: own.raises,
  };
}

function readParameters(list: SyntaxNode | undefined, hasReceiver: boolean): Parameter[] {
  if (!list) return [];
  const parameters: Parameter[] = [];
  let kind: ParameterKind = "positional";
  for (const node of namedChildren(list)) {
    if (node.type === "positional_separator") {
      for (const [i, before] of parameters.entries()) parameters[i] = { ...before, kind: "positional-only" };
    } else if (node.type === "keyword_separator") {
      kind = "keyword-only";
    } else {
      const parameter = readParameter(node, kind);
      if (parameter?.kind === "variadic") kind = "keyword-only";
      if (parameter) parameters.push(parameter);
    }
  }
  const first = parameters[0];
  if (hasReceiver && first && (first.kind === "positional" || first.kind === "positional-only")) {
    parameters[0] = { ...first, kind: "receiver" };
  }
  return parameters;
}

function readParameter(node: SyntaxNode, kind: ParameterKind): Parameter | undefined {
  const pattern = field(node, "name") ?? (node.type === "typed_parameter" ? node.firstNamedChild : node);
  if (!pattern) return undefined;
  const type = field(node, "type")?.text;
  const value = field(node, "value")?.text;
  const facts = {
    ...(type === undefined ? {} : { type }),
    ...(value === undefined ? {} : { default: value }),
  };
  switch (pattern.type) {
    case "identifier":
      return { name: pattern.text, kind, ...facts };
    case "list_splat_pattern":
      return { name: pattern.firstNamedChild?.text ?? "", kind: "variadic", ...facts };
    case "dictionary_splat_pattern":
      return { name: pattern.firstNamedChild?.text ?? "", kind: "keyword-variadic", ...facts };
    default:
      return undefined;
  }
}

function readTypeParameters(node: SyntaxNode): string[] {
  const list = field(node, "type_parameters");
  return list ? namedChildren(list).map((parameter) => parameter.text) : [];
}

interface OwnBody {
  readonly yields: boolean;
  readonly returnsValue: boolean;
  readonly raises: readonly RaisedError[];
}

const ownTypes = new Set([
  "function_definition",
  "lambda",
  "class_definition",
  "yield",
  "return_statement",
  "raise_statement",
]);

/** Facts of the body itself; nested functions, lambdas and classes are not part of it. */
function readBody(body: SyntaxNode): OwnBody {
  let yields = false;
  let returnsValue = false;
  const raises: SyntaxNode[] = [];
  walk(body, ownTypes, (node) => {
    switch (node.type) {
      case "function_definition":
      case "lambda":
      case "class_definition":
        return false;
      case "yield":
        if (node.isNamed) yields = true;
        return true;
      case "return_statement":
        returnsValue ||= namedChildren(node).some((value) => value.type !== "none");
        return true;
      case "raise_statement":
        raises.push(node);
        return true;
      default:
        return true;
    }
  });
  return { yields, returnsValue, raises: readRaises(raises, body) };
}

function returnsOf(own: OwnBody, returnType: string | undefined, isOpen: boolean): Signature["returns"] {
  if (returnType !== undefined) {
    if (/^["']?(\w+\.)*(None|NoReturn|Never)["']?$/.test(returnType)) return "nothing";
    return own.yields && !own.returnsValue ? "nothing" : "value";
  }
  if (own.returnsValue) return "value";
  return isOpen ? "unknown" : "nothing";
}

/** `...`, or only a docstring, or only `raise NotImplementedError`: the body says nothing of what callers get. */
function isStub(body: SyntaxNode): boolean {
  return children(body).every((child) => {
    if (child.isExtra || !child.isNamed) return true;
    if (child.type === "raise_statement")
      return /^raise\s+NotImplementedError\b/.test(boundedText(child, 60));
    const expression = child.type === "expression_statement" ? child.firstNamedChild : null;
    return expression?.type === "ellipsis" || expression?.type === "string";
  });
}
