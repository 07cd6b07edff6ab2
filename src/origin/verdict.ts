import type { EvidenceLevel, OriginFunction } from "../protocol/origin.js";
import type { Leader, RecordedEvidence } from "./evidence.js";
import { short } from "./provenance/provenance.js";
import { inWords, type StyleScore } from "./style/scorer.js";

type Verdict = Pick<
  OriginFunction,
  "verdict" | "label" | "family" | "probability" | "summary" | "evidence" | "lines" | "undeclared"
>;

/** From this share of the lines on, a function is called by who wrote them, and `mixed` below. */
const mostLines = 0.5;

/** The strongest evidence that `level` admits decides; whatever is weaker is still told. */
export function verdictOf(
  git: RecordedEvidence,
  style: StyleScore | undefined,
  level: EvidenceLevel,
): Verdict {
  const { lines, recorded, declared, undeclared } = git;
  const evidence = [...git.sentences];
  if (style) evidence.push(styleSentence(style));
  const scored = style === undefined ? {} : { probability: Number(style.probability.toFixed(4)) };
  const rest = { ...scored, evidence, lines, undeclared };
  const share = (count: number): number => count / Math.max(1, lines.total);
  const familyOf = (family: string | undefined) => (family === undefined ? {} : { family });

  if (recorded) {
    const label = share(lines.recordedAi) >= mostLines ? "ai" : "mixed";
    const part = label === "ai" ? "" : `, ${lines.recordedAi} of ${lines.total} lines`;
    const summary = `recorded, ${recorded.agent.tool}, ${commitsOf(recorded)}${part}`;
    return { verdict: "recorded", label, ...familyOf(recorded.agent.family), summary, ...rest };
  }
  if (share(lines.recordedHuman) >= mostLines)
    return { verdict: "recorded", label: "human", summary: "recorded, typed by a person", ...rest };
  if (declared && level !== "recorded") {
    const label = share(lines.declared) >= mostLines ? "ai" : "mixed";
    const part = label === "ai" ? "" : ` for ${lines.declared} of ${lines.total} lines`;
    const verb = declared.more === 0 ? "declares" : "declare";
    const summary = `${commitsOf(declared)} ${verb} ${declared.agent.tool}${part}`;
    return { verdict: "declared", label, ...familyOf(declared.agent.family), summary, ...rest };
  }
  if (style?.resemblesAi === true && level === "estimated") {
    const summary = `resembles AI-written code, ${inWords(style.humanShare)}`;
    return { verdict: "estimated", label: "ai", summary, ...rest };
  }
  return { verdict: "unknown", summary: "", ...rest };
}

/** `commit a1b2c3d`, `commits a1b2c3d and 2 more`: the one that changed most lines is named. */
const commitsOf = ({ commit, more }: Leader): string =>
  more === 0 ? `commit ${short(commit)}` : `commits ${short(commit)} and ${more} more`;

/** What a score says, and what it does not. */
const styleSentence = ({ resemblesAi }: StyleScore): string =>
  resemblesAi
    ? "Estimated from its names, comments, form and layout alone: they are like those of AI-written code."
    : "Style: not conspicuous, which says nothing about who wrote it.";
