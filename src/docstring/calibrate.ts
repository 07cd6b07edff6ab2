import { throwIfAborted } from "../base/errors.js";
import type { TextGenerator } from "../inference/types.js";
import { rougeL } from "../metrics/rouge.js";
import { meanWithInterval } from "../metrics/statistics.js";
import type {
  CalibrateResult,
  DocumentSnapshot,
  EvaluateParams,
  KindCalibration,
  Progress,
} from "../protocol/messages.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { languageById } from "../syntax/registry.js";
import type { LanguageId } from "../syntax/types.js";
import { contentWords } from "./clean.js";
import { factsOf } from "./facts.js";
import { readLayout } from "./layout.js";
import { type Example, readExamples, strippedFunction } from "./metrics/examples.js";
import { narrate, type OpenSlot, openSlots, type SlotKind } from "./narrate.js";
import { layoutAt, withDocument } from "./request.js";
import { recogniseStyle, styles } from "./styles/registry.js";
import type { Docstring } from "./types.js";
import { codeTexts, usableTexts } from "./vet.js";

const kinds = [
  "summary",
  "details",
  "parameter",
  "returns",
  "yields",
  "raises",
] as const satisfies readonly SlotKind[];
/** Fewer texts than these are no measurement. */
const fewest = 50;
/** Texts between two thresholds that are tried. */
const step = 10;
/** Texts of other functions that a text is compared with to learn what agreement chance gives. */
const strangers = 10;

export interface CalibrationParts {
  readonly parser: SyntaxParser;
  readonly generator: TextGenerator;
}

/** A text of the model that could be used, and how well it and its rivals agree with what a person wrote. */
interface Judged {
  readonly kind: SlotKind;
  readonly logProbability: number;
  readonly words: readonly string[];
  readonly goldWords: readonly string[];
  /** Similarity of the model's text and of what the code says, 0 to 1. */
  readonly model: number;
  readonly code: number;
}

/**
 * Finds how sure the model must be of each kind of text for its texts to be better than what the code says.
 *
 * Similarity is ROUGE-L of the words that carry meaning, against what a person wrote. The threshold of a kind is the
 * smallest mean log-probability such that the texts from there on, at least 50, are better than both what the code says
 * of the same slot and the agreement that the model's text has by chance with other functions' texts: on average, and more
 * often than not, each with its whole 95 % bootstrap interval; and more often than not among the 50 least sure of them
 * too, so that sure texts do not carry babble. `null` where there is none.
 */
export async function calibrate(
  params: EvaluateParams,
  parts: CalibrationParts,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Omit<CalibrateResult, "model">> {
  const examples = await readExamples(params.dataset, params.limit);
  const judged: Judged[] = [];
  let n = 0;
  for (const [done, example] of examples.entries()) {
    throwIfAborted(signal);
    onProgress({ message: "Calibrating", done, total: examples.length });
    const texts = await judgeExample(example, parts, signal);
    if (texts === undefined) continue;
    n += 1;
    judged.push(...texts);
  }
  const calibrated = Object.fromEntries(
    kinds.map((kind) => [kind, calibrateKind(judged.filter((each) => each.kind === kind))]),
  );
  return { kinds: calibrated, n };
}

/** Undefined for what is no function that can be read. */
async function judgeExample(
  example: Example,
  { parser, generator }: CalibrationParts,
  signal: AbortSignal,
): Promise<Judged[] | undefined> {
  const language = languageById(example.language as LanguageId);
  if (language === undefined) return undefined;
  const stripped = await strippedFunction(example, language, parser, signal);
  if (stripped === undefined) return undefined;
  const { text, patch } = stripped;
  const gold = styles[recogniseStyle(example.docstring, language.id)].parse(example.docstring, {
    language: language.id,
  });
  const snapshot: DocumentSnapshot = { path: "example", language: language.id, version: 0, text };
  return withDocument(snapshot, parser, signal, async ({ file, tree }) => {
    const slots = openSlots(factsOf(patch, language.id), patch, text);
    const { texts } = await narrate(generator, slots, file, patch, text, () => {}, signal);
    if (texts === undefined) return [];
    const layout = layoutAt(readLayout(text, file, language.id, {}), patch, text);
    const source = { root: tree.rootNode, patch, text, language: language.id, layout };
    const usable = usableTexts(slots, texts, source);
    const code = codeTexts(slots, source);
    return slots.flatMap((slot, i): Judged[] => {
      const goldWords = contentWords(goldOf(slot, gold));
      const words = contentWords(usable[i] ?? "");
      if (goldWords.length === 0 || words.length === 0) return [];
      return [
        {
          kind: slot.kind,
          logProbability: texts[i]?.logProbability ?? Number.NEGATIVE_INFINITY,
          words,
          goldWords,
          model: rougeL(words, goldWords),
          code: rougeL(contentWords(code[i] ?? ""), goldWords),
        },
      ];
    });
  });
}

function goldOf({ kind, name }: OpenSlot, gold: Docstring): string {
  switch (kind) {
    case "summary":
      return gold.summary;
    case "details":
      return gold.details.split(/\n\s*\n/)[0] ?? "";
    case "parameter":
      return gold.parameters.find((doc) => doc.name === name)?.description ?? "";
    case "raises":
      return gold.raises.find((doc) => doc.type === name)?.description ?? "";
    case "returns":
    case "yields":
      return gold[kind][0]?.description ?? "";
  }
}

function calibrateKind(judged: readonly Judged[]): KindCalibration {
  const surest = [...judged].sort((a, b) => b.logProbability - a.logProbability);
  const rivals = surest.map((each, i) => Math.max(each.code, byChance(each, i, surest)));
  let found = 0;
  for (let count = fewest; count <= surest.length; count += step) {
    const leads = surest.slice(0, count).map(({ model }, i) => model - (rivals[i] ?? 0));
    const wins = leads.map((lead, i) => winOf(lead, surest[i]));
    const marginal = mean(wins.slice(-fewest));
    if (marginal > 0.5 && meanWithInterval(leads).low > 0 && meanWithInterval(wins).low > 0.5) found = count;
  }
  const passing = surest.slice(0, found);
  const compared = found > 0 ? passing : surest;
  return {
    threshold: passing.at(-1)?.logProbability ?? null,
    texts: surest.length,
    passing: found,
    model: meanWithInterval(compared.map(({ model }) => model)),
    code: meanWithInterval(compared.map(({ code }) => code)),
    chance: meanWithInterval(compared.map((each, i) => byChance(each, i, surest))),
  };
}

/** 1 for the better text, ½ for two that are equally good; two that agree in nothing are no tie. */
const winOf = (lead: number, judged: Judged | undefined): number =>
  lead > 0 ? 1 : lead === 0 && (judged?.model ?? 0) > 0 ? 0.5 : 0;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Mean similarity of a text with what people wrote of other functions. */
function byChance({ words }: Judged, i: number, all: readonly Judged[]): number {
  const stride = Math.max(1, Math.floor(all.length / (strangers + 1)));
  let total = 0;
  for (let k = 1; k <= strangers; k += 1) {
    total += rougeL(words, all[(i + k * stride) % all.length]?.goldWords ?? []);
  }
  return total / strangers;
}
