import type { PatchId } from "../syntax/types.js";
import type { DocumentSnapshot, MetricValue, Progress } from "./messages.js";

export interface OriginMethods {
  "engine/origin": { params: OriginParams; result: OriginResult; partial: never };
  "engine/originEvaluate": { params: OriginEvaluateParams; result: OriginEvaluateResult; partial: Progress };
  "engine/originFeatures": { params: OriginFeaturesParams; result: OriginFeaturesResult; partial: Progress };
}

/** From the strongest to the weakest. */
export const evidenceLevels = ["recorded", "declared", "estimated"] as const;
export type EvidenceLevel = (typeof evidenceLevels)[number];

export interface OriginParams {
  /** Its path must be absolute for git to be asked; the text may differ from what is saved. */
  readonly document: DocumentSnapshot;
  /** The weakest evidence that is looked for. */
  readonly evidence: EvidenceLevel;
}

/**
 * `recorded`: a git note says who wrote lines of the function. `declared`: a commit that last changed lines names an agent.
 * `estimated`: the style resembles AI-written code, above a threshold whose false positives were measured.
 */
export type OriginVerdict = EvidenceLevel | "unknown";

/** Lines that are not blank, by what is known of them; each counts once. */
export interface OriginLines {
  readonly total: number;
  readonly recordedAi: number;
  readonly recordedHuman: number;
  readonly declared: number;
  readonly uncommitted: number;
}

export interface OriginFunction {
  readonly id: PatchId;
  readonly name: string;
  /** One-based, of the name. */
  readonly line: number;
  /** One-based, inclusive. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly verdict: OriginVerdict;
  /** Absent for `unknown`. `mixed`: less than half of the lines are known to be from an AI tool. */
  readonly label?: "ai" | "human" | "mixed";
  /** Who makes the model, where that is recorded, declared or estimated with confidence. */
  readonly family?: string;
  /** Wherever style was scored, whatever the verdict: of being AI-written, where half of all code is. */
  readonly probability?: number;
  /** In few words, for a lens: `recorded, Claude, commit a1b2c3d`. Empty for `unknown`. */
  readonly summary: string;
  /** Sentences, strongest first. */
  readonly evidence: readonly string[];
  readonly lines: OriginLines;
  /** Lines that a note gives to an AI tool although their commit names none. */
  readonly undeclared: number;
}

export interface OriginResult {
  readonly version: number;
  readonly functions: readonly OriginFunction[];
  /** One sentence each: what could not be read, and why. */
  readonly problems: readonly string[];
  /** Hints of the repository that say nothing of any function. */
  readonly context: readonly string[];
  /** Git could not say what it knows of the file: that nothing was found means nothing. */
  readonly isUnread?: true;
}

export interface OriginEvaluateParams {
  /** Path of a JSONL data set (optionally .gz) of `{code, language, label: 0 | 1, family?}`. */
  readonly dataset: string;
  /** At most so many examples, spread over the data set; the same ones each time. */
  readonly limit?: number;
}

export interface OriginEvaluateResult {
  readonly metrics: Readonly<Record<string, MetricValue>>;
  readonly baselines: Readonly<Record<string, Readonly<Record<string, MetricValue>>>>;
  readonly n: number;
  /** Examples that were left out, counted by reason. */
  readonly skipped: Readonly<Record<string, number>>;
}

export interface OriginFeaturesParams {
  readonly dataset: string;
  /** A .jsonl.gz file. */
  readonly out: string;
}

export interface OriginFeaturesResult {
  readonly kept: number;
  readonly dropped: Readonly<Record<string, number>>;
}
