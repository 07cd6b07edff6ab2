import type { SyntaxNode } from "../../syntax/parser.js";
import { codeOf } from "../body.js";
import { type Assignment, callOf } from "./expressions.js";
import type { Rule } from "./rule.js";
import { deepStatements, type Loop, type Statement } from "./statements.js";
import { comparisonOf, isPlace, namesIn, negatedPart, quote, quoted } from "./words.js";

/** A loop over a collection, taken apart into what it leaves out and what it does with the rest. */
interface Pass {
  readonly loop: Loop;
  /** `the `x` of `xs``. */
  readonly items: string;
  /** ` where `c``, or nothing. */
  readonly filter: string;
  readonly core: readonly Statement[];
}

function passOf(loop: Loop): Pass | undefined {
  const { variable, body } = loop;
  const values = loop.values && collectionOf(loop.values);
  if (variable === undefined && values === undefined) return undefined;
  const items = [
    variable === undefined ? "entry" : quote(variable),
    ...(values === undefined ? [] : [`of ${quote(values)}`]),
  ].join(" ");
  const [first] = body;
  if (body.length === 1 && first?.reading.kind === "if" && first.reading.alternatives.length === 0) {
    const code = codeOf(first.reading.condition);
    if (code === undefined) return undefined;
    const condition = first.reading.negated ? `!(${code})` : code;
    return { loop, items, filter: ` where ${quote(condition)}`, core: first.reading.body };
  }
  const { reading } = first ?? {};
  const skips =
    reading?.kind === "if" &&
    reading.alternatives.length === 0 &&
    reading.body.length === 1 &&
    reading.body[0]?.reading.kind === "continue";
  if (!skips) return { loop, items, filter: "", core: body };
  const code = codeOf(reading.condition);
  if (code === undefined) return undefined;
  const wanted = reading.negated ? code : affirmed(reading.condition);
  const filter = wanted === undefined ? ` unless ${quote(code)}` : ` where ${quote(wanted)}`;
  return { loop, items, filter, core: body.slice(1) };
}

/** `x` of `not x`. */
function affirmed(condition: SyntaxNode): string | undefined {
  const inner = negatedPart(condition);
  return inner && codeOf(inner);
}

