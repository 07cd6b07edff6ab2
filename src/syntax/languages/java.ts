import {
  type ConditionSyntax,
  catchClauses,
  conditionOf,
  expressionStatementKind,
  oneLine,
  ownNodes,
  type Raise,
  raisedErrors,
} from "../bodies.js";
import type { ClassNode, FunctionNode, Language } from "../language.js";
import {
  ancestorOfType,
  childOfType,
  children,
  commentsAbove,
  field,
  namedChildren,
  readNamedClass,
} from "../nodes.js";
import type { SyntaxNode } from "../parser.js";
import type { FunctionKind, Parameter, RaisedError, Signature, StatementKind } from "../types.js";

const functionKinds: Readonly<Record<string, FunctionKind>> = {
  method_declaration: "method",
  constructor_declaration: "constructor",
  compact_constructor_declaration: "constructor",
};

const classTypes = new Set([
  "class_declaration",
  "interface_declaration",
  "enum_declaration",
  "record_declaration",
  "annotation_type_declaration",
]);

const boundaries = new Set([
  ...Object.keys(functionKinds),
  ...classTypes,
  "lambda_expression",
  "class_body",
  "enum_body",
]);

const statementKinds: Readonly<Record<string, StatementKind>> = {
  if_statement: "conditional",
  switch_statement: "conditional",
  for_statement: "loop",
  enhanced_for_statement: "loop",
  while_statement: "loop",
  do_statement: "loop",
  return_statement: "return",
  yield_statement: "other",
  throw_statement: "raise",
  try_statement: "try",
  try_with_resources_statement: "with",
  synchronized_statement: "with",
  assert_statement: "other",
  break_statement: "other",
  continue_statement: "other",
  labeled_statement: "other",
  explicit_constructor_invocation: "call",
  class_declaration: "definition",
  interface_declaration: "definition",
  enum_declaration: "definition",
  record_declaration: "definition",
};

const expressionKinds: Readonly<Record<string, StatementKind>> = {
  assignment_expression: "assignment",
  update_expression: "assignment",
  method_invocation: "call",
  object_creation_expression: "call",
  switch_expression: "conditional",
};

const conditions: ConditionSyntax = {
  wrappers: new Set(["block"]),
  guards: { if_statement: "consequence" },
};

function statementKind(node: SyntaxNode): StatementKind | undefined {
  if (node.type === "expression_statement") return expressionStatementKind(node, expressionKinds);
  const isLoopHead = node.parent?.type === "for_statement" && field(node.parent, "body")?.id !== node.id;
  if (isLoopHead) return undefined;
  if (node.type !== "local_variable_declaration") return statementKinds[node.type];
  return namedChildren(node).some((declarator) => field(declarator, "value")) ? "assignment" : "declaration";
}

const isJavadoc = (comment: SyntaxNode): boolean => /^\/\*\*[^*/]/.test(comment.text);

const documentationOf = (declaration: SyntaxNode): SyntaxNode[] =>
  commentsAbove(declaration, isJavadoc, true);

/**
 * Public and protected members, as in Javadoc's default, types of the file whatever their modifier, members of
 * interfaces; none of them when an enclosing type is private, local or anonymous.
 */
function isPublic(declaration: SyntaxNode): boolean {
  const enclosing = ancestorOfType(declaration, ...classTypes);
  const words = modifiersOf(declaration);
  const isOpen =
    words.has("public") ||
    words.has("protected") ||
    (!words.has("private") && (!enclosing || isInterface(enclosing)));
  return isOpen && isReachable(declaration);
}

const isInterface = (node: SyntaxNode): boolean =>
  node.type === "interface_declaration" || node.type === "annotation_type_declaration";

/** No enclosing type is private, local or anonymous. */
function isReachable(declaration: SyntaxNode): boolean {
  for (let at = declaration.parent; at; at = at.parent) {
    if (at.type in functionKinds || at.type === "lambda_expression" || at.type === "enum_constant")
      return false;
    if (at.type === "object_creation_expression") return false;
    if (classTypes.has(at.type) && modifiersOf(at).has("private")) return false;
  }
  return true;
}

function modifiersOf(declaration: SyntaxNode): ReadonlySet<string> {
  const modifiers = childOfType(declaration, "modifiers");
  return new Set(modifiers ? children(modifiers).map((child) => child.type) : []);
}

function readFunction(node: SyntaxNode): FunctionNode | undefined {
  if (node.type === "variable_declarator") return readLambda(node);
  const kind = functionKinds[node.type];
  const nameNode = field(node, "name");
  if (!kind || !nameNode) return undefined;
  const body = field(node, "body");
  return {
    name: nameNode.text,
    nameNode,
    kind,
    declaration: node,
    ...(body ? { body } : {}),
    isPublic: isPublic(node),
    readSignature: () => signatureOf(node),
    docstring: documentationOf(node),
  };
}

function readLambda(declarator: SyntaxNode): FunctionNode | undefined {
  const lambda = field(declarator, "value");
  const nameNode = field(declarator, "name");
  const declaration = declarator.parent;
  if (lambda?.type !== "lambda_expression" || !nameNode || !declaration) return undefined;
  const body = field(lambda, "body");
  return {
    name: nameNode.text,
    nameNode,
    kind: "lambda",
    declaration,
    ...(body ? { body } : {}),
    isPublic: declaration.type === "field_declaration" && isPublic(declaration),
    readSignature: () => lambdaSignature(lambda),
    docstring: documentationOf(declaration),
  };
}

