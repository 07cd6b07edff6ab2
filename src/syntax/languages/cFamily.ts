import {
  type ConditionSyntax,
  catchClauses,
  conditionOf,
  expressionStatementKind,
  ownNodes,
  type Raise,
  raisedErrors,
} from "../bodies.js";
import type { ClassNode, FunctionNode } from "../language.js";
import {
  ancestorOfType,
  childOfType,
  commentsAbove,
  field,
  memoizedByNode,
  namedChildren,
} from "../nodes.js";
import type { SyntaxNode } from "../parser.js";
import type { FunctionKind, RaisedError, Signature, StatementKind } from "../types.js";
import { type DeclaredFunction, declaredFunction, readParameters, readReturnType } from "./cDeclarators.js";

const classTypes = new Set(["class_specifier", "struct_specifier", "union_specifier", "enum_specifier"]);
const boundaries = new Set([...classTypes, "lambda_expression", "function_definition"]);

const statementKinds: Readonly<Record<string, StatementKind>> = {
  if_statement: "conditional",
  switch_statement: "conditional",
  for_statement: "loop",
  for_range_loop: "loop",
  while_statement: "loop",
  do_statement: "loop",
  return_statement: "return",
  co_return_statement: "return",
  co_yield_statement: "other",
  throw_statement: "raise",
  try_statement: "try",
  break_statement: "other",
  continue_statement: "other",
  goto_statement: "other",
  labeled_statement: "other",
  using_declaration: "import",
  alias_declaration: "declaration",
  type_definition: "declaration",
  class_specifier: "definition",
  struct_specifier: "definition",
  enum_specifier: "definition",
};

/** What the functions of this file answer for. */
export const patchTypes: ReadonlySet<string> = new Set([
  ...classTypes,
  ...Object.keys(statementKinds),
  "function_definition",
  "declaration",
  "field_declaration",
  "lambda_expression",
  "expression_statement",
  "preproc_include",
]);

const expressionKinds: Readonly<Record<string, StatementKind>> = {
  assignment_expression: "assignment",
  update_expression: "assignment",
  call_expression: "call",
  co_await_expression: "call",
};

const conditions: ConditionSyntax = {
  wrappers: new Set(["compound_statement"]),
  guards: { if_statement: "consequence" },
};

export function statementKind(node: SyntaxNode): StatementKind | undefined {
  const parent = node.parent;
  const isLoopHead = parent?.type === "for_statement" && field(parent, "body")?.id !== node.id;
  if (isLoopHead || parent?.type === "condition_clause") return undefined;
  switch (node.type) {
    case "expression_statement":
      return expressionStatementKind(node, expressionKinds);
    case "declaration":
      if (parent?.type === "function_definition") return undefined;
      return childOfType(node, "init_declarator") ? "assignment" : "declaration";
    case "class_specifier":
    case "struct_specifier":
    case "enum_specifier":
      return parent?.type === "compound_statement" ? "definition" : undefined;
    default:
      return statementKinds[node.type];
  }
}

/** Doxygen's forms; `/**<` and its like belong to what stands before them. */
const isDoxygen = (comment: SyntaxNode): boolean =>
  /^(\/\*\*(?![*/<])|\/\*!(?!<)|\/\/\/(?![/<])|\/\/!(?!<))/.test(comment.text);

/** One block, or the lines directly above. */
function documentationOf(declaration: SyntaxNode): SyntaxNode[] {
  const above = commentsAbove(declaration, isDoxygen);
  const lastBlock = above.findLastIndex(({ text }) => text.startsWith("/*"));
  return lastBlock === above.length - 1 ? above.slice(-1) : above.slice(lastBlock + 1);
}

/** With `template <…>`, `extern "C"` and `friend`. */
function outermost(node: SyntaxNode): SyntaxNode {
  const parent = node.parent;
  const isPart =
    parent !== null && /^(template_declaration|linkage_specification|friend_declaration)$/.test(parent.type);
  return isPart ? outermost(parent) : node;
}

export function readFunction(node: SyntaxNode): FunctionNode | undefined {
  switch (node.type) {
    case "function_definition":
    case "declaration":
    case "field_declaration":
      return readDeclaration(node);
    case "lambda_expression":
      return readLambda(node);
    default:
      return undefined;
  }
}

function readDeclaration(node: SyntaxNode): FunctionNode | undefined {
  const declarator = field(node, "declarator");
  const declared = declarator && declaredFunction(declarator);
  if (!declared) return undefined;
  const owner = enclosingClass(node);
  if (node.type !== "function_definition" && !owner && ancestorOfType(node, "compound_statement"))
    return undefined;
  const { name, scopes } = nameOf(declared.nameNode);
  const kind = kindOf(node, name, owner, scopes);
  if (!kind) return undefined;
  const body = field(node, "body") ?? childOfType(node, "try_statement");
  const declaration = outermost(node);
  return {
    name,
    nameNode: declared.nameNode,
    kind,
    declaration,
    ...(scopes.length > 0 ? { owner: scopes.join(".") } : {}),
    ...(body ? { body } : {}),
    isPublic: isPublic(node, owner),
    readSignature: () => readSignature(node, declared, body),
    docstring: documentationOf(declaration),
  };
}

