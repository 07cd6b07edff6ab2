import type { Slot, SlotText, TextGenerator } from "../inference/types.js";
import type { SyntaxNode } from "../syntax/parser.js";
import type { FilePatches, FunctionPatch, LanguageId } from "../syntax/types.js";
import { chatOpeners, chatPrompt } from "./chatPrompt.js";
import { type CleanContext, cleanText, imperative, isTautology, longest, nameAsSentence } from "./clean.js";
import type { Prose } from "./merge.js";
import { functionPrompt, slotOpeners } from "./prompt.js";
import { columns, endSentence, oneLine } from "./text.js";
import type { Docstring, Layout } from "./types.js";
import { resultFact, usageFacts } from "./usage.js";

/** A function of more lines gets a paragraph of details. */
const longFunction = 25;
/** Below this mean log-probability a text is a guess. */
const unsure = -2.5;

type SlotKind = "summary" | "details" | "parameter" | "returns" | "yields" | "raises";

/** A place in a docstring that has no text yet. */
export interface OpenSlot {
  readonly kind: SlotKind;
  /** Of the parameter or error. */
  readonly name: string;
}

const maxTokens: Readonly<Record<SlotKind, number>> = {
  summary: 40,
  details: 120,
  parameter: 48,
  returns: 48,
  yields: 48,
  raises: 40,
};

/** What a skeleton lacks. Details are written for long functions and never added to an author's docstring. */
export function openSlots(docstring: Docstring, patch: FunctionPatch, text: string): OpenSlot[] {
  const slots: OpenSlot[] = [];
  if (docstring.summary === "") slots.push({ kind: "summary", name: "" });
  const lines = text.slice(patch.range.start, patch.range.end).split("\n").length;
  if (docstring.summary === "" && docstring.details === "" && lines > longFunction && !patch.docstring)
    slots.push({ kind: "details", name: "" });
  for (const { name, description } of docstring.parameters)
    if (description === "") slots.push({ kind: "parameter", name });
  if (docstring.returns[0]?.description === "") slots.push({ kind: "returns", name: "" });
  if (docstring.yields[0]?.description === "") slots.push({ kind: "yields", name: "" });
  for (const { type, description } of docstring.raises)
    if (description === "") slots.push({ kind: "raises", name: type });
  return slots;
}

/** Asks the model for all open slots in one batch; no texts when they do not fit its context. `onText` gets the prose as it stands after each step. */
export async function narrate(
  generator: TextGenerator,
  slots: readonly OpenSlot[],
  file: FilePatches,
  patch: FunctionPatch,
  text: string,
  onText: (prose: Prose) => void,
  signal: AbortSignal,
): Promise<{ texts?: readonly SlotText[]; notes: readonly string[] }> {
  const isChat = generator.promptFormat === "chat";
  const prompt = isChat ? chatPrompt(file, patch, text) : functionPrompt(file, patch, text);
  const openers = isChat ? chatOpeners : slotOpeners;
  const requests: Slot[] = slots.map(({ kind, name }) => ({
    open:
      kind === "parameter"
        ? openers.parameter({ name })
        : kind === "raises"
          ? openers.raises(name)
          : openers[kind],
    maxTokens: maxTokens[kind],
  }));
  const needed = generator.countTokens(prompt.prefix) + longestSlot(generator, requests);
  if (needed > generator.contextLength) {
    return { notes: ["The function is too long for the model: the text says what the code says."] };
  }
  const soFar = slots.map(() => "");
  const texts = await generator.generate(
    prompt.prefix,
    requests,
    {
      onText: (slot, grown) => {
        soFar[slot] = oneLine(grown.replace(/<\|[^|>]*\|>/g, " "));
        onText(proseOf(slots, soFar));
      },
    },
    signal,
  );
  const notes: string[] = [];
  if (prompt.omittedCharacters > 0)
    notes.push("The function is long: the model read its beginning and its end.");
  if (texts.some(({ logProbability }, i) => slots[i]?.kind === "summary" && logProbability < unsure))
    notes.push("The model was unsure of the summary.");
  return { texts, notes };
}

