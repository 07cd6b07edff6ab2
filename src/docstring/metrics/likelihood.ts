import type { TextGenerator } from "../../inference/types.js";
import type { LanguageId } from "../../syntax/types.js";
import { functionPrompt, slotOpeners } from "../prompt.js";
import { recogniseStyle, styles } from "../styles/registry.js";
import type { Docstring } from "../types.js";
import type { StrippedFunction } from "./examples.js";

export interface Likelihood {
  /** Total negative log-likelihood, the end of each slot included. */
  readonly nats: number;
  /** UTF-8 bytes of the text, the openings and ends of the slots not counted. */
  readonly bytes: number;
}

/**
 * How well the model foresees what people wrote: the texts of a docstring, each in its slot after the function's prompt.
 * Only what the model is asked to write counts: of the details the first paragraph, and no other sections. Nothing for
 * models that do not know the slots, and for slots longer than the context.
 */
export async function scoreGold(
  raw: string,
  language: LanguageId,
  { file, patch, text }: StrippedFunction,
  generator: TextGenerator,
  signal: AbortSignal,
): Promise<Likelihood> {
  if (generator.promptFormat !== "slots") return { nats: 0, bytes: 0 };
  const { prefix } = functionPrompt(file, patch, text);
  const gold = styles[recogniseStyle(raw, language)].parse(raw, { language, patch });
  let nats = 0;
  let bytes = 0;
  for (const slot of goldSlots(gold)) {
    const context = prefix + slot.open;
    if (generator.countTokens(context) + generator.countTokens(slot.text) >= generator.contextLength)
      continue;
    nats += (await generator.score(context, slot.text, signal)).nats;
    bytes += Buffer.byteLength(slot.text);
  }
  return { nats, bytes };
}

function goldSlots(gold: Docstring): { open: string; text: string }[] {
  const result = (open: string, docs: Docstring["returns"]) =>
    docs.slice(0, 1).map(({ description }) => ({ open, text: description }));
  return [
    { open: slotOpeners.summary, text: gold.summary },
    { open: slotOpeners.details, text: gold.details.split(/\n\s*\n/)[0] ?? "" },
    ...gold.parameters.map((doc) => ({ open: slotOpeners.parameter(doc), text: doc.description })),
    ...result(slotOpeners.returns, gold.returns),
    ...result(slotOpeners.yields, gold.yields),
    ...gold.raises.map((doc) => ({ open: slotOpeners.raises(doc.type), text: doc.description })),
  ]
    .map(({ open, text }) => ({ open, text: text.replace(/\s+/g, " ").trim() }))
    .filter(({ text }) => text !== "");
}