/** The class whose body `node` is a member of, undefined for other declarations. */
function enclosingClass(node: SyntaxNode): SyntaxNode | undefined {
  const list = outermost(node).parent;
  const container =
    list && /^preproc_/.test(list.type)
      ? ancestorOfType(list, "field_declaration_list", "compound_statement")
      : list;
  return container?.type === "field_declaration_list" ? (container.parent ?? undefined) : undefined;
}

/** `a::Outer<T>::name` in its parts; template arguments of scopes are left out. */
function nameOf(node: SyntaxNode): { name: string; scopes: readonly string[] } {
  const scopes: string[] = [];
  let at = node;
  while (at.type === "qualified_identifier") {
    const scope = field(at, "scope");
    const inner = field(at, "name");
    if (scope) scopes.push((field(scope, "name") ?? scope).text);
    if (!inner) break;
    at = inner;
  }
  const type = at.type === "operator_cast" ? field(at, "type")?.text : undefined;
  const name = type ? `operator ${type}` : at.text.replace(/\s+/g, at.type === "operator_name" ? "" : " ");
  return { name, scopes };
}

/** Without a type it is a constructor, destructor or conversion, or else a macro with arguments. */
function kindOf(
  node: SyntaxNode,
  name: string,
  owner: SyntaxNode | undefined,
  scopes: readonly string[],
): FunctionKind | undefined {
  const className = scopes.at(-1) ?? (owner && classNameOf(owner));
  if (field(node, "type") || /^(operator\b|~)/.test(name)) {
    const isFriend = node.parent?.type === "friend_declaration";
    return className !== undefined && !isFriend ? "method" : "function";
  }
  return className !== undefined && name === className ? "constructor" : undefined;
}

function classNameOf(node: SyntaxNode): string | undefined {
  const name = field(node, "name");
  return name && (field(name, "name") ?? name).text;
}

/** Neither `static` nor in an anonymous namespace, and members only under `public:` of types that are public themselves. */
function isPublic(node: SyntaxNode, owner: SyntaxNode | undefined): boolean {
  if (owner) return isPublicMember(node, owner) && isPublicType(owner);
  const isStatic = namedChildren(node).some(
    ({ type, text }) => type === "storage_class_specifier" && text === "static",
  );
  return !isStatic && !isHidden(node);
}

function isHidden(node: SyntaxNode): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === "compound_statement" || at.type === "lambda_expression") return true;
    if (at.type === "namespace_definition" && !field(at, "name")) return true;
  }
  return false;
}

function isPublicType(type: SyntaxNode): boolean {
  const owner = enclosingClass(type.parent?.type === "field_declaration" ? type.parent : type);
  return owner ? isPublicMember(type, owner) && isPublicType(owner) : !isHidden(type);
}

function isPublicMember(node: SyntaxNode, owner: SyntaxNode): boolean {
  const section = accessSections(owner).findLast(({ from }) => from < node.startIndex);
  return section ? section.isPublic : owner.type !== "class_specifier";
}

/** Where `public:` and its like start, in source order; read once for each class. */
const accessSections = memoizedByNode((owner: SyntaxNode) => {
  const body = field(owner, "body");
  return (body ? namedChildren(body) : [])
    .filter(({ type }) => type === "access_specifier")
    .map(({ startIndex, text }) => ({ from: startIndex, isPublic: text.startsWith("public") }));
});

/** `auto name = […](…) { … };` */
function readLambda(lambda: SyntaxNode): FunctionNode | undefined {
  const initializer = lambda.parent;
  const declaration = initializer?.parent;
  if (initializer?.type !== "init_declarator" || declaration?.type !== "declaration") return undefined;
  const nameNode = field(initializer, "declarator");
  if (nameNode?.type !== "identifier") return undefined;
  const body = field(lambda, "body");
  const declarator = field(lambda, "declarator");
  return {
    name: nameNode.text,
    nameNode,
    kind: "lambda",
    declaration,
    ...(body ? { body } : {}),
    isPublic: isPublic(declaration, undefined),
    readSignature: () => ({
      parameters: declarator ? readParameters(declarator, lambda) : [],
      typeParameters: [],
      ...lambdaResult(declarator, body),
      yields: false,
      async: false,
      raises: body ? readRaises(body) : [],
    }),
    docstring: documentationOf(declaration),
  };
}

