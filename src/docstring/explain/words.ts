import { listed as joined } from "../../base/words.js";
import { namedChildren } from "../../syntax/nodes.js";
import type { SyntaxNode } from "../../syntax/parser.js";
import { codeOf } from "../body.js";
import { callOf, unwrapped } from "./expressions.js";

export const quote = (code: string): string => `\`${code}\``;

/** Code of at most 48 characters between backticks. */
export const quoted = (node: SyntaxNode | undefined): string | undefined => {
  const code = node && codeOf(node);
  return code === undefined ? undefined : quote(code);
};

/** `a, b and c`; with a limit `a, b and 4 more`. */
export function listed(items: readonly string[], word = "and", limit = items.length): string {
  const more = items.length - limit;
  if (more > 0) return `${items.slice(0, limit).join(", ")} and ${more} more`;
  return joined(items, word);
}

/** From the whole list down to its first item, for a place that may be too narrow. */
export const listings = (items: readonly string[], word = "and"): string[] => [
  ...(items.length <= 4 ? [listed(items, word)] : []),
  ...[3, 2, 1].filter((limit) => limit < items.length).map((limit) => listed(items, word, limit)),
];

/** A name or a member of one. */
export const isPlace = (code: string): boolean =>
  /^[@$\w]+(?:(?:\.|->|::)\w+)*$/.test(code) && !/^\d/.test(code);

export const isNothing = (code: string): boolean => /^(?:None|null|nil|undefined|NULL|nullptr)$/.test(code);

interface Comparison {
  readonly left: SyntaxNode;
  readonly operator: string;
  readonly right: SyntaxNode;
}

const comparisons: Readonly<Record<string, string>> = {
  "===": "==",
  "!==": "!=",
  "~=": "!=",
  is: "==",
  "is not": "!=",
};

/** `a < b` and its like; undefined for anything else, chains included. */
export function comparisonOf(node: SyntaxNode): Comparison | undefined {
  if (!/^(?:comparison_operator|binary_expression|binary|binary_operator)$/.test(node.type)) return undefined;
  const [left, right, ...more] = namedChildren(node);
  if (!left || !right || more.length > 0) return undefined;
  const written = node.text
    .slice(left.endIndex - node.startIndex, right.startIndex - node.startIndex)
    .replace(/\s+/g, " ")
    .trim();
  const operator = comparisons[written] ?? written;
  return /^(?:[<>]=?|[=!]=|in|not in)$/.test(operator) ? { left, operator, right } : undefined;
}

/** What `node` negates, without the negation. */
export function negatedPart(node: SyntaxNode): SyntaxNode | undefined {
  if (!/^(?:not|unary|prefix_unary|logical_not)(?:_op)?(?:_expression|_operator)?$/.test(node.type))
    return undefined;
  const inner = namedChildren(node).at(-1);
  return inner && /^(?:!|~|not\b)/.test(node.text) ? unwrapped(inner) : undefined;
}

/** The sides of `a or b or c`; the node itself for anything else. */
export function alternativesOf(node: SyntaxNode): SyntaxNode[] {
  const whole = unwrapped(node);
  const [left, right, ...more] = namedChildren(whole);
  if (
    !left ||
    !right ||
    more.length > 0 ||
    !/^(?:boolean_operator|binary_expression|binary|boolean_expression|binary_operator)$/.test(whole.type)
  )
    return [whole];
  const operator = whole.text
    .slice(left.endIndex - whole.startIndex, right.startIndex - whole.startIndex)
    .trim();
  return /^(?:or|\|\|)$/.test(operator) ? [...alternativesOf(left), ...alternativesOf(right)] : [whole];
}

/** What must hold where `condition` leads to an error. Undefined where that cannot be said in few words. */
export function requirement(condition: SyntaxNode): string | undefined {
  const node = unwrapped(condition);
  const code = codeOf(node);
  if (code === undefined) return undefined;
  const inner = negatedPart(node);
  if (inner) return requirementThat(inner);
  const compared = comparisonOf(node) ?? givenComparison(node);
  if (compared) return comparedRequirement(compared);
  const type = typeTest(node);
  if (type) return `${quote(type.value)} must not be ${withArticle(type.type)}`;
  return undefined;
}

/** `x < 0` of `x is not None and x < 0`. */
function givenComparison(node: SyntaxNode): Comparison | undefined {
  const [left, right, ...more] = namedChildren(node);
  if (!left || !right || more.length > 0) return undefined;
  const operator = node.text
    .slice(left.endIndex - node.startIndex, right.startIndex - node.startIndex)
    .trim();
  const [given, compared] = [comparisonOf(unwrapped(left)), comparisonOf(unwrapped(right))];
  const isOne =
    given?.operator === "!=" && isNothing(given.right.text) && compared?.left.text === given.left.text;
  return isOne && /^(?:and|&&)$/.test(operator) ? compared : undefined;
}

