import { throwIfAborted } from "../base/errors.js";
import type { TextGenerator } from "../inference/types.js";
import { smoothedBleu, textTokens } from "../metrics/bleu.js";
import { chrf } from "../metrics/chrf.js";
import { nearestExamples } from "../metrics/retrieval.js";
import { rougeL, rougeTokens } from "../metrics/rouge.js";
import { readSample } from "../metrics/sample.js";
import { meanWithInterval, ratioWithInterval } from "../metrics/statistics.js";
import type { EvaluateCommitsParams } from "../protocol/commit.js";
import type { EvaluateResult, MetricValue, Progress } from "../protocol/messages.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { changeOfTexts } from "./changes.js";
import { unfoundedIn } from "./check.js";
import { developerStatements } from "./developer.js";
import { everyoneStatements } from "./everyone/statements.js";
import { factsOf } from "./facts.js";
import { messageHabit } from "./habit.js";
import { conventionalSubject, declaredKind } from "./kind/declared.js";
import { sameKind } from "./kind/same.js";
import { commitMessage } from "./message.js";
import { commitPrompt, commitSlots } from "./prompt.js";
import { readingGrade } from "./readability.js";
import { storyOf } from "./story.js";
import type { Change } from "./types.js";

interface CommitExample {
  readonly diff: string;
  readonly subject: string;
  readonly body: string;
  readonly repository?: string;
}

interface Outcome {
  readonly subject: string;
  /** Of everything that was said, before the checker takes anything out. */
  readonly statements: number;
  readonly founded: number;
  readonly grade: number;
  /** Absent where the author declared no kind. */
  readonly isKindRight?: boolean;
  readonly nats: number;
  readonly bytes: number;
}

/**
 * Describes the diffs of a data set and compares with what their authors wrote.
 *
 * `bleuNorm` (smoothed BLEU-4 of lower-case words, the B-Norm of the literature), `rougeL`, `chrf`: 0 to 100, of the subject that the facts give
 * against the author's, which is not shown to what is measured. `founded`: the share of statements whose names, numbers and quotations the
 * checker finds in the change, before it removes the others. `readingGrade`: of the text for everyone. `kindAccuracy`: of subjects in
 * Conventional Commits, the prefix hidden. `bitsPerByte`: of the authors' subjects, for a model that knows the slots.
 * Baselines: the subject of the most similar diff of another repository; the names of the files.
 */
