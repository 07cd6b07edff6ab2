import {
  type ConditionSyntax,
  catchClauses,
  conditionOf,
  conditionText,
  expressionStatementKind,
  negated,
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

const classTypes = new Set([
  "class_declaration",
  "interface_declaration",
  "trait_declaration",
  "enum_declaration",
]);
const closureTypes = new Set(["anonymous_function_creation_expression", "arrow_function"]);
const boundaries = new Set([
  ...classTypes,
  ...closureTypes,
  "function_definition",
  "method_declaration",
  "declaration_list",
]);

const statementKinds: Readonly<Record<string, StatementKind>> = {
  if_statement: "conditional",
  switch_statement: "conditional",
  for_statement: "loop",
  foreach_statement: "loop",
  while_statement: "loop",
  do_statement: "loop",
  return_statement: "return",
  try_statement: "try",
  echo_statement: "call",
  unset_statement: "other",
  exit_statement: "other",
  break_statement: "other",
  continue_statement: "other",
  goto_statement: "other",
  declare_statement: "other",
  global_declaration: "declaration",
  function_static_declaration: "declaration",
  const_declaration: "declaration",
  namespace_use_declaration: "import",
  function_definition: "definition",
  class_declaration: "definition",
  interface_declaration: "definition",
  trait_declaration: "definition",
  enum_declaration: "definition",
};

const expressionKinds: Readonly<Record<string, StatementKind>> = {
  assignment_expression: "assignment",
  reference_assignment_expression: "assignment",
  augmented_assignment_expression: "assignment",
  update_expression: "assignment",
  function_call_expression: "call",
  member_call_expression: "call",
  nullsafe_member_call_expression: "call",
  scoped_call_expression: "call",
  object_creation_expression: "call",
  print_intrinsic: "call",
  throw_expression: "raise",
  match_expression: "conditional",
  require_expression: "import",
  require_once_expression: "import",
  include_expression: "import",
  include_once_expression: "import",
};

const conditions: ConditionSyntax = {
  wrappers: new Set(["expression_statement", "compound_statement", "colon_block"]),
  guards: { if_statement: "body", else_if_clause: "body" },
};

export const php: Language = {
  id: "php",
  name: "PHP",
  grammar: "php",
  extensions: [".php", ".phtml", ".inc"],
  editorIds: ["php"],
  lineComment: "//",
  documentationPlacement: "before",
  patchTypes: new Set([
    ...classTypes,
    ...closureTypes,
    ...Object.keys(statementKinds),
    "method_declaration",
    "expression_statement",
  ]),
  readFunction,
  readClass,
  isImport: (node) => node.type === "namespace_use_declaration" || isInclude(node),
  statementKind,
  isDocumentation: (node) => node.type === "comment",
  readModuleDocstring,
};

function statementKind(node: SyntaxNode): StatementKind | undefined {
  return node.type === "expression_statement"
    ? expressionStatementKind(node, expressionKinds)
    : statementKinds[node.type];
}

const isInclude = (node: SyntaxNode): boolean =>
  node.type === "expression_statement" && expressionStatementKind(node, expressionKinds) === "import";

const isDocBlock = (comment: SyntaxNode): boolean => /^\/\*\*\s/.test(comment.text);

const documentationOf = (declaration: SyntaxNode): SyntaxNode[] =>
  commentsAbove(declaration, isDocBlock, true);

/** The first doc block of a file, unless it belongs to what follows it. */
function readModuleDocstring(root: SyntaxNode): SyntaxNode | undefined {
  const first = namedChildren(root).find(({ type }) => type !== "php_tag" && type !== "text");
  const comment = children(root).find((child) => child.type === "comment");
  if (!comment || !isDocBlock(comment) || (first && first.startIndex < comment.startIndex)) return undefined;
  const belongsBelow =
    first &&
    (classTypes.has(first.type) || first.type === "function_definition") &&
    documentationOf(first).some(({ id }) => id === comment.id);
  return belongsBelow ? undefined : comment;
}

/** Neither `private` nor `protected`, and not in an anonymous class or a function. */
function isPublic(declaration: SyntaxNode): boolean {
  if (/^(private|protected)$/.test(childOfType(declaration, "visibility_modifier")?.text ?? "")) return false;
  return !ancestorOfType(
    declaration,
    "function_definition",
    "method_declaration",
    "object_creation_expression",
    ...closureTypes,
  );
}

function readFunction(node: SyntaxNode): FunctionNode | undefined {
  if (closureTypes.has(node.type)) return readClosure(node);
  if (node.type !== "function_definition" && node.type !== "method_declaration") return undefined;
  const nameNode = field(node, "name");
  if (!nameNode) return undefined;
  const body = field(node, "body");
  const kind: FunctionKind =
    node.type === "function_definition"
      ? "function"
      : nameNode.text.toLowerCase() === "__construct"
        ? "constructor"
        : "method";
  return {
    name: nameNode.text,
    nameNode,
    kind,
    declaration: node,
    ...(body ? { body } : {}),
    isPublic: isPublic(node),
    readSignature: () => readSignature(node, kind),
    docstring: documentationOf(node),
  };
}

/** `$name = function () {};` and `$name = fn () => 1;`. */
function readClosure(closure: SyntaxNode): FunctionNode | undefined {
  const assignment = closure.parent;
  const declaration = assignment?.parent;
  if (assignment?.type !== "assignment_expression" || field(assignment, "right")?.id !== closure.id)
    return undefined;
  const variable = field(assignment, "left");
  const nameNode = variable?.type === "variable_name" ? namedChildren(variable)[0] : undefined;
  if (!nameNode || declaration?.type !== "expression_statement") return undefined;
  const body = field(closure, "body");
  return {
    name: nameNode.text,
    nameNode,
    kind: "lambda",
    declaration,
    ...(body ? { body } : {}),
    isPublic: false,
    readSignature: () => readSignature(closure, "lambda"),
    docstring: documentationOf(declaration),
  };
}

function readClass(node: SyntaxNode): ClassNode | undefined {
  return readNamedClass(node, classTypes, isPublic, documentationOf);
}

function readSignature(node: SyntaxNode, kind: FunctionKind): Signature {
  const body = field(node, "body");
  const type = field(node, "return_type");
  const returnType = type && oneLine(type.text);
  const yields = body !== undefined && ownNodes(body, ["yield_expression"], boundaries).length > 0;
  return {
    parameters: readParameters(field(node, "parameters")),
    typeParameters: [],
    ...(returnType ? { returnType } : {}),
    returns: kind === "constructor" ? "nothing" : returnsOf(body, returnType, yields),
    yields,
    async: false,
    raises: body ? readRaises(body) : [],
  };
}

function returnsOf(
  body: SyntaxNode | undefined,
  returnType: string | undefined,
  yields: boolean,
): Signature["returns"] {
  if (returnType && /^(void|never)$/i.test(returnType)) return "nothing";
  if (returnType && !yields) return "value";
  if (!body) return "unknown";
  if (body.type !== "compound_statement") return "value";
  return ownNodes(body, ["return_statement"], boundaries).some((node) => namedChildren(node).length > 0)
    ? "value"
    : "nothing";
}

function readParameters(list: SyntaxNode | undefined): Parameter[] {
  if (!list) return [];
  return namedChildren(list).flatMap((node): Parameter[] => {
    const variable = field(node, "name");
    const name = variable?.text.replace(/^&?\$/, "");
    if (!name) return [];
    const type = field(node, "type");
    const value = field(node, "default_value");
    return [
      {
        name,
        kind: node.type === "variadic_parameter" ? "variadic" : "positional",
        ...(type ? { type: oneLine(type.text) } : {}),
        ...(value ? { default: value.text } : {}),
      },
    ];
  });
}

function readRaises(body: SyntaxNode): RaisedError[] {
  const raises = ownNodes(body, ["throw_expression"], boundaries).flatMap((node): Raise[] => {
    const raised = namedChildren(node)[0];
    const type = raised && raisedType(raised);
    return type ? [{ type, node, condition: raiseCondition(node) }] : [];
  });
  return raisedErrors(raises, body, handlersOf);
}

/** `new E(…)`, `(new E(…))->with(…)` and, by the name alone, `FooException::because(…)`. */
function raisedType(raised: SyntaxNode): string | undefined {
  switch (raised.type) {
    case "object_creation_expression": {
      const name = childOfType(raised, "name", "qualified_name")?.text;
      return name === "static" || name === "self" ? undefined : name;
    }
    case "parenthesized_expression":
    case "member_call_expression": {
      const inner = field(raised, "object") ?? namedChildren(raised)[0];
      return inner && inner.type !== "variable_name" ? raisedType(inner) : undefined;
    }
    case "scoped_call_expression": {
      const scope = field(raised, "scope")?.text ?? "";
      return /(Exception|Error)$/.test(scope) ? scope : undefined;
    }
    default:
      return undefined;
  }
}

/** Also of `$x ?? throw …` and `$x or throw …`. */
function raiseCondition(node: SyntaxNode): string | undefined {
  const parent = node.parent;
  if (parent?.type !== "binary_expression" || field(parent, "right")?.id !== node.id)
    return conditionOf(node, conditions);
  const left = field(parent, "left");
  const text = left && conditionText(left);
  if (text === undefined) return undefined;
  const operator = field(parent, "operator")?.text.toLowerCase();
  if (operator === "??") return `${text} === null`;
  if (operator === "or" || operator === "||") return negated(text);
  return operator === "and" || operator === "&&" ? text : undefined;
}

const handlersOf = catchClauses({
  tries: new Set(["try_statement"]),
  raise: "throw_expression",
  roots: /^\\?(Throwable|Exception)$/,
  boundaries,
  read(clause) {
    const types = field(clause, "type");
    return {
      types: types ? namedChildren(types).map(({ text }) => text) : [],
      variable: field(clause, "name")?.text,
    };
  },
});