function signatureOf(node: SyntaxNode): Signature {
  const type = field(node, "type");
  const dimensions = field(node, "dimensions")?.text ?? "";
  const body = field(node, "body");
  const isCompact = node.type === "compact_constructor_declaration";
  const parameters = isCompact
    ? ancestorOfType(node, "record_declaration")?.childForFieldName("parameters")
    : field(node, "parameters");
  return {
    parameters: parametersOf(parameters ?? undefined),
    typeParameters: typeParametersOf(node),
    ...(type ? { returnType: oneLine(type.text) + dimensions } : {}),
    returns: type && type.type !== "void_type" ? "value" : "nothing",
    yields: false,
    async: false,
    raises: withThrowsClause(node, body ? raisesOf(body) : []),
  };
}

function lambdaSignature(lambda: SyntaxNode): Signature {
  const body = field(lambda, "body");
  return {
    parameters: parametersOf(field(lambda, "parameters")),
    typeParameters: [],
    returns: body ? lambdaReturns(body) : "unknown",
    yields: false,
    async: false,
    raises: body ? raisesOf(body) : [],
  };
}

/** A call as body may or may not have a value: the type of the variable decides, and it is not in the tree. */
function lambdaReturns(body: SyntaxNode): Signature["returns"] {
  if (body.type !== "block") return body.type === "method_invocation" ? "unknown" : "value";
  return returnsValue(body) ? "value" : "nothing";
}

const returnsValue = (body: SyntaxNode): boolean =>
  ownNodes(body, ["return_statement"], boundaries).some((node) => namedChildren(node).length > 0);

function parametersOf(list: SyntaxNode | undefined): Parameter[] {
  if (!list) return [];
  if (list.type === "identifier") return [{ name: list.text, kind: "positional" }];
  return namedChildren(list).flatMap((node): Parameter[] => {
    if (node.type === "identifier") return [{ name: node.text, kind: "positional" }];
    if (node.type === "spread_parameter") return spreadParameter(node);
    const name = field(node, "name");
    if (!name) return [];
    if (node.type === "receiver_parameter" || name.text === "this") return [];
    const type = oneLine(field(node, "type")?.text ?? "") + (field(node, "dimensions")?.text ?? "");
    return [{ name: name.text, kind: "positional", ...(type ? { type } : {}) }];
  });
}

function spreadParameter(node: SyntaxNode): Parameter[] {
  const declarator = childOfType(node, "variable_declarator");
  const name = declarator && field(declarator, "name");
  const type = namedChildren(node).find(
    ({ type: kind }) => kind !== "modifiers" && kind !== "variable_declarator",
  );
  if (!name) return [];
  return [{ name: name.text, kind: "variadic", ...(type ? { type: oneLine(type.text) } : {}) }];
}

function typeParametersOf(node: SyntaxNode): string[] {
  const list = field(node, "type_parameters");
  return list
    ? namedChildren(list).flatMap(
        (parameter) => childOfType(parameter, "type_identifier", "identifier")?.text ?? [],
      )
    : [];
}

/** Types of the clause come first; each takes the condition of the statement that throws it. */
function withThrowsClause(node: SyntaxNode, thrown: readonly RaisedError[]): RaisedError[] {
  const clause = childOfType(node, "throws");
  const declared = clause ? namedChildren(clause).map((type) => oneLine(type.text)) : [];
  return [
    ...declared.map((type) => thrown.find((error) => error.type === type) ?? { type }),
    ...thrown.filter(({ type }) => !declared.includes(type)),
  ];
}

function raisesOf(body: SyntaxNode): RaisedError[] {
  const raises = ownNodes(body, ["throw_statement"], boundaries).flatMap((node): Raise[] => {
    const created = namedChildren(node)[0];
    const type = created?.type === "object_creation_expression" ? field(created, "type") : undefined;
    if (!type) return [];
    const name = oneLine(type.text).replace(/<.*$/, "");
    return [{ type: name, node, condition: conditionOf(node, conditions) }];
  });
  return raisedErrors(raises, body, handlersOf);
}

const handlersOf = catchClauses({
  tries: new Set(["try_statement", "try_with_resources_statement"]),
  raise: "throw_statement",
  roots: /^(java\.lang\.)?(Throwable|Exception)$/,
  boundaries,
  read(clause) {
    const parameter = childOfType(clause, "catch_formal_parameter");
    const types = parameter && childOfType(parameter, "catch_type");
    return {
      types: types ? namedChildren(types).map(({ text }) => text) : [],
      variable: parameter && field(parameter, "name")?.text,
    };
  },
});

function readClass(node: SyntaxNode): ClassNode | undefined {
  return readNamedClass(node, classTypes, isPublic, documentationOf);
}

export const java: Language = {
  id: "java",
  name: "Java",
  grammar: "java",
  extensions: [".java"],
  editorIds: ["java"],
  lineComment: "//",
  documentationPlacement: "before",
  patchTypes: new Set([
    ...Object.keys(functionKinds),
    ...classTypes,
    ...Object.keys(statementKinds),
    "variable_declarator",
    "local_variable_declaration",
    "expression_statement",
    "import_declaration",
  ]),
  readFunction,
  readClass,
  isImport: (node) => node.type === "import_declaration",
  statementKind,
  isDocumentation: (node) => node.type === "line_comment" || node.type === "block_comment",
};
