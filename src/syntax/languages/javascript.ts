import { expressionStatementKind } from "../bodies.js";
import type { ClassNode, FunctionNode, Language } from "../language.js";
import { childOfType, commentsAbove, field, namedChildren } from "../nodes.js";
import type { SyntaxNode } from "../parser.js";
import type { FunctionKind, StatementKind } from "../types.js";
import { isVisible } from "./javascriptExports.js";
import { readSignature } from "./javascriptSignature.js";

const statementKinds: Readonly<Record<string, StatementKind>> = {
  if_statement: "conditional",
  switch_statement: "conditional",
  for_statement: "loop",
  for_in_statement: "loop",
  while_statement: "loop",
  do_statement: "loop",
  return_statement: "return",
  throw_statement: "raise",
  try_statement: "try",
  with_statement: "with",
  function_declaration: "definition",
  generator_function_declaration: "definition",
  class_declaration: "definition",
  abstract_class_declaration: "definition",
  interface_declaration: "declaration",
  type_alias_declaration: "declaration",
  enum_declaration: "declaration",
  import_statement: "import",
  break_statement: "other",
  continue_statement: "other",
  labeled_statement: "other",
  debugger_statement: "other",
};

const ecmaScript = {
  lineComment: "//",
  documentationPlacement: "before",
  patchTypes: new Set([
    "function_signature",
    "method_definition",
    "method_signature",
    "abstract_method_signature",
    "arrow_function",
    "function_expression",
    "generator_function",
    "class",
    "expression_statement",
    "lexical_declaration",
    "variable_declaration",
    ...Object.keys(statementKinds),
  ]),
  readFunction,
  readClass,
  isImport,
  statementKind,
  isDocumentation: (node) => node.type === "comment" || node.type === "html_comment",
} as const satisfies Partial<Language>;

export const javascript: Language = {
  id: "javascript",
  name: "JavaScript",
  grammar: "javascript",
  extensions: [".js", ".mjs", ".cjs", ".jsx"],
  editorIds: ["javascript", "javascriptreact"],
  ...ecmaScript,
};

export const typescript: Language = {
  id: "typescript",
  name: "TypeScript",
  grammar: "typescript",
  extensions: [".ts", ".mts", ".cts"],
  editorIds: ["typescript"],
  ...ecmaScript,
};

export const tsx: Language = {
  id: "tsx",
  name: "TSX",
  grammar: "tsx",
  extensions: [".tsx"],
  editorIds: ["typescriptreact"],
  ...ecmaScript,
};

/** A name for something and the node to document it above. */
interface Naming {
  readonly nameNode: SyntaxNode;
  readonly declaration: SyntaxNode;
  readonly kind: FunctionKind;
  /** `config` for `const config = { read() {} }`, `Queue` for `Queue.prototype.push = …`. */
  readonly owner?: string;
}

function readFunction(node: SyntaxNode): FunctionNode | undefined {
  const naming = nameFunction(node);
  if (!naming) return undefined;
  const { nameNode, declaration, kind, owner } = naming;
  const body = field(node, "body");
  const leading = firstDecoratorBefore(declaration);
  return {
    name: plainName(nameNode),
    nameNode,
    kind,
    declaration,
    ...(leading ? { leading } : {}),
    ...(owner === undefined ? {} : { owner }),
    ...(body ? { body } : {}),
    isPublic: isVisible(declaration, plainName(nameNode)),
    docstring: documentationOf(leading ?? declaration, field(node, "parameters")?.text),
    readSignature: () => readSignature(node, kind),
  };
}

function nameFunction(node: SyntaxNode): Naming | undefined {
  switch (node.type) {
    case "function_declaration":
    case "generator_function_declaration":
    case "function_signature": {
      const nameNode = field(node, "name");
      return nameNode && { nameNode, declaration: outermost(node), kind: "function" };
    }
    case "method_definition":
    case "method_signature":
    case "abstract_method_signature":
      return nameMethod(node);
    case "arrow_function":
    case "function_expression":
    case "generator_function":
      return nameValue(node);
    default:
      return undefined;
  }
}

