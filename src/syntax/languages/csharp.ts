import {
  type ConditionSyntax,
  catchClauses,
  conditionOf,
  conditionText,
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
  destructor_declaration: "method",
  operator_declaration: "method",
  conversion_operator_declaration: "method",
  local_function_statement: "function",
};

const classTypes = new Set([
  "class_declaration",
  "struct_declaration",
  "record_declaration",
  "record_struct_declaration",
  "interface_declaration",
  "enum_declaration",
]);
const closureTypes = new Set(["lambda_expression", "anonymous_method_expression"]);
const boundaries = new Set([...Object.keys(functionKinds), ...classTypes, ...closureTypes]);

const statementKinds: Readonly<Record<string, StatementKind>> = {
  if_statement: "conditional",
  switch_statement: "conditional",
  for_statement: "loop",
  for_each_statement: "loop",
  while_statement: "loop",
  do_statement: "loop",
  return_statement: "return",
  throw_statement: "raise",
  try_statement: "try",
  using_statement: "with",
  lock_statement: "with",
  fixed_statement: "with",
  checked_statement: "other",
  unsafe_statement: "other",
  yield_statement: "other",
  break_statement: "other",
  continue_statement: "other",
  goto_statement: "other",
  labeled_statement: "other",
  local_function_statement: "definition",
};

const expressionKinds: Readonly<Record<string, StatementKind>> = {
  assignment_expression: "assignment",
  postfix_unary_expression: "assignment",
  prefix_unary_expression: "assignment",
  invocation_expression: "call",
  conditional_access_expression: "call",
  object_creation_expression: "call",
  await_expression: "call",
};

const conditions: ConditionSyntax = {
  wrappers: new Set(["block"]),
  guards: { if_statement: "consequence" },
};

export const csharp: Language = {
  id: "csharp",
  name: "C#",
  grammar: "c_sharp",
  extensions: [".cs", ".csx"],
  editorIds: ["csharp"],
  lineComment: "//",
  documentationPlacement: "before",
  patchTypes: new Set([
    ...Object.keys(functionKinds),
    ...classTypes,
    ...closureTypes,
    ...Object.keys(statementKinds),
    "property_declaration",
    "indexer_declaration",
    "local_declaration_statement",
    "expression_statement",
    "using_directive",
  ]),
  readFunction,
  readClass,
  isImport: (node) => node.type === "using_directive",
  statementKind,
  isDocumentation: (node) => node.type === "comment",
};

function statementKind(node: SyntaxNode): StatementKind | undefined {
  if (node.type === "local_declaration_statement") {
    return node.descendantsOfType("equals_value_clause").length > 0 ? "assignment" : "declaration";
  }
  return node.type === "expression_statement"
    ? expressionStatementKind(node, expressionKinds)
    : statementKinds[node.type];
}

const isXmlDocumentation = (comment: SyntaxNode): boolean => /^(\/\/\/(?!\/)|\/\*\*[^*/])/.test(comment.text);

const documentationOf = (declaration: SyntaxNode): SyntaxNode[] =>
  commentsAbove(declaration, isXmlDocumentation);

const modifiersOf = (declaration: SyntaxNode): ReadonlySet<string> =>
  new Set(namedChildren(declaration).flatMap(({ type, text }) => (type === "modifier" ? [text] : [])));

/** `public` and `protected`, and what stands in an interface without a modifier; none of it inside a private type or a function. */
function isPublic(declaration: SyntaxNode): boolean {
  if (declaration.type === "local_function_statement") return false;
  const words = modifiersOf(declaration);
  const owner = ancestorOfType(declaration, ...classTypes);
  const isInterfaceMember = owner?.type === "interface_declaration" && !words.has("private");
  const isTopLevelType = !owner && classTypes.has(declaration.type);
  const isOpen = words.has("public") || words.has("protected") || isInterfaceMember || isTopLevelType;
  if (!isOpen || ancestorOfType(declaration, "block")) return false;
  return !owner || isPublic(owner);
}

