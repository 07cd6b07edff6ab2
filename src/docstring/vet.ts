import type { Confidence, SlotText, TextKind } from "../inference/types.js";
import type { SyntaxNode } from "../syntax/parser.js";
import type { FunctionPatch, LanguageId } from "../syntax/types.js";
import { type CleanContext, cleanText, imperative, isGrounded, isTautology, longest } from "./clean.js";
import type { Prose } from "./merge.js";
import { type OpenSlot, proseOf, type SlotKind } from "./narrate.js";
import { outputFact } from "./outputFact.js";
import { plainResult, plainSummary } from "./plainSummary.js";
import { plainUse } from "./plainUse.js";
import { isPredicate } from "./predicate.js";
import { resultFact } from "./resultFact.js";
import { columns, endSentence, oneLine } from "./text.js";
import type { Layout } from "./types.js";
import { usageFacts } from "./usage.js";

export interface ProseSource {
  readonly root: SyntaxNode;
  readonly patch: FunctionPatch;
  readonly text: string;
  readonly language: LanguageId;
  readonly layout: Layout;
}

/** What the model answered for each slot; `undefined` where it was not asked. */
export type Answers = readonly (SlotText | undefined)[];

/** The model's texts where it is sure of them and they say something (`narrated`), and what the code says everywhere else. */
export function vetProse(
  slots: readonly OpenSlot[],
  answers: Answers,
  confidence: Confidence | undefined,
  source: ProseSource,
): { prose: Prose; unsure: number; narrated: readonly OpenSlot[] } {
  const usable = usableTexts(slots, answers, source);
  const trusted = usable.map((text, i) => (isSure(slots[i]?.kind, answers[i], confidence) ? text : ""));
  const said = codeTexts(slots, source);
  const texts = trusted.map((text, i) => (text === "" ? (said[i] ?? "") : text));
  const unsure = trusted.filter((text, i) => text === "" && answers[i] !== undefined).length;
  return { prose: proseOf(slots, texts), unsure, narrated: slots.filter((_, i) => trusted[i] !== "") };
}

/** Whether a model is asked for texts of a kind at all. */
export const isAsked = (kind: TextKind, confidence: Confidence | undefined): boolean =>
  confidence === undefined || typeof confidence[kind] === "number";

function isSure(
  kind: TextKind | undefined,
  answer: SlotText | undefined,
  confidence: Confidence | undefined,
): boolean {
  if (kind === undefined || answer === undefined) return false;
  if (confidence === undefined) return true;
  return answer.logProbability >= (confidence[kind] ?? Number.POSITIVE_INFINITY);
}

/**
 * The model's texts fit for a docstring, however sure it was. Empty for what ran into a repetition, was said of more than
 * one slot, tells nothing that the name does not, or, where it is about the whole function, has no word in common with it.
 */
export function usableTexts(slots: readonly OpenSlot[], answers: Answers, source: ProseSource): string[] {
  const raw = slots.map((_, i) => oneLine(answers[i]?.text ?? "").toLowerCase());
  return slots.map((slot, i) => {
    const answer = answers[i];
    if (answer === undefined || answer.finished === "repetition") return "";
    return raw.indexOf(raw[i] ?? "") === raw.lastIndexOf(raw[i] ?? "")
      ? polish(slot, answer.text, source)
      : "";
  });
}

function polish(
  { kind, name }: OpenSlot,
  said: string,
  { patch, text, language, layout }: ProseSource,
): string {
  const code = codeOf(patch, text);
  const context: CleanContext = {
    functionName: patch.name,
    source: `${code}\n${patch.enclosing?.header ?? ""}`,
    maxLength: limits[kind],
    oneSentence: kind === "summary",
  };
  const cleaned = cleanText(said, context);
  if (cleaned === "") return "";
  if (kind === "summary" || kind === "details") {
    if (!isGrounded(cleaned, context.source)) return "";
    return kind === "summary" ? fitSummary(cleaned, language, layout) : cleaned;
  }
  return isTautology(name, cleaned, kind === "raises" ? "" : patch.name) ? "" : cleaned;
}

