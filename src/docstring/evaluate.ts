import { throwIfAborted } from "../base/errors.js";
import type { TextGenerator } from "../inference/types.js";
import { smoothedBleu, textTokens } from "../metrics/bleu.js";
import { nearestExamples } from "../metrics/retrieval.js";
import { rougeL, rougeTokens } from "../metrics/rouge.js";
import { meanWithInterval, percentileWithInterval, ratioWithInterval } from "../metrics/statistics.js";
import type {
  DocumentParams,
  DocumentResult,
  EvaluateParams,
  EvaluateResult,
  FunctionResult,
  MetricValue,
  Progress,
} from "../protocol/messages.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { languageById } from "../syntax/registry.js";
import type { LanguageId } from "../syntax/types.js";
import { isTautology, nameAsSentence } from "./clean.js";
import { factsOf } from "./facts.js";
import { codeBleuOfText, keywordsOf } from "./metrics/codeBleu.js";
import { type Example, readExamples, type StrippedFunction, strippedFunction } from "./metrics/examples.js";
import { firstParagraph } from "./metrics/firstParagraph.js";
import { type Likelihood, scoreGold } from "./metrics/likelihood.js";
import { styles } from "./styles/registry.js";
import type { StyleId } from "./types.js";

export interface EvaluationParts {
  readonly parser: SyntaxParser;
  readonly generator: TextGenerator;
  /** The job that is measured. */
  document(params: DocumentParams, signal: AbortSignal): Promise<DocumentResult>;
}

interface Case {
  readonly example: Example;
  readonly language: LanguageId;
  readonly stripped: StrippedFunction;
  readonly keywords: ReadonlySet<string>;
  readonly gold: string;
}

interface Outcome {
  readonly paragraph: string;
  readonly seconds: number;
  readonly isWritten: boolean;
  /** Absent for styles that have no place for parameters. */
  readonly isComplete?: boolean;
  readonly descriptions: number;
  readonly tautologies: number;
  readonly likelihood: Likelihood;
}

/**
 * Takes the docstrings of a data set away, writes them anew with the document job, and compares.
 *
 * `bleu4`, `rougeL`, `codeBleuText`: 0 to 100, of the first paragraph against the one people wrote. `bitsPerByte`: of the
 * people's text in the slots; only for models that know our slots. `written`, `complete` (exactly the parameters, results
 * and errors of the signature), `tautological` (of the descriptions): shares. `secondsP50`, `secondsP95`: a function.
 * Baselines: the name as a sentence; the first paragraph of the most similar example of another repository.
 */
