import type { ClassNode, FunctionNode, Language } from "../language.js";
import { ancestorOfType, boundedText, children, field, namedChildren } from "../nodes.js";
import type { SyntaxNode } from "../parser.js";
import type { FunctionKind, StatementKind } from "../types.js";
import { readSignature } from "./pythonSignature.js";

const importTypes = new Set(["import_statement", "import_from_statement", "future_import_statement"]);

const statementKinds: Readonly<Record<string, StatementKind>> = {
  return_statement: "return",
  raise_statement: "raise",
  if_statement: "conditional",
  match_statement: "conditional",
  for_statement: "loop",
  while_statement: "loop",
  try_statement: "try",
  with_statement: "with",
  decorated_definition: "definition",
  function_definition: "definition",
  class_definition: "definition",
  import_statement: "import",
  import_from_statement: "import",
  future_import_statement: "import",
  pass_statement: "other",
  break_statement: "other",
  continue_statement: "other",
  delete_statement: "other",
  assert_statement: "other",
  global_statement: "declaration",
  nonlocal_statement: "declaration",
  type_alias_statement: "declaration",
  exec_statement: "other",
  print_statement: "other",
};

export const python: Language = {
  id: "python",
  name: "Python",
  grammar: "python",
  extensions: [".py", ".pyi", ".pyw"],
  editorIds: ["python"],
  lineComment: "#",
  documentationPlacement: "inside",
  patchTypes: new Set(["lambda", "expression_statement", ...Object.keys(statementKinds)]),
  readFunction,
  readClass,
  isImport: (node) => importTypes.has(node.type),
  statementKind,
  isDocumentation: (node) => node.type === "comment" || isDocstring(node),
  readModuleDocstring: (root) => docstringOf(root)[0],
};

function readFunction(node: SyntaxNode): FunctionNode | undefined {
  if (node.type === "lambda") return readLambda(node);
  if (node.type !== "function_definition") return undefined;
  const nameNode = field(node, "name");
  if (!nameNode) return undefined;
  const declaration = withDecorators(node);
  const decorators = decoratorsOf(declaration);
  const scope = scopeOf(declaration);
  const isMethod = scope?.type === "class_definition";
  const body = nonEmpty(field(node, "body"));
  return {
    name: nameNode.text,
    nameNode,
    kind: isMethod ? methodKind(nameNode.text, decorators) : "function",
    declaration,
    ...(body ? { body } : {}),
    isPublic: isPublicName(nameNode.text) && isPublicScope(scope),
    docstring: body ? docstringOf(body) : [],
    readSignature: () =>
      readSignature(node, {
        hasReceiver: isMethod && !decorators.includes("staticmethod"),
        isAbstract: decorators.some((name) => /(^|\.)(abstract\w*|overload)$/.test(name)),
      }),
  };
}

/** `square = lambda x: x * x`, with or without an annotation. Python gives a lambda no docstring. */
function readLambda(node: SyntaxNode): FunctionNode | undefined {
  const assignment = node.parent;
  if (assignment?.type !== "assignment" || field(assignment, "right")?.id !== node.id) return undefined;
  const nameNode = field(assignment, "left");
  const declaration = assignment.parent;
  if (nameNode?.type !== "identifier" || declaration?.type !== "expression_statement") return undefined;
  const body = field(node, "body");
  return {
    name: nameNode.text,
    nameNode,
    kind: "lambda",
    declaration,
    ...(body ? { body } : {}),
    isPublic: isPublicName(nameNode.text) && isPublicScope(scopeOf(declaration)),
    docstring: [],
    readSignature: () => readSignature(node, { hasReceiver: false, isAbstract: false }),
  };
}

function readClass(node: SyntaxNode): ClassNode | undefined {
  if (node.type !== "class_definition") return undefined;
  const nameNode = field(node, "name");
  if (!nameNode) return undefined;
  const declaration = withDecorators(node);
  const body = nonEmpty(field(node, "body"));
  return {
    name: nameNode.text,
    nameNode,
    declaration,
    ...(body ? { body } : {}),
    isPublic: isPublicName(nameNode.text) && isPublicScope(scopeOf(declaration)),
    docstring: body ? docstringOf(body) : [],
  };
}

const withDecorators = (node: SyntaxNode): SyntaxNode =>
  node.parent?.type === "decorated_definition" ? node.parent : node;

/** The names of the decorators without their arguments. */
function decoratorsOf(declaration: SyntaxNode): string[] {
  if (declaration.type !== "decorated_definition") return [];
  return children(declaration)
    .filter((child) => child.type === "decorator")
    .map((decorator) => boundedText(decorator, 200).replace(/^@\s*|\(.*/g, ""));
}

function methodKind(name: string, decorators: readonly string[]): FunctionKind {
  if (name === "__init__") return "constructor";
  if (decorators.some((decorator) => decorator.endsWith(".setter"))) return "setter";
  const isGetter = /(^|[._])(cached_?|abstract)?property$|\.getter$/;
  return decorators.some((decorator) => isGetter.test(decorator)) ? "getter" : "method";
}

const scopeOf = (declaration: SyntaxNode): SyntaxNode | undefined =>
  ancestorOfType(declaration, "function_definition", "class_definition", "lambda");

/** `_name` is private by convention, `__name__` is not. */
const isPublicName = (name: string): boolean => !name.startsWith("_") || /^__.+__$/.test(name);

function isPublicScope(scope: SyntaxNode | undefined): boolean {
  for (let at = scope; at; at = scopeOf(at)) {
    if (at.type !== "class_definition" || !isPublicName(field(at, "name")?.text ?? "")) return false;
  }
  return true;
}

/** The grammar accepts `def f():` with nothing after it and gives it an empty block. */
const nonEmpty = (body: SyntaxNode | undefined): SyntaxNode | undefined =>
  body && namedChildren(body).length > 0 ? body : undefined;

/** The first statement of a module or block when it is one plain string: neither bytes, nor formatted, nor concatenated. */
function docstringOf(block: SyntaxNode): SyntaxNode[] {
  let first = block.firstNamedChild;
  while (first?.isExtra) first = first.nextNamedSibling;
  return first && isPlainStringStatement(first) ? [first] : [];
}

function isPlainStringStatement(node: SyntaxNode): boolean {
  if (node.type !== "expression_statement" || node.childCount !== 1) return false;
  const literal = node.firstChild;
  return literal?.type === "string" && /^[rRuU]?["']/.test(literal.text);
}

function isDocstring(node: SyntaxNode): boolean {
  if (!isPlainStringStatement(node)) return false;
  const block = node.parent;
  if (block?.type === "block") {
    const owner = block.parent?.type;
    if (owner !== "function_definition" && owner !== "class_definition") return false;
  } else if (block?.type !== "module") {
    return false;
  }
  return docstringOf(block)[0]?.id === node.id;
}

function statementKind(node: SyntaxNode): StatementKind | undefined {
  if (node.type !== "expression_statement") {
    const kind = statementKinds[node.type];
    return kind === "definition" && node.parent?.type === "decorated_definition" ? undefined : kind;
  }
  if (isDocstring(node)) return undefined;
  let expression = node.firstNamedChild;
  if (expression?.type === "await") expression = expression.firstNamedChild;
  if (expression?.type === "call") return "call";
  return expression?.type === "assignment" || expression?.type === "augmented_assignment"
    ? "assignment"
    : "other";
}