const limits: Readonly<Record<SlotKind, number>> = {
  summary: 200,
  details: longest.details,
  parameter: longest.parameter,
  returns: longest.result,
  yields: longest.result,
  raises: longest.raises,
};

function fitSummary(summary: string, language: LanguageId, layout: Layout): string {
  const width = layout.lineLength - columns(layout.indent) - 6;
  return shorten(language === "python" ? imperative(summary) : summary, width);
}

/** A summary that does not fit on its line loses its last clauses, if enough is left to say something. */
function shorten(summary: string, width: number): string {
  if (columns(summary) <= width) return summary;
  for (let text = summary; ; ) {
    const cut =
      /^(.{24,}?.*)(?:[,;:] | – | — | \(| (?:which|that|where|so that|such that|in order to|and then) ).*$/s.exec(
        text,
      )?.[1];
    if (cut === undefined) return summary;
    const shorter = endSentence(cut.replace(/[,;:]$/, ""));
    if (columns(shorter) <= width && shorter.split("(").length === shorter.split(")").length) return shorter;
    text = cut;
  }
}

/** What the code says of each slot, without any model. Empty where it says nothing. */
export function codeTexts(slots: readonly OpenSlot[], source: ProseSource): string[] {
  const { patch, root, text, language, layout } = source;
  const usage = usageFacts(root, patch);
  const code = codeOf(patch, text);
  const output = (name: string): string => outputFact(root, patch, name) ?? "Set in the body.";
  // Where no rule asks for a description, none is better than an empty one.
  const needsNone = language === "rust" || language === "ruby" || language === "go";
  const unknown = needsNone ? "" : isPredicate(patch) ? "True or false." : "The result.";
  const result = (kind: "return" | "yield"): string =>
    resultFact(root, patch, kind) ?? plainResult(patch, language) ?? unknown;
  const textOf = ({ kind, name }: OpenSlot): string => {
    switch (kind) {
      case "summary":
        return fitSummary(plainSummary(patch, language, root), language, layout);
      case "details":
        return "";
      case "parameter":
        return usage.get(name) ?? plainUse(root, patch, code, name);
      case "returns":
        return name === "" ? result("return") : output(name);
      case "yields":
        return result("yield");
      case "raises":
        return conditionFact(patch, name);
    }
  };
  const mark = codeMark(source);
  return slots.map((slot) => textOf(slot).replace(/`([^`]*)`/g, (_, quoted: string) => mark(quoted)));
}

/** How documentation marks code. Help text of MATLAB has no markup for it, XML and HTML their own. */
function codeMark({ language, patch }: ProseSource): (code: string) => string {
  if (language === "matlab") return (code) => code;
  if (language === "csharp") return (code) => `<c>${code}</c>`;
  // The form of Java 23 is Markdown.
  if (language !== "java" || patch.docstring?.raw.startsWith("///")) return (code) => `\`${code}\``;
  return (code) => (hasPairedBraces(code) ? `{@code ${code}}` : code);
}

function hasPairedBraces(code: string): boolean {
  let depth = 0;
  for (const character of code) {
    depth += character === "{" ? 1 : character === "}" ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth === 0;
}

const codeOf = (patch: FunctionPatch, text: string): string =>
  text.slice(patch.range.start, patch.range.end).replace(patch.docstring?.raw ?? "", "");

function conditionFact(patch: FunctionPatch, type: string): string {
  const raised = patch.signature.raises.find((each) => each.type === type);
  if (raised?.message !== undefined) return `With the message "${raised.message}".`;
  const conditions = [raised?.condition, ...(raised?.otherConditions ?? [])].flatMap((condition) =>
    condition === undefined || condition.includes("`") ? [] : [`\`${oneLine(condition)}\``],
  );
  if (conditions.length === 0) return "";
  const named = conditions.slice(0, 3);
  const isPartial = raised?.isPartial === true || named.length < 1 + (raised?.otherConditions?.length ?? 0);
  return `If ${named.join(", or if ")}${isPartial ? ", and in other cases" : ""}.`;
}
