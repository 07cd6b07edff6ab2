import type { Slot, SlotText, TextGenerator, TextKind } from "../inference/types.js";
import type { FilePatches, FunctionPatch } from "../syntax/types.js";
import { chatOpeners, chatPrompt } from "./chatPrompt.js";
import type { Prose } from "./merge.js";
import { functionPrompt, slotOpeners } from "./prompt.js";
import { oneLine } from "./text.js";
import type { Docstring } from "./types.js";

/** A function of more lines gets a paragraph of details. */
const longFunction = 25;

export type SlotKind = Exclude<TextKind, "comment">;

/** A place in a docstring that has no text yet. */
export interface OpenSlot {
  readonly kind: SlotKind;
  /** Of the parameter, the error, or the result where results have names. */
  readonly name: string;
}

/** What people are told a place is. */
export const slotLabel = ({ kind, name }: OpenSlot): string =>
  kind === "parameter" || (kind === "raises" && name !== "") ? name : kind;

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
  for (const [i, { name = "", description }] of docstring.returns.entries())
    if (description === "" && (i === 0 || name !== "")) slots.push({ kind: "returns", name });
  if (docstring.yields[0]?.description === "") slots.push({ kind: "yields", name: "" });
  for (const { type, description } of docstring.raises)
    if (description === "") slots.push({ kind: "raises", name: type });
  return slots;
}

/** Asks the model for slots in one batch; no texts when they do not fit its context. `onText` gets the prose as it stands after each step. */
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
  return { texts, notes };
}

/** Tokens of the slot that needs most of the context. */
const longestSlot = (generator: TextGenerator, slots: readonly Slot[]): number =>
  Math.max(0, ...slots.map(({ open, maxTokens }) => generator.countTokens(open) + maxTokens));

/** Texts, one for each slot, put where they belong; empty ones are left out. */
export function proseOf(slots: readonly OpenSlot[], texts: readonly string[]): Prose {
  const parameters = new Map<string, string>();
  const raises = new Map<string, string>();
  const outputs = new Map<string, string>();
  const single: { summary?: string; details?: string; returns?: string; yields?: string } = {};
  slots.forEach(({ kind, name }, i) => {
    const text = texts[i] ?? "";
    if (text === "") return;
    if (kind === "parameter") parameters.set(name, text);
    else if (kind === "raises") raises.set(name, text);
    else if (kind === "returns" && name !== "") outputs.set(name, text);
    else single[kind] = text;
  });
  return { ...single, parameters, raises, outputs };
}
