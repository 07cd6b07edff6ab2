import type { Builtin } from "./builtin.js";
import { type Builtins, sizeOfFirst } from "./builtins/arguments.js";
import { calculusFunctions } from "./builtins/calculus.js";
import { clusterFunctions } from "./builtins/clusters.js";
import { colormapFunctions } from "./builtins/colormaps.js";
import { constructors } from "./builtins/construct.js";
import { containerFunctions } from "./builtins/containers.js";
import { cumulatives } from "./builtins/cumulatives.js";
import { effectFunctions } from "./builtins/effects.js";
import { elementwiseFunctions, elementwiseSize, matrixOperators } from "./builtins/elementwise.js";
import { filterFunctions } from "./builtins/filters.js";
import { interpolationFunctions } from "./builtins/interpolation.js";
import { coefficientsSize, lassoFunctions } from "./builtins/lasso.js";
import { linearFunctions } from "./builtins/linear.js";
import { mapFunctions } from "./builtins/maps.js";
import { polynomialFunctions } from "./builtins/polynomials.js";
import { randomFunctions } from "./builtins/random.js";
import { reducedSize, reductions, statistics } from "./builtins/reductions.js";
import { setFunctions } from "./builtins/sets.js";
import { shapeFunctions } from "./builtins/shape.js";
import { signalFunctions, spectrumShifts } from "./builtins/signal.js";
import { solverFunctions } from "./builtins/solvers.js";
import { specialFunctions } from "./builtins/special.js";
import { stringFunctions } from "./builtins/strings.js";
import { surfaceFunctions } from "./builtins/surfaces.js";
import { classQuestions, typeFunctions } from "./builtins/types.js";
import { waveformFunctions } from "./builtins/waveforms.js";
import type { Size, Value } from "./values.js";

/**
 * What becomes of an argument that is not known: the function deals with it `itself`; or its result is unknown, with the
 * size that a function tells from the arguments.
 */
export type Spread = "itself" | ((args: readonly Value[]) => Size | undefined);

export interface BuiltinEntry {
  readonly call: Builtin;
  readonly spread?: Spread;
}

const groups: readonly (readonly [Builtins, Spread?])[] = [
  [elementwiseFunctions, elementwiseSize],
  [matrixOperators, "itself"],
  [constructors],
  [shapeFunctions, "itself"],
  [reductions, reducedSize],
  [statistics],
  [cumulatives, sizeOfFirst],
  [setFunctions],
  [linearFunctions],
  [lassoFunctions, coefficientsSize],
  [polynomialFunctions],
  [signalFunctions],
  [filterFunctions],
  [waveformFunctions],
  [spectrumShifts, "itself"],
  [interpolationFunctions],
  [calculusFunctions],
  [solverFunctions],
  [specialFunctions, sizeOfFirst],
  [surfaceFunctions],
  [colormapFunctions],
  [randomFunctions],
  [stringFunctions],
  [typeFunctions],
  [classQuestions, "itself"],
  [clusterFunctions, "itself"],
  [containerFunctions, "itself"],
  [mapFunctions, "itself"],
  [effectFunctions, "itself"],
];

/** All functions that only compute, by name. */
export const builtins: ReadonlyMap<string, BuiltinEntry> = new Map(
  groups.flatMap(([group, spread]) =>
    Object.entries(group).map(([name, call]) => [name, spread ? { call, spread } : { call }] as const),
  ),
);
