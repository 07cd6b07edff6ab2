import { childOfType, field, namedChildren } from "../nodes.js";
import type { SyntaxNode, SyntaxTree } from "../parser.js";

/** Names that a module exports in another place than where they are declared; undefined for a script, which hides nothing. */
type Exports = ReadonlySet<string> | undefined;

const exportsOfTree = new WeakMap<SyntaxTree, { readonly names: Exports }>();

/**
 * Whether a member or a declaration called `name` can be reached from outside of its class and file. A file with neither
 * `export` nor `module.exports` is a script: what it declares at the top is global.
 */
export function isVisible(declaration: SyntaxNode, name: string): boolean {
  let topLevelName = name;
  let top = declaration;
  for (let at: SyntaxNode | null = declaration; at; at = at.parent) {
    if (isPrivateMember(at, at.id === declaration.id ? name : undefined)) return false;
    if (at.id !== declaration.id && isFunction(at)) return false;
    const declared = field(at, "name");
    if (declared && /^(class|abstract_class|interface)_declaration$|^variable_declarator$/.test(at.type)) {
      topLevelName = declared.text;
    }
    if (at.type !== "program") top = at;
  }
  const exported = exportsOf(declaration);
  if (!exported || top.type === "export_statement" || declaration.type === "export_statement") return true;
  const target = field(top.firstNamedChild ?? top, "left")?.text ?? "";
  return (
    /^(module\.)?exports\b/.test(target) ||
    exported.has(target.split(".")[0] ?? "") ||
    exported.has(topLevelName)
  );
}

function isPrivateMember(node: SyntaxNode, name: string | undefined): boolean {
  if (name !== undefined && (name.startsWith("#") || name.startsWith("_"))) return true;
  if (!/^(abstract_)?method_|field_definition$/.test(node.type)) return false;
  return /^(private|protected)$/.test(childOfType(node, "accessibility_modifier")?.text ?? "");
}

const isFunction = (node: SyntaxNode): boolean =>
  /^(function_declaration|generator_function(_declaration)?|function_expression|arrow_function|method_definition|class_static_block)$/.test(
    node.type,
  );

function exportsOf(node: SyntaxNode): Exports {
  const known = exportsOfTree.get(node.tree);
  if (known) return known.names;
  const names = readExports(node.tree.rootNode);
  exportsOfTree.set(node.tree, { names });
  return names;
}

function readExports(program: SyntaxNode): Exports {
  const names = new Set<string>();
  let isModule = false;
  for (const statement of namedChildren(program)) {
    if (statement.type === "export_statement") {
      isModule = true;
      const declared = field(statement, "declaration");
      const declaredName = declared && field(declared, "name");
      if (declaredName) names.add(declaredName.text);
      const value = field(statement, "value");
      if (value?.type === "identifier") names.add(value.text);
      const clause = childOfType(statement, "export_clause");
      for (const specifier of clause ? namedChildren(clause) : []) {
        names.add(field(specifier, "name")?.text ?? specifier.text);
      }
    } else if (statement.type === "import_statement") {
      isModule = true;
    } else if (statement.type === "expression_statement") {
      const assignment = statement.firstNamedChild;
      const target = assignment ? field(assignment, "left")?.text : undefined;
      if (!assignment || !target || !/^(module\.)?exports\b/.test(target)) continue;
      isModule = true;
      const value = field(assignment, "right");
      for (const name of value?.type === "object" ? namedChildren(value) : value ? [value] : []) {
        names.add(field(name, "value")?.text ?? name.text);
      }
    }
  }
  return isModule ? names : undefined;
}
