import { negated } from "../../syntax/bodies.js";
import type { SyntaxNode } from "../../syntax/parser.js";
import { codeOf } from "../body.js";
import { type Rule, runOf, type Surroundings } from "./rule.js";
import type { Conditional, Statement } from "./statements.js";
import {
  alternativesOf,
  comparisonOf,
  isNothing,
  isPlace,
  listed,
  listings,
  namesIn,
  negatedPart,
  quote,
  requirement,
  requirementThat,
  typeTest,
  withArticle,
} from "./words.js";

/** A condition that leads to an error, as what has to hold instead; `undefined` for what words cannot say. */
interface Guard {
  readonly requirements: readonly (string | undefined)[];
  readonly condition: SyntaxNode;
}

/** A run of tests that raise, or one of several conditions. */
export const guards: Rule = (statements, around) => {
  const run = runOf(statements, guardOf);
  const all = run.flatMap(({ requirements }) => requirements);
  if (run.length < 2 && all.length < 3) return undefined;
  const known = joined([...new Set(all.filter((each) => each !== undefined))]);
  const isOfArguments = run.every(({ condition }) => mentionsParameter(condition, around));
  const label = isOfArguments ? "Check the arguments" : "Check";
  const said = [known.length, 2, 1]
    .filter((count) => count > 0 && count <= known.length)
    .map((count) => {
      const isAll = count === known.length && !all.includes(undefined);
      const phrases = known.slice(0, count);
      return `${label}: ${isAll ? listed(phrases) : [...phrases, "and more"].join(", ")}`;
    });
  return { length: run.length, said: isOfArguments ? [...said, label] : said };
};

function guardOf({ reading }: Statement): Guard | undefined {
  if (reading.kind === "assert")
    return {
      requirements: [requirementThat(reading.condition) ?? thatComparison(reading.condition)],
      condition: reading.condition,
    };
  if (reading.kind !== "if" || reading.alternatives.length > 0) return undefined;
  const kinds = reading.body.map((each) => each.reading.kind);
  if (kinds.at(-1) !== "raise" || !kinds.slice(0, -1).every((kind) => /^(?:assign|call)$/.test(kind)))
    return undefined;
  const { condition } = reading;
  if (isOfFailure(condition)) return undefined;
  const requirements = reading.negated
    ? [requirementThat(condition)]
    : alternativesOf(condition).map((each) => requirement(each));
  return { requirements, condition };
}

const thatComparison = (condition: SyntaxNode): string | undefined => {
  const code = comparisonOf(condition) ? codeOf(condition) : undefined;
  return code === undefined ? undefined : `${quote(code)} must hold`;
};

const mentionsParameter = (condition: SyntaxNode, { parameters }: Surroundings): boolean =>
  [...namesIn(condition)].some((name) => parameters.has(name.replace(/^\$/, "")));