/** What must hold where `condition` has to be true. */
export function requirementThat(condition: SyntaxNode): string | undefined {
  const node = unwrapped(condition);
  const code = codeOf(node);
  if (code === undefined || alternativesOf(node).length > 1) return undefined;
  const type = typeTest(node);
  if (type) return `${quote(type.value)} must be ${withArticle(type.type)}`;
  if (isPlace(code)) return `${quote(code)} is required`;
  return `${quote(code)} must hold`;
}

function comparedRequirement(compared: Comparison): string | undefined {
  const { left, operator, right } = isLiteral(compared.left) ? turned(compared) : compared;
  const [subject, value] = [codeOf(left), codeOf(right)];
  if (subject === undefined || value === undefined || isLiteral(left)) return undefined;
  const counted = countedBy(subject);
  const isFilled = (operator === ">" && value === "0") || (operator === ">=" && value === "1");
  const isEmpty = (/^(?:==|<=)$/.test(operator) && value === "0") || (operator === "<" && value === "1");
  if (counted !== undefined && isFilled) return `${quote(counted)} must be empty`;
  if (counted !== undefined && isEmpty) return `${quote(counted)} must not be empty`;
  const rule = ruleOf(operator, value, right);
  return rule === undefined ? undefined : `${quote(subject)} ${rule}`;
}

const isLiteral = (node: SyntaxNode): boolean => isNothing(node.text) || /^-?[\d.]+$|^["']/.test(node.text);

const turns: Readonly<Record<string, string>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

const turned = ({ left, operator, right }: Comparison): Comparison => ({
  left: right,
  operator: turns[operator] ?? operator,
  right: left,
});

/** `xs` of `len(xs)`, `xs.length`, `xs.size()`. */
const countedBy = (code: string): string | undefined =>
  /^\\?(?:len|count|strlen|numel|length)\(([^()]+)\)$/.exec(code)?.[1] ??
  /^(.+?)(?:\.|->)(?:length|size|Length|Count|count)(?:\(\))?$/.exec(code)?.[1];

function ruleOf(operator: string, value: string, right: SyntaxNode): string | undefined {
  if (isNothing(value)) return operator === "==" ? "is required" : `must be ${quote(value)}`;
  if (/^(?:""|'')$/.test(value)) return operator === "==" ? "must not be empty" : "must be empty";
  if (operator === "<" && value === "0") return "must not be negative";
  if (operator === "<=" && value === "0") return "must be positive";
  switch (operator) {
    case "<":
      return `must be at least ${quote(value)}`;
    case "<=":
      return `must be greater than ${quote(value)}`;
    case ">":
      return `must be at most ${quote(value)}`;
    case ">=":
      return `must be less than ${quote(value)}`;
    case "==":
      return `must not be ${quote(value)}`;
    case "!=":
      return `must be ${quote(value)}`;
    case "not in":
      return `must be ${choice(right) ?? `in ${quote(value)}`}`;
    case "in":
      return `must not be ${choice(right) ?? `in ${quote(value)}`}`;
    default:
      return undefined;
  }
}

/** `('a', 'b')` → `'a'` or `'b'`. */
function choice(node: SyntaxNode): string | undefined {
  if (!/^(?:tuple|list|set)$/.test(node.type)) return undefined;
  const items = namedChildren(node).map((child) => quote(child.text));
  return items.length >= 2 && items.length <= 4 ? listed(items, "or") : undefined;
}

interface TypeTest {
  readonly value: string;
  readonly type: string;
}

/** `isinstance(x, T)`, `x instanceof T`, `Array.isArray(x)`, `typeof x === 'string'`. */
export function typeTest(node: SyntaxNode): TypeTest | undefined {
  const text = node.text.replace(/\s+/g, " ");
  const [, value = "", type = ""] =
    /^isinstance\(([\w.]+), ?\(?([\w.]+)\)?\)$/.exec(text) ??
    /^([\w.$]+) instanceof ([\w.]+)$/.exec(text) ??
    /^typeof ([\w.]+) ===? ["'](\w+)["']$/.exec(text) ??
    [];
  if (value !== "") return { value, type };
  const array = /^Array\.isArray\(([\w.]+)\)$/.exec(text)?.[1] ?? /^is_array\((\$\w+)\)$/.exec(text)?.[1];
  return array === undefined ? undefined : { value: array, type: "array" };
}

export const withArticle = (type: string): string =>
  `${/^[aeiouAEIOU]/.test(type) ? "an" : "a"} ${type === "array" ? type : quote(type)}`;

/** The names that occur in `node`. */
export const namesIn = (node: SyntaxNode): ReadonlySet<string> =>
  new Set(node.descendantsOfType(["identifier", "variable_name"]).map((each) => each?.text ?? ""));

/** The call that a statement's value is, `await` aside. */
export const calleeText = (node: SyntaxNode | undefined): string =>
  node ? (callOf(node)?.callee ?? "") : "";

/** The name behind the last dot. */
export const lastPart = (name: string): string => /[^.:>]*$/.exec(name)?.[0] ?? name;