/** What a loop runs through: without `enumerate` and `iter`; undefined for mere numbers. */
export function collectionOf(values: SyntaxNode): string | undefined {
  const text = codeOf(values);
  if (text === undefined || /^(?:range|xrange|prange)\(|^[^"']*\.\.|^\d|^\w+:\w/.test(text)) return undefined;
  const inner = /^(?:enumerate|reversed|sorted|list|tqdm)\((\w[\w.]*)(?:,.*)?\)$/.exec(text)?.[1];
  return (
    inner ??
    text
      .replace(/^&(?:mut )?/, "")
      .replace(/\.(?:iter(?:_mut)?|into_iter|items|entries|entrySet|values)\(\)$/, "")
  );
}

interface Append {
  readonly container: string;
  readonly value: SyntaxNode | undefined;
}

/** `xs.append(x)` in the spellings of all languages. */
function appendOf({ node, reading }: Statement): Append | undefined {
  if (reading.kind === "call") {
    const [, container = ""] =
      /^(.+?)(?:\.|->)(?:append|push|push_back|emplace_back|add|Add|insert)$/.exec(reading.callee) ?? [];
    return container === "" || reading.arguments.length !== 1
      ? undefined
      : { container, value: reading.arguments[0] };
  }
  if (reading.kind === "assign") {
    const call = reading.value && callOf(reading.value);
    const container = reading.target.text;
    if (call?.callee === "append" && call.arguments[0]?.text === container && call.arguments.length === 2)
      return { container, value: call.arguments[1] };
    const owner = /^(.*)\[(?:end ?\+ ?1)?\]$/.exec(container)?.[1];
    return owner === undefined ? undefined : { container: owner, value: reading.value };
  }
  const [left, right] = node.type === "binary" ? [node.firstNamedChild, node.lastNamedChild] : [];
  return left &&
    right &&
    /<</.test(node.text.slice(left.endIndex - node.startIndex, right.startIndex - node.startIndex))
    ? { container: left.text, value: right }
    : undefined;
}

export const loopOf = (statement: Statement | undefined): Loop | undefined =>
  statement?.reading.kind === "loop" ? statement.reading : undefined;

/** Loops that keep some items, count them, add them up, find the first or the largest, group or index them. */
export const gathering: Rule = ([statement], { before }) => {
  const loop = loopOf(statement);
  const pass = loop && passOf(loop);
  if (!pass) return undefined;
  const said = gathered(pass, before);
  return said === undefined ? undefined : { length: 1, said: [said] };
};

function gathered(pass: Pass, before: readonly Statement[]): string | undefined {
  const { core, items, filter, loop } = pass;
  const [first, second] = core;
  if (!first || core.length > 2) return undefined;
  const found = filter === "" ? undefined : foundBy(core);
  if (found) {
    const isItem = loop.variable !== undefined && namesIn(found).has(loop.variable);
    return `${isItem ? "Find the first" : "Look for any"} ${items}${filter}`;
  }
  const [only, ...others] = loop.body;
  const largest = only && others.length === 0 ? extremeOf(only) : undefined;
  if (largest !== undefined) return `${largest}${loop.values ? ` over ${items.replace(/^.* of /, "")}` : ""}`;
  if (second) return undefined;
  const appended = appendOf(first);
  if (appended) {
    const grouped = groupOf(appended.container);
    const isOwn =
      loop.variable !== undefined &&
      appended.value !== undefined &&
      namesIn(appended.value).has(loop.variable);
    if (grouped && !isOwn) return undefined;
    if (grouped) return `Group ${quoted(appended.value) ?? items} by ${quote(grouped.key)}${filter}`;
    const value = quoted(appended.value);
    if (filter === "" || !isPlace(appended.container) || value === undefined) return undefined;
    const what = appended.value?.text === loop.variable ? `the ${items}` : `${value} for the ${items}`;
    return `Fill ${quote(appended.container)} with ${what}${filter}`;
  }
  return first.reading.kind === "assign" ? tallied(first.reading, pass, before) : undefined;
}

/** What is returned or kept of the hit that ends the loop. */
function foundBy(core: readonly Statement[]): SyntaxNode | undefined {
  const last = core.at(-1)?.reading;
  if (core.length === 1 && last?.kind === "return") return last.value;
  const kept = core[0]?.reading;
  return core.length === 2 && last?.kind === "break" && kept?.kind === "assign" ? kept.value : undefined;
}

/** `groups[key]`, `groups.setdefault(key, [])`. */
function groupOf(container: string): { readonly key: string } | undefined {
  const key =
    /^[\w.]+\.setdefault\(([^,]+), ?\[\]\)$/.exec(container)?.[1] ??
    /^[\w.$]+\[([^[\]]+)\]$/.exec(container)?.[1];
  return key === undefined || /^\d+$/.test(key) ? undefined : { key };
}

function tallied(
  { target, operator, value }: Assignment,
  { items, filter, loop }: Pass,
  before: readonly Statement[],
): string | undefined {
  const place = codeOf(target);
  if (place === undefined) return undefined;
  const isOne = value === undefined || value.text === "1";
  if (operator === "+=" && /\[/.test(place) && isOne) {
    const key = groupOf(place)?.key;
    const isOfItem = loop.values !== undefined && loop.variable !== undefined && key?.includes(loop.variable);
    return key === undefined || !isOfItem
      ? undefined
      : `Count in ${quote(place.replace(/\[.*/, ""))} how often each ${quote(key)} occurs${filter}`;
  }
  if (operator === "+=" && isPlace(place) && filter !== "" && startsAtZero(place, before))
    return isOne
      ? `Count the ${items}${filter}`
      : `Add up ${quoted(value) ?? "values"} over the ${items}${filter}`;
  const [, map = "", key = ""] = /^([\w.$]+)\[([^[\]]*\W[^[\]]*)\]$/.exec(place) ?? [];
  if (
    operator === "=" &&
    value?.text === loop.variable &&
    loop.values &&
    key.includes(loop.variable ?? "") &&
    !/[-+*/%]/.test(key)
  )
    return `Index the ${items} by ${quote(key)} in ${quote(map)}${filter}`;
  return undefined;
}

const startsAtZero = (place: string, before: readonly Statement[]): boolean =>
  before.some(
    ({ reading }) =>
      reading.kind === "assign" &&
      reading.target.text === place &&
      reading.operator === "=" &&
      /^0(?:\.0*)?$/.test(reading.value?.text ?? ""),
  );

/** `if v > best: best = v`. */
function extremeOf({ reading }: Statement): string | undefined {
  if (reading.kind !== "if" || reading.alternatives.length > 0 || reading.negated || reading.body.length > 2)
    return undefined;
  const compared = comparisonOf(reading.condition);
  const assigned = reading.body[0]?.reading;
  if (!compared || assigned?.kind !== "assign" || assigned.operator !== "=") return undefined;
  const [left, right] = [codeOf(compared.left), codeOf(compared.right)];
  const [place, value] = [assigned.target.text, assigned.value?.text];
  if (left === undefined || right === undefined || !isPlace(place)) return undefined;
  const isLess = compared.operator.startsWith("<");
  if (!/^[<>]=?$/.test(compared.operator)) return undefined;
  if (value === left && place === right) return `Find the ${isLess ? "smallest" : "largest"} ${quote(left)}`;
  return value === right && place === left
    ? `Find the ${isLess ? "largest" : "smallest"} ${quote(right)}`
    : undefined;
}

/** A longer loop over a collection whose every round adds one entry to one container. */
export const filling: Rule = ([statement]) => {
  const loop = loopOf(statement);
  const pass = loop && passOf(loop);
  if (!pass || !loop?.values || collectionOf(loop.values) === undefined || pass.core.length < 3)
    return undefined;
  const appends = pass.core
    .flatMap((each) => appendOf(each) ?? [])
    .filter(({ container }) => isPlace(container));
  const [only] = appends;
  const inner = deepStatements(pass.core);
  const own = new Set(
    inner.flatMap(({ reading }) => (reading.kind === "assign" ? [reading.target.text] : [])),
  );
  if (!only || appends.length !== 1 || own.has(only.container) || only.container === loop.variable)
    return undefined;
  if (inner.some(({ reading }) => /^(?:break|continue|return)$/.test(reading.kind))) return undefined;
  if (inner.filter((each) => appendOf(each)?.container === only.container).length !== 1) return undefined;
  return {
    length: 1,
    said: [`Fill ${quote(only.container)}: one entry for each ${pass.items}${pass.filter}`],
    isOpen: true,
  };
};
