import { expressionStatementKind, oneLine } from "../bodies.js";
import type { ClassNode, FunctionNode, Language } from "../language.js";
import { ancestorOfType, childOfType, commentsAbove, field, namedChildren } from "../nodes.js";
import type { SyntaxNode } from "../parser.js";
import type { FunctionKind, Parameter, Signature, StatementKind } from "../types.js";

export const rust: Language = {
  id: "rust",
  name: "Rust",
  grammar: "rust",
  extensions: [".rs"],
  editorIds: ["rust"],
  lineComment: "//",
  documentationPlacement: "before",
  readFunction,
  readClass,
  isImport: (node) => node.type === "use_declaration" || node.type === "extern_crate_declaration",
  statementKind,
  isDocumentation: (node) => node.type === "line_comment" || node.type === "block_comment",
  readModuleDocstring: (root) => {
    const first = root.firstNamedChild;
    return first && /^(\/\/!|\/\*!)/.test(first.text) ? first : undefined;
  },
};

const typeItems = new Set(["struct_item", "enum_item", "union_item", "trait_item", "mod_item", "impl_item"]);

const statementKinds: Readonly<Record<string, StatementKind>> = {
  use_declaration: "import",
  extern_crate_declaration: "import",
  const_item: "declaration",
  static_item: "declaration",
  type_item: "declaration",
  function_item: "definition",
  struct_item: "definition",
  enum_item: "definition",
  union_item: "definition",
  trait_item: "definition",
  impl_item: "definition",
  mod_item: "definition",
  macro_definition: "definition",
};

const expressionKinds: Readonly<Record<string, StatementKind>> = {
  assignment_expression: "assignment",
  compound_assignment_expr: "assignment",
  call_expression: "call",
  await_expression: "call",
  try_expression: "call",
  macro_invocation: "call",
  if_expression: "conditional",
  if_let_expression: "conditional",
  match_expression: "conditional",
  for_expression: "loop",
  while_expression: "loop",
  while_let_expression: "loop",
  loop_expression: "loop",
  return_expression: "return",
};

/** The last expression of a block is its value: a statement like the others, and the function's result in its outer block. */
function statementKind(node: SyntaxNode, knownParent?: SyntaxNode): StatementKind | undefined {
  if (node.type === "expression_statement") {
    // The grammar reads `x = y?` as `(x = y)?`.
    const tried = namedChildren(node)[0];
    const isTried =
      tried?.type === "try_expression" && tried.firstNamedChild?.type === "assignment_expression";
    return isTried ? "assignment" : expressionStatementKind(node, expressionKinds);
  }
  if (node.type === "let_declaration") return field(node, "value") ? "assignment" : "declaration";
  const kind = statementKinds[node.type];
  if (kind) return kind;
  const parent = knownParent ?? node.parent;
  const isTail = parent?.type === "block" && parent.lastNamedChild?.id === node.id && !node.isExtra;
  if (!isTail || node.type === "empty_statement" || node.type === "attribute_item") return undefined;
  const isResult = parent.parent?.type === "function_item";
  const own = expressionKinds[node.type];
  return own && own !== "call" ? own : isResult ? "return" : (own ?? "other");
}

const isOuterDoc = (comment: SyntaxNode): boolean => /^(\/\/\/(?!\/)|\/\*\*[^*/])/.test(comment.text);

/** The first of the attributes above `item`; they belong to it although the tree has them as siblings. */
function withAttributes(item: SyntaxNode): SyntaxNode {
  let first = item;
  for (let above = item.previousSibling; above; above = above.previousSibling) {
    if (above.type === "attribute_item") first = above;
    else if (!above.isExtra) break;
  }
  return first;
}

/** Documentation above the attributes, between them, or between them and the item. */
function documentationOf(item: SyntaxNode, leading: SyntaxNode): SyntaxNode[] {
  for (let at: SyntaxNode | null = item; at; at = at.previousSibling) {
    const isPart = at.type === "attribute_item" || at.id === item.id;
    const above = isPart ? commentsAbove(at, isOuterDoc) : [];
    if (above.length > 0 || at.id === leading.id) return above;
  }
  return [];
}

function readFunction(node: SyntaxNode): FunctionNode | undefined {
  if (node.type === "closure_expression") return readClosure(node);
  if (node.type !== "function_item" && node.type !== "function_signature_item") return undefined;
  const nameNode = field(node, "name");
  if (!nameNode) return undefined;
  const body = field(node, "body");
  const leading = withAttributes(node);
  return {
    name: nameNode.text,
    nameNode,
    kind: functionKind(node),
    declaration: node,
    leading,
    ...(body ? { body } : {}),
    isPublic: isPublic(node),
    readSignature: () => readSignature(node),
    docstring: documentationOf(node, leading),
  };
}