/** One phrase for all that is required of a subject, one for all subjects of which the same is required. */
function joined(requirements: readonly string[]): string[] {
  const rules = new Map<string, string[]>();
  for (const each of requirements) {
    const [, subject = "", rule = ""] = /^(`[^`]*`) (.*)$/.exec(each) ?? [];
    rules.set(subject, [...(rules.get(subject) ?? []), rule]);
  }
  const subjects = new Map<string, string[]>();
  for (const [subject, all] of rules)
    subjects.set(listed(all), [...(subjects.get(listed(all)) ?? []), subject]);
  return [...subjects].map(
    ([rule, all]) =>
      `${listed(all)} ${all.length > 1 ? rule.replace(/^is /, "are ").replace(/^must be an? /, "must each be a ") : rule}`,
  );
}

/** A run of `if c: return v`; not of a few that stand on a line each. */
export const specialCases: Rule = (statements, { patch }) => {
  if (/^(?:equals|Equals|__eq__)$/.test(patch.name)) return undefined;
  const run = runOf(statements, (statement) => leaving(statement, "return"));
  const [first] = run;
  if (!first || run.length < 2 || !isLong(run)) return undefined;
  const conditions = run.map(({ code }) => quote(code));
  if (run.some(({ value }) => value !== first.value))
    return { length: run.length, said: listings(conditions).map((each) => `Special cases: ${each}`) };
  const isShort = first.value !== "" && first.value.length <= 24;
  const result = isShort ? `Return ${quote(first.value)} at once` : "Return early";
  return { length: run.length, said: [`${result} if ${listed(conditions, "or")}`] };
};

/** A run of `if c: continue`. */
export const skips: Rule = (statements) => {
  const run = runOf(statements, (statement) => leaving(statement, "continue"));
  if (run.length < 2 || !isLong(run)) return undefined;
  return {
    length: run.length,
    said: [
      `Skip where ${listed(
        run.map(({ code }) => quote(code)),
        "or",
      )}`,
    ],
  };
};

interface Leaving {
  readonly code: string;
  /** What is returned. */
  readonly value: string;
  readonly rows: number;
}

function leaving({ node, reading }: Statement, kind: "return" | "continue"): Leaving | undefined {
  if (reading.kind !== "if" || reading.alternatives.length > 0 || reading.body.length !== 1) return undefined;
  const [only] = reading.body;
  const code = conditionCode(reading);
  if (only?.reading.kind !== kind || code === undefined || isOfFailure(reading.condition)) return undefined;
  const value = only.reading.kind === "return" ? (only.reading.value?.text ?? "") : "";
  return { code, value, rows: node.endPosition.row - node.startPosition.row + 1 };
}

/** Lines of one test each are read as fast as the comment. */
const isLong = (run: readonly Leaving[]): boolean =>
  run.reduce((sum, { rows }) => sum + rows, 0) > Math.max(4, run.length + 1);

/** Go's `err != nil` says what failed, and nothing of its own. */
const isOfFailure = (condition: SyntaxNode): boolean => /\b(?:\w*[eE]rr(?:or)?|ok)\b/.test(condition.text);

const conditionCode = ({ condition, negated: isNegated }: Conditional): string | undefined => {
  const code = codeOf(condition);
  return code === undefined ? undefined : isNegated ? negated(code) : code;
};

/** A run of `if x is None: x = …` and `x = x || …`. */
export const defaults: Rule = (statements) => {
  const run = runOf(statements, defaultOf);
  if (run.length < 2) return undefined;
  return {
    length: run.length,
    said: [...listings(run.map(quote)).map((each) => `Defaults of ${each}`), "Defaults"],
  };
};

function defaultOf({ reading }: Statement): string | undefined {
  if (reading.kind === "assign") {
    const code = reading.target.text;
    if (!isPlace(code) || code.startsWith("@")) return undefined;
    if (/^(?:\|\||\?\?)=$/.test(reading.operator)) return code;
    return reading.operator === "=" &&
      /^(\S+) (?:\|\||\?\?|or) /.exec(reading.value?.text ?? "")?.[1] === code
      ? code
      : undefined;
  }
  if (reading.kind !== "if" || reading.alternatives.length > 0 || reading.body.length !== 1) return undefined;
  const assigned = reading.body[0]?.reading;
  if (assigned?.kind !== "assign" || assigned.operator !== "=") return undefined;
  const place = assigned.target.text;
  return isPlace(place) && testsForNothing(reading.condition, place) ? place : undefined;
}

function testsForNothing(condition: SyntaxNode, place: string): boolean {
  const compared = comparisonOf(condition);
  if (compared?.operator === "==" && compared.left.text === place && isNothing(compared.right.text))
    return true;
  const text = condition.text.replace(/\s+/g, "");
  if (text === `${place}.nil?` || text === `isempty(${place})` || text === `!isset(${place})`) return true;
  if (/^nargin<=?\d$/.test(text)) return true;
  return text.startsWith("~exist(") && text.includes(`'${place}'`);
}

/** A test of a type that makes one form of a value of another. */
export const acceptedForms: Rule = ([statement]) => {
  const reading = statement?.reading;
  if (reading?.kind !== "if" || reading.alternatives.length > 0 || reading.negated) return undefined;
  const [first] = reading.body;
  if (!first) return undefined;
  const opposite = negatedPart(reading.condition);
  const test = typeTest(opposite ?? reading.condition);
  if (!test || first.reading.kind !== "assign") return undefined;
  const { target, value } = first.reading;
  const given = value?.text ?? "";
  const wrapped =
    given === `[${test.value}]` || given === `(${test.value},)` || given === `array(${test.value})`;
  if (reading.body.length === 1 && target.text === test.value && wrapped)
    return {
      length: 1,
      said: opposite
        ? [`A single item may stand for ${quote(test.value)}`]
        : [`A single ${quote(test.type)} may stand for ${quote(test.value)}`],
    };
  if (opposite || target.text === test.value) return undefined;
  const shifts = given === test.value && test.type === "function";
  return shifts ? { length: 1, said: [`${quote(test.value)} may be left out`] } : undefined;
};

/** `if … elif … elif …` over one value. */
export const dispatch: Rule = ([statement]) => {
  const reading = statement?.reading;
  if (reading?.kind !== "if" || reading.negated) return undefined;
  const branches = [reading.condition, ...conditionsOf(reading.alternatives)];
  if (branches.length < 3) return undefined;
  const types = branches.map(typeTest);
  const [type] = types;
  if (type && types.every((each) => each?.value === type.value))
    return {
      length: 1,
      said: listings(
        types.map((each) => (each ? withArticle(each.type) : "")),
        "or",
      ).map((each) => `By the type of ${quote(type.value)}: ${each}`),
      isOpen: true,
    };
  const compared = branches.map(comparisonOf);
  const [first] = compared;
  const isOne = compared.every(
    (each) =>
      each?.operator === "==" &&
      each.left.text === first?.left.text &&
      /^[\w.:'"-]+$/.test(each.right.text) &&
      /[A-Za-z]/.test(each.right.text),
  );
  if (!first || !isOne || codeOf(first.left) === undefined) return undefined;
  const values = compared.map((each) => quote(each?.right.text ?? ""));
  return {
    length: 1,
    said: listings(values, "or").map((each) => `By ${quote(first.left.text)}: ${each}`),
    isOpen: true,
  };
};

/** The conditions of the `elif`s. */
function conditionsOf(alternatives: readonly SyntaxNode[]): SyntaxNode[] {
  return alternatives.flatMap((node) => {
    const branch = /^else_clause$/.test(node.type)
      ? (node.namedChildren.find((child) => /^if_/.test(child?.type ?? "")) ?? undefined)
      : node;
    const condition = branch?.childForFieldName("condition");
    if (!branch || !condition) return [];
    const inner =
      condition.namedChildCount === 1 &&
      /^(?:parenthesized_expression|condition|condition_clause)$/.test(condition.type)
        ? condition.namedChildren[0]
        : condition;
    const further = branch.childrenForFieldName("alternative").filter((child) => child !== null);
    return inner ? [inner, ...conditionsOf(further)] : [];
  });
}