function nameMethod(node: SyntaxNode): Naming | undefined {
  const nameNode = field(node, "name");
  if (!nameNode) return undefined;
  const owner = node.parent?.type === "object" ? pathOfObject(node.parent) : undefined;
  const isConstructor = nameNode.text === "constructor" && node.parent?.type === "class_body";
  const accessor = childOfType(node, "get", "set")?.type;
  const kind = accessor === "get" ? "getter" : accessor === "set" ? "setter" : "method";
  return {
    nameNode,
    declaration: node,
    kind: isConstructor ? "constructor" : kind,
    ...(owner === undefined ? {} : { owner }),
  };
}

/** A function expression that is the value of a variable, field, property, assignment or `export default`. */
function nameValue(node: SyntaxNode): Naming | undefined {
  let value = node;
  let holder = node.parent;
  while (holder && /^(parenthesized|as|satisfies|non_null)_expression$/.test(holder.type)) {
    value = holder;
    holder = holder.parent;
  }
  if (!holder) return undefined;
  switch (holder.type) {
    case "variable_declarator": {
      const nameNode = field(holder, "name");
      if (nameNode?.type !== "identifier") return undefined;
      return { nameNode, declaration: declarationOf(holder), kind: "function" };
    }
    case "public_field_definition":
    case "field_definition": {
      const nameNode = field(holder, "name") ?? field(holder, "property");
      return nameNode && { nameNode, declaration: holder, kind: "method" };
    }
    case "pair": {
      const nameNode = field(holder, "key");
      const owner = holder.parent ? pathOfObject(holder.parent) : undefined;
      if (!nameNode) return undefined;
      return { nameNode, declaration: holder, kind: "method", ...(owner === undefined ? {} : { owner }) };
    }
    case "assignment_expression":
      return field(holder, "right")?.id === value.id ? nameAssigned(holder) : undefined;
    case "export_statement": {
      const nameNode = field(node, "name") ?? childOfType(holder, "default");
      return nameNode && { nameNode, declaration: holder, kind: "function" };
    }
    default:
      return undefined;
  }
}

