import { field, namedChildren } from "../syntax/nodes.js";
import type { SyntaxNode } from "../syntax/parser.js";
import type { FunctionPatch } from "../syntax/types.js";
import { bodyNode, redeclares } from "./body.js";

/** Whether a parameter about whose use nothing can be told is used at all. */
export function plainUse(root: SyntaxNode, patch: FunctionPatch, code: string, name: string): string {
  if (patch.bodyRange === undefined) return "";
  const body = code.slice(Math.max(0, patch.bodyRange.start - patch.range.start));
  const parts = patternNames(root, patch, name);
  if (parts.length > 0) return `Taken apart into ${parts.map((part) => `\`${part}\``).join(", ")}.`;
  const member = memberOf(root, patch, name);
  if (member !== undefined) return `Stored as \`${member}\`.`;
  if (/(?<![\w.:])super(?=\s*(?:$|[\n;}]|\s(?:if|unless|rescue|do)\b))/m.test(body))
    return "Passed to `super`.";
  if (occurrences(root, patch, name) > 1 || takesAll.test(body)) return "Used in the body.";
  return /^\W*(?:\.\.\.|(?:raise|throw)\b[^;\n]*\bNot(?:Implemented|Supported)\w*)/.test(body)
    ? "Left to implementations."
    : "Not used.";
}

/** The member that a parameter of a constructor is as well, in PHP and TypeScript: `private int $width`. */
function memberOf(root: SyntaxNode, patch: FunctionPatch, name: string): string | undefined {
  if (patch.kind !== "constructor") return undefined;
  const found = parameterNodes(root, patch).find(
    (node) =>
      (node.type === "property_promotion_parameter" ||
        (/^(?:required|optional)_parameter$/.test(node.type) &&
          /^(?:public|private|protected|readonly|override)\s/.test(node.text))) &&
      [field(node, "name"), field(node, "pattern")].some((each) => each?.text.replace("$", "") === name),
  );
  return found && (found.type === "property_promotion_parameter" ? `$this->${name}` : `this.${name}`);
}

/** The parameters of a function, as they stand in the tree. */
function parameterNodes(root: SyntaxNode, patch: FunctionPatch): readonly SyntaxNode[] {
  for (let at = bodyNode(root, patch)?.parent; at; at = at.parent) {
    const list = field(at, "parameters");
    if (list) return namedChildren(list);
  }
  return [];
}

/** What a destructured parameter of JavaScript, which has no name of its own, is taken apart into; none of other parameters. */
function patternNames(root: SyntaxNode, patch: FunctionPatch, name: string): readonly string[] {
  const position = /^param(\d+)$/.exec(name)?.[1];
  const parameter = position === undefined ? undefined : parameterNodes(root, patch)[Number(position)];
  const pattern = parameter && (field(parameter, "pattern") ?? field(parameter, "left") ?? parameter);
  if (!pattern || !/^(?:object|array)_pattern$/.test(pattern.type)) return [];
  return namedChildren(pattern).map((part) => {
    const own = field(part, "key") ?? field(part, "left") ?? part;
    return own.text.replace(/^\.\.\./, "");
  });
}

/** Calls that take all parameters without naming them. */
const takesAll = /(?<![\w.])(?:locals\(\)|vars\(\)|arguments\b|compact\(|func_get_args\(|get_defined_vars\()/;

/** How often a name stands in a function, its declaration included; comments and documentation do not count. */
function occurrences(root: SyntaxNode, { range, nameRange, docstring }: FunctionPatch, name: string): number {
  const whole = root.descendantForIndex(range.start, Math.max(range.start, range.end - 1));
  const pattern = new RegExp(`(?<!\\w)${name.replace(/[$?!]/g, "\\$&")}(?!\\w)`);
  let count = 0;
  const visit = (node: SyntaxNode): void => {
    if (node.startIndex > nameRange.end && (redeclares(node, name) || redeclares(node, `$${name}`))) return;
    if (node.startIndex === docstring?.range.start) return;
    if (/comment/.test(node.type) || node.startIndex >= range.end || node.endIndex <= nameRange.end) return;
    if (node.childCount === 0) count += pattern.test(node.text) ? 1 : 0;
    else for (const child of node.children) if (child) visit(child);
  };
  if (whole) visit(whole);
  return count;
}
