import type { EvidenceLevel, OriginFunction } from "../protocol/origin.js";
import type { RecordedEvidence } from "./evidence.js";
import { short } from "./provenance/provenance.js";

/** What the style of a function says, where it was scored. */
export interface StyleEvidence {
  readonly probability: number;
  /** The score passes the shipped threshold of the language. */
  readonly resemblesAi: boolean;
  /** For a lens: `resembles AI-written code, 1 in 100 human functions does too`. */
  readonly summary: string;
  readonly sentence: string;
  /** Shown only where it was confident enough; experimental. */
  readonly family?: { readonly name: string; readonly sentence: string };
}

type Verdict = Pick<
  OriginFunction,
  "verdict" | "label" | "family" | "probability" | "summary" | "evidence" | "lines" | "undeclared"
>;

/** From this share of the lines on, a function is called by who wrote them, and `mixed` below. */
const mostLines = 0.5;

/** The strongest evidence that `level` admits decides; whatever is weaker is still told. */
export function verdictOf(
  git: RecordedEvidence,
  style: StyleEvidence | undefined,
  level: EvidenceLevel,
): Verdict {
  const { lines, recorded, declared, undeclared } = git;
  const evidence = [...git.sentences];
  if (style) evidence.push(style.sentence);
  const scored = style === undefined ? {} : { probability: style.probability };
  const rest = { ...scored, evidence, lines, undeclared };
  const share = (count: number): number => count / Math.max(1, lines.total);
  const familyOf = (family: string | undefined) => (family === undefined ? {} : { family });

  if (recorded) {
    const label = share(lines.recordedAi) >= mostLines ? "ai" : "mixed";
    const part = label === "ai" ? "" : ` ${lines.recordedAi} of ${lines.total} lines,`;
    const summary = `recorded,${part} ${recorded.agent.tool}, commit ${short(recorded.commit)}`;
    return { verdict: "recorded", label, ...familyOf(recorded.agent.family), summary, ...rest };
  }
  if (share(lines.recordedHuman) >= mostLines)
    return { verdict: "recorded", label: "human", summary: "recorded, typed by a person", ...rest };
  if (declared && level !== "recorded") {
    const label = share(lines.declared) >= mostLines ? "ai" : "mixed";
    const part = label === "ai" ? "" : ` of ${lines.declared} of ${lines.total} lines`;
    const summary = `the commit ${short(declared.commit)}${part} declares ${declared.agent.tool}`;
    return { verdict: "declared", label, ...familyOf(declared.agent.family), summary, ...rest };
  }
  if (style?.resemblesAi === true && level === "estimated") {
    if (style.family) evidence.push(style.family.sentence);
    return {
      verdict: "estimated",
      label: "ai",
      ...familyOf(style.family?.name),
      summary: style.summary,
      ...rest,
    };
  }
  return { verdict: "unknown", summary: "", ...rest };
}
