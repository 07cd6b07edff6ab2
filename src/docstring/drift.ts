import type { FindingCode } from "../protocol/findingCodes.js";
import {
  describesIterator,
  type FactScope,
  isKept,
  lastName,
  matchParameters,
  sameType,
  sameValue,
  saysNone,
  unnamed,
  wholeOf,
} from "./merge.js";
import type { Docstring, ParameterDoc, ResultDoc } from "./types.js";

export interface Drift {
  readonly code: FindingCode;
  readonly message: string;
  /** What the message is about, to be found in the docstring: a parameter's name, an error. */
  readonly subject?: string;
}

/** Where documentation and code disagree. A docstring of prose alone chose to be brief; one with sections is held to be complete. */
export function findDrift(existing: Docstring, facts: Docstring, scope: FactScope): Drift[] {
  return [
    ...(scope.parameters ? parameterDrift(existing, facts) : []),
    ...resultDrift(existing, facts, scope),
    ...raisesDrift(existing, facts),
  ];
}

const hasSections = ({ parameters, returns, yields, raises }: Docstring): boolean =>
  parameters.length + returns.length + yields.length + raises.length > 0;

const code = (name: string): string => `\`${name}\``;

function parameterDrift(existing: Docstring, facts: Docstring): Drift[] {
  if (!hasSections(existing) || isKept(existing, "parameters")) return [];
  const documented = existing.parameters.map(({ name }) => name);
  const signature = facts.parameters.map(({ name }) => name);
  const matched = matchParameters(documented, signature);
  const takesMore = facts.parameters.some(({ variadic }) => variadic !== undefined);
  const used = new Set(matched.values());
  const drifts: Drift[] = [];
  for (const fact of facts.parameters) {
    const name = matched.get(fact.name);
    const old = existing.parameters.find((parameter) => parameter.name === name);
    if (!old) {
      if (fact.variadic === undefined)
        drifts.push({
          code: "CP101",
          message: `Parameter ${code(fact.name)} is not documented.`,
          subject: fact.name,
        });
    } else if (old.name !== fact.name && !unnamed.test(fact.name)) {
      const message = `Parameter ${code(fact.name)} is documented as ${code(old.name)}.`;
      drifts.push({ code: "CP103", message, subject: old.name });
    } else drifts.push(...valueDrift(old, fact));
  }
  for (const { name, isOther } of existing.parameters) {
    if (used.has(name) || used.has(wholeOf(name) ?? "") || takesMore || isOther) continue;
    drifts.push({
      code: "CP102",
      message: `${code(name)} is documented, but is no parameter.`,
      subject: name,
    });
  }
  const isInOrder = ([, name]: [string, string]): boolean =>
    !existing.parameters.some((parameter) => parameter.name === name && parameter.isOther);
  const order = [...matched.entries()]
    .filter(isInOrder)
    .sort(([a], [b]) => signature.indexOf(a) - signature.indexOf(b));
  const places = order.map(([, name]) => documented.indexOf(name));
  const late = places.findIndex((place, i) => i > 0 && place < (places[i - 1] ?? 0));
  if (late > 0) {
    const name = order[late]?.[0] ?? "";
    drifts.push({
      code: "CP104",
      message: "Parameters are not in the order of the signature.",
      subject: name,
    });
  }
  return drifts;
}

function valueDrift(old: ParameterDoc, fact: ParameterDoc): Drift[] {
  const drifts: Drift[] = [];
  if (old.type !== undefined && fact.type !== undefined && !sameType(old.type, fact.type)) {
    const message = `Parameter ${code(fact.name)} is documented as ${code(old.type)}, but is ${code(fact.type)}.`;
    drifts.push({ code: "CP105", message, subject: fact.name });
  }
  if (old.default !== undefined && fact.default !== undefined && !sameValue(old.default, fact.default)) {
    const message = `The default of ${code(fact.name)} is documented as ${old.default}, but is ${fact.default}.`;
    drifts.push({ code: "CP106", message, subject: fact.name });
  }
  return drifts;
}

function resultDrift(existing: Docstring, facts: Docstring, scope: FactScope): Drift[] {
  if (describesIterator(existing, facts)) return [];
  const drifts: Drift[] = [];
  const lacks = (kind: "returns" | "yields"): boolean =>
    hasSections(existing) && existing[kind].length === 0 && facts[kind].length > 0 && !isKept(existing, kind);
  const [first] = existing.returns;
  const [fact] = facts.returns;
  if (lacks("returns")) drifts.push({ code: "CP201", message: "The returned value is not documented." });
  if (scope.returns && !fact && existing.returns.some((result) => !saysNone(result)))
    drifts.push({ code: "CP202", message: "A returned value is documented, but nothing is returned." });
  if (existing.returns.length === 1 && first?.type !== undefined && fact?.type !== undefined) {
    if (!sameType(first.type, fact.type)) {
      const message = `The returned value is documented as ${code(first.type)}, but is ${code(fact.type)}.`;
      drifts.push({ code: "CP105", message, subject: first.type });
    }
  }
  drifts.push(...outputDrift(existing.returns, facts.returns));
  if (lacks("yields")) drifts.push({ code: "CP301", message: "The yielded values are not documented." });
  if (scope.yields && existing.yields.length > 0 && facts.yields.length === 0)
    drifts.push({ code: "CP302", message: "Yielded values are documented, but nothing is yielded." });
  return drifts;
}

/** Where results have names, each is documented under its own. */
function outputDrift(documented: readonly ResultDoc[], facts: readonly ResultDoc[]): Drift[] {
  const names = (results: readonly ResultDoc[]): string[] => results.flatMap(({ name }) => name ?? []);
  const [old, actual] = [names(documented), names(facts)];
  const isComplete = old.length === documented.length && actual.length === facts.length;
  if (!isComplete || old.length === 0 || actual.length === 0) return [];
  const takesMore = actual.includes("varargout");
  return [
    ...actual
      .filter((name) => !old.includes(name) && name !== "varargout")
      .map((name): Drift => ({ code: "CP201", message: `Output ${code(name)} is not documented.` })),
    ...old
      .filter((name) => !actual.includes(name) && !takesMore)
      .map((subject): Drift => {
        const message = `${code(subject)} is documented, but is no output.`;
        return { code: "CP202", message, subject };
      }),
  ];
}

/** Errors that are documented and not raised here may come from a callee, so only missing ones are reported. */
function raisesDrift(existing: Docstring, facts: Docstring): Drift[] {
  if (!hasSections(existing) || isKept(existing, "raises")) return [];
  const known = new Set(existing.raises.map(({ type }) => lastName(type)));
  return facts.raises
    .filter(({ type }) => !known.has(lastName(type)))
    .map(({ type }) => ({ code: "CP401" as const, message: `${code(type)} is raised, but not documented.` }));
}
