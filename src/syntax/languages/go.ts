import { expressionStatementKind, oneLine } from "../bodies.js";
import type { ClassNode, FunctionNode, Language } from "../language.js";
import {
  ancestorOfType,
  childOfType,
  children,
  commentsAbove,
  field,
  fields,
  namedChildren,
} from "../nodes.js";
import type { SyntaxNode } from "../parser.js";
import type { FunctionKind, Parameter, Signature, StatementKind } from "../types.js";

const functionKinds: Readonly<Record<string, FunctionKind>> = {
  function_declaration: "function",
  method_declaration: "method",
  method_spec: "method",
  method_elem: "method",
};

const statementKinds: Readonly<Record<string, StatementKind>> = {
  short_var_declaration: "assignment",
  assignment_statement: "assignment",
  inc_statement: "assignment",
  dec_statement: "assignment",
  const_declaration: "declaration",
  type_declaration: "definition",
  if_statement: "conditional",
  expression_switch_statement: "conditional",
  type_switch_statement: "conditional",
  select_statement: "conditional",
  for_statement: "loop",
  return_statement: "return",
  go_statement: "call",
  defer_statement: "call",
  send_statement: "other",
  break_statement: "other",
  continue_statement: "other",
  goto_statement: "other",
  fallthrough_statement: "other",
  labeled_statement: "other",
};

export const go: Language = {
  id: "go",
  name: "Go",
  grammar: "go",
  extensions: [".go"],
  editorIds: ["go"],
  lineComment: "//",
  documentationPlacement: "before",
  patchTypes: new Set([
    ...Object.keys(functionKinds),
    ...Object.keys(statementKinds),
    "func_literal",
    "type_spec",
    "var_declaration",
    "expression_statement",
    "import_declaration",
  ]),
  readFunction,
  readClass,
  isImport: (node) => node.type === "import_declaration",
  statementKind,
  isDocumentation: (node) => node.type === "comment" && !isDirective(node) && !isCgoPreamble(node),
  readModuleDocstring: (root) => {
    const clause = childOfType(root, "package_clause");
    return clause && commentsAbove(clause, isDocumentation)[0];
  },
};

/** The statements in the head of `if`, `for` and `switch` are part of that statement. */
function statementKind(node: SyntaxNode): StatementKind | undefined {
  if (node.parent && headed.has(node.parent.type) && node.type !== "block") {
    const isElseIf = node.type === "if_statement" && field(node.parent, "alternative")?.id === node.id;
    if (!isElseIf) return undefined;
  }
  if (node.type === "var_declaration") {
    return node.descendantsOfType("var_spec").some((spec) => spec && field(spec, "value"))
      ? "assignment"
      : "declaration";
  }
  return node.type === "expression_statement"
    ? expressionStatementKind(node, { call_expression: "call" })
    : statementKinds[node.type];
}

const headed = new Set([
  "if_statement",
  "for_clause",
  "expression_switch_statement",
  "type_switch_statement",
]);

/** `//go:noinline`, `//export F`, `//line x.go:1`, `// +build linux`: the toolchain reads them. */
const isDirective = (comment: SyntaxNode): boolean =>
  /^\/\/(\s*\+build\b|[a-z0-9]+:[a-z0-9]|export \w|extern \w|line )/.test(comment.text);

/** The comment above `import "C"` is C code. */
const isCgoPreamble = (comment: SyntaxNode): boolean =>
  comment.nextNamedSibling?.type === "import_declaration" && /"C"/.test(comment.nextNamedSibling.text);

const isDocumentation = (comment: SyntaxNode): boolean => !isDirective(comment);

/** Directives close a doc comment: they belong to the declaration and not to its documentation. */
function withDirectives(declaration: SyntaxNode): SyntaxNode {
  return commentsAbove(declaration, isDirective)[0] ?? declaration;
}

/** Without the empty comment that sets directives off. */
function documentationOf(leading: SyntaxNode): SyntaxNode[] {
  const above = commentsAbove(leading, isDocumentation);
  const last = above.findLastIndex(({ text }) => text.trim() !== "//");
  return above.slice(0, last + 1);
}

const isExported = (name: string): boolean => /^\p{Lu}/u.test(name);

