import { filterDesignSources } from "./filterDesign.js";
import { filterSources } from "./filters.js";
import { graphicsSources } from "./graphics.js";
import { imageSources } from "./images.js";
import { matrixSources } from "./matrices.js";
import { regressionSources } from "./regression.js";
import { responseSources } from "./responses.js";
import { spectrumSources } from "./spectra.js";
import { stateSpaceSources } from "./stateSpace.js";
import { statisticsSources } from "./statistics.js";
import { systemSources } from "./systems.js";
import { waveletSources } from "./wavelets.js";

/**
 * Functions of MATLAB's toolboxes as MATLAB code of our own, by name. The evaluator runs them as it runs the files beside
 * a program. What is short in MATLAB stands here; what has to be fast, in `builtins/`.
 */
export const librarySources: ReadonlyMap<string, string> = new Map(
  [
    systemSources,
    stateSpaceSources,
    responseSources,
    filterSources,
    filterDesignSources,
    spectrumSources,
    waveletSources,
    graphicsSources,
    imageSources,
    matrixSources,
    statisticsSources,
    regressionSources,
  ].flatMap((group) =>
    group
      .trim()
      .split(/\n\n(?=function )/)
      .map((text): [string, string] => [nameOf(text), text]),
  ),
);

function nameOf(source: string): string {
  return /^function\s+(?:(?:\[[^\]]*\]|\w+)\s*=\s*)?(\w+)/.exec(source)?.[1] ?? "";
}