function lambdaResult(
  declarator: SyntaxNode | undefined,
  body: SyntaxNode | undefined,
): Pick<Signature, "returnType" | "returns"> {
  const trailing = declarator && childOfType(declarator, "trailing_return_type");
  const returnType = trailing?.text.replace(/^->\s*/, "");
  if (returnType !== undefined) return { returnType, returns: returnType === "void" ? "nothing" : "value" };
  return { returns: body && returnsValue(body) ? "value" : "nothing" };
}

export function readClass(node: SyntaxNode): ClassNode | undefined {
  const nameNode = classTypes.has(node.type) ? field(node, "name") : undefined;
  const body = field(node, "body");
  const name = classNameOf(node);
  if (!nameNode || !body || name === undefined) return undefined;
  const declaration = outermost(node);
  return {
    name,
    nameNode,
    declaration,
    body,
    isPublic: isPublicType(node),
    docstring: documentationOf(declaration),
  };
}

function readSignature(
  node: SyntaxNode,
  declared: DeclaredFunction,
  body: SyntaxNode | undefined,
): Signature {
  const returnType = readReturnType(node, declared.declarator);
  const yields = body !== undefined && ownNodes(body, ["co_yield_statement"], boundaries).length > 0;
  return {
    parameters: readParameters(declared.declarator, node),
    typeParameters: readTypeParameters(node, declared.nameNode),
    ...(returnType ? { returnType } : {}),
    returns: yields ? "nothing" : returnsOf(returnType, body),
    yields,
    async: false,
    raises: body ? readRaises(body) : [],
  };
}

function returnsOf(returnType: string | undefined, body: SyntaxNode | undefined): Signature["returns"] {
  if (returnType === undefined || returnType === "void") return "nothing";
  if (!/^(decltype\()?auto\b/.test(returnType)) return "value";
  if (!body) return "unknown";
  return returnsValue(body) ? "value" : "nothing";
}

const returnsValue = (body: SyntaxNode): boolean =>
  ownNodes(body, ["return_statement"], boundaries).some((node) => namedChildren(node).length > 0);

/** Those of the function itself: the outer lists of `template <T> template <U> void A<T>::f()` belong to the classes in its name. */
function readTypeParameters(node: SyntaxNode, nameNode: SyntaxNode): string[] {
  const lists: SyntaxNode[] = [];
  for (let at = node.parent; at?.type === "template_declaration"; at = at.parent) {
    const list = field(at, "parameters");
    if (list) lists.unshift(list);
  }
  let ofClasses = 0;
  for (
    let at: SyntaxNode | undefined = nameNode;
    at?.type === "qualified_identifier";
    at = field(at, "name")
  ) {
    if (field(at, "scope")?.type === "template_type") ofClasses++;
  }
  return lists.slice(ofClasses).flatMap(namedChildren).flatMap(typeParameterName);
}

function typeParameterName(parameter: SyntaxNode): string[] {
  if (parameter.type === "template_template_parameter_declaration") {
    return namedChildren(parameter).slice(1).flatMap(typeParameterName);
  }
  const named = field(parameter, "name") ?? field(parameter, "declarator");
  const name = named ?? childOfType(parameter, "type_identifier");
  const isOfConcept = named === undefined && /^(optional_)?parameter_declaration$/.test(parameter.type);
  return name && !isOfConcept ? [name.text.replace(/^[.&*\s]+/, "")] : [];
}

function readRaises(body: SyntaxNode): RaisedError[] {
  const raises = ownNodes(body, ["throw_statement"], boundaries).flatMap((node): Raise[] => {
    const raised = namedChildren(node)[0];
    const type = raised && raisedType(raised);
    return type ? [{ type, node, condition: conditionOf(node, conditions) }] : [];
  });
  return raisedErrors(raises, body, handlersOf);
}

/** `E(…)`, `ns::E(…)`, `E{…}`. */
function raisedType(raised: SyntaxNode): string | undefined {
  const type =
    raised.type === "call_expression"
      ? field(raised, "function")
      : raised.type === "compound_literal_expression"
        ? field(raised, "type")
        : undefined;
  return type && !/^(field_expression|call_expression|parenthesized_expression)$/.test(type.type)
    ? type.text.replace(/\s+/g, "")
    : undefined;
}

const handlersOf = catchClauses({
  tries: new Set(["try_statement"]),
  raise: "throw_statement",
  roots: /^(std::)?exception$/,
  boundaries,
  // `throw e` raises a copy of another type now and then; only `throw;` raises the same again.
  read(clause) {
    const parameter = namedChildren(field(clause, "parameters") ?? clause)[0];
    const type = parameter && field(parameter, "type")?.text;
    return { types: type ? [type] : [] };
  },
});