function readFunction(node: SyntaxNode): FunctionNode | undefined {
  if (closureTypes.has(node.type)) return readClosure(node);
  if (node.type === "property_declaration" || node.type === "indexer_declaration") return readGetter(node);
  const kind = functionKinds[node.type];
  const nameNode = field(node, "name") ?? field(node, "operator") ?? field(node, "type");
  if (!kind || !nameNode) return undefined;
  const body = field(node, "body");
  return {
    name: nameOf(node, nameNode),
    nameNode,
    kind,
    declaration: node,
    ...(body ? { body } : {}),
    isPublic: isPublic(node),
    readSignature: () => readSignature(node, body),
    docstring: documentationOf(node),
  };
}

function nameOf(node: SyntaxNode, nameNode: SyntaxNode): string {
  switch (node.type) {
    case "destructor_declaration":
      return `~${nameNode.text}`;
    case "operator_declaration":
    case "conversion_operator_declaration":
      return `operator ${nameNode.text}`;
    default:
      return nameNode.text;
  }
}

/** A property or indexer whose `get` has code. Its documentation is that of the property. */
function readGetter(node: SyntaxNode): FunctionNode | undefined {
  const body = field(node, "value") ?? getterBody(field(node, "accessors"));
  const nameNode = field(node, "name") ?? childOfType(node, "this");
  if (!body || !nameNode) return undefined;
  return {
    name: nameNode.text,
    nameNode,
    kind: "getter",
    declaration: node,
    body,
    isPublic: isPublic(node),
    readSignature: () => readSignature(node, body),
    docstring: documentationOf(node),
  };
}

function getterBody(accessors: SyntaxNode | undefined): SyntaxNode | undefined {
  const getter =
    accessors && namedChildren(accessors).find((accessor) => childOfType(accessor, "get") !== undefined);
  return getter && field(getter, "body");
}

/** `var name = x => …;` and `Func<…> name = delegate (…) { … };`, as local variable or field. */
function readClosure(closure: SyntaxNode): FunctionNode | undefined {
  const declarator = closure.parent?.parent;
  const declaration = declarator?.parent?.parent;
  const nameNode = declarator?.type === "variable_declarator" ? namedChildren(declarator)[0] : undefined;
  if (nameNode?.type !== "identifier" || !declaration) return undefined;
  if (declaration.type !== "local_declaration_statement" && declaration.type !== "field_declaration")
    return undefined;
  const body = field(closure, "body") ?? childOfType(closure, "block");
  return {
    name: nameNode.text,
    nameNode,
    kind: "lambda",
    declaration,
    ...(body ? { body } : {}),
    isPublic: declaration.type === "field_declaration" && isPublic(declaration),
    readSignature: () => readSignature(closure, body),
    docstring: documentationOf(declaration),
  };
}

function readClass(node: SyntaxNode): ClassNode | undefined {
  return readNamedClass(node, classTypes, isPublic, documentationOf);
}

function readSignature(node: SyntaxNode, body: SyntaxNode | undefined): Signature {
  const returnType = returnTypeOf(node);
  const isAsync = modifiersOf(node).has("async");
  const yields = body !== undefined && ownNodes(body, ["yield_statement"], boundaries).length > 0;
  return {
    parameters: readParameters(
      field(node, "parameters") ??
        (closureTypes.has(node.type) ? childOfType(node, "identifier") : undefined),
    ),
    typeParameters: readTypeParameters(field(node, "type_parameters")),
    ...(returnType ? { returnType } : {}),
    returns: yields ? "nothing" : returnsOf(node, body, returnType, isAsync),
    yields,
    async: isAsync,
    raises: body ? readRaises(body) : [],
  };
}

/** With `ref` and `ref readonly`, which the grammar takes for modifiers. */
function returnTypeOf(node: SyntaxNode): string | undefined {
  const type = field(node, "type");
  if (!type) return undefined;
  const words = modifiersOf(node);
  return `${words.has("ref") ? (words.has("readonly") ? "ref readonly " : "ref ") : ""}${oneLine(type.text)}`;
}

function returnsOf(
  node: SyntaxNode,
  body: SyntaxNode | undefined,
  returnType: string | undefined,
  isAsync: boolean,
): Signature["returns"] {
  if (closureTypes.has(node.type)) return closureReturns(body);
  if (returnType === undefined || returnType === "void") return "nothing";
  return isAsync && /^([\w.]+\.)?(Value)?Task$/.test(returnType) ? "nothing" : "value";
}