const ownerOf = (item: SyntaxNode): SyntaxNode | undefined => {
  const list = item.parent;
  return list?.type === "declaration_list" ? (list.parent ?? undefined) : undefined;
};

function functionKind(node: SyntaxNode): FunctionKind {
  const owner = ownerOf(node)?.type;
  return owner === "impl_item" || owner === "trait_item" ? "method" : "function";
}

/**
 * `pub` in any form. What a trait declares is as visible as the trait; what an `impl Trait for Type` defines has its
 * documentation in the trait and counts as not public.
 */
function isPublic(item: SyntaxNode): boolean {
  const owner = ownerOf(item);
  if (owner?.type === "trait_item") return isPublic(owner);
  if (owner?.type === "impl_item" && field(owner, "trait")) return false;
  return childOfType(item, "visibility_modifier") !== undefined && !ancestorOfType(item, "function_item");
}

/** `let name = |x| x + 1;`, `const` and `static` alike. */
function readClosure(closure: SyntaxNode): FunctionNode | undefined {
  const declaration = closure.parent;
  if (!declaration || field(declaration, "value")?.id !== closure.id) return undefined;
  if (!["let_declaration", "const_item", "static_item"].includes(declaration.type)) return undefined;
  const nameNode = field(declaration, "pattern") ?? field(declaration, "name");
  if (nameNode?.type !== "identifier") return undefined;
  const body = field(closure, "body");
  const leading = withAttributes(declaration);
  return {
    name: nameNode.text,
    nameNode,
    kind: "lambda",
    declaration,
    leading,
    ...(body ? { body } : {}),
    isPublic: isPublic(declaration),
    readSignature: () => readSignature(closure),
    docstring: documentationOf(declaration, leading),
  };
}

function readClass(node: SyntaxNode): ClassNode | undefined {
  if (!typeItems.has(node.type)) return undefined;
  const nameNode = field(node, "name") ?? field(node, "type");
  if (!nameNode) return undefined;
  const leading = withAttributes(node);
  const body = field(node, "body");
  return {
    name: (field(nameNode, "type") ?? nameNode).text,
    nameNode,
    declaration: node,
    leading,
    ...(body ? { body } : {}),
    isPublic: isPublic(node),
    docstring: node.type === "impl_item" ? [] : documentationOf(node, leading),
  };
}

function readSignature(node: SyntaxNode): Signature {
  const type = field(node, "return_type");
  const modifiers = childOfType(node, "function_modifiers");
  return {
    parameters: readParameters(field(node, "parameters")),
    typeParameters: readTypeParameters(field(node, "type_parameters")),
    ...(type ? { returnType: oneLine(type.text) } : {}),
    returns: returnsOf(node, type),
    yields: false,
    async: modifiers !== undefined && childOfType(modifiers, "async") !== undefined,
    raises: [],
  };
}

function returnsOf(node: SyntaxNode, type: SyntaxNode | undefined): Signature["returns"] {
  if (type) return type.type === "unit_type" || type.type === "empty_type" ? "nothing" : "value";
  if (node.type !== "closure_expression") return "nothing";
  const body = field(node, "body");
  if (body?.type === "block") return hasTail(body) ? "unknown" : "nothing";
  return body &&
    /^(binary_expression|identifier|.*_literal|tuple_expression|field_expression|reference_expression)$/.test(
      body.type,
    )
    ? "value"
    : "unknown";
}

function hasTail(block: SyntaxNode): boolean {
  const last = namedChildren(block).at(-1);
  return (
    last !== undefined &&
    !/^(expression_statement|let_declaration)$/.test(last.type) &&
    !statementKinds[last.type]
  );
}

/** `_` and patterns that take a value apart are left out: documentation has no name for them. */
function readParameters(list: SyntaxNode | undefined): Parameter[] {
  if (!list) return [];
  return namedChildren(list).flatMap((node): Parameter[] => {
    if (node.type === "self_parameter") return [{ name: "self", kind: "receiver" }];
    if (node.type === "variadic_parameter") return [{ name: "...", kind: "variadic" }];
    const pattern = node.type === "identifier" ? node : field(node, "pattern");
    if (pattern?.type !== "identifier" && pattern?.type !== "self") return [];
    const type = field(node, "type");
    return [
      {
        name: pattern.text,
        kind: pattern.type === "self" ? "receiver" : "positional",
        ...(type ? { type: oneLine(type.text) } : {}),
      },
    ];
  });
}

/** Names of types and constants; lifetimes are not documented. */
function readTypeParameters(list: SyntaxNode | undefined): string[] {
  if (!list) return [];
  return namedChildren(list).flatMap((node) => {
    if (node.type === "type_identifier") return [node.text];
    const name = field(node, "name") ?? field(node, "left");
    return name && name.type !== "lifetime" ? [name.text] : [];
  });
}
