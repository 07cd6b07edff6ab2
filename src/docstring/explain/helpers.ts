import { escapeRegExp } from "../../base/regex.js";
import type { FunctionPatch, LanguageId } from "../../syntax/types.js";
import { capitalise, imperative, isTautology, isVerb, wordsOf } from "../clean.js";
import { recogniseStyle, styles } from "../styles/registry.js";
import { oneLine } from "../text.js";
import type { Rule, Surroundings } from "./rule.js";
import { callIn, type Statement } from "./statements.js";
import { lastPart } from "./words.js";

/** The author's summary of a function of the same file, above a paragraph that does little but call it. */
export const helperSummary: Rule = (statements, around) => {
  const [first] = statements;
  const callee = first && calleeOf(first);
  if (!first || callee === undefined) return undefined;
  const summary = summaryOf(callee, around);
  if (summary === undefined) return undefined;
  const result =
    first.reading.kind === "assign"
      ? /^(?:Return|Get)s? ((?:the|an?|all) .*)$/s.exec(summary)?.[1]
      : undefined;
  return { length: 1, said: [result === undefined ? summary : capitalise(result)] };
};

function calleeOf(statement: Statement): string | undefined {
  const call = callIn(statement);
  if (!call) return undefined;
  const [, owner = ""] = /^(.*?)(?:\.|->|::)?\w+$/.exec(call.callee) ?? [];
  return /^(?:self|this|\$this|cls|)$/.test(owner) || owner === "Self" ? call.callee : undefined;
}

/** Languages in which `f()` may be a method of the instance. */
const callsOwnMethods: ReadonlySet<LanguageId> = new Set(["java", "csharp", "cpp", "ruby"]);

function summaryOf(callee: string, { file, patch }: Surroundings): string | undefined {
  const name = lastPart(callee);
  const isOwn = callee !== name;
  const isNear = ({ enclosing }: FunctionPatch): boolean =>
    enclosing !== undefined && enclosing.name === patch.enclosing?.name;
  const candidates = file.functions.filter(
    (each) =>
      each.name === name &&
      each.id !== patch.id &&
      each.kind !== "lambda" &&
      !each.isNested &&
      (isOwn ? isNear(each) : !each.enclosing || (callsOwnMethods.has(file.language) && isNear(each))),
  );
  const [only, ...others] = candidates;
  if (!only?.docstring || others.length > 0) return undefined;
  const { raw } = only.docstring;
  const docstring = styles[recogniseStyle(raw, file.language)].parse(raw, {
    language: file.language,
    patch: only,
  });
  const [sentence = ""] = oneLine(docstring.summary).split(/(?<=[.!?])\s/, 1);
  const said = imperative(
    capitalise(
      sentence
        .replace(/^(?:an? |this )?(?:helper )?(?:function|method|helper) (?:to|that|which) /i, "")
        .replace(/\.$/, "")
        .replace(new RegExp(`^${escapeRegExp(name)} `), ""),
    ),
  );
  const names = only.signature.parameters.map((each) => each.name).filter((each) => each.length > 1);
  const isForeign =
    names.some((each) => new RegExp(`(?<!\\w)${each.replace(/[$?!]/g, "\\$&")}(?!\\w)`).test(said)) ||
    /\b(?:this|deprecated|private|internal|helper|see|todo|override|calls?ed by)\b/i.test(said);
  const [verb = ""] = said.toLowerCase().split(" ", 1);
  if (
    !isVerb(verb) ||
    /^(?:implement|override|is|has|should)$/.test(verb) ||
    said.length < 12 ||
    said.length > 80 ||
    isForeign ||
    isTautology(name, said, patch.name) ||
    /[:@{}<>]|^`|\b(?:i\.e|e\.g|etc|vs)$/.test(said)
  )
    return undefined;
  return newWords(said, name) < 3 ? undefined : said;
}

/** How many words of weight are not in the name already. */
function newWords(said: string, name: string): number {
  const known = wordsOf(name).map((word) => word.toLowerCase().slice(0, 4));
  const words = said.toLowerCase().match(/[a-z]{3,}/g) ?? [];
  return new Set(words.filter((word) => !light.test(word) && !known.includes(word.slice(0, 4)))).size;
}

const light =
  /^(?:the|and|for|from|with|that|this|into|its|are|was|has|all|any|given|get|gets|return|returns|set|sets|function|method|new)$/;