/** The type of the variable decides whether the value of a call is returned, and the tree does not tell. */
function closureReturns(body: SyntaxNode | undefined): Signature["returns"] {
  if (!body) return "unknown";
  if (body.type !== "block") {
    return /^(invocation|await|assignment|conditional_access)_expression$/.test(body.type)
      ? "unknown"
      : "value";
  }
  const returns = ownNodes(body, ["return_statement"], boundaries);
  return returns.some((statement) => namedChildren(statement).length > 0) ? "value" : "nothing";
}

function readParameters(list: SyntaxNode | undefined): Parameter[] {
  if (!list) return [];
  if (list.type === "identifier") return [{ name: list.text, kind: "positional" }];
  const nodes = namedChildren(list);
  return nodes.flatMap((node, i): Parameter[] => {
    if (node.type === "parameter") return readParameter(node);
    const variadicName = nodes[i + 1];
    const isParams = node.type !== "identifier" && node.type !== "attribute_list";
    if (!isParams || variadicName?.type !== "identifier") return [];
    return [{ name: variadicName.text, kind: "variadic", type: oneLine(node.text) }];
  });
}

function readParameter(node: SyntaxNode): Parameter[] {
  const name = field(node, "name");
  if (!name || name.text === "_") return [];
  const type = field(node, "type");
  const words = namedChildren(node)
    .filter((child) => child.type === "parameter_modifier" && child.text !== "this")
    .map(({ text }) => text);
  const value = childOfType(node, "equals_value_clause");
  const defaultValue = value && namedChildren(value)[0];
  return [
    {
      name: name.text.replace(/^@/, ""),
      kind: "positional",
      ...(type ? { type: [...words, oneLine(type.text)].join(" ") } : {}),
      ...(defaultValue ? { default: defaultValue.text } : {}),
    },
  ];
}

function readTypeParameters(list: SyntaxNode | undefined): string[] {
  return list ? namedChildren(list).flatMap((parameter) => field(parameter, "name")?.text ?? []) : [];
}

const raiseTypes = ["throw_statement", "throw_expression", "invocation_expression"];

function readRaises(body: SyntaxNode): RaisedError[] {
  const raises = ownNodes(body, raiseTypes, boundaries).flatMap((node): Raise[] => {
    if (node.type === "invocation_expression") return raiseOfGuardCall(node);
    const created = namedChildren(node)[0];
    const type = created?.type === "object_creation_expression" ? field(created, "type") : undefined;
    return type ? [{ type: oneLine(type.text), node, condition: raiseCondition(node) }] : [];
  });
  return raisedErrors(raises, body, handlersOf);
}

/** `ArgumentNullException.ThrowIfNull(x)` and its like. */
function raiseOfGuardCall(call: SyntaxNode): Raise[] {
  const callee = field(call, "function");
  const type = callee && field(callee, "expression")?.text;
  const method = callee && field(callee, "name")?.text;
  if (!type || !method || !/Exception$/.test(type) || !/^ThrowIf/.test(method)) return [];
  const argument = namedChildren(field(call, "arguments") ?? call)[0]?.text;
  const condition = method === "ThrowIfNull" && argument ? `${argument} == null` : undefined;
  return [{ type, node: call, condition }];
}

/** Also of `x ?? throw …`. */
function raiseCondition(node: SyntaxNode): string | undefined {
  const parent = node.parent;
  if (parent?.type !== "binary_expression") return conditionOf(node, conditions);
  const left = field(parent, "left");
  const text = left && conditionText(left);
  return text !== undefined && field(parent, "operator")?.text === "??" ? `${text} == null` : undefined;
}

const handlersOf = catchClauses({
  tries: new Set(["try_statement"]),
  raise: "throw_statement",
  roots: /^(System\.)?Exception$/,
  boundaries,
  read(clause) {
    // A handler with a filter (`when`) lets errors through.
    if (childOfType(clause, "catch_filter_clause")) return undefined;
    const declaration = childOfType(clause, "catch_declaration");
    const type = declaration && field(declaration, "type")?.text;
    return { types: type ? [type] : [], variable: declaration && field(declaration, "name")?.text };
  },
});
