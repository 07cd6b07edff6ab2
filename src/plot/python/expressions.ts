import { arrayOf, bool, complexNumber, num, rowOf, truthOf } from "./arrays.js";
import { attribute } from "./attributes.js";
import { builtins } from "./builtins.js";
import { call } from "./calls.js";
import { dictOf, setOf } from "./dictionaries.js";
import { type Environment, lookUp, type Scope, step, within } from "./environment.js";
import { functionOf } from "./functions.js";
import { wildcardName } from "./modules.js";
import type { PyNode } from "./nodes.js";
import { binary, compare, unary } from "./operators.js";
import { resultOtherwise } from "./rounding.js";
import { subscript } from "./subscripts.js";
import { textOfString } from "./texts.js";
import { known, list, none, PyUnknown, type PyValue, text, tuple, unknownOf } from "./values.js";

/** What is nested deeper is unknown, so that no recursion runs out of stack. */
const deepest = 300;

/** The value of an expression; unknown, with its line, where that cannot be said. */
export function evaluate(environment: Environment, node: PyNode): PyValue {
  step(environment);
  environment.nesting++;
  try {
    if (environment.nesting > deepest) throw new PyUnknown("it is nested too deeply");
    const value = compute(environment, node);
    return "doubt" in value && value.doubt ? value.doubt : value;
  } catch (error) {
    if (!(error instanceof PyUnknown)) throw error;
    return unknownOf(error, node.line);
  } finally {
    environment.nesting--;
  }
}

function compute(environment: Environment, node: PyNode): PyValue {
  const part = (name: string): PyNode => {
    const found = node.field(name);
    if (!found) throw new PyUnknown("this expression is not evaluated here");
    return found;
  };
  switch (node.type) {
    case "integer":
    case "float":
      return numberOf(node.text);
    case "true":
      return bool(true);
    case "false":
      return bool(false);
    case "none":
    case "ellipsis":
      return none;
    case "string":
    case "concatenated_string":
      return text(textOfString(environment, node));
    case "identifier":
      return variable(environment, node);
    case "parenthesized_expression":
      return evaluate(environment, node.named[0] ?? node);
    case "list":
      return list(elements(environment, node));
    case "tuple":
    case "expression_list":
    case "pattern_list":
      return tuple(elements(environment, node));
    case "dictionary":
      return dictOf(
        node.named.map((each) => {
          const [key, value] = [each.field("key"), each.field("value")];
          const [splat] = each.named;
          return key && value
            ? [evaluate(environment, key), evaluate(environment, value)]
            : evaluate(environment, splat ?? each);
        }),
      );
    case "set":
      return setOf(elements(environment, node));
    case "unary_operator":
      return unary(node.signs[0] ?? "", evaluate(environment, part("argument")));
    case "not_operator": {
      const truth = truthOf(known(evaluate(environment, part("argument"))));
      if (truth === undefined) throw new PyUnknown("the condition is not known");
      return bool(!truth);
    }
    case "binary_operator": {
      const sign = part("operator").text;
      const value = binary(sign, evaluate(environment, part("left")), evaluate(environment, part("right")));
      const isInexact = sign === "@" || (sign === "**" && part("right").text !== "2");
      return environment.roundsOtherwise && isInexact ? resultOtherwise("power", value) : value;
    }
    case "comparison_operator":
      return comparison(environment, node);
    case "boolean_operator": {
      const left = evaluate(environment, part("left"));
      const truth = truthOf(known(left));
      if (truth === undefined) throw new PyUnknown("the condition is not known");
      return truth === (part("operator").text === "and") ? evaluate(environment, part("right")) : left;
    }
    case "conditional_expression": {
      const [yes, condition, no] = node.named;
      const test = condition && truthOf(known(evaluate(environment, condition)));
      if (!yes || !no || test === undefined) throw new PyUnknown("the condition is not known");
      return evaluate(environment, test ? yes : no);
    }
    case "named_expression": {
      const value = evaluate(environment, part("value"));
      environment.scope.names.set(part("name").text, value);
      return value;
    }
    case "attribute":
      return attribute(environment, evaluate(environment, part("object")), part("attribute").text, node);
    case "subscript":
      return subscript(environment, node);
    case "call":
      return call(environment, node);
    case "lambda":
      return functionOf(environment, node, "lambda");
    case "list_comprehension":
    case "generator_expression":
      return list(comprehension(environment, node, (body) => evaluate(environment, body)));
    case "set_comprehension":
      return setOf(comprehension(environment, node, (body) => evaluate(environment, body)));
    case "dictionary_comprehension":
      return dictOf(
        comprehension(environment, node, (body) => {
          const [key, value] = [body.field("key"), body.field("value")];
          if (!key || !value) throw new PyUnknown("this comprehension is not evaluated here");
          return [evaluate(environment, key), evaluate(environment, value)] as const;
        }),
      );
    default:
      throw new PyUnknown(`${node.type.replaceAll("_", " ")} is not evaluated here`);
  }
}

