import { listed } from "../base/words.js";
import type { SyntaxNode } from "../syntax/parser.js";
import type { FunctionPatch } from "../syntax/types.js";
import { codeOf, longestCode } from "./body.js";
import { callOf } from "./explain/expressions.js";
import { deepStatements, functionStatements, type Statement } from "./explain/statements.js";
import { outputFact } from "./outputFact.js";
import { readResults } from "./resultExpressions.js";
import { resultFact } from "./resultFact.js";

/** What a body does as far as its statements show, in the imperative: for functions whose names say nothing. */
export function behaviour(root: SyntaxNode, patch: FunctionPatch): string | undefined {
  if (patch.signature.returns === "value") {
    const fact = resultFact(root, patch, "return");
    if (fact?.includes("`"))
      return `Return ${fact.startsWith("`") ? fact : fact.charAt(0).toLowerCase() + fact.slice(1)}`;
  }
  const output = patch.signature.outputs?.[0];
  const assigned = output === undefined ? undefined : outputFact(root, patch, output);
  if (assigned?.startsWith("The value of ")) return `Return t${assigned.slice(1)}`;
  const outermost = functionStatements(root, patch);
  return outermost && (done(outermost) ?? done(deepStatements(outermost)));
}

/**
 * What a body calls to do what `verb` says, in words: calls that are named after the verb, or else those of its statements.
 * Undefined where that is not clear.
 */
export function callsInWords(root: SyntaxNode, patch: FunctionPatch, verb: string): string | undefined {
  const outermost = functionStatements(root, patch) ?? [];
  const all = deepStatements(outermost);
  const stem = verb.toLowerCase().replace(/[aeiouy]+$/, "");
  const namesVerb = (callee: string): boolean => callee.toLowerCase().includes(stem);
  const returned = readResults(root, patch, "return")?.expressions.map(
    (value) => callOf(value)?.callee ?? "",
  );
  const candidates = [
    [...calleesOf(outermost), ...(returned ?? [])].filter(namesVerb),
    [...calleesOf(all), ...sourcesOf(all)].filter(namesVerb),
    ...[outermost, all].map((statements) => calleesOf(statements).filter((callee) => !isAside.test(callee))),
  ];
  const found = candidates.map((callees) => [...new Set(callees)]).find(({ length }) => length > 0);
  return found === undefined || found.length > 3 ? undefined : listedCodes(found.flatMap(nameable));
}

const calleesOf = (statements: readonly Statement[]): string[] =>
  statements.flatMap(({ reading }) => (reading.kind === "call" ? nameable(reading.callee) : []));

const sourcesOf = (statements: readonly Statement[]): string[] =>
  statements.flatMap(({ reading }) =>
    reading.kind === "assign" && reading.value ? nameable(callOf(reading.value)?.callee ?? "") : [],
  );

/** The calls of statements, or else the members that they set, or else what the values of variables come from. */
function done(statements: readonly Statement[]): string | undefined {
  const callees = calleesOf(statements);
  const calls = callees.filter((callee) => !isAside.test(callee));
  const members = statements.flatMap(({ reading }) => {
    const assigned = reading.kind === "assign" ? codeOf(reading.target) : undefined;
    return assigned !== undefined &&
      /^@?[\w$]+(?:(?:\.|->|::)\w+|\[[^[\]]+\])*$/.test(assigned) &&
      /\W/.test(assigned)
      ? [assigned]
      : [];
  });
  const sources = sourcesOf(statements);
  if (calls.length > 0) return `Call ${listedCodes(calls)}.`;
  if (members.length > 0) return `Set ${listedCodes(members)}.`;
  const others = callees.length > 0 ? callees : sources;
  return others.length > 0 ? `Call ${listedCodes(others)}.` : undefined;
}

const nameable = (callee: string): string[] =>
  callee !== "" && callee.length <= longestCode && !callee.includes("`") ? [callee] : [];

/** Calls that are not what a function is for. */
const isAside =
  /^(?:super|free|Ok|Err|Some|console\.\w+|log(?:ger|ging)?\.\w+|LOG_\w+|Math\.\w+|print\w*|f?printf|puts)$|[.:>]copy$|(?:^|[.:>])_*(?:append|[Aa]ssert\w*|[Cc]heck\w*|DCHECK\w*|debug|dispose\w*|error|format|get|has|info|is[A-Z_]\w*|isinstance|items|join|keys|len|[Ll]ock|new(?:_\w+)?|push|reserve|RLock|RUnlock|sort|set(?:[A-Z]\w*)?|split|strip|ThrowIf\w*|[Uu]nlock|values|warn)$/;

/** At most three are named. */
function listedCodes(codes: readonly string[]): string {
  const quoted = [...new Set(codes)].map((code) => `\`${code}\``);
  if (quoted.length > 3) return `${quoted.slice(0, 2).join(", ")} and others`;
  return listed(quoted);
}