/** Tokens of the slot that needs most of the context. */
const longestSlot = (generator: TextGenerator, slots: readonly Slot[]): number =>
  Math.max(0, ...slots.map(({ open, maxTokens }) => generator.countTokens(open) + maxTokens));

function proseOf(slots: readonly OpenSlot[], texts: readonly string[]): Prose {
  const parameters = new Map<string, string>();
  const raises = new Map<string, string>();
  const single: { summary?: string; details?: string; returns?: string; yields?: string } = {};
  slots.forEach(({ kind, name }, i) => {
    const text = texts[i] ?? "";
    if (text === "") return;
    if (kind === "parameter") parameters.set(name, text);
    else if (kind === "raises") raises.set(name, text);
    else single[kind] = text;
  });
  return { ...single, parameters, raises };
}

export interface ProseSource {
  readonly root: SyntaxNode;
  readonly patch: FunctionPatch;
  readonly text: string;
  readonly language: LanguageId;
  readonly layout: Layout;
}

/**
 * Vets the model's texts (`undefined` without a model) and fills what they leave open with what the code says. Text that
 * ran into a repetition counts as none.
 */
export function vetProse(
  slots: readonly OpenSlot[],
  texts: readonly SlotText[] | undefined,
  source: ProseSource,
): Prose {
  const { patch, root, text, language, layout } = source;
  const usage = usageFacts(root, patch);
  const code = text.slice(patch.range.start, patch.range.end).replace(patch.docstring?.raw ?? "", "");
  const context = (maxLength: number, oneSentence = false): CleanContext => ({
    functionName: patch.name,
    source: `${code}\n${patch.enclosing?.header ?? ""}`,
    maxLength,
    oneSentence,
  });
  const vet = (kind: SlotKind, name: string, said: string): string => {
    if (kind === "summary") return vetSummary(cleanText(said, context(200, true)), patch, language, layout);
    if (kind === "details") return cleanText(said, context(longest.details));
    const limit =
      kind === "parameter" ? longest.parameter : kind === "raises" ? longest.raises : longest.result;
    const description = cleanText(said, context(limit));
    const isEmpty = description === "" || isTautology(name, description, kind === "raises" ? "" : patch.name);
    if (!isEmpty) return description;
    if (kind === "parameter") return usage.get(name) ?? unusedFact(patch, code, name);
    if (kind === "raises") return conditionFact(patch, name);
    const fact = resultFact(root, patch, kind === "returns" ? "return" : "yield");
    return fact ?? (description === "" ? "The result." : description);
  };
  const vetted = slots.map(({ kind, name }, i) => {
    const answer = texts?.[i];
    return vet(kind, name, answer === undefined || answer.finished === "repetition" ? "" : answer.text);
  });
  return proseOf(slots, vetted);
}

function vetSummary(cleaned: string, patch: FunctionPatch, language: LanguageId, layout: Layout): string {
  const summary = cleaned === "" ? plainSummary(patch) : cleaned;
  const width = layout.lineLength - columns(layout.indent) - 6;
  return shorten(language === "python" ? imperative(summary) : summary, width);
}

const plainSummary = (patch: FunctionPatch): string =>
  patch.kind === "constructor" && patch.enclosing
    ? `Initialize a new ${patch.enclosing.name}.`
    : nameAsSentence(patch.name, patch.kind !== "getter" && patch.signature.returns === "value");

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

function unusedFact(patch: FunctionPatch, code: string, name: string): string {
  if (patch.bodyRange === undefined) return "";
  const body = code.slice(Math.max(0, patch.bodyRange.start - patch.range.start));
  return new RegExp(`(?<!\\w)${name.replace(/[$?!]/g, "\\$&")}(?!\\w)`).test(body) ? "" : "Not used.";
}

function conditionFact(patch: FunctionPatch, type: string): string {
  const condition = patch.signature.raises.find((raised) => raised.type === type)?.condition;
  return condition === undefined || condition.includes("`") ? "" : `If \`${oneLine(condition)}\`.`;
}