function numberOf(written: string): PyValue {
  const plain = written.replaceAll("_", "").toLowerCase();
  if (plain.endsWith("j")) return complexNumber(0, Number(plain.slice(0, -1)));
  const value = Number(plain);
  if (Number.isNaN(value)) throw new PyUnknown(`${written} is not evaluated here`);
  return num(value, /^(0[xob]|\d+$)/.test(plain) ? "int" : "float");
}

/** The elements of a display, those of `*others` in their place. */
function elements(environment: Environment, node: PyNode): PyValue[] {
  return node.named.flatMap((each) => {
    if (each.type !== "list_splat" && each.type !== "list_splat_pattern")
      return [evaluate(environment, each)];
    const [inner] = each.named;
    return inner ? itemsOf(evaluate(environment, inner)) : [];
  });
}

/** `a < b <= c` asks both. */
function comparison(environment: Environment, node: PyNode): PyValue {
  const parts = node.named;
  const signs = node.signs.join(" ").replaceAll("not in", "not-in").replaceAll("is not", "is-not").split(" ");
  let left = parts[0] && evaluate(environment, parts[0]);
  let result: PyValue = bool(true);
  for (const [i, sign] of signs.entries()) {
    const next = parts[i + 1];
    if (!left || !next) throw new PyUnknown("this comparison is not evaluated here");
    const right = evaluate(environment, next);
    result = compare(sign, left, right);
    if (i + 1 < signs.length && truthOf(result) === undefined)
      throw new PyUnknown("the condition is not known");
    if (truthOf(result) === false) break;
    left = right;
  }
  return result;
}

function variable(environment: Environment, node: PyNode): PyValue {
  const found = lookUp(environment, node.text);
  if (found) return found;
  const imported = wildcardName(environment.wildcards, node.text);
  if (imported) return imported;
  if (builtins.has(node.text)) return { kind: "module", name: `builtins.${node.text}` };
  throw new PyUnknown(`${node.text} is not defined here`);
}

function comprehension<T>(environment: Environment, node: PyNode, make: (body: PyNode) => T): T[] {
  const body = node.field("body");
  if (!body) throw new PyUnknown("this comprehension is not evaluated here");
  const clauses = node.named.filter(({ type }) => type === "for_in_clause" || type === "if_clause");
  const made: T[] = [];
  const scope: Scope = { names: new Map(), outer: environment.scope };
  const go = (at: number): void => {
    step(environment);
    const clause = clauses[at];
    if (!clause) {
      made.push(make(body));
      return;
    }
    if (clause.type === "if_clause") {
      const [condition] = clause.named;
      const truth = condition && truthOf(known(evaluate(environment, condition)));
      if (truth === undefined) throw new PyUnknown("the condition is not known");
      if (truth) go(at + 1);
      return;
    }
    const [left, right] = [clause.field("left"), clause.field("right")];
    if (!left || !right) throw new PyUnknown("this comprehension is not evaluated here");
    for (const item of itemsOf(evaluate(environment, right))) {
      for (const [name, value] of bindings(left, item)) scope.names.set(name, value);
      go(at + 1);
    }
  };
  within(environment, scope, () => go(0));
  return made;
}

/** What a loop goes over. @throws {PyUnknown} */
export function itemsOf(value: PyValue | undefined): readonly PyValue[] {
  if (value?.kind === "list" && !value.doubt) return value.items;
  if (value?.kind === "dict" && !value.doubt) return [...value.entries.values()].map(([key]) => key);
  if (value?.kind === "text") return [...value.text].map(text);
  if (value?.kind === "unknown" || value?.kind === "random") {
    const n = value.shape?.[0];
    const { reason, line } =
      value.kind === "unknown" ? value : { reason: "it depends on random numbers", line: value.value.line };
    if (n === undefined || n > 10_000) throw new PyUnknown(reason, line);
    const shape = value.shape?.slice(1) ?? [];
    return Array.from({ length: n }, () => ({ kind: "unknown", reason, line, shape }));
  }
  const array = arrayOf(value);
  if (!array) throw new PyUnknown("what the loop goes over is not known");
  if (array.shape.length === 0) throw new PyUnknown("a number has no elements");
  return Array.from({ length: array.shape[0] ?? 0 }, (_, i) => rowOf(array, i));
}

/** The names that a target binds, with their values. */
export function bindings(target: PyNode, value: PyValue): [string, PyValue][] {
  if (target.type === "identifier") return [[target.text, value]];
  if (target.type === "attribute" || target.type === "subscript") return [];
  return parts(target, value).flatMap(([each, own]) => bindings(each, own));
}

/** The targets within a target, with their values. */
export function parts(target: PyNode, value: PyValue): [PyNode, PyValue][] {
  const targets = target.named;
  if (value.kind === "unknown" && value.shape === undefined) return targets.map((each) => [each, value]);
  const items = itemsOf(value);
  const star = targets.findIndex(({ type }) => type === "list_splat_pattern");
  const extra = items.length - targets.length;
  return targets.map((each, i) => {
    if (i === star) return [each.named[0] ?? each, list(items.slice(i, i + extra + 1))];
    return [each, items[star >= 0 && i > star ? i + extra : i] ?? none];
  });
}
