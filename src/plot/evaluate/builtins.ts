import type { Builtin } from "./builtin.js";
import { type Builtins, sizeOfFirst } from "./builtins/arguments.js";
import { constructors } from "./builtins/construct.js";
import { elementwiseFunctions, elementwiseSize, matrixOperators } from "./builtins/elementwise.js";
import { cumulatives, reducedSize, reductions, statistics } from "./builtins/reductions.js";
import { shapeFunctions } from "./builtins/shape.js";
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
];

/** All functions that only compute, by name. */
export const builtins: ReadonlyMap<string, BuiltinEntry> = new Map(
  groups.flatMap(([group, spread]) =>
    Object.entries(group).map(([name, call]) => [name, spread ? { call, spread } : { call }] as const),
  ),
);
