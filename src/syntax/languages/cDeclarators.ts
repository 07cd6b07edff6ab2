import { oneLine } from "../bodies.js";
import { childOfType, children, field, namedChildren } from "../nodes.js";
import type { SyntaxNode } from "../parser.js";
import type { Parameter } from "../types.js";

import { emptyDefaultStandIn } from "./cMacros.js";

/** What a declaration of C or C++ declares when it declares a function. */
export interface DeclaredFunction {
  readonly nameNode: SyntaxNode;
  /** The node with the parameters. */
  readonly declarator: SyntaxNode;
}

const nameTypes = new Set([
  "identifier",
  "field_identifier",
  "qualified_identifier",
  "destructor_name",
  "operator_name",
  "template_function",
  "template_method",
]);

/**
 * Finds the function in `declarator`, through pointers and references of its result (`char **f(int)`) and through
 * functions that return pointers to functions (`void (*f(int))(char)`). Pointers to functions are variables.
 */
export function declaredFunction(declarator: SyntaxNode): DeclaredFunction | undefined {
  const cast = castOperator(declarator);
  if (cast) return cast;
  for (let at: SyntaxNode | undefined = declarator; at; at = innerDeclarator(at)) {
    if (at.type !== "function_declarator") continue;
    const inner = innerDeclarator(at);
    const pasted = inner?.type === "function_declarator" ? pastedName(inner) : undefined;
    if (pasted) return { nameNode: pasted, declarator: at };
    const named = inner?.type === "parenthesized_declarator" ? innerDeclarator(inner) : inner;
    if (named && nameTypes.has(named.type)) return { nameNode: named, declarator: at };
  }
  return undefined;
}

/** `name` of `void LIB_FUNC(name)(int x)`, where a macro decorates it. */
function pastedName(macro: SyntaxNode): SyntaxNode | undefined {
  const list = field(macro, "parameters");
  const [only, ...more] = list ? namedChildren(list) : [];
  const name = only && more.length === 0 ? field(only, "type") : undefined;
  return name?.type === "type_identifier" && only?.text === name.text ? name : undefined;
}

/** `operator bool() const`, also as `A::operator bool() const`. */
function castOperator(declarator: SyntaxNode): DeclaredFunction | undefined {
  let at: SyntaxNode | undefined = declarator;
  while (at?.type === "qualified_identifier") at = field(at, "name");
  const inner = at?.type === "operator_cast" ? field(at, "declarator") : undefined;
  return inner && { nameNode: declarator, declarator: inner };
}

const innerDeclarator = (node: SyntaxNode): SyntaxNode | undefined =>
  field(node, "declarator") ??
  (/(reference|parenthesized|variadic|attributed)_declarator$/.test(node.type)
    ? namedChildren(node).find(({ type }) => /declarator$|identifier$|_name$/.test(type))
    : undefined);

/** The parameters of a function; `(void)` has none, and unnamed ones are left out: documentation cannot refer to them. */
export function readParameters(declarator: SyntaxNode, definition: SyntaxNode): Parameter[] {
  const list = field(declarator, "parameters");
  if (!list) return [];
  const parameters = namedChildren(list).flatMap((node): Parameter[] => {
    if (node.type === "identifier") return [oldStyleParameter(node, definition)];
    if (node.type === "variadic_parameter") return [];
    return readParameter(node);
  });
  const isOpen = childOfType(list, "...", "variadic_parameter") !== undefined;
  return isOpen ? [...parameters, { name: "...", kind: "variadic" }] : parameters;
}

function readParameter(node: SyntaxNode): Parameter[] {
  const declarator = field(node, "declarator");
  const name = declarator && declaredName(declarator);
  if (!name) return [];
  const value = field(node, "default_value");
  const isPack = node.type === "variadic_parameter_declaration";
  return [
    {
      name: name.text,
      kind: isPack ? "variadic" : "positional",
      type: typeAround(node, name, value),
      ...(value ? { default: value.text === emptyDefaultStandIn ? "{}" : oneLine(value.text) } : {}),
    },
  ];
}

/** `int f(a) char *a; { … }` */
function oldStyleParameter(identifier: SyntaxNode, definition: SyntaxNode): Parameter {
  const { text } = identifier;
  for (const declaration of namedChildren(definition)) {
    if (declaration.type !== "declaration") continue;
    for (const declarator of declaration.childrenForFieldName("declarator")) {
      const name = declarator && declaredName(declarator);
      const type = field(declaration, "type");
      if (!declarator || name?.text !== text || !type) continue;
      const marks = declarator.text.replace(text, "").trim();
      return { name: text, kind: "positional", type: oneLine(`${type.text} ${marks}`) };
    }
  }
  return { name: text, kind: "positional" };
}

function declaredName(declarator: SyntaxNode): SyntaxNode | undefined {
  let at: SyntaxNode | undefined = declarator;
  while (at && at.type !== "identifier") at = innerDeclarator(at);
  return at;
}

/** The declaration without its name and its default: `const char *`, `int [3]`, `void (*)(int)`. */
function typeAround(node: SyntaxNode, name: SyntaxNode, value: SyntaxNode | undefined): string {
  const { text, startIndex } = node;
  const before = text.slice(0, name.startIndex - startIndex);
  const after = text.slice(name.endIndex - startIndex, value ? value.startIndex - startIndex : undefined);
  return oneLine(before + (value ? after.replace(/=\s*$/, "") : after));
}

const notPartOfType = /^(constexpr|consteval|constinit)$/;

/** The type of the result as written, with the pointers and references that belong to it; undefined for constructors. */
export function readReturnType(declaration: SyntaxNode, declarator: SyntaxNode): string | undefined {
  const trailing = childOfType(declarator, "trailing_return_type");
  if (trailing) return oneLine(trailing.text.replace(/^->\s*/, ""));
  const outer = field(declaration, "declarator");
  const type = field(declaration, "type");
  if (!outer || !type)
    return declarator.parent?.type === "operator_cast" ? castType(declarator.parent) : undefined;
  const parts = children(declaration).filter(
    (child) =>
      child.startIndex < outer.startIndex &&
      (child.id === type.id || (child.type === "type_qualifier" && !notPartOfType.test(child.text))),
  );
  const words = parts.map(({ text }) => oneLine(text)).join(" ");
  const start = outer.startIndex;
  const marks =
    outer.text.slice(0, declarator.startIndex - start) + outer.text.slice(declarator.endIndex - start);
  const space = parts.at(-1)?.endIndex === start || marks.trim() === "" ? "" : " ";
  return oneLine(words + space + marks);
}

const castType = (cast: SyntaxNode): string | undefined => {
  const type = field(cast, "type");
  return type && oneLine(type.text);
};
