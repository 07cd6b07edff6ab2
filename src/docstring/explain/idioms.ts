import { escapeRegExp } from "../../base/regex.js";
import type { Assignment } from "./expressions.js";
import { type Rule, runOf } from "./rule.js";
import { deepStatements, type Loop, type Statement } from "./statements.js";
import { comparisonOf, isNothing, isPlace, quote } from "./words.js";

const loopOf = (statement: Statement | undefined): Loop | undefined =>
  statement?.reading.kind === "loop" ? statement.reading : undefined;

/** `while (p) { …; p = p->next; }`. */
export const linkedList: Rule = ([statement]) => {
  const loop = loopOf(statement);
  const last = loop?.body.at(-1)?.reading;
  if (!loop?.condition || loop.values || last?.kind !== "assign" || last.operator !== "=") return undefined;
  const place = last.target.text;
  const member = new RegExp(`^${escapeRegExp(place)}(?:\\.|->)(\\w*(?:next|parent|prev)\\w*)$`, "i").exec(
    last.value?.text ?? "",
  )?.[1];
  if (member === undefined || !isPlace(place)) return undefined;
  const compared = comparisonOf(loop.condition);
  const tested =
    compared && compared.operator === "!=" && isNothing(compared.right.text)
      ? compared.left.text
      : loop.condition.text;
  if (tested === place && loop.body.length > 1)
    return { length: 1, said: [`Walk from ${quote(place)} along ${quote(member)} to the end`], isOpen: true };
  const isLast = tested === last.value?.text && loop.body.length === 1;
  return isLast ? { length: 1, said: [`Go to the last one along ${quote(member)}`] } : undefined;
};

/** Loops that take a number apart, and Euclid's. */
export const digits: Rule = ([statement]) => {
  const loop = loopOf(statement);
  if (!statement || !loop?.condition || loop.values) return undefined;
  const number = /^\(?(\$?\w+)(?: ?(?:>|!==?) ?0)?\)?$/.exec(loop.condition.text)?.[1];
  if (number === undefined) return undefined;
  const text = statement.node.text.replace(/\s+/g, " ");
  const name = `(?<![\\w$.])${escapeRegExp(number)}`;
  const has = (pattern: string): boolean => new RegExp(pattern.replaceAll("N", name)).test(text);
  if (
    has("N ?% ?10\\b") &&
    has("N ?//= ?10\\b|N ?/= ?10\\b|N = (?:int\\(|Math\\.floor\\(|\\(int\\) ?)?N ?//? ?10\\b")
  )
    return { length: 1, said: [`Take ${quote(number)} apart digit by digit`], isOpen: true };
  if (has("N ?& ?1\\b|N ?% ?2\\b") && has("N ?>>= ?1\\b|N = N ?>> ?1\\b|N ?//?= ?2\\b|N = N ?// ?2\\b"))
    return { length: 1, said: [`Take ${quote(number)} apart bit by bit`], isOpen: true };
  return has("N = \\w+ ?% ?N\\b|, ?N = N, ?\\w+ ?% ?N\\b")
    ? { length: 1, said: ["Euclid's algorithm for the greatest common divisor"] }
    : undefined;
};

