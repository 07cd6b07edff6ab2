import type { LanguageId } from "../../syntax/types.js";

/** How scores are read in one language, as measured on dated functions of people that the model was not trained on. */
export interface LanguageCalibration {
  /** For each vote the score that the same small share of people's functions reach. */
  readonly offsets: readonly number[];
  /** Scores from here on are called estimated; null where too few people's functions were seen to set it. */
  readonly threshold: number | null;
  /** `humans[i]`: the score that at most a share of `shares[i]` of people's functions reach or pass, of all and in nine of ten repositories. Descending shares. */
  readonly humans: readonly number[];
  /** Functions of people, and repositories, that the figures rest on. */
  readonly functions: number;
  readonly repositories: number;
  /** Logistic regression over the votes, fitted where half of the functions are of each kind. */
  readonly probability: { readonly weights: readonly number[]; readonly bias: number };
}

export interface Calibration {
  readonly shares: readonly number[];
  readonly languages: Readonly<Partial<Record<LanguageId, LanguageCalibration>>>;
}

/** The text is our own file, checked against its SHA-256 before it is read. */
export const parseCalibration = (text: string): Calibration => JSON.parse(text) as Calibration;

/** One score of a piece: how far the vote that is furthest above its offset is above it. */
export const scoreOf = ({ offsets }: LanguageCalibration, votes: Float32Array): number =>
  Math.max(...offsets.map((offset, i) => (votes[i] ?? Number.NEGATIVE_INFINITY) - offset));

/** Of being AI-written, where half of all functions of the language are. */
export function probabilityOf(
  { probability: { weights, bias } }: LanguageCalibration,
  votes: Float32Array,
): number {
  const logit = weights.reduce((sum, weight, i) => sum + weight * (votes[i] ?? 0), bias);
  return 1 / (1 + Math.exp(-logit));
}

/** The smallest measured share of people's functions whose scores reach `score`; no smaller than their number can show (rule of three). */
export function shareOfHumans(
  shares: readonly number[],
  { humans, functions }: LanguageCalibration,
  score: number,
): number {
  let share = 1;
  for (const [i, reached] of humans.entries()) if (score >= reached) share = Math.min(share, shares[i] ?? 1);
  return Math.max(share, 3 / functions);
}