export async function evaluateCommits(
  params: EvaluateCommitsParams,
  parts: { readonly parser: SyntaxParser; readonly generator: TextGenerator | undefined },
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<EvaluateResult> {
  const all = await readSample(params.dataset, "{diff, subject, body?}", exampleOf, params.limit);
  const skipped: Record<string, number> = {};
  const examples: CommitExample[] = [];
  const outcomes: Outcome[] = [];
  for (const [done, example] of all.entries()) {
    throwIfAborted(signal);
    onProgress({ message: "Evaluating", done, total: all.length });
    const change = changeOfTexts([example.diff]);
    if (change.files.length === 0) skipped["an empty diff"] = (skipped["an empty diff"] ?? 0) + 1;
    else {
      examples.push(example);
      outcomes.push(await outcomeOf(example, change, parts, signal));
    }
  }
  const nearest = nearestExamples(
    examples.map(({ diff, repository }) => ({ code: diff, ...(repository !== undefined && { repository }) })),
  );
  const golds = examples.map(({ subject }) => subject);
  return {
    metrics: {
      ...textMetrics(
        golds,
        outcomes.map(({ subject }) => subject),
      ),
      ...outcomeMetrics(outcomes),
    },
    baselines: {
      retrieval: textMetrics(
        golds,
        nearest.map((index) => (index === undefined ? "" : (golds[index] ?? ""))),
      ),
      "file names": textMetrics(
        golds,
        examples.map(({ diff }) => fileNames(changeOfTexts([diff]))),
      ),
    },
    n: examples.length,
    skipped,
  };
}

function exampleOf(line: unknown): CommitExample {
  const fields = (typeof line === "object" && line !== null ? line : {}) as Record<string, unknown>;
  const text = (name: string): string => {
    const field = fields[name];
    if (typeof field !== "string" || field === "") throw new Error(`the field ${name} is missing`);
    return field;
  };
  const { body, repo } = fields;
  return {
    diff: text("diff"),
    subject: text("subject"),
    body: typeof body === "string" ? body : "",
    ...(typeof repo === "string" && { repository: repo }),
  };
}

async function outcomeOf(
  example: CommitExample,
  change: Change,
  { parser, generator }: { readonly parser: SyntaxParser; readonly generator: TextGenerator | undefined },
  signal: AbortSignal,
): Promise<Outcome> {
  const unsaid = storyOf(await factsOf(change, parser, signal));
  const declared = conventionalSubject(example.subject);
  // Its kind is judged from the words after the prefix.
  const said = storyOf({
    ...unsaid.facts,
    change: { ...change, subject: declared?.rest ?? example.subject, body: example.body },
  });
  const everyone = everyoneStatements(said);
  const statements = [...everyone, ...developerStatements(said)];
  const label = declared === undefined ? undefined : declaredKind(declared.type);
  return {
    subject: commitMessage(unsaid, messageHabit([])).subject,
    statements: statements.length,
    founded: unfoundedIn(statements, said).filter((unfounded) => unfounded.length === 0).length,
    grade: readingGrade(everyone.join(" ")),
    ...(label !== undefined && { isKindRight: sameKind(said.kind.kind, label) }),
    ...(await likelihood(example, change, generator, signal)),
  };
}

async function likelihood(
  { subject }: CommitExample,
  { files }: Change,
  generator: TextGenerator | undefined,
  signal: AbortSignal,
): Promise<{ nats: number; bytes: number }> {
  const nothing = { nats: 0, bytes: 0 };
  if (generator === undefined || generator.promptFormat !== "slots") return nothing;
  const context = commitPrompt(files.map(({ diff }) => diff)).prefix + commitSlots.subject;
  if (generator.countTokens(context) + generator.countTokens(subject) >= generator.contextLength)
    return nothing;
  const { nats } = await generator.score(context, subject, signal);
  return { nats, bytes: Buffer.byteLength(subject) };
}

const fileNames = ({ files }: Change): string =>
  `Update ${files.map(({ diff }) => diff.path.split("/").at(-1)).join(", ")}`;

function textMetrics(golds: readonly string[], candidates: readonly string[]): Record<string, MetricValue> {
  const mean = (score: (candidate: string, gold: string) => number): MetricValue =>
    meanWithInterval(golds.map((gold, i) => 100 * score(candidates[i] ?? "", gold)));
  return {
    bleuNorm: mean((candidate, gold) => smoothedBleu(textTokens(candidate), textTokens(gold))),
    rougeL: mean((candidate, gold) => rougeL(rougeTokens(candidate), rougeTokens(gold))),
    chrf: mean(chrf),
  };
}

function outcomeMetrics(outcomes: readonly Outcome[]): Record<string, MetricValue> {
  const judged = outcomes.flatMap(({ isKindRight }) =>
    isKindRight === undefined ? [] : [isKindRight ? 1 : 0],
  );
  const scored = outcomes.filter(({ bytes }) => bytes > 0);
  return {
    founded: ratioWithInterval(
      outcomes.map(({ founded, statements }) => ({ numerator: founded, denominator: statements })),
    ),
    readingGrade: meanWithInterval(outcomes.map(({ grade }) => grade)),
    ...(judged.length > 0 && { kindAccuracy: meanWithInterval(judged) }),
    ...(scored.length > 0 && {
      bitsPerByte: ratioWithInterval(
        scored.map(({ nats, bytes }) => ({ numerator: nats / Math.LN2, denominator: bytes })),
      ),
    }),
  };
}
