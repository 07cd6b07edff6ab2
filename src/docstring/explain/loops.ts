import { escapeRegExp } from "../../base/regex.js";
import { codeOf } from "../body.js";
import { collectionOf, loopOf } from "./gathering.js";
import type { Rule } from "./rule.js";
import { countStatements, deepStatements } from "./statements.js";
import { calleeText, comparisonOf, isPlace, lastPart, quote } from "./words.js";

/** A loop that takes from a collection and adds to it until nothing is left. */
export const workList: Rule = ([statement]) => {
  const loop = loopOf(statement);
  if (!statement || !loop?.condition || loop.values) return undefined;
  const [, name = ""] =
    /^(?:!|not |len\(|count\()?\(?([$\w]+)(?:\)|\.|->|$| )/.exec(loop.condition.text) ?? [];
  if (name === "") return undefined;
  const text = statement.node.text;
  const has = (pattern: string): boolean =>
    new RegExp(pattern.replaceAll("X", `(?<![\\w$.])${escapeRegExp(name)}(?:\\.|->)`)).test(text);
  const adds = has("X(?:append|push|push_back|extend|add|offer|addLast)\\(");
  const order =
    has("X(?:popleft|shift|pollFirst|removeFirst|pop_front)\\(|Xpop\\(0\\)") ||
    (has("Xfront\\(\\)") && has("Xpop\\(\\)"))
      ? "first in, first out"
      : has("X(?:pop_back|pop|removeLast|pollLast)\\(\\)") && !has("Xtop\\(\\)") && !has("Xadd\\(")
        ? "last in, first out"
        : undefined;
  if (
    new RegExp(`heappop\\(${escapeRegExp(name)}\\)`).test(text) &&
    new RegExp(`heappush\\(${escapeRegExp(name)},`).test(text)
  )
    return {
      length: 1,
      said: [`Work off ${quote(name)}, smallest first; the loop adds to it`],
      isOpen: true,
    };
  if (!adds || order === undefined) return undefined;
  return { length: 1, said: [`Work off ${quote(name)}, ${order}; the loop adds to it`], isOpen: true };
};

/** A loop that halves a range. */
export const bisection: Rule = ([statement]) => {
  const loop = loopOf(statement);
  const compared = loop?.condition && comparisonOf(loop.condition);
  if (!loop || !compared || !/^<=?$/.test(compared.operator)) return undefined;
  const [low, high] = [compared.left.text, compared.right.text];
  if (!isPlace(low) || !isPlace(high)) return undefined;
  const inner = deepStatements(loop.body);
  const assigned = inner.flatMap(({ reading }) =>
    reading.kind === "assign" ? [[reading.target.text, reading.value?.text ?? ""] as const] : [],
  );
  const middle = assigned.find(
    ([, value]) => value.includes(low) && value.includes(high) && /\/\/? ?2|>>>? ?1/.test(value),
  )?.[0];
  const moves = (end: string): boolean =>
    middle !== undefined && assigned.some(([place, value]) => place === end && value.includes(middle));
  return middle !== undefined && moves(low) && moves(high)
    ? { length: 1, said: [`Search by bisection between ${quote(low)} and ${quote(high)}`] }
    : undefined;
};

/** A loop without an end of its own, or with a limit on its rounds, that one test ends. */
export const untilCondition: Rule = ([statement]) => {
  const loop = loopOf(statement);
  if (!loop || countStatements(loop.body) < 4) return undefined;
  const leaves = deepStatements(loop.body).filter(({ reading }) =>
    /^(?:break|return|raise)$/.test(reading.kind),
  );
  const tests = loop.body.flatMap(({ reading }) =>
    reading.kind === "if" &&
    reading.alternatives.length === 0 &&
    reading.body.length === 1 &&
    reading.body[0]?.reading.kind === "break"
      ? [reading]
      : [],
  );
  const [only] = tests;
  const code = only && !only.negated ? codeOf(only.condition) : undefined;
  if (!only || leaves.length !== 1 || code === undefined || loop.body[0]?.reading === only) return undefined;
  const isEndless =
    loop.values === undefined &&
    (loop.condition === undefined || /^(?:True|true|1)$/.test(loop.condition.text));
  if (isEndless) return { length: 1, said: [`Repeat until ${quote(code)}`], isOpen: true };
  const limit = loop.values && /^range\(([\w.]+)\)$/.exec(loop.values.text)?.[1];
  return limit === undefined
    ? { length: 1, said: [`Ends early once ${quote(code)}`], isOpen: true }
    : { length: 1, said: [`At most ${quote(limit)} rounds, fewer once ${quote(code)}`], isOpen: true };
};

/** `for i in range(n): for j in range(i + 1, n)`. */
export const pairs: Rule = ([statement]) => {
  const loop = loopOf(statement);
  const inner = loop && loopOf(loop.body.find(({ reading }) => reading.kind === "loop"));
  if (!loop?.variable || !inner?.variable) return undefined;
  const head = inner.values?.text ?? "";
  const start = `${escapeRegExp(loop.variable)} ?\\+ ?1`;
  const isOfRange = new RegExp(`^range\\(${start},|^\\(?${start}\\.\\.|^${start}:`).test(head);
  return isOfRange && loop.values
    ? {
        length: 1,
        said: [`Each pair once: ${quote(loop.variable)} before ${quote(inner.variable)}`],
        isOpen: true,
      }
    : undefined;
};

/** A loop that calls the function itself. */
export const descent: Rule = ([statement], { patch }) => {
  const loop = loopOf(statement);
  if (!loop?.values || countStatements(loop.body) > 4) return undefined;
  const values = collectionOf(loop.values);
  const calls = deepStatements(loop.body).flatMap(({ node }) =>
    node.descendantsOfType([
      "call",
      "call_expression",
      "method_invocation",
      "member_call_expression",
      "function_call_expression",
      "invocation_expression",
    ]),
  );
  const isOwnType = statement?.node.childForFieldName("type")?.text === patch.enclosing?.name;
  const isOwn = calls.some((call) => {
    const callee = call ? calleeText(call) : "";
    const owner = callee.replace(/(?:\.|->|::)?\w+$/, "");
    const isSelf = patch.enclosing
      ? /^(?:self|this|\$this|)$/.test(owner) || (owner === loop.variable && isOwnType)
      : owner === "";
    return lastPart(callee) === patch.name && isSelf;
  });
  return isOwn && values !== undefined
    ? { length: 1, said: [`Recurse into each ${quote(loop.variable ?? "")} of ${quote(values)}`] }
    : undefined;
};