function nameAssigned(assignment: SyntaxNode): Naming | undefined {
  const target = field(assignment, "left");
  if (!target) return undefined;
  let statement = assignment.parent;
  while (statement?.type === "assignment_expression") statement = statement.parent;
  if (statement?.type !== "expression_statement") return undefined;
  if (target.type === "identifier") return { nameNode: target, declaration: statement, kind: "function" };
  const nameNode = target.type === "member_expression" ? field(target, "property") : undefined;
  const path = /^[\w$]+(\.#?[\w$]+)*$/.test(target.text) ? target.text.split(".").slice(0, -1) : undefined;
  if (!nameNode || !path) return undefined;
  const owner = path.filter((part) => !namelessOwners.has(part)).join(".");
  const kind = path.at(-1) === "prototype" ? "method" : "function";
  return { nameNode, declaration: statement, kind, ...(owner === "" ? {} : { owner }) };
}

const namelessOwners = new Set(["prototype", "module", "exports", "this"]);

/** The dotted path that an object literal is reached by, as far as it has one. */
function pathOfObject(object: SyntaxNode): string | undefined {
  const parts: string[] = [];
  for (let at = object.parent; at; at = at.parent) {
    if (at.type === "pair") {
      parts.unshift(plainName(field(at, "key") ?? at));
    } else if (at.type === "variable_declarator") {
      const name = field(at, "name");
      if (name?.type === "identifier") parts.unshift(name.text);
      break;
    } else if (at.type === "assignment_expression") {
      const target = field(at, "left")?.text ?? "";
      if (/^[\w$.]+$/.test(target))
        parts.unshift(...target.split(".").filter((part) => !namelessOwners.has(part)));
      break;
    } else if (!/^(object|(parenthesized|as|satisfies)_expression)$/.test(at.type)) {
      break;
    }
  }
  return parts.length > 0 ? parts.join(".") : undefined;
}

function readClass(node: SyntaxNode): ClassNode | undefined {
  const naming = nameClass(node);
  if (!naming) return undefined;
  const { nameNode, declaration } = naming;
  const body = field(node, "body");
  const leading = firstDecoratorBefore(declaration);
  return {
    name: plainName(nameNode),
    nameNode,
    declaration,
    ...(leading ? { leading } : {}),
    ...(body ? { body } : {}),
    isPublic: isVisible(declaration, plainName(nameNode)),
    docstring: documentationOf(leading ?? declaration),
  };
}

function nameClass(node: SyntaxNode): Pick<Naming, "nameNode" | "declaration"> | undefined {
  switch (node.type) {
    case "class_declaration":
    case "abstract_class_declaration":
    case "interface_declaration": {
      const nameNode = field(node, "name");
      return nameNode && { nameNode, declaration: outermost(node) };
    }
    case "class":
      return node.isNamed ? nameValue(node) : undefined;
    default:
      return undefined;
  }
}

/** `export`, `export default` and `declare` belong to what they introduce. */
function outermost(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (at.parent && (at.parent.type === "export_statement" || at.parent.type === "ambient_declaration")) {
    at = at.parent;
  }
  return at;
}

/** `const a = …, b = …`: the first is documented above the statement, the others where they stand. */
function declarationOf(declarator: SyntaxNode): SyntaxNode {
  const statement = declarator.parent;
  const first = statement && namedChildren(statement)[0];
  return statement && first?.id === declarator.id ? outermost(statement) : declarator;
}

/** TypeScript's grammar puts the decorators of methods beside them. */
function firstDecoratorBefore(declaration: SyntaxNode): SyntaxNode | undefined {
  if (declaration.parent?.type !== "class_body") return undefined;
  let first: SyntaxNode | undefined;
  for (let at = declaration.previousSibling; at; at = at.previousSibling) {
    if (at.type === "decorator") first = at;
    else if (!at.isExtra) break;
  }
  return first;
}

/**
 * The JSDoc block above, past comments for tools such as `// eslint-disable-next-line`. A blank line between the two
 * detaches a block, such as one about the file, unless it describes one of the function's own parameters.
 */
function documentationOf(declaration: SyntaxNode, parameters = ""): SyntaxNode[] {
  const blocks = commentsAbove(declaration, (node) => node.type === "comment").filter(isJsDoc);
  if (blocks.length > 0) return blocks.slice(-1);
  const above = declaration.previousSibling;
  if (above?.type !== "comment" || !isJsDoc(above)) return [];
  const described = above.text.matchAll(/@param\s+(?:\{[^}\n]*\}\s*)?\[?([\w$]+)/g);
  const names = new Set(parameters.match(/[\w$]+/g) ?? []);
  return [...described].some(([, name]) => name !== undefined && names.has(name)) ? [above] : [];
}

const isJsDoc = (comment: SyntaxNode): boolean => /^\/\*\*[^*/]/.test(comment.text);

/** `read` for `read`, `"read"` and `["read"]`. */
const plainName = (node: SyntaxNode): string => node.text.replace(/^\[?(["'])(.*)\1\]?$/s, "$2");

function isImport(node: SyntaxNode): boolean {
  if (node.type === "import_statement") return true;
  if (node.parent?.type !== "program" || !/^(lexical|variable)_declaration$/.test(node.type)) return false;
  return namedChildren(node).some((declarator) => /^require\(/.test(field(declarator, "value")?.text ?? ""));
}

const expressionKinds: Readonly<Record<string, StatementKind>> = {
  assignment_expression: "assignment",
  augmented_assignment_expression: "assignment",
  update_expression: "assignment",
  call_expression: "call",
  new_expression: "call",
  await_expression: "call",
};

function statementKind(node: SyntaxNode): StatementKind | undefined {
  switch (node.type) {
    case "expression_statement":
      return expressionStatementKind(node, expressionKinds);
    case "lexical_declaration":
    case "variable_declaration":
      return namedChildren(node).some((child) => field(child, "value")) ? "assignment" : "declaration";
    default:
      return statementKinds[node.type];
  }
}