export async function evaluateDocstrings(
  params: EvaluateParams,
  parts: EvaluationParts,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<EvaluateResult> {
  const skipped: Record<string, number> = {};
  const cases: Case[] = [];
  const examples = await readExamples(params.dataset, params.limit);
  for (const example of examples) {
    throwIfAborted(signal);
    const found = await caseOf(example, parts.parser, signal);
    if (typeof found === "string") skipped[found] = (skipped[found] ?? 0) + 1;
    else cases.push(found);
  }
  const outcomes: Outcome[] = [];
  for (const [done, each] of cases.entries()) {
    throwIfAborted(signal);
    onProgress({ message: "Evaluating", done, total: cases.length });
    outcomes.push(await evaluateCase(each, parts, signal));
  }
  return {
    metrics: { ...textMetrics(cases, (_, i) => outcomes[i]?.paragraph ?? ""), ...outcomeMetrics(outcomes) },
    baselines: {
      name: textMetrics(cases, ({ stripped }) => nameAsSentence(stripped.patch.name)),
      retrieval: retrievalMetrics(cases),
    },
    n: cases.length,
    skipped,
  };
}

async function caseOf(example: Example, parser: SyntaxParser, signal: AbortSignal): Promise<Case | string> {
  const language = languageById(example.language as LanguageId);
  if (language === undefined) return "unsupported language";
  const stripped = await strippedFunction(example, language, parser, signal);
  if (stripped === undefined) return "syntax errors";
  const gold = firstParagraph(example.docstring, language.id);
  if (gold === "") return "no first paragraph";
  const tree = await parser.parse("", language, { signal });
  try {
    return { example, language: language.id, stripped, keywords: keywordsOf(tree), gold };
  } finally {
    tree.delete();
  }
}

async function evaluateCase(
  { example, language, stripped }: Case,
  { document, generator }: EvaluationParts,
  signal: AbortSignal,
): Promise<Outcome> {
  const started = performance.now();
  const result = await document(
    {
      document: { path: `example.${language}`, language, version: 0, text: stripped.text },
      targets: { kind: "functions", ids: [stripped.patch.id] },
      missingOnly: false,
      style: example.style in styles ? example.style : "auto",
      conventions: {},
      priority: "background",
    },
    signal,
  );
  const seconds = (performance.now() - started) / 1000;
  const likelihood = await scoreGold(example.docstring, language, stripped, generator, signal);
  const [found] = result.functions;
  if (found === undefined || found.docstring === "") {
    return { paragraph: "", seconds, isWritten: false, descriptions: 0, tautologies: 0, likelihood };
  }
  const complete = completeness(found, language, stripped);
  const descriptions = Object.entries(found.slots.parameters).filter(([, text]) => text !== "");
  return {
    paragraph: firstParagraph(found.docstring, language),
    seconds,
    isWritten: true,
    ...(complete !== undefined && { isComplete: complete }),
    descriptions: descriptions.length,
    tautologies: descriptions.filter(([name, text]) => isTautology(name, text, stripped.patch.name)).length,
    likelihood,
  };
}

/** Conventions of prose alone. */
const withoutSections: readonly string[] = ["pep257", "godoc", "rustdoc"] satisfies StyleId[];

/** Whether the docstring, read back, names exactly what the signature has. */
function completeness(
  found: FunctionResult,
  language: LanguageId,
  { patch }: StrippedFunction,
): boolean | undefined {
  const style = Object.values(styles).find(({ id }) => id === found.style);
  if (style === undefined || withoutSections.includes(style.id)) return undefined;
  const read = style.parse(found.docstring, { language, patch });
  const facts = factsOf(patch, language);
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).join();
  const types = (list: readonly { readonly type: string }[]) =>
    list
      .map(({ type }) => type)
      .sort()
      .join();
  return (
    names(read.parameters) === names(facts.parameters) &&
    types(read.raises) === types(facts.raises) &&
    read.returns.length > 0 === facts.returns.length > 0 &&
    read.yields.length > 0 === facts.yields.length > 0
  );
}

function outcomeMetrics(outcomes: readonly Outcome[]): Record<string, MetricValue> {
  const judged = outcomes.flatMap(({ isComplete }) => (isComplete === undefined ? [] : [isComplete ? 1 : 0]));
  const seconds = outcomes.map((outcome) => outcome.seconds);
  const scored = outcomes.filter(({ likelihood }) => likelihood.bytes > 0);
  return {
    ...(scored.length > 0 && {
      bitsPerByte: ratioWithInterval(
        scored.map(({ likelihood }) => ({
          numerator: likelihood.nats / Math.LN2,
          denominator: likelihood.bytes,
        })),
      ),
    }),
    written: meanWithInterval(outcomes.map(({ isWritten }) => (isWritten ? 1 : 0))),
    complete: meanWithInterval(judged),
    tautological: ratioWithInterval(
      outcomes.map(({ tautologies, descriptions }) => ({
        numerator: tautologies,
        denominator: descriptions,
      })),
    ),
    secondsP50: percentileWithInterval(seconds, 50),
    secondsP95: percentileWithInterval(seconds, 95),
  };
}

function textMetrics(
  cases: readonly Case[],
  candidateOf: (each: Case, index: number) => string,
): Record<string, MetricValue> {
  const scores = cases.map((each, i) => {
    const candidate = candidateOf(each, i);
    const [tokens, goldTokens] = [textTokens(candidate), textTokens(each.gold)];
    return {
      bleu4: 100 * smoothedBleu(tokens, goldTokens),
      rougeL: 100 * rougeL(rougeTokens(candidate), rougeTokens(each.gold)),
      codeBleuText: 100 * codeBleuOfText(tokens, goldTokens, each.keywords),
    };
  });
  return {
    bleu4: meanWithInterval(scores.map(({ bleu4 }) => bleu4)),
    rougeL: meanWithInterval(scores.map((score) => score.rougeL)),
    codeBleuText: meanWithInterval(scores.map(({ codeBleuText }) => codeBleuText)),
  };
}

function retrievalMetrics(cases: readonly Case[]): Record<string, MetricValue> {
  const nearest = nearestExamples(
    cases.map(({ example, stripped }) => ({
      code: stripped.text,
      ...(example.repository !== undefined && { repository: example.repository }),
    })),
  );
  return textMetrics(cases, (_, i) => {
    const index = nearest[i];
    return index === undefined ? "" : (cases[index]?.gold ?? "");
  });
}