function readFunction(node: SyntaxNode): FunctionNode | undefined {
  if (node.type === "func_literal") return readLiteral(node);
  const kind = functionKinds[node.type];
  const nameNode = field(node, "name");
  if (!kind || !nameNode) return undefined;
  const body = field(node, "body");
  const owner = receiverType(node);
  const leading = withDirectives(node);
  const specOwner = ancestorOfType(node, "type_spec");
  const ownerName =
    owner ?? (node.type.startsWith("method_") ? specOwner?.childForFieldName("name")?.text : undefined);
  return {
    name: nameNode.text,
    nameNode,
    kind,
    ...(owner ? { owner } : {}),
    declaration: node,
    leading,
    ...(body ? { body } : {}),
    isPublic: isExported(nameNode.text) && (ownerName === undefined || isExported(ownerName)),
    readSignature: () => readSignature(node),
    docstring: documentationOf(leading),
  };
}

/** `T` of `func (t *T[K]) M()`. */
function receiverType(node: SyntaxNode): string | undefined {
  const receiver = field(node, "receiver");
  const type = receiver && namedChildren(receiver)[0]?.childForFieldName("type");
  return /[\p{L}_][\p{L}\p{N}_]*/u.exec(type?.text ?? "")?.[0];
}

/** `name := func() {}` and `var name = func() {}`, also as one of several values. */
function readLiteral(literal: SyntaxNode): FunctionNode | undefined {
  const values = literal.parent;
  const binding = values?.parent;
  if (values?.type !== "expression_list" || !binding) return undefined;
  const names =
    binding.type === "var_spec"
      ? fields(binding, "name").filter(({ isNamed }) => isNamed)
      : namedChildren(field(binding, "left") ?? literal);
  const isBinding = ["var_spec", "short_var_declaration", "assignment_statement"].includes(binding.type);
  const nameNode = names[namedChildren(values).findIndex(({ id }) => id === literal.id)];
  if (!isBinding || nameNode?.type !== "identifier" || nameNode.text === "_") return undefined;
  const declaration = declarationOf(binding);
  const body = field(literal, "body");
  const isTopLevel = !ancestorOfType(literal, "function_declaration", "method_declaration", "func_literal");
  return {
    name: nameNode.text,
    nameNode,
    kind: "lambda",
    declaration,
    ...(body ? { body } : {}),
    isPublic: isTopLevel && isExported(nameNode.text),
    readSignature: () => readSignature(literal),
    docstring: commentsAbove(declaration, isDocumentation),
  };
}

/** A spec stands for itself inside parentheses, else for the whole `var` or `type` declaration. */
function declarationOf(spec: SyntaxNode): SyntaxNode {
  const isSpec = spec.type === "var_spec" || spec.type === "type_spec" || spec.type === "type_alias";
  if (!isSpec || !spec.parent) return spec;
  if (spec.parent.type === "var_spec_list") return spec;
  return children(spec.parent).some(({ type }) => type === "(") ? spec : spec.parent;
}

/** Structs, interfaces and other named types: what Go's documentation lists methods under. */
function readClass(node: SyntaxNode): ClassNode | undefined {
  const nameNode = node.type === "type_spec" ? field(node, "name") : undefined;
  if (!nameNode) return undefined;
  const declaration = declarationOf(node);
  const body = field(node, "type");
  const isTopLevel = !ancestorOfType(node, "block");
  return {
    name: nameNode.text,
    nameNode,
    declaration,
    ...(body ? { body } : {}),
    isPublic: isTopLevel && isExported(nameNode.text),
    docstring: documentationOf(withDirectives(declaration)),
  };
}

function readSignature(node: SyntaxNode): Signature {
  const result = field(node, "result");
  const typeParameters = field(node, "type_parameters");
  const receiver = field(node, "receiver");
  return {
    parameters: [
      ...(receiver
        ? readParameters(receiver).map((parameter) => ({ ...parameter, kind: "receiver" as const }))
        : []),
      ...readParameters(field(node, "parameters")),
    ],
    typeParameters: typeParameters ? readParameters(typeParameters).map(({ name }) => name) : [],
    ...(result ? { returnType: oneLine(result.text) } : {}),
    returns: result && result.text !== "()" ? "value" : "nothing",
    yields: false,
    async: false,
    raises: [],
  };
}

/** Unnamed parameters and `_` are left out: documentation cannot refer to them. */
function readParameters(list: SyntaxNode | undefined): Parameter[] {
  if (!list) return [];
  return namedChildren(list).flatMap((node): Parameter[] => {
    const type = field(node, "type");
    const kind = node.type === "variadic_parameter_declaration" ? "variadic" : "positional";
    return fields(node, "name")
      .filter(({ isNamed, text }) => isNamed && text !== "_")
      .map(({ text }) => ({ name: text, kind, ...(type ? { type: oneLine(type.text) } : {}) }));
  });
}
