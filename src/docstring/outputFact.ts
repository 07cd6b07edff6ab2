import { listed } from "../base/words.js";
import { field } from "../syntax/nodes.js";
import { type SyntaxNode, walk } from "../syntax/parser.js";
import type { FunctionPatch } from "../syntax/types.js";
import { bodyNode, codeOf } from "./body.js";

const walked: ReadonlySet<string> = new Set(["assignment", "lambda"]);

/** What the body assigns to a result that has a name, in the code's words. */
export function outputFact(root: SyntaxNode, patch: FunctionPatch, name: string): string | undefined {
  const node = bodyNode(root, patch);
  if (!node) return undefined;
  const whole: string[] = [];
  const elements: string[] = [];
  const members = new Set<string>();
  let isLong = false;
  walk(node, walked, (assignment) => {
    const left = field(assignment, "left");
    const right = field(assignment, "right");
    if (!left || !right) return false;
    const target = assignedIn(left, name);
    if (target === undefined) return false;
    if (target === "member") {
      members.add(field(left, "field")?.text ?? "");
      return false;
    }
    const code = codeOf(right);
    if (code === undefined) isLong = true;
    else if (target === "whole" && left.type === "identifier") whole.push(code);
    else if (target === "element") elements.push(code);
    else whole.push(`${codeOf(left) ?? name} = ${code}`);
    return false;
  });
  if (members.size > 0) return membersFact([...members]);
  if (isLong) return undefined;
  const values = [...new Set(elements.length > 0 ? elements : whole)];
  const [only = ""] = values;
  if (values.length === 1 && elements.length > 0) return `Its elements are set to \`${only}\`.`;
  if (values.length === 1) return only.includes(" = ") ? `Set by \`${only}\`.` : `The value of \`${only}\`.`;
  if (values.length < 2 || values.length > 3 || elements.length > 0) return undefined;
  const quoted = values.map((value) => `\`${value}\``);
  return `One of ${listed(quoted)}.`;
}

function membersFact(names: readonly string[]): string {
  const quoted = names.map((each) => `\`${each}\``);
  if (quoted.length === 1) return `Its field ${quoted[0]} is set.`;
  if (quoted.length > 4) return "Its fields are set.";
  return `Its fields ${listed(quoted)} are set.`;
}

/** Whether a target of an assignment is the variable, or an element or field of it. */
function assignedIn(left: SyntaxNode, name: string): "whole" | "element" | "member" | undefined {
  if (left.type === "identifier") return left.text === name ? "whole" : undefined;
  if (left.type === "output_list")
    return left.namedChildren.some((child) => child?.type === "identifier" && child.text === name)
      ? "whole"
      : undefined;
  const base = field(left, "function") ?? field(left, "object");
  if (!base || assignedIn(base, name) === undefined) return undefined;
  return left.type === "field_expression" && base.type === "identifier" ? "member" : "element";
}
