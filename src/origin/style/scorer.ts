import type { Classifier } from "../../inference/classifier.js";
import type { LanguageId } from "../../syntax/types.js";
import { type Calibration, parseCalibration, probabilityOf, scoreOf, shareOfHumans } from "./calibration.js";
import { featureNames, featuresOf } from "./features.js";
import { gramsOf, gramViews } from "./grams.js";
import { linesIn, minLines } from "./piece.js";

export interface StyleScore {
  /** Of being AI-written, where half of all code is. */
  readonly probability: number;
  /** It passes the threshold of its language. */
  readonly resemblesAi: boolean;
  /** At most so large a share of people's functions of the language scored as high. */
  readonly humanShare: number;
}

export interface StyleScorer {
  /** One result for each piece; undefined where there is too little code, or the language is not known well enough. */
  score(
    pieces: readonly { readonly code: string; readonly language: LanguageId }[],
    signal: AbortSignal,
  ): Promise<(StyleScore | undefined)[]>;
}

/** Lines this long are not written by anybody: minified or generated. */
const maxLineLength = 1_000;

export function createScorer(classifier: Classifier): StyleScorer {
  const calibration = parseCalibration(classifier.calibration);
  // A model that was trained on other features would be fed nonsense.
  const { features, views } = classifier.manifest;
  if (features.join() !== featureNames.join() || views.join() !== gramViews.join())
    throw new TypeError(`The model ${classifier.manifest.id} was trained on other features.`);
  return {
    async score(pieces, signal) {
      const rows = pieces.map(({ code, language }) => {
        if (!isScored(code, language, calibration)) return undefined;
        const grams = gramsOf(code, language);
        return {
          features: featuresOf(code, language),
          grams: gramViews.map((view) => grams[view]),
          language,
        };
      });
      const scores = await classifier.score(
        rows.filter((row) => row !== undefined),
        signal,
      );
      let at = 0;
      return rows.map((row) => {
        const votes = row && scores[at++];
        return votes && read(calibration, row.language, votes);
      });
    },
  };
}

const isScored = (code: string, language: LanguageId, { languages }: Calibration): boolean =>
  typeof languages[language]?.threshold === "number" &&
  linesIn(code) >= minLines &&
  code.split("\n").every((line) => line.length <= maxLineLength);

function read(
  { shares, languages }: Calibration,
  language: LanguageId,
  votes: Float32Array,
): StyleScore | undefined {
  const known = languages[language];
  if (known?.threshold == null) return undefined;
  const score = scoreOf(known, votes);
  return {
    probability: probabilityOf(known, votes),
    resemblesAi: score >= known.threshold,
    humanShare: shareOfHumans(shares, known, score),
  };
}

/** `1 in 100 human functions does too`; shares that few functions can show are rounded up. */
export function inWords(share: number): string {
  const n = Math.max(1, Math.floor(1 / share));
  return `1 in ${n} human functions does too`;
}