/** Waiting and reading loops whose head says how, but not what for. */
export const reading: Rule = ([statement]) => {
  const loop = loopOf(statement);
  if (!loop?.condition || loop.values) return undefined;
  const text = loop.condition.text.replace(/\s+/g, " ");
  if (/\bgetopt(?:_long)?\(/.test(text))
    return { length: 1, said: ["Read the options of the command line"], isOpen: true };
  const source =
    /\bfgets\(\w+, ?[^,]+, ?(\w+)\)/.exec(text)?.[1] ??
    /\bgetline\((?:std::)?(\w+), ?\w+\)/.exec(text)?.[1] ??
    /(\w+)\.(?:readLine|ReadLine)\(\)/.exec(text)?.[1] ??
    /\bfgets\((\$\w+)/.exec(text)?.[1];
  return source === undefined
    ? undefined
    : { length: 1, said: [`Read ${quote(source)} line by line`], isOpen: true };
};

/** Loops over indices whose one innermost statement is a known operation on arrays. */
export const arrays: Rule = ([statement]) => {
  const variables: string[] = [];
  let inner: Statement | undefined = statement;
  let before: readonly Statement[] = [];
  for (let loop = loopOf(inner); loop; loop = loopOf(inner)) {
    if (loop.variable === undefined) return undefined;
    variables.push(loop.variable);
    before = loop.body.slice(0, -1);
    inner = loop.body.at(-1);
    if (before.some(({ reading: each }) => each.kind !== "assign")) return undefined;
    if (before.length > 0 && !loopOf(inner)) return undefined;
  }
  const assigned = inner?.reading;
  if (assigned?.kind !== "assign" || variables.length === 0) return undefined;
  const said = operation(assigned, variables);
  return said === undefined ? undefined : { length: 1, said: [said] };
};

const element = "([\\w$.>-]+?)[[(]{1,2}(\\w+)(?:(?:, ?|\\]\\[)(\\w+))?[\\])]{1,2}";

interface Element {
  readonly name: string;
  readonly indices: readonly string[];
}

function elementOf(text: string): Element | undefined {
  const [, name = "", first = "", second] = new RegExp(`^${element}$`).exec(text) ?? [];
  return name === "" ? undefined : { name, indices: second === undefined ? [first] : [first, second] };
}

/** The two factors of a product of elements, which may be added to `target`. */
function factorsOf(text: string): readonly [Element, Element] | undefined {
  const [left = "", right = "", ...more] = text.replace(/;$/, "").split(/ ?\.?\* ?/);
  const [a, b] = [elementOf(left), elementOf(right)];
  return a && b && more.length === 0 ? [a, b] : undefined;
}

function operation(
  { target, operator, value }: Assignment,
  variables: readonly string[],
): string | undefined {
  const place = target.text.replace(/\s+/g, "");
  const given = value?.text.replace(/\s+/g, "") ?? "";
  const added =
    operator === "+=" ? given : given.startsWith(`${place}+`) ? given.slice(place.length + 1) : undefined;
  const factors = added === undefined ? undefined : factorsOf(added);
  const into = elementOf(place);
  if (factors && variables.length === 3 && into?.indices.length === 2) {
    const [a, b] = factors;
    const [i, j] = into.indices;
    const isProduct =
      a.indices.length === 2 &&
      b.indices.length === 2 &&
      a.indices[0] === i &&
      b.indices[1] === j &&
      a.indices[1] === b.indices[0];
    return isProduct
      ? `Multiply the matrices ${quote(a.name)} and ${quote(b.name)} into ${quote(into.name)}`
      : undefined;
  }
  if (factors && variables.length === 1 && isPlace(place)) {
    const [a, b] = factors;
    const isAlong = [a, b].every(({ indices }) => indices.length === 1 && indices[0] === variables[0]);
    if (!isAlong) return undefined;
    return a.name === b.name
      ? `Sum of the squares of ${quote(a.name)}`
      : `Scalar product of ${quote(a.name)} and ${quote(b.name)}`;
  }
  if (operator !== "=" || !into || into.indices.length !== variables.length) return undefined;
  const from = elementOf(given);
  const isTurned =
    from &&
    variables.length === 2 &&
    from.indices[0] === into.indices[1] &&
    from.indices[1] === into.indices[0] &&
    from.indices[0] !== from.indices[1];
  return isTurned ? `Transpose ${quote(from.name)} into ${quote(into.name)}` : undefined;
}

/** A run that makes an object and gives it what it needs. */
export const settingUp: Rule = (statements) => {
  const made = statements[0]?.reading;
  const name = made?.kind === "assign" && made.operator === "=" ? made.target.text : "";
  if (
    made?.kind !== "assign" ||
    !/^\$?[A-Za-z_]\w*$/.test(name) ||
    !/^(?:new\s|&?[A-Z]\w*[({]|[\w.]+\.[A-Z]\w*\()/.test(made.value?.text ?? "")
  )
    return undefined;
  const owner = new RegExp(`^${escapeRegExp(name)}(?:\\.|->)\\w+`);
  const members = runOf(
    statements.slice(1),
    ({ reading: each }) =>
      owner.exec(each.kind === "call" ? each.callee : each.kind === "assign" ? each.target.text : "")?.[0],
  );
  const isVaried = members.length >= 4 && new Set(members).size >= 3;
  return isVaried ? { length: 1 + members.length, said: [`Set up ${quote(name)}`] } : undefined;
};

/** What is done in any case at the end of a longer part. */
export const cleanup: Rule = ([statement]) => {
  const whole = statement?.reading;
  if (whole?.kind !== "try" || whole.handlers.length > 0 || deepStatements(whole.body).length < 4)
    return undefined;
  const calls = whole.last.map(({ reading: each }) =>
    each.kind === "call" && each.arguments.length === 0 ? `${each.callee}()` : "",
  );
  const [only, ...others] = calls;
  return only && others.length === 0
    ? { length: 1, said: [`${quote(only)} runs in any case`], isOpen: true }
    : undefined;
};
